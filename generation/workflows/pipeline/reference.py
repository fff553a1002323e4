"""A film that a request names: fetched, told to be one, and measured by a confined process."""

from pathlib import Path
from typing import Any

from django.conf import settings

from generation.assets.services import get_asset
from generation.films.stages import asset_path
from generation.jobs.context import StageContext
from generation.jobs.origin import Used
from generation.media.adverts.measure import LONGEST_S
from generation.media.sandbox import confined_work
from generation.media.timeline import limits
from generation.media.timeline.boxes import check_boxes, kind_of
from generation.media.timeline.ingest import inspect
from generation.projects.sources import own_file
from wire.errors import GenerationFailed
from wire.fetch import Policy, fetch

Json = dict[str, Any]
MAX_BYTES, TIMEOUT_S = 300_000_000, 120.0
_TYPES = (
    "video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/x-m4v", "video/mpeg", "video/mp2t",
    "application/octet-stream", "binary/octet-stream", "application/mp4", "",
)  # fmt: skip


def fetched(ctx: StageContext) -> tuple[Path, Json]:
    """The film in the attempt's folder, and what there is to know of it: its `seconds` and `pixels`.

    Raises `SourceFetchFailed`, `GenerationFailed` for what is no advert.
    """
    path = ctx.workdir / "reference"
    policy = Policy(
        max_bytes=MAX_BYTES, timeout_s=TIMEOUT_S, content_types=_TYPES, allowed=settings.STUDIO_FETCH_ALLOW,
        own=own_file,
    )  # fmt: skip
    with path.open("wb") as sink:
        fetch(ctx.params["url"], policy, sink=sink)
    found = inspect(path, within=ctx.workdir)
    if found.seconds > LONGEST_S:
        message = f"The film lasts {found.seconds:.0f} s: an advert has {LONGEST_S} at most."
        raise GenerationFailed(message, reason="too_long")
    return path, {"seconds": found.seconds, "pixels": found.pixels}


def used(ctx: StageContext, reference: Json) -> Used:
    """The film as what an edited one was made of."""
    asset = get_asset(reference["assetId"], organization_id=ctx.organization_id)
    return Used(asset_path(ctx, asset.pk), asset.pk, asset.blob.sha256, "video/mp4", "parent")


def measured(ctx: StageContext, path: Path, reference: Json) -> Json:
    """What `adverts.measure` says of the film."""
    found: Json = confined(ctx, path, reference, "measure:measure", ctx.workdir)
    return found


def confined(ctx: StageContext, path: Path, reference: Json, target: str, out: Path, **arguments: Any) -> Any:
    """Have `generation.media.adverts.<target>` work on the film in the sandbox."""
    kind = kind_of(path)
    if kind == "mov":
        check_boxes(path)
    return confined_work(
        f"generation.media.adverts.{target}", [path], out,
        limits=limits.work(60 + 4 * reference["seconds"], reference["pixels"]), report=ctx.progress,
        is_wanted=lambda: not ctx.lease.is_lost, kind=kind, **arguments,
    )  # fmt: skip
