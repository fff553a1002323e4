"""Blur and its opposite, and what stands out from its background."""

import cv2
import numpy as np

from generation.media.edits.canvas import Bytes, Canvas, Effect, Floats, Moment, blurred, mixed, multiplied
from generation.media.edits.intents import Operation
from generation.media.edits.subject import Subject


def blur(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    sigma = (9.0, 20.0, 5.0)[flavour % 3] * operation.strength * canvas.unit
    return lambda bgr, moment: np.asarray(blurred(bgr, sigma), np.uint8)


def pixelate(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Blocks that stay in place on what they cover. The second flavour blurs instead, beyond recognition."""
    if flavour % 2 == 1:
        sigma = 0.16 * min(canvas.width, canvas.height)
        return lambda bgr, moment: np.asarray(blurred(bgr, sigma), np.uint8)
    block = max(4, round((10 if canvas.has_box else 16) * canvas.unit * operation.strength))
    across, down = max(2, -(-canvas.width // block)), max(2, -(-canvas.height // block))
    across, down = (min(across, 12), min(down, 12)) if canvas.has_box else (across, down)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        small = cv2.resize(bgr, (across, down), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, (canvas.width, canvas.height), interpolation=cv2.INTER_NEAREST), np.uint8)

    return effect


def tilt_shift(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Only a band is sharp, as in pictures of small things; colours are those of toys."""
    sigma = 7 * operation.strength * canvas.unit * (1, 1.5, 0.7)[flavour % 3]
    middle, reach = (0.58, 0.17) if flavour % 2 == 0 else (0.45, 0.12)
    row = np.abs(np.linspace(0, 1, canvas.height) - middle)
    away = np.clip((row - reach) / 0.3, 0, 1).astype(np.float32)
    share = np.repeat(away[:, None], canvas.width, axis=1)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        half = np.asarray(blurred(bgr, sigma * 0.5), np.uint8)
        soft = np.asarray(blurred(bgr, sigma), np.uint8)
        return mixed(mixed(bgr, half, np.clip(share * 2, 0, 1)), soft, np.clip(share * 2 - 1, 0, 1))

    return effect


def motion_blur(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """What moves draws a trail; lights draw a longer one."""
    keep = min(0.94, (0.78, 0.9, 0.66)[flavour % 3] + 0.04 * (operation.strength - 1))
    held: list[Floats] = []

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        now = bgr.astype(np.float32)
        if not held:
            held.append(now)
        trail = held[0] * keep + now * (1 - keep)
        held[0] = np.maximum(trail, now * 0.55) if flavour % 2 == 1 else trail
        return np.asarray(np.clip(held[0], 0, 255).astype(np.uint8))

    return effect


def sharpen(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Fine detail, or local contrast in the second flavour."""
    sigma, amount = ((1.3, 0.7), (9.0, 0.5), (2.2, 0.5))[flavour % 3]

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        soft = np.asarray(blurred(bgr, sigma * canvas.unit), np.uint8)
        share = amount * operation.strength
        return np.asarray(cv2.addWeighted(bgr, 1 + share, soft, -share, 0), np.uint8)

    return effect


def denoise(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Within the picture by like neighbours, over time where nothing moves."""
    spread = (18, 32, 12)[flavour % 3] * operation.strength
    held: list[Floats] = []

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        calm = cv2.bilateralFilter(bgr, 5, spread, 3)
        now = calm.astype(np.float32)
        if not held:
            held.append(now)
        moved = np.abs(cv2.GaussianBlur(now - held[0], (0, 0), 2)).max(axis=2)
        share = np.clip((moved - 3) / 9, 0.3, 1)[..., None]
        held[0] = held[0] + (now - held[0]) * share
        return np.asarray(np.clip(held[0], 0, 255).astype(np.uint8))

    return effect


def background_blur(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """The subject stays sharp; behind it, lights grow into discs."""
    subject = Subject(canvas)
    sigma = (7.0, 13.0, 4.5)[flavour % 3] * operation.strength * canvas.unit
    radius = max(2, round(sigma * 1.3))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2).astype(np.float32)
    disc /= disc.sum()

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        sharp = subject.mask(bgr, moment)
        # The subject is left out of the blur, so that it casts no halo on what is behind it.
        behind = 1 - sharp[..., None]
        linear = (bgr.astype(np.float32) / 255) ** 2.2
        half = cv2.resize(linear * behind, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        weight = cv2.resize(behind, (half.shape[1], half.shape[0]), interpolation=cv2.INTER_AREA)
        small = cv2.resize(disc, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) if radius > 3 else disc
        small = small / small.sum()
        spread = cv2.filter2D(half, -1, small)
        total = cv2.filter2D(weight, -1, small)[..., None]
        soft = np.clip(spread / np.maximum(total, 0.02), 0, 1) ** (1 / 2.2)
        soft = cv2.resize((soft * 255).astype(np.uint8), (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
        return mixed(soft, bgr, sharp)

    return effect


def grey_background(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    subject = Subject(canvas)
    dim = 1.0 if flavour % 2 == 0 else 0.62

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        grey = cv2.cvtColor(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        return mixed(multiplied(grey, dim), bgr, subject.mask(bgr, moment))

    return effect


def dark_background(operation: Operation, flavour: int, canvas: Canvas) -> Effect:
    """Light is kept for the subject."""
    subject = Subject(canvas)
    level = max(0.12, (0.5, 0.32, 0.65)[flavour % 3] / operation.strength)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        near = np.asarray(blurred(subject.mask(bgr, moment), 6 * canvas.unit), np.float32)
        return multiplied(bgr, level + (1 - level) * near)

    return effect


EFFECTS = {
    "blur": blur, "pixelate": pixelate, "tilt_shift": tilt_shift, "motion_blur": motion_blur, "sharpen": sharpen,
    "denoise": denoise, "background_blur": background_blur, "grey_background": grey_background,
    "dark_background": dark_background,
}  # fmt: skip
