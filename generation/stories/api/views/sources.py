"""Sources of a project."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.projects.models import Source
from generation.stories.api import present, schemas, serializers
from generation.stories.api.views.base import (
    PAGE,
    READ_SOURCES,
    WRITE_SOURCES,
    StoryView,
)
from wire.errors import SourceTypeUnsupported, ValidationFailed
from wire.requests import read_body, transacted

INLINE_TYPES = ("text", "markdown")
# Printed types whose fetching is not built yet; capabilities says the same.
KNOWN_TYPES = (*INLINE_TYPES, "url", "pdf")


class Sources(StoryView):
    route_family = "sources"
    scopes = {"GET": READ_SOURCES, "POST": WRITE_SOURCES}

    @extend_schema(
        operation_id="listSources", summary="List a project's sources", responses=schemas.SourcePage, parameters=PAGE
    )
    def get(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        page = self.page(request, Source.objects.filter(project=project, deleted_at__isnull=True))
        return Response({"sources": [present.source(s) for s in page.items], "nextCursor": page.next_cursor})

    @extend_schema(
        operation_id="createSource",
        summary="Attach a source",
        request=serializers.SourceCreate,
        responses=schemas.SourceAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        body = read_body(request, serializers.SourceCreate)
        if body["type"] not in KNOWN_TYPES:
            raise SourceTypeUnsupported(f"type must be one of {', '.join(KNOWN_TYPES)}.", types=list(INLINE_TYPES))
        if body["type"] not in INLINE_TYPES:
            raise SourceTypeUnsupported(
                f"{body['type']} sources are not available here yet. Send the text itself as text or markdown.",
                types=list(INLINE_TYPES),
            )
        if not body.get("content"):
            raise ValidationFailed("content is required for text and markdown sources.", field="content")
        source = projects.add_inline_source(
            project,
            type=body["type"],
            content=body["content"],
            label=body.get("label") or None,
            retention_policy=body.get("retentionPolicy") or Source.Retention.EXTRACTED_ONLY,
            metadata=body.get("metadata"),
            now=timezone.now(),
        )
        return Response({"source": present.source(source)})


class SourceDetail(StoryView):
    route_family = "sources"
    scopes = {"GET": ("source:read",), "DELETE": ("source:write",)}

    @extend_schema(operation_id="getSource", summary="Read a source", responses=schemas.SourceAnswer)
    def get(self, request: Request, project_id: str, source_id: str) -> Response:
        return Response({"source": present.source(self._source(project_id, source_id))})

    @extend_schema(operation_id="deleteSource", summary="Delete a source", responses=schemas.Deleted)
    @transacted()
    def delete(self, request: Request, project_id: str, source_id: str) -> Response:
        source = self._source(project_id, source_id)
        deleted_at = projects.delete_source(source, now=timezone.now())
        return Response({"id": source.pk, "deletedAt": present.when(deleted_at)})

    def _source(self, project_id: str, source_id: str) -> Source:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        return projects.access_source(source_id, project=project)
