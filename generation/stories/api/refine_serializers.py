"""What a refine or a coverage report is asked for with."""

from typing import Any

from rest_framework import serializers

from generation.stories.services import MAX_INSTRUCTION_CHARS, REFINE_SCOPES
from generation.stories.services.coverage import MAX_FOCUS_CHARS
from wire.fields import CleanCharField

_OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class Refine(serializers.Serializer):
    instruction = CleanCharField(max_length=MAX_INSTRUCTION_CHARS)
    scope = serializers.ChoiceField(REFINE_SCOPES, **_OPTIONAL)


class Coverage(serializers.Serializer):
    focusPrompt = CleanCharField(max_length=MAX_FOCUS_CHARS, **_OPTIONAL, allow_blank=True)
