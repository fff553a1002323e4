"""When each line is heard: pauses stretched or tightened so that the film has the length that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from generation.media.pacing import SCENE_GAP_MS, TAIL_MS, lead_in_ms, on_grid
from generation.providers.base import Script

_TIGHTEST, _WIDEST = 0.6, 1.7  # beyond these a pause sounds cut or forgotten
_CLOSE_ENOUGH = 0.03  # of the target: an earlier version's pauses are kept as long as the film stays this near


@dataclass(frozen=True)
class TimedLine:
    """A line's place in the film; `scene` and `index` count from 0, `index` over the whole script."""

    scene: int
    index: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Timing:
    """`pause_scale` is the factor by which the script's pauses were stretched."""

    lines: tuple[TimedLine, ...]
    scene_starts_ms: tuple[int, ...]
    duration_ms: int
    pause_scale: float = 1.0


def time_lines(
    script: Script, spoken_ms: Sequence[int], *, target_ms: int, earlier_scale: float | None = None
) -> Timing:
    """Place every line; `spoken_ms` holds each line's length in script order.

    The pauses are scaled, within what still sounds natural, to bring the total to `target_ms`. With `earlier_scale`,
    the `pause_scale` of a film of which this is a changed version, they stay as they were if the length allows it:
    then nothing but the changed line's own shots has to be made again.
    """
    if earlier_scale is not None:
        kept = _placed(script, spoken_ms, earlier_scale)
        if abs(kept.duration_ms - target_ms) <= _CLOSE_ENOUGH * target_ms:
            return kept
    room = target_ms - lead_in_ms(script.title) - TAIL_MS - sum(spoken_ms)
    scale = min(_WIDEST, max(_TIGHTEST, room / max(1, sum(_gaps(script)))))
    return _placed(script, spoken_ms, round(scale, 4))


def _placed(script: Script, spoken_ms: Sequence[int], scale: float) -> Timing:
    gaps = _gaps(script)
    lines, scene_starts, clock = [], [], lead_in_ms(script.title)
    index = 0
    for scene_number, scene in enumerate(script.scenes):
        # The next scene's music and air begin in the pause, before its picture: sound leads.
        lead = on_grid(gaps[index - 1] * scale / 2) if scene_number else clock
        scene_starts.append(clock - lead)
        for _ in scene.lines:
            end = clock + spoken_ms[index]
            lines.append(TimedLine(scene_number, index, clock, end))
            clock = on_grid(end + gaps[index] * scale)
            index += 1
    duration = on_grid(lines[-1].end_ms + TAIL_MS) if lines else clock + TAIL_MS
    return Timing(tuple(lines), tuple(scene_starts), duration, scale)


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
