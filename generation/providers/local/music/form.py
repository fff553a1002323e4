"""How the sections of a film become bars: tempo, harmony, and where the last chord falls."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generation.providers.base import Mood, MusicSection
from generation.providers.local.music import harmony
from generation.providers.local.music.moods import CHARACTERS, Character
from generation.providers.local.music.prompt import Steering
from generation.providers.local.music.score import BEATS_PER_BAR, Bar, Part

_TONICS = (48, 50, 51, 53, 55, 57)  # C D E♭ F G A: keys in which the sampled instruments sound open
_TAIL_SHARE, _TAIL_MIN_S, _TAIL_MAX_S = 0.25, 1.0, 4.5


@dataclass(frozen=True)
class Choice:
    """What a mood is in this film; a mood that comes back is the same music."""

    mode: str
    progression: tuple[int, ...]
    tempo: float


def lay_out(sections: Sequence[MusicSection], steerings: Sequence[Steering], *, seed: int) -> tuple[Part, ...]:
    """One part a section, of whole bars that fill it exactly; the last that is played leaves room for its chord.

    The key comes from `seed`; mode, chords and tempo of a mood from the seed and the mood.
    """
    tonic = int(seeded(seed, "key").choice(_TONICS))
    played = [index for index, section in enumerate(sections) if section.enabled]
    choices: dict[tuple[Mood, float, float], Choice] = {}
    parts: list[Part] = []
    start_s, voicing = 0.0, None
    for index, (section, steering) in enumerate(zip(sections, steerings, strict=True)):
        key = (section.mood, steering.tempo, steering.bpm)
        if key not in choices:
            alike = [
                (other.duration_ms / 1000, at == played[-1] if played else False)
                for at, (other, its) in enumerate(zip(sections, steerings, strict=True))
                if (other.mood, its.tempo, its.bpm) == key
            ]
            choices[key] = _choose(section.mood, alike, steering, seed)
        choice, character = choices[key], CHARACTERS[section.mood]
        is_last = bool(played) and index == played[-1]
        length_s = section.duration_ms / 1000
        count, beat_s = _bars_and_beat(length_s, choice.tempo, is_last=is_last)
        bars = _bars(start_s, count, beat_s, tonic, choice, character, voicing, is_last=is_last)
        voicing = bars[-1].voicing
        density = float(np.clip(section.density + steering.density, 0.0, 1.0))
        is_first = bool(played) and index == played[0]
        parts.append(Part(character, choice.mode, tonic, density, bars, is_first=is_first, is_last=is_last))
        start_s += length_s
    return tuple(parts)


def seeded(seed: int, *words: object) -> np.random.Generator:
    """A generator of its own for each purpose; Python's hash differs from process to process, this one does not."""
    digest = hashlib.sha256(repr((seed, *words)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def _choose(mood: Mood, lengths: Sequence[tuple[float, bool]], steering: Steering, seed: int) -> Choice:
    """Mode and chords by lot; the tempo of the mood's range that has to be bent least for its sections.

    A tempo in the prompt stands, but for the bending that fits it to the section.
    """
    character = CHARACTERS[mood]
    rng = seeded(seed, "mood", mood)

    def strain(tempo: float) -> float:
        return max(abs(60 / _bars_and_beat(length, tempo, is_last=last)[1] / tempo - 1) for length, last in lengths)

    low, high = (steering.bpm, steering.bpm) if steering.bpm else character.tempo
    factor = 1.0 if steering.bpm else steering.tempo
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
