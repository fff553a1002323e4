"""All pipelines as real workers have them, small, and with points at which they die, as an app that they install.

Which job dies where stands in the data folder, in `failpoints.json`: {job id: [point]}. A point is "begin", "call",
"done" or "commit", of each stage, or "end"; at each the process that works on the job kills itself, once.
"""

import json
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.conf import settings

from generation.jobs.registry import Pipeline, Stage

if TYPE_CHECKING:
    from generation.jobs.context import StageContext
    from generation.jobs.models import Job

POINTS = ("begin", "call", "done", "commit", "end")
POISON = "test.poison"
NAP = "test.nap"


class EveryKind(AppConfig):
    name = "tests.kinds"
    label = "every_kind"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from generation.films import frame
        from generation.jobs import calls, registry

        frame.SHORT_SIDES.update({"720p": 72, "1080p": 108})
        for kind in registry.kinds():
            registry._pipelines[kind] = dying(registry.get(kind))
        calls._finish = _dying_call(calls._finish)
        registry.register(Pipeline(POISON, "Kills whoever takes it", (Stage("swallow", _poison),)))
        registry.register(Pipeline(NAP, "Takes half a second", (Stage("nap", _nap),)))


def dying(pipeline: Pipeline) -> Pipeline:
    """The pipeline with its points."""

    def on_end(job: "Job", status: str, error: Any) -> None:
        if pipeline.on_end:
            pipeline.on_end(job, status, error)
        if status == "succeeded":
            die_at(job.pk, "end", "")

    return replace(pipeline, stages=tuple(map(_dying_stage, pipeline.stages)), on_end=on_end)


def _dying_stage(stage: Stage) -> Stage:
    def run(ctx: "StageContext") -> dict[str, Any]:
        die_at(ctx.job_id, "begin", stage.name)
        made = stage.run(ctx)
        die_at(ctx.job_id, "done", stage.name)
        return made

    def commit(ctx: "StageContext", output: dict[str, Any]) -> None:
        if stage.commit:
            stage.commit(ctx, output)
        die_at(ctx.job_id, "commit", stage.name)

    return replace(stage, run=run, commit=commit)


def _dying_call(finish: Callable[..., None]) -> Callable[..., None]:
    """Dies between the making of a stage's first call and its being written down."""

    def finished(ctx: "StageContext", *given: Any, **named: Any) -> None:
        die_at(ctx.job_id, "call", ctx.stage)
        finish(ctx, *given, **named)

    return finished


def die_at(job_id: str, point: str, stage: str) -> None:
    if point not in _failpoints().get(job_id, ()):
        return
    folder = Path(settings.STUDIO_DATA) / "died"
    folder.mkdir(exist_ok=True)
    try:
        (folder / f"{job_id}.{stage}.{point}").touch(exist_ok=False)
    except FileExistsError:
        return  # it has died here before
    os.kill(os.getpid(), signal.SIGKILL)


@cache
def _failpoints() -> dict[str, list[str]]:
    path = Path(settings.STUDIO_DATA) / "failpoints.json"
    return json.loads(path.read_text()) if path.exists() else {}


def _poison(ctx: "StageContext") -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def _nap(ctx: "StageContext") -> dict[str, Any]:
    ctx.lease.wait(0.5)
    return {}
