"""The event types, as data, and which line of a job's log becomes which event.

The apps above sign theirs up in `AppConfig.ready`, as they do their pipelines. A new family brings a table of
`EventType` and `Rule`; nothing else here changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.redaction import redact_text
from generation.jobs.models import Job, JobEvent
from generation.jobs.states import Status

# What an event tells beside the job itself; None: this line is no such event after all.
Told = Callable[[Job, JobEvent], dict[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class EventType:
    """`group` is the heading under which pages and documents list it; `sample` the data of a test event."""

    name: str
    summary: str
    group: str
    sample: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A line `on` (a state, or `stage`) in the log of a job of one of `kinds` is an event of type `type`.

    A kind may end in `*`. `told` adds to the data, or says that it is none.
    """

    type: str
    on: str
    kinds: tuple[str, ...]
    told: Told | None = None

    def fits(self, kind: str) -> bool:
        return any(kind == one or (one.endswith("*") and kind.startswith(one[:-1])) for one in self.kinds)


TEST = EventType(
    name="webhook.test", summary="Somebody pressed “Send a test”.", group="Studio", sample={"message": "It works."}
)
VIDEO_READY = EventType(
    name="video.ready",
    summary="A video is ready for download, whatever made it.",
    group="Studio",
    sample={"assetId": "ast_example", "videoUrl": "https://studio.example.org/media/…/film.mp4", "durationMs": 30_000},
)
CREDITS_LOW = EventType(
    name="credits.low",
    summary="Fewer credits are left than a tenth of the month's, or than 20. Told once, until there are more again.",
    group="Studio",
    sample={"balance": 12, "threshold": 30, "monthlyRemaining": 12, "perpetual": 0},
)

_types: dict[str, EventType] = {}
_rules: dict[str, list[Rule]] = {}


def register(types: Sequence[EventType], rules: Sequence[Rule] = ()) -> None:
    """Sign up event types and rules; another type of the same name, or a rule for none, is a programming error."""
    for one in types:
        if _types.setdefault(one.name, one) is not one:
            raise ValueError(f"There is already an event type {one.name!r}.")
    for rule in rules:
        if rule.type not in _types:
            raise ValueError(f"No event type {rule.type!r} is registered.")
        known = _rules.setdefault(rule.on, [])
        if rule not in known:
            known.append(rule)


def event_types() -> list[EventType]:
    """Every type that an endpoint can choose, in order of group and name; the test goes to any."""
    chosen = [one for one in _types.values() if one is not TEST]
    return sorted(chosen, key=lambda one: (one.group, one.name))


def event_type(name: str) -> EventType | None:
    return _types.get(name)


def lines_that_tell() -> list[str]:
    """The types of log lines that any rule asks for; all others are nobody's business."""
    return list(_rules)


def rules_for(kind: str, on: str) -> list[Rule]:
    return [rule for rule in _rules.get(on, ()) if rule.fits(kind)]


def told_of(rule: Rule, job: Job, line: JobEvent) -> dict[str, Any] | None:
    """The event's data: the job as it was at that line, and what the rule adds."""
    added = rule.told(job, line) if rule.told else {}
    return None if added is None else {**_job_told(job, line), **added}


def _job_told(job: Job, line: JobEvent) -> dict[str, Any]:
    told: dict[str, Any] = {"jobId": job.pk, "kind": job.kind, "status": line.type, "projectId": job.project_id}
    if line.type == Status.FAILED:
        told["error"] = {"code": line.data.get("code"), "message": redact_text(str(line.data.get("message", "")))}
    if line.type == Status.CANCELED:
        told["reason"] = line.data.get("reason", "")
    if line.type == Status.SUCCEEDED and job.status == Status.SUCCEEDED:
        told["credits"] = job.charged or 0
    return told
