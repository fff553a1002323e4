"""What a workflow has decided and made, as pages show it: the art direction as a design, reports as reading matter."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
_MIDDLE = 0.179  # relative luminance at which black and white are read equally well


@dataclass(frozen=True)
class Swatch:
    """A colour, and whether words on it are dark."""

    color: str
    is_light: bool


def swatches(direction: Json) -> list[Swatch]:
    return [Swatch(color, luminance(color) > _MIDDLE) for color in direction["look"]["palette"]]


def luminance(color: str) -> float:
    """Relative luminance of `#rrggbb` by WCAG 2.2."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_PART_WORDS = {
    "message": "Message", "offer": "Offer", "proof": "Proof", "callToAction": "Call to action", "hook": "Hook",
    "pace": "Pace", "lettering": "Lettering", "contrast": "Contrast", "loudness": "Loudness",
}  # fmt: skip


def grade(score: int) -> str:
    """A score's tone: the badge's classes."""
    return "good" if score >= 75 else "waiting" if score >= 50 else "bad"


def report_of(report: Json | None) -> Json | None:
    """A report with words and grades beside its figures; `template` says which page reads it."""
    if not report:
        return None
    shown = {**report, "template": f"dashboard/workflows/report_{report['kind'].replace('-', '_')}.html"}
    if "score" in report:
        shown["grade"] = grade(report["score"])
    if report["kind"] == "local-audit":
        shown["sections"] = [_graded(section, "section") for section in report["sections"]]
    if report["kind"] == "ad-optimizer":
        after = {part["part"]: part["score"] for part in report["after"]["parts"]}
        shown["parts"] = [_graded(part, "part") | {"after": after.get(part["part"])} for part in report["parts"]]
    if report["kind"] == "clone":
        shown["lengths"] = _bars(report)
    return shown


def _graded(row: Json, name: str) -> Json:
    return {**row, "label": _PART_WORDS.get(row[name], row[name]), "grade": grade(row["score"])}


def _bars(report: Json) -> list[Json]:
    """The reference's shots as widths in a row of 1000: `x` and `width`."""
    lengths = [shot["lengthMs"] for shot in report["reference"]["shots"]]
    total, x, bars = sum(lengths) or 1, 0.0, []
    for length in lengths:
        width = 1000 * length / total
        bars.append({"x": round(x, 1), "width": round(max(width - 3, 1), 1), "seconds": length / 1000})
        x += width
    return bars


def shape(width: int, height: int) -> str:
    """What kind of place a frame is for: wide, square, feed or tall."""
    if width > height:
        return "wide"
    return "square" if width == height else "feed" if width * 3 > height * 2 else "tall"


def gallery_of(made: Json) -> Json:
    """What was made, each frame with its shape, the wide ones first."""
    framed = {}
    for kind in ("videos", "images"):
        rows = [{**row, "shape": shape(row["width"], row["height"])} for row in made.get(kind, ())]
        framed[kind] = sorted(rows, key=lambda row: row["shape"] != "wide")
    return {**made, **framed}
