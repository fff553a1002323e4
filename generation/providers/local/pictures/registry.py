"""What the scene grammar knows: places and subjects sign up here with the words that mean them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.providers.local.pictures.brief import Brief
    from generation.providers.local.pictures.stage import Stage

Build = Callable[["Stage", "Brief"], None]
Draw = Callable[["Stage", str, float, float, float, "Brief"], None]  # stage, plane, x, y, z in metres


@dataclass(frozen=True)
class Place:
    """`horizon` is its row in wide shots as a fraction of the height; `lens` in millimetres; `eye` in metres."""

    key: str
    build: Build
    words: tuple[str, ...]
    indoors: bool
    horizon: float
    eye: float
    lens: float
    people: str  # the role that one meets there, "" for nobody
    objects: tuple[str, ...]  # what stands there when the prompt names nothing


@dataclass(frozen=True)
class Subject:
    """`height` in metres as drawn; `stands` says where it belongs: ground, table, water, air, place."""

    key: str
    draw: Draw
    words: tuple[str, ...]
    height: float
    width: float
    stands: str
    home: str = ""  # the place where it is found, "" for a studio
    body: str = "accent"  # the material that carries the colour that a prompt gives it
    near: tuple[str, ...] = ()  # those of its words for which it only stands in, as a violin does for a cello


PLACES: dict[str, Place] = {}
SUBJECTS: dict[str, Subject] = {}


def place(key: str, words: str, *, indoors: bool = False, horizon: float = 0.56, eye: float = 1.6, lens: float = 28.0,
          people: str = "", objects: tuple[str, ...] = ()) -> Callable[[Build], Build]:  # fmt: skip
    """Registers a builder of a place. `words` are comma-separated; a word may be a phrase."""

    def sign_up(build: Build) -> Build:
        PLACES[key] = Place(key, build, _split(words, key), indoors, horizon, eye, lens, people, objects)
        return build

    return sign_up


def subject(
    key: str,
    words: str,
    *,
    height: float,
    width: float,
    stands: str = "ground",
    home: str = "",
    body: str = "accent",
    near: str = "",
) -> Callable[[Draw], Draw]:
    """Registers a drawing of a thing, at (x, y, z) on a plane."""

    def sign_up(draw: Draw) -> Draw:
        others = tuple(word.strip() for word in near.split(",") if word.strip())
        known = tuple(dict.fromkeys((*_split(words, key), *others)))
        SUBJECTS[key] = Subject(key, draw, known, height, width, stands, home, body, others)
        return draw

    return sign_up


def _split(words: str, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([key.replace("_", " "), *(w.strip() for w in words.split(",") if w.strip())]))
