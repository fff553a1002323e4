"""When each line is heard: pauses stretched or tightened so that the film has the length that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from generation.providers.base import Script

LEAD_IN_MS = 1400  # the title stands before the first word
SCENE_GAP_MS = 500  # on top of the last line's own pause
TAIL_MS = 2200  # the last picture holds and the music rings out
_TIGHTEST, _WIDEST = 0.6, 1.7  # beyond these a pause sounds cut or forgotten


@dataclass(frozen=True)
class TimedLine:
    """A line's place in the film; `scene` and `index` count from 0, `index` over the whole script."""

    scene: int
    index: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Timing:
    lines: tuple[TimedLine, ...]
    scene_starts_ms: tuple[int, ...]
    duration_ms: int


def time_lines(script: Script, spoken_ms: Sequence[int], *, target_ms: int) -> Timing:
    """Place every line; `spoken_ms` holds each line's length in script order.

    The pauses are scaled, within what still sounds natural, to bring the total to `target_ms`.
    """
    gaps = _gaps(script)
    room = target_ms - LEAD_IN_MS - TAIL_MS - sum(spoken_ms)
    scale = min(_WIDEST, max(_TIGHTEST, room / max(1, sum(gaps))))
    lines, scene_starts, clock = [], [], LEAD_IN_MS
    index = 0
    for scene_number, scene in enumerate(script.scenes):
        scene_starts.append(0 if scene_number == 0 else clock - round(gaps[index - 1] * scale / 2))
        for _ in scene.lines:
            lines.append(TimedLine(scene_number, index, clock, clock + spoken_ms[index]))
            clock += spoken_ms[index] + round(gaps[index] * scale)
            index += 1
    return Timing(tuple(lines), tuple(scene_starts), lines[-1].end_ms + TAIL_MS if lines else LEAD_IN_MS + TAIL_MS)


def _gaps(script: Script) -> list[int]:
    """The pause after each line in ms; the last line's is the tail's business."""
    gaps = []
    for scene in script.scenes:
        gaps += [line.pause_after_ms for line in scene.lines]
        if scene.lines:
            gaps[-1] += SCENE_GAP_MS
    if gaps:
        gaps[-1] = 0
    return gaps
