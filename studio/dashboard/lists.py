"""Lists in pages: newest first, a page at a time, by the API's own cursors."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from generation.jobs.models import Job
from studio.dashboard.words import job_title
from wire.errors import ValidationFailed
from wire.pagination import Page, paginate


def page_of(request: HttpRequest, rows: "QuerySet[Any]") -> Page:
    """The page that the address asks for; a cursor that is not ours is 404."""
    try:
        return paginate(rows, limit=None, cursor=request.GET.get("cursor"))
    except ValidationFailed as error:
        raise Http404(error.message) from error


def titled(jobs: list[Job]) -> list[Job]:
    """The jobs, each with `title`: what it makes, in a person's words."""
    for job in jobs:
        job.title = job_title(job.kind)  # type: ignore[attr-defined]
    return jobs
