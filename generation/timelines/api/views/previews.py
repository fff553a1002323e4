"""Pictures of the timeline."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.timelines.api import present, schemas, serializers
from generation.timelines.api.views.base import READ, EditorView
from generation.timelines.services import previews
from wire.requests import read_body


class PreviewView(EditorView):
    route_family = "previews"
    scopes = {"POST": READ}

    def printed(self, request: Request, shown: previews.Shown) -> dict[str, object]:
        url = present.file_url(shown.asset.pk, shown.asset.filename, self.base_url(request))
        return {"frame_url": url, "timestamp": shown.timestamp, "frame": shown.frame}


class PreviewFrame(PreviewView):
    @extend_schema(
        operation_id="previewFrame",
        summary="Extract a frame of the timeline",
        request=serializers.FrameRequest,
        responses=schemas.FrameAnswer,
    )
    def post(self, request: Request, project_id: str) -> Response:
        project = self.project(project_id)
        body = read_body(request, serializers.FrameRequest)
        shown = previews.frame_preview(project, at_s=body["ts"], width=body.get("width"))
        return Response(self.printed(request, shown))


class PreviewStrip(PreviewView):
    @extend_schema(
        operation_id="previewStrip",
        summary="Extract frames of a stretch of the timeline",
        request=serializers.StripRequest,
        responses=schemas.StripAnswer,
    )
    def post(self, request: Request, project_id: str) -> Response:
        project = self.project(project_id)
        body = read_body(request, serializers.StripRequest)
        shown = previews.strip_preview(project, start_s=body["start"], end_s=body["end"], fps=body["fps"])
        return Response({"frames": [self.printed(request, one) for one in shown]})
