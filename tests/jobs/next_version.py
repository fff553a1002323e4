"""What the next studio would bring: `test.steps` in a version that leaves other things behind, and a kind of its own.

Its lines in the journal say `next`.
"""

from dataclasses import replace
from typing import Any

from generation.jobs.context import StageContext
from generation.jobs.registry import Pipeline, Stage, register
from tests.jobs import pipelines
from tests.jobs.pipelines import note, toil


def begin(ctx: StageContext) -> dict[str, Any]:
    note(ctx.params, f"next begin {ctx.attempt}")
    return {"begun": {"by": ctx.attempt}}


def check(ctx: StageContext) -> dict[str, Any]:
    note(ctx.params, f"next check {ctx.attempt}")
    return {"checked_by": ctx.attempt}


def work(ctx: StageContext) -> dict[str, Any]:
    note(ctx.params, f"next work {ctx.attempt}")
    toil(ctx)
    note(ctx.params, f"next worked {ctx.attempt}")
    return {"worked_by": ctx.attempt}


def end(ctx: StageContext) -> dict[str, Any]:
    """Reads what either version's `begin` left."""
    note(ctx.params, f"next end {ctx.attempt}")
    left = ctx.outputs["begin"]
    return {"answer": 43, "begun_by": left["begun"]["by"] if "begun" in left else left["begun_by"]}


STEPS = replace(
    pipelines.STEPS,
    version=2,
    stages=(Stage("begin", begin), Stage("check", check), Stage("work", work, weight=2.0), Stage("end", end)),
)
LATER = Pipeline("test.later", "A kind of the next version", (Stage("begin", begin),))


def register_all() -> None:
    kept = [pipeline for pipeline in pipelines.ALL if pipeline.kind != STEPS.kind]
    for pipeline in (*kept, STEPS, LATER):
        register(pipeline)
