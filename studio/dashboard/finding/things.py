"""The kinds of things that an organization has: where their rows are, what they are called, and where they are shown.

Every search of a title reads a bounded stretch of an index, whatever there is: the newest rows of the organization,
down to the row at `depth`. Below it a thing is found by its id alone.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, Left, NullIf
from django.urls import reverse

from accounts.models import ApiKey, Membership
from generation.brand.models import Document
from generation.companions.models import Session
from generation.imagery.models import Generation
from generation.jobs.models import Job
from generation.projects.models import Artifact, Project, Revision
from generation.projects.services import projects_of
from generation.stories.models import StoryPlan
from generation.stories.services import AVAILABLE_TYPES, READABLE_KINDS, jobs_of
from generation.webhooks.models import Endpoint
from generation.webhooks.services import endpoints_of
from generation.workflows.catalogue import NAMES
from generation.workflows.services.access import workflows_of
from studio.dashboard.words import JOB_TITLES, job_title
from studio.dashboard.workflows.cards import title_of

_NOTHING = Value("", output_field=TextField())
_SAID_CHARS = 160


@dataclass(frozen=True)
class Kind:
    """`rows(organization_id)` are those that can be shown; `called` and `said` are what a person reads of one, `leads`
    what its address needs beside the id, `also(word)` what else a word can mean. `name(called, leads)` is the title.
    `depth` counts rows of `ground`, where few in the index may be of this kind; 0 is for rows that are few."""

    key: str
    title: str
    one: str
    icon: str
    rows: Callable[[str], "QuerySet[Any]"]
    url: Callable[[str, str], str]
    called: Any
    said: Any = _NOTHING
    leads: Any = _NOTHING
    since: str = "created_at"
    permission: str = "work:read"
    depth: int = 5000
    also: Callable[[str], Q] | None = None
    ground: Callable[[str], "QuerySet[Any]"] | None = None
    name: Callable[[str, str], str] = lambda called, leads: called
    is_work: bool = True

    def searched(self, organization_id: str) -> "QuerySet[Any]":
        """The rows whose titles are looked through."""
        rows = self.rows(organization_id)
        if self.depth:
            ground = (self.ground or self.rows)(organization_id)
            deepest = ground.order_by("-pk").values("pk")[self.depth - 1 : self.depth]
            rows = rows.filter(pk__gte=Coalesce(Subquery(deepest), Value("")))
        return rows

    def read(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows with what is read of them, as text in columns that are the same for every kind."""
        return rows.annotate(called=_text(self.called), said=_text(self.said), leads=_text(self.leads))

    def shown(self, rows: "QuerySet[Any]") -> "QuerySet[Any, Any]":
        """`COLUMNS` of the rows."""
        named = rows.annotate(thing=_text(Value(self.key)), id_text=_text("pk"), since_at=F(self.since))
        return self.read(named).values_list(*COLUMNS)


COLUMNS = ("thing", "id_text", "called", "said", "leads", "since_at")


def _text(expression: Any) -> Any:
    return Coalesce(Cast(expression, TextField()), _NOTHING)


def _start(expression: Any) -> Any:
    """The beginning of a long text."""
    return Left(Coalesce(expression, Value("")), _SAID_CHARS)


def _page(name: str) -> Callable[[str, str], str]:
    return lambda pk, leads: reverse(f"dashboard:{name}", args=[pk])


def _list(name: str) -> Callable[[str, str], str]:
    return lambda pk, leads: reverse(f"dashboard:{name}")


def _led(name: str, *before: str) -> Callable[[str, str], str]:
    return lambda pk, leads: reverse(f"dashboard:{name}", args=[*before, leads])


def _job_word(word: str) -> Q:
    """A word of what a job makes, as `job_title` says it: by the kind, or by the artifacts that were asked for."""
    kinds = [kind for kind, title in JOB_TITLES.items() if word.casefold() in title.casefold()]
    asked = Q()
    for kind in _types_called(word):
        asked |= Q(leads__contains=f'"{kind}"')
    return Q(kind__in=kinds) | asked


def _job_name(kind: str, requests: str) -> str:
    return job_title(Job(kind=kind, params={"artifactRequests": json.loads(requests or "[]")}))


def _type_word(word: str) -> Q:
    return Q(type__in=_types_called(word))


def _types_called(word: str) -> list[str]:
    """The types of artifacts with a word in their names that begins so, in the singular or the plural."""
    asked = word.casefold().removesuffix("s")
    return (
        [kind for kind in AVAILABLE_TYPES if any(part.startswith(asked) for part in kind.split("_"))] if asked else []
    )


def _workflow_word(word: str) -> Q:
    return Q(type__in=[name for name in NAMES if word.casefold() in title_of(name).casefold()])


def _plans(organization_id: str) -> "QuerySet[StoryPlan]":
    """Plans know no organization: those of its newest projects, by each project's index."""
    newest = projects_of(organization_id).order_by("-pk").values("pk")[:300]
    return StoryPlan.objects.filter(project_id__in=newest)


def _project_name() -> Any:
    return Subquery(Project.objects.filter(pk=OuterRef("project_id")).values("name"))


def _revision_title() -> Any:
    current = Revision.objects.filter(artifact=OuterRef("pk"), number=OuterRef("current_version"))
    return Subquery(current.values(called=Coalesce(KT("content__script__title"), KT("content__draft__title"))))


def _host(called: str, leads: str) -> str:
    return Endpoint(url=called).host  # the rest of an address may hold a secret of whoever receives


def _spoken(called: str, leads: str) -> str:
    return called or leads.replace("_", " ").capitalize()


def of_organization(model: type[Model]) -> Callable[[str], "QuerySet[Any]"]:
    return lambda of: model._default_manager.filter(organization_id=of)


def projects_shown(of: str) -> "QuerySet[Project]":
    return Project.objects.filter(organization_id=of, deleted_at__isnull=True)


def _finished(of: str) -> "QuerySet[Artifact]":
    ready = Artifact.objects.filter(organization_id=of, status=Artifact.Status.READY)
    return ready.filter(project__deleted_at__isnull=True)


def _edited(of: str) -> "QuerySet[Project]":
    return projects_shown(of).filter(timeline__media_frames__gt=0)


def played_of(of: str) -> "QuerySet[Generation]":
    return Generation.objects.filter(organization_id=of, operation__in=("image", "video"))


def _first(*names: str) -> Any:
    """The first of the columns that is not empty."""
    return Coalesce(*(NullIf(name, Value("")) for name in names[:-1]), names[-1])


# In the order in which they are shown.
KINDS: tuple[Kind, ...] = (
    Kind(
        "project", "Projects", "Project", "folder", projects_shown, _page("project"),
        F("name"), _start("description"),
    ),
    Kind(
        "artifact", "Finished work", "Finished work", "film", _finished, _page("artifact"),
        _revision_title(), F("project__name"), F("type"),
        depth=400, ground=of_organization(Artifact), also=_type_word, name=_spoken,
    ),
    Kind(
        "plan", "Plans", "Plan", "plan", _plans, _page("plan"),
        Coalesce(NullIf(KT("envelope__title"), Value("")), F("title"), Value("A plan")), F("project__name"), depth=0,
    ),
    Kind(
        "job", "Jobs", "Job", "play", partial(jobs_of, kinds=READABLE_KINDS), _page("job"),
        F("kind"), _project_name(), KT("params__artifactRequests"),
        ground=of_organization(Job), also=_job_word, name=_job_name,
    ),
    Kind(
        "timeline", "Timelines", "Timeline", "scissors", _edited, _page("edit"),
        F("name"), since="timeline__updated_at", ground=projects_shown,
    ),
    Kind(
        "workflow", "Adverts", "Advert", "signal", workflows_of, _page("workflow"),
        F("type"), _start(Coalesce(NullIf(KT("request__concept"), Value("")), KT("request__url"))),
        depth=2000, also=_workflow_word, name=lambda called, leads: title_of(called),
    ),
    Kind(
        "picture", "Pictures and short films", "Picture or film", "spark", played_of,
        lambda pk, leads: reverse("dashboard:made", args=leads.split()),
        _start("prompt"), leads=Concat("operation", Value(" "), "job_id"),
        depth=2000, ground=of_organization(Generation),
    ),
    Kind(
        "document", "Knowledge", "Knowledge", "archive", of_organization(Document), _list("knowledge"),
        _first("title", "filename", "url"), F("url"), permission="organization:edit", depth=2000,
    ),
    Kind(
        "session", "Talks", "Talk", "spark", of_organization(Session), _led("talk"),
        _first("title", "key"), F("key"), F("key"), depth=2000,
    ),
    Kind(
        "key", "Keys", "Key", "key", of_organization(ApiKey), _list("keys"), F("name"), F("prefix"),
        permission="keys:manage", depth=0, is_work=False,
    ),
    Kind(
        "member", "Members", "Member", "person", of_organization(Membership), _list("members"),
        _first("user__name", "user__email"), F("user__email"), permission="members:read", depth=0, is_work=False,
    ),
    Kind(
        "endpoint", "Webhook endpoints", "Endpoint", "signal", endpoints_of, _page("webhook"), F("url"),
        F("description"), permission="webhooks:manage", depth=2000, is_work=False, name=_host,
    ),
)  # fmt: skip
