"""Light that falls on a picture: glow, rays, flares, a spot, darker corners, fire."""

import cv2
import numpy as np

from generation.media.edits.canvas import (
    Bytes,
    Canvas,
    Effect,
    Floats,
    Moment,
    blurred,
    ellipse,
    mixed,
    multiplied,
    rounded,
    screened,
)
from generation.media.edits.intents import Operation


def glow(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Lights bleed softly into what is around them (Orton's way)."""
    amount = min(0.85, operation.strength * (0.42, 0.62, 0.3)[flavour % 3])
    sigma = (14, 26, 8)[flavour % 3] * canvas.unit

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        soft = np.asarray(blurred(bgr, sigma)).astype(np.float32) / 255
        return mixed(bgr, screened(bgr, soft * soft * 0.9), amount)

    return effect


def bloom(bgr: Bytes, sigma: float, amount: float, threshold: float = 0.68) -> Bytes:
    """Only what is bright glows."""
    bright = np.clip((bgr.astype(np.float32) / 255 - threshold) / (1 - threshold), 0, 1)
    return screened(bgr, np.clip(np.asarray(blurred(bright, sigma), np.float32) * amount, 0, 1))


def vignette(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    depth = min(0.85, operation.strength * (0.42, 0.66, 0.3)[flavour % 3])
    away = ellipse(
        canvas.height, canvas.width, (canvas.width / 2, canvas.height / 2), (canvas.width * 0.72, canvas.height * 0.78)
    )
    shade = 1 - depth * np.clip((away - 0.35) / 0.85, 0, 1) ** 1.6
    return lambda bgr, moment: multiplied(bgr, shade.astype(np.float32))


def spotlight(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """A pool of light on the middle (of the box, where there is one); the rest sinks back, if it may be touched."""
    lift = 0.42 * operation.strength * (1.0, 1.35, 0.7)[flavour % 3]
    dim = (0.5, 0.68, 0.35)[flavour % 3] * min(1.2, operation.strength)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        x, y, width, height = moment.box
        away = ellipse(canvas.height, canvas.width, (x + width / 2, y + height / 2), (width * 0.5, height * 0.5))
        if not canvas.has_box:
            away = away * 1.5
        pool = np.clip(1.25 - away, 0, 1)
        pool = (pool * pool * (3 - 2 * pool)).astype(np.float32)
        warm = np.array((0.94, 1.0, 1.06), np.float32)
        lit = 1 + lift * pool[..., None] * warm - dim * (1 - pool[..., None])
        return rounded(bgr.astype(np.float32) * lit)

    return effect


def rays(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Shafts of light from above: what is bright up there, smeared away from the sun, and a little of its warmth."""
    amount = operation.strength * (0.62, 0.9, 0.45)[flavour % 3]
    side = -0.12 if flavour % 2 == 0 else 1.12
    sun = np.array([side * canvas.width, -0.22 * canvas.height])
    rng = canvas.rng(21)
    beams = blurred(rng.random((1, 720)).astype(np.float32), 5)[0]
    beams = np.clip((beams - beams.min()) / float(np.ptp(beams)) * 1.5 - 0.35, 0, 1)
    across, down = np.meshgrid(np.arange(canvas.width) - sun[0], np.arange(canvas.height) - sun[1])
    angle = np.arctan2(down, across)
    far = np.hypot(across, down) / np.hypot(canvas.width, canvas.height)
    falls = np.clip(1.15 - far, 0, 1).astype(np.float32) ** 1.4
    place = (angle + np.pi) / (2 * np.pi) * 719 * 4

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        turned = (place + moment.seconds * 4) % 719
        shaft = np.asarray(
            cv2.remap(
                beams[None].astype(np.float32),
                turned.astype(np.float32),
                np.zeros_like(turned, np.float32),
                cv2.INTER_LINEAR,
            )
        )
        light = shaft * falls * 0.5 * amount + falls**3 * 0.35 * amount
        return screened(bgr, light[..., None] * np.array((0.66, 0.86, 1.0), np.float32))

    return effect


def flare(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Light that leaks into the lens: a warm edge that breathes, or ghosts along a line that drift."""
    amount = min(1.0, 0.8 * operation.strength)
    rng = canvas.rng(22)
    if flavour % 2 == 0:
        phase = rng.uniform(0, 6.28)

        def leak(bgr: Bytes, moment: Moment) -> Bytes:
            breath = 0.55 + 0.45 * np.sin(moment.seconds * 1.1 + phase)
            edge = ellipse(
                canvas.height,
                canvas.width,
                (canvas.width * (1.05 - 0.1 * breath), canvas.height * 0.3),
                (canvas.width * 0.5, canvas.height * 0.9),
            )
            light = np.clip(1 - edge, 0, 1)[..., None] ** 1.5 * np.array((0.12, 0.42, 0.95), np.float32)
            return screened(bgr, (light * amount * (0.4 + 0.5 * breath)).astype(np.float32))

        return leak
    ghosts = [
        (float(rng.uniform(0.2, 1.6)), float(rng.uniform(0.02, 0.09)), rng.uniform(0.3, 1.0, 3)) for _ in range(7)
    ]

    def line(bgr: Bytes, moment: Moment) -> Bytes:
        sun = np.array([canvas.width * (0.18 + 0.1 * moment.share), canvas.height * 0.16])
        middle = np.array([canvas.width / 2, canvas.height / 2])
        light = np.zeros((*bgr.shape[:2], 3), np.float32)
        halo = ellipse(canvas.height, canvas.width, (sun[0], sun[1]), (canvas.height * 0.42,) * 2)
        light += (np.clip(1 - halo, 0, 1) ** 2.4)[..., None] * np.array((0.75, 0.9, 1.0), np.float32)
        streak = np.abs(np.arange(canvas.height) - sun[1])[:, None] / (canvas.height * 0.012)
        reach = np.clip(1 - np.abs(np.arange(canvas.width) - sun[0]) / (canvas.width * 0.8), 0, 1)[None]
        light += (np.exp(-streak) * reach * 0.5)[..., None] * np.array((1.0, 0.75, 0.5), np.float32)
        for along, size, colour in ghosts:
            at = sun + (middle - sun) * 2 * along
            away = ellipse(canvas.height, canvas.width, (at[0], at[1]), (canvas.height * size,) * 2)
            light += (np.clip((1 - away) * 4, 0, 1) * 0.09)[..., None] * colour.astype(np.float32)
        return screened(bgr, np.clip(light * amount, 0, 1))

    return line


def flicker(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """The light of a fire: uneven, warm, from below."""
    rng = canvas.rng(23)
    steps = blurred(
        rng.standard_normal((1, canvas.frames + 40)).astype(np.float32), canvas.fps / (14 if flavour % 2 == 0 else 7)
    )[0]
    steps = steps / max(float(np.abs(steps).max()), 1e-6)
    depth = 0.2 * operation.strength * (1.0, 1.6, 0.7)[flavour % 3]
    low = ellipse(
        canvas.height, canvas.width, (canvas.width * 0.5, canvas.height * 1.1), (canvas.width * 0.75, canvas.height)
    )
    pool = np.clip(1.1 - low, 0, 1)[..., None] * np.array((0.05, 0.24, 0.5), np.float32)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        level = float(steps[moment.number % len(steps)])
        lit = multiplied(bgr, 1.0 + depth * level)
        return screened(lit, (pool * (0.55 + 0.5 * level) * min(1.2, operation.strength)).astype(np.float32))

    return effect


def sun_glow(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """What a low sun adds beside its colour: a glow from one side, and lights that bleed."""
    strength = min(1.3, operation.strength)
    side = 0.92 if flavour % 2 == 0 else 0.06
    away = ellipse(
        canvas.height,
        canvas.width,
        (canvas.width * side, canvas.height * 0.2),
        (canvas.width * 0.95, canvas.height * 1.0),
    )
    light = (np.clip(1 - away, 0, 1)[..., None] ** 1.7 * np.array((0.1, 0.36, 0.72), np.float32)) * 0.75 * strength
    shade = (1 - 0.16 * strength * np.clip(away - 0.55, 0, 1)).astype(np.float32)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        return bloom(screened(multiplied(bgr, shade), light.astype(np.float32)), 16 * canvas.unit, 0.5)

    return effect


def lamps(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """At night, what was brightest goes on glowing, warm, as windows and lamps do."""
    if flavour % 2 == 0:
        shade = 1 - 0.34 * np.clip(
            ellipse(canvas.height, canvas.width, (canvas.width / 2, canvas.height / 2), (canvas.width * 0.75,) * 2)
            - 0.3,
            0,
            1,
        )
        return lambda bgr, moment: multiplied(bgr, shade.astype(np.float32))

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        level = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).astype(np.float32)
        bright = np.clip((level - np.percentile(level[::4, ::4], 97)) / 40, 0, 1)
        light: Floats = np.asarray(blurred(bright, 9 * canvas.unit), np.float32)
        return screened(bgr, np.clip(light[..., None] * 0.9 * np.array((0.35, 0.75, 1.0), np.float32), 0, 0.9))

    return effect


EFFECTS = {
    "dreamy": glow, "vignette": vignette, "spotlight": spotlight, "rays": rays, "flare": flare, "flicker": flicker,
    "golden_hour": sun_glow, "night": lamps,
}  # fmt: skip
