"""What a slide says, before it is drawn and set."""

from collections.abc import Sequence
from dataclasses import dataclass

from generation.providers.base import Line


@dataclass(frozen=True)
class SlideIdea:
    """One slide. `spans` are `(source id, start, end)` of what it says; `scene` is whose picture it shows, if any.

    `points` pair a figure or "" with words; `values` belong to a chart. `portrait` names the character to show.
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
    scene: int | None = None
    portrait: str = ""
    spans: tuple[tuple[str, int, int], ...] = ()
    from_brief: bool = False


def spans_of(lines: Sequence[Line]) -> tuple[tuple[str, int, int], ...]:
    """The evidence of the lines as a slide has it."""
    return tuple((span.source_id, span.start, span.end) for line in lines for span in line.evidence)
