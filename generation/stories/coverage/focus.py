"""The answer to the question a coverage was asked with: measured where it asks for what can be measured."""

import re
from collections.abc import Callable
from typing import Any

from generation.stories.refining.draft import stems
from generation.stories.refining.find import bare, role_named

from .marks import Mark
from .measure import Measures, Row

Json = dict[str, Any]
_ASKING = stems(
    "focus whether is are does do the a midpoint turn earned please consider look evaluate check script piece story how"
    " well much many there any tell me what why who when enough very really should could would can please give comment"
)


def focus_answer(prompt: str, m: Measures, marks: list[Mark]) -> Json:
    """`{"prompt", "answer", "entries"}`: what this screenplay shows about what was asked."""
    for pattern, answer in _TOPICS:
        if re.search(pattern, prompt, re.I):
            text, rows = answer(m)
            return _told(prompt, text, rows)
    named = next((c for c in m.cast if _names(prompt, c.name) or _names_role(prompt, c.role)), None)
    if named is not None:
        rows = m.of(named)
        asked = sum(row.is_question for row in rows)
        text = (
            f"{named.name} has {len(rows)} of {len(m.rows)} lines ({m.share(named.name):.0%} of the words), from entry "
            f"{rows[0].index} to entry {rows[-1].index}; {asked} of them ask, {sum(row.doubts for row in rows)} doubt."
        )
        return _told(prompt, text, rows)
    for mark in marks:
        if mark.category in prompt.lower():
            entries = sorted({index for finding in mark.findings for index in finding.entries})
            return {
                "prompt": prompt,
                "answer": f"{mark.category} has {mark.mark} of 10. {mark.reason}",
                "entries": entries,
            }
    return _by_words(prompt, m)


def _midpoint(m: Measures) -> tuple[str, list[Row]]:
    if not m.turns:
        voiced = "no doubt that is voiced rests on a source" if m.doubts else "no doubt is voiced"
        return f"There is no turn to earn: {voiced} and no scene changes from light to dark or back.", []
    turn = min(m.turns, key=lambda t: abs(m.at_percent(t.row) - 50))
    at, row = m.at_percent(turn.row), turn.row
    about = {word for word in stems(row.line.text) if len(word) > 3}
    prepared = [r for r in m.rows[: row.index] if len(about & stems(r.line.text)) >= 2]
    asked = m.rows[row.index - 1] if row.index and m.rows[row.index - 1].is_question else None
    after = [r for r in m.rows[row.index + 1 :] if len(about & stems(r.line.text)) >= 2]
    text = f"The turn nearest the middle is entry {row.index} at {at} %, where {turn.reason}: “{row.line.text[:120]}”. "
    if prepared:
        text += f"It is prepared: {_entries(prepared)} spoke of the same before. "
    elif asked:
        text += f"It answers a question (entry {asked.index}), but nothing before speaks of its subject. "
    else:
        text += "It is not prepared: no earlier line speaks of its subject, and nobody asks for it. "
    text += f"It has consequences: {_entries(after)}." if after else "Nothing after it takes it up."
    return text, [*prepared, row, *after]


def _opening(m: Measures) -> tuple[str, list[Row]]:
    row = m.rows[0]
    kind = "asks" if row.is_question else "quotes" if m.roles.get(row.line.character) == "quoted" else "tells"
    figures = f"with {row.figures} figure{'s' if row.figures != 1 else ''}" if row.figures else "without a figure"
    grounded = "from the sources" if row.line.evidence else "without a source"
    how = f"{kind} {figures}, {grounded}, in {row.words} words"
    return f"It opens with {row.line.character}, who {how}: “{row.line.text[:120]}”.", [row]


def _ending(m: Measures) -> tuple[str, list[Row]]:
    row, first = m.rows[-1], m.rows[0]
    shared = {word for word in stems(row.line.text) & stems(first.line.text) if len(word) > 3}
    back = (
        f"It takes up the opening ({', '.join(sorted(shared))})." if shared else "It does not come back to the opening."
    )
    open_ = "an open question" if row.is_question else "a statement"
    return f"It ends on {open_} by {row.line.character} (entry {row.index}): “{row.line.text[:120]}”. {back}", [
        first,
        row,
    ]


def _doubts(m: Measures) -> tuple[str, list[Row]]:
    rows = m.doubts
    if not rows:
        return "No line speaks against what is claimed.", []
    at = ", ".join(f"{m.at_percent(row)} %" for row in rows)
    return f"{len(rows)} of {len(m.rows)} lines speak against the claim, at {at}: {_entries(rows)}.", rows


def _pace(m: Measures) -> tuple[str, list[Row]]:
    run = m.longest_monologue
    times = ", ".join(f"{m.scene_ms(n) / 1000:.0f}" for n in range(len(m.script.scenes)))
    stretch = f"{sum(r.ms for r in run) / 1000:.0f} s ({run[0].line.character}, from entry {run[0].index})"
    lasts = f"{m.words} words in {m.total_ms / 1000:.0f} s; scenes of {times} s."
    text = f"{lasts} The longest stretch of one voice is {stretch}."
    return text, run


def _facts(m: Measures) -> tuple[str, list[Row]]:
    rows = [row for row in m.rows if row.figures]
    loose = [row for row in rows if not row.line.evidence]
    text = f"{m.grounded:.0%} of the words stand on the sources; {len(rows)} lines give figures"
    return f"{text}, {len(loose)} of them without a source." if loose else f"{text}, all with their source.", rows


_TOPICS: tuple[tuple[str, Callable[[Measures], tuple[str, list[Row]]]], ...] = (
    (r"\b(?:mid-?point|turn(?:ing|s)?|twist|reversal)\b", _midpoint),
    (r"\b(?:opening|hook|beginning|first line|starts?|opens?)\b", _opening),
    (r"\b(?:ending|conclusion|close|last line|pay-?off|finale|ends?)\b", _ending),
    (r"\b(?:doubts?|objections?|conflict|stakes?|tension|counter-?arguments?|balanced?|one-sided)\b", _doubts),
    (r"\b(?:pace|pacing|slow|drags?|long|rhythm|length|tempo|fast)\b", _pace),
    (r"\b(?:facts?|figures?|numbers?|sources?|evidence|accura\w+|claims?)\b", _facts),
)


def _by_words(prompt: str, m: Measures) -> Json:
    wanted = stems(prompt) - _ASKING
    rows = [row for row in m.rows if wanted & stems(row.line.text)]
    if not rows:
        cast = ", ".join(c.name for c in m.cast)
        text = (
            "No line of this screenplay speaks of that. What is measured here: the opening, turns, doubts, the ending, "
            f"pace, figures and sources, and the characters {cast}."
        )
        return _told(prompt, text, [])
    share = sum(row.words for row in rows) / max(1, m.words)
    said = ", ".join(f"at {m.at_percent(row)} %" for row in rows[:6])
    return _told(prompt, f"{len(rows)} of {len(m.rows)} lines speak of that ({share:.0%} of the words), {said}.", rows)


def _told(prompt: str, text: str, rows: list[Row]) -> Json:
    return {"prompt": prompt, "answer": text.strip(), "entries": sorted({row.index for row in rows})}


def _entries(rows: list[Row]) -> str:
    return ("entry " if len(rows) == 1 else "entries ") + ", ".join(str(row.index) for row in rows[:8])


def _names(prompt: str, name: str) -> bool:
    words = [word for word in name.split() if len(word) > 2]
    return any(re.search(rf"\b{re.escape(word)}\b", prompt, re.I) for word in words)


def _names_role(prompt: str, role: str) -> bool:
    return any(role_named(bare(word)) == role for word in re.findall(r"[\w']+", prompt))
