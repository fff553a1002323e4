"""The motif: four to seven notes that the whole film shares."""

from dataclasses import dataclass

import numpy as np

# Rhythms of two bars of four beats; the last note is long so that it can breathe under speech.
_RHYTHMS = (
    (1.5, 0.5, 2.0, 4.0),
    (1.0, 1.0, 2.0, 1.0, 3.0),
    (2.0, 1.0, 1.0, 1.5, 2.5),
    (0.5, 0.5, 1.0, 2.0, 1.0, 3.0),
    (1.0, 0.5, 0.5, 2.0, 1.0, 3.0),
    (1.5, 0.5, 1.0, 1.0, 0.5, 0.5, 3.0),
)


@dataclass(frozen=True)
class Motif:
    """`degrees` count scale steps from the tonic (7 is the octave); `beats` are lengths, eight beats in all."""

    degrees: tuple[int, ...]
    beats: tuple[float, ...]

    def fragment(self, notes: int) -> "Motif":
        """Its first notes, the last one held: what remains of it under speech."""
        return Motif(self.degrees[:notes], (*self.beats[: notes - 1], 8.0 - sum(self.beats[: notes - 1])))

    def closing(self) -> "Motif":
        """Ends on the tonic by step: the theme at the end of the film."""
        home = 0 if self.degrees[-2] < 4 else 7
        return Motif((*self.degrees[:-2], home + 1 if self.degrees[-2] >= home else home - 1, home), self.beats)


def invent(rng: np.random.Generator) -> Motif:
    """One leap, otherwise steps, mostly against the leap's direction; ends open, on the second or fifth degree."""
    beats = _RHYTHMS[int(rng.integers(len(_RHYTHMS)))]
    count = len(beats)
    leap_at = int(rng.integers(1, max(2, count - 2)))
    degrees = [int(rng.choice((0, 2, 4)))]
    for index in range(1, count - 1):
        if index == leap_at:
            step = int(rng.choice((3, 4, 5, -3))) if degrees[-1] < 3 else int(rng.choice((3, -3, -4)))
        else:
            step = int(rng.choice((-1, -1, 1) if index > leap_at else (1, 1, -1, 2)))
        degrees.append(int(np.clip(degrees[-1] + step, -3, 9)))
    target = int(min((1, 4, 8), key=lambda degree: abs(degree - degrees[-1]) + (degree == degrees[-1]) * 3))
    return Motif((*degrees, target), beats)
