"""Chords of a mode and how their voices move. Pitches are MIDI notes."""

from itertools import pairwise, product

from generation.providers.local.music.moods import MODES

_PAD_LOW, _PAD_HIGH = 52, 74


def pitch(tonic: int, mode: str, degree: int) -> int:
    """The note `degree` scale steps above `tonic`."""
    octave, step = divmod(degree, 7)
    return tonic + 12 * octave + MODES[mode][step]


def chord(tonic: int, mode: str, degree: int, *, seventh: bool = False, sus: bool = False) -> tuple[int, ...]:
    """Pitch classes of the chord on `degree`, root first; `sus` puts the fourth in place of the third."""
    steps = [0, 3 if sus else 2, 4] + ([6] if seventh else [])
    classes = [pitch(tonic, mode, degree + step) % 12 for step in steps]
    if (classes[2] - classes[0]) % 12 == 6:  # a diminished fifth is a surprise nobody asked for
        classes[2] = (classes[0] + 7) % 12
    return tuple(classes)


def voice(classes: tuple[int, ...], before: tuple[int, ...] | None, *, centre: int = 63) -> tuple[int, ...]:
    """The chord in close range, each voice moving as little as it can from `before`."""
    options = [[note for note in range(_PAD_LOW, _PAD_HIGH + 1) if note % 12 == pitch_class] for pitch_class in classes]
    best: tuple[float, tuple[int, ...]] | None = None
    for notes in product(*options):
        ordered = tuple(sorted(notes))
        if ordered[-1] - ordered[0] > 15 or len(set(ordered)) < len(ordered):
            continue
        cost = abs(sum(ordered) / len(ordered) - centre) * 0.3
        if before is not None:
            cost += sum(min(abs(note - old) for old in before) for note in ordered)
            cost += sum(min(abs(note - old) for note in ordered) for old in before)
        else:
            cost += abs(sum(ordered) / len(ordered) - centre)
        if min(b - a for a, b in pairwise(ordered)) < 2:
            cost += 4
        if best is None or (cost, ordered) < best:
            best = (cost, ordered)
    return best[1] if best else tuple(sorted(option[0] for option in options))


def nearest(note: int, classes: tuple[int, ...]) -> int:
    """The chord tone closest to `note`."""
    return min(
        (note + shift for shift in range(-6, 7) if (note + shift) % 12 in classes), key=lambda n: (abs(n - note), n)
    )
