"""Waiting for work: a job is read until it has ended, and each change is told."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO

from studio_sdk.errors import JobFailed

# The pause between two looks grows to this: polling never counts as generation, and long work is not hurried by it.
_FIRST_S, _LONGEST_S, _GROWTH = 0.25, 3.0, 1.4


@dataclass(frozen=True)
class Progress:
    """How far a job is. `fraction` is 0 to 1, None where the studio does not say."""

    status: str
    stage: str = ""
    fraction: float | None = None


OnProgress = Callable[[Progress], None]


def wait(
    read: Callable[[], dict[str, Any]],
    *,
    done: tuple[str, ...],
    failed: tuple[str, ...],
    on_progress: OnProgress | None = None,
    timeout_s: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, Any]:
    """Read a job until its status is among `done`, and return it. Raises JobFailed, or TimeoutError when that is over.

    The job goes on after a time-out: nothing is canceled by not waiting.
    """
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    pause, told = _FIRST_S, None
    while True:
        job = read()
        progress = _progress(job)
        if on_progress and progress != told:
            on_progress(progress)
            told = progress
        if progress.status in done:
            return job
        if progress.status in failed:
            raise JobFailed(_why(job), job)
        if deadline is not None and time.monotonic() + pause > deadline:
            raise TimeoutError(f"After {timeout_s:g} s the job was {progress.status}; it goes on.")
        sleep(pause)
        pause = min(_LONGEST_S, pause * _GROWTH)


def _progress(job: dict[str, Any]) -> Progress:
    """Families tell a fraction of 1, alone or with its stage; the workflows family tells whole percents."""
    told = job.get("progress")
    fields: dict[str, Any] = told if isinstance(told, dict) else {"fraction": told}
    value = fields.get("fraction")
    stage = fields.get("stage") or job.get("stage") or job.get("step") or fields.get("message") or job.get("message")
    fraction = None if value is None else value / 100 if isinstance(value, int) and "step" in job else float(value)
    return Progress(str(job.get("status", "")), str(stage or ""), fraction)


def _why(job: dict[str, Any]) -> str:
    error = job.get("error")
    told = error.get("message") if isinstance(error, dict) else error
    return str(told or job.get("failureMessage") or job.get("failure_message") or f"The job is {job.get('status')}.")


class ProgressBar:
    """A bar on a terminal, a line for each stage elsewhere: give it as `on_progress`."""

    def __init__(self, label: str = "", out: TextIO = sys.stderr, width: int = 28) -> None:
        self._label, self._out, self._width = label, out, width
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        stage = progress.stage or progress.status
        if not self._out.isatty():
            if stage != self._stage:
                print(f"{self._label} {stage}".strip(), file=self._out, flush=True)
            self._stage = stage
            return
        filled = round((progress.fraction or 0.0) * self._width)
        bar = "█" * filled + "░" * (self._width - filled)
        percent = "" if progress.fraction is None else f"{progress.fraction:4.0%}"
        print(f"\r\033[K{self._label} {bar} {percent} {stage}", end="", file=self._out, flush=True)

    def close(self) -> None:
        if self._out.isatty():
            print(file=self._out)
