"""Which part of a film shows a scene's figure: from the words that say it, for as long as it takes to read."""

from collections.abc import Sequence
from dataclasses import replace

from generation.films.cuts import SHORTEST_MS, Stretch, before, with_parts
from generation.films.timing import Timing
from generation.media.pacing import GRID_MS, reading_ms
from generation.providers.base import Chart, Line, Scene, Script, TimedPhrase

_TAKEN_IN_MS = 600  # a figure settles before it goes
_SAID_MS = 1200  # from where the phrase with the figure begins, it stays at least until the ear has it too
_WAITS_MS = 900  # so long a figure may stand on for a cut that comes with the words


def show_figures(
    script: Script, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]], stretches: Sequence[Stretch]
) -> tuple[tuple[Stretch, ...], set[int]]:
    """The stretches, cut further where a figure would stand too long, and which of them show their scene's chart.

    Each scene's chart is seen once, where its figure is said. The first picture carries the film's title, and a figure
    behind it could not be read.
    """
    told = {
        number: at
        for number, scene in enumerate(script.scenes)
        if (at := _said_ms(number, scene, timing, phrases)) is not None
    }
    found: list[Stretch] = []
    charts: set[int] = set()
    for number, stretch in enumerate(stretches):
        at = told.get(stretch.scene)
        chart = script.scenes[stretch.scene].chart
        if not number or at is None or chart is None or not stretch.start_ms <= at < stretch.end_ms:
            found.append(stretch)
            continue
        first, last = _span(chart, at, stretch, _marks(stretch.scene, timing, phrases))
        if first > stretch.start_ms:
            found.append(replace(stretch, end_ms=first))
        charts.add(len(found))
        found.append(replace(stretch, start_ms=first, end_ms=last, line=_line_at(timing, stretch, first)))
        if last < stretch.end_ms:
            found.append(replace(stretch, start_ms=last, line=_line_at(timing, stretch, last)))
    return with_parts(found), charts


def chart_ms(chart: Chart) -> int:
    """How long a figure with its words is read."""
    words = [chart.title, chart.display or "a figure", chart.unit, *(chart.labels if len(chart.values) > 1 else ())]
    return reading_ms(" ".join(words)) + _TAKEN_IN_MS


def _span(chart: Chart, at: int, stretch: Stretch, marks: Sequence[int]) -> tuple[int, int]:
    """`[first, last)` of the figure within its stretch; what it leaves before and after is long enough for a shot."""
    first = before(at) if before(at) - stretch.start_ms >= SHORTEST_MS else stretch.start_ms
    least = max(first + chart_ms(chart), at + _SAID_MS)
    latest = stretch.end_ms - SHORTEST_MS
    with_words = next((mark for mark in marks if least <= mark <= min(least + _WAITS_MS, latest)), None)
    if with_words:
        return first, with_words
    on_grid = -(-least // GRID_MS) * GRID_MS
    return first, on_grid if on_grid <= latest else stretch.end_ms


def _marks(scene: int, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]) -> list[int]:
    """Where the picture may change with the words."""
    lines = [line for line in timing.lines if line.scene == scene]
    return [before(line.start_ms + phrase.start_ms) for line in lines for phrase in phrases[line.index]]


def _line_at(timing: Timing, stretch: Stretch, at: int) -> int:
    heard = [line.index for line in timing.lines if line.scene == stretch.scene and before(line.start_ms) <= at]
    return max([stretch.line, *heard])


def _said_ms(number: int, scene: Scene, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]) -> int | None:
    """When the phrase with the scene's figure is first heard; None where there is no figure, or nobody says it."""
    if scene.chart is None:
        return None
    lines = [line for line in timing.lines if line.scene == number]
    for timed, line in zip(lines, scene.lines, strict=False):
        if _tells_figure(scene.chart, line):
            return timed.start_ms + _figure_ms(scene.chart, phrases[timed.index])
    return None


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _figure(chart: Chart) -> str:
    return _digits(chart.display or str(chart.values[0]))


def _tells_figure(chart: Chart, line: Line) -> bool:
    figure = _figure(chart)
    return bool(figure) and figure in _digits(line.text)


def _figure_ms(chart: Chart, phrases: Sequence[TimedPhrase]) -> int:
    """When, from the line's start, the phrase with the figure begins."""
    figure = _figure(chart)
    for phrase in phrases:
        if figure in _digits(phrase.text):
            return phrase.start_ms
    return next((phrase.start_ms for phrase in phrases if _digits(phrase.text)), 0)
