"""Sources of a project."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.projects.models import Source
from generation.projects.sources import Original
from generation.stories import services
from generation.stories.api import present, schemas, serializers
from generation.stories.api.views.base import (
    PAGE,
    READ_SOURCES,
    WRITE_SOURCES,
    StoryView,
)
from wire.requests import read_body, transacted


def fetch_first(view: StoryView, request: Request, project_id: str) -> dict[str, Any]:
    """Check the body and fetch what it names, before the transaction and once per Idempotency-Key."""
    project = projects.access_project(project_id, organization_id=view.organization_id)
    body = read_body(request, serializers.SourceCreate)
    return {"body": body, "original": services.prepare_source(project, body)}


class Sources(StoryView):
    route_family = "sources"
    scopes = {"GET": READ_SOURCES, "POST": WRITE_SOURCES}

    @extend_schema(
        operation_id="listSources", summary="List a project's sources", responses=schemas.SourcePage, parameters=PAGE
    )
    def get(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        page = self.page(request, Source.objects.filter(project=project, deleted_at__isnull=True))
        printed = present.sources(page.items, base_url=self.base_url(request))
        return Response({"sources": printed, "nextCursor": page.next_cursor})

    @extend_schema(
        operation_id="createSource",
        summary="Attach a source",
        request=serializers.SourceCreate,
        responses=schemas.SourceAnswer,
    )
    @transacted(idempotency="accepted", before=fetch_first)
    def post(self, request: Request, project_id: str, *, body: dict[str, Any], original: Original | None) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        source = services.create_source(project, body, original, principal=self.principal)
        return Response({"source": present.source(source, base_url=self.base_url(request))})


class SourceDetail(StoryView):
    route_family = "sources"
    scopes = {"GET": ("source:read",), "DELETE": ("source:write",)}

    @extend_schema(operation_id="getSource", summary="Read a source", responses=schemas.SourceAnswer)
    def get(self, request: Request, project_id: str, source_id: str) -> Response:
        source = self._source(project_id, source_id)
        return Response({"source": present.source(source, base_url=self.base_url(request))})

    @extend_schema(operation_id="deleteSource", summary="Delete a source", responses={200: schemas.Deleted})
    @transacted()
    def delete(self, request: Request, project_id: str, source_id: str) -> Response:
        source = self._source(project_id, source_id)
        deleted_at = projects.delete_source(source, now=timezone.now())
        return Response({"id": source.pk, "deletedAt": present.when(deleted_at)})

    def _source(self, project_id: str, source_id: str) -> Source:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        return projects.access_source(source_id, project=project)
