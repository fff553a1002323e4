"""What the pages of one artifact share: how it is opened, and the row of tabs that leads from one to the other."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from billing.services import balance_of
from generation.projects.models import Artifact, Revision
from generation.projects.services import access_artifact
from studio.dashboard.access import Member
from studio.dashboard.access import page as guarded

TABS = (
    ("artifact", "Watch"),
    ("script", "Script"),
    ("cast", "Cast"),
    ("music", "Music"),
    ("effects", "Effects"),
    ("coverage", "Coverage"),
    ("versions", "Versions"),
)


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Opened:
    """An artifact as a page shows it. `revision` is the current one; None while it has no script."""

    artifact: Artifact
    revision: Revision | None
    member: Member

    @property
    def script(self) -> dict[str, Any]:
        return self.revision.content["script"] if self.revision else {}

    @property
    def can_write(self) -> bool:
        """Whether the caller may change it; buttons that would be refused are not drawn."""
        organization = self.member.organization
        return self.member.may("work:write") and not organization.suspended_at

    def draw(self, request: HttpRequest, tab: str, *, page: str = "", **context: Any) -> HttpResponse:
        """The template of a tab, or of a `page` below it, with what the head of every page of an artifact shows."""
        shared = {
            "artifact": self.artifact,
            "project": self.artifact.project,
            "revision": self.revision,
            "script": self.script,
            "tabs": tabs_of(self.artifact, tab) if self.revision else [],
            "can_write": self.can_write,
            "balance": balance_of(self.member.account, timezone.now()),
        }
        return render(request, f"dashboard/artifact/{page or tab}.html", {**shared, **context})


def tabs_of(artifact: Artifact, current: str) -> list[Tab]:
    return [Tab(label, reverse(f"dashboard:{name}", args=[artifact.pk]), name == current) for name, label in TABS]


def opened(member: Member, artifact_id: str) -> Opened:
    """Raises `ArtifactNotFound`."""
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    revision = Revision.objects.filter(artifact=row, number=row.current_version).first()
    has_script = revision is not None and isinstance(revision.content.get("script"), dict)
    return Opened(row, revision if has_script else None, member)


def script_page(view: Callable[..., HttpResponse]) -> Any:
    """A page about the script: the view gets `(request, opened)`. Without a script it leads to the artifact itself."""

    @guarded
    @wraps(view)
    def shown(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
        found = opened(member, artifact_id)
        if found.revision is None or found.artifact.status != Artifact.Status.READY:
            return redirect("dashboard:artifact", found.artifact.pk)
        return view(request, found)

    return shown


def base_url(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def back_to(tab: str, artifact_id: str, anchor: str = "") -> HttpResponse:
    """A redirect to a tab of the artifact, at an element's id."""
    url = reverse(f"dashboard:{tab}", args=[artifact_id])
    return redirect(f"{url}#{anchor}" if anchor else url)
