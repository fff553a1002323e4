"""What is made while the caller waits: documents, prompt packs, pictures."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request

from generation.companions.api import present, schemas, serializers
from generation.companions.api.dialect import STUDIO
from generation.companions.api.views.base import DRY_RUN, base_url
from generation.companions.services import documents
from generation.imagery.api.made import MadeView
from generation.imagery.services.orders import ImageOrder, generation_of, start_image
from generation.jobs.models import Job
from generation.projects.models import Revision
from wire.errors import ArtifactNotFound


def _revision(job: Job) -> Revision:
    result = job.result or {}
    found = Revision.objects.select_related("artifact").filter(artifact_id=result.get("artifactId", ""))
    revision = found.filter(number=result.get("version", 0)).first()
    if revision is None:
        raise ArtifactNotFound("The document was deleted with its project.")
    return revision


class _MadeView(MadeView):
    dialect = STUDIO
    route_family = "generation"


@extend_schema_view(
    post=extend_schema(
        operation_id="generateArtifact",
        summary="Draw up a brief, script, shot list or prompt pack from a conversation",
        request=serializers.DocumentCreate,
        responses=schemas.DocumentAnswer,
        parameters=[DRY_RUN],
    )
)
class ArtifactGenerate(_MadeView):
    scopes = {"POST": ("artifact:write",)}
    body = serializers.DocumentCreate

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        return documents.start_document(body, principal=self.principal, once=once)

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        return present.document(job, _revision(job))


@extend_schema_view(
    post=extend_schema(
        operation_id="createPromptPack",
        summary="Make a prompt pack from a brief and a shot list",
        request=serializers.PromptPackCreate,
        responses=schemas.PromptPackAnswer,
        parameters=[DRY_RUN],
    )
)
class PromptPack(_MadeView):
    scopes = {"POST": ("artifact:write",)}
    body = serializers.PromptPackCreate

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        return documents.start_prompt_pack(body, principal=self.principal, once=once)

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        return present.prompt_pack(job, _revision(job))


@extend_schema_view(
    post=extend_schema(
        operation_id="generateImage",
        summary="Draw a picture",
        request=serializers.ImageCreate,
        responses=schemas.ImageAnswer,
        parameters=[DRY_RUN],
    )
)
class Image(_MadeView):
    scopes = {"POST": ("image:generate",)}
    body = serializers.ImageCreate

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        project_id = body.pop("project_id", None)
        order = ImageOrder(**{name: value for name, value in body.items() if value is not None})
        return start_image(order, principal=self.principal, project_id=project_id, once=once)

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        return present.image(job, generation_of(job), base_url=base_url(request))
