"""Refining a table read."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.stories import services
from generation.stories.api import present, refine_schemas, refine_serializers
from generation.stories.api.views.base import DRY_RUN, PUBLISH, StoryView
from wire.requests import read_body, transacted


class ArtifactRefine(StoryView):
    route_family = "artifacts"
    scopes = {"POST": PUBLISH}

    @extend_schema(
        operation_id="refineArtifact",
        summary="Revise a table read by a free-form instruction",
        request=refine_serializers.Refine,
        responses=refine_schemas.StoryJobAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="required", is_billable=True)
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        body = read_body(request, refine_serializers.Refine)
        scope = body.get("scope") or "auto"
        job = services.refine(artifact, instruction=body["instruction"], scope=scope, principal=self.principal)
        return Response({"storyJob": present.jobs([job], base_url=self.base_url(request))[0]})
