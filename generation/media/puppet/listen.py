"""How loud speech is from moment to moment."""

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

STEP_MS = 5
_USUAL = 80  # percentile of what is heard that counts as usually loud


def loudness_of(lines: Sequence[tuple[Path, int]], duration_ms: int) -> NDArray[np.float64]:
    """The level of lines of speech (WAV, 16 bit, with the ms at which each starts) every 5 ms over `duration_ms`.

    1 is as loud as a line usually is, 0 is silence; a line does not get quieter by another being loud.
    """
    level = np.zeros(duration_ms // STEP_MS + 1)
    for path, start_ms in lines:
        samples, rate = _read(path)
        window = max(1, rate * STEP_MS // 1000)
        blocks = samples[: len(samples) // window * window].reshape(-1, window)
        loud = np.sqrt(np.mean(np.square(blocks), axis=1))
        usual = float(np.percentile(loud[loud > loud.max() * 0.05], _USUAL)) if len(loud) and loud.max() > 0 else 1.0
        at = start_ms // STEP_MS
        kept = min(len(loud), len(level) - at)
        if kept > 0:
            level[at : at + kept] = np.maximum(level[at : at + kept], loud[:kept] / usual)
    return level


def _read(path: Path) -> tuple[NDArray[np.float64], int]:
    with wave.open(str(path)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.float64) / 32768
        return samples.reshape(-1, sound.getnchannels()).mean(axis=1), sound.getframerate()
