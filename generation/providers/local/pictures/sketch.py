"""Drawings as tables: a subject is a list of parts, each an outline with a tone, lit by the scene that it comes into.

Outlines are written as "x,y x,y …" from the foot, y up negative, facing right; in centimetres, or in millimetres for
what lies on a table. A tone is a material of the palette: "crust" is round and lit from the upper left, "crust/0.2" one
flat face at that angle to the light, "*accent/1.1" shines by itself; "~0.5" after it is an opacity.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import (
    Point,
    ellipse,
    group,
    line,
    num,
    path,
    polygon,
    rect,
    smooth,
    tube,
)
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.subjects.household import rounded

Part = Callable[["Tones"], str]


@dataclass(frozen=True)
class Tones:
    """Turns a tone's name into a fill and an opacity, for one distance on one stage."""

    stage: Stage
    z: float

    def __call__(self, tone: str) -> tuple[str, float]:
        name, _, opacity = tone.partition("~")
        material, _, facing = name.lstrip("*").partition("/")
        shown = float(opacity or 1.0)
        if name.startswith("*"):
            return self.stage.glow(material, float(facing or 1.0)), shown
        if facing:
            return self.stage.paint(material, float(facing), self.z), shown
        return rounded(self.stage, material, self.z), shown


def points(text: str) -> list[Point]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def blob(tone: str, outline: str, *, tension: float = 0.5) -> Part:
    """A closed smooth outline."""
    data = smooth(points(outline), tension=tension)
    return lambda tones: path(data, *tones(tone))


def limb(tone: str, widths: str, centre: str) -> Part:
    """A smooth limb along a centre line; half widths at each of its points."""
    data = tube(points(centre), [float(width) for width in widths.split()])
    return lambda tones: path(data, *tones(tone))


def stroke(tone: str, width: float, along: str, *, is_smooth: bool = False) -> Part:
    corners = points(along)
    if not is_smooth:
        return lambda tones: line(corners, tones(tone)[0], width, tones(tone)[1])
    data = smooth(corners, closed=False)

    def draw(tones: Tones) -> str:
        color, opacity = tones(tone)
        pen = f'stroke="{color}" stroke-width="{num(width)}" stroke-linecap="round" stroke-opacity="{opacity:.2f}"'
        return path(data, "none", 1.0, pen)

    return draw


def dot(tone: str, x: float, y: float, rx: float, ry: float | None = None) -> Part:
    return lambda tones: ellipse(x, y, rx, rx if ry is None else ry, *tones(tone))


def flat(tone: str, outline: str) -> Part:
    """A closed outline of straight lines."""
    corners = points(outline)
    return lambda tones: polygon(corners, *tones(tone))


def slab(tone: str, x: float, y: float, w: float, h: float, radius: float = 0.0) -> Part:
    """An upright rectangle by its left top corner."""

    def draw(tones: Tones) -> str:
        fill, opacity = tones(tone)
        return rect(x, y, w, h, fill, opacity, radius)

    return draw


def curls(tone: str, x: float, y: float, rx: float, ry: float, count: int, depth: float = 0.14) -> Part:
    """A round of locks, feathers or petals."""
    ring = []
    for index in range(count * 2):
        turn, swell = index / count * math.pi, 1.0 if index % 2 else 1.0 - depth
        ring.append((x + rx * math.cos(turn) * swell, y + ry * math.sin(turn) * swell))
    data = smooth(ring)
    return lambda tones: path(data, *tones(tone))


def many(*parts: Part) -> Part:
    return lambda tones: "".join(part(tones) for part in parts)


def both(*parts: Part, about: float = 0.0) -> Part:
    """The parts, and their mirror image about a column, drawn first."""

    def draw(tones: Tones) -> str:
        body = "".join(part(tones) for part in parts)
        return group(body, x=2 * about, flip=True) + body

    return draw


def placed(part: Part, x: float, y: float, scale: float = 1.0, turn: float = 0.0, *, flip: bool = False) -> Part:
    return lambda tones: group(part(tones), x=x, y=y, scale=scale, turn=turn, flip=flip)


def repeated(part: Part, *places: tuple[float, float]) -> Part:
    return lambda tones: "".join(group(part(tones), x=x, y=y) for x, y in places)


def sketch(
    key: str,
    words: str,
    *parts: Part,
    height: float,
    width: float,
    stands: str = "ground",
    home: str = "",
    body: str = "accent",
    near: str = "",
    is_turning: bool = True,
) -> None:
    """Registers a subject that is drawn of these parts.

    `near` are words that it stands in for; `body` is the material that a colour of the prompt dyes; what `is_turning`
    faces into the picture, what is not stays as it is drawn, as a clock's face must.
    """
    unit = 1000.0 if stands == "table" else 100.0

    def draw(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
        if stands == "ground":
            stage.shadow(plane, x, z, width * 0.9, y=y, height=height * 0.8, strength=0.5)
        tones = Tones(stage, z)
        column, row = stage.camera.point((x, y, z))
        figure = "".join(part(tones) for part in parts)
        flip = is_turning and (stage.layout.side > 0)
        stage[plane].add(group(figure, x=column, y=row, scale=stage.camera.scale(z) / unit, flip=flip))

    subject(key, words, height=height, width=width, stands=stands, home=home, body=body, near=near)(draw)
