"""`POST /export`, which two families print: any `format` makes it the editor's render job, none the studio's JSON.

One bucket of ten a minute counts both. Until the body was read nobody knows whose request it is: what goes wrong before
that is told in the studio family's words.
"""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation.companions.api.dialect import STUDIO
from generation.timelines.api import schemas
from generation.timelines.api.dialect import EDITOR
from generation.timelines.api.serializers import ExportRequest
from generation.timelines.services.access import access_timeline
from generation.timelines.services.exports import FORMATS, MESSAGE, start_export
from wire.dialect import seconds_reset_headers
from wire.errors import ValidationFailed
from wire.requests import StudioView, read_body, transacted

JsonExport = Callable[[StudioView, Request], Response]
_json_exports: list[JsonExport] = []


def serve_json_export(export: JsonExport) -> JsonExport:
    """Have `export(view, request)` answer for the studio family; it runs in the request's transaction."""
    _json_exports[:] = [export]
    return export


class JsonExportRequest(serializers.Serializer):
    project_id = serializers.CharField(required=False)
    include = serializers.ListField(child=serializers.CharField(), required=False)


class SharedExport(StudioView):
    dialect = STUDIO
    route_family = "export"
    scopes = {"POST": ("export:write",)}

    @extend_schema(
        operation_id="createExport",
        summary="Export a project: as a film (with a format), or as JSON",
        request=PolymorphicProxySerializer("ExportBody", [ExportRequest, JsonExportRequest], None),
        responses=schemas.ExportCreated,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request) -> Response:
        data = request.data
        if isinstance(data, dict) and data.get("format") is not None:
            self.dialect = EDITOR  # type: ignore[misc]  # of this one request
            return self._film(request)
        if not _json_exports:
            raise ValidationFailed(f"Name a format: {', '.join(FORMATS)}.", field="format")
        return _json_exports[0](self, request)

    def _film(self, request: Request) -> Response:
        body = read_body(request, ExportRequest)
        project = access_timeline(body["project_id"], organization_id=self.organization_id)
        job = start_export(project, format=body["format"], principal=self.principal)
        return Response({"export_job_id": job.pk, "status": "pending", "message": MESSAGE})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Both families' headers say what is left of the one bucket."""
        response = super().finalize_response(request, response, *args, **kwargs)
        admission = getattr(self, "admission", None)
        if admission is not None and admission.usage is not None:
            for limit_headers in (STUDIO.limit_headers, seconds_reset_headers):
                for name, value in limit_headers(admission.usage).items():
                    response[name] = value
        return response
