"""The time machine: two states of one thing side by side, differences marked, either restored with one click.

Scripts, plans and timelines each say what their states are made of; the page is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Stretch = tuple[str, bool]  # words, and whether the other side lacks them
_ALIKE = 0.5  # share of equal words from which two rows are one, reworded


@dataclass(frozen=True)
class Row:
    """One thing on both sides, or on one of them. `change` is same, changed, added, removed or moved."""

    change: str
    old: list[Stretch] = field(default_factory=list)
    new: list[Stretch] = field(default_factory=list)
    old_note: str = ""
    new_note: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]
    change: str = "same"


@dataclass(frozen=True)
class State:
    """One side. `value` chooses it in the address, `told` says how it came to be; without `restore` it is current."""

    value: str
    label: str
    told: str = ""
    url: str = ""
    restore: str = ""

    @property
    def button(self) -> str:
        return f"Restore {self.label.lower()}"


@dataclass(frozen=True)
class Comparison:
    """`choices` are (value, label) of all states, `expected` is what a restore takes for the current one."""

    old: State
    new: State
    sections: list[Section]
    choices: Sequence[tuple[str, str]]
    expected: str
    summary: str = ""

    @property
    def sides(self) -> tuple[State, State]:
        return self.old, self.new

    @property
    def told(self) -> str:
        """How many rows differ, in a sentence."""
        counts = dict.fromkeys(("changed", "added", "removed", "moved"), 0)
        for section in self.sections:
            for row in section.rows:
                if row.change in counts:
                    counts[row.change] += 1
        parts = [f"{count} {change}" for change, count in counts.items() if count]
        return f"{', '.join(parts).capitalize()}." if parts else "Both say the same."


def marked(old: str, new: str) -> tuple[list[Stretch], list[Stretch]]:
    """Both texts as stretches of words, each with whether it differs from the other text."""
    left, right = old.split(), new.split()
    before, after = [], []
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        before.append((" ".join(left[i:j]), tag != "equal"))
        after.append((" ".join(right[k:m]), tag != "equal"))
    return [part for part in before if part[0]], [part for part in after if part[0]]


def pair(old: str | None, new: str | None, *, old_note: str = "", new_note: str = "") -> Row:
    """A row of two texts, or of one."""
    if new is None:
        return Row("removed", [(old or "", True)], [], old_note, new_note)
    if old is None:
        return Row("added", [], [(new, True)], old_note, new_note)
    return Row("same" if old == new else "changed", *marked(old, new), old_note, new_note)


def aligned(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Two lists of texts, row by row: what is alike stands beside each other."""
    rows: list[Row] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = list(old[i:j]), list(new[k:m])
        if tag == "equal":
            rows += [pair(text, text) for text in before]
            continue
        while before or after:
            if before and after and _alike(before[0], after[0]):
                rows.append(pair(before.pop(0), after.pop(0)))
            elif before and not any(_alike(before[0], text) for text in after):
                rows.append(pair(before.pop(0), None))
            elif after:
                rows.append(pair(None, after.pop(0)))
            else:
                rows.append(pair(before.pop(0), None))
    return rows


def _alike(old: str, new: str) -> bool:
    """Whether one is the other, reworded; what has a name before a colon goes by that."""
    names = [text.partition(": ")[0] if ": " in text[:40] else "" for text in (old, new)]
    if all(names):
        return names[0] == names[1]
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() >= _ALIKE


def section(title: str, old: Sequence[str], new: Sequence[str]) -> Section | None:
    """A section of two lists; None where neither has anything."""
    rows = aligned(old, new)
    if not rows:
        return None
    return Section(title, rows, "same" if all(row.change == "same" for row in rows) else "changed")


def number_of(text: str | None, default: int) -> int:
    """A revision's number as an address names it; 0, which nothing has, for what is no number."""
    if not text:
        return default
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0


def of_script(told: dict[str, Any]) -> list[Section]:
    """What `generation.stories.services.revisions.compared` says, as sections."""
    sections = []
    if told["title"]["change"] == "changed":
        sections.append(Section("Title", [pair(told["title"]["from"], told["title"]["to"])], "changed"))
    for scene in told["scenes"]:
        rows = []
        for entry in scene["entries"]:
            old, new = entry["from"], entry["to"]
            row = pair(old and old["text"], new and new["text"], old_note=_note(old), new_note=_note(new))
            rows.append(Row(entry["change"], row.old, row.new, row.old_note, row.new_note))
        title = (scene["to"] or scene["from"])["heading"]
        sections.append(Section(title, rows, scene["change"]))
    return sections


def _note(entry: dict[str, Any] | None) -> str:
    return f"{entry['entryIndex']} {entry['character']}" if entry else ""
