# ruff: noqa: E501 - outlines and tables are read by the row
"""Figures as pictures: one number large, bars, a comparison, a share; set over the film's place, quiet and dark.

All of it stands in the upper two thirds, so that captions have the lower one.
"""

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from generation.media.fonts import Face
from generation.providers.base import Chart
from generation.providers.local.pictures.color import Rgb, display, mix, scale, to_hex
from generation.providers.local.pictures.field import over
from generation.providers.local.pictures.shapes import rect
from generation.providers.local.pictures.stage import Stage


@dataclass(frozen=True)
class Words:
    """A line of type: left edge, baseline and size in units; `anchor` is left, middle or right."""

    text: str
    x: float
    y: float
    size: float
    color: Rgb
    family: str = "inter"
    weight: int = 500
    anchor: str = "left"
    opacity: float = 1.0


def draw_chart(stage: Stage, chart: Chart, *, source: str = "") -> None:
    """Dims what stands on the stage and sets the figure before it. Raises MissingModel without the fonts."""
    quieten(stage)
    stage.is_graded = False
    words: list[Words] = []
    kind = chart.kind if chart.values else "number"
    if kind in ("bars", "compare") and len(chart.values) < 2:
        kind = "number"
    draw = {"number": _number, "bars": _columns, "compare": _compare, "share": _share}[kind]
    draw(stage, chart, words)
    if source.strip():
        edge, room, unit = _margins(stage)
        text = wrap(stage, f"Source: {source.strip()}", 27 * unit, room, lines=1)[0]
        size = 27 * unit
        if kind in ("number", "share") and (stage.frame.is_tall or stage.frame.is_square):  # as the figure above it
            edge = (stage.frame.w - _measure(stage, text, size, "inter", 400)) / 2
        words.append(Words(text, edge, stage.frame.h * 0.745, size, _ink(stage), opacity=0.7))
    stage["subject"].raster(lambda canvas, below: over(_type(stage, words), canvas))


def quieten(stage: Stage) -> None:
    """The place behind goes soft and dark; a glow of the film's ground remains where the figure stands."""
    for name, amount in (("sky", 5.0), ("far", 12.0), ("mid", 18.0)):
        stage[name].blur = amount
    stage["subject"].passes.clear()
    stage["near"].passes.clear()
    stage["near"].blur = 0.0
    left, top, right, bottom = stage.frame.bounds
    dark, deep = stage.glow("ground_dark", 0.42), stage.glow("ground_dark", 0.16)
    veil = stage.gradient([(0, dark, 0.80), (0.55, dark, 0.86), (1, deep, 0.96)], (0, 0, 0.25, 1))
    stage["subject"].soft(rect(left, top, right - left, bottom - top, veil), blur=1.0)
    glow = stage.radial([(0, stage.glow("ground", 0.9), 0.50), (1, stage.glow("ground", 0.9), 0.0)])
    x = stage.frame.w * (0.5 if stage.frame.is_tall or stage.frame.is_square else 0.78)
    reach = stage.frame.w * 0.62
    stage["subject"].soft(
        f'<ellipse cx="{x:.0f}" cy="{stage.frame.h * 0.26:.0f}" rx="{reach:.0f}" ry="{stage.frame.h * 0.55:.0f}" fill="{glow}"/>',
        blur=20,
        mode="screen",
    )


def _ink(stage: Stage) -> Rgb:
    return mix(stage.albedo("white"), stage.albedo("ground_pale"), 0.12)


def _accent(stage: Stage) -> Rgb:
    """The accent, light enough to be read on the dark ground."""
    color = stage.albedo("accent")
    luma = 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]
    return mix(color, (1.0, 1.0, 1.0), min(0.6, (0.30 - luma) * 1.6)) if luma < 0.30 else color


def split_figure(text: str) -> tuple[str, str]:
    """A figure as written into what is set large and its unit: "$42 million" to ("$42", "million")."""
    match = re.match(r"^(?P<large>[^\w\s]*\s?[\d.,]+(?:\s?%)?)\s*(?P<rest>.*)$", text.strip())
    return (match["large"].strip(), match["rest"].strip()) if match else (text.strip(), "")


def figure_text(chart: Chart, index: int = 0) -> str:
    """The figure as the source writes it, else the value with its unit."""
    if chart.display and index == 0 and chart.kind in ("number", "share"):
        return chart.display
    value = chart.values[index]
    number = f"{value:,.0f}" if abs(value - round(value)) < 1e-9 else f"{value:,.2f}".rstrip("0").rstrip(".")
    if chart.unit in ("$", "€", "£", "¥"):
        return chart.unit + number
    return number + (chart.unit if chart.unit == "%" else f" {chart.unit}" if chart.unit else "")


def _measure(stage: Stage, text: str, size: float, family: str, weight: int) -> float:
    face = Face(family, weight, size * stage.frame.scale)  # type: ignore[arg-type]
    return face.width(text) / stage.frame.scale


def _fit(stage: Stage, text: str, size: float, room: float, *, family: str = "fraunces", weight: int = 600) -> float:
    """The size, made smaller until the text takes at most `room` units."""
    width = _measure(stage, text, size, family, weight)
    return size if width <= room else size * room / width


def wrap(stage: Stage, text: str, size: float, room: float, *, lines: int = 2) -> list[str]:
    """The text in at most `lines` lines of `room` units; what does not fit ends in an ellipsis."""
    kept: list[str] = [""]
    for word in text.split():
        tried = f"{kept[-1]} {word}".strip()
        if _measure(stage, tried, size, "inter", 500) <= room or not kept[-1]:
            kept[-1] = tried
        elif len(kept) < lines:
            kept.append(word)
        else:
            kept[-1] = kept[-1].rstrip(",;:") + "…"
            break
    return kept


def _margins(stage: Stage) -> tuple[float, float, float]:
    """Left edge, usable width, unit of type."""
    frame = stage.frame
    edge = frame.w * (0.10 if not frame.is_tall else 0.09)
    return edge, frame.w - 2 * edge, min(frame.h, frame.w * 1.25) / 1000


def _title(stage: Stage, chart: Chart, words: list[Words], y: float, *, anchor: str = "left") -> float:
    edge, room, unit = _margins(stage)
    size = 50 * unit
    x = edge if anchor == "left" else stage.frame.w / 2
    for line_text in wrap(stage, chart.title, size, room, lines=3 if stage.frame.is_tall else 2):
        words.append(Words(line_text, x, y, size, _ink(stage), weight=500, anchor=anchor, opacity=0.92))
        y += size * 1.28
    return y


def _number(stage: Stage, chart: Chart, words: list[Words]) -> None:
    frame = stage.frame
    edge, room, unit = _margins(stage)
    large, rest = split_figure(figure_text(chart) if chart.values else chart.display)
    centred = frame.is_tall or frame.is_square
    x, anchor = (frame.w / 2, "middle") if centred else (edge, "left")
    size = _fit(stage, large, 340 * unit, room)
    baseline = frame.h * (0.40 if centred else 0.405)
    words.append(Words(large, x, baseline, size, _accent(stage), "fraunces", 600, anchor))
    width = _measure(stage, large, size, "fraunces", 600)
    unit_size = min(size * 0.36, 104 * unit)
    if rest:
        fits = not centred and width + unit * 34 + _measure(stage, rest, unit_size, "fraunces", 500) <= room
        if fits:
            words.append(Words(rest, x + width + unit * 34, baseline, unit_size, _ink(stage), "fraunces", 500))
        else:
            baseline += unit_size * 1.25
            words.append(
                Words(
                    rest,
                    x,
                    baseline,
                    _fit(stage, rest, unit_size, room, weight=500),
                    _ink(stage),
                    "fraunces",
                    500,
                    anchor,
                )
            )
    rule = baseline + 46 * unit
    start = x if not centred else x - 60 * unit
    stage["subject"].add(rect(start, rule, 120 * unit, 5 * unit, to_hex(_accent(stage)), 0.95, 2.5 * unit))
    _title(stage, chart, words, rule + 78 * unit, anchor=anchor)


def _bar_fill(stage: Stage, strong: bool, line: tuple[float, float, float, float]) -> str:
    color = _accent(stage) if strong else mix(stage.albedo("ground_pale"), stage.albedo("ground"), 0.45)
    return stage.gradient([(0, to_hex(scale(color, 1.05)), 1), (1, to_hex(scale(color, 0.62)), 1)], line)


def _columns(stage: Stage, chart: Chart, words: list[Words]) -> None:
    frame = stage.frame
    edge, room, unit = _margins(stage)
    top = _title(stage, chart, words, frame.h * 0.145) + 70 * unit
    base = frame.h * 0.615
    values = chart.values[:8]
    step = room / len(values)
    wide = min(step * 0.56, 150 * unit)
    peak = max(abs(v) for v in values) or 1.0
    strong = max(range(len(values)), key=lambda i: abs(values[i])) if len(values) < 3 else len(values) - 1
    stage["subject"].add(rect(edge, base, room, 2.2 * unit, to_hex(_ink(stage)), 0.5))
    label_size = min(34 * unit, step * 0.24)
    for index, value in enumerate(values):
        x = edge + step * (index + 0.5)
        tall = max((base - top) * abs(value) / peak, 4 * unit)
        stage["subject"].soft(rect(x - wide / 2 + 8, base - tall + 6, wide, tall, "#000000", 0.30), blur=8)
        stage["subject"].add(
            rect(x - wide / 2, base - tall, wide, tall, _bar_fill(stage, index == strong, (0, 0, 0, 1)), 1, 5 * unit)
        )
        stage["subject"].add(rect(x - wide / 2, base - tall, wide, 3 * unit, to_hex(_ink(stage)), 0.35, 2 * unit))
        size = _fit(stage, figure_text(chart, index), 50 * unit if index == strong else 40 * unit, step * 0.98)
        words.append(
            Words(
                figure_text(chart, index),
                x,
                base - tall - 18 * unit,
                size,
                _accent(stage) if index == strong else _ink(stage),
                "fraunces",
                600,
                "middle",
            )
        )
        if index < len(chart.labels):
            words.append(
                Words(
                    wrap(stage, chart.labels[index], label_size, step * 0.98, lines=1)[0],
                    x,
                    base + 46 * unit,
                    label_size,
                    _ink(stage),
                    anchor="middle",
                    opacity=0.85,
                )
            )


def _compare(stage: Stage, chart: Chart, words: list[Words]) -> None:
    frame = stage.frame
    edge, room, unit = _margins(stage)
    y = _title(stage, chart, words, frame.h * 0.145) + 34 * unit
    values = chart.values[:4]
    step = (frame.h * 0.655 - y) / len(values)
    peak = max(abs(v) for v in values) or 1.0
    strong = len(values) - 1
    for index, value in enumerate(values):
        text = figure_text(chart, index)
        size = _fit(stage, text, min(92 * unit, step * 0.46), room * 0.42)
        width = _measure(stage, text, size, "fraunces", 600)
        longest = (
            room
            - max(_measure(stage, figure_text(chart, i), size, "fraunces", 600) for i in range(len(values)))
            - 34 * unit
        )
        long = max(longest * abs(value) / peak, 6 * unit)
        thick = min(step * 0.40, 84 * unit)
        row = y + step * (index + 0.5)
        if index < len(chart.labels):
            words.append(
                Words(
                    wrap(stage, chart.labels[index], 34 * unit, room, lines=1)[0],
                    edge,
                    row - thick / 2 - 14 * unit,
                    34 * unit,
                    _ink(stage),
                    opacity=0.85,
                )
            )
        stage["subject"].add(
            rect(edge, row - thick / 2 + 6 * unit, longest, thick, to_hex(_ink(stage)), 0.07, 6 * unit)
        )
        stage["subject"].add(
            rect(
                edge,
                row - thick / 2 + 6 * unit,
                long,
                thick,
                _bar_fill(stage, index == strong, (1, 0, 0, 0)),
                1,
                6 * unit,
            )
        )
        words.append(
            Words(
                text,
                min(edge + long + 26 * unit, edge + room - width),
                row + 6 * unit + size * 0.33,
                size,
                _accent(stage) if index == strong else _ink(stage),
                "fraunces",
                600,
            )
        )


def _share(stage: Stage, chart: Chart, words: list[Words]) -> None:
    frame = stage.frame
    edge, room, unit = _margins(stage)
    value = chart.values[0]
    total = (
        sum(chart.values)
        if len(chart.values) > 1
        else (1.0 if 0 < value <= 1 and "%" not in chart.display + chart.unit else 100.0)
    )
    part = max(0.0, min(value / total, 1.0)) if total else 0.0
    wide = not (frame.is_tall or frame.is_square)
    radius = (232 if wide else 190) * unit
    cx, cy = (frame.w - edge - radius * 1.25, frame.h * 0.385) if wide else (frame.w / 2, frame.h * 0.285)
    thick = radius * 0.26
    stage["subject"].add(
        f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" fill="none" stroke="{to_hex(_ink(stage))}" stroke-opacity="0.14" stroke-width="{thick:.1f}"/>'
    )
    stage["subject"].add(_arc(cx, cy, radius, part, thick, to_hex(_accent(stage))))
    text = chart.display if chart.display and chart.kind == "share" else figure_text(chart)
    percent = re.search(r"(\d[\d.,]*)\s?(%|per ?cent)", text, re.IGNORECASE)
    if percent:  # "one in five" stays in words
        inside, size = f"{percent[1]}%", _fit(stage, "100%", 168 * unit, radius * 1.35)
        words.append(Words(inside, cx, cy + size * 0.34, size, _accent(stage), "fraunces", 600, "middle"))
    told = "" if percent and percent[0] == text.strip() else text
    if not wide:
        y = cy + radius + thick / 2 + 76 * unit
        if told:
            size = _fit(stage, told, 72 * unit, room, weight=500)
            words.append(Words(told, cx, y, size, _ink(stage), "fraunces", 500, "middle"))
            y += 74 * unit
        _title(stage, chart, words, y, anchor="middle")
        return
    y = cy - (18 if told else -18) * unit
    if told:
        size = _fit(stage, told, 104 * unit, room * 0.52, weight=500)
        words.append(Words(told, edge, y, size, _ink(stage), "fraunces", 500))
        y += 84 * unit
    for line_text in wrap(stage, chart.title, 56 * unit, room * 0.52, lines=3):
        words.append(Words(line_text, edge, y, 56 * unit, _ink(stage), weight=500, opacity=0.92))
        y += 72 * unit


def _arc(cx: float, cy: float, radius: float, part: float, thick: float, color: str) -> str:
    if part >= 0.999:
        return f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" fill="none" stroke="{color}" stroke-width="{thick:.1f}"/>'
    angle = part * 2 * math.pi
    x, y = cx + math.sin(angle) * radius, cy - math.cos(angle) * radius
    data = f"M{cx:.1f} {cy - radius:.1f}A{radius:.1f} {radius:.1f} 0 {1 if part > 0.5 else 0} 1 {x:.1f} {y:.1f}"
    return f'<path d="{data}" fill="none" stroke="{color}" stroke-width="{thick:.1f}"/>'


def _type(stage: Stage, words: list[Words]) -> NDArray:
    """The lines of type as premultiplied RGBA of the layer's size."""
    width, height = stage.frame.layer_size
    left, top, _, _ = stage.frame.bounds
    unit = stage.frame.scale
    out = np.zeros((height, width, 4), np.float32)
    for line_of in words:
        face = Face(line_of.family, line_of.weight, line_of.size * unit, -0.012 if line_of.size > 60 else 0.0)  # type: ignore[arg-type]
        mask = Image.new("L", (width, height), 0)
        shift = {"left": 0.0, "middle": 0.5, "right": 1.0}[line_of.anchor] * face.width(line_of.text)
        face.draw(ImageDraw.Draw(mask), (line_of.x - left) * unit - shift, (line_of.y - top) * unit, line_of.text)
        alpha = np.asarray(mask, np.float32)[..., None] * (line_of.opacity / 255)
        out = np.concatenate([display(line_of.color) * alpha, alpha], axis=2) + out * (1 - alpha)
    return out
