"""A table read's staging as it applies to one revision's script: read as it is, or locked to be edited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from generation.jobs.models import Job
from generation.projects.models import Artifact, Revision
from generation.projects.services import lock_project
from generation.stories.staging.anchors import Anchors, anchor
from generation.stories.staging.models import CastVoice, SceneMusic, SfxCue, TableRead
from generation.stories.staging.script import Json
from wire.errors import ArtifactNotReady, ValidationFailed

TABLE_READ = "table_read"
_MOST_NOTES = 50


@dataclass
class Staged:
    """The staging of an artifact for the script of `revision`, whose whole content is `content`.

    `first` is the script that the casting began with.

    `read` may be unsaved: nothing was edited yet.
    """

    artifact: Artifact
    revision: int
    content: Json
    first: Json
    preference: str  # what the plan's author wishes for in a voice
    read: TableRead
    voices: list[CastVoice]
    scenes: list[SceneMusic]
    cues: list[SfxCue]

    @property
    def script(self) -> Json:
        return self.content["script"]

    @property
    def edit_number(self) -> int:
        return self.read.edit_number

    def scene(self, number: int) -> SceneMusic:
        """The scene's row; an unsaved one where nothing was asked of it."""
        return next((s for s in self.scenes if s.scene == number), None) or SceneMusic(read=self.read, scene=number)

    def first_names(self) -> dict[str, str]:
        """From the names of the first version to the names of this one."""
        return anchor(self.first, self.script).characters


def staged(artifact: Artifact, *, revision: int | None = None) -> Staged:
    """The staging for a revision, the current one by default. Raises `ArtifactNotReady` when it has no script."""
    found = staged_many([artifact], revision=revision).get(artifact.pk)
    if found is None:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    return found


def staged_many(artifacts: Sequence[Artifact], *, revision: int | None = None) -> dict[str, Staged]:
    """By artifact id, for those table reads among `artifacts` that have a script. Costs a fixed number of queries."""
    rows = [a for a in artifacts if a.type == TABLE_READ and a.status == Artifact.Status.READY]
    ids = [row.pk for row in rows]
    reads = TableRead.objects.prefetch_related("voices", "scenes", "cues").in_bulk(ids)
    wanted = {row.pk: revision or row.current_version for row in rows}
    numbers = {1, *wanted.values(), *(read.revision for read in reads.values())}
    contents = {
        (r.artifact_id, r.number): r.content
        for r in Revision.objects.filter(artifact_id__in=ids, number__in=numbers)
        if "script" in r.content
    }
    wishes = _voice_wishes(rows)
    found = {}
    for row in rows:
        read = reads.get(row.pk) or TableRead(artifact=row, revision=wanted[row.pk])
        if (row.pk, wanted[row.pk]) in contents:
            found[row.pk] = _staged(row, wanted[row.pk], read, contents, wishes.get(row.job_id, ""))
    return found


def _voice_wishes(rows: Sequence[Artifact]) -> dict[str, str]:
    """By the job that wrote the artifact: its plan's `voicePreference`."""
    from generation.stories.models import StoryPlan  # which imports the staging's own models

    plan_of = dict(Job.objects.filter(pk__in=[row.job_id for row in rows]).values_list("pk", "subject_id"))
    styles = dict(StoryPlan.objects.filter(pk__in=plan_of.values()).values_list("pk", "style_constraints"))
    return {job: (styles.get(plan or "") or {}).get("voicePreference") or "" for job, plan in plan_of.items()}


def _staged(
    row: Artifact, number: int, read: TableRead, contents: dict[tuple[str, int], Json], preference: str
) -> Staged:
    content = contents[row.pk, number]
    is_saved = not read._state.adding
    cues = sorted(read.cues.all(), key=lambda cue: (cue.entry, cue.pk)) if is_saved else []
    result = Staged(
        artifact=row,
        revision=number,
        content=content,
        first=contents.get((row.pk, 1), content)["script"],
        preference=preference,
        read=read,
        voices=list(read.voices.all()) if is_saved else [],
        scenes=list(read.scenes.all()) if is_saved else [],
        cues=cues,
    )
    if read.revision != number and is_saved:
        old = contents.get((row.pk, read.revision), content)["script"]
        _carry_over(result, old, anchor(old, result.script))
    return result


def _carry_over(state: Staged, old: Json, anchors: Anchors) -> None:
    """Let the rows refer to the script of `state`, in memory. What it has no place for is dropped with a note.

    Notes are for people: scenes count from 1, lines as the script's page and instructions number them.
    """
    notes: list[dict[str, str]] = []
    scenes, voices, cues = [], [], []
    for scene in state.scenes:
        if scene.scene in anchors.scenes:
            scene.scene = anchors.scenes[scene.scene]
            scenes.append(scene)
        elif scene.prompt or scene.weight != 1.0 or scene.enabled is not None:
            notes.append({"message": f"The music set for scene {scene.scene + 1} was dropped: the scene is gone."})
    for voice in state.voices:
        if voice.character in anchors.characters:
            voice.character = anchors.characters[voice.character]
            voices.append(voice)
        else:
            notes.append({"message": f"The voice chosen for {voice.character} was dropped: the character is gone."})
    for cue in state.cues:
        entry = anchors.nearest(old, state.script, cue.entry)
        if entry is None:
            notes.append({"message": f"The effect “{cue.label}” was dropped: its scene is gone.", "cueId": cue.pk})
            continue
        if cue.entry not in anchors.entries:
            moved = f"The effect “{cue.label}” moved to line {entry}: its own is gone."
            notes.append({"message": moved, "cueId": cue.pk})
        cue.entry = entry
        cues.append(cue)
    state.scenes, state.voices, state.cues = scenes, voices, sorted(cues, key=lambda cue: (cue.entry, cue.pk))
    told = [{"revision": state.revision, **note} for note in notes]
    state.read.notes = [*state.read.notes, *told][-_MOST_NOTES:]
    state.read.revision = state.revision


def staged_for_edit(artifact: Artifact) -> Staged:
    """The staging for the current script, its artifact locked to the end of the transaction, its rows saved.

    Raises `ArtifactNotReady`; `ValidationFailed` for an artifact of another type.
    """
    lock_project(artifact.project)
    artifact = Artifact.objects.select_for_update(of=("self",), no_key=True).get(pk=artifact.pk)
    if artifact.status != Artifact.Status.READY:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    require_table_read(artifact)
    before = TableRead.objects.filter(pk=artifact.pk).values_list("revision", flat=True).first()
    state = staged(artifact)
    if before is None:
        state.read.save(force_insert=True)
    elif before != artifact.current_version:
        _save_carried(state)
    return state


def _save_carried(state: Staged) -> None:
    """Written anew, because scenes that swap their numbers would meet in the unique constraint."""
    read = state.read
    read.save(update_fields=["revision", "notes", "updated_at"])
    for rows, model in ((state.voices, CastVoice), (state.scenes, SceneMusic)):
        model.objects.filter(read=read).delete()
        for row in rows:
            row.pk = None
            row._state.adding = True
            row.save(force_insert=True)
    read.cues.exclude(pk__in=[cue.pk for cue in state.cues]).delete()
    for cue in state.cues:
        cue.save(update_fields=["entry"])


def require_table_read(artifact: Artifact) -> None:
    """Raises `ValidationFailed`: only a table read has a cast, music by scene and cues."""
    if artifact.type != TABLE_READ:
        raise ValidationFailed(f"This works on a table read; {artifact.pk} is a {artifact.type.replace('_', ' ')}.")


def note_edit(state: Staged) -> None:
    """Count an edit that changes the performance: what was finalized before is stale from now on."""
    TableRead.objects.filter(pk=state.read.pk).update(edit_number=F("edit_number") + 1)
    state.read.refresh_from_db(fields=["edit_number"])


def edit_numbers(artifact_ids: Iterable[str]) -> dict[str, int]:
    return dict(TableRead.objects.filter(pk__in=list(artifact_ids)).values_list("pk", "edit_number"))


def edit_number(artifact: Artifact) -> int:
    """How often the artifact's performance was edited; 0 for one that never was."""
    return edit_numbers([artifact.pk]).get(artifact.pk, 0)
