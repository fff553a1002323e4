"""What is written down: notes per player, in seconds, and the bars they stand in."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from generation.providers.local.music.moods import Character
from generation.providers.local.music.prompt import Colour

BEATS_PER_BAR = 4
_TIMING_S = 0.008
_VELOCITY = 8


@dataclass(frozen=True)
class Note:
    """Sounds at `[start_s, start_s + length_s)`; `pitch` and `velocity` as in MIDI."""

    start_s: float
    length_s: float
    pitch: int
    velocity: int


@dataclass(frozen=True)
class Bar:
    """Four beats of `beat_s` from `start_s`, over one chord. `voicing` are the pad's notes, `classes` pitch classes."""

    start_s: float
    beat_s: float
    degree: int
    classes: tuple[int, ...]
    voicing: tuple[int, ...]

    @property
    def root(self) -> int:
        return self.classes[0]

    @property
    def length_s(self) -> float:
        return self.beat_s * BEATS_PER_BAR


@dataclass(frozen=True)
class Part:
    """A section as written: its bars, mood and fullness. `is_last` parts are followed by the final chord."""

    character: Character
    mode: str
    tonic: int
    density: float
    bars: tuple[Bar, ...]
    is_first: bool
    is_last: bool


@dataclass
class Score:
    """Notes by player and colour. `play` humanises as it writes: velocity ± 8, timing ± 8 ms, from a seeded generator.

    `begin` starts a section with a generator of its own, so that another section's change leaves it as it was.
    """

    rng: np.random.Generator
    colour: Colour = field(default_factory=Colour)
    notes: dict[tuple[str, Colour], list[Note]] = field(default_factory=lambda: defaultdict(list))

    def begin(self, rng: np.random.Generator, colour: Colour) -> None:
        self.rng, self.colour = rng, colour

    def play(self, player: str, start_s: float, length_s: float, pitch: int, velocity: float) -> None:
        late = float(self.rng.uniform(-_TIMING_S, _TIMING_S))
        struck = int(np.clip(velocity + self.rng.integers(-_VELOCITY, _VELOCITY + 1), 12, 118))
        note = Note(max(0.0, start_s + late), max(0.05, length_s), int(pitch), struck)
        self.notes[player, self.colour].append(note)
