"""Rooms: seeded decaying noise with early reflections, convolved with the dry sound."""

from functools import lru_cache

import numpy as np
from scipy import signal

from generation.providers.local.pcm import Samples
from generation.providers.local.sound.brief import RATE
from generation.providers.local.sound.synth import band, frames

# room -> (RT60 in seconds, share of reflected sound, upper limit of the tail in Hz)
ROOMS = {
    "dry": (0.0, 0.0, 0.0),
    "outside": (0.5, 0.05, 3000.0),
    "room": (0.35, 0.22, 6500.0),
    "hall": (1.2, 0.38, 5500.0),
    "church": (2.5, 0.48, 4500.0),
}


def place(sound: Samples, room: str) -> Samples:
    """`sound` (mono or stereo) as stereo in `room`; longer than before by the room's decay."""
    stereo = sound if sound.ndim == 2 else np.stack([sound, sound], axis=1)
    t60, share, high = ROOMS[room]
    if not t60:
        return stereo
    response = _response(t60, high)
    wet = np.stack([signal.fftconvolve(stereo[:, side], response[:, side]) for side in (0, 1)], axis=1)
    padded = np.concatenate([stereo, np.zeros((len(wet) - len(stereo), 2))])
    return padded * (1 - share) + wet * share * 1.6


def muffle(sound: Samples) -> Samples:
    """As heard from far away or through a wall."""
    return band(sound, 60, 1100, order=1)


@lru_cache(maxsize=8)
def _response(t60: float, high: float) -> Samples:
    rng = np.random.default_rng(int(t60 * 1000))
    time = np.arange(frames(t60 * 1.1)) / RATE
    tail = band(rng.standard_normal((len(time), 2)), 150, high, order=1) * (10 ** (-3 * time / t60))[:, None]
    tail *= np.minimum(1.0, time / 0.012)[:, None]
    tail /= np.sqrt(np.sum(np.square(tail), axis=0))
    for delay_ms in (7, 13, 19, 29, 41):
        tail[frames(delay_ms / 1000 * min(1.5, 0.6 + t60 / 2))] += (
            rng.choice((-1, 1), 2) * 0.25 * rng.uniform(0.6, 1, 2)
        )
    return tail
