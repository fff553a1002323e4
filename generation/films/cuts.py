"""Where a film cuts: with the words, long after short, and scene by scene, so that an edit moves only its own cuts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generation.films.timing import Timing
from generation.media.pacing import GRID_MS
from generation.providers.base import Script, TimedPhrase

BEFORE_WORD_MS = 120  # three frames at 25: the eye arrives just before the ear
SHORTEST_MS, LONGEST_MS = 2000, 6600
_RHYTHM_MS = (4600, 3200, 5200, 3600)  # what the shots of a scene would like to last, in turn
# What a cut costs beside the lengths that it makes: a new speaker asks for one, the middle of a sentence resists.
_AT_SPEAKER, _AT_LINE, _AT_SENTENCE, _AT_PHRASE = -0.5, -0.1, 0.05, 0.25


@dataclass(frozen=True)
class Stretch:
    """`[start_ms, end_ms)` of the film, without a cut: scene and line count from 0, `part` within the line."""

    start_ms: int
    end_ms: int
    scene: int
    line: int
    part: int = 0


@dataclass(frozen=True)
class _Place:
    at_ms: int
    line: int
    cost: float


def cut(script: Script, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]) -> tuple[Stretch, ...]:
    """The stretches of a film, gapless from 0 to its end. `phrases` holds each line's, from the line's own start.

    The first is the title's: it ends with the first word.
    """
    speakers = [line.character for scene in script.scenes for line in scene.lines]
    scenes = [[line for line in timing.lines if line.scene == number] for number in range(len(script.scenes))]
    scenes = [lines for lines in scenes if lines]
    if not scenes:
        return (Stretch(0, timing.duration_ms, 0, 0),)
    found = [Stretch(0, before(scenes[0][0].start_ms), scenes[0][0].scene, scenes[0][0].index)]
    for lines, following in zip(scenes, [*scenes[1:], None], strict=True):
        end = before(following[0].start_ms) if following else timing.duration_ms
        places = [
            place for line in lines for place in _places(line.start_ms, line.index, phrases[line.index], speakers)
        ]
        found += _best(places, end, lines[0].scene, rhythm=lines[0].scene)
    return with_parts(found)


def before(word_ms: int) -> int:
    """The frame boundary from which the picture leads the word."""
    return max(GRID_MS, round((word_ms - BEFORE_WORD_MS) / GRID_MS) * GRID_MS)


def _places(start_ms: int, line: int, phrases: Sequence[TimedPhrase], speakers: Sequence[str]) -> list[_Place]:
    changes = line > 0 and speakers[line] != speakers[line - 1]
    places = [_Place(before(start_ms), line, _AT_SPEAKER if changes else _AT_LINE)]
    for said, phrase in pairwise(phrases):
        ends_sentence = said.text.rstrip("\"'”’)]").endswith((".", "!", "?", "…"))
        places.append(_Place(before(start_ms + phrase.start_ms), line, _AT_SENTENCE if ends_sentence else _AT_PHRASE))
    return places


def _best(places: Sequence[_Place], end_ms: int, scene: int, *, rhythm: int) -> list[Stretch]:
    """The cheapest choice of cuts for a scene; the first place is always one. A shortest path over (place, shots)."""
    marks = [*places, _Place(end_ms, places[-1].line, 0.0)]
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, 0): (0.0, (0,))}
    for at in range(len(marks) - 1):
        for (where, count), (cost, path) in [item for item in best.items() if item[0][0] == at]:
            for to in range(where + 1, len(marks)):
                total = cost + marks[to].cost + _length_cost(marks[to].at_ms - marks[where].at_ms, rhythm + count)
                if total < best.get((to, count + 1), (float("inf"), ()))[0]:
                    best[to, count + 1] = total, (*path, to)
    last = len(marks) - 1
    _, path = min((value for (where, _), value in best.items() if where == last), key=lambda found: found[0])
    return [Stretch(marks[a].at_ms, marks[b].at_ms, scene, marks[a].line) for a, b in pairwise(path)]


def _length_cost(ms: int, turn: int) -> float:
    wanted = _RHYTHM_MS[turn % len(_RHYTHM_MS)]
    cost = ((ms - wanted) / wanted) ** 2
    if ms < SHORTEST_MS:
        cost += 4 * (SHORTEST_MS - ms) / SHORTEST_MS + 1
    if ms > LONGEST_MS:
        cost += (ms - LONGEST_MS) / 1000 + 0.5
    return cost


def with_parts(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The stretches with those of one line counted."""
    numbered: list[Stretch] = []
    for one in stretches:
        part = numbered[-1].part + 1 if numbered and numbered[-1].line == one.line else 0
        numbered.append(Stretch(one.start_ms, one.end_ms, one.scene, one.line, part))
    return tuple(numbered)
