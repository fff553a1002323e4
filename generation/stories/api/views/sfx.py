"""A table read's sound effects."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects.services import access_artifact
from generation.stories.api.staging import bodies, printed, schemas
from generation.stories.api.views.base import PUBLISH, READ_ARTIFACTS, StoryView
from generation.stories.staging import sfx
from generation.stories.staging.read import require_table_read, staged
from wire.requests import read_body, transacted


class ArtifactSfx(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS, "POST": PUBLISH}

    @extend_schema(
        operation_id="listSfx", summary="List a table read's sound effects", responses=schemas.SfxStateAnswer
    )
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = access_artifact(artifact_id, organization_id=self.organization_id)
        require_table_read(artifact)
        state = staged(artifact)
        cues = printed.cues(state, state.cues, base_url=self.base_url(request))
        told = {"artifactId": artifact.pk, "editNumber": state.edit_number, "cues": cues, "notes": state.read.notes}
        return Response({"sfx": told})

    @extend_schema(
        operation_id="changeSfx",
        summary="Add, update or remove a sound effect",
        request=bodies.SfxChange,
        responses=schemas.SfxAnswer,
    )
    @transacted(idempotency="required")
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = access_artifact(artifact_id, organization_id=self.organization_id)
        body = read_body(request, bodies.SfxChange)
        fields = bodies.cue_columns(body)
        if body["op"] == "remove":
            sfx.remove_cue(artifact, body["id"])
            return Response({"artifactId": artifact.pk, "id": body["id"], "removed": True})
        if body["op"] == "add":
            cue = sfx.add_cue(artifact, fields, principal=self.principal)
        else:
            regenerate = bool(body.get("regenerate"))
            cue = sfx.update_cue(artifact, body["id"], fields, regenerate=regenerate, principal=self.principal)
        printed_cue = printed.cues(staged(artifact), [cue], base_url=self.base_url(request))[0]
        return Response({"artifactId": artifact.pk, "cue": printed_cue})
