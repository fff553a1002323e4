"""Sources from files: sent in pieces by the page's script, or in one form without it; each file is a row of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from generation.projects.models import Project, Source
from generation.projects.services import access_project, access_source
from generation.projects.uploads import drop_pieces, joined, keep_piece
from generation.stories.services import create_file_source, prepare_file
from studio.dashboard.access import Member, page
from studio.dashboard.sources import LIVE, NOTING
from studio.dashboard.words import of_state
from wire.errors import NotFound, StudioError

RETENTION = {Source.Retention.EXTRACTED_ONLY, Source.Retention.STORE_ORIGINAL, Source.Retention.METADATA_ONLY}
_MOST_FILES = 20  # of a form without script


def told(view: Callable[..., HttpResponse]) -> Any:
    """For the page's script: POST only, and what a service refuses is `{"message"}` with 422."""

    @page(permission="work:write")
    @wraps(view)
    def answered(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
        if request.method != "POST":
            return JsonResponse({"message": "Send a file."}, status=405)
        try:
            return view(request, member, access_project(project_id, organization_id=member.organization_id))
        except NotFound:
            raise
        except StudioError as error:
            return JsonResponse({"message": error.message}, status=422)

    return answered


@told
def send_piece(request: HttpRequest, member: Member, project: Project) -> HttpResponse:
    """One piece of a file, as the raw body; answers `{"piece": token}`."""
    return JsonResponse({"piece": keep_piece(member.organization_id, request.body)})


@told
def add_file(request: HttpRequest, member: Member, project: Project) -> HttpResponse:
    """The pieces of one file make a source; answers as `file_state` does."""
    name, tokens = request.POST.get("name", ""), request.POST.getlist("piece")
    body = joined(member.organization_id, name, tokens)
    source = _added(project, name, body, request.POST.get("retention", ""), member)
    drop_pieces(tokens)
    return JsonResponse(_state(source))


def _added(project: Project, name: str, body: bytes, retention: str, member: Member) -> Source:
    file = prepare_file(project, name, body)
    kept = retention if retention in RETENTION else Source.Retention.EXTRACTED_ONLY
    with transaction.atomic():
        return create_file_source(project, file, retention=kept, principal=member.principal)


@page
def file_state(request: HttpRequest, member: Member, project_id: str, source_id: str) -> HttpResponse:
    """How far the reading of a source is, for its row."""
    project = access_project(project_id, organization_id=member.organization_id)
    return JsonResponse(_state(access_source(source_id, project=project)), headers={"Cache-Control": "no-store"})


def _state(source: Source) -> dict[str, Any]:
    is_reading, is_noting = source.status in LIVE, source.digest_status in NOTING
    word = of_state(source.status)
    url = reverse("dashboard:source", args=[source.project_id, source.pk])
    return {
        "url": url,
        "stateUrl": f"{url}/state",
        "title": source.title,
        "word": word.label,
        "tone": word.tone,
        "message": source.failure_message or "",
        "says": (source.digest or {}).get("thesis") or "",
        "isOver": not is_reading and not (is_noting and source.status == Source.Status.READY),
    }


@page(permission="work:write")
def add_files(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    """The form as browsers send it by themselves: several files at once, as many as the door lets in."""
    project = access_project(project_id, organization_id=member.organization_id)
    here = redirect("dashboard:new_source", project.pk)
    files = request.FILES.getlist("file")[:_MOST_FILES]
    if not files:
        messages.error(request, "Choose a file first.")
        return here
    added = 0
    for file in files:
        try:
            _added(project, file.name or "", file.read(), request.POST.get("retention", ""), member)
        except StudioError as error:
            messages.error(request, error.message)
        else:
            added += 1
    if not added:
        return here
    messages.success(request, "The file is being read." if added == 1 else f"{added} files are being read.")
    return redirect("dashboard:project_list", project.pk, "sources")
