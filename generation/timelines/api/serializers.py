"""Request bodies of the editor family."""

from typing import Any

from rest_framework import serializers

from generation.media.timeline.model import Grade
from generation.providers.base.edits import SMALLEST_BOX
from generation.timelines.services.exports import FORMATS
from wire.errors import ValidationFailed
from wire.fields import CleanCharField, FiniteFloatField, StrictIntegerField

MOST_PROMPT_CHARS = 2000
_OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class EditorProjectCreate(serializers.Serializer):
    name = CleanCharField(max_length=200)
    description = CleanCharField(**_OPTIONAL, max_length=4000, allow_blank=True)
    video_url = CleanCharField(**_OPTIONAL, max_length=2048, allow_blank=True)


class UploadRequest(serializers.Serializer):
    file_name = CleanCharField(max_length=200)
    content_type = CleanCharField(max_length=100)


class FrameRequest(serializers.Serializer):
    ts = FiniteFloatField()
    width = StrictIntegerField(**_OPTIONAL, min_value=16, max_value=8192)


class StripRequest(serializers.Serializer):
    start = FiniteFloatField()
    end = FiniteFloatField()
    fps = FiniteFloatField(default=1.0)


class Split(serializers.Serializer):
    split_ts = FiniteFloatField()


class Trim(serializers.Serializer):
    new_start_ts = FiniteFloatField()
    new_end_ts = FiniteFloatField()


class Move(serializers.Serializer):
    order_index = StrictIntegerField(min_value=0)


class TimelineRestore(serializers.Serializer):
    expected = StrictIntegerField(
        **_OPTIONAL, min_value=1, help_text="The revision that must play, as you saw it; another one: 422."
    )


class Reorder(serializers.Serializer):
    segment_ids = serializers.ListField(child=CleanCharField(max_length=40), max_length=2000)


class ColorGrade(serializers.Serializer):
    """Ranges are the grade's own; what is left out is neutral."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {name: FiniteFloatField(default=0.0) for name in Grade.__dataclass_fields__}


class BoundingBox(serializers.Serializer):
    """Fractions of the picture, 0 to 1, from its upper left corner. `w` and `h` are other names of the last two."""

    x = FiniteFloatField()
    y = FiniteFloatField()
    width = FiniteFloatField(required=False)
    height = FiniteFloatField(required=False)
    w = FiniteFloatField(required=False, write_only=True)
    h = FiniteFloatField(required=False, write_only=True)


class Generate(serializers.Serializer):
    project_id = CleanCharField(max_length=40)
    prompt = CleanCharField(max_length=MOST_PROMPT_CHARS)
    start_ts = FiniteFloatField()
    end_ts = FiniteFloatField()
    bounding_box = BoundingBox(**_OPTIONAL)


class ExportRequest(serializers.Serializer):
    project_id = CleanCharField(max_length=40)
    format = serializers.ChoiceField(FORMATS)


def read_box(given: dict[str, Any] | None) -> tuple[float, float, float, float] | None:
    """(x, y, width, height); None for none. Raises `ValidationFailed` for a box that is not inside the picture."""
    if given is None:
        return None
    width, height = given.get("width", given.get("w")), given.get("height", given.get("h"))
    if width is None or height is None:
        field = "bounding_box.width" if width is None else "bounding_box.height"
        raise ValidationFailed(f"{field}: This field is required.", field=field)
    x, y = given["x"], given["y"]
    slack = 1e-6  # of sums such as 0.7 + 0.3
    if not (0 <= x < 1 and 0 <= y < 1 and 0 < width <= 1 - x + slack and 0 < height <= 1 - y + slack):
        raise ValidationFailed(
            "bounding_box must lie inside the picture: x, y, width and height are fractions of it, 0 to 1.",
            field="bounding_box",
            allowed={"x": [0, 1], "y": [0, 1], "width": [0, _left_of(x)], "height": [0, _left_of(y)]},
        )
    if width * height < SMALLEST_BOX:
        raise ValidationFailed(
            f"bounding_box is too small to be seen: draw it over at least {SMALLEST_BOX:.1%} of the picture.",
            field="bounding_box",
            allowed={"area": [SMALLEST_BOX, 1]},
        )
    return x, y, min(width, 1 - x), min(height, 1 - y)


def _left_of(place: float) -> float:
    """What is left of the picture's width or height behind a place on it."""
    return 1 - min(1.0, max(0.0, place))
