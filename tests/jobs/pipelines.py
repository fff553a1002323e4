"""Small pipelines to run jobs with, in the test's own process and, as an installed app, in real workers.

A stage leaves a line in the journal (`params["journal"]`) each time it runs: that is how tests count. Real workers
know them by the app in apps.py.
"""

import time
from pathlib import Path
from typing import Any

from generation.jobs.context import Made, StageContext
from generation.jobs.registry import Pipeline, Stage, register
from generation.providers.base import ProviderInfo
from wire.errors import GenerationFailed

LOCAL = ProviderInfo("local", "test-1")


def note(params: dict[str, Any], line: str) -> None:
    """Append a line to the job's journal; one write, so that lines of several processes do not mix."""
    if "journal" in params:
        with Path(params["journal"]).open("a") as journal:
            journal.write(f"{line}\n")


def journal(path: Path) -> list[str]:
    return path.read_text().split("\n")[:-1] if path.exists() else []


def begin(ctx: StageContext) -> dict[str, Any]:
    note(ctx.params, f"begin {ctx.attempt}")
    return {"begun_by": ctx.attempt}


def call(ctx: StageContext) -> dict[str, Any]:
    """One provider call, whose making is noted."""

    def make(folder: Path) -> Made:
        note(ctx.params, f"made {ctx.attempt}")
        (folder / "word.txt").write_text("hello")
        return Made({"words": 1}, {"word": folder / "word.txt"})

    made = ctx.call("word", info=LOCAL, operation="write", make=make)
    return {"words": made.data["words"], "text": made.files["word"].read_text()}


def toil(ctx: StageContext) -> None:
    """Heavy work in the maker's child: as long as the gate is shut, or so many seconds."""
    if "gate" in ctx.params:
        ctx.maker.call("tests.jobs.makers:wait_for", ctx.params["gate"], on_progress=ctx.progress)
    if "work_s" in ctx.params:
        ctx.maker.call("tests.jobs.makers:nap", ctx.params["work_s"])


def work(ctx: StageContext) -> dict[str, Any]:
    note(ctx.params, f"work {ctx.attempt}")
    toil(ctx)
    note(ctx.params, f"worked {ctx.attempt}")
    return {"worked_by": ctx.attempt}


def spin(ctx: StageContext) -> dict[str, Any]:
    """Heavy work in the worker's own main thread, which never looks up."""
    note(ctx.params, f"work {ctx.attempt}")
    while not Path(ctx.params["gate"]).exists():
        pass
    return {}


def end(ctx: StageContext) -> dict[str, Any]:
    note(ctx.params, f"end {ctx.attempt}")
    return {"answer": 42, "begun_by": ctx.outputs["begin"]["begun_by"]}


def fail(ctx: StageContext) -> dict[str, Any]:
    raise GenerationFailed("The painter ran out of paint.", colour="blue")


def crash(ctx: StageContext) -> dict[str, Any]:
    raise ZeroDivisionError("secret internals")


# Where a chapter can be stopped: before and inside its first provider call, after it, after the second (also made
# once), and inside the checkpoint's transaction.
POINTS = ("begin", "call", "made", "done", "commit")
CHAPTERS = ("one", "two", "three")


def at(ctx: StageContext, point: str) -> None:
    """Note that the job is here, and stay while the gate is shut if it is to be stopped here."""
    note(ctx.params, f"at {ctx.stage}.{point} {ctx.attempt}")
    while ctx.params.get("stop_at") == f"{ctx.stage}.{point}" and not Path(ctx.params["gate"]).exists():
        time.sleep(0.02)
    note(ctx.params, f"past {ctx.stage}.{point} {ctx.attempt}")


def chapter(ctx: StageContext) -> dict[str, Any]:
    """Two provider calls; the second one's work is done in the maker's child."""

    def page(folder: Path) -> Made:
        note(ctx.params, f"made {ctx.stage}.page {ctx.attempt}")
        at(ctx, "call")
        (folder / "page.txt").write_text(f"Chapter {ctx.stage}")
        return Made({"words": 2}, {"page": folder / "page.txt"})

    def cover(folder: Path) -> Made:
        note(ctx.params, f"made {ctx.stage}.cover {ctx.attempt}")
        return Made({"by": ctx.maker.call("tests.jobs.makers:pid")})

    at(ctx, "begin")
    text = ctx.call("page", info=LOCAL, operation="write", make=page).files["page"].read_text()
    at(ctx, "made")
    ctx.call("cover", info=LOCAL, operation="draw", make=cover)
    at(ctx, "done")
    return {"text": text, "chapters": len(ctx.outputs) + 1}


def bind(ctx: StageContext, output: dict[str, Any]) -> None:
    at(ctx, "commit")


BOOK = Pipeline("test.book", "A book", tuple(Stage(name, chapter, commit=bind) for name in CHAPTERS))
STEPS = Pipeline(
    "test.steps",
    "Three steps",
    (Stage("begin", begin), Stage("work", work, weight=2.0), Stage("end", end, label="Finishing")),
)
GLANCE = Pipeline("test.glance", "Urgent at first", (Stage("begin", begin), Stage("end", end)), urgent_until="begin")
CALLS = Pipeline("test.calls", "A provider call", (Stage("call", call), Stage("work", work)))
SPINS = Pipeline("test.spins", "A busy main thread", (Stage("work", spin),))
FAILS = Pipeline("test.fails", "A failure", (Stage("begin", begin), Stage("fail", fail)))
CRASHES = Pipeline("test.crashes", "A mistake in our code", (Stage("crash", crash),))


ALL = (BOOK, STEPS, GLANCE, CALLS, SPINS, FAILS, CRASHES)


def register_all() -> None:
    for pipeline in ALL:
        register(pipeline)
