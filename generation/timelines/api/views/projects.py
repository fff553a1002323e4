"""Projects and their footage."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.timelines.api import present, schemas, serializers
from generation.timelines.api.views.base import PAGE, READ, WRITE, EditorView
from generation.timelines.queries import opened, with_duration
from generation.timelines.services import projects, uploads
from generation.timelines.services.access import timelines_of
from generation.timelines.services.imports import check_address
from wire.moments import when
from wire.requests import read_body, transacted


def check_first(view: EditorView, request: Request) -> dict[str, Any]:
    """Read the body, and look the address up before any row is locked."""
    body = read_body(request, serializers.EditorProjectCreate)
    body["video_url"] = (body.get("video_url") or "").strip()
    if body["video_url"]:
        check_address(body["video_url"])
    return {"body": body}


class Projects(EditorView):
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="listEditorProjects",
        summary="List projects",
        responses=schemas.EditorProjectPage,
        parameters=PAGE,
    )
    def get(self, request: Request) -> Response:
        page = self.page(request, with_duration(timelines_of(self.organization_id)))
        printed = [present.summary(row, frames=row.playing_frames) for row in page.items]
        return Response({"projects": printed, "next_cursor": page.next_cursor})

    @extend_schema(
        operation_id="createEditorProject",
        summary="Create a project, and fetch its video",
        request=serializers.EditorProjectCreate,
        responses=schemas.EditorProject,
    )
    @transacted(idempotency="accepted", before=check_first)
    def post(self, request: Request, *, body: dict[str, Any]) -> Response:
        project, footage = projects.create(
            name=body["name"],
            description=body.get("description") or "",
            video_url=body["video_url"],
            principal=self.principal,
        )
        rows = [footage] if footage else []
        printed = present.project(project, playing=[], footage_rows=rows, base_url=self.base_url(request))
        return Response(printed)


class ProjectDetail(EditorView):
    scopes = {"GET": READ, "DELETE": WRITE}

    @extend_schema(operation_id="getEditorProject", summary="Read a project", responses=schemas.EditorProject)
    def get(self, request: Request, project_id: str) -> Response:
        project, playing, footage = opened(project_id, organization_id=self.organization_id)
        return Response(
            present.project(project, playing=playing, footage_rows=footage, base_url=self.base_url(request))
        )

    @extend_schema(
        operation_id="deleteEditorProject", summary="Delete a project", responses={200: schemas.EditorDeleted}
    )
    @transacted(idempotency="accepted")
    def delete(self, request: Request, project_id: str) -> Response:
        projects.delete(self.project(project_id))
        return Response({"deleted": True})


class Upload(EditorView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="requestUpload",
        summary="Ask for an address to upload a video to",
        request=serializers.UploadRequest,
        responses=schemas.UploadAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, project_id: str) -> Response:
        project = self.project(project_id)
        body = read_body(request, serializers.UploadRequest)
        footage = uploads.request_upload(project, file_name=body["file_name"], content_type=body["content_type"])
        now = timezone.now()
        token = uploads.upload_token(footage, self.principal, now=now.timestamp())
        return Response(
            {
                "upload_url": f"{self.base_url(request)}/upload/{token}",
                "asset_id": footage.pk,
                "max_bytes": settings.STUDIO_MAX_UPLOAD_BYTES,
                "max_request_bytes": settings.STUDIO_MAX_UPLOAD_REQUEST_BYTES,
                "expires_at": when(now + uploads.UPLOAD_WITHIN),
            }
        )
