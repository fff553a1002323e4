"""How the sections of a film become bars: tempo, harmony, and where the last chord falls."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generation.providers.base import Mood, MusicSection
from generation.providers.local.music import harmony
from generation.providers.local.music.moods import CHARACTERS, Character
from generation.providers.local.music.score import BEATS_PER_BAR, Bar, Part

_TONICS = (48, 50, 51, 53, 55, 57)  # C D E♭ F G A: keys in which the sampled instruments sound open
_TAIL_SHARE, _TAIL_MIN_S, _TAIL_MAX_S = 0.25, 1.0, 4.5


@dataclass(frozen=True)
class Choice:
    """What a mood is in this film; a mood that comes back is the same music."""

    mode: str
    progression: tuple[int, ...]
    tempo: float


def lay_out(
    sections: Sequence[MusicSection], *, tempo_factor: float, density_shift: float, rng: np.random.Generator
) -> tuple[Part, ...]:
    """One part a section, of whole bars that fill it exactly; the last leaves room for the final chord to ring."""
    tonic = int(rng.choice(_TONICS))
    choices: dict[Mood, Choice] = {}
    parts: list[Part] = []
    start_s, voicing = 0.0, None
    for index, section in enumerate(sections):
        if section.mood not in choices:
            choices[section.mood] = _choose(section.mood, sections, tempo_factor, rng)
        choice, character = choices[section.mood], CHARACTERS[section.mood]
        is_last = index == len(sections) - 1
        length_s = section.duration_ms / 1000
        count, beat_s = _bars_and_beat(length_s, choice.tempo, is_last=is_last)
        bars = _bars(start_s, count, beat_s, tonic, choice, character, voicing, is_last=is_last)
        voicing = bars[-1].voicing
        density = float(np.clip(section.density + density_shift, 0.0, 1.0))
        parts.append(Part(character, choice.mode, tonic, density, bars, is_first=index == 0, is_last=is_last))
        start_s += length_s
    return tuple(parts)


def _choose(mood: Mood, sections: Sequence[MusicSection], factor: float, rng: np.random.Generator) -> Choice:
    """Mode and chords by lot; the tempo of the mood's range that has to be bent least for its sections."""
    character = CHARACTERS[mood]
    lengths = [(s.duration_ms / 1000, i == len(sections) - 1) for i, s in enumerate(sections) if s.mood == mood]

    def strain(tempo: float) -> float:
        return max(abs(60 / _bars_and_beat(length, tempo, is_last=last)[1] / tempo - 1) for length, last in lengths)

    low, high = character.tempo
    candidates = [float(tempo) * factor for tempo in rng.permutation(np.arange(low, high + 1, 1.0))]
    return Choice(
        str(rng.choice(character.modes)),
        character.progressions[int(rng.integers(len(character.progressions)))],
        min(candidates, key=lambda tempo: round(strain(tempo), 2)),
    )


def _bars_and_beat(length_s: float, tempo: float, *, is_last: bool) -> tuple[int, float]:
    """How many bars, and how long a beat. The last section's ring takes up the slack, so its tempo hardly bends."""
    bar_s = 60 / tempo * BEATS_PER_BAR
    if not is_last:
        count = max(1, round(length_s / bar_s))
        return count, length_s / count / BEATS_PER_BAR
    ring_s = min(_TAIL_MAX_S, max(min(_TAIL_MIN_S, length_s * 0.6), length_s * _TAIL_SHARE))
    count = max(1, round((length_s - ring_s) / bar_s))
    slack = length_s - count * bar_s
    if 0.65 * ring_s <= slack <= 1.7 * ring_s:
        return count, 60 / tempo
    return count, (length_s - ring_s) / count / BEATS_PER_BAR


def _bars(
    start_s: float, count: int, beat_s: float, tonic: int, choice: Choice, character: Character,
    voicing: tuple[int, ...] | None, *, is_last: bool,
) -> tuple[Bar, ...]:  # fmt: skip
    bars = []
    for index in range(count):
        degree = choice.progression[index % len(choice.progression)]
        to_end = count - index
        if is_last and count >= 2 * to_end and to_end <= 2:
            degree = character.cadence[2 - to_end]
        is_sus = character.sus and degree in (3, 4) and index % 2 == 1
        classes = harmony.chord(tonic, choice.mode, degree, seventh=character.sevenths, sus=is_sus)
        voicing = harmony.voice(classes, voicing)
        bars.append(Bar(start_s + index * beat_s * BEATS_PER_BAR, beat_s, degree, classes, voicing))
    return tuple(bars)
