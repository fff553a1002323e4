"""Marks from 1 to 10, each with what was measured; strengths and weaknesses where a measure is past its threshold."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import pstdev

from .measure import Measures


@dataclass(frozen=True)
class Finding:
    """One thing that a figure shows. `weight` is what it adds to the mark, negative for a weakness."""

    weight: float
    text: str
    entries: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class Mark:
    category: str
    mark: int
    reason: str
    findings: tuple[Finding, ...]


_MIDDLE = 5.0  # a script about which nothing stands out


def marks_of(m: Measures) -> list[Mark]:
    return [_mark(category, judge(m)) for category, judge in JUDGES.items()]


def _mark(category: str, findings: list[Finding]) -> Mark:
    mark = min(10, max(1, round(_MIDDLE + sum(finding.weight for finding in findings))))
    told = sorted(findings, key=lambda finding: -abs(finding.weight))[:3]
    reason = " ".join(finding.text for finding in told) or "Nothing measured here stands out, for better or worse."
    return Mark(category, mark, reason, tuple(findings))


def _premise(m: Measures) -> list[Finding]:
    found = []
    opening = m.rows[0]
    if opening.figures or m.roles.get(opening.line.character) == "quoted":
        kind = "a figure" if opening.figures else "a voice of the source"
        found.append(Finding(1.5, f"It opens on {kind} (entry 0).", (0,)))
    elif not opening.line.evidence:
        found.append(Finding(-1.5, "The first line states nothing that a source says (entry 0).", (0,)))
    if opening.words > 32:
        found.append(Finding(-1.0, f"The first line runs to {opening.words} words.", (0,)))
    doubts = [row.index for row in m.doubts]
    if doubts:
        found.append(Finding(1.0, f"{_times(len(doubts))} something is said against the claim.", tuple(doubts)))
    else:
        found.append(Finding(-2.0, "Nothing speaks against the claim in any line, so nothing is at stake."))
    if not m.script.logline:
        found.append(Finding(-1.0, "There is no logline: no sentence of the sources says what it is about."))
    return found


def _structure(m: Measures) -> list[Finding]:
    found = []
    scenes = len(m.script.scenes)
    if scenes < 3:
        found.append(
            Finding(-2.0, f"{scenes} scene{'s' if scenes != 1 else ''} cannot carry a beginning, a turn and an end.")
        )
    middle = [turn for turn in m.turns if 35 <= m.at_percent(turn.row) <= 80]
    if middle:
        turn = middle[0]
        found.append(Finding(2.0, f"It turns at {m.at_percent(turn.row)} %: {turn.reason}.", (turn.row.index,)))
    elif m.turns:
        turn = m.turns[0]
        found.append(
            Finding(-1.0, f"Its only turn comes at {m.at_percent(turn.row)} %, not in the middle.", (turn.row.index,))
        )
    else:
        found.append(
            Finding(-2.5, f"No turn was found: {_unturned(m)} and no scene changes from light to dark or back.")
        )
    if len(m.turns) > max(4, scenes):
        indices = tuple(turn.row.index for turn in m.turns)
        found.append(Finding(-1.0, f"{len(m.turns)} turns in {scenes} scenes leave none of them room.", indices))
    last = m.rows[-1]
    if last.is_question and not last.line.evidence:
        found.append(Finding(0.5, f"It ends on an open question (entry {last.index}).", (last.index,)))
    elif last.scene and set(_content(last.line.text)) & set(_content(m.rows[0].line.text)):
        found.append(Finding(1.0, f"The last line takes up the first (entry {last.index}).", (0, last.index)))
    return found


def _unturned(m: Measures) -> str:
    return "no doubt that is voiced rests on a source" if m.doubts else "no doubt is voiced"


def _character(m: Measures) -> list[Finding]:
    found = []
    shares = {c.name: m.share(c.name) for c in m.cast}
    name = max(shares, key=lambda n: shares[n], default="")
    if len(shares) == 1:
        found.append(Finding(-2.0, f"{name} is the only voice."))
    elif shares and shares[name] > 0.6:
        found.append(Finding(-1.5, f"{name} says {shares[name]:.0%} of all words; the others hardly exist."))
    elif len(shares) >= 3 and shares[name] <= 0.45:
        found.append(Finding(1.5, f"No voice dominates: the busiest, {name}, has {shares[name]:.0%} of the words."))
    once = [c.name for c in m.cast if len(m.of(c)) == 1 and c.role != "quoted"]
    if once:
        indices = tuple(m.of(n)[0].index for n in once)
        found.append(
            Finding(-0.5 * len(once), f"{', '.join(once)} speak{'s' if len(once) == 1 else ''} only once.", indices)
        )
    people = [c.name for c in m.cast if c.role in ("quoted", "witness")]
    if people:
        indices = tuple(m.of(n)[0].index for n in people)
        found.append(Finding(1.0, f"{_count(len(people), 'person')} of the source heard in their own words.", indices))
    asks = any(row.is_question for row in m.rows)
    if len({c.role for c in m.cast}) >= 3 and asks:
        found.append(Finding(0.5, "The voices want different things: one asks, one answers, one doubts or tells."))
    return found


def _dialogue(m: Measures) -> list[Finding]:
    found = []
    length = m.words / max(1, len(m.rows))
    if 8 <= length <= 22:
        found.append(Finding(1.0, f"Lines run to {length:.0f} words on average, which can be spoken in a breath."))
    elif length > 26:
        longest = max(m.rows, key=lambda row: row.words)
        found.append(
            Finding(
                -1.5,
                f"Lines run to {length:.0f} words on average (entry {longest.index}: {longest.words}).",
                (longest.index,),
            )
        )
    if m.speaker_changes >= 0.6 and len(m.cast) > 1:
        found.append(Finding(1.0, f"The speaker changes at {m.speaker_changes:.0%} of the lines."))
    elif m.speaker_changes < 0.35:
        found.append(Finding(-1.5, f"The speaker changes at only {m.speaker_changes:.0%} of the lines."))
    if m.unanswered:
        indices = tuple(row.index for row in m.unanswered)
        found.append(Finding(-1.0, f"{_count(len(indices), 'question')} get no answer from anybody else.", indices))
    if m.repeated:
        phrase, said_in = m.repeated[0]
        found.append(
            Finding(-0.5 * min(3, len(m.repeated)), f"“{phrase}” is said {len(said_in)} times.", tuple(said_in))
        )
    return found


def _pacing(m: Measures) -> list[Finding]:
    found = []
    run = m.longest_monologue
    seconds = sum(row.ms for row in run) / 1000
    if seconds > 25:
        indices = tuple(row.index for row in run)
        found.append(
            Finding(
                -1.5,
                f"{run[0].line.character} speaks for {seconds:.0f} s without a break from entry {run[0].index}.",
                indices,
            )
        )
    elif len(m.rows) > 3:
        found.append(Finding(1.0, f"Nobody speaks longer than {seconds:.0f} s at a stretch."))
    lengths = [m.scene_ms(number) / 1000 for number in range(len(m.script.scenes))]
    mean = sum(lengths) / max(1, len(lengths))
    if len(lengths) > 2:
        spread = pstdev(lengths) / max(0.1, mean)
        if spread < 0.2:
            found.append(
                Finding(-0.5, f"All scenes are about equally long ({mean:.0f} s); nothing presses or lingers.")
            )
        elif spread <= 0.7:
            found.append(
                Finding(1.0, f"Scenes run from {min(lengths):.0f} to {max(lengths):.0f} s, so the pace varies.")
            )
        else:
            long = lengths.index(max(lengths))
            first = m.scene_rows(long)[0].index
            found.append(Finding(-1.0, f"Scene {long} takes {max(lengths):.0f} of {sum(lengths):.0f} s.", (first,)))
    dense = [row.index for row in m.rows if row.figures >= 4]
    if dense:
        found.append(
            Finding(-1.0, f"{_count(len(dense), 'line')} hold four figures or more; no ear keeps them.", tuple(dense))
        )
    return found


def _grounding(m: Measures) -> list[Finding]:
    found = [Finding((m.grounded - 0.6) * 7, f"{m.grounded:.0%} of the words stand on a span of the sources.")]
    loose = [row.index for row in m.rows if row.figures and not row.line.evidence]
    if loose:
        found.append(Finding(-3.0, f"{_count(len(loose), 'line')} give a figure without a source.", tuple(loose)))
    figures = m.speech_kinds["figures"]
    if figures:
        indices = tuple(row.index for row in m.rows if row.figures)
        found.append(Finding(0.5, f"{_count(figures, 'line')} give exact figures.", indices))
    else:
        found.append(Finding(-1.0, "No line gives a figure."))
    return found


JUDGES: dict[str, Callable[[Measures], list[Finding]]] = {
    "premise": _premise,
    "structure": _structure,
    "character": _character,
    "dialogue": _dialogue,
    "pacing": _pacing,
    "grounding": _grounding,
}


def recommendation(marks: list[Mark]) -> tuple[str, str]:
    """pass, consider or recommend, and why."""
    mean = sum(mark.mark for mark in marks) / len(marks)
    worst, best = min(marks, key=lambda x: x.mark), max(marks, key=lambda x: x.mark)
    verdict = (
        "recommend" if mean >= 7.5 and worst.mark >= 6 else "pass" if mean < 5.5 or worst.mark <= 2 else "consider"
    )
    against = " ".join(f.text for f in worst.findings if f.weight < 0) or "nothing counts against it, little for it."
    reason = (
        f"The marks average {mean:.1f}. Best is {best.category} ({best.mark}): {best.reason} "
        f"Weakest is {worst.category} ({worst.mark}): {against}"
    )
    return verdict, reason


def _content(text: str) -> list[str]:
    return [word for word in text.lower().replace(".", " ").replace(",", " ").split() if len(word) > 5]


def _times(number: int) -> str:
    return {1: "Once", 2: "Twice"}.get(number, f"{number} times")


def _count(number: int, noun: str) -> str:
    plural = {"person": "people"}.get(noun, f"{noun}s")
    return f"{number} {noun if number == 1 else plural}"
