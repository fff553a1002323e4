"""Refine a table read: understand the instruction, write anew from the sources where it asks for it, edit, keep.

The instruction is a stranger's, so that reading it and following it are done in the child process.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from generation.films.script import script_from_json, script_to_json
from generation.jobs.context import Made, StageContext
from generation.jobs.models import Job
from generation.jobs.registry import Pipeline, Stage
from generation.projects.models import Artifact, Revision
from generation.providers.base import ScriptRequest
from generation.stories import services
from generation.stories.pipeline.brief import plan_of, require_project, script_request, source_texts
from generation.stories.refining import Edit, Refined, Rewrite
from generation.stories.services.illustrate import illustrate
from wire.errors import GenerationFailed, JobStateInvalid

_HOME = "generation.stories.refining"
_READ_TIMEOUT_S = 20.0
_EDIT_TIMEOUT_S = 60.0
_TELLINGS = 4
_SPARE_DURATION_S = services.MAX_DURATION_S


def _read(ctx: StageContext) -> dict[str, Any]:
    """What is asked for, and whether from the sources anew."""
    rewrite: Rewrite = ctx.maker.call(
        f"{_HOME}:route", ctx.params["instruction"], ctx.params["scope"], timeout_s=_READ_TIMEOUT_S
    )
    return {
        "edits": [_edit_to_json(edit) for edit in rewrite.edits],
        "notes": list(rewrite.notes),
        "fromSources": rewrite.from_sources,
        "needsSources": rewrite.needs_sources,
    }


def _write(ctx: StageContext) -> dict[str, Any]:
    """The script anew where that is asked for; and what else the sources hold where an edit may add to it."""
    read = ctx.outputs["read"]
    made: dict[str, Any] = {"script": None, "spare": None}
    if read["fromSources"]:
        made["script"] = _rewritten(ctx, read["notes"])
    if read["needsSources"]:
        made["spare"] = _written(ctx, "spare", _request(ctx, seconds=_SPARE_DURATION_S))
    return made


def _rewritten(ctx: StageContext, notes: list[str]) -> dict[str, Any]:
    """A script from the sources with the notes. Raises `GenerationFailed` for a note that makes no difference."""
    if not notes:
        return _told_otherwise(ctx)
    plain = _written(ctx, "plain", _request(ctx))
    said = " ".join(source.text for source in source_texts(plan_of(ctx)))
    for index, note in enumerate(notes):
        alone = _written(ctx, f"note-{index}", _request(ctx, notes=[note]))
        unmet = [one for one in alone.get("unmet", ()) if one not in plain.get("unmet", ())]
        if unmet and alone.get("form") == plain.get("form"):
            raise GenerationFailed(f"{unmet[0]} Nothing was changed and nothing is charged.", part=note)
        is_known = ctx.maker.call(f"{_HOME}:speaks_of_any", note, said, timeout_s=_READ_TIMEOUT_S)
        if alone == plain or not is_known:
            raise GenerationFailed(
                f"This part of the instruction changes nothing in what the sources give: “{note}”. Nothing was changed "
                "and nothing is charged. Name something that the sources say, or an edit such as “drop the narrator”.",
                part=note,
            )
    return _written(ctx, "noted", _request(ctx, notes=notes))


def _told_otherwise(ctx: StageContext) -> dict[str, Any]:
    """Another telling of the same sources: the same request gives the same script, another seed often another."""
    base = _base(ctx).content["script"]
    for seed in range(ctx.params["revision"], ctx.params["revision"] + _TELLINGS):
        script = _written(ctx, f"telling-{seed}", _request(ctx, seed=seed))
        if script["scenes"] != base["scenes"]:
            return script
    if ctx.outputs["read"]["edits"]:
        return script
    raise GenerationFailed(
        "The sources give no other telling than this one. Ask for an edit, or attach another source."
    )


def _request(
    ctx: StageContext, *, notes: list[str] | None = None, seed: int = 0, seconds: int | None = None
) -> ScriptRequest:
    plan, artifact = plan_of(ctx), _artifact(ctx)
    item = dict(artifact.request)
    item["durationSeconds"] = seconds or round(_duration_ms(ctx) / 1000)
    request = script_request(plan, item, source_texts(plan))
    # What is asked for last stands first: of two forms or two openings the writer takes the first.
    told = "\n".join([*(f"{note}." for note in notes or []), request.notes]).strip()
    return replace(request, notes=told, seed=request.seed + seed)


def _written(ctx: StageContext, key: str, request: ScriptRequest) -> dict[str, Any]:
    writer = ctx.adapter("story")

    def make(folder: Path) -> Made:
        return Made(script_to_json(writer.write_script(request)))

    return ctx.call(key, info=writer.info, operation="script", make=make).data


def _edit(ctx: StageContext) -> dict[str, Any]:
    base, read, written = _base(ctx), ctx.outputs["read"], ctx.outputs["write"]
    spare = written["spare"]
    refined: Refined = ctx.maker.call(
        f"{_HOME}:revise",
        script_from_json(written["script"] or base.content["script"]),
        [Edit(**edit) for edit in read["edits"]],
        duration_ms=_duration_ms(ctx),
        spare=script_from_json(spare) if spare else None,
        again=[Edit(**edit) for edit in base.content.get("lasting", [])] if written["script"] else [],
        timeout_s=_EDIT_TIMEOUT_S,
    )
    script = script_to_json(refined.script)
    if script == base.content["script"] and refined.duration_ms == _duration_ms(ctx):
        raise GenerationFailed(
            "The script is so already: " + " ".join(refined.changes) + " Nothing was changed and nothing is charged.",
            part=ctx.params["instruction"][:200],
        )
    changes = [*(["Written anew from the sources."] if written["script"] else []), *refined.changes]
    lasting = [*base.content.get("lasting", []), *(_edit_to_json(edit) for edit in refined.lasting)]
    return {"script": script, "durationMs": refined.duration_ms, "changes": changes, "lasting": lasting}


def _publish(ctx: StageContext) -> dict[str, Any]:
    writer = ctx.adapter("story")
    return {
        "revision": ctx.params["revision"] + 1,
        "changes": ctx.outputs["edit"]["changes"],
        "provider": writer.info.provider,
        "model": writer.info.model,
    }


def _keep_revision(ctx: StageContext, output: dict[str, Any]) -> None:
    """The next revision and the artifact's new number, with the checkpoint: once, or not at all."""
    artifact = Artifact.objects.select_for_update(no_key=True).get(pk=ctx.params["artifactId"])
    if artifact.current_version != ctx.params["revision"]:
        raise _overtaken(artifact)
    made = ctx.outputs["edit"]
    params = ctx.params
    Revision.objects.create(
        artifact=artifact,
        number=output["revision"],
        content={
            "script": made["script"],
            "durationMs": made["durationMs"],
            "lasting": made["lasting"],
            "origin": {
                "origin": "refined",
                "jobId": ctx.job_id,
                "from": params["revision"],
                "instruction": params["instruction"],
                "scope": params["scope"],
                "changes": made["changes"],
            },
        },
        provider=output["provider"],
        model=output["model"],
    )
    Artifact.objects.filter(pk=artifact.pk).update(
        current_version=output["revision"], refine_count=artifact.refine_count + 1, updated_at=timezone.now()
    )
    illustrate(artifact, revision=output["revision"], plan_id=params.get("planId"))


def _resume_refine(job: Job) -> None:
    """Refused once the artifact has gone on: the instruction was about another script."""
    require_project(job)
    artifact = Artifact.objects.get(pk=job.params["artifactId"])
    if artifact.current_version != job.params["revision"]:
        raise _overtaken(artifact)


def _overtaken(artifact: Artifact) -> JobStateInvalid:
    return JobStateInvalid(
        f"The artifact has revision {artifact.current_version} meanwhile. Ask for the refine again.",
        currentVersion=artifact.current_version,
    )


def _artifact(ctx: StageContext) -> Artifact:
    return Artifact.objects.get(pk=ctx.params["artifactId"])


def _base(ctx: StageContext) -> Revision:
    """What the refine starts from; a revision never changes, so that every attempt reads the same."""
    return Revision.objects.get(artifact_id=ctx.params["artifactId"], number=ctx.params["revision"])


def _duration_ms(ctx: StageContext) -> int:
    return _base(ctx).content.get("durationMs") or services.duration_s(_artifact(ctx).request) * 1000


def _edit_to_json(edit: Edit) -> dict[str, Any]:
    return {"op": edit.op, "said": edit.said, "args": edit.args}


REFINE = Pipeline(
    kind=services.REFINE_KIND,
    label="Refine a table read",
    stages=(
        Stage("read", _read, weight=1, label="Reading the instruction"),
        Stage("write", _write, weight=6, label="Going back to the sources"),
        Stage("edit", _edit, weight=2, label="Editing the script"),
        Stage("publish", _publish, weight=1, label="Keeping the revision", commit=_keep_revision),
    ),
    on_resume=_resume_refine,
)
