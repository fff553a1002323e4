"""A table read's music by scene."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects.services import access_artifact
from generation.stories.api.staging import bodies, printed, schemas
from generation.stories.api.views.base import PUBLISH, READ_ARTIFACTS, StoryView
from generation.stories.staging import music
from generation.stories.staging.read import require_table_read, staged
from wire.requests import read_body, transacted


class ArtifactMusic(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS, "POST": PUBLISH}

    @extend_schema(
        operation_id="getMusic", summary="Read a table read's music by scene", responses=schemas.MusicStateAnswer
    )
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = access_artifact(artifact_id, organization_id=self.organization_id)
        require_table_read(artifact)
        return Response({"music": printed.music_state(staged(artifact), base_url=self.base_url(request))})

    @extend_schema(
        operation_id="changeMusic",
        summary="Make a table read's music, or tune one scene",
        request=bodies.MusicChange,
        responses=schemas.MusicAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = access_artifact(artifact_id, organization_id=self.organization_id)
        body = read_body(request, bodies.MusicChange)
        if body.get("sceneIndex") is None:
            wanted = body.get("musicCoveragePercent")
            coverage = None if wanted is None else music.coverage_of(wanted)
            state, job = music.generate(artifact, coverage=coverage, principal=self.principal)
            return Response({**printed.music_summary(state), "status": "generating", "jobId": job.pk})
        scene = body["sceneIndex"]
        changes = {name: body[name] for name in ("prompt", "weight", "enabled") if body.get(name) is not None}
        state = music.tune(artifact, scene, changes, principal=self.principal)
        direction = printed.scenes(state, music.jobs_of_music(state), base_url=self.base_url(request))[scene]
        return Response({**printed.music_summary(state), "status": "ready", "adaptiveSceneDirection": direction})
