"""Who speaks a table read: the cast, recast in place, and the voices on offer."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects.services import access_artifact
from generation.stories.api.staging import bodies, printed, schemas
from generation.stories.api.views.base import PUBLISH, READ_ARTIFACTS, StoryView
from generation.stories.staging.cast import Recast, recast
from generation.stories.staging.read import require_table_read, staged
from generation.stories.staging.voices import audition, catalogue, sample_jobs
from wire.requests import read_body, transacted

AUDITION = OpenApiParameter("audition", str, description="A voice whose sample to make if there is none yet.")


class ArtifactVoice(StoryView):
    route_family = "artifacts"
    scopes = {"POST": PUBLISH}

    @extend_schema(
        operation_id="recastVoice",
        summary="Give one character another voice",
        request=bodies.Recast,
        responses=schemas.VoiceAnswer,
    )
    @transacted(idempotency="required")
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = access_artifact(artifact_id, organization_id=self.organization_id)
        wish, offered = _wish(read_body(request, bodies.Recast)), catalogue(self.organization_id)
        state, names = recast(artifact, [wish], offered)
        name = names[wish.character]
        return Response(printed.recast(state, offered, asked=wish.character, name=name))


class ArtifactCast(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS, "POST": PUBLISH, "PUT": PUBLISH}

    @extend_schema(operation_id="getCast", summary="Read a table read's cast", responses=schemas.CastAnswer)
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = access_artifact(artifact_id, organization_id=self.organization_id)
        require_table_read(artifact)
        return Response(printed.cast(staged(artifact), catalogue(self.organization_id)))

    @extend_schema(
        operation_id="recast",
        summary="Give several characters other voices, all or none",
        request=bodies.CastChange,
        responses=schemas.CastAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, artifact_id: str) -> Response:
        return self._recast(request, artifact_id)

    @extend_schema(
        operation_id="putCast",
        summary="Give several characters other voices, all or none",
        request=bodies.CastChange,
        responses=schemas.CastAnswer,
    )
    @transacted(idempotency="accepted")
    def put(self, request: Request, artifact_id: str) -> Response:
        return self._recast(request, artifact_id)

    def _recast(self, request: Request, artifact_id: str) -> Response:
        artifact = access_artifact(artifact_id, organization_id=self.organization_id)
        wishes = [_wish(item) for item in read_body(request, bodies.CastChange)["cast"]]
        offered = catalogue(self.organization_id)
        state, _ = recast(artifact, wishes, offered)
        return Response(printed.cast(state, offered))


def _wish(body: dict[str, Any]) -> Recast:
    return Recast(
        character=body["character"],
        voice_id=body["voiceId"],
        voice_name=body["voiceName"],
        gender=body.get("gender") or "",
        provider=body.get("provider") or "",
    )


class Voices(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS}

    @extend_schema(
        operation_id="listVoices",
        summary="List the voices on offer",
        responses=schemas.VoicesAnswer,
        parameters=[AUDITION],
    )
    def get(self, request: Request) -> Response:
        offered = catalogue(self.organization_id)
        if wanted := request.query_params.get("audition", ""):
            audition(wanted, offered, principal=self.principal)
        jobs = sample_jobs(self.organization_id, offered)
        return Response({"voices": printed.voices(offered, jobs, base_url=self.base_url(request))})
