# ruff: noqa: E501 - outlines and tables are read by the row
"""Light of a scene from time of day, weather and mood: sky, sun, haze, lamps. Data first; one function reads it."""

import random
from dataclasses import dataclass, replace

import numpy as np

from generation.providers.local.pictures.color import Rgb, lch, mix, mix_hue, scale
from generation.providers.local.pictures.palette import Palette

# Sky stops from the zenith to the horizon: (lightness, chroma, hue).
SKIES = {
    "dawn": ((0.56, 0.070, 262), (0.74, 0.062, 330), (0.86, 0.075, 50), (0.93, 0.080, 78)),
    "day": ((0.62, 0.088, 246), (0.74, 0.070, 238), (0.84, 0.050, 232), (0.93, 0.022, 210)),
    "dusk": ((0.30, 0.075, 280), (0.47, 0.100, 330), (0.68, 0.140, 40), (0.85, 0.135, 70)),
    "night": ((0.155, 0.050, 266), (0.23, 0.062, 264), (0.32, 0.068, 258), (0.43, 0.066, 248)),
}
# (key colour, key strength, ambient colour, ambient strength, elevation, how far the sun stands behind the scene)
KEYS = {
    "dawn": ((0.88, 0.085, 68), 0.95, (0.70, 0.060, 290), 0.48, 0.26, 0.62),
    "day": ((0.98, 0.030, 88), 1.00, (0.80, 0.050, 248), 0.50, 0.85, -0.35),
    "dusk": ((0.80, 0.135, 55), 0.95, (0.56, 0.080, 295), 0.42, 0.20, 0.72),
    "night": ((0.70, 0.060, 250), 0.30, (0.46, 0.065, 266), 0.40, 0.70, 0.35),
}
# (key factor, ambient factor, chroma factor of the sky, pull to one grey, visibility in metres, cloud cover)
WEATHERS = {
    "clear": (1.0, 1.0, 1.0, 0.0, 900.0, 0.30),
    "cloudy": (0.38, 1.22, 0.55, 0.42, 520.0, 0.72),
    "rain": (0.20, 1.22, 0.45, 0.66, 210.0, 0.92),
    "snow": (0.22, 1.30, 0.35, 0.72, 170.0, 0.90),
    "fog": (0.24, 1.18, 0.38, 0.80, 62.0, 0.55),
}
# mood: (exposure, richness, hue turn)
MOODS = {
    "hopeful": (1.07, 1.10, 0.0), "tense": (0.90, 0.78, 6.0), "wistful": (0.96, 0.84, -8.0), "proud": (1.03, 1.14, 5.0),
    "curious": (1.02, 1.08, -5.0), "night": (0.90, 0.95, 0.0), "calm": (1.0, 0.98, 0.0),
}  # fmt: skip


@dataclass(frozen=True)
class Light:
    """Everything that shines in a scene. Colours are linear; `sun` points from the scene towards the light
    (x right, y up, z away from the camera), unit length."""

    time: str
    weather: str
    sky: tuple[Rgb, ...]  # zenith to horizon
    sun: tuple[float, float, float]
    key: Rgb
    ambient: Rgb
    haze: Rgb
    lamp: Rgb
    visibility: float
    clouds: float

    @property
    def is_dark(self) -> bool:
        return self.time == "night"

    @property
    def lamps_on(self) -> bool:
        return self.time in ("dusk", "night") or self.weather in ("rain", "fog") or self.time == "dawn"

    @property
    def has_sun(self) -> bool:
        return self.weather in ("clear", "cloudy") and self.time != "night"

    def on(self, albedo: Rgb, facing: float) -> Rgb:
        """Light leaving a surface: `facing` 0 in shadow, 1 square to the key."""
        return tuple(a * (m + k * facing) for a, m, k in zip(albedo, self.ambient, self.key, strict=True))  # type: ignore[return-value]

    def at(self, color: Rgb, distance_m: float) -> Rgb:
        """Atmospheric perspective: the colour as seen through that much air."""
        return mix(color, self.haze, float(1.0 - np.exp(-max(distance_m, 0.0) / self.visibility)))


def scene_light(palette: Palette, *, time: str, weather: str, mood: str, rng: random.Random) -> Light:
    """Unknown times read as day, unknown weathers as clear, unknown moods as calm."""
    time = time if time in SKIES else "day"
    weather = weather if weather in WEATHERS else "clear"
    exposure, richness, turn = MOODS.get(mood, MOODS["calm"])
    key_f, ambient_f, chroma_f, grey, visibility, clouds = WEATHERS[weather]
    flat_l = {"dawn": 0.74, "day": 0.80, "dusk": 0.52, "night": 0.29}[time] - (0.07 if weather == "rain" else 0.0)
    sky = []
    for index, (lightness, chroma, hue) in enumerate(SKIES[time]):
        level = lightness + (flat_l + 0.05 * index / 3 - lightness) * grey
        toned = mix_hue(hue + turn, palette.ground, 0.36 if index < 2 else 0.22)
        sky.append(lch(min(level * (0.94 + 0.06 * exposure), 0.97), chroma * chroma_f * richness, toned))
    (key_l, key_c, key_h), key_s, (amb_l, amb_c, amb_h), amb_s, elevation, behind = KEYS[time]
    key = scale(lch(key_l, key_c * (1 - grey * 0.6), key_h + turn), key_s * key_f * exposure * 1.25)
    ambient_hue = mix_hue(amb_h, palette.ground, 0.3)
    ambient = scale(lch(amb_l, amb_c * (1 - grey * 0.4), ambient_hue), amb_s * ambient_f * exposure * 1.35)
    side = rng.choice((-1.0, 1.0))
    vector = np.array([side * rng.uniform(0.62, 0.95), elevation + rng.uniform(-0.05, 0.08), behind])
    vector /= np.linalg.norm(vector)
    haze = mix(sky[3], sky[2], 0.45)
    return Light(
        time=time, weather=weather, sky=tuple(sky), sun=(float(vector[0]), float(vector[1]), float(vector[2])),
        key=key, ambient=ambient, haze=haze, lamp=scale(lch(0.86, 0.115, 72), 1.15),
        visibility=visibility * (0.75 if time in ("dawn", "dusk") else 1.0), clouds=clouds,
    )  # fmt: skip


def indoor_light(light: Light, *, side: float, warm: float = 0.35) -> Light:
    """The same hour inside: daylight from a window on `side`, or lamps at night; the air is clear."""
    if light.is_dark:
        key, ambient = scale(light.lamp, 0.72), mix(scale(light.lamp, 0.14), scale(light.ambient, 1.2), 0.45)
        sun = np.array([side * 0.55, 0.75, -0.25])
    else:
        key = scale(mix(light.key, light.sky[3], 0.25), 0.92)
        ambient = scale(mix(light.ambient, light.lamp, warm * 0.5), 0.50)
        sun = np.array([side * 0.80, 0.42, 0.12])
    sun = sun / np.linalg.norm(sun)
    return replace(light, key=key, ambient=ambient, sun=(float(sun[0]), float(sun[1]), float(sun[2])), visibility=160.0,
                   haze=mix(scale(light.sky[2], 0.7), scale(light.lamp, 0.5), 0.6 if light.is_dark else warm))  # fmt: skip
