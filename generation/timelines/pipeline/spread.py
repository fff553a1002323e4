"""A long export in pieces: jobs of their own, which any worker of any host claims, and the export joins what they made.

A piece is some of the chunks that the render would encode one after the other. They are found by the hash of what
decides them, so the render encodes what is missing for whatever reason, and a film is the same however it was shared
out. Pieces cost nothing: the export is charged. Nobody names their files: they are collected a day later.
"""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from generation.assets.services import StoredBytes, local_copy_of, store_each
from generation.jobs.context import StageContext
from generation.jobs.models import Job
from generation.jobs.pauses import Suspend
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.services import cancel_job, create_job, wake_job
from generation.jobs.states import LIVE, Status
from generation.media.timeline.apart import chunks_apart
from generation.media.timeline.index import Footage as Index
from generation.media.timeline.render import PIECE_CHUNKS, chunk_name, chunks_of
from generation.timelines.films import film
from wire.errors import StudioError

PIECE_KIND = "editor.export.piece"
LOOK_AGAIN = timedelta(seconds=5)


def spread(ctx: StageContext) -> dict[str, Any]:
    """What the pieces made, by chunk; nothing for a film that is short. Suspends the export while they are at work."""
    if ctx.params["format"] != "mp4" or not settings.STUDIO_SPLIT_S:
        return {}
    pieces = list(_pieces_of(ctx.job_id))
    if not pieces:
        groups = _groups(ctx)
        if len(groups) < 2:
            return {}
        with ctx.fenced():
            pieces = [_create(ctx, keys) for keys in groups]
    over = [piece for piece in pieces if piece.status not in LIVE]
    if len(over) < len(pieces):
        ctx.progress(len(over) / len(pieces), f"{len(over)} of {len(pieces)} pieces are done")
        raise Suspend(f"Rendering in {len(pieces)} pieces, {len(over)} are done", look_again=LOOK_AGAIN)
    return {"chunks": {key: made for piece in over for key, made in (piece.result or {}).get("chunks", {}).items()}}


def _groups(ctx: StageContext) -> list[list[str]]:
    """The keys of the chunks that are to be encoded, piece by piece; none where it is not worth it."""
    made = film(ctx.params["film"], ctx.workdir)
    if set(made.timeline.sources) - set(made.indexes):
        return []
    chunks = chunks_of(made.timeline, {path: _index(index) for path, index in made.indexes.items()})
    if sum(chunks.values()) < settings.STUDIO_SPLIT_S * made.timeline.rate.fraction:
        return []
    keys = list(chunks)
    return [keys[at : at + PIECE_CHUNKS] for at in range(0, len(keys), PIECE_CHUNKS)]


def _index(path: Path) -> Index:
    return Index.from_bytes(path.read_bytes())


def _create(ctx: StageContext, keys: list[str]) -> Job:
    return create_job(
        organization_id=ctx.organization_id,
        kind=PIECE_KIND,
        params={"film": ctx.params["film"], "keys": keys},
        project_id=ctx.project_id,
        subject_id=ctx.job_id,
    )


def _pieces_of(job_id: str) -> Any:
    return Job.objects.filter(kind=PIECE_KIND, subject_id=job_id).order_by("pk")


def take_chunks(ctx: StageContext, parts: Path) -> None:
    """Lay what the pieces made where the render looks for it. Copied: the confined process may write there."""
    parts.mkdir(parents=True, exist_ok=True)
    for key, (sha256, size) in ctx.outputs["spread"].get("chunks", {}).items():
        target = parts / chunk_name(key)
        if target.exists():
            continue
        try:
            copy = local_copy_of(ctx.organization_id, StoredBytes(sha256, size), ctx.workdir)
            shutil.copyfile(copy, target)
        except FileNotFoundError:  # collected, because the export was resumed days later: the render makes it again
            target.unlink(missing_ok=True)


def cancel_pieces(job: Job) -> None:
    """An export that ended needs its pieces no more."""
    for piece in _pieces_of(job.pk).filter(status__in=LIVE):
        cancel_job(piece.pk, reason="Its export has ended.")


# ---------------------------------------------------------------- a piece


def _render(ctx: StageContext) -> dict[str, Any]:
    made, keys = film(ctx.params["film"], ctx.workdir), ctx.params["keys"]
    files = chunks_apart(
        made.timeline,
        ctx.workdir / "chunks",
        keys,
        footages={path: _index(index) for path, index in made.indexes.items()},
        report=ctx.progress,
        is_wanted=lambda: not ctx.lease.is_lost,
    )
    stored = store_each(ctx.organization_id, list(files.values()))
    return {"chunks": {key: [one.sha256, one.size] for key, one in zip(files, stored, strict=True)}}


def _end(job: Job, status: str, error: StudioError | None) -> None:
    """The last piece wakes its export. One that failed does not fail it: the render tries by itself, and says why.

    The export's row may be locked by whoever cancels it and, next, its pieces: nobody waits for it here, and what is
    passed over the export finds when it looks again.
    """
    can_skip = connection.features.has_select_for_update_skip_locked
    export = Job.objects.select_for_update(skip_locked=can_skip).filter(pk=job.subject_id, status=Status.SUSPENDED)
    if not _pieces_of(job.subject_id or "").filter(status__in=LIVE).exists() and export.exists():
        wake_job(job.subject_id or "", reason="pieces_done")


PIECE = Pipeline(
    kind=PIECE_KIND,
    label="Render a piece of an export",
    stages=(Stage("render", _render, label="Rendering a piece"),),
    on_end=_end,
)
