"""People and their bodies: steps, applause, crowds, heartbeats, breath."""

import numpy as np

from generation.providers.local.pcm import Samples
from generation.providers.local.sound.brief import Brief, kind
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
)

# surface -> (low and high edge of the scuff in Hz, its length in seconds, strength of the heel, crunch grains a step)
_SURFACES = {
    "wood": (300, 3000, 0.05, 1.0, 0), "stone": (600, 6000, 0.04, 0.7, 0), "metal": (500, 7000, 0.06, 0.9, 0),
    "gravel": (900, 7000, 0.16, 0.3, 28), "snow": (700, 4500, 0.2, 0.15, 40), "leaves": (1500, 9000, 0.18, 0.15, 34),
    "carpet": (120, 900, 0.08, 0.5, 0), "water": (500, 5000, 0.18, 0.4, 14),
}  # fmt: skip


@kind("steps", r"(?:foot)?steps?\b|footfalls?\b|walk\w*|running|stairs", room="room")
def steps(brief: Brief) -> Samples:
    """Heel, sole and surface; left and right are two variants, and no two steps are the same."""
    period = 0.56 / brief.pace
    seconds = brief.seconds((brief.count or 8) * period + 0.4)
    count = brief.count or max(1, int((seconds - 0.3) / period))
    events = []
    for index in range(count):
        at = 0.03 + index * period * float(brief.rng.uniform(0.97, 1.03))
        events.append((at, pan(_step(brief, is_left=index % 2 == 0), -0.12 if index % 2 == 0 else 0.12)))
    return scatter(events, seconds)


def _step(brief: Brief, *, is_left: bool) -> Samples:
    low, high, length, heel_gain, grains = _SURFACES.get(brief.material, _SURFACES["stone"])
    pitch = (1.0 if is_left else 0.93) * float(brief.rng.uniform(0.96, 1.04))
    heel = glide(150 * pitch / brief.size, 70 / brief.size, 0.08) * decay(0.08, 0.07)
    click = band(white(brief.rng, 0.02), low, high) * decay(0.02, 0.012)
    scuff = band(white(brief.rng, length), low, high) * swell(length, peak=0.3, power=1.5)
    layers = [0.8 * heel_gain * heel, 0.5 * heel_gain * click, 0.22 * np.concatenate([np.zeros(3400), scuff])]
    if brief.material in ("wood", "metal"):
        ring = (220, 410, 770) if brief.material == "wood" else (390, 930, 1720, 2650)
        layers.append(
            0.3
            * modes(
                ring,
                [0.1 if brief.material == "wood" else 0.5] * len(ring),
                [1 / (1 + n) for n in range(len(ring))],
                0.5,
                brief.rng,
            )
        )
    crunch = [
        (
            float(brief.rng.uniform(0, length + 0.06)),
            0.5 * float(brief.rng.random()) * band(white(brief.rng, 0.01), low, high) * decay(0.01, 0.006),
        )
        for _ in range(grains)
    ]
    if crunch:
        layers.append(scatter(crunch, length + 0.1))
    return mix(*layers)


@kind("applause", r"applau\w*|clap\w*|ovation", room="hall", is_continuous=True)
def applause(brief: Brief) -> Samples:
    """Many pairs of hands, each with its own pitch, tempo and place; a few cheers if it is loud."""
    seconds = brief.seconds(6.0)
    people = brief.count or int(46 * brief.force * brief.size)
    events = []
    for _ in range(people):
        pitch, tempo = float(brief.rng.uniform(800, 2100)), float(brief.rng.normal(0.25, 0.03))
        place, near = float(brief.rng.uniform(-1, 1)), float(brief.rng.uniform(0.25, 1.0))
        at, end = float(brief.rng.uniform(0, 0.7)), seconds - float(brief.rng.exponential(0.8))
        clap = band(white(brief.rng, 0.03), pitch * 0.7, pitch * 1.9) * decay(0.03, 0.022)
        while at < end:
            events.append((at, pan(near**2 * 0.5 * float(brief.rng.uniform(0.7, 1)) * clap, place)))
            at += max(0.12, tempo * float(brief.rng.uniform(0.9, 1.1)))
    body = wide(brief.rng, lambda rng: band(pink(rng, seconds, slope=0.5), 700, 6000, order=1))
    envelope = np.minimum(1, np.minimum(clock(seconds) / 0.8, np.maximum(0, seconds - clock(seconds)) / 1.2))
    return mix(scatter(events, seconds), 0.05 * body * envelope[:, None])


@kind(
    "crowd",
    r"crowds?\b|murmur\w*|chatter\w*|people talking|restaurant|caf[eé]|audience|walla|conversation\w*",
    room="hall",
    is_continuous=True,
)
def crowd(brief: Brief) -> Samples:
    """Voices without words: buzzing sources through moving formants, in syllables, many at once."""
    seconds = brief.seconds(8.0)
    layers = [_voice(brief, seconds) for _ in range(14)]
    babble = wide(
        brief.rng, lambda rng: band(pink(rng, seconds), 250, 2200, order=1) * (0.6 + 0.4 * wander(rng, seconds, 3))
    )
    return mix(*layers, 0.06 * babble)


def _voice(brief: Brief, seconds: float) -> Samples:
    rng = brief.rng
    fundamental = float(rng.uniform(95, 230))
    melody = fundamental * (0.9 + 0.25 * wander(rng, seconds, 1.2))
    phase = np.cumsum(melody) / 48_000
    buzz = 2 * (phase % 1.0) - 1
    vowel = wander(rng, seconds, 4.5)
    formants = sum(
        gain * sweep_band(buzz, low + (high - low) * vowel, q=q)
        for low, high, gain, q in ((300, 800, 1.0, 4.0), (900, 2100, 0.5, 6.0))
    )
    syllables = np.clip(np.sin(2 * np.pi * np.cumsum(3.0 + 2.5 * wander(rng, seconds, 1.0)) / 48_000), 0, 1) ** 0.7
    talking = band(np.asarray(wander(rng, seconds, 0.35) > 0.4, dtype=np.float64), None, 6)
    return pan(
        0.12 * float(rng.uniform(0.3, 1.0)) * np.asarray(formants) * syllables * talking, float(rng.uniform(-1, 1))
    )


@kind("heartbeat", r"heart\s?beats?\b|heart\b|pulse\b", is_continuous=False)
def heartbeat(brief: Brief) -> Samples:
    """Lub and dub, low, with the rush of blood behind."""
    period = 0.92 / brief.pace
    seconds = brief.seconds((brief.count or 6) * period + 0.2)
    count = brief.count or max(1, int(seconds / period))
    events = []
    for index in range(count):
        for offset, gain, pitch in ((0.0, 1.0, 62), (0.29 / brief.pace**0.5, 0.7, 78)):
            beat = glide(pitch * 1.3, pitch * 0.75, 0.16) * decay(0.16, 0.14, attack=0.008)
            skin = band(white(brief.rng, 0.05), 80, 420) * decay(0.05, 0.04)
            events.append((0.05 + index * period + offset, gain * mix(beat, 0.25 * skin)))
    rush = band(pink(brief.rng, seconds, slope=1.5), 40, 200) * (
        0.5 + 0.5 * np.sin(2 * np.pi * clock(seconds) / period)
    )
    return mix(scatter(events, seconds), 0.03 * rush)


@kind("breath", r"breath\w*|sighs?\b|gasps?\b|exhal\w*|inhal\w*")
def breath(brief: Brief) -> Samples:
    """In and out through the shape of a mouth."""
    count = max(1, brief.count or 2)
    period = 3.0 / brief.pace
    events = []
    for index in range(count):
        for offset, length, centre, gain in ((0.0, 1.1, 1500, 0.7), (1.4, 1.4, 950, 1.0)):
            length /= brief.pace
            air = sweep_band(white(brief.rng, length), np.full(int(length * 48_000) + 8, float(centre)), q=1.2) * swell(
                length, peak=0.4, power=1.4
            )
            hiss = band(white(brief.rng, length), 3000, 8000) * swell(length, peak=0.4, power=2.5)
            events.append((index * period + offset / brief.pace, gain * (air + 0.08 * hiss)))
    return scatter(events, brief.seconds(count * period))


@kind("paper", r"papers?\b|pages?\b|rustl\w*|crumpl\w*|sheets?\b|books?\b", room="room")
def paper(brief: Brief) -> Samples:
    """A sheet that is turned or crumpled: crackles in a swell, the rush of its surface, and a soft landing."""
    count = max(1, brief.count)
    length = 0.7 / brief.pace
    events: list[tuple[float, Samples]] = []
    for index in range(count):
        start = index * (length + 0.35)
        rush = band(white(brief.rng, length), 1800, 9000) * swell(length, peak=0.45, power=1.5)
        place = np.linspace(0.35, -0.35, len(rush))
        events.append((start, pan(0.14 * rush, place)))
        for _ in range(int(40 * brief.force)):
            at = float(np.clip(brief.rng.normal(0.45, 0.2), 0, 0.95)) * length
            crackle = band(white(brief.rng, 0.012), float(brief.rng.uniform(1200, 3500)), 10_000)
            snap = crackle * decay(0.012, float(brief.rng.uniform(0.003, 0.01)))
            gain = min(1.2, 0.45 * float(brief.rng.pareto(2.5)))
            events.append((start + at, pan(gain * snap, float(brief.rng.uniform(-0.4, 0.4)))))
        landing = band(white(brief.rng, 0.12), 150, 900) * decay(0.12, 0.09, attack=0.008)
        events.append((start + length * 0.95, pan(0.2 * landing, -0.3)))
    return scatter(events, brief.seconds(count * (length + 0.35) + 0.1))
