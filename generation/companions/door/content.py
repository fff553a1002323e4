"""`GET /openai/v1/videos/{id}/content`: the bytes of a finished film or of its still. Raw ASGI."""

import re
from urllib.parse import parse_qs

from generation.assets.models import Asset
from generation.assets.serve import send_asset
from generation.assets.services import get_asset
from generation.companions.door.dialect import DOOR_DIALECT
from generation.companions.door.videos import READ_SCOPES
from generation.imagery.services.films import access_film
from generation.jobs.states import Status
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_raw, in_thread
from wire.errors import ArtifactNotReady, ValidationFailed
from wire.sse import Receive, Send

DOOR = Door(dialect=DOOR_DIALECT, route_family="default", scopes=READ_SCOPES)
_VARIANTS = {"video": "assetId", "thumbnail": "posterAssetId"}


async def content(request: RawRequest, receive: Receive, send: Send) -> None:
    admission = await admit_raw(request, DOOR)
    assert admission.principal is not None  # noqa: S101 - the door asks for a scope, so there is a principal
    variant = parse_qs(request.query).get("variant", ["video"])[-1]
    asset = await in_thread(_asset, request.params["video_id"], variant, admission.principal.organization_id)
    await send_asset(asset, request, send)


def _asset(video_id: str, variant: str, organization_id: str) -> Asset:
    if variant not in _VARIANTS:
        raise ValidationFailed(f"variant must be one of {', '.join(_VARIANTS)}.", field="variant")
    job = access_film(video_id, organization_id=organization_id)
    if job.status != Status.SUCCEEDED or job.result is None:
        raise ArtifactNotReady("The film is not finished. Poll it until its status is completed.", status=job.status)
    return get_asset(job.result[_VARIANTS[variant]], organization_id=organization_id)


RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/openai/v1/videos/(?P<video_id>[^/]+)/content"),
        methods=("GET", "HEAD"),
        dialect=DOOR_DIALECT,
        handler=content,
        path="/openai/v1/videos/{video_id}/content",
        operation_id="openaiVideoContent",
        summary="Download a finished film, or its still, by OpenAI's clients",
        scopes=DOOR.scopes,
        answers="video/mp4",
    ),
]
