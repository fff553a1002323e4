"""A late first cut, brought forward: for a second the opening shows what comes later, while its sound goes on.

Cutaways under a running voice are how an opening is quickened by hand; nothing is lost and nothing gets longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from generation.media.timeline.untrusted import checked, open_film

LATEST_FIRST_CUT_MS = 3000
FROM_MS, LENGTH_MS = 1400, 1200
_LEAST_MS = 600
_TOO_DARK, _TOO_LIGHT = 30, 235  # mean luma, of 255


@dataclass(frozen=True)
class Glimpse:
    """Frames `[start, end)` of the opening show the film from `source_ms` on."""

    start: int
    end: int
    source_ms: int


def glimpse_of(measured: dict[str, Any]) -> Glimpse | None:
    """The liveliest of the later shots for an opening that stands too long; None where it is quick, or all there is."""
    first, *later = measured["shots"]
    if first["lengthMs"] <= LATEST_FIRST_CUT_MS:
        return None
    seen = [one for one in later if one["lengthMs"] >= _LEAST_MS and _TOO_DARK < one.get("luma", 128) < _TOO_LIGHT]
    if not seen:
        return None
    best = max(seen, key=lambda one: one.get("motion", 0.0))
    length_ms = min(LENGTH_MS, best["lengthMs"])
    fps = measured["fps"]
    return Glimpse(round(FROM_MS * fps / 1000), round((FROM_MS + length_ms) * fps / 1000), best["startMs"])


def pictures_from(source: Path, kind: str, start_ms: int) -> Iterator[np.ndarray]:
    """RGB pictures of the film from `start_ms` on, [height, width, 3] uint8."""
    with open_film(source, kind) as container:
        video = checked(container)
        container.seek(start_ms * 1000)
        for frame in container.decode(video):
            if frame.time is None or frame.time * 1000 >= start_ms - 1:
                yield frame.reformat(format="rgb24").to_ndarray()
