"""The theater, the page behind a share link: plays the read, live or recorded, follows its text, shows the film."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from generation.films.live import SPOKEN
from generation.jobs.models import JobEvent
from generation.jobs.states import Status
from generation.projects.models import Revision
from generation.stories.api import present
from generation.stories.api.live import told_of
from generation.stories.api.staging import printed
from generation.stories.services import find_live, rehearse
from generation.stories.staging import music
from generation.stories.staging.read import Staged, staged_many
from wire.errors import NotFound


def theater(request: HttpRequest, token: str) -> HttpResponse:
    """`GET /share/table-read/<token>`; the token is the permission. `?view=fullscreen` shows the stage alone."""
    try:
        artifact, found = find_live(token, now=timezone.now())
    except NotFound as error:
        return render(request, "stories/link_gone.html", {"reason": error.message}, status=404)
    if found is None and request.method == "GET":
        rehearse(artifact, now=timezone.now())  # who opens the page will soon want to hear it
    base_url = f"{request.scheme}://{request.get_host()}"
    manifest = present.artifacts([artifact], base_url=base_url)[0]["manifest"]
    staged = staged_many([artifact]).get(artifact.pk)
    script = Revision.objects.get(artifact=artifact, number=artifact.current_version).content["script"]
    is_recorded = found is not None and found[1].status == Status.SUCCEEDED
    player = {
        "token": token,
        "startUrl": "/api/share/table-read/start-live",
        "audioUrl": present.live_path(token),
        "eventsUrl": f"/share/table-read-events/{token}",
        "status": manifest["audio"]["live"]["status"],
        "bed": bed_of(staged, base_url=base_url) if staged else {"scenes": [], "cues": []},
        "parts": spoken_parts(found[1].pk) if found and is_recorded else [],
    }
    context = {
        "script": script,
        "scenes": _pictured(numbered(script["scenes"]), manifest.get("scenes", [])),
        "manifest": manifest,
        "player": player,
        "is_fullscreen": request.GET.get("view") == "fullscreen",
    }
    return render(request, "stories/theater.html", context)


def _pictured(scenes: list[dict[str, Any]], pictures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The scenes, each with its picture where one is drawn."""
    told = [{"picture_url": one["pictureUrl"], "alt": one["alt"]} for one in pictures] or [{}] * len(scenes)
    return [{**scene, **picture} for scene, picture in zip(scenes, told, strict=True)]


def bed_of(state: Staged, *, base_url: str) -> dict[str, Any]:
    """What sounds beside the voices as far as it is made: the scenes' music with their lines, and the effects."""
    directions = printed.scenes(state, music.jobs_of_music(state), base_url=base_url)
    cues = printed.cues(state, state.cues, base_url=base_url)
    scenes, first = [], 0
    for scene, told in zip(state.script["scenes"], directions, strict=True):
        last = first + len(scene["lines"]) - 1
        if told["audioUrl"] and told["enabled"] and told["weight"] and last >= first:
            scenes.append({"lines": [first, last], "audioUrl": told["audioUrl"], "weight": told["weight"]})
        first = last + 1
    return {
        "scenes": scenes,
        "cues": [
            {
                "line": cue["entryIndex"],
                "trigger": cue["triggerOffset"],
                **{name: cue[name] for name in ("offsetMs", "durationMs", "volume", "soundUrl")},
            }
            for cue in cues
            if cue["soundUrl"] and cue["volume"]
        ],
    }


def numbered(scenes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The scenes, each line with its number in the whole script, from 0, as the live read's events name it."""
    index, found = 0, []
    for scene in scenes:
        lines = [{**line, "index": index + offset} for offset, line in enumerate(scene["lines"])]
        index += len(lines)
        found.append({**scene, "lines": lines})
    return found


def spoken_parts(job_id: str) -> list[dict[str, Any]]:
    """Everything that was said in a performance, with its times in the sound."""
    events = JobEvent.objects.filter(job_id=job_id, type=SPOKEN).order_by("seq")
    told = [told_of(event.type, event.data) for event in events]
    return [data for found in told if found for _, data in [found]]
