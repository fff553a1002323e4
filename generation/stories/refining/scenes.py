"""Edits of the order and the setting: move, swap, merge, cut scenes and lines."""

import re
from dataclasses import replace

from generation.providers.base import Line, Scene, Script

from . import find
from .draft import CannotFollow, lines_of, quoted, units, with_lines, with_scene_lines, without
from .length import condensed
from .parse import Edit

_TIMES = {
    "dawn": "dawn", "sunrise": "dawn", "morning": "dawn", "day": "day", "daytime": "day", "noon": "day",
    "afternoon": "day",
    "dusk": "dusk", "sunset": "dusk", "evening": "dusk", "night": "night", "midnight": "night",
}  # fmt: skip
_MOODS = {
    "tenser": "tense", "calmer": "calm", "sad": "wistful", "dark": "night", "darker": "night", "happy": "hopeful",
    "happier": "hopeful",
    "warm": "hopeful", "warmer": "hopeful", "quiet": "calm", "quieter": "calm",
}  # fmt: skip


def _ordered(script: Script, order: list[int]) -> Script:
    return replace(script, scenes=tuple(script.scenes[i] for i in order))


def move(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    if "line" in edit.args:
        return _move_line(script, edit)
    index = find.scene(script, edit.args["scene"], part=edit.said)
    count = len(script.scenes)
    rest = [i for i in range(count) if i != index]
    if "other" in edit.args:
        other = find.scene(script, edit.args["other"], part=edit.said)
        if other == index:
            raise CannotFollow(f"“{edit.said}” names one scene twice.", part=edit.said)
        at = rest.index(other) + (edit.args["side"].lower() in ("after", "behind"))
    elif "position" in edit.args:
        wanted = find.number(edit.args["position"]) or 1
        if not 1 <= wanted <= count:
            raise CannotFollow(
                f"“{edit.said}” names a place that does not exist; there are {count} scenes.", part=edit.said
            )
        at = wanted - 1
    elif "step" in edit.args:
        at = min(count - 1, max(0, index + (1 if edit.args["step"].lower() in ("down", "later", "forward") else -1)))
    else:
        at = 0 if edit.args["edge"].lower() in ("start", "beginning", "front", "top", "opening", "first") else count - 1
    order = [*rest[:at], index, *rest[at:]]
    return _ordered(script, order), f"Scene {index + 1} ({script.scenes[index].heading}) is now scene {at + 1}."


def _move_line(script: Script, edit: Edit) -> tuple[Script, str]:
    index = find.line(script, edit.args["line"], part=edit.said)
    rows = lines_of(script)
    group = next(g for g in units(script) if index in g)
    others = [i for i in range(len(rows)) if i not in group]
    if not others:
        raise CannotFollow(f"“{edit.said}” has nothing to move around: it is all one passage.", part=edit.said)
    if "other" in edit.args:
        other = find.line(script, edit.args["other"], part=edit.said)
        if other in group:
            raise CannotFollow(f"“{edit.said}” names lines that belong together.", part=edit.said)
        is_after = edit.args["side"].lower() in ("after", "behind")
    else:
        is_after = edit.args["edge"].lower() in ("end", "back", "bottom", "close")
        other = others[-1] if is_after else others[0]
    lines = [rows[i] for i in group]

    def change(line: Line, i: int) -> list[Line]:
        if i in group:
            return []
        return ([line, *lines] if is_after else [*lines, line]) if i == other else [line]

    return with_lines(script, change), f"Line {index} moved {'after' if is_after else 'before'} line {other}."


def swap(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    if "line" in edit.args:
        one, two = (find.line(script, edit.args[name], part=edit.said) for name in ("line", "other"))
        rows = lines_of(script)
        swapped = with_lines(script, lambda x, i: rows[two] if i == one else rows[one] if i == two else x)
        return swapped, f"Lines {one} and {two} changed places."
    one, two = (find.scene(script, edit.args[name], part=edit.said) for name in ("scene", "other"))
    if one == two:
        raise CannotFollow(f"“{edit.said}” names one scene twice.", part=edit.said)
    order = list(range(len(script.scenes)))
    order[one], order[two] = two, one
    return _ordered(script, order), f"Scenes {one + 1} and {two + 1} changed places."


def reverse(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    return replace(script, scenes=script.scenes[::-1]), "The scenes now run in reverse order."


def merge(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    if edit.args["other"].lower() == "two" and edit.args["scene"].lower() in ("first", "last"):
        one = 0 if edit.args["scene"].lower() == "first" else len(script.scenes) - 2
        two = one + 1
        if len(script.scenes) < 2:
            raise CannotFollow("There is only one scene, so nothing can be merged.", part=edit.said)
    else:
        one, two = sorted(find.scene(script, edit.args[name], part=edit.said) for name in ("scene", "other"))
    if one == two:
        raise CannotFollow(f"“{edit.said}” names one scene twice.", part=edit.said)
    first, second = script.scenes[one], script.scenes[two]
    merged = replace(first, lines=first.lines + second.lines, chart=first.chart or second.chart)
    scenes = [merged if i == one else s for i, s in enumerate(script.scenes) if i != two]
    return replace(script, scenes=tuple(scenes)), f"Scenes {one + 1} and {two + 1} are one now: {first.heading}."


def cut(script: Script, edit: Edit, index: int) -> tuple[Script, str]:
    if len(script.scenes) == 1:
        raise CannotFollow(f"“{edit.said}” would cut the only scene.", part=edit.said)
    gone = script.scenes[index]
    kept = tuple(s for i, s in enumerate(script.scenes) if i != index)
    return replace(script, scenes=kept), f"Scene {index + 1} ({gone.heading}) is cut."


def cut_line(script: Script, edit: Edit, index: int) -> tuple[Script, str]:
    """A line goes with what makes no sense without it: its introduction, its question."""
    rows = lines_of(script)
    group = next(g for g in units(script) if index in g)
    verbatim = quoted(script)
    goes = {index}
    if rows[index].evidence:
        goes |= {i for i in group if not rows[i].evidence}
    if rows[index].character in verbatim and not any(i != index and rows[i].character in verbatim for i in group):
        goes |= {i for i in group if rows[index].character in rows[i].text}
    return without(script, goes), f"Line {index} is cut: “{_begin(rows[index].text)}”."


def _begin(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def set_scene(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    index = find.scene(script, edit.args["scene"], part=edit.said)
    scene = script.scenes[index]
    if "time" in edit.args:
        time = _TIMES[edit.args["time"].lower()]
        changed = replace(
            scene, time_of_day=time, heading=find.heading(scene, place=_place_of(scene), time_of_day=time),  # type: ignore[arg-type]
            picture=re.sub(rf"\b{scene.time_of_day}\b", time, scene.picture),
        )  # fmt: skip
        note = f"Scene {index + 1} plays at {time}."
    elif "mood" in edit.args:
        mood = edit.args["mood"].lower()
        changed = replace(scene, mood=_MOODS.get(mood, mood))  # type: ignore[arg-type]
        note = f"Scene {index + 1} is {changed.mood}."
    else:
        place = find.bare(edit.args["place"]).lower()
        changed = replace(
            scene, place=place, heading=find.heading(scene, place=place, time_of_day=scene.time_of_day),
            picture=scene.picture.replace(scene.place, place),
        )  # fmt: skip
        note = f"Scene {index + 1} plays here now: {place}."
    scenes = tuple(changed if i == index else s for i, s in enumerate(script.scenes))
    return replace(script, scenes=scenes), note


def _place_of(scene: Scene) -> str:
    match = re.match(r"(?:INT\.|EXT\.)\s*(.+?)\s*[—–-]\s*\w+$", scene.heading)
    return match[1] if match else scene.place


def shorten(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    index = find.scene(script, edit.args["scene"], part=edit.said)
    scene = script.scenes[index]
    amount = edit.args.get("amount")
    share = find.fraction(amount, whole_s=len(" ".join(x.text for x in scene.lines).split()) / 2.6) if amount else 0.33
    part = condensed(replace(script, scenes=(scene,)), 1 - min(0.9, share))
    if part.scenes[0].lines == scene.lines:
        raise CannotFollow(f"Scene {index + 1} cannot be shortened without losing its only thought.", part=edit.said)
    scenes = tuple(with_scene_lines(s, part.scenes[0].lines) if i == index else s for i, s in enumerate(script.scenes))
    return replace(script, scenes=scenes), f"Scene {index + 1} is shorter."
