"""Music by scene: which scenes have some, how each is to sound, and the pieces made for them."""

import math
from collections.abc import Mapping
from typing import Any

from generation.films.script import script_from_json
from generation.films.timing import time_lines
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.jobs.states import LIVE, Status
from generation.projects.models import Artifact, Rendition
from generation.stories.services.requests import duration_s
from generation.stories.staging.kinds import MUSIC_KIND
from generation.stories.staging.models import SceneMusic, TableRead
from generation.stories.staging.read import Staged, note_edit, staged_for_edit
from generation.stories.staging.script import Json
from wire.errors import ValidationFailed
from wire.principal import Principal

MAX_WEIGHT = 2.0
VARIANT_STEP = 7919  # between the seeds of two variants; a prime, so that projects do not meet
_WORDS_PER_MINUTE = 155

# How much a scene of that mood calls for music, 0 to 1.
_TENSION = {"tense": 0.9, "night": 0.7, "proud": 0.65, "hopeful": 0.6, "wistful": 0.55, "curious": 0.4, "calm": 0.2}
_TURN, _OPENING, _ENDING, _FIGURE = 0.25, 0.15, 0.3, 0.05


def coverage_of(value: float) -> float:
    """0.35 and 35 are both 0.35; clamped to 0..1."""
    return min(1.0, max(0.0, value / 100 if value > 1 else value))


def covered(script: Json, coverage: float) -> frozenset[int]:
    """The scenes that have music at this coverage: those that call for it most, at least one above 0.

    What counts is the mood's tension, a turn of mood, and where the story opens and ends.
    """
    scenes = script["scenes"]
    count = min(len(scenes), max(1, math.floor(coverage * len(scenes) + 0.5))) if coverage > 0 else 0

    def call(number: int) -> float:
        scene = scenes[number]
        turned = number > 0 and scenes[number - 1]["mood"] != scene["mood"]
        return (
            _TENSION.get(scene["mood"], 0.5)
            + _TURN * turned
            + _OPENING * (number == 0)
            + _ENDING * (number == len(scenes) - 1)
            - _FIGURE * bool(scene.get("chart"))  # a figure is listened to
        )

    ranked = sorted(range(len(scenes)), key=lambda number: (-call(number), number))
    return frozenset(ranked[:count])


def scene_plan(state: Staged) -> list[dict[str, Any]]:
    """Per scene `{scene, prompt, weight, enabled}`, as the film's score takes it."""
    chosen = covered(state.script, state.read.music_coverage)
    plan = []
    for number in range(len(state.script["scenes"])):
        row = state.scene(number)
        enabled = number in chosen if row.enabled is None else row.enabled
        plan.append({"scene": number, "prompt": row.prompt, "weight": row.weight, "enabled": enabled})
    return plan


def scene_spans(state: Staged) -> list[tuple[int, int]]:
    """(start, duration) of every scene in ms: as it was performed, or as long as its words should take."""
    if not state.script["scenes"]:
        return []
    script = script_from_json({"logline": "", "characters": [], **state.script})
    performed = (
        Rendition.objects.filter(artifact=state.artifact, revision=state.revision, data__has_key="performance")
        .order_by("-pk")
        .first()
    )
    if performed:
        performance = performed.data["performance"]
        starts, end = performance["sceneStartsMs"], performance["durationMs"]
    else:
        spoken = [
            max(300, round(len(line.text.split()) * 60_000 / _WORDS_PER_MINUTE))
            for scene in script.scenes
            for line in scene.lines
        ]
        target_ms = state.content.get("durationMs") or duration_s(state.artifact.request) * 1000
        timing = time_lines(script, spoken, target_ms=target_ms)
        starts, end = list(timing.scene_starts_ms), timing.duration_ms
    return [(start, stop - start) for start, stop in zip(starts, [*starts[1:], end], strict=True)]


# ---------------------------------------------------------------- edits


def generate(artifact: Artifact, *, coverage: float | None, principal: Principal) -> tuple[Staged, Job]:
    """Have music made for the scenes that the coverage takes in, a piece each. Costs nothing.

    Asked again while it is being made at the same coverage, it is the same job; afterwards it is other music. Raises
    `ArtifactNotReady`, `ValidationFailed`.
    """
    state = staged_for_edit(artifact)
    read = state.read
    wanted = read.music_coverage if coverage is None else coverage
    earlier = Job.objects.filter(pk=read.music_job_id).first() if read.music_job_id else None
    if earlier and earlier.status in LIVE and wanted == read.music_coverage:
        return state, earlier
    is_again = earlier is not None and earlier.status not in (Status.FAILED, Status.CANCELED)
    is_changed = is_again or wanted != read.music_coverage
    read.music_coverage = wanted
    read.music_variant += is_again
    job = _queue(state, [item["scene"] for item in scene_plan(state) if item["enabled"]], principal)
    read.music_job_id = job.pk
    read.save(update_fields=["music_coverage", "music_variant", "music_job_id", "updated_at"])
    if is_changed:
        note_edit(state)
    return state, job


def tune(artifact: Artifact, scene: int, changes: Mapping[str, Any], *, principal: Principal) -> Staged:
    """Change `prompt`, `weight` or `enabled` of one scene at once. Where there is music, its piece is made anew.

    Raises `ValidationFailed` for a scene that does not exist or nothing to change, `ArtifactNotReady`.
    """
    state = staged_for_edit(artifact)
    total = len(state.script["scenes"])
    if not 0 <= scene < total:
        raise ValidationFailed(
            f"There is no scene {scene}; this read's scenes run from 0 to {total - 1}.", field="sceneIndex"
        )
    row = state.scene(scene)
    before = scene_plan(state)[scene]
    for field, value in changes.items():
        setattr(row, field, value)
    if row._state.adding:
        state.scenes.append(row)
    row.save()
    after = scene_plan(state)[scene]
    if before == after:
        return state
    if state.read.music_job_id and after["enabled"] and (not row.job_id or before["prompt"] != after["prompt"]):
        _queue(state, [scene], principal)
    note_edit(state)
    return state


def _queue(state: Staged, scenes: list[int], principal: Principal) -> Job:
    """A job for these scenes; their rows are pointed at it, and those of no other."""
    artifact, spans, plan = state.artifact, scene_spans(state), scene_plan(state)
    pieces = [
        {
            "scene": number,
            "mood": state.script["scenes"][number]["mood"],
            "prompt": plan[number]["prompt"],
            "durationMs": max(500, spans[number][1]),
        }
        for number in scenes
    ]
    job = create_job(
        organization_id=artifact.organization_id,
        kind=MUSIC_KIND,
        params={
            "artifactId": artifact.pk,
            "planId": Job.objects.filter(pk=artifact.job_id).values_list("subject_id", flat=True).first(),
            "pieces": pieces,
            "variant": state.read.music_variant,
        },
        project_id=artifact.project_id,
        subject_id=artifact.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
    )
    for number in scenes:
        row = state.scene(number)
        if row._state.adding:
            state.scenes.append(row)
        row.job_id, row.job_scene = job.pk, number
        row.save()
    return job


# ---------------------------------------------------------------- what there is


def status_of(read: TableRead, jobs: Mapping[str, Job]) -> tuple[str, str | None]:
    """(`none|generating|ready`, the cause when the last attempt failed)."""
    job = jobs.get(read.music_job_id or "")
    if job is None:
        return "none", None
    if job.status in LIVE:
        return "generating", None
    if job.status == Status.SUCCEEDED:
        return "ready", None
    return "none", job.error_message or "The music was canceled."


def piece_of(row: SceneMusic, jobs: Mapping[str, Job]) -> tuple[str, dict[str, Any]]:
    """(`none|generating|ready|failed`, the piece's `{assetId, durationMs, provider, model}`)."""
    job = jobs.get(row.job_id or "")
    if job is None:
        return "none", {}
    if job.status == Status.SUCCEEDED:
        piece = (job.result or {}).get("pieces", {}).get(str(row.job_scene))
        return ("ready", piece) if piece else ("none", {})
    return ("generating" if job.status in LIVE else "failed"), {}


def jobs_of_music(state: Staged) -> dict[str, Job]:
    ids = {row.job_id for row in state.scenes} | {state.read.music_job_id}
    return Job.objects.in_bulk([job_id for job_id in ids if job_id])
