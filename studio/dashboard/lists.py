"""Lists in pages: newest first, a page at a time, by the API's own cursors."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest

from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.jobs.models import Job
from generation.projects.models import Artifact, Project, Rendition, Revision
from generation.stories.services.illustrate import first_scene_of
from studio.dashboard.words import job_title
from wire.errors import ValidationFailed
from wire.pagination import Page, paginate


def page_of(request: HttpRequest, rows: "QuerySet[Any]", *, apart: tuple[str, Collection[str]] | None = None) -> Page:
    """The page that the address asks for; a cursor that is not ours is 404. `apart`: see `paginate`."""
    try:
        return paginate(rows, limit=None, cursor=request.GET.get("cursor"), apart=apart)
    except ValidationFailed as error:
        raise Http404(error.message) from error


def named(rows: "QuerySet[Job]") -> "QuerySet[Job]":
    """The jobs, each with `project_name`, read in the same query."""
    return rows.annotate(project_name=Subquery(Project.objects.filter(pk=OuterRef("project_id")).values("name")))


def titled(jobs: list[Job]) -> list[Job]:
    """The jobs, each with `title` (what it makes, in a person's words) and `project_name`. One query if not `named`."""
    if nameless := [job for job in jobs if not hasattr(job, "project_name")]:
        ids = {job.project_id for job in nameless}
        names = dict(Project.objects.filter(pk__in=ids).values_list("pk", "name"))
        for job in nameless:
            job.project_name = names.get(job.project_id or "", "")  # type: ignore[attr-defined]
    for job in jobs:
        job.title = job_title(job)  # type: ignore[attr-defined]
    return jobs


_POSTER_LIFETIME_S = 24 * 3600


# Where the content of an artifact that is files keeps the picture that stands for it, the first that there is.
_COVERS = ("content__render__posterAssetId", "content__frames__0__assetId", "content__slides__0__assetId")


def pictured(rows: "QuerySet[Artifact]") -> "QuerySet[Artifact]":
    """The artifacts with what `described` needs of their versions, films and pictures, read in the same query."""
    current = Revision.objects.filter(artifact=OuterRef("pk"), number=OuterRef("current_version"))
    films = Rendition.objects.filter(artifact=OuterRef("pk"), kind=Rendition.Kind.VIDEO, asset_id__isnull=False)
    return rows.annotate(
        called=Subquery(current.values(called=Coalesce(KT("content__script__title"), KT("content__draft__title")))),
        cover=Subquery(current.values(cover=Coalesce(*(KT(path) for path in _COVERS)))),
        film_poster=Subquery(films.order_by("-pk").values(poster=KT("data__render__posterAssetId"))[:1]),
        first_scene=first_scene_of("pk", version="current_version"),
    )


def described(artifacts: Sequence[Artifact]) -> Sequence[Artifact]:
    """The artifacts, each with `title` (its script's) and `poster_url` (its film's, or its own first picture, or "").

    Two queries, one if they are `pictured`. A table read that was revised since keeps the poster of its newest film;
    one without a film shows its first scene, once that is drawn.
    """
    if plain := {row.pk: row for row in artifacts if not hasattr(row, "called")}:
        for seen in pictured(Artifact.objects.filter(pk__in=list(plain))).values("pk", *_PICTURED):
            plain[seen["pk"]].__dict__.update({name: seen[name] for name in _PICTURED})
    posters = {row.pk: _poster_of(row) for row in artifacts}
    wanted = [poster for poster in posters.values() if poster]
    assets = Asset.objects.select_related("blob").in_bulk(wanted) if wanted else {}
    for row in artifacts:
        poster = assets.get(posters[row.pk] or "")
        row.title = row.called or row.type.replace("_", " ").capitalize()  # type: ignore[attr-defined]
        row.poster_url = signed_url(poster, expires_s=_POSTER_LIFETIME_S) if poster else ""  # type: ignore[attr-defined]
    return artifacts


_PICTURED = ("called", "cover", "film_poster", "first_scene")


def _poster_of(row: Any) -> str | None:
    poster: str | None = row.film_poster or row.cover
    return poster or (row.first_scene if row.type == "table_read" else None)
