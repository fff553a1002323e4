"""Fields of request bodies that take what the database can keep and nothing that merely looks like it."""

import json
import math
from collections.abc import Iterator
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

MAX_METADATA_CHARS = 16_384


def _has_lone_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _texts_in(value: Any) -> Iterator[str]:
    """Every string in a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item)


class CleanCharField(serializers.CharField):
    """A JSON string that a database can keep: no number in its place, no half surrogate pairs (DRF refuses NUL)."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        text = super().to_internal_value(data)
        if _has_lone_surrogate(text):
            raise serializers.ValidationError("Holds half a surrogate pair; send valid Unicode.")
        return text


class StrictBooleanField(serializers.BooleanField):
    """`true` or `false`; DRF alone would also take "yes", "off" and 1."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StrictIntegerField(serializers.IntegerField):
    """A JSON number without a fraction; DRF alone would also take "30"."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int | float) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class FiniteFloatField(serializers.FloatField):
    """A JSON number; DRF alone would also take "1.5" and "nan"."""

    def to_internal_value(self, data: Any) -> float:
        if not isinstance(data, int | float) or isinstance(data, bool):
            self.fail("invalid")
        try:
            value = float(data)
        except OverflowError:
            self.fail("invalid")
        if not math.isfinite(value):
            self.fail("invalid")
        return value


class StorableJSONField(serializers.JSONField):
    """JSON that a database can keep: no infinite numbers (DRF refuses them), no NUL, no half surrogate pairs."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        if any("\x00" in text or _has_lone_surrogate(text) for text in _texts_in(value)):
            raise serializers.ValidationError("Holds a character that cannot be stored (NUL or half a surrogate pair).")
        return value


@extend_schema_field({"type": "object", "additionalProperties": {}})
class ObjectField(StorableJSONField):
    """A JSON object that a database can keep."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise serializers.ValidationError("Must be a JSON object.")
        return super().to_internal_value(data)


class MetadataField(ObjectField):
    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        if len(json.dumps(value, ensure_ascii=False)) > MAX_METADATA_CHARS:
            raise serializers.ValidationError(f"Must be at most {MAX_METADATA_CHARS:,} characters of JSON.")
        return value
