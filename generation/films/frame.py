"""The size of a picture for an aspect ratio."""

from wire.errors import ValidationFailed

MIN_RATIO, MAX_RATIO = 1 / 3, 3.0
SHORT_SIDES = {"720p": 720, "1080p": 1080}
DEFAULT_RESOLUTION = "720p"


def frame_size(aspect_ratio: str | None, resolution: str | None = None) -> tuple[int, int]:
    """(width, height) in pixels, both even. "16:9" at "720p" gives 1280 x 720: the resolution names the shorter side.

    Raises `ValidationFailed` for ratios narrower than 1:3 or wider than 3:1.
    """
    across, _, down = (aspect_ratio or "16:9").partition(":")
    ratio = int(across) / int(down)
    if not MIN_RATIO <= ratio <= MAX_RATIO:
        raise ValidationFailed("aspectRatio must lie between 1:3 and 3:1.", field="aspectRatio")
    short_side = SHORT_SIDES[resolution or DEFAULT_RESOLUTION]
    long_side = 2 * round(short_side * max(ratio, 1 / ratio) / 2)
    return (long_side, short_side) if ratio >= 1 else (short_side, long_side)
