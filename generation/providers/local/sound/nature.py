"""Weather, water, fire and birds."""

import numpy as np

from generation.providers.local.pcm import Samples
from generation.providers.local.sound.brief import Brief, kind
from generation.providers.local.sound.samples import recording
from generation.providers.local.sound.synth import (
    band,
    clock,
    decay,
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
)  # fmt: skip


@kind("rain", r"rain\w*|drizzl\w*|downpour|shower", is_continuous=True)
def rain(brief: Brief) -> Samples:
    """A bed of shaped noise, 1 to 8 kHz, with a low rush below and single drops in front."""
    seconds = brief.seconds(8.0)
    bed = wide(
        brief.rng,
        lambda rng: band(pink(rng, seconds, slope=0.6), 900, 8500, order=1) * (0.8 + 0.2 * wander(rng, seconds, 0.4)),
    )
    rush = wide(brief.rng, lambda rng: band(pink(rng, seconds), 150, 700, order=1))
    events = []
    for _ in range(int(seconds * 45 * brief.force)):
        pitch = float(brief.rng.uniform(900, 5200))
        drop = glide(pitch, pitch * 1.35, 0.02) * decay(0.02, 0.014)
        gain = float(brief.rng.pareto(3.0)) * 0.25
        events.append(
            (float(brief.rng.uniform(0, seconds)), pan(min(gain, 0.9) * drop, float(brief.rng.uniform(-1, 1))))
        )
    return mix(0.1 * bed * brief.force**0.5, 0.03 * rush * brief.force, 0.6 * scatter(events, seconds))


@kind("thunder", r"thunder\w*|storm\b|lightning", room="outside")
def thunder(brief: Brief) -> Samples:
    """A crack, a roll of several blows, and rumble that takes its time."""
    seconds = brief.seconds(7.0)
    crack = band(white(brief.rng, 0.5), 300, 5000) * decay(0.5, 0.35)
    rolls = [(0.0, pan(0.5 * crack, 0.1))]
    for index in range(7):
        at = 0.15 + float(brief.rng.uniform(0.2, 0.7)) * index
        blow = band(pink(brief.rng, 1.8, slope=1.6), 30, 320 / (1 + 0.2 * index)) * swell(1.8, peak=0.12, power=1.3)
        rolls.append((at, pan(blow * 0.8**index, float(brief.rng.uniform(-0.6, 0.6)))))
    rumble = wide(brief.rng, lambda rng: band(pink(rng, seconds, slope=1.8), 28, 120) * wander(rng, seconds, 1.5))
    return mix(scatter(rolls, seconds), 0.35 * rumble * np.linspace(1, 0, len(rumble))[:, None])


@kind("wind", r"winds?\b|windy|breez\w*|gusts?\b|blizzard|gale", is_continuous=True)
def wind(brief: Brief) -> Samples:
    """Noise whose band drifts between 200 and 800 Hz, with gusts and a faint whistle."""
    seconds = brief.seconds(10.0)

    def side(rng: np.random.Generator) -> Samples:
        gust = wander(rng, seconds, 0.35) ** 1.5
        moving = sweep_band(white(rng, seconds), 220 + 560 * gust * brief.force, q=1.6)
        whistle = sweep_band(white(rng, seconds), 900 + 700 * gust, q=14.0)
        return (0.25 + 0.9 * gust) * moving + 0.5 * gust**2 * whistle

    low = wide(brief.rng, lambda rng: band(pink(rng, seconds, slope=1.5), 40, 180))
    return mix(0.4 * wide(brief.rng, side), 0.02 * low)


@kind("waves", r"waves?\b|sea\b|ocean|surf\b|beach|shore", is_continuous=True)
def waves(brief: Brief) -> Samples:
    """Breakers that rise, fall over and draw back, over a distant roar."""
    seconds = brief.seconds(14.0)
    period = 6.5 / brief.pace
    events, at = [], -1.0
    while at < seconds:
        length = period * float(brief.rng.uniform(0.8, 1.1))
        build = swell(length, peak=0.45, power=2.2)
        wash = sweep_band(white(brief.rng, length), 350 + 1900 * build[: len(build)], q=0.7) * build
        foam = band(white(brief.rng, length), 3000, 9000) * swell(length, peak=0.6, power=3.0)
        events.append(
            (at, pan(wash + 0.3 * foam, np.linspace(-0.5, 0.5, len(wash)) * float(brief.rng.choice((-1, 1)))))
        )
        at += period * float(brief.rng.uniform(0.75, 1.05))
    roar = wide(brief.rng, lambda rng: band(pink(rng, seconds, slope=1.3), 50, 500))
    return mix(0.6 * scatter(events, seconds), 0.08 * roar)


@kind("stream", r"streams?\b|brook|river|creek|fountain|water\w*|tap\b|bubbl\w*", is_continuous=True)
def stream(brief: Brief) -> Samples:
    """Bubbles: many short rising sines over a soft rush."""
    seconds = brief.seconds(8.0)
    events = []
    for _ in range(int(seconds * 70 * brief.force)):
        pitch = float(brief.rng.uniform(350, 1700))
        length = float(brief.rng.uniform(0.02, 0.07))
        bubble = glide(pitch, pitch * float(brief.rng.uniform(1.1, 1.7)), length) * swell(length, peak=0.15, power=1.0)
        events.append(
            (
                float(brief.rng.uniform(0, seconds)),
                pan(0.3 * float(brief.rng.random()) * bubble, float(brief.rng.uniform(-0.8, 0.8))),
            )
        )
    rush = wide(brief.rng, lambda rng: band(pink(rng, seconds, slope=0.8), 500, 5000, order=1))
    return mix(scatter(events, seconds), 0.12 * rush)


@kind("fire", r"fire\b|camp\s?fire|fireplace|flames?\b|crackl\w*|burning", is_continuous=True)
def fire(brief: Brief) -> Samples:
    """A low flutter, a hiss, and crackles of all sizes."""
    seconds = brief.seconds(8.0)
    flutter = wide(
        brief.rng, lambda rng: band(pink(rng, seconds, slope=1.4), 40, 260) * (0.4 + 0.6 * wander(rng, seconds, 7))
    )
    hiss = wide(brief.rng, lambda rng: band(white(rng, seconds), 2500, 9000) * wander(rng, seconds, 3) ** 2)
    events = []
    for _ in range(int(seconds * 22)):
        snap = band(white(brief.rng, 0.02), float(brief.rng.uniform(700, 2500)), 9000) * decay(
            0.02, float(brief.rng.uniform(0.004, 0.014))
        )
        events.append(
            (
                float(brief.rng.uniform(0, seconds)),
                pan(min(1.5, float(brief.rng.pareto(2.0)) * 0.4) * snap, float(brief.rng.uniform(-0.6, 0.6))),
            )
        )
    return mix(0.08 * flutter, 0.03 * hiss, 0.8 * scatter(events, seconds))


@kind("birds", r"birds?\b|birdsong|dawn chorus|chirp\w*|sparrows?|songbird\w*", room="outside", is_continuous=True)
def birds(brief: Brief) -> Samples:
    """A few singers, each with its own place, pitch and phrase, over the air of a garden."""
    seconds = brief.seconds(8.0)
    events = []
    for _ in range(4):
        place, base = float(brief.rng.uniform(-0.9, 0.9)), float(brief.rng.uniform(2300, 4600))
        shape = [
            (
                float(brief.rng.uniform(0.8, 1.4)),
                float(brief.rng.uniform(0.8, 1.5)),
                float(brief.rng.uniform(0.05, 0.16)),
            )
            for _ in range(4)
        ]
        distance, at = float(brief.rng.uniform(0.25, 1.0)), float(brief.rng.uniform(0, 2))
        while at < seconds:
            for start, end, length in shape[: int(brief.rng.integers(2, 5))]:
                vibrato = 1 + 0.02 * np.sin(2 * np.pi * 28 * clock(length))
                note = glide(base * start, base * end, length) * swell(length, peak=0.3, power=0.8) * vibrato
                events.append((at, pan(distance * 0.4 * note, place)))
                at += length + float(brief.rng.uniform(0.03, 0.09))
            at += float(brief.rng.exponential(1.4)) + 0.5
    air = wide(brief.rng, lambda rng: band(pink(rng, seconds), 300, 4000, order=1))
    return mix(scatter(events, seconds), 0.012 * air)


@kind("crow", r"crows?\b|ravens?\b|caw\w*", room="outside")
def crow(brief: Brief) -> Samples:
    """The recording, and a rasp of our own below it."""
    count = max(1, brief.count or 2)
    call = mix(0.9 * recording("misc_crow"), 0.1 * band(white(brief.rng, 0.4), 900, 2500) * swell(0.4, peak=0.3))
    gap = max(0.8, len(call) / 48_000 + 0.3)
    return scatter([(index * gap, call) for index in range(count)], brief.seconds(count * gap + 0.3))


@kind("crickets", r"crickets?\b|insects?\b|cicadas?\b|summer night", room="outside", is_continuous=True)
def crickets(brief: Brief) -> Samples:
    """Trains of pulses at 4 to 5 kHz from several places."""
    seconds = brief.seconds(8.0)
    layers = []
    for _ in range(5):
        pitch, rate = float(brief.rng.uniform(3900, 5200)), float(brief.rng.uniform(26, 34))
        time = clock(seconds)
        pulses = np.clip(np.sin(2 * np.pi * rate * time), 0, 1) ** 2
        slow = 2 * np.pi * float(brief.rng.uniform(0.7, 1.3)) * time + float(brief.rng.uniform(0, 6))
        phrases = np.asarray(np.sin(slow) > -0.2, dtype=np.float64)
        smooth = band(phrases, None, 25)
        layers.append(
            pan(
                0.15 * float(brief.rng.uniform(0.3, 1)) * np.sin(2 * np.pi * pitch * time) * pulses * smooth,
                float(brief.rng.uniform(-0.9, 0.9)),
            )
        )
    air = wide(brief.rng, lambda rng: band(pink(rng, seconds), 200, 2000, order=1))
    return mix(*layers, 0.01 * air)


@kind("drip", r"drips?\b|dripping|droplets?\b|splash\w*", room="hall")
def drip(brief: Brief) -> Samples:
    """Single drops: a tick and a rising bubble."""
    count = max(1, brief.count or 4)
    gap = 0.8 / brief.pace
    events = []
    for index in range(count):
        pitch = float(brief.rng.uniform(800, 1500)) / brief.size
        plink = glide(pitch, pitch * 1.8, 0.07) * decay(0.07, 0.08)
        ring = modes((pitch * 1.4, pitch * 2.3), (0.1, 0.06), (0.3, 0.2), 0.15, brief.rng)
        events.append((0.02 + index * gap * float(brief.rng.uniform(0.8, 1.0)), mix(plink, ring)))
    return scatter(events, brief.seconds(count * gap + 0.2))
