"""A timeline as plain data: cuts of video files, played one after the other.

Times are integer frames over a rational rate, half-open. Every class pickles, so that a timeline can cross into the
child process that renders it.
"""

from dataclasses import dataclass, field
from pathlib import Path

from generation.media.plan import Rate

SAMPLE_RATE = 48_000


@dataclass(frozen=True)
class Grade:
    """Six controls; zeros are neutral, and so is gamma 1.

    brightness, contrast, saturation: -1 to 1. temperature: -1 (cold) to 1 (warm), kelvin already converted.
    gamma: exponent of the midtones, 0.1 to 4. hue_shift: degrees, -180 to 180.
    """

    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    temperature: float = 0.0
    gamma: float = 0.0
    hue_shift: float = 0.0

    @property
    def is_neutral(self) -> bool:
        return self.gamma in (0.0, 1.0) and not any(
            (self.brightness, self.contrast, self.saturation, self.temperature, self.hue_shift)
        )


@dataclass(frozen=True)
class Cut:
    """Frames [start, end) of `source`, counted at the timeline's rate; `source` None is black without sound.

    Frame n of a source is the picture that is shown n / rate seconds after its first picture: exactly its nth for a
    file of constant rate, the latest one shown by then for any other.
    """

    source: Path | None
    start: int
    end: int
    grade: Grade | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a cut is at least one frame, not [{self.start}, {self.end})")

    @property
    def frames(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Timeline:
    """Cuts without a gap. `width` and `height` are even pixels; other shapes are fitted into them, never stretched."""

    rate: Rate
    width: int
    height: int
    cuts: tuple[Cut, ...]
    sample_rate: int = SAMPLE_RATE
    channels: int = 2
    sources: tuple[Path, ...] = field(init=False)

    def __post_init__(self) -> None:
        unique = dict.fromkeys(cut.source for cut in self.cuts if cut.source)
        object.__setattr__(self, "sources", tuple(unique))

    @property
    def frames(self) -> int:
        return sum(cut.frames for cut in self.cuts)

    def at(self, frame: int) -> tuple[Cut, int]:
        """The cut that shows `frame` of the timeline, and the frame of its source. Raises IndexError outside."""
        if frame < 0:
            raise IndexError(frame)
        left = frame
        for cut in self.cuts:
            if left < cut.frames:
                return cut, cut.start + left
            left -= cut.frames
        raise IndexError(frame)
