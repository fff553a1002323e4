"""What is made while the caller waits: documents, prompt packs, pictures. Each is a job, waited for outside of any
transaction, so that a request which comes twice is made and charged once."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.companions.api import present, schemas, serializers
from generation.companions.api.views.base import DRY_RUN, FamilyView, base_url
from generation.companions.services import documents
from generation.imagery.services.orders import ImageOrder, generation_of, start_image
from generation.jobs.models import Job
from generation.jobs.waiting import finished
from generation.projects.models import Revision
from wire.errors import ArtifactNotFound
from wire.principal import Principal
from wire.requests import read_body, transacted

Start = Callable[[dict[str, Any], Principal, str | None], Job]


def once_of(request: Request, view: FamilyView) -> str | None:
    """The request's own name, if it has one: the same for every retry."""
    key = request.headers.get("Idempotency-Key", "")
    return f"{view.organization_id} {key} {request.path_info} {request._request.body.hex()}" if key else None


class MadeView(FamilyView):
    """A POST that starts a job and answers with what it made. Subclasses say how it starts and what is printed."""

    route_family = "generation"
    body: type[serializers.serializers.Serializer]

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        raise NotImplementedError

    def wait(self, request: Request) -> dict[str, Any]:
        """Ahead of the transaction: start the job in one of its own and wait for it."""
        body = read_body(request, self.body)
        with transaction.atomic():
            job = self.begin(body, once_of(request, self))
        return {"job": finished(job.pk)}

    def answer(self, request: Request, job: Job | None) -> Response:
        if job is None:  # a dry run: the job is created and undone
            self.begin(read_body(request, self.body), None)
            return Response({})
        return Response(self.printed(request, job))

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        raise NotImplementedError


def _wait(view: MadeView, request: Request) -> dict[str, Any]:
    return view.wait(request)


def _revision(job: Job) -> Revision:
    result = job.result or {}
    found = Revision.objects.select_related("artifact").filter(artifact_id=result.get("artifactId", ""))
    revision = found.filter(number=result.get("version", 0)).first()
    if revision is None:
        raise ArtifactNotFound("The document was deleted with its project.")
    return revision


class ArtifactGenerate(MadeView):
    scopes = {"POST": ("artifact:write",)}
    body = serializers.DocumentCreate

    @extend_schema(
        operation_id="generateArtifact",
        summary="Draw up a brief, script, shot list or prompt pack from a conversation",
        request=serializers.DocumentCreate,
        responses=schemas.DocumentAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True, before=_wait)
    def post(self, request: Request, job: Job | None = None) -> Response:
        return self.answer(request, job)

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        return documents.start_document(body, principal=self.principal, once=once)

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        return present.document(job, _revision(job))


class PromptPack(MadeView):
    scopes = {"POST": ("artifact:write",)}
    body = serializers.PromptPackCreate

    @extend_schema(
        operation_id="createPromptPack",
        summary="Make a prompt pack from a brief and a shot list",
        request=serializers.PromptPackCreate,
        responses=schemas.PromptPackAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True, before=_wait)
    def post(self, request: Request, job: Job | None = None) -> Response:
        return self.answer(request, job)

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        return documents.start_prompt_pack(body, principal=self.principal, once=once)

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        return present.prompt_pack(job, _revision(job))


class Image(MadeView):
    scopes = {"POST": ("image:generate",)}
    body = serializers.ImageCreate

    @extend_schema(
        operation_id="generateImage",
        summary="Draw a picture",
        request=serializers.ImageCreate,
        responses=schemas.ImageAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True, before=_wait)
    def post(self, request: Request, job: Job | None = None) -> Response:
        return self.answer(request, job)

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        project_id = body.pop("project_id", None)
        order = ImageOrder(**{name: value for name, value in body.items() if value is not None})
        return start_image(order, principal=self.principal, project_id=project_id, once=once)

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        return present.image(job, generation_of(job), base_url=base_url(request))
