"""Things that hit things: knocks, doors, impacts, clicks, bells, breaking glass."""

import numpy as np

from generation.providers.local.pcm import Samples
from generation.providers.local.sound.brief import Brief, kind
from generation.providers.local.sound.samples import recording
from generation.providers.local.sound.synth import band, decay, frames, glide, mix, modes, pan, scatter, swell, white

# material -> (resonances in Hz, how long they ring in seconds, brightness of the contact in Hz)
_BODIES: dict[str, tuple[tuple[float, ...], float, float]] = {
    "wood": ((185, 312, 395, 640, 1180), 0.13, 2800),
    "metal": ((310, 742, 1190, 1885, 2960, 4410), 0.9, 7000),
    "glass": ((1240, 2380, 3710, 5320), 0.25, 9000),
    "stone": ((140, 420, 980), 0.06, 4500),
    "plastic": ((240, 520, 1100), 0.07, 3500),
}


@kind("knock", r"knock\w*|rapping|tapping on|raps?\b", room="room")
def knock(brief: Brief) -> Samples:
    """Groups of three, uneven, through the resonances of the board."""
    count = brief.count or 3
    gap = 0.21 / brief.pace
    times, at = [], 0.02
    for index in range(count):
        times.append(at)
        is_group_end = brief.count == 0 and index % 3 == 2
        at += gap * (3.0 if is_group_end else float(brief.rng.uniform(0.92, 1.12)))
    natural = at + 0.5
    if brief.length_s is not None and natural > brief.length_s:
        times = [time * max(0.2, brief.length_s - 0.25) / times[-1] if times[-1] else time for time in times]
    hits = [(time, _hit(brief, force=float(brief.rng.uniform(0.75, 1.0)))) for time in times]
    return scatter(hits, brief.seconds(natural))


def _hit(brief: Brief, *, force: float) -> Samples:
    """Contact (a burst of noise), body (resonances) and a thump below."""
    resonances, ring, bright = _BODIES.get(brief.material, _BODIES["wood"])
    ring *= brief.ring**1.5 * brief.size**0.5
    seconds = max(0.25, ring * 1.3)
    pitch = float(brief.rng.uniform(0.97, 1.03)) / brief.size**0.4
    t60s = [ring * (resonances[0] / resonance) ** 0.5 for resonance in resonances]
    gains = [1.0 / (1 + 0.6 * index) for index in range(len(resonances))]
    body = modes([resonance * pitch for resonance in resonances], t60s, gains, seconds, brief.rng)
    contact = band(white(brief.rng, 0.03), 400, bright * brief.force**0.5 * brief.bright) * decay(0.03, 0.018)
    thump = np.sin(2 * np.pi * 95 * pitch * np.arange(frames(0.12)) / 48_000) * decay(0.12, 0.09)
    edge = 0.5 * brief.bright**0.5 / brief.size**0.5
    weight = 0.5 * brief.size**0.5 / brief.bright
    return force * mix(0.8 * body / np.max(np.abs(body)), edge * contact / np.max(np.abs(contact)), weight * thump)


@kind("door", r"doors?\b(?!\s?bell)", room="room")
def door(brief: Brief) -> Samples:
    """Creak, latch and the slab in its frame."""
    creak_s = 0.9 / brief.pace
    time = np.arange(frames(creak_s)) / 48_000
    rate = 34 + 46 * np.sin(np.pi * time / creak_s) + 6 * brief.rng.standard_normal()
    clicks = np.diff(np.floor(np.cumsum(rate) / 48_000), prepend=0.0)
    creak = band(clicks, 350, 2600) * swell(creak_s, peak=0.6, power=0.8)
    slam = mix(_hit(brief, force=1.0), 0.7 * recording("perc_door"), 0.5 * glide(90, 45, 0.25) * decay(0.25, 0.2))
    latch = [(0.06 * index, 0.25 * band(white(brief.rng, 0.02), 1800, 7000) * decay(0.02, 0.012)) for index in range(2)]
    events = [
        (0.0, 0.5 * creak / max(1e-9, np.max(np.abs(creak)))),
        (creak_s, slam),
        (creak_s + 0.09, scatter(latch, 0.2)),
    ]
    return scatter(events, brief.seconds(creak_s + 1.0))


@kind("impact", r"impacts?\b|thuds?\b|thump\w*|slam\w*|crash\w*|boom\w*|hits?\b|explosion\w*|bang\w*", room="hall")
def impact(brief: Brief) -> Samples:
    """Transient, falling body and a long low tail."""
    seconds = 2.2 * brief.size**0.5
    transient = band(white(brief.rng, 0.06), 800, 9000) * decay(0.06, 0.03)
    body = glide(130 / brief.size, 38 / brief.size**0.5, 0.6, curve=0.5) * decay(0.6, 0.5)
    tail = band(white(brief.rng, seconds), 35, 260) * decay(seconds, seconds * 0.8, attack=0.01)
    ring = modes(*_ring(brief.material or "wood"), 0.8, brief.rng)
    hit = mix(
        0.5 * transient, 1.0 * body, 0.9 * tail, 0.25 * ring, 0.6 * recording("perc_impact1", speed=1 / brief.size**0.3)
    )
    gap = 0.9 / brief.pace
    count = max(1, brief.count)
    return scatter([(index * gap, hit) for index in range(count)], brief.seconds((count - 1) * gap + seconds))


def _ring(material: str) -> tuple[list[float], list[float], list[float]]:
    resonances, ring, _ = _BODIES.get(material, _BODIES["wood"])
    return list(resonances), [ring] * len(resonances), [1 / (1 + index) for index in range(len(resonances))]


@kind("click", r"clicks?\b|clicking|switch\w*|button|snaps?\b")
def click(brief: Brief) -> Samples:
    """Press and release, each a tick over a tiny hollow body."""
    count = max(1, brief.count)
    gap = 0.35 / brief.pace
    events = []
    for index in range(count):
        for offset, gain, pitch in ((0.0, 1.0, 1.0), (0.085, 0.6, 1.25)):
            tick = band(white(brief.rng, 0.012), 1500, 8000) * decay(0.012, 0.006)
            body = modes(
                (1150 * pitch, 2320 * pitch, 3900 * pitch), (0.02, 0.015, 0.01), (0.6, 0.4, 0.2), 0.05, brief.rng
            )
            events.append((0.01 + index * gap + offset, gain * mix(0.6 * tick, 0.5 * body)))
    return scatter(events, brief.seconds((count - 1) * gap + 0.3))


@kind("bell", r"bells?\b|chimes?\b|gong\w*|toll\w*|ding\b", room="hall")
def bell(brief: Brief) -> Samples:
    """The partials of a church bell: hum, prime, tierce, quint, nominal; small bells are higher and shorter."""
    count = max(1, brief.count)
    prime = 440.0 / brief.size**1.2
    ratios = (0.5, 1.0, 1.19, 1.5, 2.0, 2.67, 3.0, 4.07, 5.2)
    seconds = 4.5 * brief.size**0.5
    t60s = [seconds * share for share in (1.3, 1.0, 0.8, 0.6, 0.7, 0.4, 0.35, 0.2, 0.12)]
    gains = (0.5, 0.8, 0.7, 0.35, 0.9, 0.4, 0.35, 0.25, 0.15)
    ring = modes([prime * ratio for ratio in ratios], t60s, gains, seconds)
    beating = modes([prime * ratio * 1.0025 for ratio in ratios[:5]], t60s[:5], gains[:5], seconds)
    strike = band(white(brief.rng, 0.03), 1500, 9000) * decay(0.03, 0.015)
    toll = mix(0.6 * ring + 0.4 * beating, 0.5 * strike)
    gap = 1.6 / brief.pace
    return scatter([(index * gap, toll) for index in range(count)], brief.seconds((count - 1) * gap + seconds))


@kind("glass", r"glass|shatter\w*|window (?:break\w*|smash\w*)|smash\w*", room="room")
def glass(brief: Brief) -> Samples:
    """A crack, then shards that fall and tinkle."""
    rng = brief.rng
    crack = mix(band(white(rng, 0.12), 1200, 12_000) * decay(0.12, 0.1), 0.4 * glide(160, 70, 0.1) * decay(0.1, 0.08))
    events = [(0.0, pan(crack, 0.0))]
    for _ in range(60):
        at = float(rng.exponential(0.28)) + 0.03
        pitch = float(rng.uniform(2200, 7800))
        shard = modes((pitch, pitch * 1.51, pitch * 2.37), (0.16, 0.1, 0.06), (1, 0.6, 0.4), 0.25)
        events.append((at, pan(0.16 * float(rng.uniform(0.3, 1)) * np.exp(-at) * shard, float(rng.uniform(-0.8, 0.8)))))
    return scatter(events, brief.seconds(2.0))


@kind("clock", r"clocks?\b|tick(?:s|ing)?\b|metronome", room="room", is_continuous=True)
def clock_ticks(brief: Brief) -> Samples:
    """Tick and tock, a second apart."""
    period = 1.0 / brief.pace
    seconds = brief.seconds(max(1, brief.count or 6) * period + 0.2)
    events = []
    for index in range(brief.count or int(seconds / period) + 1):
        pitch = 1.0 if index % 2 else 0.82
        body = modes((1850 * pitch, 3120 * pitch, 460 * pitch), (0.04, 0.03, 0.05), (0.6, 0.4, 0.5), 0.1, brief.rng)
        tick = band(white(brief.rng, 0.006), 2500, 9000) * decay(0.006, 0.004)
        events.append((0.3 * period + index * period, mix(0.7 * body, 0.5 * tick)))
    return scatter(events, seconds)


@kind("cash register", r"cash\b|till\b|coins?\b|register|ka-?ching")
def cash(brief: Brief) -> Samples:
    """A bell, a drawer, and coins that settle."""
    ding = modes((2093, 4186, 5600), (0.7, 0.5, 0.3), (0.7, 0.4, 0.2), 1.0)
    drawer = band(white(brief.rng, 0.25), 300, 2500) * swell(0.25, peak=0.8)
    events = [(0.0, 0.4 * drawer), (0.22, 0.6 * ding), (0.0, 0.7 * recording("perc_till"))]
    for _ in range(8):
        pitch = float(brief.rng.uniform(3200, 6200))
        coin = modes((pitch, pitch * 1.63), (0.12, 0.08), (0.5, 0.3), 0.2)
        events.append((0.3 + float(brief.rng.uniform(0, 0.35)), 0.25 * coin))
    return scatter(events, brief.seconds(1.6))
