"""Artifacts: read, finalized, rendered."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.projects.models import Artifact, Revision
from generation.stories import services
from generation.stories.api import present, schemas, serializers
from generation.stories.api.views.base import DRY_RUN, PUBLISH, READ_ARTIFACTS, REVISION, StoryView
from wire.errors import ArtifactNotFound, ValidationFailed
from wire.requests import read_body, transacted


class ArtifactDetail(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS}

    @extend_schema(
        operation_id="getArtifact", summary="Read an artifact", responses=schemas.ArtifactAnswer, parameters=[REVISION]
    )
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        revision = revision_asked(artifact, request.query_params.get("revision"))
        printed = present.artifacts([artifact], base_url=self.base_url(request), revision=revision)[0]
        return Response({"artifact": printed})


def revision_asked(artifact: Artifact, number: str | None) -> Revision | None:
    """The revision asked for by query; None when none was. Raises `ArtifactNotFound` for one that does not exist."""
    if number is None or number == "":
        return None
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        raise ValidationFailed("revision must be a whole number, 1 or more.", field="revision")
    revision = Revision.objects.filter(artifact=artifact, number=int(number)).first()
    if revision is None and int(number) != artifact.current_version:
        raise ArtifactNotFound(f"This artifact has no revision {number}.", currentVersion=artifact.current_version)
    return revision


class ArtifactFinalize(StoryView):
    route_family = "artifacts"
    scopes = {"POST": PUBLISH}

    @extend_schema(
        operation_id="finalizeArtifact",
        summary="Render an artifact as MP3 or MP4",
        request=serializers.Finalize,
        responses=schemas.FinalizeAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="required", is_billable=True)
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        body = read_body(request, serializers.Finalize)
        mode, record = body.get("mode") or "audio", bool(body.get("record"))
        status = services.finalize(artifact, mode=mode, record=record, principal=self.principal)
        return Response({"artifactId": artifact.pk, "mode": mode, "finalize": status})


class ArtifactRenderVideo(StoryView):
    route_family = "artifacts"
    scopes = {"POST": PUBLISH}

    @extend_schema(
        operation_id="renderArtifactVideo",
        summary="Render an artifact as MP4",
        request=None,
        responses=schemas.RenderAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        status = services.finalize(artifact, mode="video", record=True, principal=self.principal)
        return Response({"artifactId": artifact.pk, "render": services.render_status(status)})
