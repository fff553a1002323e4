"""A stored script as a screenplay: numbered entries, cast, scenes; by range, by scene, by character. Pure."""

from dataclasses import dataclass
from typing import Any

from wire.errors import ValidationFailed

Json = dict[str, Any]
ENTRY_TYPES = ("scene_heading", "action", "dialogue")


@dataclass(frozen=True)
class Selection:
    """Which entries are wanted. Indices count from 0; `first` and `last` are both part of the range."""

    scene: int | None = None
    first: int | None = None
    last: int | None = None
    character: str | None = None

    @property
    def is_whole(self) -> bool:
        return self == Selection()


def screenplay(script: Json, selection: Selection) -> Json:
    """Title, cast, scenes and the selected entries.

    `entryIndex` counts the spoken lines of the whole script from 0, whatever is selected; headings and action, which
    nobody speaks, have none. Raises `ValidationFailed` for a scene or character that the script does not have.
    """
    scenes = script.get("scenes", [])
    _check(script, selection)
    entries: list[Json] = []
    told: list[Json] = []
    index = 0
    for number, scene in enumerate(scenes):
        lines = scene.get("lines", [])
        told.append(_scene(number, scene, index, len(lines)))
        spoken = [_spoken(index + i, number, line) for i, line in enumerate(lines)]
        index += len(lines)
        chosen = [entry for entry in spoken if _is_wanted(entry, selection)]
        is_whole_scene = len(chosen) == len(spoken) and selection.character is None
        if chosen or (is_whole_scene and selection.scene in (None, number) and selection.first is None):
            entries += (_unspoken(number, scene) if is_whole_scene else []) + chosen
    return {
        "title": script.get("title", ""),
        "logline": script.get("logline", ""),
        "entryCount": index,
        "cast": _cast(script),
        "scenes": told,
        "entries": entries,
    }


def _check(script: Json, selection: Selection) -> None:
    count = len(script.get("scenes", []))
    if selection.scene is not None and selection.scene >= count:
        raise ValidationFailed(f"scene must be from 0 to {count - 1}; the script has {count} scenes.", field="scene")
    if selection.first is not None and selection.last is not None and selection.first > selection.last:
        raise ValidationFailed("from must not be greater than to.", field="from")
    names = [c["name"] for c in script.get("characters", [])]
    if selection.character is not None and selection.character.casefold() not in [n.casefold() for n in names]:
        raise ValidationFailed(
            f"There is no such character. The cast: {', '.join(names)}.", field="character", characters=names
        )


def _is_wanted(entry: Json, selection: Selection) -> bool:
    return (
        (selection.scene is None or entry["sceneIndex"] == selection.scene)
        and (selection.first is None or entry["entryIndex"] >= selection.first)
        and (selection.last is None or entry["entryIndex"] <= selection.last)
        and (selection.character is None or entry["character"].casefold() == selection.character.casefold())
    )


def _scene(number: int, scene: Json, first: int, count: int) -> Json:
    return {
        "sceneIndex": number,
        "heading": scene.get("heading", ""),
        "place": scene.get("place", ""),
        "timeOfDay": scene.get("time_of_day", "day"),
        "mood": scene.get("mood", ""),
        "firstEntryIndex": first if count else None,
        "entryCount": count,
    }


def _spoken(index: int, scene: int, line: Json) -> Json:
    return {
        "entryIndex": index,
        "sceneIndex": scene,
        "type": "dialogue",
        "character": line["character"],
        "text": line["text"],
        "evidence": [
            {"sourceId": span["source_id"], "start": span["start"], "end": span["end"]}
            for span in line.get("evidence", [])
        ],
    }


def _unspoken(number: int, scene: Json) -> list[Json]:
    shown = [("scene_heading", scene.get("heading", "")), ("action", scene.get("picture", ""))]
    return [
        {"entryIndex": None, "sceneIndex": number, "type": kind, "character": None, "text": text, "evidence": []}
        for kind, text in shown
        if text
    ]


def _cast(script: Json) -> list[Json]:
    lines = [line for scene in script.get("scenes", []) for line in scene.get("lines", [])]
    return [
        {
            "name": character["name"],
            "role": character.get("role", ""),
            "gender": character.get("gender", "neutral"),
            "description": character.get("description", ""),
            "lines": sum(line["character"] == character["name"] for line in lines),
            "words": sum(len(line["text"].split()) for line in lines if line["character"] == character["name"]),
        }
        for character in script.get("characters", [])
    ]
