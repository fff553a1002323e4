"""What a refine, a restore or a coverage report is asked for with."""

from typing import Any

from rest_framework import serializers

from generation.stories.services import MAX_INSTRUCTION_CHARS, REFINE_SCOPES
from generation.stories.services.coverage import MAX_FOCUS_CHARS
from wire.fields import CleanCharField, StrictIntegerField

_OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class Refine(serializers.Serializer):
    instruction = CleanCharField(max_length=MAX_INSTRUCTION_CHARS)
    scope = serializers.ChoiceField(REFINE_SCOPES, **_OPTIONAL)


class RevisionRestore(serializers.Serializer):
    expected = StrictIntegerField(
        **_OPTIONAL, min_value=1, help_text="The revision that must be current, as you saw it; another one: 409."
    )


class Coverage(serializers.Serializer):
    focusPrompt = CleanCharField(max_length=MAX_FOCUS_CHARS, **_OPTIONAL, allow_blank=True)
