"""Seconds at the wire, frames inside: the one place where one becomes the other."""

import math
from fractions import Fraction

from generation.media.plan import Rate
from wire.errors import ValidationFailed

MOST_S = 1_000_000.0  # beyond any timeline; keeps arithmetic and messages sane


def frame_at(seconds: float, rate: Rate, *, field: str) -> int:
    """The frame boundary nearest to `seconds`. Raises `ValidationFailed` for what is no time."""
    if not math.isfinite(seconds) or abs(seconds) > MOST_S:
        raise ValidationFailed(f"{field} must be a time in seconds.", field=field)
    return round(Fraction(seconds) * rate.fraction)


def seconds_at(frame: int, rate: Rate) -> float:
    """When the frame begins, to the microsecond."""
    return round(float(Fraction(frame) / rate.fraction), 6)


def outside(field: str, message: str, *, least: int, most: int, rate: Rate) -> ValidationFailed:
    """The refusal of a time, with the range that would do in `details.allowed`, in seconds."""
    allowed = {"min": seconds_at(least, rate), "max": seconds_at(most, rate)}
    return ValidationFailed(
        f"{message} Allowed: {allowed['min']:g} to {allowed['max']:g}.", field=field, allowed=allowed
    )
