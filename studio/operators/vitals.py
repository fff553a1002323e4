"""How the studio does, in figures: one read of the whole, for the admin's home and for whatever watches.

Eleven queries in all, none of which reads more of a table than an index leads to or the bounds below allow: they cost
the same at a million jobs. A figure that met its bound says so (`is_capped`).
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import timezone

from billing.models import Book, Entry
from generation.jobs.causes import failure_in_words
from generation.jobs.hosts import is_silent
from generation.jobs.models import CircuitBreaker, Job, ProviderCall, WorkerHost
from generation.jobs.registry import EXPRESS
from generation.jobs.states import Status
from generation.jobs.stuck import stuck_holds
from generation.webhooks.models import Delivery, Endpoint
from wire.ids import first_id

MOST_COUNTED = 10_000
RECENT_ENDS = 2_000  # succeeded jobs from which the usual time of a kind is known
RECENT_CALLS = 3_000
ENOUGH_TO_TELL = 3  # jobs of a kind, or calls of a provider
MOST_LISTED = 100
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# A job is slow when it took so many times its kind's median already, and longer than this at all.
SLOW_TIMES, SLOW_AT_LEAST = 3, timedelta(seconds=60)
LITTLE_SPACE = 0.1  # of the disk


@dataclass(frozen=True)
class Lane:
    """Jobs that may start and have not: those that somebody waits for are `express`."""

    name: str
    waiting: int
    oldest_id: str | None
    oldest_at: datetime | None


@dataclass(frozen=True)
class Queue:
    lanes: tuple[Lane, ...]
    is_capped: bool

    @property
    def waiting(self) -> int:
        return sum(lane.waiting for lane in self.lanes)

    @property
    def oldest_at(self) -> datetime | None:
        return min((lane.oldest_at for lane in self.lanes if lane.oldest_at), default=None)


@dataclass(frozen=True)
class Running:
    """`usual` is the median of its kind, None where too few have ended."""

    job_id: str
    kind: str
    worker: str
    elapsed: timedelta
    usual: timedelta | None

    @property
    def is_slow(self) -> bool:
        return self.usual is not None and self.elapsed > max(SLOW_AT_LEAST, SLOW_TIMES * self.usual)


@dataclass(frozen=True)
class Failures:
    """The failed jobs of the last day with one error code; `meaning` says it in words."""

    code: str
    meaning: str
    count: int


@dataclass(frozen=True)
class ProviderHealth:
    """How one provider did at one operation of late. Latencies are of the calls that finished."""

    provider: str
    operation: str
    calls: int = 0
    failed: int = 0
    median_ms: int | None = None
    p95_ms: int | None = None
    open_until: datetime | None = None
    failures_in_a_row: int = 0

    @property
    def failed_share(self) -> float:
        return self.failed / self.calls if self.calls else 0.0


@dataclass(frozen=True)
class Credits:
    """Credits that came into being (refunds are none) and that were charged, net of refunds."""

    granted_day: int
    granted_week: int
    spent_day: int
    spent_week: int


@dataclass(frozen=True)
class Pile:
    """So many things, the oldest since `oldest_at`."""

    count: int
    oldest_at: datetime | None = None
    amount: int = 0
    is_capped: bool = False


@dataclass(frozen=True)
class Endpoints:
    enabled: int
    disabled: int
    failing: int


@dataclass(frozen=True)
class Disk:
    """Of the file system that holds the data folder, in bytes."""

    total: int
    free: int

    @property
    def used_share(self) -> float:
        return 1 - self.free / self.total

    @property
    def is_low(self) -> bool:
        return self.free < LITTLE_SPACE * self.total


@dataclass(frozen=True)
class Vitals:
    at: datetime
    queue: Queue
    running: tuple[Running, ...]
    hosts: tuple[WorkerHost, ...]
    failures: tuple[Failures, ...]
    providers: tuple[ProviderHealth, ...]
    credits: Credits
    stuck: Pile
    deliveries: Pile
    endpoints: Endpoints
    disk: Disk

    @property
    def slow(self) -> tuple[Running, ...]:
        return tuple(job for job in self.running if job.is_slow)

    @property
    def living(self) -> tuple[WorkerHost, ...]:
        return tuple(host for host in self.hosts if not is_silent(host, self.at))

    @property
    def failed(self) -> int:
        return sum(cause.count for cause in self.failures)


def take(now: datetime | None = None) -> Vitals:
    """Read everything. `now` is for tests."""
    now = now or timezone.now()
    return Vitals(
        at=now,
        queue=queue(now),
        running=running(now),
        hosts=tuple(WorkerHost.objects.order_by("-seen_at")[:MOST_LISTED]),
        failures=failures(now),
        providers=providers(now),
        credits=credits(now),
        stuck=stuck(now),
        deliveries=deliveries(now),
        endpoints=endpoints(),
        disk=disk(),
    )


def queue(now: datetime) -> Queue:
    """The queue by lane. Ids sort by time, so the oldest of what is read is the oldest of all."""
    rows = Job.objects.filter(status=Status.QUEUED).order_by("id")
    found = list(rows.values_list("id", "priority", "available_at", "created_at")[: MOST_COUNTED + 1])
    by_lane: dict[str, list[tuple[str, datetime]]] = {"express": [], "long": []}
    for job_id, priority, available_at, created_at in found[:MOST_COUNTED]:
        if available_at <= now:
            by_lane["express" if priority >= EXPRESS else "long"].append((job_id, created_at))
    return Queue(
        tuple(Lane(name, len(jobs), *(jobs[0] if jobs else (None, None))) for name, jobs in by_lane.items()),
        is_capped=len(found) > MOST_COUNTED,
    )


def running(now: datetime) -> tuple[Running, ...]:
    """What runs, longest first, beside how long its kind usually takes. Two queries."""
    live = Job.objects.filter(status=Status.RUNNING).order_by("started_at")
    rows = list(live.values_list("id", "kind", "worker", "started_at")[:MOST_LISTED])
    usual = usual_times() if rows else {}
    return tuple(
        Running(pk, kind, worker, now - (started_at or now), usual.get(kind)) for pk, kind, worker, started_at in rows
    )


def usual_times() -> dict[str, timedelta]:
    """By kind, the median time from the first claim to the end of the jobs that succeeded last."""
    ended = Job.objects.filter(status=Status.SUCCEEDED).order_by("-id")
    times: dict[str, list[float]] = defaultdict(list)
    for kind, started_at, finished_at in ended.values_list("kind", "started_at", "finished_at")[:RECENT_ENDS]:
        if started_at and finished_at:
            times[kind].append((finished_at - started_at).total_seconds())
    return {kind: timedelta(seconds=median(taken)) for kind, taken in times.items() if len(taken) >= ENOUGH_TO_TELL}


def failures(now: datetime) -> tuple[Failures, ...]:
    """Why jobs failed in the last day, the most frequent cause first."""
    failed = Job.objects.filter(status=Status.FAILED, finished_at__gte=now - DAY)
    by_code = failed.order_by().values_list("error_code").annotate(count=Count("pk"))
    return tuple(
        Failures(code or "", failure_in_words(code or ""), count)
        for code, count in sorted(by_code, key=lambda row: (-row[1], row[0] or ""))
    )


def providers(now: datetime) -> tuple[ProviderHealth, ...]:
    """Providers by the last calls of the last day and by their breakers; open ones first. Two queries."""
    rows = ProviderCall.objects.order_by("-id").values_list(
        "provider", "operation", "status", "latency_ms", "started_at"
    )
    calls: dict[tuple[str, str], list[tuple[str, int | None]]] = defaultdict(list)
    for provider, operation, status, latency_ms, started_at in rows[:RECENT_CALLS]:
        if started_at >= now - DAY and status != ProviderCall.STARTED:
            calls[provider, operation].append((status, latency_ms))
    told = {key: _health(*key, made) for key, made in calls.items()}
    for breaker in CircuitBreaker.objects.order_by("provider", "operation")[:MOST_LISTED]:
        key = breaker.provider, breaker.operation
        so_far = told.get(key, ProviderHealth(*key))
        told[key] = ProviderHealth(
            *key, so_far.calls, so_far.failed, so_far.median_ms, so_far.p95_ms, breaker.open_until, breaker.failures
        )
    return tuple(sorted(told.values(), key=lambda one: (one.open_until is None, -one.failed_share, -one.calls)))


def _health(provider: str, operation: str, made: Sequence[tuple[str, int | None]]) -> ProviderHealth:
    outcomes = Counter(status for status, _ in made)
    taken = sorted(ms for status, ms in made if ms is not None and status == ProviderCall.FINISHED)
    return ProviderHealth(
        provider,
        operation,
        calls=len(made),
        failed=outcomes[ProviderCall.FAILED],
        median_ms=_quantile(taken, 0.5),
        p95_ms=_quantile(taken, 0.95),
    )


def _quantile(ordered: Sequence[int], share: float) -> int | None:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def credits(now: datetime) -> Credits:
    """What was granted and spent. Reads the week's own rows: ids of transactions sort by time."""
    # A transaction's id may be made a moment before the time that it is given.
    week = Entry.objects.filter(
        transaction__gte=first_id("txn", now - WEEK - timedelta(hours=1)),
        transaction__created_at__gte=now - WEEK,
        book__in=[Book.ISSUED, Book.SPENT],
    )
    today = Q(transaction__created_at__gte=now - DAY)
    sums = {
        row["book"]: (row["day"] or 0, row["week"] or 0)
        for row in week.order_by().values("book").annotate(day=Sum("amount", filter=today), week=Sum("amount"))
    }
    granted, spent = sums.get(Book.ISSUED, (0, 0)), sums.get(Book.SPENT, (0, 0))
    return Credits(-granted[0], -granted[1], spent[0], spent[1])


def stuck(now: datetime) -> Pile:
    """Open holds that no live job will end."""
    return _pile((at, amount) for at, amount in stuck_holds(now).values_list("created_at", "amount")[:MOST_COUNTED])


def deliveries(now: datetime) -> Pile:
    """Webhook deliveries that are due and not sent."""
    due = Delivery.objects.filter(status=Delivery.Status.PENDING, due_at__lte=now)
    return _pile((at, 0) for at in due.values_list("due_at", flat=True)[:MOST_COUNTED] if at)


def _pile(rows: Iterable[tuple[datetime, int]]) -> Pile:
    found = list(rows)
    return Pile(
        len(found),
        min((at for at, _ in found), default=None),
        sum(amount for _, amount in found),
        is_capped=len(found) >= MOST_COUNTED,
    )


def endpoints() -> Endpoints:
    """Endpoints that are not deleted: how many are told of events, switched off, and failing just now."""
    kept = Endpoint.objects.filter(deleted_at__isnull=True)
    return Endpoints(
        **kept.aggregate(
            enabled=Count("pk", filter=Q(is_enabled=True)),
            disabled=Count("pk", filter=Q(is_enabled=False)),
            failing=Count("pk", filter=Q(is_enabled=True, failures__gt=0)),
        )
    )


def disk() -> Disk:
    usage = shutil.disk_usage(settings.STUDIO_DATA)
    return Disk(usage.total, usage.free)
