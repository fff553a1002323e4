"""Provider calls: written down before they are made, never repeated once finished, retried while transient."""

import logging
import mimetypes
import random
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from generation.assets.services import StoredBytes, get_asset, local_copy, name_bytes, store_each
from generation.jobs import breaker, caps
from generation.jobs.content import finished_before
from generation.jobs.models import Job, ProviderCall
from generation.jobs.pauses import Postpone
from generation.providers.base import ProviderInfo
from wire.errors import OutcomeUnknown, ProviderError, ProviderUnavailable, StudioError
from wire.telemetry import metrics, traces

if TYPE_CHECKING:
    from generation.jobs.context import StageContext

log = logging.getLogger(__name__)
LONGEST_PAUSE_S = 5  # that a worker spends waiting because a provider asked for it


@dataclass(frozen=True)
class Made:
    """What a provider made: JSON-ready `data` and files by name. `cost_microusd` is the vendor's charge.

    `assets` is filled in by the engine: the id under which each file is kept for later stages.
    """

    data: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    cost_microusd: int = 0
    assets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A call to be made: see StageContext.call for what the fields mean."""

    key: str
    info: ProviderInfo
    operation: str
    make: Callable[[Path], Made]
    content: str = ""


@dataclass(frozen=True)
class Retry:
    """The budget for one call's transient errors: so many tries, so many seconds of waiting in all."""

    tries: int = 4
    budget_s: float = 60.0
    first_s: float = 1.0
    rng: random.Random = field(default_factory=random.Random)

    def pause_s(self, tried: int, waited_s: float) -> float | None:
        """Seconds to wait after `tried` failed tries, with full jitter; None when the budget is used up."""
        pause = self.rng.uniform(0.5, 1.0) * self.first_s * 2 ** (tried - 1)
        return None if tried >= self.tries or waited_s + pause > self.budget_s else pause


def made_once(ctx: "StageContext", wanted: Call) -> Made:
    """See StageContext.call."""
    row = _open(ctx, wanted)
    if row.status == ProviderCall.FINISHED:
        return _stored(ctx, row)
    return _make_and_keep(ctx, row, wanted)


def made_each(ctx: "StageContext", wanted: Sequence[Call], *, lanes: int, tell: Callable[[int], None]) -> list[Made]:
    """See StageContext.call_each.

    Rows are opened and closed by the calling thread alone, a call's just before it is made: an interruption leaves no
    more than `lanes` calls whose outcome is unknown.
    """
    made: dict[int, Made] = {}
    waiting = list(enumerate(wanted))
    running: dict[Future[Made], tuple[int, ProviderCall, float]] = {}
    failure: Exception | None = None
    with ThreadPoolExecutor(max_workers=lanes, thread_name_prefix="call") as threads:
        while running or (waiting and failure is None):
            try:
                while waiting and len(running) < lanes and failure is None:
                    index, one = waiting.pop(0)
                    row = _open(ctx, one)
                    if row.status == ProviderCall.FINISHED:
                        made[index] = _stored(ctx, row)
                        tell(len(made))
                        continue
                    future = threads.submit(copy_context().run, one.make, _call_folder(ctx, row, 0))
                    running[future] = index, row, time.monotonic()
            except Exception as error:  # those that are being made are still brought to their end
                failure = error
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                index, row, began = running.pop(future)
                try:
                    made[index] = _make_and_keep(ctx, row, wanted[index], first=future.result, began=began)
                    tell(len(made))
                except Exception as error:
                    failure = failure or error
    if failure:
        raise failure
    return [made[index] for index in range(len(wanted))]


def _make_and_keep(
    ctx: "StageContext",
    row: ProviderCall,
    wanted: Call,
    *,
    first: Callable[[], Made] | None = None,
    began: float | None = None,
) -> Made:
    """Make it with retries and write down how it ended. `first` gives the outcome of a first try made elsewhere."""
    began = time.monotonic() if began is None else began
    try:
        with traces.span("provider call", provider=row.provider, operation=row.operation, began=began):
            made = _make_with_retries(ctx, row, wanted.make, info=wanted.info, first=first)
        stored = dict(zip(made.files, _store(ctx, made), strict=True))
    except StudioError as error:
        _count(row, error.code, began)
        if not ctx.lease.is_lost:
            _note_failure(ctx, row, error, info=wanted.info, latency_ms=_since(began))
        raise
    _count(row, "finished", began)
    _finish(ctx, row, made, stored, info=wanted.info, latency_ms=_since(began))
    return replace(made, assets=row.files)


def _store(ctx: "StageContext", made: Made) -> list[StoredBytes]:
    return store_each(ctx.organization_id, list(made.files.values()), holder=ctx.holder)


def _count(row: ProviderCall, outcome: str, began: float) -> None:
    metrics.provider_calls.labels(row.provider, row.operation, outcome).inc()
    metrics.provider_call_seconds.labels(row.provider, row.operation).observe(time.monotonic() - began)


def _open(ctx: "StageContext", wanted: Call) -> ProviderCall:
    """The call's row: a finished one as it is, otherwise one that says `started`, committed before the call.

    What the project has already, with the same content, is answered by the row of the call that made it.
    """
    info, now = wanted.info, timezone.now()
    of_this_job = ProviderCall.objects.filter(job_id=ctx.job_id, stage=ctx.stage, key=wanted.key)
    if wanted.content and not of_this_job.filter(status=ProviderCall.FINISHED).exists():
        known = finished_before(wanted.content, organization_id=ctx.organization_id, project_id=ctx.project_id)
        if known:
            ctx.reused[wanted.key] = known.pk
            return known
    with ctx.fenced():
        if not of_this_job.filter(status=ProviderCall.FINISHED).exists():
            caps.require_room(info, job_id=ctx.job_id, now=now)
        call, is_new = ProviderCall.objects.get_or_create(
            job_id=ctx.job_id,
            stage=ctx.stage,
            key=wanted.key,
            defaults={
                "provider": info.provider,
                "account": info.account,
                "model": info.model,
                "operation": wanted.operation,
                "content_key": wanted.content,
                "attempt": ctx.attempt,
                "started_at": now,
            },
        )
        if call.status == ProviderCall.FINISHED:
            return call
        if away_until := breaker.closed_until(info, wanted.operation, now=now):
            raise _wait_for_provider(ctx, info, wanted.operation, until=away_until, now=now)
        if not is_new:
            _open_again(call, wanted, attempt=ctx.attempt, now=now)
        return call


def _open_again(call: ProviderCall, wanted: Call, *, attempt: int, now: datetime) -> None:
    """Start a call once more that was interrupted or failed. Raises OutcomeUnknown when it may not be repeated."""
    if call.status == ProviderCall.STARTED and not _may_repeat(call, wanted.info):
        raise OutcomeUnknown(
            f"A call to {call.provider} ({call.operation}) was interrupted and its outcome is unknown. "
            "Nothing was charged; start a new job.",
            provider=call.provider,
            operation=call.operation,
        )
    info = wanted.info
    call.provider, call.account, call.model = info.provider, info.account, info.model
    call.operation = wanted.operation
    call.content_key = wanted.content
    call.status, call.attempt, call.started_at, call.tries = ProviderCall.STARTED, attempt, now, call.tries + 1
    call.error_code = call.error_message = None
    call.save()


def _may_repeat(call: ProviderCall, info: ProviderInfo) -> bool:
    """Whether an interrupted call may be made again: it was local, or the vendor knows our key for it."""
    return call.provider == breaker.LOCAL or (call.provider == info.provider and "idempotent" in info.capabilities)


def _wait_for_provider(
    ctx: "StageContext", info: ProviderInfo, operation: str, *, until: datetime, now: datetime
) -> Postpone | ProviderUnavailable:
    """What to raise when the provider is known to be away: a pause, or the failure once the job's patience is over."""
    give_up_at = (ctx.waiting_since or now) + breaker.PATIENCE
    if now >= give_up_at:
        return ProviderUnavailable(
            f"{info.provider} has not been available for {breaker.PATIENCE.seconds // 60} minutes. "
            "Nothing was charged; try again later.",
            provider=info.provider,
            operation=operation,
        )
    return Postpone(f"{info.provider} is not available right now.", until=min(until, give_up_at))


def _call_folder(ctx: "StageContext", call: ProviderCall, tried: int) -> Path:
    folder = ctx.workdir / "calls" / f"{call.pk}-{tried}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _make_with_retries(
    ctx: "StageContext",
    call: ProviderCall,
    make: Callable[[Path], Made],
    *,
    info: ProviderInfo,
    first: Callable[[], Made] | None = None,
) -> Made:
    tried, waited_s = 0, 0.0
    while True:
        try:
            if first and not tried:
                return first()
            return make(_call_folder(ctx, call, tried))
        except ProviderError as error:
            if not error.transient:
                raise
            tried += 1
            pause_s = ctx.retry.pause_s(tried, waited_s)
            if not _note_try(ctx, call, error, info=info, is_last=pause_s is None) or pause_s is None:
                raise
            pause_s = max(pause_s, error.details.get("retry_after", 0))
            log.info("%s: try %s of %s failed (%s).", ctx.job_id, tried, call, error.message)
            waited_s += pause_s
            ctx.lease.wait(pause_s)
            with ctx.fenced():
                call.tries += 1
                call.save(update_fields=["tries"])


def _note_try(
    ctx: "StageContext", call: ProviderCall, error: ProviderError, *, info: ProviderInfo, is_last: bool
) -> bool:  # fmt: skip
    """Count a failed try; whether the call is worth another one now.

    When it opens the breaker, or the provider asks for a longer pause than a worker waits, the call ends as failed and
    the job goes back into the queue.
    """
    now = timezone.now()
    asked_s = int(error.details.get("retry_after", 0))
    with ctx.fenced():
        away_until = breaker.note_failure(info, call.operation, now=now)
        if away_until is None:
            is_worth_it = not is_last and breaker.may_retry(info, call.operation, now=now)
            if asked_s > LONGEST_PAUSE_S:
                away_until = now + timedelta(seconds=asked_s)
                breaker.leave_alone(info, call.operation, until=away_until)
            if away_until is None or not is_worth_it:
                return is_worth_it
        call.status, call.error_code, call.error_message = ProviderCall.FAILED, error.code, error.message
        call.finished_at = now
        call.save()
    raise _wait_for_provider(ctx, info, call.operation, until=away_until, now=now)


def _finish(
    ctx: "StageContext",
    call: ProviderCall,
    made: Made,
    stored: dict[str, StoredBytes],
    *,
    info: ProviderInfo,
    latency_ms: int,
) -> None:
    with ctx.fenced():
        call.files = {name: _name(ctx, stored[name], path) for name, path in made.files.items()}
        call.status, call.data, call.cost_microusd = ProviderCall.FINISHED, made.data, made.cost_microusd
        call.latency_ms, call.finished_at = latency_ms, timezone.now()
        call.save()
        breaker.note_answer(info, call.operation)
        if ctx.waiting_since is not None:
            Job.objects.filter(pk=ctx.job_id).update(waiting_since=None, message="")
    ctx.waiting_since = None


def _name(ctx: "StageContext", stored: StoredBytes, path: Path) -> str:
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    asset = name_bytes(
        ctx.organization_id, stored, content_type=content_type, filename=path.name, project_id=ctx.project_id
    )
    return asset.pk


def _note_failure(
    ctx: "StageContext", call: ProviderCall, error: StudioError, *, info: ProviderInfo, latency_ms: int
) -> None:
    with ctx.fenced():
        call.status, call.error_code, call.error_message = ProviderCall.FAILED, error.code, error.message
        call.latency_ms, call.finished_at = latency_ms, timezone.now()
        call.save()
        if not (isinstance(error, ProviderError) and error.transient):
            breaker.note_answer(info, call.operation)


def _stored(ctx: "StageContext", call: ProviderCall) -> Made:
    assets = {name: get_asset(asset_id, organization_id=ctx.organization_id) for name, asset_id in call.files.items()}
    return Made(
        data=call.data or {},
        files={name: local_copy(asset, ctx.workdir) for name, asset in assets.items()},
        cost_microusd=call.cost_microusd,
        assets=call.files,
    )


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
