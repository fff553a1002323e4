"""Looks that are a matter of colour alone: functions of colour, composed into one 33³ table.

Colours are float64 `[…, 3]` RGB as stored (0 to 1). Each function takes a strength: 1 is what the name promises.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from generation.media.edits.intents import Operation
from generation.media.edits.vocabulary import COLOURS
from generation.media.timeline.grade import SIZE, lut
from generation.media.timeline.model import Grade

Colours = np.ndarray
Look = Callable[[Colours], Colours]
_LUMA = np.array([0.2126, 0.7152, 0.0722])


def graded(**controls: float) -> Look:
    """The six controls of the editor as a look."""
    limits = {"brightness": 1.0, "contrast": 1.0, "saturation": 1.0, "temperature": 1.0}
    held = {name: float(np.clip(value, -limits[name], limits[name])) if name in limits else value
            for name, value in controls.items()}  # fmt: skip
    table = lut(Grade(**held)).astype(np.float64)
    return lambda rgb: _looked_up(table, rgb)


def _looked_up(table: Colours, rgb: Colours) -> Colours:
    at = np.clip(rgb, 0, 1).reshape(-1, 3) * (SIZE - 1)
    low = np.minimum(at.astype(int), SIZE - 2)
    part, out = at - low, np.zeros_like(at)
    for corner in np.ndindex(2, 2, 2):
        weight = np.prod(np.where(corner, part, 1 - part), axis=1)
        out += weight[:, None] * table[tuple((low + corner).T)]
    return out.reshape(rgb.shape)


def luma(rgb: Colours) -> Colours:
    return (rgb @ _LUMA)[..., None]


def mixed(one: Colours, other: Colours, share: float | Colours) -> Colours:
    return one + (other - one) * share


def split_toned(shadows: tuple[float, float, float], lights: tuple[float, float, float], strength: float) -> Look:
    """Colours the shadows and the lights, each by what it adds to grey there; the middle stays."""

    def look(rgb: Colours) -> Colours:
        y = luma(rgb)
        low, high = np.clip(1 - y * 1.9, 0, 1) ** 1.2, np.clip(y * 1.9 - 0.9, 0, 1) ** 1.1
        return rgb + strength * (low * np.array(shadows) + high * np.array(lights))

    return look


def curve(points: tuple[tuple[float, float], ...]) -> Look:
    """A tone curve through points, the same for all three colours."""
    across, up = zip(*points, strict=True)
    return lambda rgb: np.interp(rgb, across, up)


def dimmed(share: float) -> Look:
    """That share of the light taken away, from white too: a graded brightness leaves white as it is."""
    return curve(((0, 0), (1, 1 - min(0.6, share))))


def monochrome(tint: tuple[float, float, float] = (1.0, 1.0, 1.0), weights: tuple[float, float, float] | None = None,
               *, share: float = 1.0) -> Look:  # fmt: skip
    """Greys, tinted, made from the three colours as a filter before the lens would."""
    mix = np.array(weights) if weights else _LUMA
    return lambda rgb: mixed(rgb, (rgb @ (mix / mix.sum()))[..., None] * np.array(tint), share)


def tinted(name: str, strength: float) -> Look:
    """The picture in a light of that colour: lights keep their lightness, shadows take the most."""
    hue = np.array(COLOURS.get(name, (128, 128, 128))) / 255
    hue = hue / max(float(hue @ _LUMA), 0.05)

    def look(rgb: Colours) -> Colours:
        lit = np.clip(luma(rgb) * np.clip(hue, 0, 2.4), 0, 1)
        return mixed(rgb, lit, 0.42 * strength)

    return look


def recoloured(name: str, strength: float, *, hue: float | None, width: float = 28.0) -> Look:
    """Things of one hue (degrees; None: all that has colour) take the colour `name`; light and shade stay.

    Black, white and grey are reached by changing lightness instead.
    """
    goal = np.array([[COLOURS[name]]], np.uint8)
    goal_hls = cv2.cvtColor(goal.astype(np.float32) / 255, cv2.COLOR_RGB2HLS)[0, 0]
    is_neutral = goal_hls[2] < 0.16

    def look(rgb: Colours) -> Colours:
        flat = np.clip(rgb, 0, 1).reshape(1, -1, 3).astype(np.float32)
        hls = cv2.cvtColor(flat, cv2.COLOR_RGB2HLS)[0]
        chroma = flat[0].max(axis=1) - flat[0].min(axis=1)
        weight = np.clip((chroma - 0.06) / 0.12, 0, 1)
        if hue is not None:
            apart = np.abs((hls[:, 0] - hue + 180) % 360 - 180)
            weight = weight * np.clip((width * 1.6 - apart) / (width * 0.8), 0, 1)
        made = hls.copy()
        if is_neutral:
            made[:, 2] = hls[:, 2] * 0.08
            made[:, 1] = np.clip(hls[:, 1] + (goal_hls[1] - 0.5) * 0.75, 0.02, 0.98)
        else:
            made[:, 0] = goal_hls[0]
            made[:, 2] = np.clip(0.35 * hls[:, 2] + 0.65 * goal_hls[2], 0, 1)
            made[:, 1] = np.clip(hls[:, 1] + (goal_hls[1] - 0.5) * 0.35, 0, 1)
        out = cv2.cvtColor(made[None], cv2.COLOR_HLS2RGB)[0]
        share = (weight * min(1.0, 0.9 * strength))[:, None]
        return mixed(flat[0], out, 1.0 * share).reshape(rgb.shape).astype(np.float64)

    return look


def composed(looks: list[Look]) -> np.ndarray:
    """One table, float32 `[33, 33, 33, 3]`, of looks one after the other."""
    axis = np.linspace(0, 1, SIZE)
    rgb = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    for look in looks:
        rgb = np.clip(look(rgb), 0, 1)
    return rgb.astype(np.float32)


_HEAT = (
    (0.0, (0.0, 0.0, 0.08)), (0.25, (0.22, 0.0, 0.5)), (0.5, (0.8, 0.1, 0.35)), (0.75, (1.0, 0.6, 0.05)),
    (1.0, (1.0, 1.0, 0.85)),
)  # fmt: skip


def _thermal(rgb: Colours) -> Colours:
    y = luma(rgb)[..., 0]
    at = [place for place, _ in _HEAT]
    return np.stack([np.interp(y, at, [colour[channel] for _, colour in _HEAT]) for channel in range(3)], axis=-1)


def _night_vision(rgb: Colours) -> Colours:
    return np.clip(luma(rgb) ** 0.7, 0, 1) * np.array((0.22, 1.0, 0.34))


# ---------------------------------------------------------------- which operation is which looks


@dataclass(frozen=True)
class _Wish:
    """An operation as one variant takes it.

    `s` is how strongly it was asked for, `f` how far this variant goes: by turns as far, further, less far. Every other
    variant may do another thing (`is_other`).
    """

    operation: Operation
    flavour: int
    target_hue: float | None

    @property
    def s(self) -> float:
        return self.operation.strength

    @property
    def f(self) -> float:
        return self.s * (1.0, 1.5, 0.7)[self.flavour % 3]

    @property
    def is_other(self) -> bool:
        return self.flavour % 2 == 1


def _recoloured(wish: _Wish) -> list[Look]:
    if wish.target_hue is None:  # it has no colour of its own that could be turned
        return [tinted(wish.operation.colour, 1.4 if wish.is_other else 2.0)]
    return [recoloured(wish.operation.colour, 0.8 if wish.is_other else 1.0, hue=wish.target_hue)]


def _black_and_white(wish: _Wish) -> list[Look]:
    if wish.is_other:  # as through a red filter on hard paper
        return [monochrome(weights=(0.55, 0.36, 0.09)), graded(contrast=0.42)]
    return [monochrome(), graded(contrast=0.1)]


def _sepia(wish: _Wish) -> list[Look]:
    if wish.is_other:
        return [monochrome((1.14, 0.95, 0.7), share=0.8)]
    return [monochrome((1.09, 0.97, 0.78), share=0.95)]


def _vintage(wish: _Wish) -> list[Look]:
    faded = curve(((0, 0.085), (0.3, 0.3), (0.75, 0.76), (1, 0.93)))
    print_ = split_toned((0.035, 0.0, 0.03), (0.05, 0.03, -0.06), 1.2 * wish.s)
    crossed = split_toned((-0.02, 0.03, 0.04), (0.075, 0.03, -0.02), 1.2 * wish.s)
    return [graded(saturation=-0.24), faded, crossed if wish.is_other else print_]


def _night(wish: _Wish) -> list[Look]:
    """Day for night (as it has been shot since the 1930s): much darker, bluer, colours nearly gone in the shadows."""
    deep = (0.62, 0.76, 0.52)[wish.flavour % 3] * min(1.35, wish.s)

    def scotopic(rgb: Colours) -> Colours:
        y = luma(rgb)
        moon = np.array(((0.62, 0.84, 1.32), (0.58, 0.78, 1.42), (0.8, 0.84, 1.12))[wish.flavour % 3])
        dim = np.clip(0.9 - 0.9 * y, 0.5, 0.9)
        return mixed(rgb, y * moon, dim)

    return [
        graded(brightness=-deep, contrast=0.22),
        scotopic,
        curve(((0, 0.012), (0.3, 0.2), (0.6, 0.42), (1, 0.74))),
    ]


def _dusk(wish: _Wish) -> list[Look]:
    violet = split_toned((0.0, 0.005, 0.085), (0.07, 0.0, 0.05), 1.1)
    blue = split_toned((-0.03, 0.01, 0.09), (-0.02, 0.02, 0.09), 1.1)
    deep = graded(brightness=-0.34 * wish.f, contrast=0.08)
    return [deep, dimmed(0.28 * wish.f), graded(temperature=-0.24), blue if wish.is_other else violet]


_LOOKS: dict[str, Callable[[_Wish], list[Look]]] = {
    # light and colour
    "brighten": lambda w: [
        graded(brightness=0.34 * w.f, saturation=0.06), *([curve(((0, 0.03), (1, 1)))] if w.is_other else []),
    ],
    "darken": lambda w: [graded(brightness=-0.36 * w.f, contrast=0.08 * w.f), dimmed(0.2 * w.f)],
    "contrast": lambda w: [graded(contrast=0.34 * w.f, saturation=0.08 * w.f)],
    "flat": lambda w: [graded(contrast=-0.3 * w.f), curve(((0, 0.05), (1, 0.97)))],
    "saturate": lambda w: [graded(saturation=0.42 * w.f, contrast=0.06)],
    "desaturate": lambda w: [graded(saturation=max(-0.9, -0.45 * w.f))],
    "warm": lambda w: [graded(temperature=0.3 * min(1.6, w.f), saturation=0.05)],
    "cool": lambda w: [graded(temperature=-0.42 * min(1.6, w.f), brightness=-0.02)],
    "tint": lambda w: [tinted(w.operation.colour, w.f)],
    "recolour": _recoloured,
    "invert": lambda w: [lambda rgb: 1 - rgb, *([monochrome()] if w.is_other else [])],
    # film
    "black_and_white": _black_and_white,
    "noir": lambda w: [
        monochrome((0.98, 1.0, 1.03), (0.5, 0.4, 0.1)), graded(contrast=0.48 * w.f, brightness=-0.03),
    ],
    "sepia": _sepia,
    "teal_orange": lambda w: [
        split_toned((-0.075, 0.02, 0.06), (0.085, 0.015, -0.075), 1.1 * w.f),
        graded(contrast=0.2, saturation=0.14 * w.f),
    ],
    "cinematic": lambda w: [
        curve(((0, 0.025), (0.25, 0.2), (0.75, 0.8), (1, 0.975))),
        split_toned((-0.03, 0.005, 0.035), (0.03, 0.012, -0.03), w.f),
        graded(saturation=-0.1),
    ],
    "vintage": _vintage,
    "old_film": lambda w: [
        monochrome((1, 1, 1) if w.is_other else (1.04, 0.99, 0.88)),
        graded(contrast=0.3),
        curve(((0, 0.05), (1, 0.93))),
    ],
    "vhs": lambda w: [graded(saturation=0.16, contrast=-0.1), curve(((0, 0.06), (1, 0.94)))],
    "thermal": lambda w: [_night_vision if w.is_other else _thermal],
    "pastel": lambda w: [
        graded(brightness=0.28 * w.f, contrast=-0.22, saturation=-0.12),
        split_toned((0.05, 0.0, 0.05), (0.02, 0.02, 0.0), 1.0),
    ],
    "dreamy": lambda w: [graded(brightness=0.12, contrast=-0.12, temperature=-0.12 if w.is_other else 0.1)],
    "neon": lambda w: [
        graded(contrast=0.3, brightness=-0.22 * w.f),
        split_toned((0.06, -0.03, 0.15), (-0.08, 0.05, 0.1) if w.is_other else (0.1, -0.07, 0.07), 1.1),
        graded(saturation=0.4),
    ],
    # the hour
    "night": _night,
    "dusk": _dusk,
    "golden_hour": lambda w: [
        graded(temperature=0.32 * min(1.4, w.f), brightness=-0.06 if w.is_other else 0.03, contrast=0.12),
        split_toned((0.02, -0.005, 0.03), (0.1, 0.045, -0.06), 0.8 * w.f),
        graded(saturation=0.12),
    ],
    "dawn": lambda w: [
        graded(contrast=-0.16, brightness=0.06),
        split_toned((0.02, 0.01, 0.07), (0.06, 0.06, -0.03) if w.is_other else (0.1, 0.02, 0.02), w.f),
    ],
    "day": lambda w: [graded(brightness=0.36 * w.f, contrast=0.06, temperature=0.04)],
    # the weather
    "sunny": lambda w: [graded(brightness=0.16 * w.f, contrast=0.2, saturation=0.22 * w.f, temperature=0.14)],
    "overcast": lambda w: [graded(saturation=-0.34 * w.f, contrast=-0.16, temperature=-0.12, brightness=-0.06)],
    "rain": lambda w: [graded(saturation=-0.26 * w.s, brightness=-0.14 * w.f, contrast=-0.05, temperature=-0.2)],
    "storm": lambda w: [
        graded(saturation=-0.36, brightness=-0.34 * w.f, contrast=0.2, temperature=-0.22),
        dimmed(0.22 * w.f),
        split_toned((-0.01, 0.01, 0.03), (-0.02, 0.0, 0.02), 1.0),
    ],
    "snow": lambda w: [graded(saturation=-0.36, brightness=0.26, temperature=-0.22, contrast=-0.12)],
    "fog": lambda w: [graded(saturation=-0.22 * w.s, contrast=-0.12)],
    "dust": lambda w: [
        graded(saturation=-0.2, contrast=-0.1), tinted("orange" if w.is_other else "amber", 0.8 * w.s),
    ],
    "flicker": lambda w: [graded(temperature=0.34 * min(1.3, w.f), brightness=-0.22, contrast=0.14)],
    # under a painter's hand
    "watercolour": lambda w: [graded(brightness=0.42, saturation=0.4, contrast=-0.12)],
    "oil": lambda w: [graded(saturation=0.24, contrast=0.1)],
    "comic": lambda w: [graded(saturation=0.45, contrast=0.2, brightness=0.08)],
}  # fmt: skip


def looks_for(operation: Operation, flavour: int, *, target_hue: float | None = None) -> list[Look]:
    """What an operation does to colour; empty for one that is not a matter of colour. `flavour` counts variants."""
    made = _LOOKS.get(operation.kind)
    return made(_Wish(operation, flavour, target_hue)) if made else []
