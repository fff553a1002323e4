"""The first page: what waits for a decision, what is being made, what was made, and how the credits last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from generation.jobs.states import LIVE
from generation.projects.models import Artifact
from generation.projects.services import projects_of
from generation.stories.services import jobs_of
from studio.dashboard.access import Member, page
from studio.dashboard.burndown import burn_down
from studio.dashboard.films import offer_of
from studio.dashboard.lists import described, named, pictured, titled
from studio.dashboard.waiting import waiting_for
from wire.pagination import newest_apart

_FEW = 6


@page
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    organization_id = member.organization_id
    made = Artifact.objects.select_related("project").filter(
        organization_id=organization_id, status=Artifact.Status.READY, project__deleted_at__isnull=True
    )
    live = titled(list(newest_apart(jobs_of(organization_id), "status", sorted(LIVE), most=_FEW, shown=named)))
    recent = described(list(pictured(made).order_by("-pk")[:_FEW]))
    has_projects = bool(live or recent or member.decisions) or projects_of(organization_id).exists()
    context = {
        "decisions": member.decisions[:_FEW],
        "waiting": waiting_for(member),
        "live": live,
        "recent": recent,
        "has_projects": has_projects,
        "may_make": member.may("work:write"),
        "burn": burn_down(member.account) if member.may("billing:read") else None,
        **({} if has_projects else offer_of(member)),
    }
    return render(request, "dashboard/overview.html", context)
