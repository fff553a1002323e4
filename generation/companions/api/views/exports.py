"""A project in again that went out as JSON. `POST /export` is shared with the editor: see `studio.export`."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.companions.api import schemas, serializers
from generation.companions.api.views.base import FamilyView
from generation.companions.services import exports
from wire.requests import read_body, transacted

EXPORT = ("export:write",)


class Import(FamilyView):
    route_family = "export"
    scopes = {"POST": EXPORT}

    @extend_schema(
        operation_id="importProject",
        summary="Make a project of an export",
        request=serializers.ImportCreate,
        responses=schemas.ImportAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request) -> Response:
        body = read_body(request, serializers.ImportCreate)
        made = exports.import_project(
            body["document"], organization_id=self.organization_id, name=body.get("name") or "", now=timezone.now()
        )
        project = made["project"]
        return Response(
            {
                "project_id": project.pk,
                "name": project.name,
                "imported": made["imported"],
                "missing_assets": made["missing_assets"],
            }
        )
