"""Run one claimed job: its stages in order, a checkpoint after each, and its end."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from generation.assets import collect
from generation.assets.storage import StoreAway
from generation.jobs import registry
from generation.jobs.context import StageContext
from generation.jobs.lease import Heartbeat, Lease
from generation.jobs.models import Checkpoint, Job
from generation.jobs.pauses import GiveWay, Postpone, Suspend
from generation.jobs.registry import Stage
from generation.jobs.services import LeaseLost, hand_back, settle_failure, settle_success, suspend_job
from generation.jobs.stalls import Cause, note_stall
from generation.media.child import Maker
from wire.errors import StudioError
from wire.room import storage_full
from wire.telemetry import metrics, traces
from wire.telemetry.context import bind

log = logging.getLogger(__name__)


def run_job(job: Job, *, maker: Maker, stopping: threading.Event, on_stuck: Callable[[], None] = lambda: None) -> None:
    """Run a job that was just claimed, to its end or until its lease is gone. Raises nothing that the job caused.

    A StudioError from a stage fails the job with its code, message and details; Suspend and Postpone let it wait; a
    database that is away is a stall; any other exception fails it with a sentence that a person can read, and its
    traceback goes to the log.
    """
    lease = Lease(job.id, job.attempt)
    kill_work = maker.kill
    with (
        bind(job=job.id, organization=job.organization_id, request=job.request_id),
        traces.span("job", parent=job.traceparent, kind=job.kind, job=job.id, attempt=job.attempt),
        _leaving_nothing_unnamed(job),
        _workdir(job) as workdir,
        Heartbeat(lease, stopping=stopping, kill_work=kill_work, on_stuck=on_stuck),
    ):
        try:
            _run_stages(job, lease, workdir=workdir, maker=maker)
        except LeaseLost:
            log.info("%s is no longer ours (attempt %s).", job.id, job.attempt)
        except (Suspend, Postpone) as pause:
            _pause(job, pause)
        except (OperationalError, InterfaceError):
            log.exception("%s could not use the database in attempt %s.", job.id, job.attempt)
            _stall(job, lease, Cause.DATABASE)
        except StoreAway:
            log.exception("%s could not use the file store in attempt %s.", job.id, job.attempt)
            _stall(job, lease, Cause.STORE)
        except Exception as error:
            _fail(job, lease, error)


def _run_stages(job: Job, lease: Lease, *, workdir: Path, maker: Maker) -> None:
    if job.attempt > 1:  # who died left bytes that count against the organization's storage
        _let_go(job, up_to=job.attempt - 1)
    pipeline = registry.get(job.kind)
    outputs = {point.stage: point.output for point in Checkpoint.objects.filter(job=job)}
    ctx = StageContext(job, lease=lease, workdir=workdir, maker=maker, outputs=outputs)
    for index, (stage, share) in enumerate(stage_shares(pipeline.stages)):
        if stage.name in outputs:
            continue
        ctx.enter(
            stage.name,
            label=stage.label or stage.name,
            share=share,
            index=index + 1,
            count=len(pipeline.stages),
        )
        began = time.monotonic()
        with traces.span("stage", stage=stage.name, kind=job.kind):
            output = _run_stage(ctx, stage)
        metrics.stage_seconds.labels(job.kind, stage.name).observe(time.monotonic() - began)
        _checkpoint(ctx, stage, output, progress=share[1], duration_ms=round((time.monotonic() - began) * 1000))
        if stage.name == pipeline.urgent_until and job.priority >= registry.EXPRESS > pipeline.priority:
            changes = {"priority": pipeline.priority, "message": "Waiting for its turn"}
            hand_back(job.id, attempt=job.attempt, reason="needs_lane", changes=changes, now=timezone.now())
            return
    result = outputs[pipeline.stages[-1].name]
    settle_success(job.id, attempt=job.attempt, result=result, outputs=outputs, now=timezone.now())


def _run_stage(ctx: StageContext, stage: Stage) -> dict:
    """The stage's output. Each capability gives way at most once in a job: the studio's own makers do not."""
    while True:
        try:
            return stage.run(ctx)
        except GiveWay as given:
            ctx.promised.clear()  # the stage begins anew
            log.info("%s: the studio stands in for %s (%s).", ctx.job_id, given.provider, given.capability)
            ctx.stand_in(given)


def stage_shares(stages: Sequence[Stage]) -> list[tuple[Stage, tuple[float, float]]]:
    """Each stage with the part of the job's progress, from 0 to 1, that its weight gives it."""
    total, low = sum(stage.weight for stage in stages), 0.0
    shares = []
    for stage in stages:
        high = min(1.0, low + stage.weight / total)
        shares.append((stage, (low, high)))
        low = high
    return shares


def _checkpoint(ctx: StageContext, stage: Stage, output: dict, *, progress: float, duration_ms: int) -> None:
    """Store the stage's output and its rows; from here on the stage is never run again and the stalls start anew."""
    with ctx.fenced():
        Checkpoint.objects.create(
            job_id=ctx.job_id,
            stage=stage.name,
            output=output,
            reused=ctx.reused,
            attempt=ctx.attempt,
            duration_ms=duration_ms,
            created_at=timezone.now(),
        )
        Job.objects.filter(pk=ctx.job_id).update(stalls=0, waiting_since=None, progress=progress)
        if stage.commit:
            stage.commit(ctx, output)
        ctx.name_kept()  # last: nothing is locked below the blobs
    ctx.outputs[stage.name] = output


def _fail(job: Job, lease: Lease, error: Exception) -> None:
    if lease.is_lost:  # the child was killed because the lease was gone: that is no failure of the job
        log.info("%s is no longer ours (attempt %s).", job.id, job.attempt)
        return
    if full := storage_full(error):
        error = full
    if not isinstance(error, StudioError):
        log.error("%s failed in a way that nobody foresaw.", job.id, exc_info=error)
        error = StudioError("Something went wrong on our side while making this. Nothing was charged; try again.")
    elif notes := getattr(error, "__notes__", None):  # what a child process last said
        log.warning("%s failed: %s\n%s", job.id, error.message, "\n".join(notes))
    try:
        settle_failure(job.id, error, attempt=job.attempt, now=timezone.now())
    except LeaseLost:
        log.info("%s ended before its failure could be noted.", job.id)


def _pause(job: Job, pause: Suspend | Postpone) -> None:
    now = timezone.now()
    try:
        if isinstance(pause, Postpone):
            changes = {"message": pause.reason[:300], "waiting_since": Coalesce("waiting_since", Value(now))}
            hand_back(
                job.id, attempt=job.attempt, reason="provider_paused", until=pause.until, changes=changes, now=now
            )
        else:
            wake_at = now + pause.look_again if pause.look_again else None
            suspend_job(job.id, attempt=job.attempt, reason=pause.reason, until=pause.until, wake_at=wake_at, now=now)
    except LeaseLost:
        log.info("%s ended before it could pause.", job.id)


def _stall(job: Job, lease: Lease, cause: Cause) -> None:
    """The database or the file store was at fault, not the job: it is tried again, though not for ever."""
    if lease.is_lost:
        return
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        note_stall(job, cause, now=timezone.now())
    except DatabaseError:
        log.exception("The stall of %s could not be noted; its lease will run out.", job.id)


@contextmanager
def _workdir(job: Job) -> Iterator[Path]:
    """A folder of this attempt's own: a stale holder that still writes files cannot spoil a rival's."""
    folder = work_root() / f"{job.id}-{job.attempt}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _leaving_nothing_unnamed(job: Job) -> Iterator[None]:
    """What the attempt stored and did not name goes when it ends. Outside the heartbeat: the job is over by then."""
    try:
        yield
    finally:
        _let_go(job, up_to=job.attempt)


def _let_go(job: Job, *, up_to: int) -> None:
    """Where it cannot be done now, the collector does it a day later."""
    try:
        collect.let_go(job.id, up_to=up_to)
    except (DatabaseError, InterfaceError, StoreAway):
        log.warning("What %s left unnamed waits for the collector.", job.id, exc_info=True)


def work_root() -> Path:
    return Path(settings.STUDIO_DATA) / "work"
