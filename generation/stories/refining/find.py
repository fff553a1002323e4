"""What an instruction points at: a character, a scene, a line, an amount.

Each raises `CannotFollow`, with what there is, where nothing or too much is meant.
"""

import re

from generation.providers.base import Character, Scene, Script

from .draft import CannotFollow, lines_of, speaks_of, stems
from .grammar import EVERYONE, LINE, NUMBERS, ROLES, SCENE, TONES


def bare(name: str) -> str:
    return re.sub(r"^(?:the|an?|our|my)\s+", "", name.strip(" .,:'"), flags=re.I).removesuffix("'s").strip()


def role_named(text: str) -> str | None:
    """The role that a word stands for ("presenter" → host), if any."""
    return next((role for role, words in ROLES.items() if re.fullmatch(words, bare(text), re.I)), None)


def characters(script: Script, text: str, *, part: str) -> list[Character]:
    """Who is meant: everyone, a name or a part of one, or a role ("the skeptic" finds the Doubter)."""
    if not text or EVERYONE.fullmatch(text.strip()):
        return list(script.characters)
    wanted = bare(text).lower()
    for matches in (
        [c for c in script.characters if c.name.lower() == wanted],
        [c for c in script.characters if c.role == role_named(text)],
        [c for c in script.characters if set(wanted.split()) and set(wanted.split()) <= set(c.name.lower().split())],
        [c for c in script.characters if wanted.rstrip("s") in (c.role, role_plural(c.role))],
        [c for c in script.characters if c.description and stems(wanted) and stems(wanted) <= stems(c.description)],
    ):
        if matches:
            return matches
    raise CannotFollow(
        f"There is no “{bare(text)}” in the script, so “{part}” cannot be followed. The cast: {cast_list(script)}.",
        part=part,
    )


def role_plural(role: str) -> str:
    return role.removesuffix("s")


def character(script: Script, text: str, *, part: str) -> Character:
    """One character; raises where the words fit several."""
    found = characters(script, text, part=part)
    if len(found) > 1:
        names = ", ".join(c.name for c in found)
        raise CannotFollow(f"“{bare(text)}” in “{part}” could be {names}. Say which by name.", part=part)
    return found[0]


def cast_list(script: Script) -> str:
    return ", ".join(f"{c.name} ({c.role})" if c.name.lower() != c.role else c.name for c in script.characters)


def number(text: str) -> int | None:
    """1 for "1", "one", "first", "1st"; -1 for "last"."""
    text = text.strip().lower()
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else NUMBERS.get(text)


def is_scene(text: str) -> bool:
    return bool(re.fullmatch(SCENE, text.strip(), re.I))


def is_line(text: str) -> bool:
    return bool(re.fullmatch(LINE, text.strip(), re.I))


def scene(script: Script, text: str, *, part: str) -> int:
    """The index of the scene that is meant, by number, ordinal, place or what is said in it."""
    count = len(script.scenes)
    words = re.sub(r"\b(?:the|scenes?|number|no\.?|#)\b|#", " ", text.lower()).split()
    wanted = number(words[0]) if len(words) == 1 else None
    if len(words) == 1 and words[0] in ("ending", "finale"):
        wanted = -1
    if wanted is not None:
        index = count - 1 if wanted == -1 else wanted - 1
        if not 0 <= index < count:
            raise CannotFollow(f"“{part}” names a scene that does not exist; there are {count}.", part=part)
        return index
    topic = re.sub(r"\b(?:the|scene|in|at|on|with|about|of|where|by)\b", " ", text.lower())
    by_heading = [
        i for i, s in enumerate(script.scenes) if stems(topic) and stems(topic) <= stems(f"{s.heading} {s.place}")
    ]
    by_text = [i for i, s in enumerate(script.scenes) if any(speaks_of(line, topic) for line in s.lines)]
    by_mood = [i for i, s in enumerate(script.scenes) if topic.strip() == s.mood]
    by_who = [
        i
        for i, s in enumerate(script.scenes)
        if any(stems(topic) and stems(topic) <= stems(x.character) for x in s.lines)
    ]
    found = by_heading or by_mood or by_who or by_text
    if not found:
        listed = "; ".join(f"{i} {s.heading}" for i, s in enumerate(script.scenes, start=1))
        raise CannotFollow(f"“{part}” names a scene that does not exist. The scenes: {listed}.", part=part)
    if len(found) > 1 and by_heading:
        numbers = ", ".join(str(i + 1) for i in found)
        raise CannotFollow(f"“{part}” could mean scenes {numbers}. Say which by its number.", part=part)
    return found[0]


def line(script: Script, text: str, *, part: str) -> int:
    """The entry index (from 0, as the script lists them) of the line that is meant, by number or by what it says."""
    rows = lines_of(script)
    exact = re.fullmatch(r"(?:the )?(?:line|entry) (?:no\.? ?|number |#)?(\d+)|(\d+)", text.strip(), re.I)
    ordinal = re.fullmatch(r"(?:the )?(\w+) (?:line|sentence)", text.strip(), re.I)
    if exact:
        index = int(exact[1] or exact[2])
    elif ordinal and number(ordinal[1]) is not None:
        wanted = number(ordinal[1]) or 1
        index = len(rows) - 1 if wanted == -1 else wanted - 1
    else:
        topic = re.sub(
            r"^(?:the )?(?:line|sentence|bit|part|remark|question|passage) "
            r"(?:about|with|on|where|that says|that mentions|saying|mentioning) ",
            "", text.strip(), flags=re.I,
        )  # fmt: skip
        index = next((i for i, row in enumerate(rows) if speaks_of(row, topic)), -1)
        if index < 0:
            raise CannotFollow(f"No line speaks of “{topic}”, so “{part}” cannot be followed.", part=part)
    if not 0 <= index < len(rows):
        raise CannotFollow(f"“{part}” names a line that does not exist; they run from 0 to {len(rows) - 1}.", part=part)
    return index


def heading(scene: Scene, *, place: str, time_of_day: str) -> str:
    """The scene's heading for another place or time, inside or outside as it was unless the place says so."""
    inside = re.match(r"(INT\.|EXT\.)", scene.heading)
    return f"{inside[1] if inside else 'EXT.'} {place.upper()} — {time_of_day.upper()}"


def tone_named(word: str) -> str:
    return next(tone for tone, words in TONES.items() if re.fullmatch(words, word, re.I))


_FRACTIONS = {"third": 1 / 3, "quarter": 0.25, "half": 0.5, "fifth": 0.2, "tenth": 0.1}
_SECONDS = {
    "a": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fortyfive": 45, "fifty": 50,
    "sixty": 60, "ninety": 90, **{word: number for word, number in NUMBERS.items() if number > 0},
}  # fmt: skip


def fraction(amount: str, *, whole_s: float) -> float:
    """How much of `whole_s` an amount is, 0 to 1 and more: "a third", "20 percent", "15 seconds"."""
    text = amount.lower()
    if "two" in text and "third" in text:
        return 2 / 3
    if "three" in text and "quarter" in text:
        return 0.75
    for word, part in _FRACTIONS.items():
        if word in text:
            return part
    percent = re.match(r"(\d+(?:\.\d)?) ?(?:%|per)", text)
    if percent:
        return float(percent[1]) / 100
    return seconds(text) / whole_s


def seconds(span: str) -> float:
    """ "1:30", "90 s", "a minute and a half", "two minutes" in seconds."""
    text = re.sub(r"^(?:about|around|roughly|exactly|some) ", "", span.lower().strip())
    clock = re.fullmatch(r"(\d{1,2}):(\d\d)", text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    if text == "half a minute":
        return 30
    match = re.match(r"(\d+(?:\.\d)?|[a-z]+(?:-five)?)[ -]?(and a half)?[ -]?(?:m)?", text)
    value = float(match[1]) if match and match[1][0].isdigit() else float(_SECONDS.get(match[1] if match else "", 1))
    unit = 60 if re.search(r"\d ?m|min", text) else 1
    total = value * unit + (0.5 * unit if "and a half" in text else 0)
    extra = re.search(r"and (\d+) ?s", text)
    return total + (int(extra[1]) if extra else 0)
