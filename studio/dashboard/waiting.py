"""What needs a person: each thing that stands still until someone acts, with the one page to act on. One query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from accounts.invitations import open_invitations
from billing.plans import WARN_DAYS, standing
from generation.jobs.states import Status
from generation.stories.services import jobs_of
from generation.timelines.models import Variant
from generation.webhooks.models import Endpoint
from generation.workflows.models import Workflow
from studio.dashboard.access import Member
from wire.errors import OutcomeUnknown
from wire.pagination import part_of_union

_FEW = 5  # of each kind, newest first
_FAILED_LATELY = timedelta(days=7)  # an older failure is no longer news
_MADE_LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Waiting:
    """A line: what waits, since when, and the link (`act`) to where it is settled."""

    title: str
    about: str
    since: datetime
    act: str
    url: str


# Kind -> (title, what the link says, URL name, whether the name takes the id)
_LINES = {
    "take": ("Takes wait to be chosen", "Choose", "edit", True),
    "review": ("An art direction waits for your review", "Review", "direction", True),
    "job": ("A job failed and can be resumed", "Open", "job", True),
    "endpoint": ("A webhook endpoint was stopped", "Look into it", "webhook", True),
    "invitation": ("An invitation is not accepted yet", "See invitations", "members", False),
}

_AS_IT_IS = ("endpoint", "invitation", "take")  # what people wrote; the others are names of ours


def waiting_for(member: Member) -> list[Waiting]:
    """Newest first, as far as the person's role may see and settle it."""
    first, *others = [_newest(*kind) for kind in _kinds(member)]
    lines = [*(_line(*row) for row in first.union(*others, all=True)), *_trial(member)]
    return sorted(lines, key=lambda line: line.since, reverse=True)


def _trial(member: Member) -> list[Waiting]:
    """A trial in its last days, or after them; for who may see the plans."""
    now, stands = timezone.now(), standing(member.account)
    left = stands.days_left(now)
    if left is None or stands.trial_ends_at is None or left > WARN_DAYS or not member.may("billing:read"):
        return []
    title = "The trial ends soon" if left else "The trial has ended"
    about = "Nothing that costs credits can be started" + (" after it" if left else "")
    return [Waiting(title, about, stands.trial_ends_at, "Choose a plan", reverse("dashboard:subscription"))]


def _takes(organization_id: str) -> "QuerySet[Variant]":
    """Of each generation of which no take was accepted or all discarded, its first one that is left."""
    of_job = Variant.objects.filter(job_id=OuterRef("job_id"))
    kept = Variant.objects.filter(discarded_at__isnull=True, created_at__gte=timezone.now() - _MADE_LATELY)
    mine = kept.filter(project__organization_id=organization_id, project__deleted_at__isnull=True)
    before = of_job.filter(discarded_at__isnull=True, number__lt=OuterRef("number"))
    return mine.exclude(Exists(of_job.filter(accepted_at__isnull=False))).exclude(Exists(before))


def _kinds(member: Member) -> list[tuple[Any, ...]]:
    """(kind, rows, what names one, since when it waits, and the column of the page's id where that is another's)."""
    organization_id = member.organization_id
    reviews = Workflow.objects.filter(organization_id=organization_id, review=Workflow.Review.WAITING)
    failed = jobs_of(organization_id).filter(status=Status.FAILED, finished_at__gte=timezone.now() - _FAILED_LATELY)
    failed = failed.exclude(error_code=OutcomeUnknown.code)
    kinds: list[tuple[Any, ...]] = [
        ("review", reviews, "type", "created_at"),
        ("job", failed, "kind", "finished_at"),
        ("take", _takes(organization_id), "prompt", "created_at", "project_id"),
    ]
    if member.may("webhooks:manage"):
        stopped = Endpoint.objects.filter(organization_id=organization_id, is_enabled=False, deleted_at__isnull=True)
        kinds.append(("endpoint", stopped.exclude(disabled_reason="Switched off."), "url", "disabled_at"))
    if member.may("members:read"):
        kinds.append(("invitation", open_invitations(member.organization), "email", "created_at"))
    return kinds


def _newest(kind: str, rows: QuerySet[Any], label: str, since: str, key: str = "pk") -> QuerySet[Any, Any]:
    def shown(found: QuerySet[Any]) -> QuerySet[Any, Any]:
        named = found.annotate(waits=Value(kind, output_field=CharField()), about=F(label), waits_since=F(since))
        return named.values_list("waits", key, "about", "waits_since")

    return part_of_union(rows, shown, most=_FEW)


def _line(kind: str, key: str, label: str, since: datetime) -> Waiting:
    title, act, name, takes_id = _LINES[kind]
    about = label if kind in _AS_IT_IS else label.replace("_", " ").replace(".", " ").capitalize()
    return Waiting(title, about, since, act, reverse(f"dashboard:{name}", args=[key] if takes_id else []))
