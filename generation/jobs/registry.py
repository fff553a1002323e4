"""Pipelines by kind. The apps above sign theirs up in `AppConfig.ready`, so that the engine never imports upward."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wire.errors import StudioError

if TYPE_CHECKING:
    from generation.jobs.context import StageContext
    from generation.jobs.models import Job


@dataclass(frozen=True)
class Stage:
    """One checkpointed step of a pipeline.

    `run` does the work outside any transaction and returns a JSON-ready dict, which becomes the checkpoint's output; it
    may be run again after a crash. `commit`, if given, runs inside the checkpoint's transaction, exactly once: rows of
    other apps belong there. `weight` is the stage's share of the job's progress.
    """

    name: str
    run: Callable[[StageContext], dict[str, Any]]
    weight: float = 1.0
    label: str = ""
    commit: Callable[[StageContext, dict[str, Any]], None] | None = None


# A job that somebody waits for at the screen. Such jobs never wait behind long ones: see lanes.py.
EXPRESS = 10


@dataclass(frozen=True)
class Pipeline:
    """What a kind of job does. The last stage's output becomes the job's result.

    `on_start(job)` runs in the transaction of the first claim. `on_end(job, status, error)` runs in the transaction of
    the move to succeeded, failed or canceled; `error` is a StudioError for a failed job and None otherwise.
    `on_resume(job)` runs in the transaction that puts a failed or canceled job back into the queue: rows that `on_end`
    closed are opened again there; what it raises refuses the resume. None of them may do slow work, and `on_end` may
    run again after a resume. `charge(job, outputs)` says how many of the held credits a success costs; all of them
    by default. `priority` is that of its jobs unless whoever creates one says otherwise; higher is claimed first.
    `urgent_until` is the stage after which a job that began as urgent goes back into the queue, at `priority`, because
    what is left of it needs a lane.

    `version` is raised when older code would misread what this pipeline leaves behind: its params, a stage's output or
    provider calls, or stages that are not the same. Workers leave a job alone whose version is above theirs; those of
    this version go on with jobs of all older ones, so its stages read what those left.
    """

    kind: str
    label: str
    stages: Sequence[Stage]
    on_start: Callable[[Job], None] | None = None
    on_end: Callable[[Job, str, StudioError | None], None] | None = None
    on_resume: Callable[[Job], None] | None = None
    charge: Callable[[Job, Mapping[str, dict[str, Any]]], int] | None = None
    priority: int = 0
    urgent_until: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        names = [stage.name for stage in self.stages]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"Pipeline {self.kind!r} needs at least one stage, each with a name of its own.")
        if any(stage.weight <= 0 for stage in self.stages):
            raise ValueError(f"Pipeline {self.kind!r}: every stage needs a positive weight.")
        if self.version < 1:
            raise ValueError(f"Pipeline {self.kind!r}: versions begin with 1.")


_pipelines: dict[str, Pipeline] = {}


def register(pipeline: Pipeline) -> None:
    """Sign up a pipeline; two different ones for one kind are a programming error."""
    known = _pipelines.setdefault(pipeline.kind, pipeline)
    if known is not pipeline:
        raise ValueError(f"There is already a pipeline for {pipeline.kind!r}.")


def get(kind: str) -> Pipeline:
    """The pipeline of that kind; LookupError if no installed app has signed it up."""
    try:
        return _pipelines[kind]
    except KeyError:
        raise LookupError(f"No pipeline is registered for jobs of kind {kind!r}.") from None


def stages_of(kind: str) -> Sequence[Stage]:
    """For showing a job, which may be of a newer studio's kind: none is known then."""
    return _pipelines[kind].stages if kind in _pipelines else ()


def kinds() -> list[str]:
    return sorted(_pipelines)
