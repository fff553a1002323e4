"""Moving and standing air: whooshes, risers, room tone, silence that is not digital."""

import numpy as np

from generation.providers.local.pcm import Samples
from generation.providers.local.sound.brief import Brief, kind
from generation.providers.local.sound.samples import recording
from generation.providers.local.sound.synth import (
    band,
    clock,
    frames,
    glide,
    mix,
    modes,
    pan,
    pink,
    scatter,
    sweep_band,
    swell,
    wander,
    white,
    wide,
)


@kind("whoosh", r"whoosh\w*|swoosh\w*|swish\w*|fly-?by|transition|pass(?:es|ing)? by", room="outside")
def whoosh(brief: Brief) -> Samples:
    """A band that sweeps up and down with the Doppler shift of something that passes from left to right."""
    seconds = min(brief.seconds(1.1 / brief.pace), 6.0)
    position = np.linspace(-1, 1, frames(seconds))
    near = swell(seconds, peak=0.55, power=1.8)
    shift = 1 - 0.18 * np.tanh(position * 3)
    air = sweep_band(white(brief.rng, seconds), (260 + 1900 * near) * shift / brief.size, q=1.3) * near
    low = sweep_band(white(brief.rng, seconds), (110 + 160 * near) / brief.size, q=1.5) * near
    taped = recording("perc_swoosh", speed=float(np.clip(1.0 / brief.size, 0.6, 1.6)))
    start = max(0, int(0.55 * len(near)) - int(np.argmax(np.abs(taped))))
    layered = np.concatenate([np.zeros(start), 0.25 * taped])[: len(near)]
    return pan(mix(air + 0.7 * low, layered)[: len(near)], position * 0.85)


@kind("riser", r"risers?\b|rising|build-?up|swells?\b|tension", room="hall")
def riser(brief: Brief) -> Samples:
    """Noise and tones that climb and stop."""
    seconds = brief.seconds(3.0)
    position = np.linspace(0, 1, frames(seconds))
    rise = position**2.2
    noise = wide(brief.rng, lambda rng: sweep_band(white(rng, seconds), 200 + 5200 * position**1.6, q=1.4) * rise)
    tones = sum(
        glide(110 * ratio, 440 * ratio, seconds, curve=1.5) / (1 + n) for n, ratio in enumerate((1.0, 1.5, 2.01))
    )
    shimmer = band(white(brief.rng, seconds), 5000, 11_000) * rise**2
    ending = np.minimum(1, (1 - position) * seconds / 0.05)
    return mix(noise, 0.25 * np.asarray(tones) * rise, 0.1 * shimmer) * ending[:, None]


@kind("room tone", r"room\s?tone|silence|ambien\w+|air condition\w*|hum\b|quiet room|office\b", is_continuous=True)
def room_tone(brief: Brief) -> Samples:
    """Air, a far ventilator and a trace of mains hum: what a quiet room sounds like."""
    seconds = brief.seconds(10.0)
    air = wide(brief.rng, lambda rng: band(pink(rng, seconds, slope=1.2), 60, 4000, order=1))
    fan = wide(brief.rng, lambda rng: band(pink(rng, seconds), 110, 420) * (0.85 + 0.15 * wander(rng, seconds, 0.5)))
    hum = np.sin(2 * np.pi * 100 * clock(seconds)) + 0.3 * np.sin(2 * np.pi * 200 * clock(seconds) + 1)
    return mix(0.1 * air, 0.06 * fan, 0.004 * hum)


@kind("sparkle", r"sparkl\w*|magic\w*|twinkl\w*|shimmer\w*|fairy", room="hall")
def sparkle(brief: Brief) -> Samples:
    """A run of tiny bells, upwards."""
    events = []
    for index in range(22):
        pitch = 1400 * 2 ** (index / 9) * float(brief.rng.uniform(0.98, 1.02))
        tone = modes((pitch, pitch * 2.76), (0.35, 0.15), (0.5, 0.2), 0.5)
        events.append(
            (
                index * 0.045 * float(brief.rng.uniform(0.8, 1.2)),
                pan(0.5 * float(brief.rng.uniform(0.4, 1)) * tone, float(brief.rng.uniform(-0.8, 0.8))),
            )
        )
    dust = band(white(brief.rng, 1.2), 6000, 12_000) * swell(1.2, peak=0.4, power=3)
    return mix(scatter(events, brief.seconds(2.0)), 0.03 * dust)
