"""What can be counted in a screenplay: times, turns, shares, monologues, questions, repetitions."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from generation.media.pacing import SCENE_GAP_MS, lead_in_ms
from generation.providers.base import Character, Line, Script
from generation.providers.local.text.timing import speech_ms

WORDS_PER_MINUTE = 155.0
DOUBT = re.compile(
    r"\b(?:but|although|however|not (?:certain|yet|enough|sure)|too (?:short|early|few|smooth)|doubt\w*|unclear|risks?|"
    r"warn\w*|harder|could not|failed|still waiting|no proof|trust)\b",
    re.I,
)
_FIGURE = re.compile(r"\d[\d,.]*")
_BRIGHT, _DARK = frozenset({"hopeful", "proud", "curious", "calm"}), frozenset({"tense", "wistful", "night"})


@dataclass(frozen=True)
class Row:
    """A spoken line where it stands: `index` and `scene` from 0, times in ms from the start."""

    index: int
    scene: int
    line: Line
    start_ms: int
    ms: int

    @property
    def words(self) -> int:
        return len(self.line.text.split())

    @property
    def is_question(self) -> bool:
        return self.line.text.rstrip().endswith("?")

    @property
    def doubts(self) -> bool:
        return bool(DOUBT.search(self.line.text))

    @property
    def figures(self) -> int:
        return len(_FIGURE.findall(self.line.text))


@dataclass(frozen=True)
class Turn:
    """Where the story changes direction, and by what it is seen."""

    row: Row
    kind: str  # "doubt", "mood" or "answer"
    reason: str


class Measures:
    """A screenplay counted through. Properties are computed once."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.rows = tuple(_rows(script))

    @cached_property
    def total_ms(self) -> int:
        return max(1, self.rows[-1].start_ms + self.rows[-1].ms) if self.rows else 1

    @cached_property
    def words(self) -> int:
        return sum(row.words for row in self.rows)

    @cached_property
    def roles(self) -> dict[str, str]:
        return {c.name: c.role for c in self.script.characters}

    @cached_property
    def cast(self) -> list[Character]:
        """Who speaks."""
        return [c for c in self.script.characters if self.of(c)]

    def at_percent(self, row: Row) -> int:
        return round(100 * row.start_ms / self.total_ms)

    def of(self, character: Character | str) -> list[Row]:
        name = character if isinstance(character, str) else character.name
        return [row for row in self.rows if row.line.character == name]

    def share(self, name: str) -> float:
        return sum(row.words for row in self.of(name)) / max(1, self.words)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Doubts that are voiced, and scenes whose mood goes from bright to dark or back; in order, one per entry."""
        found: dict[int, Turn] = {}
        for before, after in pairwise(self._scene_starts):
            was, now = self.script.scenes[before.scene].mood, self.script.scenes[after.scene].mood
            if (was in _BRIGHT) != (now in _BRIGHT):
                found[after.index] = Turn(after, "mood", f"the mood goes from {was} to {now}")
        for row in self.rows[1:]:
            if row.doubts and row.line.evidence:
                found[row.index] = Turn(row, "doubt", f"{row.line.character} speaks against what was told")
        return tuple(found[index] for index in sorted(found))

    @cached_property
    def doubts(self) -> list[Row]:
        """Lines against what is told: by their words, or facts that the one who doubts brings up."""
        return [
            row
            for row in self.rows
            if row.doubts or (self.roles.get(row.line.character) == "sceptic" and row.line.evidence)
        ]

    @cached_property
    def acts(self) -> tuple[list[Row], list[Row], list[Row]]:
        """Opening, middle and end, by where the middle of each line lies; with three lines or more none is empty."""
        count = len(self.rows)
        at = [(row.start_ms + row.ms / 2) / self.total_ms for row in self.rows]
        end = max(min(2, count), min(count - 1, sum(place < 0.75 for place in at)))
        opening = max(1, min(end - 1, sum(place < 0.25 for place in at)))
        if count == 2:
            end = 1
        return list(self.rows[:opening]), list(self.rows[opening:end]), list(self.rows[end:])

    @cached_property
    def _scene_starts(self) -> list[Row]:
        return [next(group) for _, group in groupby(self.rows, key=lambda row: row.scene)]

    @cached_property
    def monologues(self) -> list[list[Row]]:
        """Runs of lines by one speaker within a scene."""
        return [list(group) for _, group in groupby(self.rows, key=lambda row: (row.scene, row.line.character))]

    @cached_property
    def longest_monologue(self) -> list[Row]:
        return max(self.monologues, key=lambda run: sum(row.words for row in run), default=[])

    @cached_property
    def unanswered(self) -> list[Row]:
        """Questions after which the same voice goes on or the scene ends; the last line of all may stay open."""
        return [
            a for a, b in pairwise(self.rows)
            if a.is_question and not b.is_question and (b.scene != a.scene or b.line.character == a.line.character)
        ]  # fmt: skip

    @cached_property
    def repeated(self) -> list[tuple[str, list[int]]]:
        """Phrases of four words that more than one line says."""
        seen: dict[str, list[int]] = {}
        for row in self.rows:
            words = re.findall(r"[\w']+", row.line.text.lower())
            for phrase in dict.fromkeys(" ".join(words[i : i + 4]) for i in range(len(words) - 3)):
                seen.setdefault(phrase, []).append(row.index)
        found: list[tuple[str, list[int]]] = []
        for phrase, indices in seen.items():
            if len(indices) > 1 and not any(set(indices) == set(other) for _, other in found):
                found.append((phrase, indices))
        return found

    @cached_property
    def speaker_changes(self) -> float:
        pairs = list(pairwise(self.rows))
        return sum(a.line.character != b.line.character for a, b in pairs) / max(1, len(pairs))

    @cached_property
    def grounded(self) -> float:
        """The share of words in lines that point at a source."""
        return sum(row.words for row in self.rows if row.line.evidence) / max(1, self.words)

    def scene_rows(self, scene: int) -> list[Row]:
        return [row for row in self.rows if row.scene == scene]

    def scene_ms(self, scene: int) -> int:
        rows = self.scene_rows(scene)
        return sum(row.ms + row.line.pause_after_ms for row in rows)

    @cached_property
    def speech_kinds(self) -> Counter[str]:
        """How many lines ask, how many are verbatim quotes, how many state a figure."""
        return Counter(
            questions=sum(row.is_question for row in self.rows),
            quotes=sum(self.roles.get(row.line.character) == "quoted" for row in self.rows),
            figures=sum(row.figures > 0 for row in self.rows),
        )


def _rows(script: Script) -> list[Row]:
    rows: list[Row] = []
    clock = lead_in_ms(script.title)
    for number, scene in enumerate(script.scenes):
        for line in scene.lines:
            ms = speech_ms(line.text, WORDS_PER_MINUTE)
            rows.append(Row(len(rows), number, line, clock, ms))
            clock += ms + line.pause_after_ms
        clock += SCENE_GAP_MS
    return rows
