"""Words as pictures: titles, lower thirds, notes and captions, each with the soft scrim that makes it readable.

Layout knows the frame's size and works inside its 90 % title-safe area. Every picture is an `Inset` that can be
laid on I420 frames at any opacity.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from generation.media.fonts import Face
from generation.media.logos import badge
from generation.media.plan import CaptionStyle, Overlay
from generation.media.planes import blend, chroma, premultiplied_yuv
from generation.media.typefaces import OWN, Typefaces

PAPER = (246, 244, 239)  # RGB of all lettering: white, a little warm
INK = (10, 11, 14)  # RGB of all scrims
SAFE = 0.05  # margin of the title-safe area on each side
TINIEST = 6.0  # pixels; smaller type is only dirt
WORD_SIZE = 0.105  # of the unit: captions word by word
LEGIBLE = 4.5  # contrast ratio (WCAG 2.1) of lettering against what is behind it


@dataclass(frozen=True)
class Inset:
    """A picture at `(x, y)` of the frame (both even): premultiplied planes, and what shines through them."""

    x: int
    y: int
    planes: tuple[np.ndarray, np.ndarray, np.ndarray]  # Y, and U and V at half the size
    through: tuple[np.ndarray, np.ndarray]  # at full and at half the size

    def lay_on(self, frame: np.ndarray, height: int, opacity: float = 1.0) -> None:
        """Lays the inset on an I420 frame of `height` rows, in place."""
        if opacity <= 0:
            return
        targets = (frame[:height], *chroma(frame, height))
        for index, (target, plane) in enumerate(zip(targets, self.planes, strict=True)):
            through = self.through[min(index, 1)]
            x, y = (self.x, self.y) if index == 0 else (self.x // 2, self.y // 2)
            under = target[y : y + plane.shape[0], x : x + plane.shape[1]]
            if opacity < 1:
                # Mixed from whole values: planes scaled down to a low opacity would round to visible steps.
                laid = under.copy()
                blend(laid, plane, through)
                under[:] = cv2.addWeighted(laid, opacity, under, 1 - opacity, 0)
            else:
                blend(under, plane, through)


def painted(bgra: np.ndarray, x: int, y: int) -> Inset:
    """An inset of a picture (straight alpha, [h, w, 4], even sizes)."""
    full = premultiplied_yuv(bgra)
    half = cv2.resize(full, (bgra.shape[1] // 2, bgra.shape[0] // 2), interpolation=cv2.INTER_AREA)
    full, half = (np.clip(np.rint(part), 0, 255).astype(np.uint8) for part in (full, half))
    return Inset(x, y, (full[..., 0].copy(), half[..., 1].copy(), half[..., 2].copy()),
                 (full[..., 3].copy(), half[..., 3].copy()))  # fmt: skip


def keyword_plate(overlay: Overlay, width: int, height: int) -> Inset:
    """A word or two on a plate of the brand's colour: beside a presenter, or over their head in a tall frame."""
    unit, is_wide = min(float(height), width * 0.9), width > height * 1.2
    room = width * (0.30 if is_wide else 0.80)
    face, lines = _fitting(
        Face("inter", 800, unit * (0.072 if is_wide else 0.078), tracking=-0.015), overlay.text, room, 3
    )
    leading, pad = face.size * 1.14, face.size * 0.52
    across = _even(max(face.width(line) for line in lines) + 2 * pad + 2)
    down = _even(len(lines) * leading + 1.35 * pad + 2)
    rgb = tuple(int(overlay.color[at : at + 2], 16) for at in (1, 3, 5))
    ink = PAPER if _linear(float(np.dot(rgb, (0.2126, 0.7152, 0.0722))) / 255) < 0.30 else INK
    plate = Image.new("RGBA", (across, down), (*rgb, 255))
    cover = Image.new("L", (across * 2, down * 2))
    ImageDraw.Draw(cover).rounded_rectangle((0, 0, across * 2 - 1, down * 2 - 1), radius=face.size * 0.36, fill=244)
    plate.putalpha(cover.resize((across, down), Image.Resampling.BOX))
    letters = Image.new("L", (across, down))
    pen = ImageDraw.Draw(letters)
    for number, line in enumerate(lines, start=1):
        face.draw(pen, pad, pad * 0.62 + number * leading - face.descent * 1.05, line)
    plate.paste((*ink, 255), (0, 0), letters)
    bgra = cv2.cvtColor(np.asarray(plate), cv2.COLOR_RGBA2BGRA)
    if is_wide:
        x = width * SAFE * 1.5 if overlay.side < 0 else width * (1 - SAFE * 1.5) - across
        y = height * 0.40 - down / 2
    else:
        x, y = (width - across) / 2, height * (SAFE + 0.02)
    return painted(bgra, _even(x), _even(y))


def inset(scrim: np.ndarray, letters: np.ndarray, x: int, y: int) -> Inset:
    """An inset of a scrim and white letters over it, both given as coverage (float32 0..1, [h, w], even sizes)."""
    height, width = scrim.shape
    # The letters' own soft shadow keeps their edges clear of busy detail that a flat scrim lets through.
    cover = letters + scrim * (1 - letters)
    colour = np.empty((height, width, 4), np.float32)
    share = np.divide(letters, cover, out=np.zeros_like(cover), where=cover > 0)
    for channel, (paper, ink) in enumerate(zip(reversed(PAPER), reversed(INK), strict=True)):
        colour[..., channel] = ink + (paper - ink) * share
    colour[..., 3] = cover * 255
    full = premultiplied_yuv(colour)
    half = cv2.resize(full, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    full, half = _dithered(full), _dithered(half)
    return Inset(x, y, (full[..., 0].copy(), half[..., 1].copy(), half[..., 2].copy()),
                 (full[..., 3].copy(), half[..., 3].copy()))  # fmt: skip


def _dithered(values: np.ndarray) -> np.ndarray:
    # A scrim is a slow gradient: rounded plainly it would show as bands. Solid areas keep their exact value.
    noise = np.random.default_rng(7).uniform(-0.5, 0.5, (*values.shape[:2], 1)).astype(np.float32)
    return np.clip(np.rint(values + noise * (values != np.rint(values))), 0, 255).astype(np.uint8)


def wrap(text: str, width_of: Callable[[str], float], max_width: float) -> list[str]:
    """Breaks `text` into the fewest lines that fit `max_width`, as even as they can be."""
    words = text.split()

    def fill(limit: float) -> list[str]:
        lines: list[str] = []
        for word in words:
            if lines and width_of(f"{lines[-1]} {word}") <= limit:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    best = fill(max_width)
    narrow = max((width_of(word) for word in words), default=0.0)
    wide = max_width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        lines = fill(middle)
        if len(lines) <= len(best):
            best, wide = lines, middle
        else:
            narrow = middle
    return best


def _fitting(face: Face, text: str, room: float, most_lines: int) -> tuple[Face, list[str]]:
    """The face, made smaller until `text` takes at most `most_lines` of `room` pixels, and those lines.

    Text that would not even fit in tiny type is cut.
    """
    while True:
        lines = wrap(text, face.width, room)
        if len(lines) <= most_lines and all(face.width(line) <= room for line in lines):
            return face, lines
        if face.size < TINIEST:
            return face, lines[:most_lines]
        face = face.resized(face.size * 0.95)


def scrim_strength(background: float, wanted: float = 0.0) -> float:
    """How opaque a scrim must be for `LEGIBLE` contrast over a background of that luma (16..235), at least `wanted`."""
    light = _linear((np.clip(background, 16, 235) - 16) / 219)
    paper = _linear(np.dot(PAPER, (0.2126, 0.7152, 0.0722)) / 255)
    allowed = (paper + 0.05) / LEGIBLE - 0.05
    if light <= allowed:
        return wanted
    # Blending happens on coded values, so the search does too.
    coded = allowed ** (1 / 2.4) * 1.055 - 0.055
    ink = np.dot(INK, (0.2126, 0.7152, 0.0722)) / 255
    value = (background - 16) / 219
    return float(np.clip((value - coded) / (value - ink), wanted, 0.9))


def _linear(coded: float) -> float:
    return float(coded / 12.92 if coded <= 0.04045 else ((coded + 0.055) / 1.055) ** 2.4)


def _smooth(values: np.ndarray) -> np.ndarray:
    values = np.clip(values, 0, 1)
    return (values * values * (3 - 2 * values)).astype(np.float32)


def _even(value: float) -> int:
    return int(value // 2) * 2


def caption_line(width: int, height: int) -> int:
    """How many characters a line of captions may have in a frame: fewer and larger where it is narrow."""
    return 42 if width >= 1.2 * height else 34 if width >= 0.95 * height else 28


def _caption_size(width: int, height: int) -> float:
    return {42: 0.045, 34: 0.05, 28: 0.058}[caption_line(width, height)]


class Typesetter:
    """Sets words for one frame size. All sizes follow from it."""

    def __init__(
        self, width: int, height: int, *, has_captions: bool, caption_style: CaptionStyle = "lines",
        faces: Typefaces = OWN,
    ) -> None:  # fmt: skip
        self.width, self.height, self._faces = width, height, faces
        # In a tall frame the width is what is scarce.
        self.unit = min(float(height), width * 0.9)
        self.margin_x, self.margin_y = width * SAFE, height * SAFE
        self.is_tall = height > width
        self.left = self.margin_x * (1.2 if self.is_tall else 1.5)
        self.caption_face = Face("inter", 600, self.unit * _caption_size(width, height))
        self._has_captions = has_captions
        # Players and phones put their controls on the bottom of a tall picture.
        self.caption_bottom = height - (height * 0.13 if self.is_tall else self.margin_y)
        self._is_by_word = caption_style == "words"
        if self._is_by_word:  # under a face that fills the frame, where a thumb does not cover them
            self.caption_face = Face("inter", 800, self.unit * WORD_SIZE, tracking=-0.01)
            self.caption_bottom = height * (0.74 if self.is_tall else 0.86)

    # ------------------------------------------------------------ captions

    @property
    def caption_leading(self) -> float:
        return self.caption_face.size * 1.32

    @property
    def caption_top(self) -> float:
        """Where the taller captions begin."""
        return self.caption_bottom - (1 if self._is_by_word else 2) * self.caption_leading

    def caption(self, lines: Sequence[str]) -> Inset:
        """The words of one cue, centred, on the lowest lines of the safe area; smaller if they would not fit."""
        face = self.caption_face
        widest, room = max(face.width(line) for line in lines), self.width * (1 - 2 * SAFE)
        if widest > room:
            face = face.resized(face.size * room / widest)
        top = _even(self.caption_bottom - len(lines) * self.caption_leading - face.size * 0.5)
        rows = min(_even(self.caption_bottom + face.size * 0.5), self.height) - top
        letters = Image.new("L", (self.width, rows))
        pen = ImageDraw.Draw(letters)
        for number, line in enumerate(reversed(lines)):
            baseline = self.caption_bottom - face.descent - number * self.caption_leading - top
            face.draw(pen, (self.width - face.width(line)) / 2, baseline, line)
        return self._cropped(letters, top, shadow=face.size * 0.16, shade=0.55)

    def caption_scrim(self, strength: float) -> Inset:
        """A shade that rises softly from the bottom to behind the captions."""
        if self._is_by_word:
            return self._word_scrim(strength)
        solid = self.caption_top - self.caption_leading * 0.15
        top = _even(max(solid - self.unit * 0.16, 0))
        rows = np.arange(top, self.height, dtype=np.float32)
        rise = _smooth((rows - top) / max(solid - top, 1.0)) * strength
        shade = np.repeat(rise[:, None], self.width, axis=1)
        return inset(shade, np.zeros_like(shade), 0, top)

    def _word_scrim(self, strength: float) -> Inset:
        """A soft band behind large words, which stand clear of most pictures by their size."""
        reach = self.caption_leading * 0.9
        top, bottom = _even(self.caption_top - reach), min(_even(self.caption_bottom + reach), self.height)
        rows = np.arange(top, bottom, dtype=np.float32)
        beyond = np.maximum(self.caption_top - rows, rows - self.caption_bottom) / reach
        shade = np.repeat((_smooth(1 - beyond) * strength)[:, None], self.width, axis=1)
        return inset(shade, np.zeros_like(shade), 0, top)

    def caption_region(self) -> tuple[slice, slice]:
        """The rows and columns that captions may cover."""
        return (
            slice(int(self.caption_top), int(self.caption_bottom)),
            slice(int(self.width * 0.15), int(self.width * 0.85)),
        )

    # ------------------------------------------------------------ overlays

    def overlay(self, overlay: Overlay, luma: np.ndarray) -> Inset:
        """A title, figure, lower third or note for a shot whose picture has this luma ([height, width], 16..235)."""
        match overlay.kind:
            case "title":
                return self._title(overlay, luma, size=0.13)
            case "figure":
                return self._title(overlay, luma, size=0.24)
            case "lower_third":
                return self._lower_third(overlay, luma)
            case "note":
                return self._note(overlay, luma)
            case "keyword":
                return keyword_plate(overlay, self.width, self.height)
            case "logo" if overlay.picture:
                above = self.height * (0.12 if self.is_tall else SAFE * 1.6)
                return painted(*badge(overlay.picture, luma, self.left, above))
        raise ValueError(f"unknown overlay {overlay.kind!r}")

    def _title(self, overlay: Overlay, luma: np.ndarray, *, size: float) -> Inset:
        room = self.width - self.left - self.margin_x if self.is_tall else self.width * 0.7
        face, lines = _fitting(Face(self._faces.title, 600, self.unit * size, tracking=-0.01), overlay.text, room, 3)
        small = Face(self._faces.text, 500, self.unit * 0.042, tracking=0.005)
        small, below = _fitting(small, overlay.subtitle, room, 2)
        blocks = [(line, face, face.size * 1.06) for line in lines]
        blocks += [(line, small, small.size * (1.9 if n == 0 else 1.4)) for n, line in enumerate(below)]
        height = sum(leading for *_, leading in blocks)
        left, top = self.left, self.height * 0.45 - height / 2
        if self.is_tall and overlay.kind == "title":  # what it names stands in the middle; in a wide frame beside it
            top = self.height * 0.2
        letters = Image.new("L", (self.width, self.height))
        pen = ImageDraw.Draw(letters)
        y = top + face.cap_height * 0.1
        for line, one, leading in blocks:
            y += leading
            one.draw(pen, left, y - one.descent * 0.5, line)
        box = (left, top, max(one.width(line) for line, one, _ in blocks), height)
        shade = self._curtain(box, luma, wanted=0.4)
        return self._framed(letters, shade, shadow=face.size * 0.10)

    def _lower_third(self, overlay: Overlay, luma: np.ndarray) -> Inset:
        face = Face(self._faces.text, 600, self.unit * 0.05, tracking=-0.005)
        small = Face(self._faces.text, 400, self.unit * 0.036, tracking=0.01)
        # Low and, in a narrow frame, wide rather than high: a face stands in the middle there.
        left, room = self.left, self.width * (0.6 if self.width > 1.3 * self.height else 0.8)
        face, names = _fitting(face, overlay.text, room, 2)
        small, roles = _fitting(small, overlay.subtitle, room, 2)
        lines = [(line, face, face.size * 1.22) for line in names]
        lines += [(line, small, small.size * 1.45) for line in roles]
        height = sum(leading for *_, leading in lines)
        bottom = self.caption_top - self.unit * 0.025 if self._has_captions else self.height - self.margin_y * 1.5
        top = bottom - height
        letters = Image.new("L", (self.width, self.height))
        pen = ImageDraw.Draw(letters)
        rule = max(2.0, self.unit * 0.005)
        pen.rectangle((left, top + face.size * 0.16, left + rule - 1, bottom - small.size * 0.1), fill=255)
        y = top
        for line, one, leading in lines:
            y += leading
            one.draw(pen, left + self.unit * 0.028, y - one.descent * 0.9, line)
        widest = max(one.width(line) for line, one, _ in lines) + self.unit * 0.028
        shade = self._corner((left, top, widest, height), luma, wanted=0.3)
        return self._framed(letters, shade, shadow=face.size * 0.14)

    def _note(self, overlay: Overlay, luma: np.ndarray) -> Inset:
        face = Face("inter", 500, self.unit * 0.03, tracking=0.015)
        room = self.width * 0.6
        face, lines = _fitting(face, f"{overlay.text} {overlay.subtitle}", room, 4)
        leading = face.size * 1.4
        left, top = self.left, self.margin_y * 1.4
        letters = Image.new("L", (self.width, self.height))
        pen = ImageDraw.Draw(letters)
        for number, line in enumerate(lines, start=1):
            face.draw(pen, left, top + number * leading - face.descent, line)
        box = (left, top, max(face.width(line) for line in lines), len(lines) * leading)
        # From the upper edge down, like a sky that is a little darker: a patch around the words would show.
        rows = np.arange(self.height, dtype=np.float32)
        bottom = top + len(lines) * leading
        shade = _smooth(1 - (rows - bottom) / (self.height * 0.28)) * self._strength(box, luma, 0.15)
        return self._framed(letters, np.repeat(shade[:, None], self.width, axis=1), shadow=face.size * 0.2)

    # ------------------------------------------------------------ scrims

    def _strength(self, box: tuple[float, float, float, float], luma: np.ndarray, wanted: float) -> float:
        x, y, width, height = box
        behind = luma[max(int(y), 0) : int(y + height) + 1, max(int(x), 0) : int(x + width) + 1]
        return scrim_strength(float(np.percentile(behind, 90)) if behind.size else 128.0, wanted)

    def _curtain(self, box: tuple[float, float, float, float], luma: np.ndarray, *, wanted: float) -> np.ndarray:
        """Shade from the left edge to the end of `box`, then thinning out; in a tall frame, a band around it."""
        x, y, width, height = box
        if self.is_tall:
            rows = np.arange(self.height, dtype=np.float32)
            beyond = np.maximum(y - rows, rows - (y + height)) / (self.height * 0.3)
            band = _smooth(1 - beyond) * self._strength(box, luma, wanted)
            return np.repeat(band[:, None], self.width, axis=1)
        columns = np.arange(self.width, dtype=np.float32)
        done = x + width
        thin = _smooth(1 - (columns - done) / max(self.width * 1.3 - done, self.width * 0.4))
        shade = np.minimum(thin, 1.0) * self._strength(box, luma, wanted)
        return np.repeat(shade[None, :], self.height, axis=0)

    def _corner(self, box: tuple[float, float, float, float], luma: np.ndarray, *, wanted: float) -> np.ndarray:
        """Shade behind `box` and on to the lower left corner of the frame, thinning out upwards and to the right."""
        x, y, width, _ = box
        rows = np.arange(self.height, dtype=np.float32)[:, None]
        columns = np.arange(self.width, dtype=np.float32)[None, :]
        above = np.maximum(y - rows, 0) / (self.height * 0.22)
        beyond = np.maximum(columns - (x + width), 0) / (self.width * 0.5)
        return _smooth(1 - np.sqrt(above**2 + beyond**2)) * self._strength(box, luma, wanted)

    def _framed(self, letters: Image.Image, shade: np.ndarray, *, shadow: float) -> Inset:
        cover = np.asarray(letters, np.float32) / 255
        glow = cv2.GaussianBlur(cover, (0, 0), shadow) * 0.5
        shade = shade + glow * (1 - shade)
        used = cv2.boundingRect(((shade > 0.004) | (cover > 0)).astype(np.uint8))
        x0, y0 = _even(used[0]), _even(used[1])
        x1, y1 = _even(used[0] + used[2] + 1), _even(used[1] + used[3] + 1)
        return inset(shade[y0:y1, x0:x1], cover[y0:y1, x0:x1], x0, y0)

    def _cropped(self, letters: Image.Image, top: int, *, shadow: float, shade: float) -> Inset:
        cover = np.asarray(letters, np.float32) / 255
        glow = np.minimum(cv2.GaussianBlur(cover, (0, 0), shadow) * shade * 1.6, shade)
        left, _, across, _ = cv2.boundingRect((glow > 0.004).astype(np.uint8))
        x0, x1 = _even(left), _even(left + across + 1)
        return inset(glow[:, x0:x1], cover[:, x0:x1], x0, top)
