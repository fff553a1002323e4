"""What needs a person: each thing that stands still until someone acts, with the one page to act on. One query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from accounts.invitations import open_invitations
from generation.jobs.states import Status
from generation.stories.services import jobs_of
from generation.webhooks.models import Endpoint
from generation.workflows.models import Workflow
from studio.dashboard.access import Member
from wire.errors import OutcomeUnknown

_FEW = 5  # of each kind, newest first
_FAILED_LATELY = timedelta(days=7)  # an older failure is no longer news


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
    "review": ("An art direction waits for your review", "Review", "direction", True),
    "job": ("A job failed and can be resumed", "Open", "job", True),
    "endpoint": ("A webhook endpoint was stopped", "Look into it", "webhook", True),
    "invitation": ("An invitation is not accepted yet", "See invitations", "members", False),
}


def waiting_for(member: Member) -> list[Waiting]:
    """Newest first, as far as the person's role may see and settle it."""
    first, *others = [_newest(kind, rows, label, since) for kind, rows, label, since in _kinds(member)]
    return sorted((_line(*row) for row in first.union(*others, all=True)), key=lambda line: line.since, reverse=True)


def _kinds(member: Member) -> list[tuple[str, QuerySet[Any], str, str]]:
    organization_id = member.organization_id
    reviews = Workflow.objects.filter(organization_id=organization_id, review=Workflow.Review.WAITING)
    failed = jobs_of(organization_id).filter(status=Status.FAILED, finished_at__gte=timezone.now() - _FAILED_LATELY)
    failed = failed.exclude(error_code=OutcomeUnknown.code)
    kinds = [("review", reviews, "type", "created_at"), ("job", failed, "kind", "finished_at")]
    if member.may("webhooks:manage"):
        stopped = Endpoint.objects.filter(organization_id=organization_id, is_enabled=False, deleted_at__isnull=True)
        kinds.append(("endpoint", stopped.exclude(disabled_reason="Switched off."), "url", "disabled_at"))
    if member.may("members:read"):
        kinds.append(("invitation", open_invitations(member.organization), "email", "created_at"))
    return kinds


def _newest(kind: str, rows: QuerySet[Any], label: str, since: str) -> QuerySet[Any, Any]:
    # SQLite limits no part of a union, but what is asked for inside one.
    few = rows.model._default_manager.filter(pk__in=rows.order_by("-pk").values("pk")[:_FEW])
    named = few.annotate(waits=Value(kind, output_field=CharField()), about=F(label), waits_since=F(since))
    return named.order_by().values_list("waits", "pk", "about", "waits_since")


def _line(kind: str, key: str, label: str, since: datetime) -> Waiting:
    title, act, name, takes_id = _LINES[kind]
    about = label if kind in ("endpoint", "invitation") else label.replace("_", " ").replace(".", " ").capitalize()
    return Waiting(title, about, since, act, reverse(f"dashboard:{name}", args=[key] if takes_id else []))
