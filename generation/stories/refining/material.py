"""What the sources hold beyond the script: a longer script written from them, of which edits take what is unused."""

from collections.abc import Sequence
from dataclasses import replace

from generation.providers.base import Line, Script, Span

from .draft import lines_of, quoted, units, with_character, with_scene_lines


def spare_groups(script: Script, spare: Script | None) -> list[list[Line]]:
    """The spare script's units whose facts the script does not use yet, in its order."""
    if spare is None:
        return []
    used = [span for line in lines_of(script) for span in line.evidence]
    texts = {line.text for line in lines_of(script)}
    rows = lines_of(spare)
    found = []
    for group in units(spare):
        lines = [rows[i] for i in group]
        facts = [line for line in lines if line.evidence]
        main = max(facts, key=lambda x: len(x.text), default=None)
        if main is None or main.text in texts or any(overlap(a, b) for a in main.evidence for b in used):
            continue
        found.append([line for line in lines if line.evidence or line is not lines[-1]])
    return found


def overlap(one: Span, other: Span) -> bool:
    return one.source_id == other.source_id and one.start < other.end and other.start < one.end


def insert_group(script: Script, group: Sequence[Line], *, spare: Script | None = None) -> Script:
    """The script with the lines where the source has them: after the unit whose evidence comes just before.

    Never before the opening and never after the closing unit. `spare` lends its cast.
    """
    names = {c.name for c in script.characters}
    cast = {c.name: c for c in spare.characters} if spare else {}
    lines = []
    for line in group:
        if line.character not in names:
            newcomer = cast[line.character]
            if newcomer.role == "quoted":
                script = with_character(script, newcomer)
            else:
                line = replace(line, character=_teller(script, newcomer.role))
        lines.append(line)
    at = _place(script, lines)
    scenes, index = [], 0
    for scene in script.scenes:
        kept: list[Line] = []
        for line in scene.lines:
            kept.append(line)
            if index == at:
                kept += lines
            index += 1
        scenes.append(with_scene_lines(scene, kept))
    return replace(script, scenes=tuple(scenes))


def _teller(script: Script, role: str) -> str:
    """Who tells a fact that a voice of another cast told: the same role, or else who tells most."""
    verbatim = quoted(script)
    tellers = [c for c in script.characters if c.name not in verbatim]
    same = next((c.name for c in tellers if c.role == role), None)
    if same:
        return same
    rows = lines_of(script)
    counts = {c.name: sum(x.character == c.name and bool(x.evidence) for x in rows) for c in tellers}
    return max(counts, key=lambda name: counts[name]) if counts else script.characters[0].name


def _place(script: Script, lines: Sequence[Line]) -> int:
    """The index of the line after which the new ones stand; the opening stays clear of its explanation."""
    span = next(line.evidence[0] for line in lines if line.evidence)
    groups = units(script)
    inner = groups[1:-1] or groups[:-1] or groups
    rows = lines_of(script)
    best, nearest = inner[0][-1], None
    for group in inner:
        for i in group:
            for other in rows[i].evidence:
                gap = span.start - other.start
                if other.source_id == span.source_id and gap >= 0 and (nearest is None or gap < nearest):
                    best, nearest = group[-1], gap
    return best
