"""Workflows of a few pixels that stop where a test says, as an app that real workers install.

Where stands in the data folder, in the file `stop`; the file `gate` lets everybody go on.
"""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

from generation.jobs.registry import Stage

if TYPE_CHECKING:
    from generation.jobs.context import StageContext


class QuickWorkflows(AppConfig):
    name = "tests.workflows"
    label = "quick_workflows"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from generation.films import frame
        from generation.jobs import registry

        frame.SHORT_SIDES.update({"720p": 72, "1080p": 108})
        for kind in registry.kinds():
            if kind.startswith("workflow."):
                pipeline = registry.get(kind)
                stages = tuple(map(_stoppable, pipeline.stages))
                registry._pipelines[kind] = replace(pipeline, stages=stages)


def _stoppable(stage: Stage) -> Stage:
    def run(ctx: "StageContext") -> dict[str, Any]:
        _at(ctx, f"{stage.name}.begin")
        made = stage.run(ctx)
        _at(ctx, f"{stage.name}.done")
        return made

    def commit(ctx: "StageContext", output: dict[str, Any]) -> None:
        if stage.commit:
            stage.commit(ctx, output)
        _at(ctx, f"{stage.name}.commit")

    return replace(stage, run=run, commit=commit)


def _at(ctx: "StageContext", point: str) -> None:
    from django.conf import settings

    folder = Path(settings.STUDIO_DATA)
    with (folder / f"journal-{ctx.job_id}").open("a") as journal:
        journal.write(f"{point} {ctx.attempt}\n")
    stop = folder / "stop"
    while ctx.attempt == 1 and stop.exists() and stop.read_text() == point and not (folder / "gate").exists():
        time.sleep(0.02)
