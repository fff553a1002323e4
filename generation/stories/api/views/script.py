"""A table read's screenplay."""

import re

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.stories.api import script_schemas
from generation.stories.api.views.artifacts import revision_asked
from generation.stories.api.views.base import READ_ARTIFACTS, REVISION, StoryView
from generation.stories.fountain import fountain
from generation.stories.services.screenplay import Selection, screenplay
from wire.errors import ArtifactNotFound, ValidationFailed

_FORMATS = ("json", "fountain")


class ArtifactScript(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS}

    @extend_schema(
        operation_id="getArtifactScript",
        summary="Read an artifact's script, whole or by scene, range or character, also as Fountain",
        responses={
            (200, "application/json"): script_schemas.ScriptAnswer,
            (200, "text/plain"): OpenApiTypes.STR,
        },
        parameters=[
            REVISION,
            OpenApiParameter("scene", int, description="Only this scene, counted from 0."),
            OpenApiParameter("from", int, description="Only entries from this entryIndex on."),
            OpenApiParameter("to", int, description="Only entries up to this entryIndex, which is part of the range."),
            OpenApiParameter("character", str, description="Only what this character says."),
            OpenApiParameter("format", str, enum=_FORMATS, description="`fountain` answers with text/plain."),
        ],
    )
    def get(self, request: Request, artifact_id: str) -> Response | HttpResponse:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        wanted = request.query_params.get("revision") or str(artifact.current_version)
        revision = revision_asked(artifact, wanted)
        if revision is None or "script" not in revision.content:
            raise ArtifactNotFound("The artifact has no script yet. Poll it until its status is READY.")
        form = request.query_params.get("format") or "json"
        if form not in _FORMATS:
            raise ValidationFailed(f"format must be {' or '.join(_FORMATS)}.", field="format")
        selection = _selection(request)
        script = revision.content["script"]
        told = screenplay(script, selection)
        if form == "fountain":
            date = f"{revision.created_at:%Y-%m-%d}"
            text = fountain(told, credit=f"Revision {revision.number}", draft_date=date)
            name = re.sub(r"[^\w.-]+", "-", told["title"], flags=re.ASCII).strip("-") or "script"
            return HttpResponse(
                text,
                content_type="text/plain; charset=utf-8",
                headers={"Content-Disposition": f'inline; filename="{name[:80]}.fountain"'},
            )
        whole = script if selection.is_whole else None
        return Response({"artifactId": artifact.pk, "revision": revision.number, **told, "script": whole})


def _selection(request: Request) -> Selection:
    character = request.query_params.get("character") or None
    return Selection(_index(request, "scene"), _index(request, "from"), _index(request, "to"), character)


def _index(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise ValidationFailed(f"{name} must be a whole number, 0 or more.", field=name)
    return int(text)
