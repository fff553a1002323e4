"""A stored script as staging sees it: scenes, entries and cast, as plain JSON."""

from dataclasses import dataclass
from typing import Any

from generation.films.cast import cast_voices
from generation.providers.base import Character, Voice

Json = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A spoken line; `index` counts from 0 over the whole script, `scene` from 0."""

    index: int
    scene: int
    character: str
    text: str


def entries_of(script: Json) -> list[Entry]:
    found: list[Entry] = []
    for number, scene in enumerate(script["scenes"]):
        for line in scene["lines"]:
            found.append(Entry(len(found), number, line["character"], line["text"]))
    return found


def characters_of(script: Json) -> list[Character]:
    return [
        Character(
            name=item["name"],
            role=item["role"],
            gender=item.get("gender", "neutral"),
            description=item.get("description", ""),
        )
        for item in script.get("characters", [])
    ]


def cast_of(
    script: Json, voices: tuple[Voice, ...], *, chosen: dict[str, str], preference: str = ""
) -> dict[str, Voice]:
    """A voice of those on offer for every character, as `cast_voices`."""
    return cast_voices(characters_of(script), voices, chosen=chosen, preference=preference)
