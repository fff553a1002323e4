"""Machines and devices: keyboards, phones, traffic, engines, cameras, alarms."""

import numpy as np

from generation.providers.local.pcm import Samples
from generation.providers.local.sound.brief import Brief, kind
from generation.providers.local.sound.synth import (
    band,
    clock,
    decay,
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
)  # fmt: skip


@kind("keyboard", r"keyboards?\b|typing|types?\b|typewriter", room="room")
def keyboard(brief: Brief) -> Samples:
    """Keys go down and come up, in bursts, the space bar deeper, now and then a pause to think."""
    seconds = brief.seconds(5.0 if not brief.count else brief.count * 0.16 / brief.pace + 0.3)
    events: list[tuple[float, Samples]] = []
    at, struck = 0.02, 0
    while at < seconds - 0.1 and (not brief.count or struck < brief.count):
        is_space = brief.rng.random() < 0.16
        pitch = 0.6 if is_space else float(brief.rng.uniform(0.85, 1.25))
        for offset, gain in ((0.0, 1.0), (float(brief.rng.uniform(0.05, 0.09)), 0.45)):
            tick = band(white(brief.rng, 0.015), 1400 * pitch, 7000) * decay(0.015, 0.009)
            body = modes(
                (430 * pitch, 980 * pitch, 2100 * pitch), (0.04, 0.025, 0.015), (0.6, 0.4, 0.2), 0.07, brief.rng
            )
            events.append((at + offset, pan(gain * mix(0.5 * tick, 0.5 * body), float(brief.rng.uniform(-0.3, 0.3)))))
        struck += 1
        at += float(brief.rng.gamma(4.0, 0.035)) / brief.pace + (
            0.45 if brief.rng.random() < 0.06 and not brief.count else 0.0
        )
    return scatter(events, seconds)


@kind("phone", r"(?:tele)?phones?\b|ring(?:s|ing)?\b|ringtone|vibrat\w*|call(?:ing)?\b", room="room")
def phone(brief: Brief) -> Samples:
    """Bursts of a two-tone bell, two seconds on, two off, with the clapper audible."""
    rings = max(1, brief.count or 2)
    ring_s, gap_s = 1.3, 0.9
    time = clock(ring_s)
    tone = (
        np.sin(2 * np.pi * 1320 * time) + 0.8 * np.sin(2 * np.pi * 1640 * time) + 0.3 * np.sin(2 * np.pi * 3300 * time)
    )
    clapper = 0.5 + 0.5 * np.clip(np.sin(2 * np.pi * 22 * time) * 3, -1, 1)
    hammer = band(white(brief.rng, ring_s), 2500, 8000) * clapper * 0.06
    burst = (0.4 * tone * band(clapper, None, 90) + hammer) * np.minimum(
        1, np.minimum(time / 0.01, (ring_s - time) / 0.05)
    )
    tail = modes((1320, 1640, 3300), (0.6, 0.5, 0.3), (0.2, 0.16, 0.06), 0.6)
    events = []
    for index in range(rings):
        events += [(index * (ring_s + gap_s), burst), (index * (ring_s + gap_s) + ring_s - 0.05, tail)]
    return scatter(events, brief.seconds(rings * (ring_s + gap_s)))


@kind("notification", r"notifications?\b|beeps?\b|ping\b|message tone|alert\b|blip", room="dry")
def notification(brief: Brief) -> Samples:
    """Two soft marimba-like notes, a fifth apart."""
    count = max(1, brief.count)
    events = []
    for index in range(count):
        for offset, pitch in ((0.0, 880.0), (0.11, 1318.5)):
            note = modes((pitch, pitch * 3.9, pitch * 2.0), (0.45, 0.1, 0.3), (0.7, 0.15, 0.2), 0.7)
            tap = band(white(brief.rng, 0.006), 3000, 9000) * decay(0.006, 0.004)
            events.append((0.01 + index * 0.7 + offset, mix(note, 0.08 * tap)))
    return scatter(events, brief.seconds(count * 0.7 + 0.3))


@kind(
    "traffic",
    r"traffic|cars?\b|highway|motorway|city street|street\b|road\b|city\b",
    room="outside",
    is_continuous=True,
)
def traffic(brief: Brief) -> Samples:
    """Tyres and engines that come, pass and go, over the hum of the town."""
    seconds = brief.seconds(10.0)
    hum = wide(
        brief.rng, lambda rng: band(pink(rng, seconds, slope=1.4), 45, 420) * (0.7 + 0.3 * wander(rng, seconds, 0.3))
    )
    events, at = [], float(brief.rng.uniform(-3, 0))
    while at < seconds:
        events.append((at, _passing_car(brief)))
        at += float(brief.rng.exponential(2.4 / brief.pace)) + 0.6
    return mix(0.12 * hum, scatter(events, seconds))


def _passing_car(brief: Brief) -> Samples:
    length = float(brief.rng.uniform(3.5, 6.0))
    position = np.linspace(-1, 1, frames(length))
    near = 1 / (1 + (position * 5) ** 2)
    shift = 1 - 0.045 * np.tanh(position * 6)  # Doppler, at some 50 km/h
    tyres = sweep_band(white(brief.rng, length), 700 + 1100 * near, q=0.8) * near
    phase = np.cumsum(float(brief.rng.uniform(55, 85)) * shift) / 48_000
    engine = band(2 * (phase % 1) - 1, 50, 500) * near
    direction = float(brief.rng.choice((-1, 1)))
    return pan(float(brief.rng.uniform(0.3, 0.9)) * (0.6 * tyres + 0.25 * engine), direction * position * 0.9)


@kind(
    "engine",
    r"engines?\b|motors?\b|trucks?\b|tractor|lawn\s?mower|generator|drone\b|machine\w*|factory",
    room="outside",
    is_continuous=True,
)
def engine(brief: Brief) -> Samples:
    """Firing pulses with their harmonics, unsteady, and the rattle of the casing."""
    seconds = brief.seconds(6.0)
    speed = 32 * brief.pace / brief.size**0.5 * (0.95 + 0.1 * wander(brief.rng, seconds, 1.5))
    phase = np.cumsum(speed) / 48_000
    pulses = sum(np.sin(2 * np.pi * n * phase + n * n) / n**0.8 for n in range(1, 14))
    rough = np.asarray(pulses) * (1 + 0.25 * band(white(brief.rng, seconds), 5, 60))
    rattle = wide(
        brief.rng, lambda rng: band(white(rng, seconds), 900, 4000) * (0.5 + 0.5 * np.sin(2 * np.pi * phase)) ** 3
    )
    low = wide(brief.rng, lambda rng: band(pink(rng, seconds), 60, 400))
    return mix(0.3 * band(rough, 30, 1500), 0.05 * rattle, 0.08 * low)


@kind("train", r"trains?\b|railway|subway|metro\b|tram\b", room="outside", is_continuous=True)
def train(brief: Brief) -> Samples:
    """Wheels over joints, two by two, in the roar of steel on steel."""
    seconds = brief.seconds(8.0)
    roar = wide(
        brief.rng, lambda rng: band(pink(rng, seconds, slope=1.2), 60, 900) * (0.8 + 0.2 * wander(rng, seconds, 2))
    )
    squeal = wide(
        brief.rng,
        lambda rng: (
            sweep_band(white(rng, seconds), 2600 + 900 * wander(rng, seconds, 0.5), q=25)
            * wander(rng, seconds, 0.5) ** 4
        ),
    )
    period = 0.78 / brief.pace
    events = []
    for index in range(int(seconds / period) + 1):
        for offset in (0.0, 0.13, 0.36, 0.49):
            clank = mix(
                modes((180, 410, 890), (0.09, 0.07, 0.05), (1, 0.5, 0.3), 0.15, brief.rng),
                0.3 * band(white(brief.rng, 0.03), 500, 4000) * decay(0.03, 0.02),
            )
            events.append((index * period + offset / brief.pace, 0.5 * float(brief.rng.uniform(0.7, 1)) * clank))
    return mix(0.2 * roar, 0.2 * squeal, scatter(events, seconds))


@kind("camera", r"cameras?\b|shutters?\b|photograph\w*|flash\b", room="room")
def camera(brief: Brief) -> Samples:
    """Mirror up, curtain, mirror down, and the motor."""
    count = max(1, brief.count)
    gap = 0.8 / brief.pace
    events = []
    for index in range(count):
        for offset, gain, pitch in ((0.0, 0.8, 1.0), (0.045, 1.0, 1.4), (0.11, 0.7, 0.9)):
            snap = band(white(brief.rng, 0.018), 900 * pitch, 8000) * decay(0.018, 0.011)
            body = modes((620 * pitch, 1490 * pitch), (0.03, 0.02), (0.4, 0.3), 0.06, brief.rng)
            events.append((0.01 + index * gap + offset, gain * mix(0.6 * snap, body)))
        whirr = (
            band(white(brief.rng, 0.16), 1500, 5000) * swell(0.16) * (0.6 + 0.4 * np.sin(2 * np.pi * 90 * clock(0.16)))
        )
        events.append((0.13 + index * gap, 0.12 * whirr))
    return scatter(events, brief.seconds((count - 1) * gap + 0.5))


@kind("alarm", r"alarms?\b|sirens?\b|buzzers?\b|horn\b|honk\w*", room="outside")
def alarm(brief: Brief) -> Samples:
    """A siren that rises and falls, with its harmonics and the street's echo."""
    count = max(1, brief.count or 3)
    period = 1.1 / brief.pace
    seconds = brief.seconds(count * period)
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * clock(seconds) / period)
    phase = np.cumsum(620 + 520 * wave) / 48_000
    tone = np.sin(2 * np.pi * phase) + 0.4 * np.sin(4 * np.pi * phase) + 0.25 * np.sin(6 * np.pi * phase)
    grit = band(white(brief.rng, seconds), 800, 4000)
    return band(0.4 * tone + 0.01 * grit, 300, 5000, order=1)


@kind("projector", r"projectors?\b|film reel|cassette|tape\b|vinyl|printer\b", room="room", is_continuous=True)
def projector(brief: Brief) -> Samples:
    """A claw at twenty-four frames a second, a fan, and a motor."""
    seconds = brief.seconds(6.0)
    events, at = [], 0.0
    while at < seconds:
        tick = mix(
            band(white(brief.rng, 0.012), 1200, 6000) * decay(0.012, 0.008),
            0.5 * modes((520, 1340), (0.02, 0.015), (1, 0.6), 0.04, brief.rng),
        )
        events.append((at, float(brief.rng.uniform(0.7, 1)) * tick))
        at += 1 / (24 * brief.pace)
    fan = wide(brief.rng, lambda rng: band(pink(rng, seconds), 200, 3000, order=1))
    hum = np.sin(2 * np.pi * 100 * clock(seconds)) + 0.4 * np.sin(2 * np.pi * 200 * clock(seconds))
    return mix(0.35 * scatter(events, seconds), 0.08 * fan, 0.03 * hum)


@kind("glitch", r"glitch\w*|static\b|interference|data\b|computer", room="dry")
def glitch(brief: Brief) -> Samples:
    """Torn bits of tone and noise, quantised in time."""
    seconds = brief.seconds(1.4)
    events = []
    for slot in range(int(seconds / 0.06)):
        if brief.rng.random() < 0.55:
            length = float(brief.rng.choice((0.02, 0.04, 0.06)))
            pitch = float(brief.rng.choice((110, 220, 440, 880, 1760, 3520)))
            tone = np.sign(glide(pitch, pitch * float(brief.rng.choice((0.5, 1, 2))), length))
            noise = band(white(brief.rng, length), 1500, 9000)
            events.append(
                (
                    slot * 0.06,
                    pan(
                        0.3 * (tone if brief.rng.random() < 0.6 else noise) * swell(length, peak=0.1, power=0.3),
                        float(brief.rng.uniform(-0.8, 0.8)),
                    ),
                )
            )
    return band(scatter(events, seconds), None, 9000)
