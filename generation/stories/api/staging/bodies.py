"""Request bodies that edit a table read in place."""

import math
from typing import Any

from rest_framework import serializers

from generation.stories.staging.models import SfxCue
from generation.stories.staging.music import MAX_WEIGHT
from generation.stories.staging.sfx import MAX_OFFSET_MS
from wire.fields import CleanCharField, StrictBooleanField, StrictIntegerField

_OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}
GENDERS = ("female", "male", "neutral")
SFX_OPS = ("add", "update", "remove")


class StrictFloatField(serializers.FloatField):
    """A finite JSON number; DRF alone would also take "0.5" and NaN."""

    def to_internal_value(self, data: Any) -> float:
        if not isinstance(data, int | float) or isinstance(data, bool) or not math.isfinite(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class Recast(serializers.Serializer):
    character = CleanCharField(max_length=200)
    voiceId = CleanCharField(max_length=120)
    voiceName = CleanCharField(max_length=200)
    gender = serializers.ChoiceField(GENDERS, **_OPTIONAL)
    provider = CleanCharField(max_length=60, **_OPTIONAL)


class CastChange(serializers.Serializer):
    cast = serializers.ListField(child=Recast(), min_length=1, max_length=50)


class MusicChange(serializers.Serializer):
    musicCoveragePercent = StrictFloatField(**_OPTIONAL)
    sceneIndex = StrictIntegerField(min_value=0, **_OPTIONAL)
    prompt = CleanCharField(max_length=1000, allow_blank=True, **_OPTIONAL)
    weight = StrictFloatField(min_value=0, max_value=MAX_WEIGHT, **_OPTIONAL)
    enabled = StrictBooleanField(**_OPTIONAL)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [name for name in ("prompt", "weight", "enabled") if attrs.get(name) is not None]
        if attrs.get("sceneIndex") is None:
            if given:
                raise serializers.ValidationError({given[0]: "Belongs to one scene; give its sceneIndex too."})
        elif attrs.get("musicCoveragePercent") is not None:
            raise serializers.ValidationError(
                {"musicCoveragePercent": "Belongs to the whole read; leave sceneIndex out."}
            )
        elif not given:
            raise serializers.ValidationError({"sceneIndex": "Give prompt, weight or enabled with it."})
        return attrs


class SfxChange(serializers.Serializer):
    """One of three operations; `op` says which fields are needed."""

    op = serializers.ChoiceField(SFX_OPS)
    id = CleanCharField(max_length=60, **_OPTIONAL)
    entryIndex = StrictIntegerField(min_value=0, **_OPTIONAL)
    prompt = CleanCharField(max_length=1000, **_OPTIONAL)
    volume = StrictFloatField(min_value=0, max_value=1, **_OPTIONAL)
    triggerOffset = serializers.ChoiceField(SfxCue.Trigger.values, **_OPTIONAL)
    offsetMs = StrictIntegerField(min_value=-MAX_OFFSET_MS, max_value=MAX_OFFSET_MS, **_OPTIONAL)
    regenerate = StrictBooleanField(**_OPTIONAL)

    def get_fields(self) -> dict[str, serializers.Field]:
        # Declared here because `label` is an attribute of every serializer.
        return super().get_fields() | {"label": CleanCharField(max_length=200, **_OPTIONAL)}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = ("entryIndex", "label") if attrs["op"] == "add" else ("id",)
        for name in needed:
            if attrs.get(name) is None:
                raise serializers.ValidationError({name: f"Required to {attrs['op']} a cue."})
        return attrs


_COLUMNS = {
    "entryIndex": "entry",
    "label": "label",
    "prompt": "prompt",
    "volume": "volume",
    "triggerOffset": "trigger_offset",
    "offsetMs": "offset_ms",
}


def cue_columns(body: dict[str, Any]) -> dict[str, Any]:
    """The columns of `SfxCue` that the body gives."""
    return {column: body[name] for name, column in _COLUMNS.items() if body.get(name) is not None}
