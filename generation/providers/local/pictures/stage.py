# ruff: noqa: E501 - outlines and tables are read by the row
"""The stage of one picture: frame, camera, planes. Builders put fragments on planes; `render` makes pixels of them."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generation.providers.local.pictures.color import Rgb, mix, to_hex
from generation.providers.local.pictures.light import Light
from generation.providers.local.pictures.palette import Palette
from generation.providers.local.pictures.shapes import Point, polygon

OVERSCAN = 0.08
PLANES = {"sky": 0.0, "far": 0.15, "mid": 0.4, "subject": 0.7, "near": 1.0}

# How much of a material lies under snow when it snows.
SNOWED = {"grass": 0.88, "earth": 0.80, "wheat": 0.80, "sand": 0.75, "leaf": 0.48, "dark_leaf": 0.34, "asphalt": 0.30, "stone": 0.30, "rock": 0.40, "concrete": 0.30}  # fmt: skip

Place3 = tuple[float, float, float]  # metres: x right, y up from the ground, z away from the camera


@dataclass(frozen=True)
class Frame:
    """The frame in pixels and in units: the short side is 1000 units, the origin its top left corner."""

    width: int
    height: int

    @property
    def scale(self) -> float:
        return min(self.width, self.height) / 1000.0

    @property
    def w(self) -> float:
        return self.width / self.scale

    @property
    def h(self) -> float:
        return self.height / self.scale

    @property
    def pad(self) -> tuple[int, int]:
        """Overscan on each side, in pixels."""
        return round(self.width * OVERSCAN), round(self.height * OVERSCAN)

    @property
    def layer_size(self) -> tuple[int, int]:
        return self.width + 2 * self.pad[0], self.height + 2 * self.pad[1]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a layer in units, overscan included."""
        dx, dy = self.pad[0] / self.scale, self.pad[1] / self.scale
        return -dx, -dy, self.w + dx, self.h + dy

    @property
    def is_tall(self) -> bool:
        return self.h > self.w * 1.05

    @property
    def is_square(self) -> bool:
        return abs(self.w - self.h) < 0.12 * self.w


@dataclass(frozen=True)
class Camera:
    """A level pinhole camera at `eye` metres. `focal` is units per metre at one metre, `horizon` the row at
    infinity, `centre` the column of the vanishing point."""

    eye: float
    focal: float
    horizon: float
    centre: float

    def scale(self, z: float) -> float:
        return self.focal / max(z, 0.05)

    def point(self, place: Place3) -> Point:
        x, y, z = place
        k = self.scale(z)
        return self.centre + x * k, self.horizon + (self.eye - y) * k

    def ground(self, z: float) -> float:
        return self.horizon + self.eye * self.scale(z)

    def distance_for(self, metres: float, units: float) -> float:
        """How far away something of that size appears that many units high."""
        return self.focal * metres / units

    def x_at(self, column: float, z: float) -> float:
        return (column - self.centre) / self.scale(z)

    def z_at(self, row: float) -> float:
        """Distance of the ground seen at that row below the horizon."""
        return self.eye * self.focal / max(row - self.horizon, 1e-3)


@dataclass(frozen=True)
class Layout:
    """`column` of the main subject in units, `figure` the height of a standing person in units, `side` -1, 0 or 1."""

    column: float
    figure: float
    side: float


@dataclass
class Pass:
    """One step of painting a plane. `sharp` and `soft` hold SVG; `raster` a function of the canvas."""

    kind: str  # sharp | soft | raster
    body: list[str] = field(default_factory=list)
    mode: str = "over"  # over | screen | multiply | atop | atop_screen
    blur: float = 0.0  # units
    work: Callable[[NDArray, NDArray], NDArray] | None = None


@dataclass
class Plane:
    name: str
    depth: float
    passes: list[Pass] = field(default_factory=list)
    blur: float = 0.0  # depth of field, in units
    rim: float = 0.0  # strength of the edge light

    def add(self, *fragments: str) -> None:
        if not self.passes or self.passes[-1].kind != "sharp":
            self.passes.append(Pass("sharp"))
        self.passes[-1].body.extend(fragments)

    def soft(self, fragment: str, *, blur: float, mode: str = "over") -> None:
        """A fragment drawn at a quarter of the size and blurred: shadows, glows, mist."""
        last = self.passes[-1] if self.passes else None
        if last is not None and last.kind == "soft" and last.mode == mode and last.blur == blur:
            last.body.append(fragment)
        else:
            self.passes.append(Pass("soft", [fragment], mode, blur))

    def raster(self, work: Callable[[NDArray, NDArray], NDArray]) -> None:
        """`work(canvas, below)`: premultiplied RGBA float32 `(h, w, 4)` of this plane and of all behind it."""
        self.passes.append(Pass("raster", work=work))


class Stage:
    """What builders draw on. `rng` is the shot's own; `facts` hold what the composition has decided."""

    def __init__(self, frame: Frame, camera: Camera, palette: Palette, light: Light, rng: random.Random) -> None:
        self.frame = frame
        self.camera = camera
        self.palette = palette
        self.light = light
        self.rng = rng
        self.planes = {name: Plane(name, depth) for name, depth in PLANES.items()}
        self.definitions: dict[str, str] = {}
        self.indoors = False
        self.is_peopled = True  # whether a place may show people of its own
        self.soaks = False  # ground that rain sinks into: grass, not paving
        self.stand_row = 0.0  # where the drawn ground begins, when that is below where perspective puts the feet
        self.reach = math.inf  # how far back one can stand: before a counter, not in it
        self.surface: tuple[float, float] | None = None  # height and distance of what small things stand on here
        self.contrast = 2.3  # the most that the grade may stretch values
        self.is_graded = True  # figures keep the values they were set in
        self.description: list[str] = []
        self.layout = Layout(frame.w / 2, frame.h * 0.36, 0.0)

    def __getitem__(self, name: str) -> Plane:
        return self.planes[name]

    def albedo(self, color: str | Rgb) -> Rgb:
        if not isinstance(color, str):
            return color
        found = self.palette.material(color)
        if self.light.weather == "snow" and not self.indoors and color in SNOWED:
            return mix(found, self.palette.material("snow"), SNOWED[color])
        return found

    def shade(self, color: str | Rgb, facing: float = 0.5, z: float = 0.0) -> Rgb:
        """Linear light of a material: `facing` the key 0..1, seen over `z` metres of air."""
        return self.light.at(self.light.on(self.albedo(color), facing), z)

    def paint(self, color: str | Rgb, facing: float = 0.5, z: float = 0.0) -> str:
        """As `shade`, as `#rrggbb`."""
        return to_hex(self.shade(color, facing, z))

    def glow(self, color: str | Rgb, strength: float = 1.0) -> str:
        """`#rrggbb` of something that shines by itself."""
        rgb = self.albedo(color)
        return to_hex((rgb[0] * strength, rgb[1] * strength, rgb[2] * strength))

    def gradient(self, stops: Sequence[tuple[float, str, float]], line: tuple[float, float, float, float] = (0, 0, 0, 1),
                 *, units: bool = False) -> str:  # fmt: skip
        """A linear gradient of `(offset, color, opacity)`; the line in box fractions or, with `units`, in units."""
        body = "".join(f'<stop offset="{o:.3f}" stop-color="{c}" stop-opacity="{a:.3f}"/>' for o, c, a in stops)
        space = ' gradientUnits="userSpaceOnUse"' if units else ""
        x1, y1, x2, y2 = line
        head = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"{space}'
        return self._define("linearGradient", head, body)

    def radial(self, stops: Sequence[tuple[float, str, float]]) -> str:
        body = "".join(f'<stop offset="{o:.3f}" stop-color="{c}" stop-opacity="{a:.3f}"/>' for o, c, a in stops)
        return self._define("radialGradient", "", body)

    def clip(self, body: str) -> str:
        return self._define("clipPath", "", body)

    def _define(self, tag: str, head: str, body: str) -> str:
        text = f"{head}>{body}</{tag}>"
        for name, known in self.definitions.items():
            if known.endswith(text) and known.startswith(f"<{tag} "):
                return f"url(#{name})"
        name = f"d{len(self.definitions)}"
        self.definitions[name] = f'<{tag} id="{name}" {text}'
        return f"url(#{name})"

    # ------------------------------------------------------------ solids

    def face(self, plane: str, corners: list[Place3], color: str | Rgb, facing: float, *, opacity: float = 1.0) -> None:
        """A flat polygon in the room; the parts behind the camera are cut off."""
        kept = clip_near(corners)
        if len(kept) >= 3:
            distance = sum(c[2] for c in kept) / len(kept)
            points = [self.camera.point(c) for c in kept]
            self[plane].add(polygon(points, self.paint(color, facing, distance), opacity))

    def facing(self, normal: Place3) -> float:
        """How squarely a surface with that normal meets the key, 0..1, with a little wrap for the sky's fill."""
        dot = float(np.dot(normal, self.light.sun))
        return max(0.0, 0.12 + 0.88 * dot) if dot > -0.136 else 0.0

    def box(self, plane: str, x: float, y: float, z: float, w: float, h: float, d: float, color: str | Rgb, *,
            top: str | Rgb | None = None, edge: bool = True) -> None:  # fmt: skip
        """An upright box: (x, y, z) is the centre of its front bottom edge, `w` wide, `h` high, `d` deep."""
        left, right, back = x - w / 2, x + w / 2, z + d
        eye = self.camera.eye
        if left > 0:
            side = [(left, y, z), (left, y, back), (left, y + h, back), (left, y + h, z)]
            self.face(plane, side, color, self.facing((-1, 0, 0)) * 0.8)
        elif right < 0:
            side = [(right, y, z), (right, y, back), (right, y + h, back), (right, y + h, z)]
            self.face(plane, side, color, self.facing((1, 0, 0)) * 0.8)
        if y + h < eye:
            lid = [(left, y + h, z), (right, y + h, z), (right, y + h, back), (left, y + h, back)]
            self.face(plane, lid, top or color, min(1.0, self.facing((0, 1, 0)) + 0.22))
        elif y > eye:
            floor = [(left, y, z), (right, y, z), (right, y, back), (left, y, back)]
            self.face(plane, floor, color, 0.0)
        front = [(left, y, z), (right, y, z), (right, y + h, z), (left, y + h, z)]
        self.face(plane, front, color, self.facing((0, 0, -1)) * 0.9 + 0.06)
        if edge and y + h < eye + 0.6 and z > 0.3:
            self._edge(plane, (left, y + h, z), (right, y + h, z), top or color)

    def _edge(self, plane: str, start: Place3, end: Place3, color: str | Rgb) -> None:
        k = self.camera.scale(start[2])
        if k * 0.012 < 0.35:
            return
        (x1, y1), (x2, y2) = self.camera.point(start), self.camera.point(end)
        bright = mix(self.shade(color, 1.0, start[2]), self.light.on((1, 1, 1), 0.9), 0.35)
        stroke = f'stroke="{to_hex(bright)}" stroke-width="{min(max(k * 0.012, 0.6), 4):.2f}" stroke-opacity="0.75"'
        self[plane].add(f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" {stroke}/>')

    def shadow(
        self,
        plane: str,
        x: float,
        z: float,
        width: float,
        *,
        y: float = 0.0,
        height: float = 0.0,
        strength: float = 0.5,
    ) -> None:
        """Contact shadow under something `width` metres wide and, in sunshine, the cast shadow of its height."""
        k = self.camera.scale(z)
        cx, cy = self.camera.point((x, y, z))
        flat = max(0.08, min(self.camera.eye / max(z, 0.3), 0.45))
        dark = to_hex(mix(self.shade("black", 0.0), (0.0, 0.0, 0.01), 0.4))
        rx = width * 0.74 * k
        fill = self.radial([(0, dark, strength * 1.15), (0.45, dark, strength * 0.80), (1, dark, 0.0)])
        self[plane].add(
            f'<ellipse cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{rx * flat * 0.75:.1f}" fill="{fill}"/>'
        )
        if height and self.light.has_sun and not self.indoors:
            length = min(height * (1 - self.light.sun[1]) * 1.6, height * 2.4)
            tip = self.camera.point((x - self.light.sun[0] * length, y, max(z - self.light.sun[2] * length, 0.6)))
            half = width * k * 0.36
            body = [(cx - half, cy), (cx + half, cy), (tip[0] + half * 1.1, tip[1]), (tip[0] - half * 1.1, tip[1])]
            fade = self.gradient([(0, dark, strength * 0.75), (1, dark, strength * 0.25)], (cx, cy, *tip), units=True)
            self[plane].add(self.blurred(polygon(body, fade), max(1.2, half * 0.10)))

    def footing(self, z: float) -> float:
        """Height in metres at which something at `z` stands, so that its foot is on the drawn ground."""
        row = self.camera.ground(z)
        return 0.0 if row >= self.stand_row else -(self.stand_row - row) / self.camera.scale(z)

    def blurred(self, fragment: str, amount: float) -> str:
        """The fragment through a Gaussian blur inside the SVG; for small things, as it costs by area."""
        wide = 'x="-30%" y="-30%" width="160%" height="160%"'
        name = self._define("filter", wide, f'<feGaussianBlur stdDeviation="{amount:.1f}"/>')
        return f'<g filter="{name}">{fragment}</g>'


def clip_near(corners: list[Place3], near: float = 0.25) -> list[Place3]:
    """The part of a polygon in front of the camera (Sutherland-Hodgman against one plane)."""
    kept: list[Place3] = []
    for start, end in pairwise([*corners, corners[0]]):
        if start[2] >= near:
            kept.append(start)
        if (start[2] >= near) != (end[2] >= near):
            t = (near - start[2]) / (end[2] - start[2])
            kept.append((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t, near))
    return kept
