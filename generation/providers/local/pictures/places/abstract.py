# ruff: noqa: E501 - outlines and tables are read by the row
"""What cannot be seen: ideas as compositions of paper, stone and light in the film's palette; one form for each family
of words, and for words that nobody knows one by the seed."""

import math
from collections.abc import Callable

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import ellipse, line, polygon, rect, smooth
from generation.providers.local.pictures.shapes import path as draw_path
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom
from generation.providers.local.pictures.stage import Stage


@place(
    "abstract",
    "idea, concept, future, hope, change, beginning, dream, silence, trust, growth, balance, innovation, success, progress, connection, community, freedom, strategy, leadership, risk, loyalty, courage, justice, opportunity, impact, synergy, peace, abstract, abstraction",
    horizon=0.62,
)
def build(stage: Stage, brief: Brief) -> None:
    words = f" {brief.request.prompt.lower()} {brief.request.place.lower()} "
    compose = next((form for known, form in FORMS.items() if any(word in words for word in known.split())), None)
    if compose is None:
        compose = (folds, _arches, _rings, _discs)[stage.rng.randrange(4)]
    compose(stage)


def folds(stage: Stage, *, strength: float = 1.0) -> None:
    """Five folds of cloth-like land, each nearer one darker, its crest catching the key."""
    paint_sky(stage)
    frame, rng = stage.frame, stage.rng
    left, _, right, bottom = frame.bounds
    planes = (
        ("far", "ground_pale"),
        ("far", "first_pale"),
        ("mid", "first"),
        ("subject", "ground"),
        ("near", "ground_dark"),
    )
    for index, (plane, color) in enumerate(planes):
        base = frame.h * (0.50 + 0.105 * index)
        swing, phase = frame.h * (0.075 - 0.006 * index), rng.uniform(0, 6.28)
        points = []
        for step in range(13):
            x = left + (right - left) * step / 12
            wave = math.sin(phase + x / frame.w * (3.1 + index * 0.5)) + math.sin(phase * 2 + x / frame.w * 7.3) * 0.3
            points.append((x, base - wave * swing))
        air = stage.light.visibility * (0.9, 0.55, 0.25, 0.08, 0.0)[index]
        crest, foot = stage.paint(color, 0.95, air), stage.paint(color, 0.12, air * 0.8)
        stops = [(0.0, crest, 1.0), (0.3, stage.paint(color, 0.45, air), 1.0), (1.0, foot, 1.0)]
        fill = stage.gradient(stops, (0, 0, 0.15 * -stage.light.sun[0], 1))
        outline = smooth(points, closed=False) + f" L{right:.0f} {bottom + 40:.0f} L{left:.0f} {bottom + 40:.0f}Z"
        stage[plane].add(draw_path(outline, fill))


def _wall(stage: Stage, *, deep: bool = False) -> None:
    """A lit ground of two neighbouring hues."""
    left, top, right, bottom = stage.frame.bounds
    one, other = ("ground", "ground_dark") if deep else ("ground_pale", "first")
    high = to_hex(mix(stage.shade(one, 0.8), stage.shade("first_pale", 0.7), 0.35))
    way = (0, 0, 1, 1) if stage.light.sun[0] < 0 else (1, 0, 0, 1)
    fill = stage.gradient(
        [(0, high, 1), (0.55, stage.paint(other, 0.55), 1), (1, stage.paint("ground_dark", 0.4), 1)], way
    )
    stage["sky"].add(rect(left, top, right - left, bottom - top, fill))


def _floor(stage: Stage, row: float, color: str = "ground") -> None:
    left, _, right, bottom = stage.frame.bounds
    fill = stage.gradient(
        [(0, stage.paint(color, 0.85), 1), (0.4, stage.paint(color, 0.45), 1), (1, stage.paint("ground_dark", 0.1), 1)]
    )
    stage["mid"].add(rect(left, row, right - left, bottom - row, fill))


def _unit(stage: Stage) -> float:
    return min(stage.frame.w, stage.frame.h)


def _arches(stage: Stage) -> None:
    """A passage of arches, each nearer one darker, light at the end: beginnings and what lies ahead."""
    _wall(stage)
    frame, unit = stage.frame, _unit(stage)
    left, top, right, bottom = frame.bounds
    cx, foot = frame.w * 0.5, frame.h * 0.80
    glow = stage.glow(mix(stage.light.lamp, (1, 1, 1), 0.45), 1.0)
    stage["sky"].add(rect(left, top, right - left, bottom - top, glow))
    bloom(stage, "sky", cx, frame.h * 0.46, unit * 0.4, strength=0.5)
    tones = ("first_pale", "ground_pale", "first", "ground", "ground_dark")
    for index, (tone, plane) in enumerate(zip(tones, ("far", "far", "mid", "subject", "near"), strict=True)):
        half = unit * (0.085 + 0.062 * index**1.25)
        crown = frame.h * 0.47 - unit * (0.05 + 0.075 * index**1.15)
        drop = foot + index * unit * 0.035
        hole = f"M{cx - half:.1f} {drop:.1f}V{crown + half:.1f}A{half:.1f} {half:.1f} 0 0 1 {cx + half:.1f} {crown + half:.1f}V{drop:.1f}Z"
        shell = f"M{left:.0f} {top:.0f}H{right:.0f}V{bottom:.0f}H{left:.0f}Z"
        way = (0, 0, 1, 0.3) if stage.light.sun[0] > 0 else (1, 0, 0, 0.3)
        fill = stage.gradient([(0, stage.paint(tone, 0.22), 1), (1, stage.paint(tone, 0.75), 1)], way)
        stage[plane].add(draw_path(f"{shell} {hole}", fill, 1.0, 'fill-rule="evenodd"'))
        rim = f'<path d="{hole}" fill="none" stroke="{stage.glow(stage.light.lamp, 0.95)}" stroke-width="{2 + index * 1.2:.1f}" stroke-opacity="0.55"/>'
        stage[plane].add(rim)
    beam = [
        (cx - unit * 0.085, foot),
        (cx + unit * 0.085, foot),
        (cx + unit * 0.34, bottom),
        (cx - unit * 0.34, bottom),
    ]
    stage["near"].soft(polygon(beam, glow, 0.55), blur=6.0)


def _rings(stage: Stage) -> None:
    """Two rings that hold each other, in raking light: trust, bonds, agreements."""
    _wall(stage)
    frame, unit = stage.frame, _unit(stage)
    row = frame.h * (0.64 if frame.is_tall else 0.74)
    _floor(stage, row, "first")
    radius, thick = unit * (0.255 if frame.is_tall else 0.235), unit * 0.062
    gap = radius * 0.60
    cx, cy = frame.w * 0.5, row - radius - thick * 0.4
    way = 1 if stage.light.sun[0] < 0 else -1
    for dx in (-gap, gap):
        stage["subject"].soft(
            ellipse(
                cx + dx + way * unit * 0.12,
                row + unit * 0.03,
                radius * 1.1,
                unit * 0.035,
                stage.paint("ground_dark", 0.0),
                0.7,
            ),
            blur=10.0,
        )
    lit = (0, 0, 1, 1) if way > 0 else (1, 0, 0, 1)

    def ring(x: float, tone: str, clip: str = "") -> str:
        stops = [
            (0.0, stage.paint(tone, 1.15), 1.0),
            (0.45, stage.paint(tone, 0.65), 1.0),
            (1.0, stage.paint(tone, 0.05), 1.0),
        ]
        outer = f'<circle cx="{x:.1f}" cy="{cy:.1f}" r="{radius:.1f}" fill="none" stroke="{stage.gradient(stops, lit)}" stroke-width="{thick * 2:.1f}"/>'
        edge = f'<circle cx="{x - way * thick * 0.25:.1f}" cy="{cy - thick * 0.3:.1f}" r="{radius + thick * 0.25:.1f}" fill="none" stroke="{stage.paint(tone, 1.5)}" stroke-width="{thick * 0.22:.1f}" stroke-opacity="0.5"/>'
        return f'<g clip-path="{clip}">{outer}{edge}</g>' if clip else outer + edge

    stage["subject"].add(ring(cx - gap, "accent"))
    stage["subject"].add(ring(cx + gap, "ground_pale"))
    upper = stage.clip(
        f'<rect x="{cx - radius:.1f}" y="{cy - radius * 1.6:.1f}" width="{radius * 2:.1f}" height="{radius * 1.6:.1f}"/>'
    )
    stage["subject"].add(ring(cx - gap, "accent", upper))
    stage["subject"].rim = 0.4


def _steps(stage: Stage) -> None:
    """A stair of blocks into the light: growth, progress, plans."""
    _wall(stage)
    frame, unit = stage.frame, _unit(stage)
    row = frame.h * 0.80
    _floor(stage, row)
    count = 4 if frame.is_tall else 5
    wide = min(unit * 0.20, frame.w * 0.84 / count)
    start = frame.w * 0.5 - wide * count / 2
    rise = frame.h * (0.105 if not frame.is_tall else 0.09)
    for i in range(count):
        x, tall = start + i * wide, rise * (i + 1)
        tone = "accent" if i == count - 1 else ("ground_dark", "ground", "first", "first_pale")[min(i, 3)]
        slant = wide * 0.28
        stage["subject"].soft(
            polygon(
                [(x, row), (x + wide, row), (x + wide * 1.6, row + unit * 0.06), (x + wide * 0.6, row + unit * 0.06)],
                stage.paint("ground_dark", 0.0),
                0.5,
            ),
            blur=8.0,
        )
        front = stage.gradient([(0, stage.paint(tone, 0.75), 1), (1, stage.paint(tone, 0.25), 1)])
        stage["subject"].add(rect(x, row - tall, wide, tall, front))
        lid = [
            (x, row - tall),
            (x + wide, row - tall),
            (x + wide + slant, row - tall - slant * 0.5),
            (x + slant, row - tall - slant * 0.5),
        ]
        stage["subject"].add(polygon(lid, stage.paint(tone, 1.2)))
        flank = [
            (x + wide, row - tall),
            (x + wide + slant, row - tall - slant * 0.5),
            (x + wide + slant, row - slant * 0.5),
            (x + wide, row),
        ]
        if i == count - 1:
            stage["subject"].add(polygon(flank, stage.paint(tone, 0.06)))
    bloom(stage, "far", start + wide * (count - 0.3), row - rise * count - unit * 0.10, unit * 0.16, strength=0.7)


def _stones(stage: Stage) -> None:
    """Stones in balance over still water."""
    paint_sky(stage)
    frame, unit, rng = stage.frame, _unit(stage), stage.rng
    row = frame.h * 0.60
    left, _, right, bottom = frame.bounds
    water = stage.gradient(
        [
            (0, to_hex(stage.light.sky[3]), 1),
            (0.3, to_hex(stage.light.sky[2]), 1),
            (1, stage.paint("ground_dark", 0.4), 1),
        ]
    )
    stage["mid"].add(rect(left, row, right - left, bottom - row, water))
    cx, y = stage.layout.column, frame.h * 0.78
    way = -1 if stage.light.sun[0] < 0 else 1
    stage["subject"].soft(
        ellipse(cx, y + unit * 0.03, unit * 0.20, unit * 0.035, stage.paint("ground_dark", 0.0), 0.7), blur=6.0
    )
    for i, (half, high) in enumerate(((0.17, 0.060), (0.135, 0.052), (0.10, 0.050), (0.075, 0.044), (0.048, 0.036))):
        tone = "accent" if i == 4 else ("rock", "ground", "stone", "first")[i]
        rx, ry, dx = unit * half, unit * high, rng.uniform(-0.018, 0.018) * unit
        y -= ry
        line_to = (0, 0.1, 1, 0.9) if way < 0 else (1, 0.1, 0, 0.9)
        fill = stage.gradient(
            [(0, stage.paint(tone, 1.1), 1), (0.5, stage.paint(tone, 0.45), 1), (1, stage.paint(tone, 0.0), 1)], line_to
        )
        shape = [
            (cx + dx + math.cos(a * math.pi / 6) * rx * rng.uniform(0.95, 1.03), y + math.sin(a * math.pi / 6) * ry)
            for a in range(12)
        ]
        stage["subject"].add(draw_path(smooth(shape), fill))
        stage["subject"].add(
            ellipse(cx + dx + way * rx * 0.3, y - ry * 0.45, rx * 0.4, ry * 0.16, stage.paint(tone, 1.6), 0.4)
        )
        y -= ry * 0.86
    stage["subject"].rim = 0.6


def _network(stage: Stage) -> None:
    """Points of light and the lines between them: people, data, reach."""
    _wall(stage, deep=True)
    frame, rng = stage.frame, stage.rng
    count = 26
    points = [
        (rng.uniform(0.06, 0.94) * frame.w, rng.uniform(0.10, 0.80) * frame.h, rng.random()) for _ in range(count)
    ]
    points[0] = (stage.layout.column, frame.h * 0.42, 1.0)
    tone = stage.glow("ground_pale", 0.9)
    for i, (x, y, near) in enumerate(points):
        plane = "far" if near < 0.4 else "mid" if near < 0.75 else "subject"
        others = sorted(points[:i] + points[i + 1 :], key=lambda p: math.hypot(p[0] - x, p[1] - y))
        for ox, oy, _ in others[: 5 if i == 0 else 2]:
            stage["far"].add(line([(x, y), (ox, oy)], tone, 1.2 + near, 0.28))
        size = 5 + 13 * near + (16 if i == 0 else 0)
        color = stage.glow("accent" if i == 0 or i % 7 == 0 else "first_pale", 1.0)
        bloom(stage, plane, x, y, size * 1.6, strength=0.35)
        stage[plane].add(ellipse(x, y, size, size, color))
    stage["far"].blur = 0.6


def _discs(stage: Stage) -> None:
    """Overlapping discs of cut paper, each throwing its shadow on the one below."""
    _wall(stage)
    frame, unit, rng = stage.frame, _unit(stage), stage.rng
    way = 1 if stage.light.sun[0] < 0 else -1
    cx, cy = frame.w * 0.5, frame.h * 0.46
    for i, (tone, plane) in enumerate(
        (("ground", "far"), ("first", "far"), ("ground_pale", "mid"), ("second", "mid"), ("accent", "subject"))
    ):
        radius = unit * (0.44, 0.36, 0.27, 0.19, 0.095)[i]
        x, y = cx + rng.uniform(-0.10, 0.10) * frame.w * (1 if i else 0.3), cy + rng.uniform(-0.06, 0.06) * frame.h
        stage[plane].soft(
            ellipse(x + way * unit * 0.022, y + unit * 0.03, radius, radius, stage.paint("ground_dark", 0.0), 0.5),
            blur=12.0,
        )
        fill = stage.gradient(
            [(0, stage.paint(tone, 1.0), 1), (1, stage.paint(tone, 0.4), 1)], (0, 0, 1, 1) if way > 0 else (1, 0, 0, 1)
        )
        stage[plane].add(ellipse(x, y, radius, radius, fill))


FORMS: dict[str, Callable[[Stage], None]] = {
    "trust loyalty bond agreement partnership marriage promise synergy together": _rings,
    "growth progress success career strategy leadership goal ambition climb innovation": _steps,
    "balance patience stability risk justice calm mindful wellbeing wellness peace silence": _stones,
    "connection community network collaboration internet social reach teamwork": _network,
    "future hope beginning opportunity freedom courage possibility change": _arches,
    "idea impact creativity focus diversity": _discs,
    "dream landscape": folds,
}
