"""Bodies of requests. Types are checked by the service, which knows the catalogue."""

from rest_framework import serializers as s

from wire.fields import CleanCharField, StrictBooleanField, StrictIntegerField

_URL = "An https address, or `inbox:` for the built-in receiver."


class EndpointOptions(s.Serializer):
    types = s.ListField(
        child=CleanCharField(max_length=64),
        required=False,
        max_length=100,
        help_text="Event types to be told of; empty means all, those of later versions too.",
    )
    description = CleanCharField(max_length=200, required=False, allow_blank=True)


class NewEndpoint(EndpointOptions):
    url = CleanCharField(max_length=2048, help_text=_URL)


class EndpointChanges(EndpointOptions):
    url = CleanCharField(max_length=2048, required=False, help_text=_URL)
    enabled = StrictBooleanField(required=False, help_text="Switching off cancels what waits.")


class Rotation(s.Serializer):
    overlapHours = StrictIntegerField(
        required=False, min_value=0, max_value=168, help_text="How long the old secret still signs beside the new; 24."
    )


class SampleOrder(s.Serializer):
    type = CleanCharField(
        max_length=64,
        required=False,
        allow_blank=True,
        help_text="What a sample is sent of; `webhook.test` by default.",
    )
