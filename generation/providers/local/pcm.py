"""Samples to WAV and loudness: what speech, music and effects have in common. Imports numpy, scipy, pyloudnorm.

The last two are imported where they are used: they take a third of the time in which a web or worker process starts,
and neither ever calls them.
"""

import os
import warnings
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
"""Sound as float64, 1.0 at full scale, of shape `(frames,)` or `(frames, channels)`."""

_METER_BLOCK_S = 0.4  # ITU-R BS.1770 gates in blocks of 400 ms; anything shorter cannot be measured


def write_wav(path: Path, samples: Samples, rate: int) -> Path:
    """Write 16-bit PCM under `path`; a reader never sees a half-written file.

    Values beyond full scale are a programming error and raise ValueError, for they would wrap or clip unheard.
    """
    peak = float(np.max(np.abs(samples), initial=0.0))
    if not peak <= 1.0:
        raise ValueError(f"samples peak at {peak:.3f}, beyond full scale")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    with wave.open(str(partial), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(samples * 32767.0).astype("<i2").tobytes())
    partial.replace(path)
    return path


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS; sounds shorter than a gating block are measured as if they went on."""
    import pyloudnorm

    block = int(rate * _METER_BLOCK_S) + 1
    if len(samples) < block:
        repeats = -(-block // max(1, len(samples)))
        samples = np.tile(samples, (repeats, 1) if samples.ndim == 2 else repeats)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(pyloudnorm.Meter(rate).integrated_loudness(samples))


def level(samples: Samples, rate: int, *, lufs: float, peak_db: float = -1.5) -> Samples:
    """Bring `samples` to `lufs`; peaks that would pass `peak_db` dBFS are rounded off by a look-ahead limiter."""
    measured = loudness(samples, rate)
    if not np.isfinite(measured):
        return samples
    ceiling = 10 ** (peak_db / 20)
    gained = limit(samples * 10 ** ((lufs - measured) / 20), rate, ceiling=ceiling)
    again = loudness(gained, rate)  # the limiter takes some level away; one correction is enough
    return limit(gained * 10 ** ((lufs - again) / 20), rate, ceiling=ceiling)


def limit(samples: Samples, rate: int, *, ceiling: float, window_ms: float = 5.0) -> Samples:
    """Hold every peak under `ceiling` (1.0 is full scale) with a gain that moves smoothly over `window_ms`."""
    from scipy import signal

    peaks = np.abs(samples) if samples.ndim == 1 else np.max(np.abs(samples), axis=1)
    if float(np.max(peaks, initial=0.0)) <= ceiling:
        return samples
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    width = max(3, int(rate * window_ms / 1000)) | 1
    held = -_sliding_max(-needed, width)
    padded = np.pad(held, width // 2, mode="edge")
    gain = signal.fftconvolve(padded, np.hanning(width + 2)[1:-1] / np.hanning(width + 2)[1:-1].sum(), mode="valid")
    limited = samples * (gain if samples.ndim == 1 else gain[:, None])
    return np.clip(limited, -ceiling, ceiling)


def high_pass(samples: Samples, rate: int, *, hz: float, order: int = 2) -> Samples:
    """A Butterworth high-pass along the first axis."""
    from scipy import signal

    return np.asarray(signal.sosfilt(signal.butter(order, hz, "highpass", fs=rate, output="sos"), samples, axis=0))


def fade(samples: Samples, rate: int, *, in_ms: float = 0.0, out_ms: float = 0.0) -> Samples:
    """Raised-cosine fades at both ends, so that no file starts or ends with a click."""
    faded = samples.copy()
    for length, is_end in ((int(rate * in_ms / 1000), False), (int(rate * out_ms / 1000), True)):
        length = min(length, len(faded))
        if not length:
            continue
        ramp = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, length))
        ramp = ramp if faded.ndim == 1 else ramp[:, None]
        if is_end:
            faded[-length:] *= ramp[::-1]
        else:
            faded[:length] *= ramp
    return faded


def _sliding_max(values: Samples, width: int) -> Samples:
    from scipy.ndimage import maximum_filter1d

    return np.asarray(maximum_filter1d(values, width, mode="nearest"))
