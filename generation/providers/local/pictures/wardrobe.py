# ruff: noqa: E501 - outlines and tables are read by the row
"""Clothes by role. Data first; `dress` picks one person's with the shot's own random numbers."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Outfit:
    """Material names of the palette. `cut` is jacket, coat, shirt, tee, knit, vest, apron, dress or dungarees."""

    cut: str
    top: str
    under: str
    legs: str
    shoes: str
    hat: str = ""
    hat_color: str = "accent"
    skin: str = "skin_2"
    hair: str = "hair_dark"
    style: str = "short"
    stature: float = 1.0
    broad: float = 1.0


_TOPS = ("ground", "first", "second", "navy", "plum", "khaki", "charcoal")
# role: (cuts, tops, unders, legs, shoes, hats, stature)
ROLE_CLOTHES: dict[str, tuple[tuple[str, ...], ...]] = {
    "engineer": (("vest",), ("accent",), ("navy", "charcoal", "denim"), ("navy", "charcoal", "denim"), ("dark_wood", "black"), ("helmet",)),
    "artisan": (("apron",), ("khaki", "ground_dark", "denim"), ("paper", "first", "white"), ("charcoal", "denim"), ("dark_wood",), ("", "", "cap")),
    "scientist": (("coat",), ("white",), ("first", "ground", "charcoal"), ("charcoal", "navy", "khaki"), ("black", "dark_wood"), ("",)),
    "doctor": (("coat",), ("white",), ("first_pale", "ground"), ("charcoal", "navy"), ("black",), ("",)),
    "nurse": (("tee",), ("first", "ground"), ("white",), ("first", "ground"), ("white",), ("",)),
    "baker": (("apron",), ("white", "paper"), ("white", "ground_pale"), ("charcoal", "denim"), ("black",), ("", "toque", "")),
    "farmer": (("dungarees", "shirt"), ("denim", "khaki"), ("first", "accent", "ground"), ("denim", "khaki"), ("dark_wood",), ("straw", "cap")),
    "executive": (("jacket",), ("charcoal", "navy", "ground_dark"), ("white", "paper"), ("charcoal", "navy"), ("black",), ("",)),
    "office": (("knit", "shirt", "jacket"), _TOPS, ("white", "ground_pale"), ("charcoal", "navy", "khaki", "denim"), ("black", "white"), ("",)),
    "teacher": (("knit", "jacket"), ("first", "ground", "khaki", "plum"), ("paper",), ("charcoal", "khaki"), ("dark_wood",), ("",)),
    "singer": (("jacket", "tee", "dress"), ("accent", "black", "plum"), ("white",), ("black", "charcoal"), ("black",), ("",)),
    "student": (("knit", "tee"), ("accent", "first", "ground_pale", "second"), ("white",), ("denim", "charcoal"), ("white",), ("", "", "cap")),
    "child": (("tee", "knit"), ("accent", "first", "ground_pale"), ("white",), ("denim", "khaki"), ("white",), ("",)),
    "elder": (("knit", "shirt"), ("khaki", "ground", "plum"), ("paper",), ("charcoal", "khaki"), ("dark_wood",), ("", "cap")),
    "keeper": (("coat",), ("ground_dark", "navy"), ("charcoal",), ("charcoal",), ("black",), ("cap", "")),
    "woman": (("dress", "coat", "knit"), ("accent", "ground", "plum", "first"), ("paper",), ("charcoal", "denim"), ("black",), ("",)),
    "person": (("coat", "knit", "shirt", "jacket"), _TOPS, ("white", "paper"), ("charcoal", "denim", "khaki"), ("black", "dark_wood"), ("",)),
}  # fmt: skip
_STYLES = ("short", "bob", "bun", "curly", "short", "long", "crop", "scarf")
_HAIRS = ("hair_dark", "hair_dark", "hair_brown", "hair_fair", "hair_red", "hair_brown")
_SKINS = ("skin_1", "skin_2", "skin_3", "skin_4", "skin_1", "skin_3")


def dress(role: str, rng: random.Random, *, index: int = 0) -> Outfit:
    """An outfit for the role. `index` turns the choices so that neighbours differ."""
    cuts, tops, unders, legs, shoes, hats = ROLE_CLOTHES.get(role, ROLE_CLOTHES["person"])
    turn = rng.randrange(60) + index
    skin = _SKINS[(turn * 5 + index) % len(_SKINS)]
    hair = "hair_dark" if skin in ("skin_4", "skin_3") else _HAIRS[(turn * 3) % len(_HAIRS)]
    style = _STYLES[turn % len(_STYLES)]
    if role in ("woman",):
        style = ("bob", "long", "bun", "curly", "scarf")[turn % 5]
    if role == "elder":
        hair = "hair_grey"
    hat = hats[turn % len(hats)]
    stature = {"child": 0.66, "elder": 0.95}.get(role, 1.0) * (0.95 + 0.08 * rng.random())
    return Outfit(
        cut=cuts[turn % len(cuts)], top=tops[turn % len(tops)], under=unders[turn % len(unders)],
        legs=legs[(turn // 2) % len(legs)], shoes=shoes[turn % len(shoes)], hat=hat,
        hat_color={"helmet": "white" if turn % 3 else "accent", "toque": "white", "straw": "wheat"}.get(hat, "ground_dark"),
        skin=skin, hair=hair, style=style, stature=stature, broad=0.93 if style in ("bob", "bun", "long") else 1.0,
    )  # fmt: skip
