"""A request for music to a finished WAV."""

import hashlib
from pathlib import Path

import numpy as np

from generation.providers.base import MusicRequest, MusicSection, SoundResult
from generation.providers.local import pcm
from generation.providers.local.music import arrange, form, play
from generation.providers.local.music.moods import CHARACTERS
from generation.providers.local.music.prompt import steer
from generation.providers.local.music.score import Score
from generation.providers.local.music.theme import invent
from wire.errors import ProviderRejected

MAX_DURATION_MS = 30 * 60 * 1000
_NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


def compose(request: MusicRequest, out: Path) -> SoundResult:
    """Compose into `out` (stereo, 16 bit, 48 kHz, about -18 LUFS), exactly as long as the sections together.

    Section boundaries fall on bar lines: each section's tempo is bent until a whole number of bars fills it. The last
    section ends with the theme, a cadence and a ringing chord. The same request gives the same bytes. Raises
    ProviderRejected for an empty or impossible length.
    """
    total_ms = _checked(request.sections)
    total_s = total_ms / 1000
    steering = steer(request.prompt)
    rng = np.random.default_rng(_seed(request))
    motif = invent(rng)
    parts = form.lay_out(request.sections, tempo_factor=steering.tempo, density_shift=steering.density, rng=rng)
    bands = {
        section.mood: arrange.cast(CHARACTERS[section.mood], steering, lambda names: str(rng.choice(names)))
        for section in request.sections
    }
    score = Score(rng)
    for section, part in zip(request.sections, parts, strict=True):
        arrange.write(score, part, bands[section.mood], motif, steering)
    last = parts[-1].bars[-1]
    at_s = last.start_s + last.length_s
    arrange.close(score, parts[-1], bands[request.sections[-1].mood], motif, at_s, total_s - at_s)
    samples = _let_ring(play.render(score.notes, total_ms * play.RATE // 1000, steering), at_s, total_s - at_s)
    samples = pcm.level(samples, play.RATE, lufs=play.LUFS)
    ending_ms = min(500.0, (total_s - at_s) * 250)
    pcm.write_wav(out, pcm.fade(samples, play.RATE, in_ms=15, out_ms=ending_ms), play.RATE)
    moods = " → ".join(dict.fromkeys(section.mood for section in request.sections))
    key = f"{parts[0].mode} on {_NAMES[parts[0].tonic % 12]}, {60 / parts[0].bars[0].beat_s:.0f} bpm"
    described = f"{moods}; {key}, theme of {len(motif.beats)} notes"
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


def _let_ring(samples: pcm.Samples, at_s: float, ring_s: float) -> pcm.Samples:
    """Sustained instruments do not die away by themselves: bow and breath are let go over the ring."""
    time = np.arange(len(samples)) / play.RATE
    share = np.clip((time - at_s) / ring_s, 0.0, 1.0)
    return samples * np.asarray(10 ** (-24 * share**1.5 / 20))[:, None]
