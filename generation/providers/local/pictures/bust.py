# ruff: noqa: E501 - outlines and tables are read by the row
"""A person from the chest up, near enough for a face: planes of light, not lines. Lengths are centimetres about the
middle of the face, y down: the crown is at -12, the chin at 12."""

import math
from dataclasses import dataclass

from generation.providers.local.pictures.clothes import draw_clothes
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.face import Face
from generation.providers.local.pictures.hair import hair_back, hair_front
from generation.providers.local.pictures.shapes import Point, ellipse, group, line, path, polygon, smooth
from generation.providers.local.pictures.stage import Stage


@dataclass(frozen=True)
class Sculptor:
    """Tones and turning of one head. `yaw` in radians, positive to the right of the picture; `lit` is the side, -1 or
    1, from which the key comes."""

    stage: Stage
    face: Face
    yaw: float
    lit: float

    def tone(self, material: str, facing: float) -> str:
        return self.stage.paint(material, facing)

    def blend(self, material: str, facing: float, other: str, amount: float) -> str:
        stage = self.stage
        return to_hex(mix(stage.shade(material, facing), stage.shade(other, facing), amount))

    def sweep(self, material: str, dim: float = 1.0, *, low: float = 0.04) -> str:
        """A fill from the lit to the shaded side."""
        stops = [(0.0, self.tone(material, 0.95 * dim), 1.0), (0.42, self.tone(material, 0.66 * dim), 1.0),
                 (0.72, self.tone(material, 0.28 * dim), 1.0), (1.0, self.tone(material, low), 1.0)]  # fmt: skip
        return self.stage.gradient(stops, (0, 0.1, 1, 0.3) if self.lit < 0 else (1, 0.1, 0, 0.3))

    def at(self, x: float, y: float, out: float = 0.0) -> Point:
        """Where a point of the face lands when the head turns; `out` lifts it off the skull, as a nose."""
        rest = max(0.0, 1.0 - (x / 9.0) ** 2 - (y / 15.0) ** 2)
        depth = 9.4 * math.sqrt(rest) + out
        return x * math.cos(self.yaw) + depth * math.sin(self.yaw), y

    def outline(self, points: list[Point], out: float = 0.0) -> list[Point]:
        return [self.at(x, y, out) for x, y in points]


def draw_bust(
    stage: Stage, plane: str, face: Face, *, x: float, y: float, size: float, yaw: float = 0.32, tilt: float = 0.0
) -> None:
    """The sitter with the middle of the face at (x, y) units and a head `size` units high, cut off by the frame below."""
    lit = -1.0 if stage.light.sun[0] < 0 else 1.0
    sculptor = Sculptor(stage, face, yaw, lit)
    parts = [hair_back(sculptor), neck(sculptor), draw_clothes(sculptor, _depth(stage, y, size))]
    head = [ears(sculptor), skull(sculptor), _features(sculptor), hair_front(sculptor), eyewear(sculptor)]
    parts.append(group("".join(head), turn=tilt))
    scale = size / 24.0
    stage[plane].add(group("".join(parts), x=x, y=y, scale=scale))
    stage[plane].rim = max(stage[plane].rim, 0.6)


def _depth(stage: Stage, y: float, size: float) -> float:
    """How far down the body is seen, in centimetres."""
    return (stage.frame.bounds[3] - y) / size * 24.0 + 6


def contour(sculptor: Sculptor) -> list[Point]:
    """The outline of the face, chin and far cheek moved by the turn of the head."""
    face, s = sculptor.face, math.sin(sculptor.yaw)
    jaw, chin = face.jaw, 12.0 * face.long
    soft = 0.92 if face.age < 0.2 else 1.0
    half = [
        (0.0, -12.2),
        (4.6, -11.2),
        (7.4, -7.6),
        (8.0, -2.6),
        (7.7, 1.6),
        (7.0 * jaw, 5.6 * soft),
        (4.9 * jaw, 9.6),
        (2.2 * jaw, chin - 0.3),
    ]
    right = [
        (x + s * (0.4 + max(0.0, y) * 0.34 + (1.1 if y > -1 else 0) - (0.9 if -4 < y < 3 else 0)), y) for x, y in half
    ]
    left = [(-x + s * (0.4 + max(0.0, y) * 0.34), y) for x, y in half[1:]]
    return [*right, (s * 4.4, chin), *reversed(left)]


def skull(sculptor: Sculptor) -> str:
    """Face, its shaded side with a soft terminator, warmth in the cheeks."""
    stage, face, lit = sculptor.stage, sculptor.face, sculptor.lit
    skin = face.outfit.skin
    outline = smooth(contour(sculptor), tension=0.5)
    parts = [path(outline, sculptor.sweep(skin, 1.0, low=0.16))]
    clip = stage.clip(f'<path d="{outline}"/>')
    away = -lit
    at = sculptor.at
    shade = [at(away * 1.6, -12.5), at(away * 3.0, -7.5), at(away * 2.6, -3.6), at(away * 5.6, -1.2), at(away * 5.9, 1.6), at(away * 3.9, 4.6),
             at(away * 4.4, 7.4), at(away * 2.4, 9.6), at(away * 2.0, 13.5), (away * 16, 14), (away * 16, -13)]  # fmt: skip
    dark = sculptor.blend(skin, 0.05, "plum", 0.16)
    warm = (
        sculptor.blend(skin, 0.6, "accent", 0.22)
        if face.outfit.skin != "skin_4"
        else sculptor.blend(skin, 0.6, "brick", 0.3)
    )
    cheek = stage.radial([(0, warm, 0.55), (1, warm, 0.0)])
    inner = [stage.blurred(path(smooth(shade, tension=0.4), dark, 0.50), 1.0)]
    for side in (-1, 1):
        cx, cy = at(side * 4.6, 3.6)
        inner.append(ellipse(cx, cy, 3.0, 2.4, cheek, 0.8))
    cx, cy = at(lit * 3.4, -6.2)
    light = sculptor.tone(skin, 1.25)
    inner.append(ellipse(cx, cy, 4.4, 3.2, stage.radial([(0, light, 0.5), (1, light, 0)])))
    if face.beard:
        inner.append(_beard(sculptor))
    parts.append(f'<g clip-path="{clip}">{"".join(inner)}</g>')
    return "".join(parts)


def _beard(sculptor: Sculptor) -> str:
    at, tint = sculptor.at, sculptor.blend(sculptor.face.outfit.hair, 0.35, sculptor.face.outfit.skin, 0.12)
    kind = sculptor.face.beard
    whiskers = [
        at(-3.0, 6.5, 1),
        at(-1.6, 5.7, 1.4),
        at(0, 6.0, 1.6),
        at(1.6, 5.7, 1.4),
        at(3.0, 6.5, 1),
        at(2.2, 7.2, 1),
        at(0, 6.9, 1.4),
        at(-2.2, 7.2, 1),
    ]
    if kind == "moustache":
        return path(smooth(whiskers, tension=0.45), tint, 0.95)
    low = [
        at(-8.4, 1.0),
        at(-7.0, 4.4),
        at(-4.6, 5.9),
        at(-3.2, 6.2, 1),
        at(0, 5.9, 1.4),
        at(3.2, 6.2, 1),
        at(4.6, 5.9),
        at(7.0, 4.4),
        at(8.4, 1.0),
        (14, 10),
        (8, 16),
        (-8, 16),
        (-14, 10),
    ]
    mouth = [at(-2.6, 7.4, 1), at(0, 7.0, 1.4), at(2.6, 7.4, 1), at(0, 9.3, 1.2)]
    body = path(
        f"{smooth(low, tension=0.45)} {smooth(mouth)}", tint, 0.30 if kind == "stubble" else 0.92, 'fill-rule="evenodd"'
    )
    return body if kind == "stubble" else body + path(smooth(whiskers, tension=0.45), tint, 0.95)


def ears(sculptor: Sculptor) -> str:
    parts = []
    for side in (-1, 1):
        if side * sculptor.yaw > 0.12:
            continue  # the far ear is behind the cheek
        x = side * 8.0 - math.sin(sculptor.yaw) * 2.6
        facing = 0.6 if side == sculptor.lit else 0.12
        parts.append(ellipse(x, 0.9, 1.9, 3.1, sculptor.tone(sculptor.face.outfit.skin, facing)))
        parts.append(
            ellipse(x + side * -0.2, 0.9, 0.9, 1.9, sculptor.blend(sculptor.face.outfit.skin, 0.05, "brick", 0.25), 0.5)
        )
        if sculptor.face.earrings:
            parts.append(ellipse(x, 4.9, 0.75, 0.75, sculptor.tone("brass", 0.95)))
    return "".join(parts)


def neck(sculptor: Sculptor) -> str:
    face, s = sculptor.face, math.sin(sculptor.yaw)
    wide = (5.7 if face.is_broad else 4.7) * (0.82 if face.age < 0.1 else 1.0)
    skin = face.outfit.skin
    trunk = [
        (-wide + s * 1.2, 3),
        (-wide, 12),
        (-wide - 1.2, 17),
        (-wide - 6, 22),
        (wide + 6, 22),
        (wide + 1.2, 17),
        (wide, 12),
        (wide + s * 1.2, 3),
    ]
    shadow = [
        (-wide - 1, 8),
        (wide + 1, 8),
        (wide + 1, 12.6),
        (s * 5 + 2, 15.6 - sculptor.lit * 0.6),
        (-wide - 1, 13 + sculptor.lit * 0.6),
    ]
    dark = sculptor.blend(skin, 0.0, "plum", 0.2)
    outline = smooth(trunk, tension=0.4)
    clip = sculptor.stage.clip(f'<path d="{outline}"/>')
    cast = f'<g clip-path="{clip}">{path(smooth(shadow, tension=0.4), dark, 0.62)}</g>'
    return path(outline, sculptor.sweep(skin, 0.72)) + cast


def _features(sculptor: Sculptor) -> str:
    return "".join([nose(sculptor), _mouth(sculptor), *(_eye(sculptor, side) for side in (-1, 1))])


def socket(sculptor: Sculptor, side: int) -> str:
    """The hollow in which an eye lies."""
    at, cx, y = sculptor.at, 3.65 * side, -0.6
    hollow = [
        at(cx - 2.6, y - 2.2),
        at(cx + 2.6, y - 2.2),
        at(cx + 2.5, y + 0.9),
        at(cx, y + 1.6),
        at(cx - 2.5, y + 0.9),
    ]
    tint = sculptor.blend(sculptor.face.outfit.skin, 0.05, "plum", 0.2)
    return sculptor.stage.blurred(path(smooth(hollow), tint, 0.34), 0.6)


def _eye(sculptor: Sculptor, side: int) -> str:
    face, at = sculptor.face, sculptor.at
    skin, black = face.outfit.skin, sculptor.blend(face.outfit.hair, 0.05, "black", 0.7)
    cx, y = 3.65 * side, -0.6
    w, h = 1.75 * face.eyes, (0.98 if face.age > 0.1 else 1.2) * face.eyes
    parts = [socket(sculptor, side)]
    inner, outer = at(cx - side * w, y + 0.25), at(cx + side * w, y - 0.1)
    top, low = at(cx, y - h, 0.3), at(cx, y + h * 0.62, 0.2)
    white = to_hex(
        mix(sculptor.stage.shade("paper", 0.7 if side == sculptor.lit else 0.35), sculptor.stage.shade(skin, 0.6), 0.22)
    )
    almond = f"M{inner[0]:.2f} {inner[1]:.2f}Q{top[0]:.2f} {top[1] - h * 0.55:.2f} {outer[0]:.2f} {outer[1]:.2f}Q{low[0]:.2f} {low[1] + h * 0.3:.2f} {inner[0]:.2f} {inner[1]:.2f}Z"
    parts.append(path(almond, white))
    clip = sculptor.stage.clip(f'<path d="{almond}"/>')
    ix, iy = at(cx + sculptor.lit * 0.18, y - 0.12, 0.2)
    iris = sculptor.blend("dark_wood" if skin != "skin_1" else "ground", 0.4, "black", 0.25)
    parts.append(
        f'<g clip-path="{clip}">{ellipse(ix, iy, 0.98, 1.08, iris)}{ellipse(ix, iy, 0.5, 0.55, black)}{ellipse(ix, iy - h * 0.9, 2.4, 0.7, black, 0.28)}</g>'
    )
    parts.append(ellipse(ix + sculptor.lit * 0.34, iy - 0.36, 0.22, 0.22, sculptor.stage.glow("white", 1.0), 0.95))
    lid = f"M{inner[0]:.2f} {inner[1]:.2f}Q{top[0]:.2f} {top[1] - h * 0.6:.2f} {outer[0] + side * 0.35:.2f} {outer[1] - 0.1:.2f}"
    thick = 0.5 if face.is_broad else 0.66
    parts.append(f'<path d="{lid}" fill="none" stroke="{black}" stroke-width="{thick}" stroke-linecap="round"/>')
    crease = f"M{inner[0]:.2f} {inner[1] - 0.9:.2f}Q{top[0]:.2f} {top[1] - h * 0.6 - 0.95:.2f} {outer[0]:.2f} {outer[1] - 0.95:.2f}"
    parts.append(
        f'<path d="{crease}" fill="none" stroke="{sculptor.blend(skin, 0.0, "plum", 0.3)}" stroke-width="0.3" stroke-opacity="0.55"/>'
    )
    if face.age > 0.6:
        bag = [at(cx - side * 1.2, y + 1.9), at(cx + side * 0.4, y + 2.3), at(cx + side * 1.7, y + 1.6)]
        parts.append(line(bag, sculptor.blend(skin, 0.0, "plum", 0.3), 0.3, 0.4))
    parts.append(_brow(sculptor, cx, side))
    return "".join(parts)


def _brow(sculptor: Sculptor, cx: float, side: int) -> str:
    face, at = sculptor.face, sculptor.at
    thick = 0.62 * face.brow
    tint = sculptor.blend(face.outfit.hair, 0.2, "black", 0.35 if face.outfit.hair != "hair_grey" else 0.1)
    spine = [(cx - side * 1.9, -3.45), (cx + side * 0.5, -4.0), (cx + side * 2.5, -3.0)]
    upper = [at(x, y - thick * (1.0, 0.8, 0.1)[i]) for i, (x, y) in enumerate(spine)]
    lower = [at(x, y + thick * (0.6, 0.3, 0.1)[i]) for i, (x, y) in enumerate(spine)]
    return path(smooth([*upper, *reversed(lower)], tension=0.5), tint, 0.92)


def nose(sculptor: Sculptor) -> str:
    face, at, away = sculptor.face, sculptor.at, -sculptor.lit
    skin, n = face.outfit.skin, face.nose
    dark = sculptor.blend(skin, 0.02, "plum", 0.22)
    side = [
        at(away * 0.7, -3.0, 0.3),
        at(away * 0.45, 0.5, 1.6),
        at(away * 0.5, 3.2 * n, 2.6),
        at(away * 1.9 * n, 4.6, 1.0),
        at(away * 2.0 * n, 3.7, 0.4),
        at(away * 1.5, 0.5, 0.2),
        at(away * 1.9, -2.6),
    ]
    parts = [sculptor.stage.blurred(path(smooth(side, tension=0.4), dark, 0.55), 0.25)]
    base = [
        at(-1.7 * n, 4.7, 0.9),
        at(-0.9 * n, 5.3, 1.4),
        at(0, 5.0, 2.2),
        at(0.9 * n, 5.3, 1.4),
        at(1.7 * n, 4.7, 0.9),
        at(0, 4.4, 2.6),
    ]
    parts.append(path(smooth(base), dark, 0.72))
    cx, cy = at(sculptor.lit * 0.35, 3.3 * n, 2.8)
    bright = sculptor.tone(skin, 1.3)
    parts.append(ellipse(cx, cy, 1.0, 0.9, sculptor.stage.radial([(0, bright, 0.8), (1, bright, 0)])))
    top, mid = at(sculptor.lit * 0.4, -1.6, 1.0), at(sculptor.lit * 0.4, 2.0, 2.2)
    parts.append(line([top, mid], bright, 0.55, 0.30))
    return "".join(parts)


def _mouth(sculptor: Sculptor) -> str:
    face, at = sculptor.face, sculptor.at
    skin, f = face.outfit.skin, face.lips
    rose = sculptor.blend(skin, 0.30, "brick" if face.is_broad else "plum", 0.34)
    pale = sculptor.blend(skin, 0.75, "brick", 0.30 if not face.is_broad else 0.16)
    dark = sculptor.blend(skin, 0.0, "plum", 0.45)
    w, y = 2.9, 7.7
    left, right = at(-w, y - 0.5, 0.6), at(w, y - 0.5, 0.6)
    upper = [
        left,
        at(-1.0, y - 0.75 * f, 1.4),
        at(0, y - 0.5 * f, 1.6),
        at(1.0, y - 0.75 * f, 1.4),
        right,
        at(0, y + 0.1, 1.5),
    ]
    lower = [
        left,
        at(0, y + 0.1, 1.5),
        right,
        at(1.3, y + 1.0 * f, 1.3),
        at(0, y + 1.25 * f, 1.4),
        at(-1.3, y + 1.0 * f, 1.3),
    ]
    under = [at(-1.6, y + 2.0, 0.8), at(0, y + 1.75 * f, 1.0), at(1.6, y + 2.0, 0.8), at(0, y + 2.5, 0.8)]
    parts = [path(smooth(lower, tension=0.45), pale, 0.9), path(smooth(upper, tension=0.45), rose, 0.95)]
    mid = at(0, y + 0.22, 1.5)
    parts.append(
        f'<path d="M{left[0]:.2f} {left[1]:.2f}Q{mid[0]:.2f} {mid[1] + 0.5:.2f} {right[0]:.2f} {right[1]:.2f}" fill="none" stroke="{dark}" stroke-width="0.38" stroke-linecap="round"/>'
    )
    parts.append(path(smooth(under), dark, 0.22))
    if face.age > 0.5:
        for side in (-1, 1):
            fold = [at(side * 2.4, 4.9, 0.4), at(side * 3.7, 6.4), at(side * 4.1, 8.0)]
            parts.append(line(fold, sculptor.blend(skin, 0.0, "plum", 0.25), 0.34, 0.30 + 0.25 * face.age))
    return "".join(parts)


def eyewear(sculptor: Sculptor) -> str:
    kind = sculptor.face.glasses
    if not kind:
        return ""
    at, dark = sculptor.at, sculptor.tone("black", 0.15)
    stroke = f'fill="{sculptor.stage.glow("white", 1.0)}" fill-opacity="0.07" stroke="{dark}" stroke-width="0.55"'
    parts = []
    for side in (-1, 1):
        (cx, cy), (edge, _) = at(3.7 * side, -0.3, 0.8), at(6.4 * side, -0.3, 0.5)
        rx = max(abs(edge - cx), 1.6)
        radius = rx if kind == "round" else 0.9
        parts.append(
            f'<rect x="{cx - rx:.2f}" y="{cy - 2.5:.2f}" width="{2 * rx:.2f}" height="5.0" rx="{radius:.2f}" ry="{2.5 if kind == "round" else 0.9}" {stroke}/>'
        )
        glare = [
            (cx - rx * 0.5, cy - 2.0),
            (cx - rx * 0.05, cy - 2.0),
            (cx - rx * 0.5, cy + 1.6),
            (cx - rx * 0.8, cy + 1.2),
        ]
        parts.append(polygon(glare, sculptor.stage.glow("white", 1.0), 0.16))
        if side * sculptor.yaw <= 0.12:
            temple = [at(6.4 * side, -0.7, 0.5), (8.4 * side - math.sin(sculptor.yaw) * 2.6, -0.9)]
            parts.append(line(temple, dark, 0.5))
    parts.append(line([at(-1.15, -0.7, 1.0), at(0, -1.15, 1.8), at(1.15, -0.7, 1.0)], dark, 0.5))
    return "".join(parts)
