"""Revisions of a table read: told, compared, restored."""

from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit
from generation.projects.models import Artifact, Revision
from generation.projects.services import lock_project
from generation.providers.local.text.timing import speech_ms
from generation.stories.services.illustrate import illustrate, plan_id_of
from generation.stories.services.refine import locked_for_change, refinement_of
from wire.errors import ArtifactNotFound, ArtifactNotReady
from wire.principal import Principal

ORIGINS = ("generated", "refined", "restored")
CHANGES = ("same", "changed", "added", "removed", "moved")
_ALIKE = 0.55  # share of equal words from which two lines are one, reworded
_WORDS_PER_MINUTE = 155.0

Json = dict[str, Any]
Entry = tuple[int, int, str, str]  # entry index, scene index, character, text


def revisions_of(artifact: Artifact) -> "QuerySet[Revision]":
    return Revision.objects.filter(artifact=artifact)


def access_revision(artifact: Artifact, number: int) -> Revision:
    """Raises `ArtifactNotFound` for a number that the artifact has no revision of."""
    revision = revisions_of(artifact).filter(number=number).first() if 0 < number < 2**31 else None
    if revision is None:
        raise ArtifactNotFound(f"This artifact has no revision {number}.", currentVersion=artifact.current_version)
    return revision


def restore(artifact: Artifact, number: int, *, principal: Principal, expected: int | None = None) -> Revision:
    """Make the content of an earlier revision the current one, as a new revision; free of charge.

    The current one itself is answered as it is. Raises `ArtifactNotFound`, and `ArtifactNotReady` while a refine runs
    and where another revision than `expected` is current by now.
    """
    lock_project(artifact.project)
    wanted = access_revision(artifact, number)
    artifact = locked_for_change(artifact)
    if expected is not None and artifact.current_version != expected:
        raise ArtifactNotReady(
            f"It was changed meanwhile: version {artifact.current_version} is current now, not {expected}. Nothing was "
            "changed; look again and restore what you still want.",
            status="CHANGED",
            currentVersion=artifact.current_version,
        )
    if wanted.number == artifact.current_version:
        return wanted
    content = {**wanted.content, "origin": {"origin": "restored", "from": wanted.number}}
    restored = Revision.objects.create(
        artifact=artifact,
        number=artifact.current_version + 1,
        content=content,
        provider=wanted.provider,
        model=wanted.model,
    )
    Artifact.objects.filter(pk=artifact.pk).update(current_version=restored.number, updated_at=timezone.now())
    illustrate(artifact, revision=restored.number, plan_id=plan_id_of(artifact))
    audit.record(
        "artifact.restored",
        actor=principal.user_id or principal.key_id,
        organization_id=artifact.organization_id,
        target=artifact.pk,
        details={"version": wanted.number, "as": restored.number},
    )
    return restored


def facts_of(revision: Revision) -> Json:
    """What a list of revisions says of one: where it comes from, what was done, how long it is."""
    script = revision.content.get("script") or {}
    entries = entries_of(script)
    told = refinement_of(revision)
    pauses = sum(line.get("pause_after_ms", 400) for scene in script.get("scenes", []) for line in scene["lines"])
    spoken = sum(speech_ms(text, _WORDS_PER_MINUTE) for *_, text in entries)
    return {
        "origin": told["origin"],
        "jobId": told.get("jobId"),
        "basedOn": told.get("from"),
        "instruction": told.get("instruction"),
        "scope": told.get("scope"),
        "changes": told.get("changes", []),
        "title": script.get("title", ""),
        "scenes": len(script.get("scenes", [])),
        "entries": len(entries),
        "words": sum(len(text.split()) for *_, text in entries),
        "durationSeconds": round((spoken + pauses) / 1000, 1),
    }


def entries_of(script: Json) -> list[Entry]:
    found: list[Entry] = []
    for number, scene in enumerate(script.get("scenes", [])):
        found += [
            (len(found) + i, number, line["character"], line["text"]) for i, line in enumerate(scene.get("lines", []))
        ]
    return found


def compared(old: Json, new: Json) -> Json:
    """Two scripts side by side, scene by scene and line by line. Pure.

    A line is `same`, `changed` (words or speaker), `moved` (as it was, elsewhere), `added` or `removed`; likewise a
    scene, whose lines follow in the new order, each removed one where it stood.
    """
    before, after = entries_of(old), entries_of(new)
    pairs = _pairs(before, after)
    kept = _in_order([(b[0], a[0]) for b, a in pairs])
    partners = {a[0]: b for b, a in pairs}
    gone = [b for b in before if b[0] not in {p[0] for p, _ in pairs}]
    scene_of = _scene_pairs(old, new, pairs)
    scenes, counts = [], dict.fromkeys(CHANGES, 0)
    for number, scene in enumerate(new.get("scenes", [])):
        was = scene_of.get(number)
        rows = [_entry(partners.get(a[0]), a, kept) for a in after if a[1] == number]
        rows = _with_removed(rows, [_entry(b, None, kept) for b in gone if was is not None and b[1] == was])
        scenes.append(_scene(old, was, scene, number, rows))
    for number in range(len(old.get("scenes", []))):
        if number not in scene_of.values():
            rows = [_entry(b, None, kept) for b in gone if b[1] == number]
            scenes.append({"change": "removed", "from": _side(old, number), "to": None, "entries": rows})
    _mark_moved(scenes)
    for scene in scenes:
        for row in scene["entries"]:
            counts[row["change"]] += 1
    names = [[c["name"] for c in script.get("characters", [])] for script in (old, new)]
    titles = old.get("title", ""), new.get("title", "")
    return {
        "summary": {
            "scenes": {change: sum(s["change"] == change for s in scenes) for change in CHANGES},
            "entries": counts,
        },
        "title": {"change": "same" if titles[0] == titles[1] else "changed", "from": titles[0], "to": titles[1]},
        "cast": {
            "same": [name for name in names[1] if name in names[0]],
            "added": [name for name in names[1] if name not in names[0]],
            "removed": [name for name in names[0] if name not in names[1]],
        },
        "scenes": scenes,
    }


def _pairs(before: list[Entry], after: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Which old line is which new one: the same words first, then those most alike."""
    free, pairs = list(after), []
    rest: list[Entry] = []
    for entry in before:
        same = [a for a in free if a[3] == entry[3]]
        match = next((a for a in same if a[2] == entry[2]), same[0] if same else None)
        if match is None:
            rest.append(entry)
        else:
            free.remove(match)
            pairs.append((entry, match))
    scored = [(ratio, b, a) for b in rest for a in free if (ratio := _ratio(b[3], a[3])) >= _ALIKE]
    for _, b, a in sorted(scored, key=lambda item: (-item[0], abs(item[1][0] - item[2][0]))):
        if b in rest and a in free:
            rest.remove(b)
            free.remove(a)
            pairs.append((b, a))
    return pairs


def _ratio(one: str, other: str) -> float:
    """How alike two lines are; 1 also where one holds the other whole, with words before or after it."""
    left, right = one.lower().split(), other.lower().split()
    if not left or not right or min(len(left), len(right)) * 4 < max(len(left), len(right)):
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return max(matcher.ratio(), common / min(len(left), len(right)) if common >= 5 else 0.0)


def _in_order(pairs: list[tuple[int, int]]) -> set[int]:
    """The new indices of the longest run of pairs that keep their order; the others have moved."""
    best: list[list[int]] = []  # by length: a shortest chain's new indices (patience sorting)
    for _, new in sorted(pairs):
        at = next((i for i, chain in enumerate(best) if chain[-1] >= new), len(best))
        chain = [*(best[at - 1] if at else []), new]
        best[at : at + 1] = [chain]
    return set(best[-1]) if best else set()


def _entry(was: Entry | None, now: Entry | None, kept: set[int]) -> Json:
    fields: list[str] = []
    if was is None or now is None:
        change = "added" if was is None else "removed"
    else:
        fields = [name for name, i in (("character", 2), ("text", 3)) if was[i] != now[i]]
        change = "changed" if fields else "same" if now[0] in kept else "moved"
    return {"change": change, "fields": fields, "from": _entry_side(was), "to": _entry_side(now)}


def _entry_side(entry: Entry | None) -> Json | None:
    return entry and dict(zip(("entryIndex", "sceneIndex", "character", "text"), entry, strict=True))


def _with_removed(rows: list[Json], gone: list[Json]) -> list[Json]:
    """The scene's lines with each removed one before the first that stood after it."""
    for row in gone:
        index = row["from"]["entryIndex"]
        at = next((i for i, r in enumerate(rows) if r["from"] and r["from"]["entryIndex"] > index), len(rows))
        rows.insert(at, row)
    return rows


def _scene_pairs(old: Json, new: Json, pairs: list[tuple[Entry, Entry]]) -> dict[int, int]:
    """From a new scene to the old one that most of its lines come from; each old one once."""
    shared: dict[tuple[int, int], int] = {}
    for b, a in pairs:
        shared[a[1], b[1]] = shared.get((a[1], b[1]), 0) + 1
    found: dict[int, int] = {}
    for (now, was), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if now not in found and was not in found.values():
            found[now] = was
    return found


def _scene(old: Json, was: int | None, scene: Json, number: int, rows: list[Json]) -> Json:
    to = {"sceneIndex": number, "heading": scene.get("heading", "")}
    if was is None:
        return {"change": "added", "from": None, "to": to, "entries": rows}
    is_same = all(row["change"] in ("same", "moved") for row in rows) and _setting(old["scenes"][was]) == _setting(
        scene
    )
    return {"change": "same" if is_same else "changed", "from": _side(old, was), "to": to, "entries": rows}


def _setting(scene: Json) -> list[Any]:
    return [scene.get(name) for name in ("heading", "mood", "place", "time_of_day", "weather")]


def _side(script: Json, number: int) -> Json:
    return {"sceneIndex": number, "heading": script["scenes"][number].get("heading", "")}


def _mark_moved(scenes: list[Json]) -> None:
    """A scene that is as it was and stands elsewhere among those that stayed has moved."""
    order = [(s["from"]["sceneIndex"], s["to"]["sceneIndex"]) for s in scenes if s["from"] and s["to"]]
    kept = _in_order(order)
    for scene in scenes:
        if scene["change"] == "same" and scene["to"]["sceneIndex"] not in kept:
            scene["change"] = "moved"
