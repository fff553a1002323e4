"""Films by a provider that films itself: a task for each clip, followed while the worker is free, and the clips joined.

Where none is configured, films are painted and moved: see `pipeline`.
"""

import logging
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction

from generation.films.stages import asset_path
from generation.jobs.context import Made, Origin, StageContext
from generation.jobs.models import Job, ProviderCall
from generation.jobs.states import Status
from generation.media.child import Maker
from generation.providers.base import VideoRequest
from generation.routing.routes import adapter_for
from wire.errors import StudioError

log = logging.getLogger(__name__)
OPERATION = "film"


def film_stage(ctx: StageContext) -> dict[str, Any]:
    """Have every clip filmed; each is one submitted task, asked for now and then."""
    films: Any = ctx.adapter("video")
    clips = []
    for number, request in enumerate(_requests(ctx.params, films.longest_ms)):
        made = ctx.call_long(
            f"clip-{number:02}", info=films.info, operation=OPERATION, submit=_submitter(films, request),
            is_done=films.is_done, fetch=_fetcher(films, request),
        )  # fmt: skip
        clips.append({"assetId": made.assets["clip"], **made.data})
    return {
        "clips": clips,
        "provider": films.info.provider,
        "model": films.info.model,
        "latencyMs": sum(clip["latencyMs"] for clip in clips),
    }


def _requests(params: dict[str, Any], longest_ms: int) -> list[VideoRequest]:
    """The film in as few clips of one length as it takes."""
    whole = round(params["duration_s"] * 1000)
    count = -(-whole // longest_ms)
    bounds = [whole * number // count for number in range(count + 1)]
    return [
        VideoRequest(
            prompt=params["prompt"],
            width=params["width"],
            height=params["height"],
            duration_ms=end - start,
            negative=params.get("negative", ""),
            seed=params["seed"] + number,
        )
        for number, (start, end) in enumerate(pairwise(bounds))
    ]


def _submitter(films: Any, request: VideoRequest) -> Callable[[Path], Made]:
    def submit(folder: Path) -> Made:
        return Made(films.submit(request) | {"submittedAt": time.time()})

    return submit


def _fetcher(films: Any, request: VideoRequest) -> Callable[[dict[str, Any], Path], Made]:
    def fetch(submitted: dict[str, Any], folder: Path) -> Made:
        clip = films.fetch(submitted, request, folder / "clip.mp4")
        latency_ms = max(1, round((time.time() - submitted["submittedAt"]) * 1000))
        return Made({"frames": clip.frames, "notes": list(clip.notes), "latencyMs": latency_ms}, {"clip": clip.path})

    return fetch


def join_stage(ctx: StageContext) -> dict[str, Any]:
    """Join the clips with their sound, and take the film's poster."""
    filmed = ctx.outputs["paint"]
    clips = filmed["clips"]
    out, poster = ctx.workdir / "video.mp4", ctx.workdir / "poster.jpg"
    paths = [asset_path(ctx, clip["assetId"]) for clip in clips]
    ctx.maker.call("generation.media.received:join_films", paths, [clip["frames"] for clip in clips], out, poster)
    frames = sum(clip["frames"] for clip in clips)
    origin = Origin(models=((filmed["provider"], filmed["model"]),))
    return {
        "assetId": ctx.publish(out, origin, content_type="video/mp4", filename="video.mp4"),
        "posterAssetId": ctx.publish(poster, origin, content_type="image/jpeg", filename="poster.jpg"),
        "durationMs": frames * 40,
        "width": ctx.params["width"],
        "height": ctx.params["height"],
        "frames": frames,
        "description": "; ".join([ctx.params["prompt"][:200], *(note for clip in clips for note in clip["notes"])]),
        "provider": filmed["provider"],
        "model": filmed["model"],
        "latencyMs": filmed["latencyMs"],
    }


def give_up(job: Job, status: str, error: StudioError | None) -> None:
    """After a job that nobody waits for any more: tell the provider to stop what it still films. It may not listen."""
    if status == Status.SUCCEEDED:
        return
    calls = ProviderCall.objects.filter(job=job, operation=OPERATION, status=ProviderCall.FINISHED)
    data = dict(calls.values_list("key", "data"))
    tasks = [
        told
        for key, told in data.items()
        if key.endswith(".submit") and told and key.replace(".submit", ".fetch") not in data
    ]
    if tasks:
        films = adapter_for(job.organization_id, "video", Maker())
        # Outside of the transaction, and nobody waits for it: what it costs is the vendor's to say.
        transaction.on_commit(lambda: threading.Thread(target=_cancel, args=(films, tasks), daemon=True).start())


def _cancel(films: Any, tasks: list[dict[str, Any]]) -> None:
    try:
        for task in tasks:
            films.cancel(task)
    except Exception:
        log.exception("What a vendor still films could not be canceled.")
