"""A request for music to a finished WAV."""

import hashlib
from pathlib import Path

import numpy as np

from generation.providers.base import Mood, MusicRequest, MusicSection, SoundResult
from generation.providers.local import pcm
from generation.providers.local.music import arrange, harmony, play
from generation.providers.local.music.moods import CHARACTERS, Character
from generation.providers.local.music.prompt import Steering, steer
from generation.providers.local.music.score import BEATS_PER_BAR, Bar, Part, Score
from generation.providers.local.music.theme import Motif, invent
from wire.errors import ProviderRejected

MAX_DURATION_MS = 30 * 60 * 1000
_TONICS = (48, 50, 51, 53, 55, 57)  # C D E♭ F G A: keys in which the sampled instruments sound open
_TAIL_SHARE, _TAIL_MIN_S, _TAIL_MAX_S = 0.25, 1.0, 4.5


def compose(request: MusicRequest, out: Path) -> SoundResult:
    """Compose into `out` (stereo, 16 bit, 48 kHz, about -18 LUFS), exactly as long as the sections together.

    Section boundaries fall on bar lines: each section's tempo is bent until a whole number of bars fills it. The last
    section ends with the theme, a cadence and a ringing chord. The same request gives the same bytes. Raises
    ProviderRejected for an empty or impossible length.
    """
    total_ms = _checked(request.sections)
    steering = steer(request.prompt)
    frames = total_ms * play.RATE // 1000
    rng = np.random.default_rng(_seed(request))
    score, parts, motif = _write(request.sections, steering, rng)
    samples = play.render(score.notes, frames, steering)
    at_s, ring_s = _final_chord(request.sections)
    samples = pcm.level(_let_ring(samples, at_s, ring_s), play.RATE, lufs=play.LUFS)
    pcm.write_wav(out, pcm.fade(samples, play.RATE, in_ms=15, out_ms=min(500.0, ring_s * 250)), play.RATE)
    moods = " → ".join(dict.fromkeys(section.mood for section in request.sections))
    tempo = 60 / parts[0].bars[0].beat_s if parts[0].bars else 0
    described = (
        f"{moods}; {parts[0].mode} on {_name(parts[0].tonic)}, {tempo:.0f} bpm, theme of {len(motif.beats)} notes"
    )
    return SoundResult(path=out, duration_ms=total_ms, description=described)


def _checked(sections: tuple[MusicSection, ...]) -> int:
    if not sections or any(section.duration_ms <= 0 for section in sections):
        raise ProviderRejected("Music needs at least one section, each longer than 0 ms.")
    total = sum(section.duration_ms for section in sections)
    if not 500 <= total <= MAX_DURATION_MS:
        raise ProviderRejected(f"Music can last from 0.5 s to {MAX_DURATION_MS // 60000} minutes.", duration_ms=total)
    return total


def _seed(request: MusicRequest) -> int:
    """Depends on the whole request; Python's own hash differs from process to process."""
    return int.from_bytes(hashlib.sha256(repr(request).encode()).digest()[:8], "big")


def _write(
    sections: tuple[MusicSection, ...], steering: Steering, rng: np.random.Generator
) -> tuple[Score, list[Part], Motif]:
    motif = invent(rng)
    tonic = int(rng.choice(_TONICS))
    score = Score(rng)
    choices: dict[Mood, tuple[str, tuple[int, ...], float, arrange.Band]] = {}
    parts: list[Part] = []
    start_s = 0.0
    for index, section in enumerate(sections):
        character = CHARACTERS[section.mood]
        if section.mood not in choices:  # a mood that comes back is the same music
            choices[section.mood] = (
                str(rng.choice(character.modes)),
                character.progressions[int(rng.integers(len(character.progressions)))],
                float(rng.uniform(*character.tempo)) * steering.tempo,
                arrange.cast(character, steering, lambda names: str(rng.choice(names))),
            )
        mode, progression, tempo, band = choices[section.mood]
        is_last = index == len(sections) - 1
        length_s = section.duration_ms / 1000 - (_tail(section) if is_last else 0.0)
        bars = _bars(start_s, length_s, tempo, tonic, mode, progression, character, is_last=is_last, before=parts)
        density = float(np.clip(section.density + steering.density, 0.0, 1.0))
        part = Part(character, mode, tonic, density, bars, is_first=index == 0, is_last=is_last)
        parts.append(part)
        arrange.write(score, part, band, motif, steering)
        start_s += section.duration_ms / 1000
        if is_last:
            arrange.close(score, part, band, motif, *_final_chord(sections))
    return score, parts, motif


def _bars(
    start_s: float, length_s: float, tempo: float, tonic: int, mode: str, progression: tuple[int, ...],
    character: Character, *, is_last: bool, before: list[Part],
) -> tuple[Bar, ...]:  # fmt: skip
    """Whole bars that fill `length_s` exactly, at the tempo nearest to the wanted one."""
    count = max(1, round(length_s * tempo / 60 / BEATS_PER_BAR))
    beat_s = length_s / count / BEATS_PER_BAR
    voicing = before[-1].bars[-1].voicing if before and before[-1].bars else None
    bars = []
    for index in range(count):
        degree = progression[index % len(progression)]
        if index >= count - 2 and count >= 4 and is_last:
            degree = character.cadence[index - (count - 2)]
        elif index == count - 1 and count >= 2 and is_last:
            degree = character.cadence[1]
        is_sus = character.sus and degree in (3, 4) and index % 2 == 1
        classes = harmony.chord(tonic, mode, degree, seventh=character.sevenths, sus=is_sus)
        voicing = harmony.voice(classes, voicing)
        bars.append(Bar(start_s + index * beat_s * BEATS_PER_BAR, beat_s, degree, classes, voicing))
    return tuple(bars)


def _tail(section: MusicSection) -> float:
    """Seconds that the final chord may ring, inside the last section."""
    length = section.duration_ms / 1000
    return min(_TAIL_MAX_S, max(min(_TAIL_MIN_S, length * 0.6), length * _TAIL_SHARE))


def _final_chord(sections: tuple[MusicSection, ...]) -> tuple[float, float]:
    ring_s = _tail(sections[-1])
    return sum(section.duration_ms for section in sections) / 1000 - ring_s, ring_s


def _let_ring(samples: pcm.Samples, at_s: float, ring_s: float) -> pcm.Samples:
    """Sustained instruments do not die away by themselves: bow and breath are let go over the ring."""
    time = np.arange(len(samples)) / play.RATE
    share = np.clip((time - at_s) / ring_s, 0.0, 1.0)
    return samples * (10 ** (-24 * share**1.5 / 20))[:, None]


def _name(tonic: int) -> str:
    return ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"][tonic % 12]
