"""Rain, snow, fog, dust and lightning, in planes of their own depth that move as such things do."""

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
    gradient,
    mixed,
    rounded,
    screened,
)
from generation.media.edits.intents import Operation


def rain(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Streaks in three planes under a veil; the second flavour falls harder and slanted, the third drizzles."""
    force = operation.strength * (0.8, 1.35, 0.5)[flavour % 3]
    slant = (0.06, 0.22, 0.02)[flavour % 3]
    rng = canvas.rng(11)
    planes = [_streaks(canvas, rng, plane, force, slant) for plane in range(3)]
    veil = _Drift(canvas, rng, speed=(0.05, 0.25), coarsest=3)
    haze = gradient(canvas.height, canvas.width, ((0, 0.22), (0.45, 0.3), (1, 0.08))) * min(1.0, force * 0.8)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        grey = _air(bgr, 0.0)
        out = mixed(bgr, grey, haze * (0.55 + 0.45 * veil.at(moment.seconds)))
        light = np.zeros((canvas.height, canvas.width), np.float32)
        for streaks, speed in planes:
            light += _scrolled(streaks, moment.seconds * speed, slant, canvas.height)
        return screened(out, np.minimum(light, 0.75))

    return effect


def _streaks(canvas: Canvas, rng: np.random.Generator, plane: int, force: float, slant: float) -> tuple[Floats, float]:
    """One plane as a sheet twice as high as the canvas whose ends meet, and how many pixels a second it falls."""
    unit = canvas.unit
    height, width = canvas.height * 2, canvas.width
    count = int((900, 300, 60)[plane] * force * width * height / (1280 * 1440 * unit * unit))
    length = (22, 48, 110)[plane] * unit * (0.8 + 0.4 * force)
    bright = (0.13, 0.2, 0.2)[plane]
    thick = max(1, round((1.0, 1.4, 2.6)[plane] * unit))
    sheet = np.zeros((height, width), np.uint8)
    reach = int(length * 1.6)
    for x, y, size in zip(
        rng.uniform(0, width, count), rng.uniform(0, height, count), rng.uniform(0.6, 1.4, count), strict=True
    ):
        tall = length * size
        level = int(255 * min(1.0, bright * rng.uniform(0.5, 1.5)))
        for lap in (0, -height) if y + tall > height else (0,):
            for side in (0, -width) if x + reach > width else (0,):
                start = round((x + side) * 16), round((y + lap) * 16)
                end = round((x + side - slant * tall) * 16), round((y + lap + tall) * 16)
                cv2.line(sheet, start, end, level, thick, cv2.LINE_AA, 4)
    soft = blurred(sheet, (0.5, 0.7, 1.8)[plane] * unit)
    return soft.astype(np.float32) / 255, (1.5, 2.1, 3.1)[plane] * canvas.height * 1.2


def _scrolled(sheet: Floats, fallen: float, slant: float, height: int) -> Floats:
    """The part of an endless sheet that is in view after it has fallen so many pixels."""
    down = int(fallen) % sheet.shape[0]
    across = int(-fallen * slant) % sheet.shape[1]
    rows = np.roll(sheet, (down, across), axis=(0, 1))
    return rows[:height]


def _air(bgr: Bytes, lightness: float) -> Bytes:
    """The colour of the air: the hue of the picture's lights, much paler, `lightness` of the way to white (0 to 1)."""
    lights = np.percentile(bgr[::8, ::8].reshape(-1, 3), 85, axis=0)
    grey = lights.mean()
    pale = 0.4 * lights + 0.6 * grey
    return np.full_like(bgr, np.clip(pale + (255 - pale) * lightness, 0, 255).astype(np.uint8))


class _Drift:
    """A sheet of soft noise that the wind moves; canvas-sized pictures of it at any time."""

    def __init__(
        self,
        canvas: Canvas,
        rng: np.random.Generator,
        *,
        speed: tuple[float, float],
        coarsest: int = 4,
        octaves: int = 4,
    ) -> None:
        self._canvas, self._speed = canvas, speed
        self._small = (max(8, canvas.height // 6), max(8, canvas.width // 6))
        self._near = clouds(rng, self._small[0], self._small[1] * 2, coarsest=coarsest, octaves=octaves)
        self._far = clouds(rng, self._small[0], self._small[1] * 2, coarsest=coarsest * 2, octaves=octaves)

    def at(self, seconds: float, camera_x: float = 0.0) -> Floats:
        near = self._part(self._near, seconds * self._speed[1] + camera_x)
        far = self._part(self._far, seconds * self._speed[0] + camera_x * 0.5)
        return np.asarray(
            cv2.resize(
                near * 0.6 + far * 0.4, (self._canvas.width, self._canvas.height), interpolation=cv2.INTER_LINEAR
            )
        )

    def _part(self, sheet: Floats, widths: float) -> Floats:
        moved = (widths * self._small[1]) % sheet.shape[1]
        whole, part = int(moved), moved - int(moved)
        columns = (np.arange(self._small[1] + 1) + whole) % sheet.shape[1]
        view = sheet[:, columns]
        return np.asarray(view[:, :-1] * (1 - part) + view[:, 1:] * part)


def snow(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Flakes in three planes that sway; the second flavour is a storm with wind and white air."""
    force = operation.strength * (0.9, 2.4, 0.5)[flavour % 3]
    wind = (0.05, 0.75, 0.0)[flavour % 3]
    rng = canvas.rng(12)
    area = canvas.width * canvas.height / (1280 * 720 * canvas.unit**2)
    planes = [
        _Flakes(canvas, rng, int(count * force * area), size=size, speed=speed, wind=wind, soft=soft, bright=bright)
        for count, size, speed, soft, bright in (
            (1100, (0.8, 1.5), 0.09, 0.6, 0.8), (380, (1.6, 3.0), 0.16, 0.9, 0.9), (36, (4.0, 9.0), 0.3, 3.2, 0.6),
        )
    ]  # fmt: skip
    air = _Drift(canvas, rng, speed=(0.04 + wind * 0.1, 0.1 + wind * 0.4))
    white = gradient(canvas.height, canvas.width, ((0, 0.24), (0.55, 0.22), (1, 0.08))) * min(2.6, force)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        out = mixed(bgr, _air(bgr, 0.45), np.clip(white * (0.5 + 0.7 * air.at(moment.seconds)), 0, 0.8))
        light = np.zeros((canvas.height, canvas.width), np.float32)
        for plane in planes:
            light = np.maximum(light, plane.at(moment.seconds))
        return screened(out, light)

    return effect


class _Flakes:
    def __init__(
        self,
        canvas: Canvas,
        rng: np.random.Generator,
        count: int,
        *,
        size: tuple[float, float],
        speed: float,
        wind: float,
        soft: float,
        bright: float,
    ) -> None:
        self._canvas, self._soft, self._wind = canvas, soft * canvas.unit, wind
        self._x = rng.uniform(0, 1, count)
        self._y = rng.uniform(0, 1, count)
        self._fall = speed * rng.uniform(0.75, 1.3, count)
        self._sway = rng.uniform(0.004, 0.014, count)
        self._beat = rng.uniform(0.15, 0.5, count)
        self._phase = rng.uniform(0, 6.28, count)
        self._radius = rng.uniform(*size, count) * canvas.unit
        self._level = (255 * bright * rng.uniform(0.55, 1.0, count)).astype(int)

    def at(self, seconds: float) -> Floats:
        height, width = self._canvas.height, self._canvas.width
        margin = 0.06
        swayed = (
            self._x
            + self._sway * np.sin(6.28 * self._beat * seconds + self._phase)
            + self._wind * seconds * (0.5 + self._fall * 2)
        )
        x = (swayed % (1 + 2 * margin) - margin) * width
        y = ((self._y + self._fall * seconds) % (1 + 2 * margin) - margin) * height
        sheet = np.zeros((height, width), np.uint8)
        for cx, cy, radius, level in zip(x, y, self._radius, self._level, strict=True):
            cv2.circle(sheet, (round(cx * 16), round(cy * 16)), round(radius * 16), int(level), -1, cv2.LINE_AA, 4)
        return np.asarray(blurred(sheet, self._soft).astype(np.float32) / 255)


def fog(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Air that thickens with distance, which is higher up in most pictures, and drifts; the second flavour is dense."""
    force = min(1.25, operation.strength) * (0.58, 0.8, 0.4)[flavour % 3]
    rng = canvas.rng(13)
    drift = _Drift(canvas, rng, speed=(0.012, 0.035), coarsest=2)
    low = flavour % 2 == 0
    points = ((0, 0.6), (0.4, 1.0), (0.62, 0.85), (1, 0.22)) if low else ((0, 1.0), (0.5, 1.0), (0.7, 0.8), (1, 0.4))
    depth = (
        gradient(canvas.height, canvas.width, points)
        if not canvas.has_box
        else np.full((canvas.height, canvas.width), 0.85, np.float32)
    )

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        thick = depth * (0.62 + 0.55 * drift.at(moment.seconds, -float(moment.camera[0, 2]) / canvas.width)) * force
        soft = np.asarray(blurred(bgr, 2.2 * canvas.unit * min(1.5, force)))
        scattered = mixed(bgr, soft, np.clip(thick * 0.8, 0, 0.85).astype(np.float32))
        return mixed(scattered, _air(bgr, 0.3), np.clip(thick, 0, 0.9).astype(np.float32))

    return effect


def dust(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    force = operation.strength * (0.5, 0.8, 0.35)[flavour % 3]
    rng = canvas.rng(14)
    drift = _Drift(canvas, rng, speed=(0.06, 0.22 + 0.2 * (flavour % 2)), coarsest=3)
    sand = np.array((118, 168, 206), np.float32)
    area = canvas.width * canvas.height / (1280 * 720 * canvas.unit**2)
    motes = _Flakes(canvas, rng, int(160 * force * area), size=(0.6, 1.8), speed=0.02, wind=0.35, soft=0.7, bright=0.5)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        thick = (0.35 + 0.65 * drift.at(moment.seconds)) * force
        out = mixed(bgr, np.broadcast_to(sand, bgr.shape).astype(np.uint8), np.clip(thick, 0, 0.85).astype(np.float32))
        return screened(out, motes.at(moment.seconds) * 0.6)

    return effect


def storm(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Hard rain and lightning: two or three flashes that light the picture from above, each a double one."""
    falling = rain(operation, 1, canvas)
    rng = canvas.rng(15)
    lasts = canvas.frames / canvas.fps
    flashes = [
        float(time)
        for time in np.sort(rng.uniform(0.15, 0.9, max(1, min(6, round(lasts / 2.2) + flavour % 2))) * lasts)
    ]
    glow = gradient(canvas.height, canvas.width, ((0, 1.0), (0.5, 0.7), (1, 0.4)))

    def light_at(seconds: float) -> float:
        total = 0.0
        for flash in flashes:
            since = seconds - flash
            if 0 <= since < 0.7:
                total += np.exp(-since * 11) + (0.8 * np.exp(-(since - 0.14) * 9) if since >= 0.14 else 0.0)
        return min(1.0, total)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        level = light_at(moment.seconds) * min(1.2, operation.strength)
        if level > 0.02:
            lit = bgr.astype(np.float32) * (1 + 1.5 * level * glow[..., None])
            bgr = rounded(lit + level * glow[..., None] * np.array((62, 46, 40), np.float32))
        return falling(bgr, moment)

    return effect


EFFECTS = {"rain": rain, "snow": snow, "fog": fog, "dust": dust, "storm": storm}
