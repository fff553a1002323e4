"""Who may see an artifact without an account: its share link, renewed and revoked."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from generation.projects.models import Artifact
from generation.projects.services import access_artifact
from generation.stories.services import SHARE_LINK_DAYS, renew_link, revoke_link, share_token
from studio.dashboard.access import Member, action
from studio.dashboard.artifact_pages import back_to


class RenewForm(forms.Form):
    days = forms.TypedChoiceField(
        label="Works for",
        coerce=int,
        choices=[(7, "7 days"), (SHARE_LINK_DAYS, f"{SHARE_LINK_DAYS} days"), (90, "90 days"), (365, "a year")],
        initial=SHARE_LINK_DAYS,
    )


@dataclass(frozen=True)
class Share:
    """A share link as the page shows it. `path` is "" once it lets nobody in."""

    path: str
    expires_at: datetime
    revoked_at: datetime | None
    form: RenewForm

    @property
    def has_expired(self) -> bool:
        return not self.path and self.revoked_at is None


def share_of(row: Artifact) -> Share | None:
    link = getattr(row, "share_link", None)
    if link is None:
        return None
    is_open = link.revoked_at is None and link.expires_at > timezone.now()
    path = reverse("theater", args=[share_token(link)]) if is_open else ""
    return Share(path, link.expires_at, link.revoked_at, RenewForm())


@action
def renew(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    form = RenewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose for how long the link works.")
        return back_to("artifact", row.pk, "share")
    renew_link(row, days=form.cleaned_data["days"], now=timezone.now())
    messages.success(request, "There is a new link. The one before lets nobody in any more.")
    return back_to("artifact", row.pk, "share")


@action
def revoke(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    revoke_link(row, now=timezone.now())
    messages.success(request, "The link is revoked. Nobody gets in with it.")
    return back_to("artifact", row.pk, "share")
