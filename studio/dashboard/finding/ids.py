"""A thing by its exact id, however old: one or two look-ups by a unique key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.models import ApiKey, Invitation, Membership
from generation.brand.models import Document
from generation.companions.models import Session
from generation.jobs import registry
from generation.jobs.models import Job
from generation.projects.models import Artifact, Source
from generation.stories.models import CoverageReport
from generation.stories.services import READABLE_KINDS, jobs_of, plans_of
from generation.timelines.models import Footage, Segment, Variant
from generation.webhooks.models import Delivery
from generation.webhooks.services import endpoints_of
from generation.workflows.models import Batch, Workflow
from generation.workflows.services.access import workflows_of
from studio.dashboard.access import Member
from studio.dashboard.finding.hits import Hit
from studio.dashboard.finding.things import of_organization, played_of, projects_shown
from studio.dashboard.playground import KINDS as PLAYED
from studio.dashboard.words import job_title
from studio.dashboard.workflows.cards import title_of

_PLAYED = {kind: what for what, kind in PLAYED.items()}
_TITLE_CHARS = 160


@dataclass(frozen=True)
class Known:
    """What ids of one prefix name: an organization's rows, and the URL (`name`, `args(row)`) where one is shown."""

    kind: str
    icon: str
    rows: Callable[[str], "QuerySet[Any]"]
    title: Callable[[Any], str]
    name: str
    args: Callable[[Any], tuple[str, ...]] = lambda row: (row.pk,)
    permission: str = "work:read"
    by: str = "pk"


def found(member: Member, text: str) -> Hit | None:
    """What has this id in the member's organization, where their role may see it; another's id is nothing."""
    known = KNOWN.get(text.partition("_")[0])
    if known is None or not member.may(known.permission):
        return None
    row = known.rows(member.organization_id).filter(**{known.by: text}).first()
    if row is None:
        return None
    name, args = _place_of(row) if isinstance(row, Job) else (known.name, known.args(row))
    return Hit(
        known.title(row), reverse(f"dashboard:{name}", args=args), known.icon, kind=known.kind, at=row.created_at
    )


def _of_project(model: type[Model]) -> Callable[[str], "QuerySet[Any]"]:
    """Rows of projects that are the organization's and not deleted."""
    rows = model._default_manager.select_related("project")
    return lambda of: rows.filter(project__organization_id=of, project__deleted_at__isnull=True)


def _jobs(of: str) -> "QuerySet[Job]":
    return jobs_of(of, kinds=tuple(registry.kinds()))


def _sources(of: str) -> "QuerySet[Source]":
    return _of_project(Source)(of).filter(deleted_at__isnull=True).defer("text", "digest")


def _reports(of: str) -> "QuerySet[CoverageReport]":
    return CoverageReport.objects.filter(artifact__organization_id=of, artifact__project__deleted_at__isnull=True)


def _members(of: str) -> "QuerySet[Membership]":
    return Membership.objects.filter(organization_id=of).select_related("user")


def _deliveries(of: str) -> "QuerySet[Delivery]":
    return Delivery.objects.filter(endpoint__in=endpoints_of(of).values("pk")).select_related("event")


def _place_of(job: Job) -> tuple[str, tuple[str, ...]]:
    """The page on which a person sees this job: its own, or that of what it works for."""
    subject, project = job.subject_id or "", job.project_id or ""
    if job.kind in READABLE_KINDS:
        return "job", (job.pk,)
    if job.kind in _PLAYED:
        return "made", (_PLAYED[job.kind], job.pk)
    if job.kind.startswith("workflow."):
        return "workflow", (Workflow.objects.values_list("pk", flat=True).get(job_id=job.pk),)
    if job.kind == "story.plan":
        return "plan", (subject,)
    if job.kind == "story.source":
        return "source", (project, subject)
    if subject.startswith("art_"):
        return "artifact", (subject,)
    if job.kind.startswith("editor.") and project:
        return "edit", (project,)
    if job.kind.startswith("brand."):
        return "knowledge", ()
    return ("project", (project,)) if project else ("jobs", ())


def _plan_title(row: Any) -> str:
    return str((row.envelope or {}).get("title") or row.title or f"A plan for {row.project.name}")


def _on_timeline(model: type[Model], kind: str) -> Known:
    def title(row: Any) -> str:
        return f"{kind} of {row.project.name}"

    return Known(kind, "scissors", _of_project(model), title, "edit", lambda row: (row.project_id,))


def _nothing(row: Any) -> tuple[str, ...]:
    return ()


def _key(by: str) -> Known:
    keys = of_organization(ApiKey)
    return Known("Key", "key", keys, lambda row: row.name, "keys", _nothing, "keys:manage", by)


# What an id begins with -> what it names.
KNOWN: dict[str, Known] = {
    "proj": Known("Project", "folder", projects_shown, lambda row: row.name, "project"),
    "src": Known(
        "Source", "text", _sources, lambda row: row.title or "Untitled source", "source",
        lambda row: (row.project_id, row.pk),
    ),
    "plan": Known("Plan", "plan", plans_of, _plan_title, "plan"),
    "art": Known(
        "Finished work", "film", _of_project(Artifact),
        lambda row: f"{row.type.replace('_', ' ').capitalize()} of {row.project.name}", "artifact",
    ),
    "job": Known("Job", "play", _jobs, job_title, "job"),
    "seg": _on_timeline(Segment, "Segment"),
    "var": _on_timeline(Variant, "Variant"),
    "ast": _on_timeline(Footage, "Footage"),
    "wf": Known("Advert", "signal", workflows_of, lambda row: title_of(row.type), "workflow"),
    "batch": Known("Batch", "signal", of_organization(Batch), lambda row: "Adverts sent together", "batch"),
    "gen": Known(
        "Picture or film", "spark", played_of, lambda row: row.prompt[:_TITLE_CHARS], "made",
        lambda row: (row.operation, row.job_id),
    ),
    "sess": Known("Talk", "spark", of_organization(Session), str, "talk", lambda row: (row.key,)),
    "cov": Known(
        "Coverage", "text", _reports, lambda row: "Coverage of a script", "coverage", lambda row: (row.artifact_id,)
    ),
    "doc": Known("Knowledge", "archive", of_organization(Document), str, "knowledge", _nothing, "organization:edit"),
    "key": _key("pk"),
    "sh": _key("prefix"),
    "user": Known(
        "Member", "person", _members, lambda row: row.user.name or row.user.email, "members", _nothing,
        "members:read", "user_id",
    ),
    "inv": Known(
        "Invitation", "mail", of_organization(Invitation), lambda row: row.email, "members", _nothing, "members:read"
    ),
    "whe": Known("Endpoint", "signal", endpoints_of, lambda row: row.host, "webhook", permission="webhooks:manage"),
    "dlv": Known(
        "Delivery", "signal", _deliveries, lambda row: row.event.type, "delivery",
        lambda row: (row.endpoint_id, row.pk), "webhooks:manage",
    ),
}  # fmt: skip
