"""A request for music to a finished WAV."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from generation.providers.base import MusicRequest, MusicSection, SoundResult
from generation.providers.local import pcm
from generation.providers.local.music import arrange, form, play
from generation.providers.local.music.moods import CHARACTERS
from generation.providers.local.music.prompt import steer
from generation.providers.local.music.score import Part, Score
from generation.providers.local.music.theme import Motif, invent
from wire.errors import ProviderRejected

MAX_DURATION_MS = 30 * 60 * 1000
MAX_WEIGHT = 2.0
_CEILING = 10 ** (-1.5 / 20)
_GLIDE_S, _LET_GO_S = 0.4, 1.5
_NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


def compose(request: MusicRequest, out: Path) -> SoundResult:
    """Compose into `out` (stereo, 16 bit, 48 kHz, about -18 LUFS), exactly as long as the sections together.

    Section boundaries fall on bar lines: each section's tempo is bent until a whole number of bars fills it. The last
    section that is played ends with the theme, a cadence and a ringing chord. The same request gives the same bytes;
    the same seed the same theme and key. Raises ProviderRejected for an empty or impossible length.
    """
    total_ms = _checked(request.sections)
    frames = total_ms * play.RATE // 1000
    score, parts, motif, ending = write(request)
    samples = play.render(score.notes, frames)
    if ending is not None:
        samples = _let_ring(samples, *ending)
    samples = pcm.level(samples, play.RATE, lufs=play.LUFS) * _presence(request.sections, frames)[:, None]
    samples = pcm.limit(samples, play.RATE, ceiling=_CEILING)
    ending_ms = min(500.0, ending[1] * 250) if ending else 0.0
    pcm.write_wav(out, pcm.fade(samples, play.RATE, in_ms=15, out_ms=ending_ms), play.RATE)
    return SoundResult(path=out, duration_ms=total_ms, description=_described(request, parts, len(motif.beats)))


def write(request: MusicRequest) -> tuple[Score, tuple[Part, ...], Motif, tuple[float, float] | None]:
    """The notes of every player, the parts, the theme, and when the last chord falls and how long it rings (s)."""
    steerings = [steer(f"{request.prompt}, {section.prompt}") for section in request.sections]
    motif = invent(form.seeded(request.seed, "theme"))
    parts = form.lay_out(request.sections, steerings, seed=request.seed)
    score = Score(form.seeded(request.seed, "score"))
    ending: tuple[float, float] | None = None
    for index, (section, steering, part) in enumerate(zip(request.sections, steerings, parts, strict=True)):
        if not section.enabled:
            continue
        score.begin(form.seeded(request.seed, "section", index), steering.colour)
        band = arrange.cast(CHARACTERS[section.mood], steering, _picker(request.seed, section.mood))
        arrange.write(score, part, band, motif, steering)
        if part.is_last:
            at_s = part.bars[-1].start_s + part.bars[-1].length_s
            ending = at_s, part.bars[0].start_s + section.duration_ms / 1000 - at_s
            arrange.close(score, part, band, motif, *ending)
    return score, parts, motif, ending


def _picker(seed: int, mood: str) -> Callable[[tuple[str, ...]], str]:
    """Players by lot; a mood that comes back has the same ones."""
    rng = form.seeded(seed, "players", mood)
    return lambda names: str(rng.choice(names))


def _presence(sections: tuple[MusicSection, ...], frames: int) -> pcm.Samples:
    """The gain of every sample: each section's weight, glides at the boundaries, and an end for what rings on."""
    gain = np.empty(frames)
    at = before = 0.0
    for index, section in enumerate(sections):
        level = min(max(section.weight, 0.0), MAX_WEIGHT) if section.enabled else 0.0
        start, end = (round(ms * play.RATE / 1000) for ms in (at, at + section.duration_ms))
        gain[start:end] = level
        if index and level != before:
            seconds = _LET_GO_S if not section.enabled else _GLIDE_S
            glide = min(round(seconds * play.RATE), end - start)
            shape = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, glide))
            gain[start : start + glide] = before + (level - before) * shape
            if before == 0.0:
                gain[start : start + glide] = level  # what enters has an attack of its own
        at, before = at + section.duration_ms, level
    return gain


def _described(request: MusicRequest, parts: tuple[Part, ...], notes: int) -> str:
    heard = [part for section, part in zip(request.sections, parts, strict=True) if section.enabled]
    if not heard:
        return "no music: every section is switched off"
    moods = " → ".join(dict.fromkeys(section.mood for section in request.sections if section.enabled))
    key = f"{heard[0].mode} on {_NAMES[heard[0].tonic % 12]}, {60 / heard[0].bars[0].beat_s:.0f} bpm"
    return f"{moods}; {key}, theme of {notes} notes"


def _checked(sections: tuple[MusicSection, ...]) -> int:
    if not sections or any(section.duration_ms <= 0 for section in sections):
        raise ProviderRejected("Music needs at least one section, each longer than 0 ms.")
    total = sum(section.duration_ms for section in sections)
    if not 500 <= total <= MAX_DURATION_MS:
        raise ProviderRejected(f"Music can last from 0.5 s to {MAX_DURATION_MS // 60000} minutes.", duration_ms=total)
    return total


def _let_ring(samples: pcm.Samples, at_s: float, ring_s: float) -> pcm.Samples:
    """Sustained instruments do not die away by themselves: bow and breath are let go over the ring."""
    time = np.arange(len(samples)) / play.RATE
    share = np.clip((time - at_s) / ring_s, 0.0, 1.0)
    return samples * np.asarray(10 ** (-24 * share**1.5 / 20))[:, None]
