"""What the studio family's requests may hold."""

from typing import Any

from rest_framework import serializers

from wire.fields import ObjectField, StorableJSONField

MAX_MESSAGE_CHARS = 20_000
MAX_MESSAGES = 200


def without_nul(value: str) -> str:
    """PostgreSQL takes no NUL in a text."""
    if "\x00" in value:
        raise serializers.ValidationError("This field holds a NUL character.")
    return value


class ChatMessage(serializers.Serializer):
    role = serializers.ChoiceField(["user", "assistant", "system"])
    content = serializers.CharField(max_length=MAX_MESSAGE_CHARS, allow_blank=True, trim_whitespace=False)


class Chat(serializers.Serializer):
    companion_id = serializers.CharField(max_length=60)
    session_id = serializers.RegexField(
        r"^[\w.:-]{1,100}$", required=False, allow_null=True, help_text="A new one opens a session; yours or ours."
    )
    messages = serializers.ListField(child=ChatMessage(), min_length=1, max_length=MAX_MESSAGES)
    project_id = serializers.CharField(max_length=40, required=False, allow_null=True)


class Overrides(serializers.DictField):
    """Style keys that win over everything else: `lighting`, `palette`, `lens` …"""

    child = serializers.CharField(max_length=500, allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        found = super().to_internal_value(data)
        if len(found) > 30:
            raise serializers.ValidationError("At most 30 style overrides.")
        for name, value in found.items():
            without_nul(name)
            without_nul(value)
        return found


class TextOrDocument(StorableJSONField):
    """A text, or a document as `/artifacts/generate` made it."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        if not isinstance(value, str | dict):
            raise serializers.ValidationError("Send a text or an object.")
        if len(str(value)) > 200_000:
            raise serializers.ValidationError("At most 200,000 characters.")
        return value


class ShotListField(TextOrDocument):
    """Its shots, where it has any, are objects with a number of seconds each."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        shots = value.get("shots", []) if isinstance(value, dict) else []
        if not isinstance(shots, list) or not all(isinstance(shot, dict) for shot in shots):
            raise serializers.ValidationError("shots must be a list of objects.")
        for number, shot in enumerate(shots):
            seconds = shot.get("duration_s")
            if seconds is not None and (isinstance(seconds, bool) or not isinstance(seconds, int | float)):
                raise serializers.ValidationError(f"shots[{number}].duration_s must be a number of seconds.")
        return value


class DocumentContext(serializers.Serializer):
    brief = TextOrDocument(required=False, allow_null=True)
    script = TextOrDocument(required=False, allow_null=True)
    shotlist = ShotListField(required=False, allow_null=True)


class DocumentCreate(serializers.Serializer):
    session_id = serializers.RegexField(r"^[\w.:-]{1,100}$", required=False, allow_null=True)
    artifact_type = serializers.ChoiceField(["brief", "script", "shotlist", "prompt_pack"])
    context = DocumentContext(required=False, allow_null=True)  # type: ignore[assignment]
    project_id = serializers.CharField(max_length=40, required=False, allow_null=True)
    title = serializers.CharField(max_length=200, required=False, allow_null=True, allow_blank=True)
    aspect_ratio = serializers.RegexField(r"^[1-9]\d?:[1-9]\d?$", required=False, allow_null=True)
    style_overrides = Overrides(required=False, allow_null=True)


class PromptPackCreate(serializers.Serializer):
    project_id = serializers.CharField(max_length=40)
    brief_id = serializers.CharField(max_length=40)
    shotlist_id = serializers.CharField(max_length=40)
    style_overrides = Overrides(required=False, allow_null=True)
    version = serializers.CharField(max_length=60, required=False, allow_null=True, help_text="Semantic.")
    project_title = serializers.CharField(max_length=200, required=False, allow_null=True, allow_blank=True)
    aspect_ratio = serializers.RegexField(r"^[1-9]\d?:[1-9]\d?$", required=False, allow_null=True)


STYLES = ("natural", "vivid", "painted", "flat", "noir", "watercolor", "line", "minimal")
MAX_SEED = 2**31 - 1


class _Order(serializers.Serializer):
    prompt = serializers.CharField(max_length=4000)
    negative = serializers.CharField(max_length=2000, required=False, allow_null=True, allow_blank=True)
    provider = serializers.CharField(max_length=60, required=False, allow_null=True, allow_blank=True)
    model = serializers.CharField(max_length=120, required=False, allow_null=True, allow_blank=True)
    style = serializers.ChoiceField(STYLES, required=False, allow_null=True)  # type: ignore[assignment]
    seed = serializers.IntegerField(min_value=0, max_value=MAX_SEED, required=False, allow_null=True)
    project_id = serializers.CharField(max_length=40, required=False, allow_null=True)


class ImageCreate(_Order):
    size = serializers.CharField(max_length=11, required=False, allow_null=True, help_text="WIDTHxHEIGHT, 256 to 2048.")
    quality = serializers.ChoiceField(["standard", "hd"], required=False, allow_null=True)


class VideoCreate(_Order):
    duration_s = serializers.FloatField(min_value=1, max_value=60, required=False, allow_null=True)
    aspect_ratio = serializers.CharField(max_length=5, required=False, allow_null=True)
    resolution = serializers.ChoiceField(["720p", "1080p"], required=False, allow_null=True)


class ExportCreate(serializers.Serializer):
    project_id = serializers.CharField(max_length=40)
    include = serializers.ListField(
        child=serializers.ChoiceField(["brief", "script", "shotlist", "prompt_pack", "assets", "sources", "sessions"]),
        required=False,
        max_length=7,
        help_text="Everything by default.",
    )


class ImportCreate(serializers.Serializer):
    document = ObjectField(help_text="What `POST /export` answered.")
    name = serializers.CharField(max_length=200, required=False, allow_null=True, allow_blank=True)
