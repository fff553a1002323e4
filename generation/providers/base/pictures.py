"""Stills in layers: the contract of `image`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from generation.providers.base.ground import Gender, Mood
from generation.providers.base.text import Chart

ShotSize = Literal["extreme_wide", "wide", "medium", "close", "insert"]


CameraAngle = Literal["level", "low", "high"]
PictureStyle = Literal["painted", "flat", "noir", "watercolor", "line", "minimal"]


@dataclass(frozen=True, kw_only=True)
class Sitter:
    """Whom a portrait shows. The same sitter has the same face in every picture of every film; only the light and
    the palette change. `description` may name age, skin, hair, glasses, beard; what it leaves open, the name decides.
    """

    name: str
    role: str = ""
    description: str = ""
    gender: Gender = "neutral"
    shown_as: str = ""  # how a prompt names them where that is not their role: "an old fisherman"


@dataclass(frozen=True, kw_only=True)
class PictureRequest:
    """A still in layers. `palette_seed` is one per film, `seed` one per shot; same request, same pixels.

    `brand_colors` are `#rrggbb` accents. With `chart`, the picture is that figure, set in the film's look; with
    `sitter`, a head-and-shoulders portrait. Hour, weather, mood, size, angle and style may also stand in the prompt
    ("a harbour at dusk, low angle"): its words count wherever the field has its default. `people` says who those are
    whom the prompt names by their calling, so that a person looks in a scene as in the portrait; `cast` is everybody
    who is known in the film, and whom therefore no stranger in the picture may be taken for.
    """

    prompt: str
    width: int
    height: int
    place: str = ""
    time_of_day: str = "day"
    weather: str = "clear"
    mood: Mood = "calm"
    shot_size: ShotSize = "wide"
    chart: Chart | None = None
    brand_colors: tuple[str, ...] = ()
    palette_seed: int = 0
    seed: int = 0
    sitter: Sitter | None = None
    people: tuple[Sitter, ...] = ()
    cast: tuple[Sitter, ...] = ()
    angle: CameraAngle = "level"
    style: PictureStyle = "painted"
    negative: str = ""  # what must not be seen, e.g. "people, text"
    focus_subject: int = 0  # which of the prompt's people or things the shot is about, counted from 0 and wrapping
    source: str = ""  # where a chart's figure comes from, set small under it
    is_titled: bool = False  # words will stand on the left of a wide frame, in the upper half of a tall one


@dataclass(frozen=True, kw_only=True)
class PictureLayer:
    """An RGBA PNG, larger than the frame by the overscan on each side; `depth` 0 is the far plane, 1 the near one."""

    path: Path
    depth: float


@dataclass(frozen=True, kw_only=True)
class PictureResult:
    """`path` is the flat RGB PNG of exactly the asked size; `layers` run from far to near.

    `notes` say what was asked for and is not in the picture, or is there as something else.
    """

    path: Path
    width: int
    height: int
    layers: tuple[PictureLayer, ...]
    overscan: float  # fraction of the frame's size added on each side of every layer, e.g. 0.08
    description: str = ""
    notes: tuple[str, ...] = ()


class PictureProvider(Protocol):
    def draw(self, request: PictureRequest, folder: Path) -> PictureResult: ...
