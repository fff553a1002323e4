"""CC0 recordings of the npm package `supersonic-scsynth-samples`, used as layers where they are installed."""

from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from scipy import signal

from generation.providers.local.pcm import Samples
from generation.providers.local.sound.brief import RATE

_FOLDER = Path(__file__).resolve().parents[4] / "node_modules" / "supersonic-scsynth-samples" / "samples"


def recording(name: str, *, speed: float = 1.0) -> Samples:
    """A recording as mono at 48 kHz, peak 1.0; `speed` shifts pitch and length together, as tape does.

    Without the package this is a short silence: every effect has synthesised layers of its own beside it.
    """
    samples = _decoded(name)
    if speed != 1.0:
        samples = np.asarray(signal.resample_poly(samples, 100, max(1, round(100 * speed))))
    return samples


@lru_cache(maxsize=64)
def _decoded(name: str) -> Samples:
    path = _FOLDER / f"{name}.flac"
    if not path.is_file():
        return np.zeros(RATE // 100)
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        chunks = [out.to_ndarray()[0] for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        chunks += [out.to_ndarray()[0] for out in resampler.resample(None)]
    samples = np.concatenate(chunks).astype(np.float64)
    return samples / max(1e-9, float(np.max(np.abs(samples))))
