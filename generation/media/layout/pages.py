"""What documents are made of, as plain data: pages of text, boxes and pictures, placed in points from the top left.

One layout is written as PDF and as PPTX, so that both look the same.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from generation.media.fonts import Face, Family
from generation.media.lettering import wrap

Color = str  # "rrggbb"


@dataclass(frozen=True)
class Text:
    """Words in a box `width` wide whose first line's top is at `y`. `leading` is the line height over the size."""

    x: float
    y: float
    width: float
    text: str
    size: float
    color: Color
    family: Family = "inter"
    weight: int = 400
    leading: float = 1.3
    align: Literal["left", "center", "right"] = "left"
    tracking: float = 0.0

    @property
    def face(self) -> Face:
        return Face(self.family, self.weight, self.size, self.tracking)

    @property
    def lines(self) -> list[str]:
        return [line for part in self.text.split("\n") for line in (wrap(part, self.face.width, self.width) or [""])]

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * self.leading


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    color: Color
    opacity: float = 1.0


@dataclass(frozen=True)
class Picture:
    """A picture that fills its box; what does not fit is cut off evenly on both sides."""

    x: float
    y: float
    width: float
    height: float
    path: Path
    alt: str = ""


@dataclass(frozen=True)
class Bars:
    """A chart of values from 0: horizontal bars, each with its label and its figure as the source writes it."""

    x: float
    y: float
    width: float
    height: float
    labels: tuple[str, ...]
    values: tuple[float, ...]
    shown: tuple[str, ...]
    color: Color
    ink: Color


@dataclass(frozen=True)
class Ring:
    """A share of a whole, 0 to 1, as a ring."""

    x: float
    y: float
    size: float
    share: float
    color: Color
    rest: Color


Item = Text | Box | Picture | Bars | Ring


@dataclass(frozen=True)
class Page:
    ground: Color
    items: tuple[Item, ...]
    notes: str = ""  # what the speaker says; for PPTX
    title: str = ""  # for outlines and screen readers


@dataclass(frozen=True)
class Document:
    """`width` and `height` are points."""

    title: str
    author: str
    width: float
    height: float
    pages: tuple[Page, ...]


def fitted(text: Text, *, height: float, least: float) -> Text:
    """The text in the largest size, from its own down to `least`, at which it takes no more than `height`.

    What is still too long then is cut with an ellipsis at a word.
    """
    one = text
    while one.height > height and one.size > least:
        one = resized(one, max(least, one.size * 0.94))
    words = one.text.split()
    while one.height > height and len(words) > 3:
        words = words[:-1]
        one = replaced(one, " ".join(words).rstrip(",;:.—- ") + " …")
    return one


def resized(text: Text, size: float) -> Text:
    return Text(**{**text.__dict__, "size": size})


def replaced(text: Text, words: str) -> Text:
    return Text(**{**text.__dict__, "text": words})


# ---------------------------------------------------------------- what the writers are asked for


@dataclass(frozen=True)
class BoardFrame:
    """A frame of a storyboard with its picture; see `generation.films.boards.Frame`."""

    picture: Path
    number: int
    scene: int
    heading: str
    size: str
    angle: str
    move: str
    start_ms: int
    duration_ms: int
    character: str
    line: str
    action: str
    cut: str


@dataclass(frozen=True)
class BoardSheet:
    title: str
    subtitle: str
    credit: str
    ratio: float  # width over height of the pictures
    frames: tuple[BoardFrame, ...]


@dataclass(frozen=True)
class Slide:
    """One slide of a deck: what it says and shows, not yet where. `kind` decides the layout.

    `figure` is set large; `points` are figures with labels or sentences; `picture` may be None.
    """

    kind: str
    eyebrow: str
    title: str
    body: str = ""
    figure: str = ""
    points: tuple[tuple[str, str], ...] = ()
    values: tuple[float, ...] = ()
    who: str = ""
    role: str = ""
    picture: Path | None = None
    alt: str = ""
    source: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Deck:
    title: str
    author: str
    ratio: float  # width over height of the slides
    colors: tuple[Color, ...]  # the brand's accent, if it has one
    slides: tuple[Slide, ...] = field(default=())
    family: Family = "fraunces"  # of its headlines
