"""A stranger's upload on its way into a project: looked at, refused with a reason that a person understands, prepared.

All decoding is done by confined processes; what is in here opens no file of a stranger but for its first bytes.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from generation.media.plan import Rate
from generation.media.sandbox import confined, refusal
from generation.media.timeline import limits
from generation.media.timeline.boxes import check_boxes, kind_of

_CONFINED = "generation.media.timeline.untrusted"


@dataclass(frozen=True)
class Inspected:
    """What a film is. `width` and `height` are upright square pixels; `rate` and `frames` what its headers claim.

    `notes` are sentences for the owner: what is unusual about it and what the studio does about that.
    """

    container: str
    codec: str
    width: int
    height: int
    rotation: int
    rate: Rate
    frames: int
    duration_ms: int
    pixel_format: str
    bits: int
    is_interlaced: bool
    has_sound: bool
    sound_codec: str
    sound_rate: int
    channels: int
    notes: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return self.duration_ms / 1000

    @property
    def pixels(self) -> int:
        return self.width * self.height


def inspect(path: Path, *, within: Path | None = None) -> Inspected:
    """Looks at an upload without decoding more than its first picture; takes ten seconds at most.

    Raises GenerationFailed with `reason`: `empty`, `too_large`, `format`, `playlist` (it leads to other files),
    `codec`, `no_picture`, `too_big` (pixels), `too_long`, `too_complex`, `truncated`, `unreadable`, `timeout`.
    """
    size = path.stat().st_size
    if size > limits.MOST_BYTES:
        raise refusal("too_large", f"The file is larger than {limits.MOST_BYTES >> 30} GB.")
    kind = kind_of(path)
    if kind == "mov":
        check_boxes(path)
    told = confined(f"{_CONFINED}:look", path, limits=limits.INSPECTION, within=within, kind=kind)
    return inspected(told)


def inspected(told: Any) -> Inspected:
    """Facts that a confined process told, taken for what they are: a stranger's."""
    try:
        rate = Rate(*(int(n) for n in told.pop("rate")))
        notes = tuple(str(note)[:300] for note in told.pop("notes"))[:12]
        plain = {name: kind(told[name]) for name, kind in Inspected.__annotations__.items() if name in told}
        found = Inspected(rate=rate, notes=notes, **plain)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise refusal("unreadable", "The file is damaged in a way that misled its reader.") from None
    is_sound = (
        0 < found.width <= limits.LONGEST_SIDE
        and 0 < found.height <= limits.LONGEST_SIDE
        and 0 < found.frames <= limits.MOST_FRAMES
        and 0 < found.duration_ms <= limits.LONGEST_S * 1000
        and rate.fraction <= limits.FASTEST_RATE
    )
    if not is_sound:
        raise refusal("unreadable", "The file is damaged in a way that misled its reader.")
    return found


def frames_at(found: Inspected, rate: Rate) -> int:
    """About how many frames it is at a project's rate; its index says exactly."""
    return max(1, round(Fraction(found.duration_ms, 1000) * rate.fraction))
