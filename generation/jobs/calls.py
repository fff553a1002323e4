"""Provider calls: written down before they are made, never repeated once finished, retried while transient."""

import logging
import mimetypes
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from generation.assets.services import StoredBytes, get_asset, local_path, name_bytes, store_bytes
from generation.jobs import breaker
from generation.jobs.models import Job, ProviderCall
from generation.jobs.pauses import Postpone
from generation.providers.base import ProviderInfo
from wire.errors import OutcomeUnknown, ProviderError, ProviderUnavailable, StudioError

if TYPE_CHECKING:
    from generation.jobs.context import StageContext

log = logging.getLogger(__name__)


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
class CallKey:
    stage: str
    key: str


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


def made_once(
    ctx: "StageContext",
    call_key: CallKey,
    *,
    info: ProviderInfo,
    operation: str,
    make: Callable[[Path], Made],
) -> Made:
    """See StageContext.call."""
    call = _open(ctx, call_key, info=info, operation=operation)
    if call.status == ProviderCall.FINISHED:
        return _stored(ctx, call)
    began = time.monotonic()
    try:
        made = _make_with_retries(ctx, call, make, info=info)
    except StudioError as error:
        if not ctx.lease.is_lost:
            _note_failure(ctx, call, error, info=info, latency_ms=_since(began))
        raise
    _finish(ctx, call, made, info=info, latency_ms=_since(began))
    return replace(made, assets=call.files)


def _open(ctx: "StageContext", call_key: CallKey, *, info: ProviderInfo, operation: str) -> ProviderCall:
    """The call's row: a finished one as it is, otherwise one that says `started`, committed before the call."""
    now = timezone.now()
    with ctx.fenced():
        call, is_new = ProviderCall.objects.get_or_create(
            job_id=ctx.job_id,
            stage=call_key.stage,
            key=call_key.key,
            defaults={
                "provider": info.provider,
                "model": info.model,
                "operation": operation,
                "attempt": ctx.attempt,
                "started_at": now,
            },
        )
        if call.status == ProviderCall.FINISHED:
            return call
        if away_until := breaker.closed_until(info, operation, now=now):
            raise _wait_for_provider(ctx, info, operation, until=away_until, now=now)
        if is_new:
            return call
        was_interrupted = call.status == ProviderCall.STARTED
        if was_interrupted and not _may_repeat(call, info):
            raise OutcomeUnknown(
                f"A call to {call.provider} ({call.operation}) was interrupted and its outcome is unknown. "
                "Nothing was charged; start a new job.",
                provider=call.provider,
                operation=call.operation,
            )
        call.provider, call.model, call.operation = info.provider, info.model, operation
        call.status, call.attempt, call.started_at, call.tries = (
            ProviderCall.STARTED,
            ctx.attempt,
            now,
            call.tries + 1,
        )
        call.error_code = call.error_message = None
        call.save()
        return call


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


def _make_with_retries(
    ctx: "StageContext", call: ProviderCall, make: Callable[[Path], Made], *, info: ProviderInfo
) -> Made:
    tried, waited_s = 0, 0.0
    while True:
        folder = ctx.workdir / "calls" / f"{call.pk}-{tried}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            return make(folder)
        except ProviderError as error:
            if not error.transient:
                raise
            tried += 1
            _note_try(ctx, call, error, info=info)
            pause_s = ctx.retry.pause_s(tried, waited_s)
            if pause_s is None:
                raise
            log.info("%s: try %s of %s failed (%s).", ctx.job_id, tried, call, error.message)
            waited_s += pause_s
            ctx.lease.wait(pause_s)
            with ctx.fenced():
                call.tries += 1
                call.save(update_fields=["tries"])


def _note_try(ctx: "StageContext", call: ProviderCall, error: ProviderError, *, info: ProviderInfo) -> None:
    """Count a failed try. When it opens the breaker, the call ends as failed and the job goes back to wait."""
    now = timezone.now()
    with ctx.fenced():
        away_until = breaker.note_failure(info, call.operation, now=now)
        if away_until is None:
            return
        call.status, call.error_code, call.error_message = ProviderCall.FAILED, error.code, error.message
        call.finished_at = now
        call.save()
    raise _wait_for_provider(ctx, info, call.operation, until=away_until, now=now)


def _finish(ctx: "StageContext", call: ProviderCall, made: Made, *, info: ProviderInfo, latency_ms: int) -> None:
    stored = {name: store_bytes(ctx.organization_id, path) for name, path in made.files.items()}
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
        files={name: local_path(asset) for name, asset in assets.items()},
        cost_microusd=call.cost_microusd,
        assets=call.files,
    )


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
