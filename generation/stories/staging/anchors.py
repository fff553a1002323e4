"""Which scene, entry and character of a new script is which of the old one. Pure, and the same in both directions."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from generation.stories.staging.script import Entry, Json, entries_of

_SAME_LINE = 0.6  # share of equal words from which a reworded line is still taken for the same


@dataclass(frozen=True)
class Anchors:
    """From the old script's indices and names to the new one's; what has no counterpart is missing."""

    scenes: dict[int, int]
    entries: dict[int, int]
    characters: dict[str, str]

    def nearest(self, old: Json, new: Json, entry: int) -> int | None:
        """The entry's counterpart, or the nearest one that is left of its scene; None when the scene is gone."""
        if entry in self.entries:
            return self.entries[entry]
        before, after = entries_of(old), entries_of(new)
        if entry >= len(before) or before[entry].scene not in self.scenes:
            return None
        scene, goal = before[entry].scene, self.scenes[before[entry].scene]
        left = [e.index for e in after if e.scene == goal]
        if not left:
            return None
        kept = [e.index for e in before if e.scene == scene and self.entries.get(e.index) in left]
        if kept:
            return self.entries[min(kept, key=lambda index: abs(index - entry))]
        return left[0]


def anchor(old: Json, new: Json) -> Anchors:
    before, after = entries_of(old), entries_of(new)
    entries = _match_entries(before, after)
    scenes = _match_scenes(old, new, before, after, entries)
    return Anchors(scenes, entries, _match_characters(old, new, before, after, entries))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def _match_entries(before: list[Entry], after: list[Entry]) -> dict[int, int]:
    """Equal lines first, in order of appearance; then the most similar ones of what is left."""
    waiting: dict[tuple[str, ...], list[int]] = {}
    for entry in after:
        waiting.setdefault(tuple(_words(entry.text)), []).append(entry.index)
    found: dict[int, int] = {}
    for entry in before:
        same = waiting.get(tuple(_words(entry.text)))
        if same:
            found[entry.index] = same.pop(0)
    taken = set(found.values())
    free = [e for e in after if e.index not in taken]
    pairs = [
        (ratio, old.index, new.index)
        for old in before
        if old.index not in found
        for new in free
        if (ratio := _alike(old.text, new.text)) >= _SAME_LINE
    ]
    for _, old_index, new_index in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if old_index not in found and new_index not in taken:
            found[old_index] = new_index
            taken.add(new_index)
    return found


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, _words(one), _words(other), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _SAME_LINE else 0.0


def _match_scenes(
    old: Json, new: Json, before: list[Entry], after: list[Entry], entries: dict[int, int]
) -> dict[int, int]:
    """By the lines that they share; a scene without any by its heading, when that is free."""
    shared = Counter((entry.scene, after[entries[entry.index]].scene) for entry in before if entry.index in entries)
    found: dict[int, int] = {}
    for (was, now), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if was not in found and now not in found.values():
            found[was] = now
    for was, scene in enumerate(old["scenes"]):
        if was in found:
            continue
        for now, other in enumerate(new["scenes"]):
            if now not in found.values() and other.get("heading") == scene.get("heading"):
                found[was] = now
                break
    return found


def _match_characters(
    old: Json, new: Json, before: list[Entry], after: list[Entry], entries: dict[int, int]
) -> dict[str, str]:
    """By name; one who is gone by name is whoever new speaks most of the lines."""
    names = [item["name"] for item in old.get("characters", [])]
    now = [item["name"] for item in new.get("characters", [])]
    found = {name: name for name in names if name in now}
    spoken = Counter(
        (entry.character, after[entries[entry.index]].character) for entry in before if entry.index in entries
    )
    for (was, is_), _ in sorted(spoken.items(), key=lambda item: (-item[1], item[0])):
        if was in names and was not in found and is_ in now and is_ not in found.values():
            found[was] = is_
    return found
