"""Pictures as old film, tape and broken screens showed them; and what a film's own camera can do to them."""

import cv2
import numpy as np

from generation.media.edits.canvas import Bytes, Canvas, Effect, Moment, blurred, eased, ellipse, multiplied, screened
from generation.media.edits.intents import Operation
from generation.media.edits.lights import bloom
from generation.media.edits.styles import _grain_sheets, _grained


def old_film(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """The gate weaves, light flickers, dust flashes up, scratches stay for a while, corners are dark."""
    rng = canvas.rng(51)
    strength = operation.strength
    sheets = _grain_sheets(canvas, 52, 1.0)
    away = ellipse(
        canvas.height, canvas.width, (canvas.width / 2, canvas.height / 2), (canvas.width * 0.66, canvas.height * 0.7)
    )
    shade = (1 - 0.55 * np.clip(away - 0.5, 0, 1)).astype(np.float32)
    scratches: list[list[float]] = []

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        dx, dy = rng.normal(0, 0.9 * canvas.unit * strength, 2)
        shift = np.array([[1, 0, dx], [0, 1, dy]])
        out = cv2.warpAffine(bgr, shift, (canvas.width, canvas.height), borderMode=cv2.BORDER_REPLICATE)
        out = multiplied(out, shade * float(1 + rng.normal(0, 0.035 * strength)))
        out = _grained(out, sheets, 13.0 * strength, rng)
        marks = np.zeros(bgr.shape[:2], np.uint8)
        if rng.random() < 0.08 * strength:
            scratches.append([rng.uniform(0, canvas.width), rng.uniform(6, 40), rng.uniform(-0.4, 0.4)])
        for scratch in scratches:
            scratch[0] += scratch[2] + rng.normal(0, 0.3)
            scratch[1] -= 1
            cv2.line(
                marks,
                (round(scratch[0]), 0),
                (round(scratch[0] + 3 * scratch[2]), canvas.height),
                110,
                max(1, round(canvas.unit * 0.8)),
                cv2.LINE_AA,
            )
        scratches[:] = [scratch for scratch in scratches if scratch[1] > 0]
        light = blurred(marks, 0.7).astype(np.float32) / 255
        out = screened(out, light)
        return _dusted(out, rng, canvas, strength)

    return effect


def _dusted(bgr: Bytes, rng: np.random.Generator, canvas: Canvas, strength: float) -> Bytes:
    for _ in range(rng.poisson(1.6 * strength)):
        x, y = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        size = rng.uniform(0.8, 3.2) * canvas.unit
        level = 235 if rng.random() < 0.35 else 18
        points = (np.array([x, y]) + rng.normal(0, size, (5, 2))).astype(np.int32)
        cv2.fillConvexPoly(bgr, cv2.convexHull(points), (level, level, level), cv2.LINE_AA)
    return bgr


def vhs(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Colour that lags and bleeds, soft luma with ringing, noise in lines, a torn edge at the bottom that wanders."""
    rng = canvas.rng(53)
    strength = operation.strength * (1.3, 2.1, 0.8)[flavour % 3]
    lag = round(5 * canvas.unit * strength)
    lines = (0.94 + 0.06 * (np.arange(canvas.height) // max(1, round(canvas.unit * 1.5)) % 2)).astype(np.float32)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        ycc = cv2.cvtColor(bgr, cv2.COLOR_BGR2YCrCb)
        colour = cv2.blur(ycc[..., 1:], (max(3, lag * 3), 3))
        colour = np.roll(colour, lag, axis=1)
        luma = ycc[..., 0].astype(np.float32)
        soft = cv2.GaussianBlur(luma, (0, 0), 1.6 * canvas.unit, sigmaY=0.5)
        luma = soft + 0.7 * (luma - cv2.GaussianBlur(luma, (0, 0), 3 * canvas.unit, sigmaY=0.4))
        noise = rng.standard_normal((canvas.height, 1)).astype(np.float32) * 2.2 * strength
        luma = luma * lines[:, None] + noise + rng.standard_normal(luma.shape).astype(np.float32) * 4 * strength
        whole = np.dstack([np.clip(luma, 0, 255).astype(np.uint8), colour])
        out = cv2.cvtColor(whole, cv2.COLOR_YCrCb2BGR)
        return _torn(out, moment, rng, canvas, strength)

    return effect


def _torn(bgr: Bytes, moment: Moment, rng: np.random.Generator, canvas: Canvas, strength: float) -> Bytes:
    """The head switching at the bottom, and a band of tracking errors that climbs."""
    rows = np.zeros(canvas.height, np.float32)
    foot = max(3, round(canvas.height * 0.018))
    rows[-foot:] = np.linspace(0, 26 * canvas.unit, foot) + rng.normal(0, 3, foot)
    band = int((1.1 - (moment.seconds * 0.23) % 1.4) * canvas.height)
    tall = round(canvas.height * 0.05)
    low, high = max(0, band), min(canvas.height, band + tall)
    if high > low:
        rows[low:high] += rng.normal(0, 3.5 * strength * canvas.unit, high - low)
    rows += np.sin(np.arange(canvas.height) / 37 + moment.seconds * 3) * 0.5 * canvas.unit
    across = np.arange(canvas.width, dtype=np.float32)[None] - rows[:, None]
    down = np.repeat(np.arange(canvas.height, dtype=np.float32)[:, None], canvas.width, axis=1)
    return np.asarray(
        cv2.remap(bgr, across.astype(np.float32), down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )


def glitch(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Bursts: bands jump aside, the colours part, blocks repeat. Between bursts the picture is nearly whole."""
    rng = canvas.rng(54)
    often = (0.3, 0.5, 0.18)[flavour % 3] * operation.strength
    state = {"left": 0.0}

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        state["left"] -= 1
        if state["left"] < -canvas.fps * 0.25 and rng.random() < often / 4:
            state["left"] = float(rng.integers(3, max(4, int(canvas.fps * 0.35))))
        part = round((3.5 + (9 if state["left"] > 0 else 0)) * canvas.unit * operation.strength)
        out = bgr.copy()
        out[..., 2] = np.roll(bgr[..., 2], part, axis=1)
        out[..., 0] = np.roll(bgr[..., 0], -part, axis=1)
        if state["left"] > 0:
            for _ in range(int(rng.integers(3, 9))):
                tall = int(rng.integers(4, max(5, canvas.height // 9)))
                top = int(rng.integers(0, max(1, canvas.height - tall)))
                out[top : top + tall] = np.roll(out[top : top + tall], int(rng.normal(0, 60 * canvas.unit)), axis=1)
            if rng.random() < 0.5:
                tall = canvas.height // 12
                top = int(rng.integers(0, max(1, canvas.height - 2 * tall)))
                out[top : top + tall] = 255 - out[top : top + tall]
        return out

    return effect


def neon(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Edges light up in two colours over a dark picture, and lights bleed."""
    colours = ((255, 60, 255), (255, 220, 40)) if flavour % 2 == 0 else ((255, 230, 60), (90, 60, 255))
    ramp = np.linspace(0, 1, canvas.width, dtype=np.float32)[None, :, None]
    tint = (np.array(colours[0], np.float32) * (1 - ramp) + np.array(colours[1], np.float32) * ramp) / 255

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        grey = cv2.GaussianBlur(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), (0, 0), 1.4 * canvas.unit).astype(np.float32)
        edge = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
        line = np.clip((edge - 26) / 110, 0, 1)
        halo = line * 0.55 + np.asarray(blurred(line, 6 * canvas.unit), np.float32) * 0.9
        pulse = 0.9 + 0.1 * np.sin(moment.seconds * 5)
        return bloom(
            screened(bgr, np.clip(halo[..., None] * tint * pulse * operation.strength, 0, 0.95)),
            14 * canvas.unit,
            0.6,
            0.6,
        )

    return effect


# ---------------------------------------------------------------- the camera's own


def zoom_in(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    return _zoom(canvas, 1.0, 1 + 0.16 * operation.strength * (1, 1.9, 0.6)[flavour % 3])


def zoom_out(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    return _zoom(canvas, 1 + 0.16 * operation.strength * (1, 1.9, 0.6)[flavour % 3], 1.0)


def _zoom(canvas: Canvas, first: float, last: float) -> Effect:
    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        scale = first * (last / first) ** eased(moment.share)
        x, y = canvas.width / 2, canvas.height / 2
        matrix = np.array([[scale, 0, x - scale * x], [0, scale, y - scale * y]])
        return np.asarray(
            cv2.warpAffine(
                bgr, matrix, (canvas.width, canvas.height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            )
        )

    return effect


def shake(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """A hand holds the camera; the second flavour trembles."""
    rng = canvas.rng(55)
    slow = canvas.fps / (4 if flavour % 2 == 0 else 11)
    paths = [
        np.asarray(blurred(rng.standard_normal((1, canvas.frames + 60)).astype(np.float32), slow / 2))[0]
        for _ in range(3)
    ]
    paths = [path / max(float(path.std()), 1e-6) for path in paths]
    reach = 5.0 * canvas.unit * operation.strength * (1.0, 1.4, 0.7)[flavour % 3]

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        n = moment.number
        turn = paths[2][n] * 0.25 * operation.strength
        matrix = cv2.getRotationMatrix2D(
            (canvas.width / 2, canvas.height / 2), float(turn), 1.035 + 0.01 * operation.strength
        )
        matrix[:, 2] += (paths[0][n] * reach, paths[1][n] * reach)
        return np.asarray(
            cv2.warpAffine(
                bgr, matrix, (canvas.width, canvas.height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
            )
        )

    return effect


def mirror(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Left and right change places; in the second flavour the left half meets itself."""

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        if flavour % 2 == 0:
            return np.ascontiguousarray(bgr[:, ::-1])
        half = bgr[:, : canvas.width // 2]
        out = bgr.copy()
        out[:, canvas.width - half.shape[1] :] = half[:, ::-1]
        return out

    return effect


def letterbox(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    shape = 2.39 if flavour % 2 == 0 else 2.0
    bar = max(0, round((canvas.height - canvas.width / shape) / 2))

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        out = bgr.copy()
        if bar:
            out[:bar] = out[-bar:] = 0
        return out

    return effect


def fade_in(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    lasts = min(canvas.frames / canvas.fps / 2, (1.0, 2.0, 0.6)[flavour % 3])
    return lambda bgr, moment: multiplied(bgr, eased(moment.seconds / max(lasts, 0.04)))


def fade_out(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    total = canvas.frames / canvas.fps
    lasts = min(total / 2, (1.0, 2.0, 0.6)[flavour % 3])
    return lambda bgr, moment: multiplied(bgr, eased((total - 1 / canvas.fps - moment.seconds) / max(lasts, 0.04)))


def film_finish(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """What makes a graded picture look shot on film: a little grain, lights that bleed, corners a shade darker."""
    rng = canvas.rng(56)
    sheets = _grain_sheets(canvas, 57, 0.7)
    away = ellipse(
        canvas.height, canvas.width, (canvas.width / 2, canvas.height / 2), (canvas.width * 0.8, canvas.height * 0.85)
    )
    shade = (1 - 0.2 * np.clip(away - 0.5, 0, 1)).astype(np.float32)
    amount = 4.5 * operation.strength
    bars = (
        letterbox(operation, 0, canvas)
        if operation.kind == "cinematic" and flavour % 2 == 1 and not canvas.has_box
        else None
    )

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        out = _grained(multiplied(bloom(bgr, 10 * canvas.unit, 0.35), shade), sheets, amount, rng)
        return bars(out, moment) if bars else out

    return effect


EFFECTS = {
    "old_film": old_film, "vhs": vhs, "glitch": glitch, "neon": neon, "zoom_in": zoom_in, "zoom_out": zoom_out,
    "shake": shake, "mirror": mirror, "letterbox": letterbox, "fade_in": fade_in, "fade_out": fade_out,
    "cinematic": film_finish, "vintage": film_finish, "noir": film_finish, "teal_orange": film_finish,
}  # fmt: skip
