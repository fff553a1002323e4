"""A drawn presenter in parts, as plain data: where each part lies, and the colours of what is drawn for every frame."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Backdrop:
    """A plane of the set: a PNG larger than the frame by the overscan on each side; `depth` 0 is far, 1 near."""

    path: Path
    depth: float


@dataclass(frozen=True)
class Sprite:
    """A PNG (RGBA, straight alpha) whose top left corner lies at (`left`, `top`) pixels of the frame."""

    path: Path
    left: int
    top: int


@dataclass(frozen=True)
class Rig:
    """`layers` are the set, from far to near; the presenter stands at `depth` among them, made of `sprites` "behind",
    "body", "head", "over", "arm_left" and "arm_right".

    (`x`, `y`) is the middle of the face in pixels of the frame and `cm` a centimetre there; `yaw` in radians is how the
    head is turned to the right, `lit` the side (-1, 1) of the key light. `eyes`, `lips`, `brow`, `long` are factors
    about 1. An arm turns about its `elbow` (cm from the middle of the face, on its side). Colours are RGB.
    """

    width: int
    height: int
    overscan: float
    layers: tuple[Backdrop, ...]
    sprites: dict[str, Sprite]
    x: float
    y: float
    cm: float
    yaw: float
    lit: float
    colors: dict[str, tuple[int, ...]]
    eyes: float = 1.0
    lips: float = 1.0
    brow: float = 1.0
    long: float = 1.0
    age: float = 0.4
    is_broad: bool = False
    depth: float = 0.7
    elbow: tuple[float, float] = (23.0, 62.0)
    description: str = ""

    def files(self) -> dict[str, Path]:
        """Every file by a name of its own."""
        layers = {f"layer-{number}": layer.path for number, layer in enumerate(self.layers)}
        return layers | {name: sprite.path for name, sprite in self.sprites.items()}

    def as_json(self) -> dict[str, Any]:
        """All but the files."""
        data = asdict(self)
        data["layers"] = [layer.depth for layer in self.layers]
        data["sprites"] = {name: [sprite.left, sprite.top] for name, sprite in self.sprites.items()}
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any], files: dict[str, Path]) -> "Rig":
        layers = tuple(Backdrop(path=files[f"layer-{n}"], depth=depth) for n, depth in enumerate(data["layers"]))
        sprites = {name: Sprite(files[name], *corner) for name, corner in data["sprites"].items()}
        colors = {name: tuple(color) for name, color in data["colors"].items()}
        return cls(**{**data, "layers": layers, "sprites": sprites, "colors": colors, "elbow": tuple(data["elbow"])})
