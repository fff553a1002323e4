"""The page behind a share link: the script, and the film or sound once it has been made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from generation.projects.models import Revision
from generation.stories.api import present
from generation.stories.services import open_share
from wire.errors import NotFound


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
