"""Perform a table read live: every line into the stream as it is spoken, then the whole as one recording."""

import logging
from typing import Any

from generation.assets.services import get_asset, read_bytes
from generation.films.live import perform_live, rehearse
from generation.films.stages import origin_of
from generation.jobs.context import StageContext
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS, Pipeline, Stage
from generation.jobs.states import LIVE
from generation.media import live
from generation.projects.models import Rendition
from generation.stories.pipeline.brief import require_project
from generation.stories.pipeline.finalize import load, note_edit_number
from generation.stories.services.live import LIVE_KIND, REHEARSAL_KIND
from wire.errors import StudioError

log = logging.getLogger(__name__)


def _publish(ctx: StageContext) -> dict[str, Any]:
    """The stream's parts as one file, which players can seek in."""
    stream = ctx.outputs["perform"]["stream"]
    recording = ctx.workdir / "read.mp3"
    with recording.open("wb") as out:
        for asset_id in stream["partAssetIds"]:
            out.write(read_bytes(get_asset(asset_id, organization_id=ctx.organization_id)))
    kept = ctx.publish(recording, origin_of(ctx, "perform"), content_type=live.CONTENT_TYPE, filename="read.mp3")
    return {"assetId": kept, "durationMs": stream["durationMs"]}


def _keep_recording(ctx: StageContext, output: dict[str, Any]) -> None:
    performance = {name: value for name, value in ctx.outputs["perform"].items() if name != "stream"}
    Rendition.objects.filter(job_id=ctx.job_id).update(
        asset_id=output["assetId"], duration_ms=output["durationMs"], data={"performance": performance}
    )


def rehearse_read(ctx: StageContext) -> dict[str, Any]:
    """Speak the beginning ahead. What keeps it from that will keep the performance, which says why."""
    try:
        performances = Job.objects.filter(kind=LIVE_KIND, subject_id=ctx.params["artifactId"], status__in=LIVE)
        return rehearse(ctx, load(ctx), is_over=performances.all().exists)
    except StudioError as error:
        log.info("%s: no rehearsal of %s (%s)", ctx.job_id, ctx.params["artifactId"], error.message)
        return {"saidMs": 0}


REHEARSAL = Pipeline(
    kind=REHEARSAL_KIND,
    label="Rehearse a live read",
    stages=(Stage("rehearse", rehearse_read, label="Rehearsing the beginning"),),
    priority=EXPRESS,
)

LIVE_READ = Pipeline(
    kind=LIVE_KIND,
    label="Perform the read live",
    stages=(
        Stage("load", load, weight=1, label="Reading the script", commit=note_edit_number),
        Stage("perform", perform_live, weight=30, label="Performing the read"),
        Stage("publish", _publish, weight=1, label="Publishing", commit=_keep_recording),
    ),
    on_resume=require_project,
    priority=EXPRESS,
)
