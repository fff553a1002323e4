"""Lists in pages: newest first, a page at a time, by the API's own cursors."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.jobs.models import Job
from generation.projects.models import Artifact, Project, Rendition, Revision
from generation.stories.services.illustrate import pictures_of
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
    """The jobs, each with `title` (what it makes, in a person's words) and `project_name`. One query."""
    names = dict(Project.objects.filter(pk__in={job.project_id for job in jobs}).values_list("pk", "name"))
    for job in jobs:
        job.title = job_title(job)  # type: ignore[attr-defined]
        job.project_name = names.get(job.project_id or "", "")  # type: ignore[attr-defined]
    return jobs


_POSTER_LIFETIME_S = 24 * 3600


# Where the content of an artifact that is files keeps the picture that stands for it, the first that there is.
_COVERS = ("content__render__posterAssetId", "content__frames__0__assetId", "content__slides__0__assetId")


def described(artifacts: Sequence[Artifact]) -> Sequence[Artifact]:
    """The artifacts, each with `title` (its script's) and `poster_url` (its film's, or its own first picture, or "").

    Four queries. A table read that was revised since keeps the poster of its newest film; one without a film shows its
    first scene, once that is drawn.
    """
    ids = [row.pk for row in artifacts]
    films = Rendition.objects.filter(artifact__in=ids, kind=Rendition.Kind.VIDEO, asset_id__isnull=False).order_by("pk")
    posters = {film.artifact_id: film.data["render"].get("posterAssetId") for film in films}
    titles = {}
    told = Revision.objects.filter(artifact__in=ids).values_list(
        "artifact_id", "number", "content__script__title", "content__draft__title", *_COVERS
    )
    for artifact_id, number, script_title, draft_title, *covers in told:
        titles[artifact_id, number] = script_title or draft_title
        posters.setdefault(artifact_id, next((cover for cover in covers if cover), None))
    unfilmed = [row for row in artifacts if row.type == "table_read" and not posters.get(row.pk)]
    for artifact_id, drawn in pictures_of(unfilmed).items():
        posters[artifact_id] = next((picture["assetId"] for picture in drawn["scenes"]), None)
    assets = Asset.objects.select_related("blob").in_bulk([poster for poster in posters.values() if poster])
    for row in artifacts:
        poster = assets.get(posters.get(row.pk) or "")
        title = titles.get((row.pk, row.current_version))
        row.title = title or row.type.replace("_", " ").capitalize()  # type: ignore[attr-defined]
        row.poster_url = signed_url(poster, expires_s=_POSTER_LIFETIME_S) if poster else ""  # type: ignore[attr-defined]
    return artifacts
