"""Revisions of a table read: listed, compared, restored."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.projects.models import Artifact, Revision
from generation.stories.api import present, refine_schemas, refine_serializers
from generation.stories.api.views.base import PAGE, PUBLISH, READ_ARTIFACTS, StoryView
from generation.stories.services import revisions
from wire.errors import ValidationFailed
from wire.requests import read_body, transacted


class ArtifactRevisions(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS}

    @extend_schema(
        operation_id="listRevisions",
        summary="List an artifact's revisions",
        responses=refine_schemas.RevisionPage,
        parameters=PAGE,
    )
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        page = self.page(request, revisions.revisions_of(artifact))
        return Response(
            {
                "artifactId": artifact.pk,
                "currentVersion": artifact.current_version,
                "revisions": [_printed(row, artifact) for row in page.items],
                "nextCursor": page.next_cursor,
            }
        )


def _printed(row: Revision, artifact: Artifact) -> dict[str, Any]:
    return {
        "revision": row.number,
        "isCurrent": row.number == artifact.current_version,
        **revisions.facts_of(row),
        "provider": row.provider or None,
        "model": row.model or None,
        "createdAt": present.when(row.created_at),
    }


class RevisionCompare(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS}

    @extend_schema(
        operation_id="compareRevisions",
        summary="Two revisions side by side",
        responses=refine_schemas.CompareAnswer,
        parameters=[
            OpenApiParameter("from", int, description="The earlier one; by default the one before `to`."),
            OpenApiParameter("to", int, description="The later one; the current one by default."),
        ],
    )
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        to = _number(request, "to", default=artifact.current_version)
        from_ = _number(request, "from", default=max(1, to - 1))
        old, new = (revisions.access_revision(artifact, number).content.get("script", {}) for number in (from_, to))
        return Response({"artifactId": artifact.pk, "from": from_, "to": to, **revisions.compared(old, new)})


def _number(request: Request, name: str, *, default: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise ValidationFailed(f"{name} must be a whole number, 1 or more.", field=name)
    return int(text)


def _named(number: str) -> int:
    """The revision that a path names; 0, which no artifact has, for what is no number."""
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= 9 else 0


class RevisionRestore(StoryView):
    route_family = "artifacts"
    scopes = {"POST": PUBLISH}

    @extend_schema(
        operation_id="restoreRevision",
        summary="Make an earlier revision the current one, as a new revision",
        request=refine_serializers.RevisionRestore,
        responses=refine_schemas.RestoreAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, artifact_id: str, revision: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        expected = read_body(request, refine_serializers.RevisionRestore).get("expected")
        restored = revisions.restore(artifact, _named(revision), principal=self.principal, expected=expected)
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        printed = present.artifacts([artifact], base_url=self.base_url(request))[0]
        return Response({"artifact": printed, "revision": _printed(restored, artifact)})
