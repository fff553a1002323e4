"""The studio's type families, opened from the npm packages of @fontsource (Open Font License).

A family comes as one file per script ("latin", "latin-ext", "greek" …). A face opens the files it needs for the
text at hand; characters that no file has are drawn by the first one, as its empty box.
"""

import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import ImageDraw, ImageFont

from wire.errors import MissingModel

Family = Literal[
    "inter", "fraunces", "montserrat", "lora", "playfair-display", "oswald", "roboto-slab", "nunito", "jetbrains-mono",
    "caveat",
]  # fmt: skip
_FEATURES = ["kern", "-liga"]  # ligatures would come apart under tracking


def folder() -> Path:
    """Where the families lie: STUDIO_FONTS, or node_modules/@fontsource beside the code. Raises MissingModel."""
    named = os.environ.get("STUDIO_FONTS")
    places = [Path(named)] if named else []
    places.append(Path(__file__).resolve().parents[2] / "node_modules" / "@fontsource")
    for place in places:
        if (place / "inter" / "files").is_dir():
            return place
    raise MissingModel("The fonts are not installed. Run `make setup`, or set STUDIO_FONTS to a folder that holds "
                       "@fontsource's inter and fraunces.", model="@fontsource")  # fmt: skip


def is_installed(family: Family) -> bool:
    """Whether the family's files are there: a folder of one's own may hold only the two that have to be."""
    return (folder() / family / "files").is_dir()


@dataclass(frozen=True)
class Face:
    """A family at a weight, a size in pixels and a tracking in em."""

    family: Family
    weight: int
    size: float
    tracking: float = 0.0

    @property
    def ascent(self) -> float:
        return self._font("latin").getmetrics()[0]

    @property
    def descent(self) -> float:
        return self._font("latin").getmetrics()[1]

    @property
    def cap_height(self) -> float:
        return -self._font("latin").getbbox("H", anchor="ls")[1]

    def resized(self, size: float) -> "Face":
        return Face(self.family, self.weight, size, self.tracking)

    def width(self, text: str) -> float:
        """How many pixels `text` takes, without tracking after its last character."""
        advances = sum(font.getlength(run, features=_FEATURES) for run, font in self._runs(text))
        return advances + self.tracking * self.size * max(len(text) - 1, 0)

    def draw(self, on: ImageDraw.ImageDraw, x: float, baseline: float, text: str) -> None:
        """Draws `text` in white on a grey ("L") picture, its first character starting at `x`."""
        extra = self.tracking * self.size
        for run, font in self._runs(text):
            if extra == 0:
                on.text((x, baseline), run, fill=255, font=font, anchor="ls", features=_FEATURES)
            else:
                for index, character in enumerate(run):
                    # The kerned place of a character: where the text up to it ends, less the character itself.
                    upto = font.getlength(run[: index + 1], features=_FEATURES)
                    start = x + upto - font.getlength(character, features=_FEATURES) + index * extra
                    on.text((start, baseline), character, fill=255, font=font, anchor="ls", features=_FEATURES)
            x += font.getlength(run, features=_FEATURES) + extra * len(run)

    def _runs(self, text: str) -> list[tuple[str, ImageFont.FreeTypeFont]]:
        return [(run, self._font(script)) for run, script in script_runs(self.family, text)]

    def _font(self, script: str) -> ImageFont.FreeTypeFont:
        return _open(self.family, script, self.weight, round(self.size * 4) / 4)


def script_runs(family: Family, text: str) -> list[tuple[str, str]]:
    """The text cut where another of the family's files must draw it, each piece with that file's script."""
    runs: list[tuple[str, str]] = []
    for character in text:
        script = _script_of(family, character)
        if runs and runs[-1][1] == script:
            runs[-1] = (runs[-1][0] + character, script)
        else:
            runs.append((character, script))
    return runs


def font_file(family: Family, script: str, weight: int) -> Path:
    """The web font of a family's script at a weight. Raises MissingModel."""
    path = folder() / family / "files" / f"{family}-{script}-{weight}-normal.woff2"
    if not path.is_file():
        raise MissingModel(
            f"The font file {path.name} is not installed. Run `make setup`.", model=f"@fontsource/{family}"
        )
    return path


@functools.lru_cache(maxsize=64)
def _open(family: Family, script: str, weight: int, size: float) -> ImageFont.FreeTypeFont:
    path = font_file(family, script, weight)
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


@functools.lru_cache(maxsize=10)
def _scripts(family: Family) -> tuple[tuple[str, tuple[range, ...]], ...]:
    """Which code points each file of the family has; plain Latin first, as it is nearly always enough."""
    listed = json.loads((folder() / family / "unicode.json").read_text())
    scripts = []
    for script, spans in listed.items():
        ranges = []
        for span in spans.replace("U+", "").split(","):
            first, _, last = span.partition("-")
            ranges.append(range(int(first, 16), int(last or first, 16) + 1))
        scripts.append((script, tuple(ranges)))
    return tuple(sorted(scripts, key=lambda entry: (entry[0] != "latin", entry[0] != "latin-ext")))


@functools.lru_cache(maxsize=4096)
def _script_of(family: Family, character: str) -> str:
    point = ord(character)
    for script, ranges in _scripts(family):
        if any(point in one for one in ranges):
            return script
    return "latin"
