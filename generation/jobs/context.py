"""What a stage sees: its job's data, fenced transactions, progress, kept files and provider calls."""

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from generation.assets.services import (
    Holder,
    Promised,
    get_asset,
    local_copy,
    local_copy_of,
    name_promised,
    store_bytes,
)
from generation.jobs.calls import Call, Made, Retry, made_each, made_once
from generation.jobs.events import append_event
from generation.jobs.forecast import Forecast
from generation.jobs.lease import Lease
from generation.jobs.models import Job, ProviderCall
from generation.jobs.origin import Origin, sign_file
from generation.jobs.pauses import GiveWay, Postpone, Suspend
from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import ProviderInfo
from generation.routing.routes import Pick, adapter_for, provider_name, stands_aside
from wire.errors import ProviderError

PROGRESS_EVERY_S = 0.5

__all__ = ["Call", "Made", "Origin", "StageContext"]


class StageContext:
    """A stage's view of its job. One thread uses it: the one that runs the stage.

    `outputs` holds the finished stages' outputs by name. `workdir` is private to the attempt and removed after it, so
    whatever a later stage needs is kept (`keep`, `call`) or returned as the stage's output.

    `promised` has the files that the stage has kept, by the ids of their assets, which come with its checkpoint, in one
    transaction: wherever a worker dies, no asset is left that no checkpoint tells of.
    """

    def __init__(
        self, job: Job, *, lease: Lease, workdir: Path, maker: Maker, outputs: dict[str, dict[str, Any]]
    ) -> None:
        self.job_id = job.id
        self.attempt = job.attempt
        self.organization_id = job.organization_id
        self.project_id = job.project_id
        self.subject_id = job.subject_id
        self.params: dict[str, Any] = job.params
        self.outputs = outputs
        self.workdir = workdir
        self.maker = maker
        self.stage = ""
        self.lease = lease
        self.retry = Retry()
        self.waiting_since = job.waiting_since
        self.fallbacks: dict[str, str] = dict(job.fallbacks)
        self.holder = Holder(job.id, job.attempt)
        self.promised: dict[str, Promised] = {}
        self.reused: dict[str, int] = {}  # by the key of a call of this stage: the earlier one that answered it
        self._meter = Meter()
        self._forecast = Forecast()
        self._part = ""  # what a part of the stage puts before the keys of its calls
        self._span, self._told = (0.0, 1.0), ""  # of the stage's progress, the part's own; and before its messages

    def part(
        self, name: str, *, span: tuple[float, float], outputs: dict[str, dict[str, Any]], says: str = ""
    ) -> "StageContext":
        """A view of the stage for a piece of its work that is itself made in stages.

        Its calls have keys and its files a folder of their own, its progress is the stretch `span` of this context's,
        its messages begin with `says`, and `outputs` is what it reads as those of earlier stages.
        """
        low, high = self._span
        piece = copy.copy(self)
        piece._part = f"{self._part}{name}."
        piece._span = low + (high - low) * span[0], low + (high - low) * span[1]
        piece._told = f"{self._told}{says}: " if says else self._told
        piece.outputs = outputs
        piece.workdir = self.workdir / name
        piece.workdir.mkdir(parents=True, exist_ok=True)
        return piece

    @contextmanager
    def fenced(self) -> Iterator[None]:
        """A transaction that first proves that this attempt still holds the job; LeaseLost if not."""
        with transaction.atomic():
            self.lease.fence()
            yield

    def enter(self, stage: str, *, label: str, share: tuple[float, float], index: int, count: int) -> None:
        """Begin a stage whose part of the job's progress runs from `share[0]` to `share[1]`; for the runner."""
        self.stage, self.reused = stage, {}
        self._meter.enter(share)
        now = timezone.now()
        left_ms = self._forecast.left_ms(self._meter.value, clock=time.monotonic())
        with self.fenced():
            self._note_progress(left_ms, stage=stage, message=label, progress=self._meter.value)
            data = {
                "stage": stage,
                "label": label,
                "index": index,
                "count": count,
                "progress": self._meter.value,
                "timeLeftMs": left_ms,
            }
            append_event(self.job_id, "stage", data, now=now)

    def adapter(self, capability: str, maker: Maker | Quiet | None = None) -> Any:
        """Who does it for this job's organization; the studio itself once the provider has failed in this job.

        Raises the `ProviderError` that says why nobody can.
        """
        picked = self._picked(capability)
        return adapter_for(
            self.organization_id, capability, maker or self.maker, given_up=self.fallbacks, picked=picked
        )

    def provider_name(self, capability: str) -> str:
        """The name of who does it."""
        picked = self._picked(capability)
        return provider_name(self.organization_id, capability, given_up=self.fallbacks, picked=picked)

    def _picked(self, capability: str) -> Pick | None:
        """Whom the job's own request wants for it: `params["picks"]`, a `Pick` as a dict by capability."""
        found = self.params.get("picks", {}).get(capability)
        return Pick(**found) if found else None

    @contextmanager
    def _giving_way(self, info: ProviderInfo, *, but_transient: bool = True) -> Iterator[None]:
        """Where the studio may stand in for who fails here, have it do so. Waiting for a provider counts as failing.

        A refusal of the request itself does not, nor a call whose outcome nobody knows: the user has to hear of those.
        """
        try:
            yield
        except ProviderError as error:
            if not info.gives_way or not stands_aside(error) or (error.transient and not but_transient):
                raise
            raise GiveWay(info.capability, info.provider, error.message) from error
        except Postpone as pause:
            if not info.gives_way:
                raise
            raise GiveWay(info.capability, info.provider, pause.reason) from pause

    def stand_in(self, given: GiveWay) -> None:
        """Write down that the studio does it from here on in this job, and tell whoever follows."""
        self.fallbacks[given.capability] = given.cause[:300]
        data = {"capability": given.capability, "provider": given.provider, "message": given.cause[:300]}
        with self.fenced():
            Job.objects.filter(pk=self.job_id).update(fallbacks=self.fallbacks)
            append_event(self.job_id, "fallback", data, now=timezone.now())

    def progress(self, fraction: float, message: str = "") -> None:
        """Report how much of this stage is done, 0 to 1. Written at most twice a second; never runs backwards."""
        if self.lease.is_lost:
            self.lease.wait(0)
        clock = time.monotonic()
        low, high = self._span
        value = self._meter.advance(low + (high - low) * min(max(fraction, 0.0), 1.0), clock=clock)
        if value is None:
            return
        left_ms = self._forecast.left_ms(value, clock=clock)
        message = f"{self._told}{message}"[:300]
        with self.fenced():
            self._note_progress(left_ms, progress=value, message=message)
            data = {"stage": self.stage, "progress": value, "message": message, "timeLeftMs": left_ms}
            append_event(self.job_id, "progress", data, now=timezone.now())

    def _note_progress(self, left_ms: int | None, **columns: Any) -> None:
        expected_at = None if left_ms is None else timezone.now() + timedelta(milliseconds=left_ms)
        Job.objects.filter(pk=self.job_id).update(expected_at=expected_at, **columns)

    def keep(self, path: Path, *, content_type: str, filename: str) -> str:
        """Store a file and return the id of the asset that it becomes with the stage's checkpoint."""
        with self.fenced():
            pass  # a stale holder stores nothing
        stored = store_bytes(self.organization_id, path, holder=self.holder)
        promised = Promised(stored, content_type, filename)
        self.promised[promised.asset_id] = promised
        return promised.asset_id

    def name_kept(self) -> None:
        """Make the promised assets, in the fenced transaction that tells of them."""
        if self.promised:
            name_promised(self.organization_id, list(self.promised.values()), project_id=self.project_id)
            self.promised.clear()

    def local_copy(self, asset_id: str) -> Path:
        """A kept file on this host, read-only. Raises `NotFound`, and as `generation.assets.services.local_copy`."""
        if one := self.promised.get(asset_id):
            return local_copy_of(self.organization_id, one.stored, self.workdir)
        return local_copy(get_asset(asset_id, organization_id=self.organization_id), self.workdir)

    def sign(self, path: Path, origin: Origin) -> None:
        """Have the file say where it comes from, before it is stored. Where that goes wrong it stays as it is."""
        sign_file(path, origin, job_id=self.job_id, maker=self.maker, is_wanted=lambda: not self.lease.is_lost)

    def publish(self, path: Path, origin: Origin, *, content_type: str, filename: str) -> str:
        """`keep` a file that people take home, signed."""
        self.sign(path, origin)
        return self.keep(path, content_type=content_type, filename=filename)

    def call(
        self, key: str, *, info: ProviderInfo, operation: str, make: Callable[[Path], Made], content: str = ""
    ) -> Made:
        """Have a provider make something, once per job, stage and `key`.

        Written down before it is made; a finished call is answered from the store. `make` gets an empty folder and may
        be called again after a transient ProviderError. Raises the provider's last error, or OutcomeUnknown when an
        earlier attempt was interrupted in a call that may not be repeated. With `content`, the `content_key` of all
        that decides the result, a finished call of any job of the project answers; the checkpoint tells of it.
        """
        with self._giving_way(info):
            return made_once(self, Call(self._part + key, info, operation, make, content))

    def call_each(self, calls: Sequence[Call], *, tell: Callable[[int], None] = lambda count: None) -> list[Made]:
        """Several calls that do not need each other, as many side by side as the maker has lanes; results in order.

        Each `make` runs in a thread of its own and must leave the context and the database alone. `tell` hears how
        many are made. Raises the first error once those that were under way have ended.
        """
        own = [replace(one, key=self._part + one.key) for one in calls]
        others = next((one.info for one in own if one.info.gives_way), ProviderInfo("local", ""))
        with self._giving_way(others):
            return made_each(self, own, lanes=self.maker.lanes, tell=tell)

    def call_long(
        self,
        key: str,
        *,
        info: ProviderInfo,
        operation: str,
        submit: Callable[[Path], Made],
        is_done: Callable[[dict[str, Any]], bool],
        fetch: Callable[[dict[str, Any], Path], Made],
        look_again: timedelta = timedelta(seconds=10),
        within: timedelta = timedelta(minutes=30),
    ) -> Made:
        """Like `call`, for work that a vendor does in its own time: submit, ask now and then, fetch.

        The submitted call's data goes to `is_done` and `fetch`. While it is not done the job is suspended, its worker
        free, and the stage is run again after `look_again`; `within` after the submission the job fails.
        """
        submitted = self.call(f"{key}.submit", info=info, operation=operation, make=submit)
        calls = ProviderCall.objects.filter(job_id=self.job_id, stage=self.stage, status=ProviderCall.FINISHED)
        if not calls.filter(key=f"{self._part}{key}.fetch").exists():
            submitted_at = calls.values_list("started_at", flat=True).get(key=f"{self._part}{key}.submit")
            try:
                with self._giving_way(info, but_transient=False):
                    is_over = is_done(submitted.data)
            except ProviderError as error:
                if not error.transient:
                    raise
                is_over = False
            if not is_over:
                raise Suspend(f"{info.provider} is at work", until=submitted_at + within, look_again=look_again)

        def make(folder: Path) -> Made:
            return fetch(submitted.data, folder)

        return self.call(f"{key}.fetch", info=info, operation=operation, make=make)


class Meter:
    """A job's progress within one attempt: stage-weighted, monotonic, throttled."""

    def __init__(self) -> None:
        self.value = 0.0
        self._share = (0.0, 1.0)
        self._written_at = float("-inf")

    def enter(self, share: tuple[float, float]) -> None:
        self._share = share
        self.value = max(self.value, share[0])

    def advance(self, fraction: float, *, clock: float) -> float | None:
        """The job's progress to write now, or None when it is too soon or nothing has moved. `clock` in seconds."""
        low, high = self._share
        value = low + (high - low) * min(max(fraction, 0.0), 1.0)
        if value <= self.value or clock - self._written_at < PROGRESS_EVERY_S:
            return None
        self.value, self._written_at = value, clock
        return value
