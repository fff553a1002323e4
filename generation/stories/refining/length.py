"""Edits of the length: shorter by keeping the passages worth most, longer by what the sources still hold."""

import re
from dataclasses import dataclass, replace

from generation.providers.base import Line, Script
from generation.providers.local.text import condense, estimate_ms
from generation.providers.local.text.speech import is_clause
from generation.providers.local.text.speech import shorten as shorten_sentence

from . import find
from .draft import CannotFollow, lines_of, quoted, with_lines, words_of
from .material import insert_group, spare_groups
from .parse import Edit

WORDS_PER_MINUTE = 155.0
_DOUBT = re.compile(r"\b(?:but|although|however|too short|not certain|doubt|unclear|warned|risk)\b", re.I)
_SHARES = {"a bit": 0.12, "a little": 0.12, "slightly": 0.1, "somewhat": 0.15, "much": 0.4, "a lot": 0.4,
           "considerably": 0.35,
           "far": 0.4, "way": 0.4, "significantly": 0.35}  # fmt: skip
_SHORTEST_S, _NEAR = 5, 0.85
# What pauses can make of the spoken length; a piece "made for 60 s" of which the sources fill 30 is a piece of 35 s.
_TIGHT, _WIDE = 0.9, 1.15


def seconds_of(script: Script) -> float:
    return estimate_ms(script, WORDS_PER_MINUTE) / 1000


@dataclass(frozen=True)
class Aim:
    """`seconds` to arrive at; `is_exact` when the instruction names them."""

    seconds: float
    is_exact: bool


def aim_of(edit: Edit, now_s: float) -> Aim:
    """How long the piece is to be. Raises `CannotFollow` for a length that no table read has."""
    args, direction = edit.args, edit.args.get("dir", "").lower()
    if "span" in args:
        aim = Aim(find.seconds(args["span"]), True)
    elif direction in ("half", "halve"):
        aim = Aim(now_s / 2, False)
    elif direction in ("twice", "double"):
        aim = Aim(now_s * 2, False)
    else:
        share = _SHARES.get(args.get("slight", "").lower(), 0.25)
        if "amount" in args:
            share = find.fraction(args["amount"], whole_s=now_s)
        grows = direction in ("longer", "extend", "lengthen", "expand", "stretch", "short")
        aim = Aim(now_s * (1 + share if grows else 1 - share), "amount" in args)
    if aim.seconds < _SHORTEST_S or aim.seconds > 600:
        raise CannotFollow(
            f"“{edit.said}” would make it {aim.seconds:.0f} s; a table read has 5 to 600 s.", part=edit.said
        )
    return aim


def change_length(script: Script, edit: Edit, spare: Script | None, *, now_s: float) -> tuple[Script, str, float]:
    """The script at another length: (script, note, seconds aimed at). `now_s` is what it was made for."""
    spoken = seconds_of(script)
    now_s = min(max(now_s, spoken * _TIGHT), spoken * _WIDE)
    aim = aim_of(edit, now_s)
    if abs(aim.seconds - now_s) < 0.5:
        return script, f"It is {now_s:.0f} s already.", now_s
    if aim.seconds < now_s:
        factor = min(1.0, aim.seconds / (spoken if aim.is_exact else now_s))  # a share is one of what is heard
        changed = condensed(script, factor) if factor < 0.97 else script
        before, after = words_of(lines_of(script)), words_of(lines_of(changed))
        if seconds_of(changed) > aim.seconds * 1.15 or (after == before and not aim.is_exact):
            raise CannotFollow(
                f"“{edit.said}” cannot be followed: its shortest telling takes about {seconds_of(changed):.0f} s.",
                part=edit.said,
            )
        told = f"It is {_told(before, after)}." if after != before else f"It takes about {spoken:.0f} s as it is."
        return changed, told, aim.seconds
    changed = lengthened(script, aim.seconds, spare)
    reached = seconds_of(changed)
    if reached < spoken * 1.04 or (aim.is_exact and reached < _NEAR * aim.seconds):
        raise CannotFollow(
            f"“{edit.said}” cannot be followed: the sources have enough to say for about {reached:.0f} s. Attach "
            "another source and plan again, or ask for less.",
            part=edit.said,
        )
    told = _told(words_of(lines_of(script)), words_of(lines_of(changed)))
    return changed, f"It is {told}, from the sources.", min(aim.seconds, reached * 1.1)


def _told(before: int, after: int) -> str:
    return f"{after} words instead of {before}"


def lengthened(script: Script, seconds: float, spare: Script | None) -> Script:
    for group in spare_groups(script, spare):
        longer = insert_group(script, group, spare=spare)
        if seconds_of(longer) <= seconds * 1.04:
            script = longer
        if seconds_of(script) >= seconds * 0.96:
            break
    return script


def condensed(script: Script, factor: float) -> Script:
    """The script at about `factor` of its length: asides go first, then what the writer holds least worth, then second
    sentences. Quotes are kept whole or not at all."""
    target = round(factor * words_of(lines_of(script)))
    verbatim = quoted(script)
    short = with_lines(script, lambda line, i: line if line.character in verbatim else _shorter(line))
    if words_of(lines_of(short)) <= target * 1.05:
        return short
    left = min(1.0, factor * seconds_of(script) / seconds_of(short))
    chosen = condense(short, left, words_per_minute=WORDS_PER_MINUTE)
    if words_of(lines_of(chosen)) > target * 1.1:
        chosen = _fewer_sentences(chosen, target, verbatim)
    return replace(chosen, scenes=tuple(s for s in chosen.scenes if s.lines))


def _shorter(line: Line) -> Line:
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“])", line.text)
    text = " ".join(map(shorter_sentence, sentences))
    return replace(line, text=text) if len(text.split()) < len(line.text.split()) else line


def shorter_sentence(sentence: str) -> str:
    """The sentence without its asides; as it was where that would lose a figure or leave a subject before a comma."""
    if not sentence.endswith(".") or len(sentence.split()) <= 6:
        return sentence
    short = shorten_sentence(sentence)
    figures = re.findall(r"\d[\d,.]*", sentence)
    head = short.split(", ", 1)[0]
    if any(figure not in short for figure in figures) or (short != sentence and ", " in short and not is_clause(head)):
        return sentence
    return short


def _fewer_sentences(script: Script, target: int, verbatim: set[str]) -> Script:
    """Each line at its first sentence, from the longest on, until it fits; a doubt is never the part that goes."""
    rows = lines_of(script)
    over = words_of(rows) - target
    cut: dict[int, Line] = {}
    for index in sorted(range(len(rows)), key=lambda i: -len(rows[i].text)):
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“])", rows[index].text)
        if (
            over <= 0
            or rows[index].character in verbatim
            or len(sentences) < 2
            or _DOUBT.search(" ".join(sentences[1:]))
        ):
            continue
        over -= len(" ".join(sentences[1:]).split())
        cut[index] = replace(rows[index], text=sentences[0])
    return with_lines(script, lambda line, i: cut.get(i, line))
