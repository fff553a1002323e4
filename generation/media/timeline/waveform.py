"""The outline of a sound, for drawing: the lowest and highest sample of each fiftieth of a second.

Written as audiowaveform's JSON (version 2), which players of waveforms read.
"""

import json
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
PEAKS_A_SECOND = 50
_EACH = RATE // PEAKS_A_SECOND


class Peaks:
    """Gathers peaks of both channels together from float32 `[2, n]` blocks at 48 kHz."""

    def __init__(self) -> None:
        self._rest = np.zeros((2, 0), np.float32)
        self._found: list[NDArray[np.int8]] = []

    def add(self, block: NDArray[np.float32]) -> None:
        sound = np.concatenate([self._rest, block], axis=1)
        whole = sound.shape[1] // _EACH
        if whole:
            self._found.append(_outline(sound[:, : whole * _EACH]))
        self._rest = sound[:, whole * _EACH :]

    def to_json(self) -> bytes:
        if self._rest.shape[1]:
            self._found.append(_outline(np.pad(self._rest, ((0, 0), (0, _EACH - self._rest.shape[1])))))
            self._rest = self._rest[:, :0]
        data = np.concatenate(self._found) if self._found else np.zeros((0, 2), np.int8)
        head = {"version": 2, "channels": 1, "sample_rate": RATE, "samples_per_pixel": _EACH, "bits": 8}
        return json.dumps({**head, "length": len(data), "data": data.reshape(-1).tolist()}).encode()


def waveform(blocks: Iterable[NDArray[np.float32]]) -> bytes:
    """The JSON of a whole sound."""
    peaks = Peaks()
    for block in blocks:
        peaks.add(block)
    return peaks.to_json()


def _outline(sound: NDArray[np.float32]) -> NDArray[np.int8]:
    parts = sound.reshape(2, -1, _EACH)
    ends = np.stack([parts.min(axis=(0, 2)), parts.max(axis=(0, 2))], axis=1)
    return np.clip(np.rint(ends * 127), -128, 127).astype(np.int8)
