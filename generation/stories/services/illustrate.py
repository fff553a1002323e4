"""Portraits and scene pictures of a table read: drawn after it is READY, for nothing, when nobody waits for more."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import IntegerField, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.jobs.states import Status
from generation.projects.models import Artifact

ILLUSTRATE_KIND = "story.illustrate"


def illustrate(artifact: Artifact, *, revision: int, plan_id: str | None) -> Job | None:
    """Have the pictures of a revision drawn. Runs inside the caller's transaction. None where a studio draws none."""
    if not settings.STUDIO_ILLUSTRATE or plan_id is None:
        return None
    return create_job(
        organization_id=artifact.organization_id,
        kind=ILLUSTRATE_KIND,
        params={"planId": plan_id, "artifactId": artifact.pk, "revision": revision},
        project_id=artifact.project_id,
        subject_id=artifact.pk,
    )


def plan_id_of(artifact: Artifact) -> str | None:
    return Job.objects.filter(pk=artifact.job_id).values_list("subject_id", flat=True).first()


def pictures_of(artifacts: Sequence[Artifact], *, revision: int | None = None) -> dict[str, dict[str, Any]]:
    """By artifact id: `{"portraits": {name: picture}, "scenes": [picture]}` of the revision, the current by default.

    A picture is `{"assetId", "alt"}`. While a version's own are being drawn there are none.
    """
    wanted = {row.pk: revision or row.current_version for row in artifacts}
    jobs = Job.objects.filter(kind=ILLUSTRATE_KIND, subject_id__in=list(wanted), status=Status.SUCCEEDED)
    return {
        job.subject_id: job.result
        for job in jobs.order_by("pk")
        if job.subject_id and job.result and job.params["revision"] == wanted[job.subject_id]
    }


def first_scene_of(artifact: str, *, version: str) -> Subquery:
    """For a query of artifacts: the asset of the first scene's picture of that version, as `pictures_of` has it.

    `artifact` and `version` name the columns of the outer query that hold the id and the version's number.
    """
    drawn = Job.objects.filter(kind=ILLUSTRATE_KIND, subject_id=OuterRef(artifact), status=Status.SUCCEEDED)
    drawn = drawn.alias(number=Cast(KT("params__revision"), IntegerField())).filter(number=OuterRef(version))
    return Subquery(drawn.order_by("-pk").values(asset=KT("result__scenes__0__assetId"))[:1])
