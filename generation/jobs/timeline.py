"""A job's life on one axis: what is known of it from every log, and where each of it stands on the page.

Floors above add what they know by `tellers`. Nothing that a person wrote stands here: codes, names, times and amounts.
"""

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from billing.models import Book, Kind, Transaction
from generation.jobs.models import Checkpoint, Job, ProviderCall

GOOD, WATCH, BAD, CALM = "good", "watch", "bad", "calm"
LANES = ("Attempts", "Stages", "Provider calls", "Log", "Credits", "Webhooks")
MOST_MARKS = 400  # of one kind; the newest
MOST_ROWS = 8  # side by side in one lane; what would need more shares the last
TICKS = 5
# Of the axis: an idle time is drawn no wider than this, a mark no narrower.
WIDEST_GAP, NARROWEST = 0.08, 0.004
QUIET = timedelta(seconds=2)


@dataclass(frozen=True)
class Mark:
    """Something that happened at a time, or until another. `left`, `width` are percent of the axis, `row` its line."""

    lane: str
    at: datetime
    label: str
    note: str = ""
    until: datetime | None = None
    tone: str = CALM
    link: str = ""
    left: float = 0.0
    width: float = 0.0
    row: int = 0


@dataclass(frozen=True)
class Tick:
    """`after` is the time since the job was asked for, in words."""

    left: float
    after: str


@dataclass(frozen=True)
class Gap:
    """An idle time that is drawn shorter than it was."""

    left: float
    width: float
    length: str


@dataclass(frozen=True)
class Timeline:
    began_at: datetime
    lanes: tuple[tuple[str, int, tuple[Mark, ...]], ...]  # name, rows, marks
    ticks: tuple[Tick, ...]
    gaps: tuple[Gap, ...]

    @property
    def in_order(self) -> list[tuple[str, Mark]]:
        marks = sorted((mark for _, _, marks in self.lanes for mark in marks), key=lambda mark: mark.at)
        return [(in_words(mark.at - self.began_at), mark) for mark in marks]


def in_words(time: timedelta) -> str:
    """`0 s`, `12.3 s`, `4 min 10 s`, `2 h 5 min`."""
    seconds = time.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds else "0 s"
    if seconds < 3600:
        return f"{int(seconds // 60)} min {int(seconds % 60)} s"
    return f"{int(seconds // 3600):,} h {int(seconds % 3600 // 60)} min"


Teller = Callable[[Job], Iterable[Mark]]
tellers: list[Teller] = []


def timeline_of(job: Job, *, now: datetime) -> Timeline:
    """Everything that is known of the job. One query for each log."""
    told = [mark for teller in (_attempts, _stages, _calls, _log, _credits, *tellers) for mark in teller(job)]
    is_over = job.finished_at is not None
    marks = [mark if mark.until or is_over else _open(mark, now) for mark in told]
    axis = Axis(((mark.at, mark.until or mark.at) for mark in marks), began_at=job.created_at)
    lanes = []
    for name in LANES:
        placed = _stacked([axis.placed(mark) for mark in marks if mark.lane == name])
        if placed:
            lanes.append((name, 1 + max(mark.row for mark in placed), tuple(placed)))
    return Timeline(axis.began_at, tuple(lanes), tuple(axis.ticks()), tuple(axis.gaps()))


class Axis:
    """Maps times to 0…1: busy times in proportion, long idle ones cut short, so that hours of waiting hide nothing."""

    def __init__(self, spans: Iterable[tuple[datetime, datetime]], *, began_at: datetime) -> None:
        merged: list[tuple[datetime, datetime]] = []
        for start, end in sorted([(began_at, began_at), *spans]):
            if merged and start <= merged[-1][1] + QUIET:
                merged[-1] = merged[-1][0], max(merged[-1][1], end)
            else:
                merged.append((start, end))
        self.began_at = merged[0][0]
        self._knots = _knots(merged)

    def at(self, time: datetime) -> float:
        times = [knot for knot, _ in self._knots]  # two at the least: a busy time has two ends
        index = min(max(bisect_right(times, time) - 1, 0), len(times) - 2)
        (start, left), (end, right) = self._knots[index], self._knots[index + 1]
        return left + (right - left) * min(1.0, max(0.0, (time - start) / ((end - start) or QUIET)))

    def placed(self, mark: Mark) -> Mark:
        left = self.at(mark.at)
        width = self.at(mark.until) - left if mark.until else 0.0
        wide = max(width, NARROWEST)
        return replace(mark, left=round(100 * min(left, 1 - wide), 3), width=round(100 * wide, 3))

    def ticks(self) -> Iterator[Tick]:
        for number in range(TICKS):
            place = number / (TICKS - 1)
            yield Tick(round(100 * place, 2), in_words(self._time(place) - self.began_at))

    def gaps(self) -> Iterator[Gap]:
        pace = max(self._paces(), default=timedelta())
        for (start, left), (end, right) in zip(self._knots, self._knots[1:], strict=False):
            if right > left and (end - start) / (right - left) > 1.5 * pace:
                yield Gap(round(100 * left, 3), round(100 * (right - left), 3), in_words(end - start))

    def _paces(self) -> Iterator[timedelta]:
        """How much time one axis length stands for, in the busy parts (every other one, from the first)."""
        for (start, left), (end, right) in list(zip(self._knots, self._knots[1:], strict=False))[::2]:
            if right > left:
                yield (end - start) / (right - left)

    def _time(self, place: float) -> datetime:
        for (start, left), (end, right) in zip(self._knots, self._knots[1:], strict=False):
            if place <= right and right > left:
                return start + (end - start) * ((place - left) / (right - left))
        return self._knots[-1][0]


def _knots(busy: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, float]]:
    """(time, place) where the axis bends: the ends of each busy time."""
    lengths = [(end - start).total_seconds() for start, end in busy]
    idle = [(after[0] - before[1]).total_seconds() for before, after in itertools.pairwise(busy)]
    widest = WIDEST_GAP * (sum(lengths) or 1.0)
    drawn = [min(gap, widest) for gap in idle]
    whole = sum(lengths) + sum(drawn) or 1.0
    knots, place = [], 0.0
    for number, (start, end) in enumerate(busy):
        knots.append((start, place / whole))
        place += lengths[number]
        knots.append((end, place / whole))
        place += drawn[number] if number < len(drawn) else 0.0
    return knots


def _stacked(marks: list[Mark]) -> list[Mark]:
    """Marks that overlap on lines of their own."""
    ends: list[float] = []
    placed = []
    for mark in sorted(marks, key=lambda mark: (mark.left, -mark.width)):
        row = next((number for number, end in enumerate(ends) if end <= mark.left), len(ends))
        row = min(row, MOST_ROWS - 1)
        if row == len(ends):
            ends.append(0.0)
        ends[row] = max(ends[row], mark.left + mark.width)
        placed.append(replace(mark, row=row))
    return placed


def _open(mark: Mark, now: datetime) -> Mark:
    return replace(mark, until=now) if mark.tone == WATCH and mark.lane in ("Attempts", "Provider calls") else mark


def _attempts(job: Job) -> Iterator[Mark]:
    for attempt in job.attempts.all():
        tone = {"succeeded": GOOD, "failed": BAD, "lost": BAD, "": WATCH}.get(attempt.outcome, CALM)
        outcome = {"lost": "lease lost", "": "running"}.get(attempt.outcome, attempt.outcome.replace("_", " "))
        note = f"{outcome}, by {attempt.worker}"
        yield Mark("Attempts", attempt.started_at, f"Attempt {attempt.number}", note, attempt.ended_at, tone)


def _stages(job: Job) -> Iterator[Mark]:
    for row in Checkpoint.objects.filter(job=job).defer("output"):
        length = timedelta(milliseconds=row.duration_ms)
        note = f"{length.total_seconds():.1f} s, kept by attempt {row.attempt}"
        yield Mark("Stages", row.created_at - length, row.stage, note, row.created_at, GOOD)


def _calls(job: Job) -> Iterator[Mark]:
    calls = ProviderCall.objects.filter(job=job).order_by("-id").defer("data", "files", "error_message")
    for call in calls[:MOST_MARKS]:
        tone = {ProviderCall.FINISHED: GOOD, ProviderCall.FAILED: BAD}.get(call.status, WATCH)
        took = timedelta(milliseconds=call.latency_ms) if call.latency_ms is not None else None
        told = [call.model, call.status, f"{took.total_seconds():.1f} s" if took is not None else ""]
        told += [f"{call.tries} tries" if call.tries > 1 else "", call.error_code or ""]
        told += [f"${call.cost_microusd / 1_000_000:.4f}" if call.cost_microusd else "no cost"]
        until = call.finished_at or (call.started_at + took if took is not None else None)
        label = f"{call.provider} · {call.operation}"
        yield Mark("Provider calls", call.started_at, label, ", ".join(filter(None, told)), until, tone)


def _log(job: Job) -> Iterator[Mark]:
    """The log's lines without those of progress, which say no more than the bars do."""
    tones = {"succeeded": GOOD, "failed": BAD, "canceled": WATCH, "suspended": WATCH, "fallback": WATCH}
    events = job.events.exclude(type="progress").order_by("-seq")[:MOST_MARKS]
    for event in events:
        said = event.data if isinstance(event.data, dict) else {}
        code = [str(said[name]) for name in ("stage", "reason", "code") if said.get(name)]
        is_word = [word for word in code if word.replace("_", "").replace(".", "").isalnum()]  # a name, not a sentence
        lost = said.get("reason") in ("worker_lost", "worker_silent", "database_unavailable")
        tone = BAD if lost else tones.get(event.type, CALM)
        yield Mark("Log", event.created_at, event.type, " ".join([f"no. {event.seq}", *is_word]), tone=tone)


def _credits(job: Job) -> Iterator[Mark]:
    tones = {Kind.HOLD: CALM, Kind.CAPTURE: GOOD, Kind.RELEASE: WATCH, Kind.EXPIRY: WATCH, Kind.REFUND: WATCH}
    moved = Transaction.objects.filter(hold__job_id=job.pk).order_by("id").prefetch_related("entries")
    for row in moved[:MOST_MARKS]:
        held = sum(entry.amount for entry in row.entries.all() if entry.book == Book.HELD)
        spent = sum(entry.amount for entry in row.entries.all() if entry.book == Book.SPENT)
        told = f"{abs(held or spent)} credits of {row.hold_id}"
        if row.kind == Kind.CAPTURE:
            told = f"{spent} charged of {abs(held)} held in {row.hold_id}"
        yield Mark("Credits", row.created_at, row.get_kind_display(), told, tone=tones.get(Kind(row.kind), CALM))
