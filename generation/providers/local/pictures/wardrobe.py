# ruff: noqa: E501 - outlines and tables are read by the row
"""Clothes and build by role. Data first; `dress` picks one person's with random numbers that the caller gives."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Outfit:
    """Material names of the palette. `cut` is jacket, coat, shirt, tee, knit, vest, apron, dress, skirt or dungarees.

    `style` is the hair of a standing figure. Build: `stature` and `broad` (shoulders) and `girth` are factors about 1.
    """

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
    girth: float = 1.0
    beard: str = ""  # "", beard, moustache
    glasses: str = ""  # "", round, square
    bag: str = ""  # "", shoulder, back
    scarf: str = "accent"  # what a headscarf is made of


_TOPS = ("ground", "first_pale", "second", "khaki", "plum", "first", "navy", "ground_pale", "charcoal", "paper")
# role: (cuts, tops, unders, legs, shoes, hats, stature)
ROLE_CLOTHES: dict[str, tuple[tuple[str, ...], ...]] = {
    "engineer": (("vest",), ("accent",), ("navy", "charcoal", "denim"), ("navy", "charcoal", "denim"), ("dark_wood", "black"), ("helmet",)),
    "artisan": (("apron",), ("khaki", "ground_dark", "denim"), ("paper", "first", "white"), ("charcoal", "denim"), ("dark_wood",), ("", "", "cap")),
    "scientist": (("coat",), ("white",), ("first", "ground", "charcoal"), ("charcoal", "navy", "khaki"), ("black", "dark_wood"), ("",)),
    "doctor": (("coat",), ("white",), ("first_pale", "ground"), ("charcoal", "navy"), ("black",), ("",)),
    "nurse": (("tee",), ("first", "ground"), ("white",), ("first", "ground"), ("white",), ("",)),
    "baker": (("apron",), ("white", "paper"), ("white", "ground_pale"), ("charcoal", "denim"), ("black",), ("", "toque", "")),
    "farmer": (("dungarees", "shirt"), ("denim", "khaki"), ("first", "accent", "ground"), ("denim", "khaki"), ("dark_wood",), ("straw", "cap")),
    "sailor": (("knit", "coat", "knit"), ("navy", "ground_dark", "charcoal", "paper"), ("white", "navy"), ("charcoal", "navy", "denim"), ("black", "dark_wood"), ("cap", "beanie", "")),
    "executive": (("jacket", "jacket", "skirt"), ("charcoal", "navy", "ground_dark"), ("white", "paper"), ("charcoal", "navy"), ("black",), ("",)),
    "office": (("knit", "shirt", "jacket", "skirt", "tee"), _TOPS, ("white", "ground_pale"), ("charcoal", "navy", "khaki", "denim", "ground_dark"), ("black", "white"), ("",)),
    "teacher": (("knit", "jacket", "skirt", "shirt"), ("first", "ground", "khaki", "plum"), ("paper",), ("charcoal", "khaki"), ("dark_wood",), ("",)),
    "singer": (("jacket", "tee", "dress"), ("accent", "black", "plum"), ("white",), ("black", "charcoal"), ("black",), ("",)),
    "student": (("knit", "tee"), ("accent", "first", "ground_pale", "second"), ("white",), ("denim", "charcoal"), ("white",), ("", "", "cap")),
    "player": (("tee",), ("accent",), ("white",), ("white", "paper"), ("black",), ("",)),
    "child": (("tee", "knit"), ("accent", "first", "ground_pale"), ("white",), ("denim", "khaki"), ("white",), ("",)),
    "elder": (("knit", "shirt"), ("khaki", "ground", "plum"), ("paper",), ("charcoal", "khaki"), ("dark_wood",), ("", "cap")),
    "keeper": (("coat",), ("ground_dark", "navy"), ("charcoal",), ("charcoal",), ("black",), ("cap", "")),
    "woman": (("dress", "coat", "knit", "skirt", "jacket", "tee"), ("accent", "ground", "first_pale", "plum", "first", "khaki", "second"), ("paper",), ("charcoal", "denim", "navy", "khaki"), ("black",), ("",)),
    "person": (("coat", "knit", "shirt", "jacket", "tee", "skirt", "dress"), _TOPS, ("white", "paper"), ("charcoal", "denim", "khaki", "navy", "ground_dark"), ("black", "dark_wood"), ("",)),
}  # fmt: skip
_WOMENS_CUTS = ("dress", "skirt")
_STYLES = {
    "female": ("bob", "long", "bun", "curly", "ponytail", "crop", "long", "plait", "bob", "bun", "scarf", "afro"),
    "male": ("short", "crop", "swept", "short", "curly", "bald", "crop", "short", "afro", "swept"),
}
# The hair of a standing figure, by that of the same person seen near.
STANDING_HAIR = {
    "side": "short", "quiff": "swept", "swept": "swept", "pixie": "crop", "fringe": "bob", "wavy": "long", "plait": "plait",
}  # fmt: skip
_BARE_HEADED = ("afro", "scarf", "bun")  # no cap sits on these
_HAIRS = ("hair_dark", "hair_brown", "hair_fair", "hair_dark", "hair_red", "hair_brown")
_SKINS = ("skin_1", "skin_3", "skin_2", "skin_4", "skin_1", "skin_3")
_STROLLERS = ("person", "woman", "student", "office")


def dress(role: str, rng: random.Random, *, index: int = 0, sex: str = "", turn: int | None = None) -> Outfit:
    """Clothes, hair and build for the role. `index` turns the choices so that neighbours differ, wherever they have
    the same `turn`; without one it is drawn."""
    cuts, tops, unders, legs, shoes, hats = ROLE_CLOTHES.get(role, ROLE_CLOTHES["person"])
    turn = (rng.randrange(420) if turn is None else turn) + index
    sex = sex or ("female" if role == "woman" else rng.choice(("female", "male")))
    cuts = tuple(cut for cut in cuts if sex == "female" or cut not in _WOMENS_CUTS)
    skin = _SKINS[turn * 5 % len(_SKINS)]
    hair = "hair_dark" if skin in ("skin_4", "skin_3") else _HAIRS[(turn * 3 + index) % len(_HAIRS)]
    style = rng.choice(_STYLES[sex])
    if style == "afro" and skin in ("skin_1", "skin_2"):
        style = "curly"
    if role == "elder" or (role not in ("child", "student") and rng.random() < 0.12):
        hair = "hair_grey"
    hat = hats[turn % len(hats)]
    if hat in ("cap", "beanie") and style in _BARE_HEADED:
        hat = ""
    cut = cuts[turn % len(cuts)]
    return Outfit(
        cut=cut, top=tops[(turn * 3 + index) % len(tops)], under=rng.choice(unders), legs=legs[(turn // 2 + index) % len(legs)],
        shoes=rng.choice(shoes), hat=hat,
        hat_color={"helmet": "white" if turn % 3 else "accent", "toque": "white", "straw": "wheat", "beanie": "accent"}.get(hat, "ground_dark"),
        skin=skin, hair=hair, style=style, beard="beard" if sex == "male" and role != "child" and rng.random() < 0.25 else "",
        bag=rng.choice(("shoulder", "back", "", "", "", "")) if role in _STROLLERS else "",
        glasses="", scarf=rng.choice(("accent", "ground_pale", "plum", "first", "navy")), **_build(role, sex, rng),
    )  # fmt: skip


def _build(role: str, sex: str, rng: random.Random) -> dict[str, float]:
    """Stature, shoulders and girth: women a head's quarter smaller than men on average, children two thirds."""
    mean = 0.945 if sex == "female" else 1.01
    stature = {"child": 0.62 + 0.14 * rng.random(), "elder": mean - 0.04, "student": mean - 0.01}.get(role, mean)
    girth = {"child": 0.86, "student": 0.92}.get(role, 0.88 + 0.34 * rng.random() ** 1.6)
    return {
        "stature": round(stature + rng.uniform(-0.045, 0.045), 3),
        "broad": (0.90 if sex == "female" else 1.02) * (0.94 if role == "child" else 1.0),
        "girth": round(girth, 3),
    }
