"""Which of the installed families stands for a typeface that a brand names, for its titles and for its other words.

Few brands' own typefaces may be given away. Each installed family is free, and stands for those of its kind.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from generation.media.fonts import Family, is_installed

# What a name says of its kind, whoever made it; and what it says where nothing else is known of it.
_SAID: tuple[tuple[str, Family], ...] = (
    (r"mono|code|courier|typewriter|console|consolas", "jetbrains-mono"),
    (r"slab|egyptian", "roboto-slab"),
    (r"script|handwrit|brush|marker|signature|callig", "caveat"),
    (r"condensed|narrow|compressed", "oswald"),
    (r"rounded", "nunito"),
)
_HINTED: tuple[tuple[str, Family], ...] = (
    (r"grotes[kq]ue?|gothic|sans", "inter"),
    (r"display|didone|modern", "playfair-display"),
    (r"serif|roman|antiqua|old ?style", "lora"),
)
_KNOWN: dict[Family, str] = {
    "montserrat": "gotham|futura|avenir|poppins|proxima|century gothic|raleway|jost|outfit|urbanist|lexend|sora|"
    "geomanist|brandon|gilroy|circular|metropolis|figtree|kumbh|spartan|questrial",
    "inter": "helvetica|arial|roboto|univers|akzidenz|aktiv|graphik|sf pro|san francisco|segoe|ibm plex|manrope|lato|"
    "frutiger|myriad|calibri|verdana|tahoma|din|neue haas|suisse|söhne|soehne|public|work|noto|archivo|rubik|karla",
    "lora": "georgia|times|garamond|caslon|baskerville|minion|sabon|palatino|merriweather|tiempos|bembo|cambria|janson|"
    "crimson|cormorant|libre|spectral|charter|freight|lyon|source",
    "playfair-display": "bodoni|didot|playfair|abril|dm serif|canela|ogg|recife|bauer|walbaum|prata|gloock",
    "oswald": "oswald|bebas|impact|league gothic|anton|knockout|druk|trade gothic|alternate gothic|fjalla|teko",
    "roboto-slab": "rockwell|clarendon|archer|sentinel|museo|zilla|arvo|bitter|memphis|lubalin|josefin slab|aleo",
    "nunito": "nunito|quicksand|comfortaa|varela|baloo|fredoka|cocon|vag|dosis|cabin|mulish|ubuntu|gill",
    "caveat": "caveat|pacifico|lobster|dancing|sacramento|satisfy|kalam|zapfino|comic|shadows into|permanent|amatic",
    "jetbrains-mono": "menlo|monaco|fira code|hack|inconsolata|andale|lucida con",
    "fraunces": "fraunces|cooper|recoleta|windsor|souvenir|gt super|young serif|chonburi|reckless",
}
# Handwriting and narrow capitals are for a few large words.
_FOR_FEW_WORDS: tuple[Family, ...] = ("caveat", "oswald", "playfair-display")


@dataclass(frozen=True)
class Typefaces:
    """The families of a brand's titles and of its other words. Captions are set in Inter whatever the brand."""

    title: Family = "fraunces"
    text: Family = "inter"


OWN = Typefaces()


def typefaces(names: Sequence[str]) -> Typefaces:
    """What stands for the typefaces of those names, the one for titles first; the studio's own where none is named."""
    found = [closest(name) for name in names if name.strip()]
    if not found:
        return OWN
    text = next((family for family in found[1:] if family not in _FOR_FEW_WORDS), OWN.text)
    return Typefaces(found[0], text)


def closest(name: str) -> Family:
    """The installed family that is the typeface of that name, or nearest to it in kind."""
    wanted = " ".join(re.split(r"[^\w]+", name.casefold())).strip()
    family = next((one for one in get_args(Family) if one.replace("-", " ") == wanted), None) or _of_kind(wanted)
    return family if is_installed(family) else OWN.title if family in _SERIFS else OWN.text


_SERIFS: tuple[Family, ...] = ("fraunces", "lora", "playfair-display", "roboto-slab")


def _of_kind(wanted: str) -> Family:
    said = _first(_SAID, wanted) or _first(tuple((names, one) for one, names in _KNOWN.items()), wanted)
    if said == "inter" and "serif" in wanted.split() and "sans" not in wanted.split():
        return "lora"  # of a large family
    if said == "lora" and "sans" in wanted.split():
        return "inter"
    return said or _first(_HINTED, wanted) or "inter"


def _first(table: tuple[tuple[str, Family], ...], wanted: str) -> Family | None:
    return next((family for names, family in table if re.search(rf"\b(?:{names})", wanted)), None)
