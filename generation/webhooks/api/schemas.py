"""Answers as named OpenAPI components. Nothing is validated by them at run time."""

from rest_framework import serializers as s

from generation.webhooks.models import Delivery

DELIVERY_STATUSES = Delivery.Status.values


class WebhookEndpoint(s.Serializer):
    id = s.CharField()
    url = s.CharField()
    description = s.CharField()
    types = s.ListField(child=s.CharField())
    enabled = s.BooleanField()
    disabledAt = s.DateTimeField(allow_null=True)
    disabledReason = s.CharField(allow_null=True)
    failuresInARow = s.IntegerField()
    lastSuccessAt = s.DateTimeField(allow_null=True)
    createdAt = s.DateTimeField()
    updatedAt = s.DateTimeField()


class WebhookEndpointAnswer(s.Serializer):
    endpoint = WebhookEndpoint()


class WebhookEndpointPage(s.Serializer):
    endpoints = WebhookEndpoint(many=True)
    nextCursor = s.CharField(allow_null=True)


class WebhookSecretAnswer(s.Serializer):
    endpoint = WebhookEndpoint()
    secret = s.CharField(help_text="`whsec_…`. Shown by this answer alone.")


class WebhookEndpointGone(s.Serializer):
    id = s.CharField()
    deleted = s.BooleanField()


class WebhookMessage(s.Serializer):
    """What the receiver is sent: its body is exactly this."""

    type = s.CharField()
    timestamp = s.DateTimeField()
    data = s.DictField()  # type: ignore[assignment]  # a field named like an attribute of Serializer


class WebhookDelivery(s.Serializer):
    id = s.CharField()
    endpointId = s.CharField()
    eventId = s.CharField(help_text="The `webhook-id` of every attempt.")
    type = s.CharField()
    status = s.ChoiceField(DELIVERY_STATUSES)
    test = s.BooleanField()
    attempts = s.IntegerField()
    lastStatus = s.IntegerField(allow_null=True)
    lastError = s.CharField(allow_null=True)
    nextAttemptAt = s.DateTimeField(allow_null=True)
    createdAt = s.DateTimeField()
    endedAt = s.DateTimeField(allow_null=True)


class WebhookDeliveryPage(s.Serializer):
    deliveries = WebhookDelivery(many=True)
    nextCursor = s.CharField(allow_null=True)


class WebhookRequest(s.Serializer):
    url = s.CharField()
    headers = s.DictField(child=s.CharField())


class WebhookResponse(s.Serializer):
    status = s.IntegerField()
    headers = s.DictField(child=s.CharField())
    body = s.CharField()


class WebhookAttempt(s.Serializer):
    number = s.IntegerField()
    sentAt = s.DateTimeField()
    durationMs = s.IntegerField()
    error = s.CharField(allow_null=True)
    request = WebhookRequest()
    response = WebhookResponse(allow_null=True)


class WebhookDeliveryDetail(WebhookDelivery):
    message = WebhookMessage()
    log = WebhookAttempt(many=True)


class WebhookDeliveryAnswer(s.Serializer):
    delivery = WebhookDelivery()


class WebhookDeliveryDetailAnswer(s.Serializer):
    delivery = WebhookDeliveryDetail()


class WebhookEventType(s.Serializer):
    name = s.CharField()
    summary = s.CharField()
    group = s.CharField()
    sample = s.DictField()


class WebhookEventTypeList(s.Serializer):
    eventTypes = WebhookEventType(many=True)
