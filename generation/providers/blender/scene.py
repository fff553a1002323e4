"""What is to be rendered, as plain data that goes to the child process as JSON."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

OVERSCAN = 0.08  # of the frame, on each side
Rgb = tuple[float, float, float]  # linear light
Kind = Literal["product", "interior", "landscape"]


@dataclass(frozen=True, kw_only=True)
class SceneDescription:
    """One still. Colours are linear RGB, lengths of the lens millimetres on a 36 mm frame's longer side."""

    kind: Kind
    subject: str  # what stands in front: a key of SUBJECTS, or of the setting's own ("sofa", "trees")
    material: str
    color: Rgb
    accent: Rgb
    ground: Rgb
    second: Rgb
    surface: str  # what a product stands on, or an interior's floor
    setting: str  # seamless or table, the room, or the land
    time: str
    weather: str
    key_side: int  # -1: the key light comes from the left
    key_to_fill: float
    rim: float  # 0 to 2
    lens_mm: float
    f_stop: float
    angle: str
    scale: float  # how much of the frame's smaller side the subject takes
    offset: float  # of the subject from the middle, in half widths of the frame
    width: int
    height: int
    seed: int
    samples: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "SceneDescription":
        raw: dict[str, Any] = json.loads(text)
        known: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
        return cls(**known)

    def in_words(self) -> str:
        where = f"{self.setting}, {self.time}, {self.weather}" if self.kind != "product" else f"on {self.surface}"
        shown = f"{self.material} {self.subject} " if self.kind == "product" else ""
        return f"{self.kind}: {shown}{where}, {self.lens_mm:g} mm at f/{self.f_stop:g}"
