"""The bricks of synthesised sound. All sounds are float64 at 48 kHz; mono is (frames,), stereo (frames, 2)."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy import signal

from generation.providers.local.pcm import Samples
from generation.providers.local.sound.brief import RATE

SideMaker = Callable[[np.random.Generator], Samples]


def frames(seconds: float) -> int:
    return max(1, round(seconds * RATE))


def clock(seconds: float) -> Samples:
    return np.arange(frames(seconds)) / RATE


def white(rng: np.random.Generator, seconds: float) -> Samples:
    return rng.standard_normal(frames(seconds))


def pink(rng: np.random.Generator, seconds: float, *, slope: float = 1.0) -> Samples:
    """Noise whose power falls with frequency as f**-slope; 1 is pink, 2 brown. Unit RMS."""
    count = frames(seconds)
    spectrum = np.fft.rfft(rng.standard_normal(count))
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= np.maximum(frequency, 20.0) ** (-slope / 2)
    shaped = np.fft.irfft(spectrum, count)
    return shaped / (np.sqrt(np.mean(np.square(shaped))) + 1e-12)


def band(samples: Samples, low: float | None, high: float | None, *, order: int = 2) -> Samples:
    """Butterworth filter between `low` and `high` Hz; None leaves that side open."""
    if low and high:
        sos = signal.butter(order, (low, min(high, 0.48 * RATE)), "bandpass", fs=RATE, output="sos")
    elif low:
        sos = signal.butter(order, low, "highpass", fs=RATE, output="sos")
    else:
        sos = signal.butter(order, min(high or 20_000, 0.48 * RATE), "lowpass", fs=RATE, output="sos")
    return np.asarray(signal.sosfilt(sos, samples, axis=0))


def decay(seconds: float, t60: float, *, attack: float = 0.001) -> Samples:
    """An envelope that rises in `attack` seconds and falls by 60 dB in `t60`."""
    time = clock(seconds)
    return np.minimum(1.0, time / max(attack, 1e-5)) * 10 ** (-3 * time / t60)


def swell(seconds: float, *, peak: float = 0.5, power: float = 2.0) -> Samples:
    """An envelope that rises to 1 at the share `peak` of its length and falls back to 0."""
    position = np.linspace(0, 1, frames(seconds))
    return np.where(position < peak, position / peak, (1 - position) / (1 - peak)) ** power


def modes(
    frequencies: Sequence[float],
    t60s: Sequence[float],
    gains: Sequence[float],
    seconds: float,
    rng: np.random.Generator | None = None,
) -> Samples:
    """A struck body: decaying sinusoids, detuned by up to 1 % when `rng` is given."""
    time = clock(seconds)
    total = np.zeros(len(time))
    for frequency, t60, gain in zip(frequencies, t60s, gains, strict=True):
        detuned = frequency * (1 + (rng.uniform(-0.01, 0.01) if rng is not None else 0.0))
        if detuned < 0.45 * RATE:
            total += gain * np.sin(2 * np.pi * detuned * time) * 10 ** (-3 * time / t60)
    return total * np.minimum(1.0, time / 0.0005)


def glide(start_hz: float, end_hz: float, seconds: float, *, curve: float = 1.0) -> Samples:
    """A sine that slides from one frequency to another."""
    position = np.linspace(0, 1, frames(seconds)) ** curve
    return np.sin(2 * np.pi * np.cumsum(start_hz * (end_hz / start_hz) ** position) / RATE)


def wander(rng: np.random.Generator, seconds: float, rate_hz: float) -> Samples:
    """A slow random curve between 0 and 1 with about `rate_hz` turns a second."""
    points = max(4, int(seconds * rate_hz) + 4)
    knots = rng.uniform(0, 1, points)
    position = np.linspace(0, points - 1.001, frames(seconds))
    index = position.astype(int)
    blend = 0.5 - 0.5 * np.cos(np.pi * (position - index))
    return knots[index] * (1 - blend) + knots[np.minimum(index + 1, points - 1)] * blend


def sweep_band(samples: Samples, centres_hz: Samples, *, q: float = 2.0) -> Samples:
    """A band-pass whose centre follows `centres_hz` (one value a frame), in overlapping blocks."""
    block, hop = 2048, 1024
    window = np.hanning(block)
    padded = np.concatenate([np.zeros(hop), samples, np.zeros(block)])
    total = np.zeros(len(padded))
    for start in range(0, len(padded) - block, hop):
        centre = float(centres_hz[min(max(start - hop + block // 2, 0), len(centres_hz) - 1)])
        centre = min(max(centre, 30.0), 0.4 * RATE)
        spectrum = np.fft.rfft(padded[start : start + block] * window)
        frequency = np.fft.rfftfreq(block, 1 / RATE)
        response = 1 / np.sqrt(1 + (q * (frequency / centre - centre / np.maximum(frequency, 1.0))) ** 2)
        total[start : start + block] += np.fft.irfft(spectrum * response, block)
    return total[hop : hop + len(samples)]


def pan(samples: Samples, position: float | Samples) -> Samples:
    """Mono to stereo with constant power; `position` runs from -1 (left) to 1 (right), fixed or one value a frame."""
    angle = (np.clip(position, -1, 1) + 1) * np.pi / 4
    return np.stack([samples * np.cos(angle), samples * np.sin(angle)], axis=1) * np.sqrt(2)


def wide(rng: np.random.Generator, make_side: SideMaker) -> Samples:
    """Stereo from two independent takes of the same noise-like sound, with a little of each on the other side."""
    left, right = make_side(rng), make_side(rng)
    return np.stack([0.85 * left + 0.35 * right, 0.85 * right + 0.35 * left], axis=1)


def scatter(events: Sequence[tuple[float, Samples]], seconds: float) -> Samples:
    """Sounds laid over silence at their times in seconds; mono or stereo, all of the same kind."""
    shape = (frames(seconds),) if not events or events[0][1].ndim == 1 else (frames(seconds), 2)
    total = np.zeros(shape)
    for at, sound in events:
        start = max(0, round(at * RATE))
        end = min(len(total), start + len(sound))
        if end > start:
            total[start:end] += sound[: end - start]
    return total


def mix(*layers: Samples) -> Samples:
    """Layers on top of each other, as long as the longest; mono layers stand in the middle of stereo ones."""
    is_stereo = any(layer.ndim == 2 for layer in layers)
    total = np.zeros((max(map(len, layers)), 2) if is_stereo else max(map(len, layers)))
    for layer in layers:
        total[: len(layer)] += layer[:, None] if is_stereo and layer.ndim == 1 else layer
    return total
