"""How often pictures come: the rate behind a list of time stamps that were rounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from generation.media.plan import Rate

STANDARD = tuple(
    Rate(*pair)
    for pair in (
        (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1), (50, 1), (60000, 1001), (60, 1),
        (12, 1), (15, 1), (100, 1), (120000, 1001), (120, 1), (240, 1),
    )
)  # fmt: skip
SLOWEST, FASTEST = Fraction(1), Fraction(240)
_NEAR = Fraction(1, 20)  # an uneven rate counts as the nearest standard one up to here


@dataclass(frozen=True)
class Pace:
    rate: Rate
    frames: int
    is_constant: bool


def paced(pts: np.ndarray, last_duration: int, time_base: Fraction, declared: Sequence[Fraction]) -> Pace:
    """The rate of pictures shown at `pts` (int64, ascending, in `time_base`); `declared` are the header's claims.

    Constant means that each time stamp is within one unit of where the rate puts it.
    """
    average = _average(pts, last_duration, time_base, declared)
    claims = [_snapped(rate) for rate in declared]
    near = sorted(STANDARD, key=lambda rate: abs(rate.fraction - average))[:4]
    for rate in (*claims, *near, _snapped(average)):
        if SLOWEST <= rate.fraction <= FASTEST and _fits(pts, rate, time_base):
            return Pace(rate, len(pts), is_constant=True)
    rate = near[0] if abs(near[0].fraction / average - 1) <= _NEAR else _snapped(average)
    rate = Rate(1) if rate.fraction < SLOWEST else Rate(240) if rate.fraction > FASTEST else rate
    lasts = (int(pts[-1] - pts[0]) + last_duration) * time_base
    return Pace(rate, max(1, round(lasts * rate.fraction)), is_constant=False)


def _average(pts: np.ndarray, last_duration: int, time_base: Fraction, declared: Sequence[Fraction]) -> Fraction:
    span = int(pts[-1] - pts[0])
    if span > 0:
        return (len(pts) - 1) / (span * time_base)
    if declared:
        return declared[0]
    return 1 / (last_duration * time_base) if last_duration > 0 else Fraction(25)


def _snapped(rate: Fraction) -> Rate:
    """The standard rate that `rate` is but for rounding, or itself as plain as can be."""
    nearest = min(STANDARD, key=lambda one: abs(one.fraction - rate))
    if abs(nearest.fraction / rate - 1) < Fraction(1, 4000):
        return nearest
    plain = rate.limit_denominator(1001)
    return Rate(plain.numerator, plain.denominator) if plain > 0 else Rate(1)


def _fits(pts: np.ndarray, rate: Rate, time_base: Fraction) -> bool:
    step = float(1 / (rate.fraction * time_base))
    if step < 1:
        return False
    off = (pts - pts[0]) - np.arange(len(pts)) * step
    return float(off.max() - off.min()) <= 2.0 and float(np.abs(off).max()) <= 1.01 + len(pts) * step * 1e-12
