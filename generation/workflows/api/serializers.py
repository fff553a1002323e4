"""What the workflows family's requests may hold."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.workflows.catalogue import NAMES
from generation.workflows.kinds import QUALITIES
from generation.workflows.services.review import ACTIONS
from generation.workflows.writing.frameworks import FRAMEWORKS
from generation.workflows.writing.seasons import SEASONS

MAX_CONCEPT_CHARS = 4000
MAX_FORMATS = 8
MAX_FORMAT_CHARS = 8


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "example": "9:16,1:1"},
            {"type": "array", "items": {"type": "string", "maxLength": MAX_FORMAT_CHARS}, "maxItems": MAX_FORMATS},
        ]
    }
)
class Formats(serializers.JSONField):
    """`"9:16,1:1"`, or a list of the same."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, list) or not all(
            isinstance(word, str) and len(word) <= MAX_FORMAT_CHARS for word in words
        ):
            raise serializers.ValidationError("Send formats as a text such as 9:16,1:1.")
        if len(words) > MAX_FORMATS:
            raise serializers.ValidationError(f"At most {MAX_FORMATS} formats.")
        return words


class Models(serializers.Serializer):
    """Who is to do it: `local`, a provider, an account or a model by its name, or `who/model`."""

    image = serializers.CharField(max_length=120, required=False, allow_blank=True)
    video = serializers.CharField(max_length=120, required=False, allow_blank=True)
    voice = serializers.CharField(max_length=120, required=False, allow_blank=True)


class WorkflowCreate(serializers.Serializer):
    type = serializers.ChoiceField(NAMES)
    url = serializers.CharField(max_length=2000, required=False, allow_blank=True, allow_null=True)
    concept = serializers.CharField(max_length=MAX_CONCEPT_CHARS, required=False, allow_blank=True, allow_null=True)
    quality = serializers.ChoiceField(QUALITIES, required=False, allow_null=True)
    models = Models(required=False, allow_null=True)
    formats = Formats(required=False, allow_null=True)
    seasonal = serializers.ChoiceField(list(SEASONS), required=False, allow_null=True, allow_blank=True)
    framework = serializers.ChoiceField(list(FRAMEWORKS), required=False, allow_null=True, allow_blank=True)
    hitl = serializers.BooleanField(required=False, allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        # `async` is a word of the language.
        return super().get_fields() | {"async": serializers.BooleanField(required=False, allow_null=True)}


class BatchCreate(serializers.Serializer):
    workflows = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=50)


class Resume(serializers.Serializer):
    action = serializers.ChoiceField(ACTIONS)
    direction = serializers.DictField(required=False, allow_null=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, allow_null=True)


class BrandColors(serializers.Serializer):
    primary = serializers.RegexField(r"^#[0-9a-fA-F]{6}$", required=False, allow_null=True)
    secondary = serializers.RegexField(r"^#[0-9a-fA-F]{6}$", required=False, allow_null=True)
    accent = serializers.RegexField(r"^#[0-9a-fA-F]{6}$", required=False, allow_null=True)


class Brand(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    industry = serializers.CharField(max_length=120, required=False, allow_blank=True, allow_null=True)
    tone = serializers.CharField(max_length=200, required=False, allow_blank=True, allow_null=True)
    targetAudience = serializers.CharField(max_length=300, required=False, allow_blank=True, allow_null=True)
    colors = BrandColors(required=False, allow_null=True)
    fonts = serializers.ListField(child=serializers.CharField(max_length=120), max_length=6, required=False)


def profile_changes(body: dict[str, Any]) -> dict[str, Any]:
    """A body of `Brand` as the profile's own fields; None for what it does not name."""
    colors = body.get("colors")
    named = [colors.get(name) for name in ("primary", "secondary", "accent")] if colors else []
    return {
        "name": body["name"],
        "industry": body.get("industry"),
        "tone": body.get("tone"),
        "target_audience": body.get("targetAudience"),
        "colors": [color for color in named if color] if colors is not None else None,
        "fonts": body.get("fonts"),
    }


class KnowledgeUrl(serializers.Serializer):
    url = serializers.CharField(max_length=2048)
    depth = serializers.IntegerField(
        min_value=0, max_value=1, required=False, default=0, help_text="1 reads the pages of its site it links to, too."
    )
