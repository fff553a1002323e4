"""Scripts as the edits handle them: lines in order, what belongs together, and the tidying after each edit."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from generation.providers.base import Character, Line, Scene, Script
from wire.errors import GenerationFailed

STOPWORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "and",
        "or",
        "but",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "as",
        "about",
        "who",
        "which",
        "what",
        "when",
        "where",
        "how",
        "line",
        "lines",
        "scene",
        "quote",
        "part",
        "bit",
        "any",
        "all",
        "some",
        "into",
        "over",
        "said",
        "says",
        "say",
        "one",
    ]
)
LEANING = re.compile(
    r"(?:It|They|He|She|That|This|These|Those|But|And|So|Yet|Its|Their|His|Her|The same|Also|Instead)\b"
    r"(?! is according)"
)
_FIGURE = re.compile(
    r"\d|\b(?:hundred|thousand|million|billion|percent|per cent|dozen|twice|two|three|four|five|six|seven|eight|nine"
    r"|ten|half)\b",
    re.I,
)


class CannotFollow(GenerationFailed):
    """An edit that was understood and cannot be done to this script. The cause is a sentence for the user."""


def lines_of(script: Script) -> list[Line]:
    return [line for scene in script.scenes for line in scene.lines]


def words_of(lines: Iterable[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


def counted(number: int, noun: str) -> str:
    """ "1 line", "2 lines"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def has_figure(line: Line) -> bool:
    return bool(_FIGURE.search(line.text))


def role_of(script: Script, name: str) -> str:
    return next((c.role for c in script.characters if c.name == name), "")


def quoted(script: Script) -> set[str]:
    """Who speaks verbatim: their words are the source's and stay as they are."""
    return {c.name for c in script.characters if c.role == "quoted"}


def stems(text: str) -> set[str]:
    """The words that count, cut to their stems: enough to find "the vote" in "votes" and "voting"."""
    found = {w for w in re.findall(r"[\w'-]+", text.lower()) if w not in STOPWORDS and (len(w) > 2 or w.isdigit())}
    return {stem(w) for w in found}


def stem(word: str) -> str:
    word = re.sub(r"'s?$", "", word)
    for end in ("ings", "ing", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)]
    return word


def speaks_of(line: Line, topic: str) -> bool:
    wanted = stems(topic)
    return bool(wanted) and wanted <= stems(line.text)


def with_lines(script: Script, change: Callable[[Line, int], Line | Sequence[Line] | None]) -> Script:
    """The script with each line changed; `change(line, index)` may drop it (None) or put several in its place."""
    scenes, index = [], 0
    for scene in script.scenes:
        lines: list[Line] = []
        for line in scene.lines:
            changed = change(line, index)
            lines += [] if changed is None else [changed] if isinstance(changed, Line) else changed
            index += 1
        scenes.append(replace(scene, lines=tuple(lines)))
    return replace(script, scenes=tuple(scenes))


def without(script: Script, indices: Iterable[int]) -> Script:
    gone = set(indices)
    return with_lines(script, lambda line, index: None if index in gone else line)


def units(script: Script) -> list[list[int]]:
    """Line indices in groups that make sense only together: a question with its answer, an introduction with its quote,
    a sentence with the one that it leans on. No group crosses a scene."""
    found: list[list[int]] = []
    index, verbatim = 0, quoted(script)
    for scene in script.scenes:
        group: list[int] = []
        for position, line in enumerate(scene.lines):
            before = scene.lines[position - 1] if position else None
            joins = before is not None and (
                (not before.evidence and before.text.rstrip().endswith(("?", ":")))
                or _introduces(before, line, verbatim)
                or _introduces(line, before, verbatim)
                or bool(LEANING.match(line.text))
                or (not line.evidence and not line.text.rstrip().endswith("?"))
            )
            if not joins and group:
                found.append(group)
                group = []
            group.append(index)
            index += 1
        if group:
            found.append(group)
    return found


def _introduces(line: Line, quote: Line, verbatim: set[str]) -> bool:
    """Whether `line` presents who speaks `quote`."""
    if quote.character not in verbatim or line.character in verbatim:
        return False
    surname = quote.character.split()[-1]
    return quote.character in line.text or (surname in line.text and len(line.text.split()) <= 14)


def tidy(script: Script, *, before: Script, part: str) -> Script:
    """No empty scene, no silent character, no chart of a figure that is said no more, no question left hanging.

    Raises `CannotFollow` when nothing would be left to perform.
    """
    said = " ".join(line.text for line in lines_of(before))
    tells_facts = any(line.evidence for line in lines_of(script))
    scenes = []
    for scene in script.scenes:
        is_small_talk = tells_facts and not any(line.evidence for line in scene.lines)
        if is_small_talk and not any(s.lines == scene.lines for s in before.scenes):
            continue
        text = " ".join(line.text for line in scene.lines)
        chart = scene.chart
        if chart and chart.display and chart.display in said and chart.display not in text:
            chart = None
        scenes.append(replace(scene, chart=chart))
    scenes = [scene for scene in scenes if scene.lines]
    if not scenes:
        raise CannotFollow(f"“{part}” would leave nothing to perform. Nothing was changed.", part=part)
    speaking = {line.character for scene in scenes for line in scene.lines}
    cast = tuple(c for c in script.characters if c.name in speaking)
    return replace(script, scenes=tuple(scenes), characters=cast)


def with_character(script: Script, character: Character) -> Script:
    if any(c.name == character.name for c in script.characters):
        return script
    return replace(script, characters=(*script.characters, character))


def with_scene_lines(scene: Scene, lines: Sequence[Line]) -> Scene:
    return replace(scene, lines=tuple(lines))
