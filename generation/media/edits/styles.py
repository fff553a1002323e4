"""Pictures as if they were made by other means: drawn, painted, printed, or kept on old film and tape."""

import cv2
import numpy as np

from generation.media.edits.canvas import (
    Bytes,
    Canvas,
    Effect,
    Floats,
    Moment,
    blurred,
    clouds,
    multiplied,
    rounded,
)
from generation.media.edits.intents import Operation


def _paper(canvas: Canvas, salt: int, depth: float) -> Floats:
    """The tooth of paper, around 1, the same in every frame."""
    rng = canvas.rng(salt)
    fine = blurred(rng.standard_normal((canvas.height, canvas.width)).astype(np.float32), 0.9 * canvas.unit)
    coarse = clouds(rng, canvas.height, canvas.width, coarsest=12, octaves=4, wraps=False) - 0.5
    return np.asarray(1 + depth * (fine / max(float(fine.std()), 1e-6) * 0.45 + coarse), np.float32)


def sketch(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Graphite: the picture divided by its own blur leaves lines; tone comes from hatching. The second is in colour."""
    paper = _paper(canvas, 31, 0.045)
    sigma = 7 * canvas.unit
    hatch = _hatching(canvas)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        grey = cv2.cvtColor(cv2.bilateralFilter(bgr, 5, 30, 4), cv2.COLOR_BGR2GRAY).astype(np.float32)
        line = np.clip(grey / np.maximum(np.asarray(blurred(grey, sigma), np.float32), 1.0), 0, 1)
        line = np.clip((line - 0.5) / 0.5, 0, 1) ** (1.5 * operation.strength)
        tone = np.asarray(blurred(grey, 2 * canvas.unit), np.float32) / 255
        shade = 1 - np.clip(0.62 - tone, 0, 0.6) * (0.55 + 0.75 * hatch)
        drawn = line * shade * paper
        if flavour % 2 == 0:
            return rounded(drawn[..., None] * np.array((236, 243, 246), np.float32))
        soft = np.asarray(blurred(bgr, 3 * canvas.unit)).astype(np.float32)
        pale = 255 - (255 - soft) * 0.62
        return rounded(pale * drawn[..., None])

    return effect


def _hatching(canvas: Canvas) -> Floats:
    """Strokes in two directions, 0 to 1, uneven as a hand's."""
    rng = canvas.rng(32)
    noise = rng.standard_normal((canvas.height, canvas.width)).astype(np.float32)
    total = np.zeros_like(noise)
    for angle in (38, -24):
        size = max(9, round(26 * canvas.unit) | 1)
        kernel = np.zeros((size, size), np.float32)
        half = size // 2
        along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))]) * half
        cv2.line(
            kernel,
            (round(half - along[0]), round(half - along[1])),
            (round(half + along[0]), round(half + along[1])),
            1.0,
            1,
        )
        stroke: Floats = np.asarray(cv2.filter2D(noise, -1, kernel / kernel.sum()), np.float32)
        total += (stroke / max(float(stroke.std()), 1e-6)).astype(np.float32)
    return np.clip(total * 0.3 + 0.5, 0, 1).astype(np.float32)


def watercolour(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Washes that flatten detail, pigment that gathers at their edges and in the paper's tooth, a bare rim."""
    paper = _paper(canvas, 33, 0.05)
    pools = clouds(canvas.rng(34), canvas.height, canvas.width, coarsest=6, octaves=5, wraps=False)
    rounds = 2 if flavour % 2 == 0 else 3
    wobble = _wobble(canvas, 35, (2.4, 4.5)[flavour % 2] * operation.strength)
    bare = np.zeros((canvas.height, canvas.width), np.float32) if canvas.has_box else _bare_rim(canvas, pools)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        small = cv2.resize(bgr, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        for _ in range(rounds):
            small = cv2.bilateralFilter(small, 7, 42 * operation.strength, 4)
        small = cv2.medianBlur(small, 3 if flavour % 2 == 0 else 5)
        wash = cv2.resize(small, (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
        wash = cv2.remap(wash, *wobble, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        level = cv2.cvtColor(wash, cv2.COLOR_BGR2GRAY).astype(np.float32)
        edge = cv2.magnitude(cv2.Sobel(level, cv2.CV_32F, 1, 0), cv2.Sobel(level, cv2.CV_32F, 0, 1))
        rim = np.clip(np.asarray(blurred(edge, 0.7 * canvas.unit), np.float32) / 420, 0, 0.2)
        # Pigment takes light away from white paper: the thinner the wash, the lighter. Blacks are never quite black.
        thin = 0.78 + 0.34 * (pools - 0.5)
        depth = (1 - wash.astype(np.float32) / 255 * 0.99) * thin[..., None]
        stain = depth + (rim + (paper - 1))[..., None] * (0.25 + depth)
        return rounded((1 - stain * (1 - bare[..., None])) * np.array((243, 249, 252), np.float32))

    return effect


def _bare_rim(canvas: Canvas, pools: Floats) -> Floats:
    """Where the brush did not go: an uneven margin."""
    across = np.minimum(np.arange(canvas.width), np.arange(canvas.width)[::-1])[None]
    down = np.minimum(np.arange(canvas.height), np.arange(canvas.height)[::-1])[:, None]
    margin = np.minimum(across, down) / (0.05 * canvas.height) + (pools - 0.5) * 1.6
    return np.clip(1.3 - margin * 1.6, 0, 1).astype(np.float32)


def _wobble(canvas: Canvas, salt: int, pixels: float) -> tuple[Floats, Floats]:
    """Where each pixel is taken from when edges run a little."""
    rng = canvas.rng(salt)
    across, down = np.meshgrid(np.arange(canvas.width, dtype=np.float32), np.arange(canvas.height, dtype=np.float32))
    shift = [clouds(rng, canvas.height, canvas.width, coarsest=24, octaves=3, wraps=False) - 0.5 for _ in range(2)]
    return across + shift[0] * 2 * pixels * canvas.unit, down + shift[1] * 2 * pixels * canvas.unit


def oil(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Kuwahara's filter: each pixel takes the mean of whichever of four sides is most alike, which leaves strokes;
    their relief catches the light."""
    radius = max(3, round((5 if flavour % 2 == 0 else 9) * canvas.unit * operation.strength))

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        painted = _kuwahara(bgr, radius)
        level = cv2.cvtColor(painted, cv2.COLOR_BGR2GRAY).astype(np.float32)
        relief = cv2.Sobel(level, cv2.CV_32F, 1, 1, ksize=3)
        return rounded(painted.astype(np.float32) + np.clip(relief * 0.35, -18, 18)[..., None])

    return effect


def _kuwahara(bgr: Bytes, radius: int) -> Bytes:
    picture = bgr.astype(np.float32)
    grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).astype(np.float32)
    size = radius + 1
    best: Floats | None = None
    out = picture
    for x, y in ((0, 0), (radius, 0), (0, radius), (radius, radius)):
        mean = _box(grey, size, (x, y))
        spread = _box(grey * grey, size, (x, y)) - mean * mean
        colour = _box(picture, size, (x, y))
        if best is None:
            best, out = spread, colour
        else:
            better = spread < best
            best = np.where(better, spread, best)
            out = np.where(better[..., None], colour, out)
    return rounded(out)


def _box(values: Floats, size: int, anchor: tuple[int, int]) -> Floats:
    return np.asarray(cv2.boxFilter(values, -1, (size, size), anchor=anchor, borderType=cv2.BORDER_REFLECT))


def comic(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Flat colours in steps, black lines; the second flavour shades with dots."""
    steps = 5 if flavour % 2 == 0 else 4
    dots = _dots(canvas, 5.0) if flavour % 2 == 1 else None
    sigma = 1.0 * canvas.unit

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        small = cv2.resize(bgr, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        for _ in range(3):
            small = cv2.bilateralFilter(small, 7, 40, 5)
        flat = cv2.resize(small, (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
        hsv = cv2.cvtColor(flat, cv2.COLOR_BGR2HSV).astype(np.float32)
        value = hsv[..., 2] / 255 * steps
        whole = np.floor(value)
        # A step is not quite sharp, so that noise does not make it crawl.
        hsv[..., 2] = (whole + np.clip((value - whole - 0.5) * 5 + 0.5, 0, 1)) / steps * 255
        shaded = cv2.cvtColor(np.clip(hsv, 0, 255).astype(np.uint8), cv2.COLOR_HSV2BGR)
        if dots is not None:
            dark = 1 - np.asarray(blurred(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), 2), np.float32) / 255
            ink = np.clip((dark - dots) * 6 + 0.2, 0, 1) * np.clip((dark - 0.32) * 3, 0, 1)
            shaded = multiplied(shaded, (1 - 0.5 * ink).astype(np.float32))
        return multiplied(shaded, 1 - _ink_lines(flat, sigma, operation.strength))

    return effect


def _ink_lines(bgr: Bytes, sigma: float, strength: float) -> Floats:
    """Lines where brightness turns (difference of two blurs, Winnemöller's XDoG), 0 to 1."""
    grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    fine, coarse = cv2.GaussianBlur(grey, (0, 0), sigma), cv2.GaussianBlur(grey, (0, 0), sigma * 1.6)
    edge = fine - 0.985 * coarse
    line = 1 - np.clip(1 + np.tanh((edge - 0.003) * 110), 0, 1)
    return np.clip(line * 0.95 * min(1.1, strength), 0, 1).astype(np.float32)


def _dots(canvas: Canvas, size: float) -> Floats:
    """A screen of dots at 30 degrees, 0 to 1."""
    step = size * canvas.unit
    across, down = np.meshgrid(np.arange(canvas.width, dtype=np.float32), np.arange(canvas.height, dtype=np.float32))
    a, b = across * 0.866 + down * 0.5, down * 0.866 - across * 0.5
    wave = np.cos(a * 2 * np.pi / step) * np.cos(b * 2 * np.pi / step)
    return ((1 - wave) / 2).astype(np.float32)


def halftone(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Newsprint: dots as large as the picture is dark, in black or in colour."""
    screen = _dots(canvas, 7.0 if flavour % 2 == 0 else 5.0)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        soft = np.asarray(blurred(bgr, 1.6 * canvas.unit)).astype(np.float32) / 255
        if flavour % 2 == 0:
            dark = 1 - cv2.cvtColor((soft * 255).astype(np.uint8), cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
            ink = np.clip((dark - screen) * 7 + 0.5, 0, 1)[..., None]
            return rounded((1 - ink) * np.array((222, 234, 240), np.float32) + ink * 24)
        inked = np.clip((1 - soft - screen[..., None]) * 6 + 0.5, 0, 1)
        return rounded((1 - inked * 0.92) * 246)

    return effect


def pixel_art(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Blocks in few colours, dithered in a pattern that stands still."""
    block = max(3, round((6 if flavour % 2 == 0 else 10) * canvas.unit * operation.strength))
    across, down = max(8, canvas.width // block), max(8, canvas.height // block)
    bayer = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 - 0.5
    pattern = np.tile(bayer, (down // 4 + 1, across // 4 + 1))[:down, :across, None]
    levels = 6 if flavour % 2 == 0 else 4

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        small = cv2.resize(bgr, (across, down), interpolation=cv2.INTER_AREA).astype(np.float32)
        small = (small - 128) * 1.15 + 128
        steps = np.clip(np.rint((small + pattern * 255 / levels * 0.7) / 255 * levels), 0, levels) / levels * 255
        return np.asarray(
            cv2.resize(steps.astype(np.uint8), (canvas.width, canvas.height), interpolation=cv2.INTER_NEAREST)
        )

    return effect


def grain(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Clumps of silver: new in each frame, strongest in the middle tones."""
    amount = operation.strength * (11.0, 19.0, 7.0)[flavour % 3]
    sheets = _grain_sheets(canvas, 41, (0.75, 1.15, 0.6)[flavour % 3])
    rng = canvas.rng(42)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        return _grained(bgr, sheets, amount, rng)

    return effect


def _grain_sheets(canvas: Canvas, salt: int, size: float) -> list[Floats]:
    rng = canvas.rng(salt)
    shape = canvas.height + 64, canvas.width + 64
    found = []
    for _ in range(3):
        noise = np.asarray(blurred(rng.standard_normal(shape).astype(np.float32), size * canvas.unit), np.float32)
        found.append(noise / max(float(noise.std()), 1e-6))
    return found


def _grained(bgr: Bytes, sheets: list[Floats], amount: float, rng: np.random.Generator) -> Bytes:
    height, width = bgr.shape[:2]
    top, left = rng.integers(0, 64, 2)
    noise = sheets[int(rng.integers(0, len(sheets)))][top : top + height, left : left + width]
    level = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    weight = 0.35 + 0.65 * 4 * level * (1 - level)
    return rounded(bgr.astype(np.float32) + (noise * weight * amount)[..., None])


EFFECTS = {
    "sketch": sketch, "watercolour": watercolour, "oil": oil, "comic": comic, "halftone": halftone,
    "pixel_art": pixel_art, "grain": grain,
}  # fmt: skip
