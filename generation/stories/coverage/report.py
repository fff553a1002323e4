"""A coverage report as the wire prints it."""

import re
from typing import Any

from generation.providers.base import Character, Script
from wire.errors import GenerationFailed

from .focus import focus_answer
from .marks import Mark, marks_of, recommendation
from .measure import Measures, Row

Json = dict[str, Any]
_ACTS = ("opening", "middle", "end")


def coverage_report(script: Script, focus_prompt: str | None = None) -> Json:
    """Logline, synopsis, structure, characters, dialogue, pacing, marks, strengths, weaknesses and a recommendation.

    Entry indices count the spoken lines from 0, as the script's entries do. Raises `GenerationFailed` for a script of
    no lines.
    """
    m = Measures(script)
    if not m.rows:
        raise GenerationFailed("A script without lines has nothing to cover.")
    marks = marks_of(m)
    verdict, reason = recommendation(marks)
    return {
        "title": script.title,
        "logline": script.logline or m.rows[0].line.text,
        "synopsis": _synopsis(m),
        "structure": _structure(m),
        "characters": [_character(m, c) for c in m.cast],
        "dialogue": _dialogue(m),
        "pacing": _pacing(m),
        "marks": [{"category": x.category, "mark": x.mark, "reason": x.reason} for x in marks],
        "strengths": _findings(marks, is_strength=True),
        "weaknesses": _findings(marks, is_strength=False),
        "recommendation": {"verdict": verdict, "reason": reason},
        "focus": focus_answer(focus_prompt, m, marks) if focus_prompt else None,
    }


def _synopsis(m: Measures) -> str:
    """The story in the screenplay's own sentences: of each scene the one that says most, first sentence only."""
    told = []
    for number in range(len(m.script.scenes)):
        rows = [row for row in m.scene_rows(number) if row.line.evidence] or m.scene_rows(number)
        if rows:
            row = max(rows, key=lambda r: (r.doubts, r.figures > 0, r.words))
            said = _sentence(row)
            is_quote = m.roles.get(row.line.character) == "quoted"
            told.append(f"{row.line.character}: “{said}”" if is_quote else said)
    return " ".join(told)


def _sentence(row: Row) -> str:
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", row.line.text)
    return next((s for s in sentences if len(s.split()) > 5), sentences[0])


def _structure(m: Measures) -> Json:
    acts = []
    for name, rows in zip(_ACTS, m.acts, strict=True):
        acts.append(
            {
                "act": name,
                "firstEntryIndex": rows[0].index if rows else None,
                "lastEntryIndex": rows[-1].index if rows else None,
                "scenes": sorted({row.scene for row in rows}),
                "seconds": round(sum(row.ms + row.line.pause_after_ms for row in rows) / 1000, 1),
            }
        )
    return {
        "acts": acts,
        "turns": [
            {
                "entryIndex": turn.row.index,
                "sceneIndex": turn.row.scene,
                "atPercent": m.at_percent(turn.row),
                "kind": turn.kind,
                "reason": turn.reason,
                "text": turn.row.line.text,
            }
            for turn in m.turns
        ],
    }


def _character(m: Measures, character: Character) -> Json:
    rows = m.of(character)
    half = m.total_ms / 2
    early = sum(row.words for row in rows if row.start_ms < half)
    late = sum(row.words for row in rows) - early
    return {
        "name": character.name,
        "role": character.role,
        "lines": len(rows),
        "words": early + late,
        "share": round(m.share(character.name), 3),
        "scenes": sorted({row.scene for row in rows}),
        "firstEntryIndex": rows[0].index,
        "lastEntryIndex": rows[-1].index,
        "function": _function(character, rows),
        "arc": _arc(early, late, rows),
    }


def _function(character: Character, rows: list[Row]) -> str:
    """What the voice does, by what its lines are."""
    counts = (
        (sum(row.is_question for row in rows), "asks"),
        (sum(row.doubts for row in rows), "doubts"),
        (sum(row.figures > 0 for row in rows), "gives figures"),
        (sum(bool(row.line.evidence) and not row.figures and not row.doubts for row in rows), "tells what happened"),
    )
    if character.role == "quoted":
        return f"speaks verbatim, {len(rows)} time{'s' if len(rows) != 1 else ''}"
    done = [f"{what} ({number} of {len(rows)} lines)" for number, what in sorted(counts, reverse=True) if number]
    return ", ".join(done) or "links the others"


def _arc(early: int, late: int, rows: list[Row]) -> str:
    if len(rows) == 1:
        return f"appears once, at entry {rows[0].index}"
    if not early or not late:
        return f"is heard only in the {'second' if not early else 'first'} half"
    if late > 1.5 * early:
        weight = f"grows from {early} words in the first half to {late} in the second"
    elif early > 1.5 * late:
        weight = f"recedes from {early} words in the first half to {late} in the second"
    else:
        weight = f"keeps its weight ({early} and {late} words in the halves)"
    first, last = rows[0], rows[-1]
    if first.is_question != last.is_question:
        return f"{weight}; {'from asking to stating' if first.is_question else 'from stating to asking'}"
    if first.doubts != last.doubts:
        return f"{weight}; {'from doubt to telling' if first.doubts else 'from telling to doubt'}"
    return weight


def _dialogue(m: Measures) -> Json:
    longest = max(m.rows, key=lambda row: row.words)
    return {
        "lines": len(m.rows),
        "words": m.words,
        "wordsPerLine": round(m.words / len(m.rows), 1),
        "longestLine": {"entryIndex": longest.index, "words": longest.words},
        "questions": m.speech_kinds["questions"],
        "unansweredQuestions": [row.index for row in m.unanswered],
        "quotes": m.speech_kinds["quotes"],
        "linesWithFigures": m.speech_kinds["figures"],
        "speakerChanges": round(m.speaker_changes, 3),
        "repeatedPhrases": [{"phrase": phrase, "entries": entries} for phrase, entries in m.repeated[:10]],
        "groundedShare": round(m.grounded, 3),
    }


def _pacing(m: Measures) -> Json:
    scenes = []
    for number, scene in enumerate(m.script.scenes):
        ms, words = m.scene_ms(number), sum(row.words for row in m.scene_rows(number))
        scenes.append(
            {
                "sceneIndex": number,
                "heading": scene.heading,
                "seconds": round(ms / 1000, 1),
                "words": words,
                "wordsPerMinute": round(60_000 * words / ms) if ms else 0,
                "share": round(ms / max(1, m.total_ms), 3),
            }
        )
    run = m.longest_monologue
    return {
        "seconds": round(m.total_ms / 1000, 1),
        "wordsPerMinute": round(60_000 * m.words / m.total_ms),
        "scenes": scenes,
        "longestMonologue": {
            "character": run[0].line.character,
            "firstEntryIndex": run[0].index,
            "lastEntryIndex": run[-1].index,
            "words": sum(row.words for row in run),
            "seconds": round(sum(row.ms for row in run) / 1000, 1),
        },
    }


def _findings(marks: list[Mark], *, is_strength: bool) -> list[Json]:
    found = [
        (abs(finding.weight), {"category": mark.category, "text": finding.text, "entries": list(finding.entries)})
        for mark in marks
        for finding in mark.findings
        if (finding.weight >= 0.5 if is_strength else finding.weight <= -0.5)
    ]
    return [told for _, told in sorted(found, key=lambda item: -item[0])]
