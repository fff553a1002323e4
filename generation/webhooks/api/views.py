"""Webhook endpoints and their deliveries. Each view parses, authorises, calls one service and renders."""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.webhooks import catalogue, services
from generation.webhooks.api import present, schemas, serializers
from generation.webhooks.api.dialect import WEBHOOKS
from generation.webhooks.models import Delivery, Endpoint
from wire.errors import ValidationFailed
from wire.pagination import paginate
from wire.requests import StudioView, read_body, transacted

READ, WRITE = ("webhook:read",), ("webhook:write",)
PAGE = [
    OpenApiParameter("limit", int, description="Items per page, 1 to 100; 20 by default."),
    OpenApiParameter("cursor", str, description="`nextCursor` of the page before."),
]
STATUS = OpenApiParameter("status", str, enum=list(Delivery.Status.values), description="Only deliveries in it.")


class WebhookView(StudioView):
    dialect = WEBHOOKS

    def endpoint(self, endpoint_id: str) -> Endpoint:
        return services.access_endpoint(endpoint_id, organization_id=self.organization_id)


def _look_up_new(view: WebhookView, request: Request) -> dict[str, Any]:
    """The address's host is looked up before the transaction: that can take seconds."""
    body = read_body(request, serializers.NewEndpoint)
    services.checked_types(body.get("types", ()))
    return {"body": body | {"url": services.check_address(body["url"])}}


def _look_up_changed(view: WebhookView, request: Request, endpoint_id: str) -> dict[str, Any]:
    view.endpoint(endpoint_id)  # a stranger learns nothing of an address, and has none looked up
    body = read_body(request, serializers.EndpointChanges)
    return {"body": body | ({"url": services.check_address(body["url"])} if "url" in body else {})}


class Endpoints(WebhookView):
    scopes = {"GET": READ, "POST": WRITE}
    secret_answers = frozenset({"POST"})

    @extend_schema(
        operation_id="listWebhookEndpoints",
        summary="List webhook endpoints",
        responses=schemas.WebhookEndpointPage,
        parameters=PAGE,
    )
    def get(self, request: Request) -> Response:
        rows = services.endpoints_of(self.organization_id)
        page = paginate(rows, limit=request.query_params.get("limit"), cursor=request.query_params.get("cursor"))
        printed = [present.endpoint(row) for row in page.items]
        return Response({"endpoints": printed, "nextCursor": page.next_cursor})

    @extend_schema(
        operation_id="createWebhookEndpoint",
        summary="Register a webhook endpoint; the answer alone shows its signing secret",
        request=serializers.NewEndpoint,
        responses=schemas.WebhookSecretAnswer,
    )
    @transacted(before=_look_up_new)  # no idempotency: an answer with a secret is not stored
    def post(self, request: Request, body: dict[str, Any]) -> Response:
        made = services.create_endpoint(
            body["url"],
            types=body.get("types", ()),
            description=body.get("description", ""),
            principal=self.principal,
        )
        return Response({"endpoint": present.endpoint(made.endpoint), "secret": made.secret})


class EndpointDetail(WebhookView):
    scopes = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @extend_schema(
        operation_id="getWebhookEndpoint", summary="Read a webhook endpoint", responses=schemas.WebhookEndpointAnswer
    )
    def get(self, request: Request, endpoint_id: str) -> Response:
        return Response({"endpoint": present.endpoint(self.endpoint(endpoint_id))})

    @extend_schema(
        operation_id="updateWebhookEndpoint",
        summary="Change a webhook endpoint, switch it off or on",
        request=serializers.EndpointChanges,
        responses=schemas.WebhookEndpointAnswer,
    )
    @transacted(before=_look_up_changed)
    def patch(self, request: Request, endpoint_id: str, body: dict[str, Any]) -> Response:
        changes: dict[str, Any] = {name: body[name] for name in ("url", "types", "description") if name in body}
        if "enabled" in body:
            changes["is_enabled"] = body["enabled"]
        endpoint = services.change_endpoint(self.endpoint(endpoint_id), changes, principal=self.principal)
        return Response({"endpoint": present.endpoint(endpoint)})

    @extend_schema(
        operation_id="deleteWebhookEndpoint",
        summary="Delete a webhook endpoint; nothing is sent to it any more",
        responses={200: schemas.WebhookEndpointGone},
    )
    @transacted()
    def delete(self, request: Request, endpoint_id: str) -> Response:
        services.delete_endpoint(self.endpoint(endpoint_id), principal=self.principal)
        return Response({"id": endpoint_id, "deleted": True})


class EndpointSecret(WebhookView):
    scopes = {"POST": WRITE}
    secret_answers = frozenset({"POST"})

    @extend_schema(
        operation_id="rotateWebhookSecret",
        summary="Replace the signing secret; for a while messages carry a signature of each",
        request=serializers.Rotation,
        responses=schemas.WebhookSecretAnswer,
    )
    @transacted()
    def post(self, request: Request, endpoint_id: str) -> Response:
        endpoint, body = self.endpoint(endpoint_id), read_body(request, serializers.Rotation)
        overlap = timedelta(hours=body["overlapHours"]) if "overlapHours" in body else services.DEFAULT_OVERLAP
        made = services.rotate_secret(endpoint, overlap=overlap, principal=self.principal)
        return Response({"endpoint": present.endpoint(made.endpoint), "secret": made.secret})


class EndpointTest(WebhookView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="testWebhookEndpoint",
        summary="Send a sample of an event to this endpoint",
        request=serializers.SampleOrder,
        responses=schemas.WebhookDeliveryAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, endpoint_id: str) -> Response:
        endpoint, body = self.endpoint(endpoint_id), read_body(request, serializers.SampleOrder)
        return Response({"delivery": present.delivery(services.send_test(endpoint, body.get("type", "")))})


class Deliveries(WebhookView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="listWebhookDeliveries",
        summary="List an endpoint's deliveries",
        responses=schemas.WebhookDeliveryPage,
        parameters=[*PAGE, STATUS],
    )
    def get(self, request: Request, endpoint_id: str) -> Response:
        rows = services.deliveries_of(self.endpoint(endpoint_id))
        if status := request.query_params.get("status", ""):
            if status not in Delivery.Status.values:
                raise ValidationFailed(f"status must be one of {', '.join(Delivery.Status.values)}.", field="status")
            rows = rows.filter(status=status)
        page = paginate(rows, limit=request.query_params.get("limit"), cursor=request.query_params.get("cursor"))
        printed = [present.delivery(row) for row in page.items]
        return Response({"deliveries": printed, "nextCursor": page.next_cursor})


class DeliveryDetail(WebhookView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="getWebhookDelivery",
        summary="Read a delivery: the message, every request and its answer",
        responses=schemas.WebhookDeliveryDetailAnswer,
    )
    def get(self, request: Request, endpoint_id: str, delivery_id: str) -> Response:
        delivery = services.access_delivery(delivery_id, self.endpoint(endpoint_id))
        return Response({"delivery": present.delivery_detail(delivery, services.newest_attempts(delivery))})


class DeliveryAgain(WebhookView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="redeliverWebhook",
        summary="Send a delivery again, under the same webhook-id",
        request=None,
        responses=schemas.WebhookDeliveryAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, endpoint_id: str, delivery_id: str) -> Response:
        delivery = services.access_delivery(delivery_id, self.endpoint(endpoint_id))
        return Response({"delivery": present.delivery(services.redeliver(delivery))})


class EventTypes(WebhookView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="listWebhookEventTypes",
        summary="What an endpoint can be told of, each with a sample",
        responses=schemas.WebhookEventTypeList,
    )
    def get(self, request: Request) -> Response:
        return Response({"eventTypes": [present.event_type(one) for one in catalogue.event_types()]})
