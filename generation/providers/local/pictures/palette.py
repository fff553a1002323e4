"""The film's palette: five colours in OKLCH from `palette_seed`, and the materials that things are made of."""

import random
from dataclasses import dataclass

from generation.providers.local.pictures.color import Rgb, from_hex, lch, mix_hue, to_lch

# (ground, first neighbour, second neighbour, accent) as OKLCH hues, chosen by eye.
SCHEMES: tuple[tuple[float, float, float, float], ...] = (
    (215, 190, 250, 68),  # petrol and amber
    (272, 250, 305, 38),  # indigo and coral
    (160, 190, 125, 48),  # forest and rust
    (250, 228, 285, 82),  # slate and saffron
    (322, 292, 350, 66),  # plum and apricot
    (48, 68, 25, 200),  # terracotta and teal
    (82, 60, 112, 252),  # ochre and blue
    (195, 215, 165, 32),  # teal and vermilion
    (12, 340, 42, 185),  # rose and mint
    (262, 235, 290, 98),  # navy and lemon
)

# material: (lightness, chroma, natural hue, pull of the palette's ground hue 0..1)
MATERIALS: dict[str, tuple[float, float, float, float]] = {
    "white": (0.93, 0.008, 80, 0.5), "paper": (0.95, 0.012, 85, 0.2), "plaster": (0.84, 0.018, 75, 0.4),
    "concrete": (0.66, 0.012, 250, 0.5), "asphalt": (0.40, 0.014, 260, 0.5), "stone": (0.62, 0.022, 75, 0.4),
    "steel": (0.70, 0.014, 245, 0.4), "dark_metal": (0.33, 0.016, 260, 0.5), "brass": (0.72, 0.09, 80, 0.0),
    "wood": (0.56, 0.068, 62, 0.12), "dark_wood": (0.37, 0.05, 50, 0.15), "pale_wood": (0.75, 0.058, 76, 0.1),
    "brick": (0.50, 0.080, 38, 0.2), "tile": (0.80, 0.02, 220, 0.6), "glass": (0.45, 0.035, 230, 0.5),
    "leaf": (0.50, 0.085, 140, 0.15), "dark_leaf": (0.37, 0.060, 152, 0.2), "grass": (0.62, 0.095, 128, 0.15),
    "wheat": (0.78, 0.105, 86, 0.0), "earth": (0.47, 0.052, 55, 0.15), "sand": (0.84, 0.052, 82, 0.1),
    "rock": (0.52, 0.022, 265, 0.4), "snow": (0.96, 0.010, 240, 0.3), "water": (0.45, 0.060, 225, 0.3),
    "black": (0.22, 0.010, 265, 0.5), "rubber": (0.26, 0.008, 265, 0.4), "screen": (0.24, 0.020, 255, 0.4),
    "skin_1": (0.77, 0.062, 55, 0.0), "skin_2": (0.68, 0.070, 55, 0.0), "skin_3": (0.54, 0.068, 52, 0.0),
    "skin_4": (0.41, 0.052, 48, 0.0), "hair_dark": (0.25, 0.020, 50, 0.0), "hair_brown": (0.38, 0.045, 52, 0.0),
    "hair_fair": (0.70, 0.075, 78, 0.0), "hair_grey": (0.74, 0.008, 80, 0.0), "hair_red": (0.48, 0.095, 45, 0.0),
    "denim": (0.42, 0.055, 258, 0.2), "khaki": (0.62, 0.045, 82, 0.1), "charcoal": (0.32, 0.012, 265, 0.4),
    "navy": (0.33, 0.055, 262, 0.3), "crust": (0.62, 0.100, 62, 0.0), "plum": (0.40, 0.070, 340, 0.2),
    "rose": (0.74, 0.120, 8, 0.0), "tomato": (0.58, 0.180, 30, 0.0),
    "gold": (0.80, 0.130, 88, 0.0), "ice": (0.88, 0.035, 215, 0.1),
}  # fmt: skip


# role of the palette: (lightness, chroma, which of its hues)
ROLES: dict[str, tuple[float, float, str]] = {
    "ground": (0.48, 0.085, "ground"), "ground_dark": (0.30, 0.055, "ground"), "ground_pale": (0.80, 0.045, "ground"),
    "first": (0.60, 0.085, "first"), "first_pale": (0.83, 0.045, "first"), "second": (0.46, 0.080, "second"),
}  # fmt: skip


@dataclass(frozen=True)
class Palette:
    """Hues in degrees; `accent_color` in linear light."""

    ground: float
    first: float
    second: float
    accent: float
    accent_color: Rgb
    richness: float  # multiplies chroma: the story darkens, chroma falls
    overrides: tuple[tuple[str, Rgb], ...] = ()  # materials that a prompt has given a colour

    def material(self, name: str) -> Rgb:
        """Albedo of a material in linear light, drawn towards the film's hues. Unknown names raise KeyError."""
        for known, color in self.overrides:
            if known == name:
                return color
        role = self._role(name)
        if role is not None:
            return role
        lightness, chroma, hue, pull = MATERIALS[name]
        return lch(lightness, chroma * self.richness, mix_hue(hue, self.ground, pull))

    def _role(self, name: str) -> Rgb | None:
        if name == "accent":
            return self.accent_color
        if name not in ROLES:
            return None
        lightness, chroma, hue = ROLES[name]
        return lch(lightness, chroma * self.richness, getattr(self, hue))


def film_palette(palette_seed: int, *, brand_colors: tuple[str, ...] = (), richness: float = 1.0) -> Palette:
    """The palette of a film. A brand colour takes the accent's place, never the ground's."""
    rng = random.Random(f"palette {palette_seed}")
    ground, first, second, accent = SCHEMES[(palette_seed * 7 + 3) % len(SCHEMES)]
    turn = rng.uniform(-7, 7)
    accent_color = lch(0.70, 0.15, accent + turn)
    for color in brand_colors[:1]:
        accent_color = from_hex(color)
        accent = to_lch(accent_color)[2]
    return Palette(ground + turn, first + turn, second + turn, accent + turn, accent_color, richness)
