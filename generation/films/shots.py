"""From timed lines to a shot list: where to cut, what to show, how the camera moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from generation.films.timing import Timing
from generation.media.plan import Move, MoveKind
from generation.providers.base import Line, Scene, Script, ShotSize, TimedPhrase

LONGEST_MS = 6500
SHORTEST_MS = 2200
CUT_BEFORE_WORD_MS = 120  # three frames at 25: the eye arrives just before the ear


@dataclass(frozen=True)
class ShotIdea:
    """`[start_ms, end_ms)` of the film, what it shows and how. `scene` and `line` count from 0."""

    start_ms: int
    end_ms: int
    scene: int
    line: int
    size: ShotSize
    move: Move
    has_chart: bool = False


# Openings go from the place to the people; then sizes alternate so that no two neighbours are alike.
_SIZES: tuple[ShotSize, ...] = ("medium", "close", "wide", "insert")
_OPENING: tuple[ShotSize, ...] = ("extreme_wide", "wide")
_MOVES: dict[ShotSize, tuple[MoveKind, ...]] = {
    "extreme_wide": ("push", "tilt_up"),
    "wide": ("pan_right", "push", "pan_left"),
    "medium": ("parallax", "push", "pan_left"),
    "close": ("push", "pull"),
    "insert": ("pull", "parallax"),
}


def list_shots(script: Script, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]) -> tuple[ShotIdea, ...]:
    """The shots of a film, gapless from 0 to its end. `phrases` holds each line's, from the line's own start."""
    cuts = _cuts(timing, phrases)
    spans = zip(cuts, [*(start for start, _ in cuts[1:]), timing.duration_ms], strict=True)
    lines = [(number, scene) for number, scene in enumerate(script.scenes) for _ in scene.lines]
    shots: list[ShotIdea] = []
    charted: set[int] = set()
    for (start_ms, line), end_ms in spans:
        number, scene = lines[line]
        # The first picture carries the film's title, and a figure behind it could not be read.
        is_free = bool(shots) and scene.chart is not None and number not in charted
        chart = is_free and _tells_figure(scene, line, lines)
        if chart:
            charted.add(number)
        size = _size(shots, number)
        shots.append(
            ShotIdea(start_ms, end_ms, number, line, size, _move(size, len(shots), is_still=chart), has_chart=chart)
        )
    return tuple(shots)


def _cuts(timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]) -> list[tuple[int, int]]:
    """(start in ms, line index) of every shot: at each line, and inside lines that would stand too long."""
    cuts: list[tuple[int, int]] = []
    for line in timing.lines:
        start = max(0, line.start_ms - CUT_BEFORE_WORD_MS) if line.index else 0
        if not cuts or start - cuts[-1][0] >= SHORTEST_MS:
            cuts.append((start, line.index))
        following = timing.lines[line.index + 1].start_ms if line.index + 1 < len(timing.lines) else timing.duration_ms
        for phrase in phrases[line.index][1:]:
            at = line.start_ms + phrase.start_ms - CUT_BEFORE_WORD_MS
            waited, left = at - cuts[-1][0], following - at
            if waited >= SHORTEST_MS and left >= SHORTEST_MS and waited + left > LONGEST_MS:
                cuts.append((at, line.index))
    return cuts


def _tells_figure(scene: Scene, line: int, lines: list[tuple[int, Scene]]) -> bool:
    """Whether the line at index `line` is the one of its scene that says the chart's figure."""
    first = next(index for index, (_, other) in enumerate(lines) if other is scene)
    spoken: Line = scene.lines[line - first]
    assert scene.chart is not None  # noqa: S101 - the caller has looked
    digits = "".join(c for c in scene.chart.display or str(scene.chart.values[0]) if c.isdigit())
    said = "".join(c for c in spoken.text if c.isdigit())
    return bool(digits) and digits in said


def _size(shots: list[ShotIdea], scene: int) -> ShotSize:
    if not shots:
        return _OPENING[0]
    previous = shots[-1].size
    if shots[-1].scene != scene:
        return _OPENING[1] if previous != _OPENING[1] else "medium"
    candidates = [size for size in _SIZES if size != previous]
    return candidates[len(shots) % len(candidates)]


def _move(size: ShotSize, number: int, *, is_still: bool) -> Move:
    if is_still:
        return Move("hold", 0.0)  # a figure is read, not watched
    kinds = _MOVES[size]
    return Move(kinds[number % len(kinds)], 0.05)
