"""Edits of what is said: the title, a word, a topic, figures and quotes, the opening and the ending."""

import re
from dataclasses import replace
from itertools import pairwise

from generation.providers.base import Line, Script

from . import find
from .draft import (
    LEANING,
    CannotFollow,
    counted,
    has_figure,
    lines_of,
    quoted,
    speaks_of,
    stems,
    units,
    with_lines,
    without,
)
from .material import insert_group, spare_groups
from .parse import Edit

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_MAX_TITLE = 200
# Words that hold no sense of their own: to put another in their place would change what every sentence says.
_NO_WORD = re.compile(
    r"(?:it|its|this|that|these|those|they|them|their|he|she|his|her|we|us|our|you|your|i|me|my|a|an|the|and|or|but|of|in"
    r"|on|at|to|is|are|was|were|be|been|has|have|had|not|no|all(?: of (?:it|this))?|everything|something|things?)",
    re.I,
)
MENTIONED_AT_MOST = 3


def title(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    wanted = re.sub(r"\s+", " ", edit.args["title"]).strip(' "“”')
    if not 1 <= len(wanted) <= _MAX_TITLE:
        raise CannotFollow(f"“{edit.said}” gives no title of 1 to {_MAX_TITLE} characters.", part=edit.said)
    return replace(script, title=wanted), f"The title is now “{wanted}”."


def replaced(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    """Another word wherever it is said; never another figure, and never inside a quote."""
    old, new = edit.args["old"].strip(), edit.args["new"].strip()
    if _NO_WORD.fullmatch(old):
        raise CannotFollow(
            f"“{old}” names no word of the script, so “{edit.said}” cannot be followed. "
            "Name the word that is to be replaced.",
            part=edit.said,
        )
    _keep_figures(edit, old, new)
    pattern = re.compile(rf"(?<!\w){re.escape(old)}(?P<plural>s?)(?!\w)", re.I)
    verbatim = quoted(script)
    count = held = 0

    def swapped(match: re.Match[str]) -> str:
        word = new + match["plural"]
        return word[:1].upper() + word[1:] if match[0][:1].isupper() and not match[0].isupper() else word

    def change(line: Line, index: int) -> Line:
        nonlocal count, held
        found = len(pattern.findall(line.text))
        if line.character in verbatim:
            held += found
            return line
        count += found
        return replace(line, text=pattern.sub(swapped, line.text)) if found else line

    changed = with_lines(script, change)
    in_title = pattern.sub(swapped, script.title)
    count += in_title != script.title
    if not count:
        where = "only in a quote, which stays verbatim" if held else "nowhere in the script"
        raise CannotFollow(f"“{old}” is said {where}, so “{edit.said}” cannot be followed.", part=edit.said)
    times = "once" if count == 1 else f"{count} times"
    return replace(
        changed, title=in_title, logline=pattern.sub(swapped, script.logline)
    ), f"“{new}” instead of “{old}”, {times}."


def _keep_figures(edit: Edit, old: str, new: str) -> None:
    figures = set(re.findall(r"\d[\d,.]*", new)) - set(re.findall(r"\d[\d,.]*", old))
    if figures or (re.search(r"\d", old) and not re.search(r"\d", new)):
        raise CannotFollow(
            f"“{edit.said}” would change a figure, and figures stay as the sources have them. Attach a source with the "
            "right one and plan again.",
            part=edit.said,
        )


def omit(script: Script, edit: Edit, topic: str) -> tuple[Script, str]:
    """Every sentence on a topic goes; a line of which nothing is left goes with its question or introduction."""
    rows, verbatim = lines_of(script), quoted(script)
    gone: set[int] = set()
    cut: dict[int, Line] = {}
    for index, line in enumerate(rows):
        sentences = _SENTENCE.split(line.text)
        kept = [s for s in sentences if not speaks_of(replace(line, text=s), topic)]
        if len(kept) == len(sentences):
            continue
        leans = any(
            LEANING.match(after) and speaks_of(replace(line, text=before), topic)
            for before, after in pairwise(sentences)
        )
        if line.character in verbatim or leans or not any(len(s.split()) > 5 for s in kept):
            gone.add(index)
        else:
            cut[index] = replace(line, text=" ".join(kept))
    if not gone and not cut:
        raise CannotFollow(
            f"Nothing in the script is called or speaks of “{topic}”, so “{edit.said}” cannot be followed. The cast: "
            f"{find.cast_list(script)}.",
            part=edit.said,
        )
    script = with_lines(script, lambda line, i: cut.get(i, line))
    whole = set(gone)
    for group in units(script):
        facts = [i for i in group if rows[i].evidence]
        if gone & set(group) and all(
            i in gone or (rows[i].character not in verbatim and _presents(rows, i, gone)) for i in facts
        ):
            whole |= set(group)
    return without(script, whole), f"{counted(len(gone) + len(cut), 'line')} on {topic} cut."


def _presents(rows: list[Line], index: int, gone: set[int]) -> bool:
    return any(rows[i].character in rows[index].text for i in gone)


def mention(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    """Add what the sources say of a topic and the script does not yet."""
    topic = re.sub(r"^(?:the|an?)\s+", "", edit.args["topic"].strip(), flags=re.I)
    wanted = stems(topic)
    groups = spare_groups(script, spare)
    near = [g for g in groups if wanted and wanted <= {s for line in g for s in stems(f"{line.text} {line.character}")}]
    if not near and len(wanted) > 1:
        near = [
            g for g in groups if len(wanted & {s for line in g for s in stems(line.text)}) >= max(1, len(wanted) // 2)
        ]
    if not near:
        is_told = any(speaks_of(line, topic) for line in lines_of(script))
        why = "The script says all that the sources say" if is_told else "The sources say nothing"
        raise CannotFollow(f"{why} about “{topic}”, so “{edit.said}” cannot be followed.", part=edit.said)
    for group in near[:MENTIONED_AT_MOST]:
        script = insert_group(script, group, spare=spare)
    return script, f"{min(len(near), MENTIONED_AT_MOST)} more about {topic}, from the sources."


def amount(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    kind = edit.args["kind"].lower().rstrip("s")
    kind = {
        "number": "figure",
        "statistic": "figure",
        "stat": "figure",
        "data": "figure",
        "quotation": "quote",
        "voice": "quote",
    }.get(kind, kind)
    direction = edit.args["dir"].lower()
    if direction in ("more", "add", "increase", "not enough", "too few"):
        return _more(script, edit, kind, spare)
    takes_all = not re.match(r"fewer|less|down|reduce|too many", direction)
    return _fewer(script, edit, kind, takes_all=takes_all and "some of" not in edit.said)


def _is_kind(kind: str, line: Line, verbatim: set[str]) -> bool:
    if kind == "figure":
        return bool(re.search(r"\d", line.text)) and bool(line.evidence)
    if kind == "quote":
        return line.character in verbatim
    return line.text.rstrip().endswith("?") and not line.evidence


def _more(script: Script, edit: Edit, kind: str, spare: Script | None) -> tuple[Script, str]:
    if kind == "question":
        raise CannotFollow(f"“{edit.said}” cannot be followed: add a host or a sceptic, who ask.", part=edit.said)
    verbatim = quoted(spare) if spare else set()
    groups = [g for g in spare_groups(script, spare) if any(_is_kind(kind, line, verbatim) for line in g)]
    if not groups:
        raise CannotFollow(f"The sources hold no further {kind}, so “{edit.said}” cannot be followed.", part=edit.said)
    for group in groups[:2]:
        script = insert_group(script, group, spare=spare)
    return script, f"{min(2, len(groups))} more with a {kind}, from the sources."


def _fewer(script: Script, edit: Edit, kind: str, *, takes_all: bool) -> tuple[Script, str]:
    rows, verbatim = lines_of(script), quoted(script)
    groups = [g for g in units(script) if any(_is_kind(kind, rows[i], verbatim) for i in g)]
    if not groups:
        raise CannotFollow(f"The script holds no {kind}, so “{edit.said}” cannot be followed.", part=edit.said)
    if kind == "question":
        asked = [i for i, x in enumerate(rows) if _is_kind(kind, x, verbatim)]
        gone = set(asked if takes_all else asked[1::2] or asked)
        return without(script, gone), f"{counted(len(gone), 'question')} fewer."

    def density(group: list[int]) -> int:
        return -sum(len(re.findall(r"\d[\d,.]*", rows[i].text)) for i in group)

    chosen = groups if takes_all else sorted(groups, key=density)[: max(1, len(groups) // 2)]
    changed = without(script, [i for group in chosen for i in group])
    if not any(line.evidence for line in lines_of(changed)):
        raise CannotFollow(f"“{edit.said}” would leave no fact to tell.", part=edit.said)
    return changed, f"{counted(len(chosen), 'passage')} with a {kind} cut."


def opening(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    return _edge(script, edit, spare, is_start=True)


def ending(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    return _edge(script, edit, spare, is_start=False)


def _edge(script: Script, edit: Edit, spare: Script | None, *, is_start: bool) -> tuple[Script, str]:
    """Put a passage at the start or the end: one that is there, one from the sources, or the user's own sentence."""
    what = edit.args.get("what", "").strip()
    where = "opens" if is_start else "ends"
    if what and _is_sentence(what):
        return _own_words(script, edit, what, is_start=is_start)
    rows, groups = lines_of(script), units(script)
    edge = groups[0] if is_start else groups[-1]
    candidates = [g for g in groups if g != edge and any(rows[i].evidence for i in g)]
    chosen = next((g for g in candidates if _fits(what, [rows[i] for i in g], script)), None)
    if chosen is None and what and _fits(what, [rows[i] for i in edge], script):
        return script, f"It {where} so already."
    if chosen is not None:
        lines = [rows[i] for i in chosen]
        script = without(script, chosen)
        script = replace(script, scenes=tuple(s for s in script.scenes if s.lines))
    else:
        fresh = next((g for g in spare_groups(script, spare) if _fits(what, g, spare or script)), None)
        if fresh is None:
            raise CannotFollow(f"Neither the script nor the sources hold what “{edit.said}” asks for.", part=edit.said)
        lines = fresh
        grown = insert_group(script, fresh, spare=spare)
        names = {c.name for c in grown.characters}
        teller = next(c.name for c in grown.characters if c.name not in quoted(grown))
        lines = [x if x.character in names else replace(x, character=teller) for x in fresh]
        script = replace(script, characters=grown.characters)
    lines = (
        _as_opening(lines, quoted(script)) if is_start else lines
    )  # a question before the first word has nobody to answer
    return _put(script, lines, is_start=is_start), f"It {where} with “{lines[0].text[:80]}”."


def _as_opening(lines: list[Line], verbatim: set[str]) -> list[Line]:
    """Without the question that led to it; a quote before whom it is by, unless the introduction announces it."""
    lines = [line for line in lines if line.evidence]
    announces = re.match(r"(?:Listen|Hear|In the words|As |Here)", lines[0].text) if lines else None
    if len(lines) == 2 and lines[1].character in verbatim and not announces:
        return [lines[1], lines[0]]
    return lines


def _put(script: Script, lines: list[Line], *, is_start: bool) -> Script:
    at = 0 if is_start else len(script.scenes) - 1
    scene = script.scenes[at]
    changed = replace(scene, lines=(*lines, *scene.lines) if is_start else (*scene.lines, *lines))
    return replace(script, scenes=tuple(changed if i == at else s for i, s in enumerate(script.scenes)))


def _is_sentence(what: str) -> bool:
    return (len(what.split()) >= 2 and what[-1] in ".!?") or (what[:1].isupper() and len(what.split()) >= 5)


def _own_words(script: Script, edit: Edit, text: str, *, is_start: bool) -> tuple[Script, str]:
    said = " ".join(line.text for line in lines_of(script))
    if any(figure not in said for figure in re.findall(r"\d[\d,.]*\d|\d", text)):
        raise CannotFollow(f"“{edit.said}” brings in a figure that the sources do not give.", part=edit.said)
    verbatim = quoted(script)
    tellers = [c for c in script.characters if c.name not in verbatim]
    if not tellers:
        raise CannotFollow(f"“{edit.said}” needs somebody who is not quoted; add a narrator first.", part=edit.said)
    who = next((c for role in ("narrator", "host") for c in tellers if c.role == role), tellers[0])
    line = Line(character=who.name, text=text if text[-1] in ".!?" else text + ".")
    return _put(script, [line], is_start=is_start), f"{who.name} {'opens' if is_start else 'ends'} with “{text}”."


def _fits(what: str, lines: list[Line], script: Script) -> bool:
    """Whether a passage is what was asked for: any if nothing was, a quote, a figure, a doubt, a person, a topic."""
    verbatim = quoted(script)
    if not what:
        return any(line.character in verbatim or has_figure(line) for line in lines)
    topic = re.sub(r"\b(?:the|an?|best|strongest|surprising|striking|by|from|of|about|with|on)\b", " ", what.lower())
    words = stems(topic)
    if words & {stem for word in ("quote", "quotation", "voice") for stem in stems(f"x {word}")} or "quote" in topic:
        if not any(line.character in verbatim for line in lines):
            return False
        topic = re.sub(r"\bquot\w*|\bvoices?\b", " ", topic)
    elif re.search(r"\b(?:figures?|numbers?|statistics?)\b", topic):
        told = [line for line in lines if line.character not in verbatim]
        if len(told) < len(lines) or not any(re.search(r"\d", line.text) and line.evidence for line in told):
            return False
        topic = re.sub(r"\b(?:figures?|numbers?|statistics?)\b", " ", topic)
    elif re.search(r"\bquestion\b", topic):
        return any(line.text.rstrip().endswith("?") for line in lines)
    elif re.search(r"\b(?:doubt|objection|problem)\b", topic):
        return any(re.search(r"\b(?:but|although|not|too short|doubt)\b", line.text, re.I) for line in lines)
    rest = stems(topic)
    return not rest or any(rest <= stems(f"{line.text} {line.character}") for line in lines)
