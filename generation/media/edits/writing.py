"""Words written into the picture: on the box and moving with it, or as a title where there is none."""

import cv2
import numpy as np
from PIL import Image, ImageDraw

from generation.media.edits.canvas import Bytes, Canvas, Effect, Floats, Moment, eased, rounded
from generation.media.edits.intents import Operation
from generation.media.edits.vocabulary import COLOURS
from generation.media.fonts import Face

_FADE_S = 0.35
_INK, _PAPER = (14, 11, 10), (239, 244, 246)  # BGR


def text(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Set to fit. In a box: plain letters with a soft shadow, or a plate behind them. Without one: a title in the
    middle, or a line low on the left."""
    colour = tuple(reversed(COLOURS.get(operation.colour, (246, 244, 239))))
    has_plate = flavour % 2 == 1
    if canvas.has_box:
        return _on_box(operation.text, colour, has_plate, canvas)
    return _on_picture(operation.text, colour, has_plate, canvas)


def _on_box(words: str, colour: tuple[int, ...], has_plate: bool, canvas: Canvas) -> Effect:
    set_for: dict[tuple[int, int], Floats] = {}
    size = [0.0, 0.0]

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        x, y, width, height = moment.box
        if not size[0]:
            size[:] = width, height
        key = round(size[0]), round(size[1])
        if key not in set_for:
            set_for[key] = _set(words, key[0], key[1], share=0.62 if has_plate else 0.74)
        letters = set_for[key]
        # Set once, then scaled with the box: letters that are set anew for each size would jump.
        matrix = np.array([[width / key[0], 0, x], [0, height / key[1], y]])
        laid = cv2.warpAffine(letters, matrix, (canvas.width, canvas.height), flags=cv2.INTER_AREA)
        if has_plate:
            plate = np.zeros(bgr.shape[:2], np.float32)
            pad = 0.07 * min(width, height)
            corner = (
                (round((x + pad) * 16), round((y + pad) * 16)),
                (round((x + width - pad) * 16), round((y + height - pad) * 16)),
            )
            cv2.rectangle(plate, *corner, 1.0, -1, cv2.LINE_AA, 4)
            is_light = sum(colour) > 380
            ground = _INK if is_light else _PAPER
            bgr = _over(bgr, plate * 0.9, ground)
        else:
            bgr = _over(
                bgr,
                np.clip(cv2.GaussianBlur(laid, (0, 0), 0.05 * height + 0.5) * 1.1, 0, 0.62),
                _INK if sum(colour) > 330 else _PAPER,
            )
        return _over(bgr, laid, colour)

    return effect


def _on_picture(words: str, colour: tuple[int, ...], is_low: bool, canvas: Canvas) -> Effect:
    lasts = canvas.frames / canvas.fps
    if is_low:
        tall = round(canvas.height * 0.12)
        letters = _set(words, round(canvas.width * 0.62), tall, share=0.62, weight=600, is_left=True)
        left, top = round(canvas.width * 0.06), round(canvas.height * 0.78)
    else:
        letters = _set(
            words,
            round(canvas.width * 0.84),
            round(canvas.height * 0.36),
            share=0.9,
            weight=600,
            family="fraunces",
            largest=0.15 * canvas.height,
        )
        left, top = (canvas.width - letters.shape[1]) // 2, (canvas.height - letters.shape[0]) // 2
    sheet = np.zeros((canvas.height, canvas.width), np.float32)
    sheet[top : top + letters.shape[0], left : left + letters.shape[1]] = letters[
        : canvas.height - top, : canvas.width - left
    ]
    shadow = np.clip(cv2.GaussianBlur(sheet, (0, 0), 0.018 * canvas.height) * 1.2, 0, 0.55)
    bar = np.zeros_like(sheet)
    if is_low:
        wide = round(0.006 * canvas.width)
        bar[top : top + letters.shape[0], left - 3 * wide : left - 2 * wide] = 1.0

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        fade = min(_FADE_S, lasts / 4)
        seen = eased(moment.seconds / fade) * eased((lasts - moment.seconds) / fade) if fade > 0 else 1.0
        out = _over(bgr, shadow * seen, _INK)
        if is_low:
            out = _over(out, bar * seen, colour)
        return _over(out, sheet * seen, colour)

    return effect


def _over(bgr: Bytes, cover: Floats, colour: tuple[int, ...]) -> Bytes:
    under = bgr.astype(np.float32)
    return rounded(under + (np.array(colour, np.float32) - under) * cover[..., None])


def _set(
    words: str,
    width: int,
    height: int,
    *,
    share: float,
    weight: int = 700,
    family: str = "inter",
    is_left: bool = False,
    largest: float = 1e9,
) -> Floats:
    """Coverage of the words, as large as they fit into `share` of the size, on up to three lines."""
    best: tuple[float, list[str]] = (0.0, [words])
    for count in (1, 2, 3):
        lines = _broken(words, count)
        if lines is None:
            continue
        probe = Face(family, weight, 100.0)  # type: ignore[arg-type]
        widest = max(probe.width(line) for line in lines)
        fits = min(width * share / widest * 100, height * share / (1.16 * (len(lines) - 1) + 0.73), largest)
        if fits > best[0]:
            best = fits, lines
    size, lines = best
    face = Face(family, weight, max(4.0, size))  # type: ignore[arg-type]
    sheet = Image.new("L", (width, height))
    pen = ImageDraw.Draw(sheet)
    lead = size * 1.16
    block = lead * (len(lines) - 1) + face.cap_height
    baseline = (height - block) / 2 + face.cap_height
    for line in lines:
        x = 0.0 if is_left else (width - face.width(line)) / 2
        face.draw(pen, x, baseline, line)
        baseline += lead
    return np.asarray(sheet, np.float32) / 255


def _broken(words: str, count: int) -> list[str] | None:
    """The words on so many lines of about the same length."""
    parts = words.split()
    if len(parts) < count:
        return None
    best: tuple[int, list[str]] | None = None

    def tried(start: int, left: int, lines: list[str]) -> None:
        nonlocal best
        if left == 1:
            whole = [*lines, " ".join(parts[start:])]
            longest = max(map(len, whole))
            if best is None or longest < best[0]:
                best = longest, whole
            return
        for end in range(start + 1, len(parts) - left + 2):
            tried(end, left - 1, [*lines, " ".join(parts[start:end])])

    tried(0, count, [])
    return best[1] if best else None
