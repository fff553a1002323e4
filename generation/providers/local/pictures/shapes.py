"""SVG fragments from points: polygons, smooth outlines, tubes of changing width. Strings in, strings out."""

import math
from collections.abc import Sequence

Point = tuple[float, float]


def num(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def attributes(fill: str, opacity: float = 1.0, extra: str = "") -> str:
    shown = "" if opacity >= 1.0 else f' opacity="{opacity:.3f}"'
    return f'fill="{fill}"{shown}{" " + extra if extra else ""}'


def polygon(points: Sequence[Point], fill: str, opacity: float = 1.0, extra: str = "") -> str:
    body = " ".join(f"{num(x)},{num(y)}" for x, y in points)
    return f'<polygon points="{body}" {attributes(fill, opacity, extra)}/>'


def rect(x: float, y: float, w: float, h: float, fill: str, opacity: float = 1.0, radius: float = 0.0) -> str:
    corner = f'rx="{num(radius)}"' if radius else ""
    return (
        f'<rect x="{num(x)}" y="{num(y)}" width="{num(max(w, 0))}" height="{num(max(h, 0))}" '
        f"{attributes(fill, opacity, corner)}/>"
    )


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str, opacity: float = 1.0) -> str:
    return f'<ellipse cx="{num(cx)}" cy="{num(cy)}" rx="{num(rx)}" ry="{num(ry)}" {attributes(fill, opacity)}/>'


def line(points: Sequence[Point], color: str, width: float, opacity: float = 1.0, cap: str = "round") -> str:
    body = " ".join(f"{num(x)},{num(y)}" for x, y in points)
    stroke = f'stroke="{color}" stroke-width="{width:.2f}" stroke-linecap="{cap}" stroke-linejoin="round"'
    return f'<polyline points="{body}" {attributes("none", opacity, stroke)}/>'


def path(data: str, fill: str, opacity: float = 1.0, extra: str = "") -> str:
    return f'<path d="{data}" {attributes(fill, opacity, extra)}/>'


def smooth(points: Sequence[Point], *, closed: bool = True, tension: float = 0.5) -> str:
    """Path data of a Catmull-Rom curve through the points."""
    n = len(points)
    if n < 3:
        return "M" + " L".join(f"{num(x)} {num(y)}" for x, y in points)
    at = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
    data = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        k = tension / 3 * 2
        c1 = (p1[0] + (p2[0] - p0[0]) * k / 2, p1[1] + (p2[1] - p0[1]) * k / 2)
        c2 = (p2[0] - (p3[0] - p1[0]) * k / 2, p2[1] - (p3[1] - p1[1]) * k / 2)
        data.append("C" + " ".join(f"{num(x)} {num(y)}" for x, y in (c1, c2, p2)))
    return " ".join(data) + ("Z" if closed else "")


def tube(points: Sequence[Point], widths: Sequence[float]) -> str:
    """Path data of a smooth limb along a centre line; `widths` are half widths at each point, ends rounded."""
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(points):
        before, after = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        nx, ny = -dy / length * widths[i], dx / length * widths[i]
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    start, end = _cap(points[0], points[1], widths[0]), _cap(points[-1], points[-2], widths[-1])
    return smooth([start, *left, end, *reversed(right)], tension=0.62)


def _cap(tip: Point, inner: Point, width: float) -> Point:
    dx, dy = tip[0] - inner[0], tip[1] - inner[1]
    length = math.hypot(dx, dy) or 1.0
    return tip[0] + dx / length * width * 0.7, tip[1] + dy / length * width * 0.7


def group(
    body: str, *, x: float = 0.0, y: float = 0.0, scale: float = 1.0, flip: bool = False, turn: float = 0.0
) -> str:
    """The fragment moved to (x, y), scaled, mirrored left to right and turned by degrees, in that reading order."""
    sx = -scale if flip else scale
    turned = f" rotate({turn:.2f})" if turn else ""
    return f'<g transform="translate({x:.2f} {y:.2f}) scale({sx:.4f} {scale:.4f}){turned}">{body}</g>'
