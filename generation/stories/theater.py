"""The page behind a share link: the script, and the film or sound once it has been made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from generation.projects.models import Revision
from generation.stories.api import present
from generation.stories.api.dialect import STORY
from generation.stories.services import open_share
from wire.errors import ArtifactNotReady, NotFound, StudioError
from wire.requests import error_response

NOT_LIVE = (
    "This studio does not perform live yet. Finalize the artifact with record set to true: the read is then performed "
    "unattended, and this address plays it."
)


def theater(request: HttpRequest, token: str) -> HttpResponse:
    """`GET /share/table-read/<token>`; the token is the permission."""
    try:
        artifact = open_share(token, now=timezone.now())
    except NotFound as error:
        return render(request, "stories/link_gone.html", {"reason": error.message}, status=404)
    base_url = f"{request.scheme}://{request.get_host()}"
    manifest = present.artifacts([artifact], base_url=base_url)[0]["manifest"]
    revision = Revision.objects.get(artifact=artifact, number=artifact.current_version)
    return render(
        request,
        "stories/theater.html",
        {
            "script": revision.content["script"],
            "manifest": manifest,
            "is_fullscreen": request.GET.get("view") == "fullscreen",
        },
    )


def read_audio(request: HttpRequest, token: str) -> HttpResponse:
    """`GET /share/table-read-audio/<token>`: the recording, once there is one."""
    try:
        artifact = open_share(token, now=timezone.now())
        recording = present.artifacts([artifact], base_url="")[0]["manifest"]["audio"]["recordingUrl"]
        if recording is None:
            raise ArtifactNotReady(NOT_LIVE)
    except StudioError as error:
        return error_response(STORY, error, request)
    return redirect(recording)


@csrf_exempt
def start_live(request: HttpRequest) -> HttpResponse:
    """`POST /api/share/table-read/start-live`: says what this studio can do instead."""
    return error_response(STORY, ArtifactNotReady(NOT_LIVE), request)
