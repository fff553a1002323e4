"""A prompt to a finished effect."""

import hashlib
from pathlib import Path

import numpy as np

from generation.providers.base import SoundRequest, SoundResult
from generation.providers.local import pcm
from generation.providers.local.pcm import Samples
from generation.providers.local.sound import air, brief, machines, nature, people, room, strikes
from generation.providers.local.sound.brief import RATE
from generation.providers.local.sound.prompt import brief_for, is_distant, room_for
from wire.errors import ProviderRejected

MAX_DURATION_MS = 5 * 60 * 1000
LUFS = -20.0
_PEAK_DB = -3.0
_MAKERS = (air, machines, nature, people, strikes)  # importing them registers their kinds


def kinds() -> tuple[str, ...]:
    """The kinds of sound on offer, in alphabetical order."""
    return brief.names()


def make_sound(request: SoundRequest, out: Path) -> SoundResult:
    """Make the effect into `out` (stereo, 16 bit, 48 kHz), exactly `duration_ms` long when that is given.

    Loudness is about -20 LUFS, less where the peaks (at most -3 dBFS) forbid it. The same request gives the same bytes.
    Raises ProviderRejected for a prompt that names no known kind, and for impossible lengths.
    """
    kind = brief.find(request.prompt)
    if kind is None:
        raise ProviderRejected(
            f"No sound is known for '{request.prompt[:80]}'. Name one of: {', '.join(kinds())}.", kinds=list(kinds())
        )
    if request.duration_ms is not None and not 50 <= request.duration_ms <= MAX_DURATION_MS:
        raise ProviderRejected("A sound effect can last from 50 ms to 5 minutes.", duration_ms=request.duration_ms)
    length_s = request.duration_ms / 1000 if request.duration_ms is not None else None
    wanted = brief_for(request.prompt, kind, length_s, np.random.default_rng(_seed(request)))
    dry = kind.make(wanted)
    if is_distant(request.prompt):
        dry = room.muffle(dry)
    where = room_for(request.prompt, kind)
    dry = pcm.fade(dry, RATE, out_ms=min(300.0, len(dry) * 1000 / RATE / 6) if kind.is_continuous else 8.0)
    samples = _fit(room.place(dry, where), length_s, is_continuous=kind.is_continuous)
    pcm.write_wav(out, _level(samples), RATE)
    described = " ".join(
        filter(
            None,
            (
                str(wanted.count or ""),
                wanted.material if wanted.material != kind.name else "",
                kind.name,
                "" if where == "dry" else f"({where})",
            ),
        )
    )
    return SoundResult(path=out, duration_ms=round(len(samples) * 1000 / RATE), description=described)


def _seed(request: SoundRequest) -> int:
    return int.from_bytes(hashlib.sha256(repr(request).encode()).digest()[:8], "big")


def _fit(samples: Samples, length_s: float | None, *, is_continuous: bool) -> Samples:
    """Cut or fill to length; what goes on for ever fades in and out, what happens once keeps its attack."""
    samples = pcm.high_pass(samples, RATE, hz=25.0)
    if length_s is None:
        samples = _without_silence_after(samples)
    else:
        wanted = round(length_s * RATE)
        missing = max(0, wanted - len(samples))
        samples = np.concatenate([samples[:wanted], np.zeros((missing, 2))])
    length_ms = len(samples) * 1000 / RATE
    edge = min(250.0, length_ms / 5) if is_continuous else 1.0
    return pcm.fade(samples, RATE, in_ms=edge, out_ms=max(edge, min(60.0, length_ms / 10)))


def _without_silence_after(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.max(np.abs(samples), axis=1) > 0.001 * np.max(np.abs(samples), initial=1e-9))
    end = int(loud[-1]) + RATE // 20 if len(loud) else len(samples)
    whole_ms = -(-min(end, len(samples)) * 1000 // RATE)
    wanted = whole_ms * RATE // 1000  # whole milliseconds, so that `duration_ms` is exact
    return np.concatenate([samples, np.zeros((max(0, wanted - len(samples)), 2))])[:wanted]


def _level(samples: Samples) -> Samples:
    peak = float(np.max(np.abs(samples), initial=0.0))
    measured = pcm.loudness(samples, RATE)
    if peak <= 0 or not np.isfinite(measured):
        return samples
    return samples * min(10 ** ((LUFS - measured) / 20), 10 ** (_PEAK_DB / 20) / peak)
