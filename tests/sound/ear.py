"""Measuring what was made: samples of a WAV, onsets, energy, brightness, pitch classes."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def heard(path: Path) -> tuple[Array, int]:
    """Samples of shape (frames, channels), full scale 1.0, and the rate in Hz."""
    with wave.open(str(path)) as file:
        assert file.getsampwidth() == 2
        data = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return data.reshape(-1, file.getnchannels()) / 32768, file.getframerate()


def rms_db(samples: Array) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(np.square(samples))) + 1e-9))


def centroid_hz(path: Path) -> float:
    """The centre of gravity of the amplitude spectrum: how bright a sound is."""
    samples, rate = heard(path)
    spectrum = np.abs(np.fft.rfft(samples.mean(axis=1)))
    return float(np.sum(spectrum * np.fft.rfftfreq(len(samples), 1 / rate)) / np.sum(spectrum))


def share_below(path: Path, hertz: float) -> float:
    """The share of the energy that lies below a frequency."""
    samples, rate = heard(path)
    power = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
    return float(np.sum(power[np.fft.rfftfreq(len(samples), 1 / rate) < hertz]) / np.sum(power))


def ringing_s(path: Path, *, fall_db: float = 20.0) -> float:
    """How long the last event takes to fall by `fall_db` below its loudest 10 ms."""
    samples, rate = heard(path)
    window = rate // 100
    mono = samples.mean(axis=1)
    level = np.sqrt(np.mean(np.square(mono[: len(mono) // window * window].reshape(-1, window)), axis=1))
    last = round(onsets_s(path)[-1] * 100)
    peak = last + int(np.argmax(level[last : last + 10]))
    above = np.flatnonzero(level[peak:] > level[peak] * 10 ** (-fall_db / 20))
    return float((above[-1] + 1) / 100)


def onsets_s(path: Path, *, apart_s: float = 0.09, rise_db: float = 9.0) -> list[float]:
    """Times at which the level of 10 ms windows jumps by `rise_db` above the 40 ms before, at least `apart_s` apart."""
    samples, rate = heard(path)
    window = rate // 100
    mono = samples.mean(axis=1)
    blocks = mono[: len(mono) // window * window].reshape(-1, window)
    level = 20 * np.log10(np.sqrt(np.mean(np.square(blocks), axis=1)) + 1e-5)
    padded = np.concatenate([np.full(4, -100.0), level])
    loud = np.max(level) - 20
    times: list[float] = []
    for index, here in enumerate(level):
        before = float(np.mean(padded[index : index + 4]))
        at = index * window / rate
        if here > loud and here - before > rise_db and (not times or at - times[-1] > apart_s):
            times.append(at)
    return times


def pitch_classes(path: Path, *, start_s: float = 0.0, end_s: float | None = None) -> Array:
    """Energy per pitch class (C is 0), shape (12,), sum 1, between 100 and 2,000 Hz."""
    samples, rate = heard(path)
    part = samples[int(start_s * rate) : int(end_s * rate) if end_s else None].mean(axis=1)
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
    frequency = np.fft.rfftfreq(len(part), 1 / rate)
    chosen = (frequency > 100) & (frequency < 2000)
    classes = np.round(12 * np.log2(frequency[chosen] / 440.0) + 69).astype(int) % 12
    totals = np.bincount(classes, weights=power[chosen], minlength=12)
    return np.asarray(totals / np.sum(totals))
