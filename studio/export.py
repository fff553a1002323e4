"""`POST /export`, which two families print: any `format` makes it the editor's render job, none the studio's JSON.

One bucket of ten a minute counts both. Until the body was read nobody knows whose request it is: what goes wrong before
that is told in the studio family's words.
"""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.companions.api import present
from generation.companions.api.dialect import STUDIO
from generation.companions.api.schemas import ExportedProject
from generation.companions.api.serializers import ExportCreate
from generation.companions.api.views.base import base_url
from generation.companions.services.exports import PARTS, export_project
from generation.timelines.api import schemas
from generation.timelines.api.dialect import EDITOR
from generation.timelines.api.serializers import ExportRequest
from generation.timelines.services.access import access_timeline
from generation.timelines.services.exports import MESSAGE, start_export
from wire.dialect import seconds_reset_headers
from wire.requests import StudioView, read_body, transacted


class SharedExport(StudioView):
    dialect = STUDIO
    also_speaks = (EDITOR,)  # where a format makes a film of it
    route_family = "export"
    scopes = {"POST": ("export:write",)}

    @extend_schema(
        operation_id="createExport",
        summary="Export a project: as a film (with a format), or as JSON",
        request=PolymorphicProxySerializer("ExportBody", [ExportRequest, ExportCreate], None),
        responses=PolymorphicProxySerializer("ExportAnswer", [schemas.ExportCreated, ExportedProject], None),
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request) -> Response:
        data = request.data
        if isinstance(data, dict) and data.get("format") is not None:
            self.dialect = EDITOR  # type: ignore[misc]  # of this one request
            return self._film(request)
        return self._json(request)

    def _json(self, request: Request) -> Response:
        body = read_body(request, ExportCreate)
        found = export_project(
            body["project_id"], body.get("include") or list(PARTS), organization_id=self.organization_id
        )
        return Response(present.export(found, base_url=base_url(request), now=timezone.now()))

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
