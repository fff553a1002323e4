"""Changes to a finished script as pure functions: shorter by what weighs least, a connective in another tone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from generation.providers.base import Line, Scene, Script

from . import phrases
from .timing import estimate_ms

# How much longer than asked for a telling may be before even what it should not lose has to go.
_TOO_LONG = 1.15
# Movements that a story should not lose.
_CARRYING = frozenset({"doubt", "threat"})
_LEANS = re.compile(
    r"^(?:But |And |So |Yet |Then )?(?:He|She|They|It|This|These|Those|That|Such|His|Her|Their|Its|Both|Neither)\b"
    r"|^(?:But|And|So|Yet|Then|Instead|However)\b"
)

# Cues that take up what was just said; the others open what comes.
_ANSWERING = frozenset({"why", "source", "but", "step", "concession"})
_OPENING = frozenset(cue for cue in phrases.BOOK if cue not in _ANSWERING)


@dataclass(frozen=True)
class _Unit:
    """Lines that stand or fall together: a question and its answer, an introduction and the quote, "it" and its noun.

    `places` are (scene, line) positions; `weight` that of its heaviest line.
    """

    places: tuple[tuple[int, int], ...]
    weight: float
    is_fixed: bool


def condense(script: Script, factor: float, *, words_per_minute: float = 155.0) -> Script:
    """The script at about `factor` (0 to 1) of its length, by leaving out the lines that weigh least.

    The opening, the ending and one doubt stay, unless it would be far too long with them: then the doubt goes, and at
    last the ending. No question loses its answer, no pronoun its noun, no quote its speaker's introduction. Nothing is
    reworded. Raises ValueError for a factor outside (0, 1].
    """
    if not 0 < factor <= 1:
        raise ValueError(f"factor must lie between 0 and 1, not {factor}")
    target = estimate_ms(script, words_per_minute) * factor
    units = _units(script)
    kept = set(range(len(units)))
    best, lasts = script, estimate_ms(script, words_per_minute)
    for number in sorted(kept - {0}, key=lambda i: (units[i].is_fixed, i == len(units) - 1, units[i].weight, -i)):
        if units[number].is_fixed and lasts <= target * _TOO_LONG:
            break
        shorter = _with(script, (units[i] for i in kept - {number}))
        shorter_lasts = estimate_ms(shorter, words_per_minute)
        if abs(shorter_lasts - target) < abs(lasts - target):
            kept.discard(number)
            best, lasts = shorter, shorter_lasts
    return best


def _units(script: Script) -> list[_Unit]:
    """All lines of the script, grouped into units, in order."""
    groups: list[list[tuple[int, int]]] = []
    lines = {(s, n): line for s, scene in enumerate(script.scenes) for n, line in enumerate(scene.lines)}
    before: Line | None = None
    for place, line in lines.items():
        names_who_spoke = before is not None and _names_the_speaker(before, line)
        if before is not None and (names_who_spoke or _belongs(before, line)):
            groups[-1].append(place)
        else:
            groups.append([place])
        # Whom it introduces has spoken: it leads to nothing that follows.
        before = replace(line, kind="fact") if names_who_spoke else line
    doubts = [i for i, group in enumerate(groups) if script.scenes[group[0][0]].beat in _CARRYING]
    kept_doubt = max(doubts, key=lambda i: _weight(lines[p] for p in groups[i]), default=-1)
    fixed = {0, len(groups) - 1, kept_doubt}
    return [
        _Unit(tuple(group), _weight(lines[place] for place in group), number in fixed)
        for number, group in enumerate(groups)
    ]


def _names_the_speaker(before: Line, line: Line) -> bool:
    is_after = line.kind == "intro" and before.kind == "quote" and bool(before.evidence)
    return is_after and (line.text.startswith(("That ", "In the words")) or before.character in line.text)


def _belongs(before: Line, line: Line) -> bool:
    if not before.evidence or before.kind == "intro":
        return True
    if line.kind == "intro" and before.kind == "quote":
        return False
    if line.cue in _ANSWERING or (line.kind == "link" and not line.text.endswith("?") and line.cue not in _OPENING):
        return True
    return line.kind != "quote" and bool(line.evidence) and bool(_LEANS.match(line.text))


def _weight(lines: Iterable[Line]) -> float:
    return max((line.weight + 0.2 * (line.kind == "quote") for line in lines if line.evidence), default=0.0)


def _with(script: Script, units: Iterable[_Unit]) -> Script:
    """The script with only these units' lines; scenes and characters without a line go."""
    places = {place for unit in units for place in unit.places}
    scenes: list[Scene] = []
    for number, scene in enumerate(script.scenes):
        lines = tuple(line for at, line in enumerate(scene.lines) if (number, at) in places)
        if lines:
            scenes.append(replace(scene, lines=lines, chart=scene.chart if _is_charted(scene, lines) else None))
    speaking = {line.character for scene in scenes for line in scene.lines}
    return replace(script, scenes=tuple(scenes), characters=tuple(c for c in script.characters if c.name in speaking))


def _is_charted(scene: Scene, lines: tuple[Line, ...]) -> bool:
    if scene.chart is None:
        return False
    said = " ".join(line.text for line in lines)
    return all(number in said for number in re.findall(r"\d[\d,.]*\d|\d", scene.chart.display))


def reworded(line: Line, tone: str, rng: Random, said: set[str]) -> Line:
    """The connective said as `tone` has it, in words that are not among `said`, which gains them.

    A fact, a quote and what is not in the phrase book stay as they are.
    """
    cue = line.cue or phrases.cue_of(line.text)
    if line.evidence or not cue:
        return line
    text = phrases.pick(cue, phrases.register_of(tone), rng, said)
    if text is None:
        return line
    said.add(text)
    return replace(line, text=text, cue=cue)
