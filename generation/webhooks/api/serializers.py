"""Bodies of requests. Types are checked by the service, which knows the catalogue."""

from rest_framework import serializers as s

from wire.fields import CleanCharField, StrictBooleanField, StrictIntegerField


class EndpointChanges(s.Serializer):
    url = CleanCharField(
        max_length=2048, required=False, help_text="An https address, or `inbox:` for the built-in receiver."
    )
    types = s.ListField(
        child=CleanCharField(max_length=64),
        required=False,
        max_length=100,
        help_text="Event types to be told of; empty means all, those of later versions too.",
    )
    description = CleanCharField(max_length=200, required=False, allow_blank=True)
    enabled = StrictBooleanField(required=False, help_text="Switching off cancels what waits.")


class NewEndpoint(EndpointChanges):
    url = CleanCharField(max_length=2048, help_text="An https address, or `inbox:` for the built-in receiver.")
    enabled = None


class Rotation(s.Serializer):
    overlapHours = StrictIntegerField(
        required=False, min_value=0, max_value=168, help_text="How long the old secret still signs beside the new; 24."
    )


class TestOrder(s.Serializer):
    type = CleanCharField(
        max_length=64,
        required=False,
        allow_blank=True,
        help_text="What a sample is sent of; `webhook.test` by default.",
    )
