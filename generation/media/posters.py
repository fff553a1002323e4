"""Still adverts: a picture, a heading, a line, a call and a name, set for one frame in one of three designs.

Every frame is composed for itself: where the picture goes, how large it is and how the words run follow from its shape.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw

from generation.media.fonts import Face
from generation.media.lettering import wrap
from generation.media.typefaces import OWN, Typefaces

Design = Literal["full", "panel", "frame"]
DESIGNS: tuple[Design, ...] = ("full", "panel", "frame")
Rgb = tuple[int, int, int]
Box = tuple[int, int, int, int]  # left, top, right, bottom

_INK, _PAPER = (20, 21, 25), (250, 247, 241)
_LEGIBLE = 4.5  # WCAG 2.1
_MOST_LINES = 5
_HEADING_TO_LINE = 1.5  # how much larger the heading is, at least, than the line below it


@dataclass(frozen=True)
class Poster:
    """`picture` fills `picture_box`. `colors` are `#rrggbb`: the panel's ground first, then those for the call."""

    width: int
    height: int
    design: Design
    picture: Path
    heading: str
    line: str
    call: str
    name: str
    colors: tuple[str, ...]
    faces: Typefaces = OWN


def picture_box(width: int, height: int, design: Design) -> Box:
    """Where the picture goes: everywhere, beside or above a panel, or inside of a margin."""
    is_wide = width > 1.2 * height
    if design == "full":
        return 0, 0, width, height
    if design == "panel":
        return (_even(width * 0.44), 0, width, height) if is_wide else (0, 0, width, _even(height * 0.58))
    margin = _even(min(width, height) * 0.06)
    if is_wide:
        return margin, margin, _even(width * 0.52), height - margin
    return margin, margin, width - margin, _even(height * 0.60)


def draw_poster(poster: Poster, out: Path) -> Path:
    """Writes the poster as a PNG of its size."""
    canvas = Image.new("RGB", (poster.width, poster.height), _ground(poster))
    left, top, right, bottom = picture_box(poster.width, poster.height, poster.design)
    with Image.open(poster.picture) as picture:
        fitted = picture.convert("RGB")
        if fitted.size != (right - left, bottom - top):
            fitted = fitted.resize((right - left, bottom - top), Image.Resampling.LANCZOS)
        canvas.paste(fitted, (left, top))
    if poster.design == "full":
        canvas = _shaded(canvas, poster)
    _set_words(canvas, poster)
    canvas.save(out, format="PNG", optimize=False)
    return out


def _ground(poster: Poster) -> Rgb:
    return _rgb(poster.colors[0]) if poster.design == "panel" else _PAPER


def _shaded(canvas: Image.Image, poster: Poster) -> Image.Image:
    """Darker where the words are: from the left in a wide frame, from below in the others."""
    width, height = poster.width, poster.height
    if width > 1.2 * height:
        rise = np.clip(1 - np.arange(width, dtype=np.float32) / (width * 0.72), 0, 1)[None, :, None]
    else:
        rise = np.clip((np.arange(height, dtype=np.float32) - height * 0.38) / (height * 0.42), 0, 1)[:, None, None]
    shade = rise * rise * (3 - 2 * rise) * 0.82
    pixels = np.asarray(canvas, np.float32) * (1 - shade) + np.array((10, 11, 14), np.float32) * shade
    return Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))


def _words_box(poster: Poster) -> tuple[float, float, float, float]:
    """Left, top, width and height of what the words may take."""
    width, height, margin = poster.width, poster.height, min(poster.width, poster.height) * 0.07
    is_wide = width > 1.2 * height
    if poster.design == "full":
        if is_wide:
            return margin, margin, width * 0.46, height - 2 * margin
        return margin, height * 0.5, width - 2 * margin, height * 0.5 - margin
    _, _, right, bottom = picture_box(width, height, poster.design)
    if poster.design == "panel" and is_wide:
        return margin, margin, width * 0.44 - 1.7 * margin, height - 2 * margin
    if is_wide:
        return right + margin, margin, width - right - 2 * margin, height - 2 * margin
    return margin, bottom + margin * 0.7, width - 2 * margin, height - bottom - margin * 1.6


def _set_words(canvas: Image.Image, poster: Poster) -> None:
    left, top, room, tall = _words_box(poster)
    ink = _PAPER if poster.design == "full" else _against(_ground(poster))
    unit = min(poster.width, poster.height)
    large = Face(poster.faces.title, 600, unit * 0.115, tracking=-0.015)
    # Where there is little room the small words give way: a heading smaller than they are is none.
    for scale in (1.0, 0.94, 0.88, 0.82, 0.76, 0.7):
        name = Face(poster.faces.text, 700, unit * 0.030 * scale, tracking=0.08)
        sub = Face(poster.faces.text, 500, unit * 0.036 * scale)
        button = Face(poster.faces.text, 700, unit * 0.034 * scale)
        below = wrap(poster.line, sub.width, room) if poster.line else []
        fixed = name.size * 2.2 + len(below) * sub.size * 1.4 + (button.size * 3.4 if poster.call else 0)
        heading, lines = _fitting(large, poster.heading, room, tall - fixed)
        if heading.size >= _HEADING_TO_LINE * sub.size:
            break
    used = fixed + len(lines) * heading.size * 1.06
    y = top + max(0.0, (tall - used) / (2 if poster.width > 1.2 * poster.height else 1.25))
    y += name.size
    _write(canvas, name, left, y, poster.name.upper(), ink)
    y += name.size * 1.2
    for line in lines:
        y += heading.size * 1.06
        _write(canvas, heading, left, y - heading.descent * 0.5, line, ink)
    y += sub.size * 0.5
    for line in below:
        y += sub.size * 1.4
        _write(canvas, sub, left, y - sub.descent, line, ink)
    if poster.call:
        _button(canvas, poster, button, left, y + button.size * 1.1, room)


def _button(canvas: Image.Image, poster: Poster, face: Face, left: float, top: float, room: float) -> None:
    """The call on a pill of the accent, which stands out from what is behind it."""
    while face.width(poster.call) + face.size * 2 > room and face.size > 8:
        face = face.resized(face.size * 0.95)
    behind = _INK if poster.design == "full" else _ground(poster)
    color = max((_rgb(one) for one in poster.colors[1:] or poster.colors), key=lambda one: _contrast(one, behind))
    if _contrast(color, behind) < 1.6:
        color = _against(behind)
    right, bottom = left + face.width(poster.call) + face.size * 2, top + face.size * 2.3
    pill = Image.new("L", (canvas.width * 2, canvas.height * 2))
    corners = (left * 2, top * 2, right * 2, bottom * 2)
    ImageDraw.Draw(pill).rounded_rectangle(corners, radius=face.size * 2.3, fill=255)
    canvas.paste(color, (0, 0), pill.resize(canvas.size, Image.Resampling.LANCZOS))
    baseline = (top + bottom) / 2 + face.cap_height / 2
    _write(canvas, face, left + face.size, baseline, poster.call, _against(color))


def _fitting(face: Face, text: str, room: float, height: float) -> tuple[Face, list[str]]:
    while True:
        lines = wrap(text, face.width, room)
        is_small_enough = len(lines) <= _MOST_LINES and len(lines) * face.size * 1.06 <= height
        if (is_small_enough and all(face.width(line) <= room for line in lines)) or face.size < 12:
            return face, lines
        face = face.resized(face.size * 0.95)


def _write(canvas: Image.Image, face: Face, x: float, baseline: float, text: str, color: Rgb) -> None:
    mask = Image.new("L", canvas.size)
    face.draw(ImageDraw.Draw(mask), x, baseline, text)
    canvas.paste(color, (0, 0), mask)


# ---------------------------------------------------------------- colour


def _rgb(color: str) -> Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: Rgb) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (value / 255 for value in color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: Rgb, other: Rgb) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _against(ground: Rgb) -> Rgb:
    """Paper or ink, whichever can be read on that ground."""
    return _PAPER if _contrast(_PAPER, ground) >= min(_LEGIBLE, _contrast(_INK, ground)) else _INK


def _even(value: float) -> int:
    return int(value // 2) * 2
