"""Edits applied one after the other, each to what the one before has left."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from generation.providers.base import Script

from . import find, people, scenes, tone, words
from .draft import CannotFollow, lines_of, tidy
from .length import change_length, seconds_of
from .parse import Edit

Editor = Callable[[Script, Edit, Script | None], tuple[Script, str]]

EDITORS: dict[str, Editor] = {
    "rename": people.rename,
    "add": people.add,
    "give": people.give,
    "tone": tone.retone,
    "move": scenes.move,
    "swap": scenes.swap,
    "reverse": scenes.reverse,
    "merge": scenes.merge,
    "set": scenes.set_scene,
    "shorten_scene": scenes.shorten,
    "title": words.title,
    "replace": words.replaced,
    "mention": words.mention,
    "amount": words.amount,
    "opening": words.opening,
    "ending": words.ending,
}
# What a rewrite from the sources would undo, and is therefore done again after it.
LASTING = frozenset({"rename", "title", "tone", "replace"})
_FROM_SOURCES = frozenset({"add", "mention", "opening", "ending"})


@dataclass(frozen=True)
class Refined:
    """What came of an instruction: the script, what was done in one sentence each, and how long the piece is to be."""

    script: Script
    changes: tuple[str, ...]
    duration_ms: int
    lasting: tuple[Edit, ...] = field(default=())


def needs_sources(edits: Sequence[Edit]) -> bool:
    """Whether an edit may take facts from the sources that the script does not tell yet."""
    return any(
        edit.op in _FROM_SOURCES
        or (edit.op == "amount" and re.match(r"more|add|increase|not|too few", edit.args["dir"], re.I))
        or (
            edit.op == "length"
            and not re.match(r"shorter|cut|shorten|trim|reduce|half|halve|long$", edit.args.get("dir", ""), re.I)
        )
        for edit in edits
    )


def revise(
    script: Script,
    edits: Sequence[Edit],
    *,
    duration_ms: int,
    spare: Script | None = None,
    again: Sequence[Edit] = (),
) -> Refined:
    """The script with all edits done, or none: raises `GenerationFailed` naming the part that cannot be followed.

    `duration_ms` is what the script was made for. `spare` is a longer script of the same sources, to take facts from.
    `again` are lasting edits of a script that this one was written in place of; those that have no hold here are left.
    """
    notes: list[str] = []
    for edit in again:
        with suppress(CannotFollow):
            script, _ = _one(script, edit, spare)
    before, seconds = script, duration_ms / 1000
    lengths = [edit for edit in edits if edit.op == "length"]
    for edit in [edit for edit in edits if edit.op != "length"]:
        script, note = _one(script, edit, spare)
        notes.append(note)
    if script != before:
        # The piece runs as much shorter or longer as there is less or more to say.
        seconds = min(600.0, max(5.0, seconds * _ratio(before, script)))
    for edit in lengths:  # last: what else was asked for changes how long it is
        changed, note, seconds = change_length(script, edit, spare, now_s=seconds)
        script = tidy(changed, before=script, part=edit.said)
        notes.append(note)
    notes += _silenced(before, script, edits)
    return Refined(script, tuple(notes), round(seconds * 1000), tuple(e for e in edits if e.op in LASTING))


def _silenced(before: Script, after: Script, edits: Sequence[Edit]) -> list[str]:
    """A sentence for who lost every line though nobody asked for it."""
    asked = " ".join(edit.said.lower() for edit in edits if edit.op in ("drop", "rename", "give"))
    if any(edit.op == "rename" for edit in edits):
        return []
    kept = {c.name for c in after.characters}
    lost = [
        c.name for c in before.characters if c.name not in kept and c.name.lower() not in asked and c.role not in asked
    ]
    return [f"{name} has no line left and is out of the cast." for name in lost]


def _ratio(before: Script, after: Script) -> float:
    ratio = seconds_of(after) / max(1.0, seconds_of(before))
    return 1.0 if abs(ratio - 1) < 0.04 else ratio


def _one(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    if edit.op == "drop":
        changed, note = _drop(script, edit)
    elif edit.op == "omit":
        changed, note = words.omit(script, edit, edit.args["topic"])
    else:
        changed, note = EDITORS[edit.op](script, edit, spare)
    return tidy(changed, before=script, part=edit.said), note


def _drop(script: Script, edit: Edit) -> tuple[Script, str]:
    """ "Drop X" may mean a scene, a line, somebody of the cast, or whatever is said of X."""
    what = edit.args["what"]
    if find.is_scene(what):
        return scenes.cut(script, edit, find.scene(script, what, part=edit.said))
    if find.is_line(what):
        return scenes.cut_line(script, edit, find.line(script, what, part=edit.said))
    quote_by = re.fullmatch(r"(?:the )?quotes? (?:by|from|of) (?P<who>.+)|(?P<of>.+?)'s? quotes?", what, re.I)
    if quote_by:
        who = find.characters(script, quote_by["who"] or quote_by["of"], part=edit.said)
        return people.drop(script, edit, who)
    try:
        who = find.characters(script, re.sub(r"(?:'s)? (?:character|part|role|voice)$", "", what), part=edit.said)
    except CannotFollow as unknown:
        if find.role_named(what) or not any(words.speaks_of(line, what) for line in lines_of(script)):
            raise unknown from None
        return words.omit(script, edit, what)
    if len(who) == len(script.characters) > 1:
        raise CannotFollow(f"“{edit.said}” would leave nobody to speak.", part=edit.said)
    return people.drop(script, edit, who)
