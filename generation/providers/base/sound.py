"""Music and effects: the contracts of `music` and `sound`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generation.providers.base.ground import Mood


@dataclass(frozen=True, kw_only=True)
class MusicSection:
    """A scene's music. `density` runs from 0 (bare) to 1 (full), `weight` is its presence: 1 as usual, 0.5 half as
    loud (0 to 2). `prompt` steers this section beside the request's own. With `enabled` off nothing is played: what
    sounded before rings out, and the theme goes on counting.
    """

    mood: Mood
    duration_ms: int
    density: float = 0.5
    prompt: str = ""
    weight: float = 1.0
    enabled: bool = True


@dataclass(frozen=True, kw_only=True)
class MusicRequest:
    """One cue for a film: a theme, varied section by section; the last that is played ends on a cadence and rings out.

    `seed` alone decides the theme and the key: other prompts, lengths or moods are variations of the same music.
    """

    sections: tuple[MusicSection, ...]
    prompt: str = ""
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class SoundRequest:
    """A sound effect by prompt, e.g. "three crisp knocks on a wooden door"."""

    prompt: str
    duration_ms: int | None = None
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class SoundResult:
    """`path` is a stereo WAV (16 bit, 48 kHz)."""

    path: Path
    duration_ms: int
    description: str = ""


class MusicProvider(Protocol):
    def compose(self, request: MusicRequest, out: Path) -> SoundResult: ...


class SoundProvider(Protocol):
    def make_sound(self, request: SoundRequest, out: Path) -> SoundResult: ...
