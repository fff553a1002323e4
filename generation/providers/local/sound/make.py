"""A prompt to a finished effect."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from generation.providers.base import SoundRequest, SoundResult
from generation.providers.local import pcm
from generation.providers.local.pcm import Samples
from generation.providers.local.sound import air, brief, machines, nature, people, room, strikes
from generation.providers.local.sound.brief import RATE, Kind
from generation.providers.local.sound.prompt import Part, brief_for, is_distant, parts, room_for, side
from generation.providers.local.sound.synth import pan, scatter
from wire.errors import ProviderRejected

MAX_DURATION_MS = 5 * 60 * 1000
LUFS = -20.0
_PEAK_DB = -3.0
_OF_MATERIAL = frozenset({"knock", "door", "impact", "steps"})  # kinds that a material changes
_DISTANCE_DB = 8.0  # beside something near
_MAKERS = (air, machines, nature, people, strikes)  # importing them registers their kinds


def kinds() -> tuple[str, ...]:
    """The kinds of sound on offer, in alphabetical order."""
    return brief.names()


def make_sound(request: SoundRequest, out: Path) -> SoundResult:
    """Make the effect into `out` (stereo, 16 bit, 48 kHz), exactly `duration_ms` long when that is given.

    A prompt may name several sounds, at once ("rain with thunder") or in a row ("a knock, then a door"), with times
    ("after 2 s", "for 3 s") and sides ("on the left"). What is not known is made as the nearest kind, and the
    description says so. Loudness is about -20 LUFS, less where the peaks (at most -3 dBFS) forbid it. The same request
    gives the same bytes. Raises ProviderRejected for a prompt that names nothing like a known kind, and for impossible
    lengths.
    """
    if request.duration_ms is not None and not 50 <= request.duration_ms <= MAX_DURATION_MS:
        raise ProviderRejected("A sound effect can last from 50 ms to 5 minutes.", duration_ms=request.duration_ms)
    found = _heard(request.prompt)
    length_s = request.duration_ms / 1000 if request.duration_ms is not None else None
    made: list[tuple[float, Samples]] = []
    described: list[str] = []
    begin_s = end_s = 0.0
    for index, one in enumerate(found):
        begin_s = (end_s if one.part.follows else begin_s) + one.part.delay_s
        own_s = one.part.length_s
        if own_s is None and length_s is not None and (len(found) == 1 or one.kind.is_continuous):
            own_s = max(0.05, length_s - begin_s)  # what goes on for ever lasts as long as the whole
        samples, words = _sounded(one, own_s, np.random.default_rng(_seed(request, index)))
        made.append((begin_s, samples))
        described.append(words)
        end_s = max(end_s, begin_s + len(samples) / RATE)
    whole = made[0][1] if len(made) == 1 and begin_s == 0 else scatter(made, end_s)
    samples = _fit(whole, length_s, is_continuous=all(one.kind.is_continuous for one in found))
    pcm.write_wav(out, _level(samples), RATE)
    return SoundResult(path=out, duration_ms=round(len(samples) * 1000 / RATE), description="; ".join(described))


class _Heard(NamedTuple):
    """A part of the prompt with its kind; `stand_in_for` is the word that is only near to it."""

    part: Part
    kind: Kind
    stand_in_for: str


def _heard(prompt: str) -> list[_Heard]:
    def name(words: str) -> str:
        kind = brief.find(words)
        return kind.name if kind else ""

    found: list[_Heard] = []
    for part in parts(prompt, name):
        kind = brief.find(part.words)
        nearest = (kind, "") if kind else brief.find_nearest(part.words)
        if nearest:
            found.append(_Heard(part, *nearest))
    if not found:
        raise ProviderRejected(
            f"No sound is known for '{prompt[:80]}'. Name one of: {', '.join(kinds())}.", kinds=list(kinds())
        )
    return found


def _sounded(one: _Heard, length_s: float | None, rng: np.random.Generator) -> tuple[Samples, str]:
    """One sound in its room and on its side, at the common level, and what it is in words."""
    words, kind = one.part.words, one.kind
    wanted = brief_for(words, kind, length_s, rng)
    dry = kind.make(wanted)
    if is_distant(words):
        dry = room.muffle(dry)
    start, end = side(words)
    if start or end:
        dry = pan(dry if dry.ndim == 1 else dry.mean(axis=1), np.linspace(start, end, len(dry)))
    where = room_for(words, kind)
    dry = pcm.fade(dry, RATE, out_ms=min(300.0, len(dry) * 1000 / RATE / 6) if kind.is_continuous else 8.0)
    placed = room.place(dry, where)
    measured = pcm.loudness(placed, RATE)
    if np.isfinite(measured):
        placed = placed * 10 ** ((LUFS - measured - (_DISTANCE_DB if is_distant(words) else 0.0)) / 20)
    material = wanted.material if kind.name in _OF_MATERIAL else ""
    shown = [str(wanted.count or ""), material, kind.name, "" if where == "dry" else f"({where})"]
    described = " ".join(filter(None, shown))
    return placed, described + (f", the nearest there is to '{one.stand_in_for}'" if one.stand_in_for else "")


def _seed(request: SoundRequest, index: int) -> int:
    words = repr((request.prompt, request.duration_ms, request.seed, index))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")


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
