"""Clips of graded segments: rendered by a job when somebody first asks, at an address that stays the same."""

import hashlib
import json
import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction

from generation.assets.models import Asset
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.jobs.states import LIVE, Status
from generation.projects.services import lock_project
from generation.timelines.films import frozen
from generation.timelines.layout import Piece
from generation.timelines.models import Segment
from generation.timelines.services import kept
from generation.timelines.services.access import timeline_of
from wire.errors import GenerationFailed, NotFound

CLIP_KIND = "editor.clip"
_SUBJECT_LENGTH = 40  # hexadecimal digits that a job has room for: 160 bits
LIFETIME_S = 7 * 24 * 3600
_VERSION = 1


def _signer() -> signing.Signer:
    return signing.Signer(salt="clip")


def clip_path(segment: Segment, *, now: float | None = None) -> str:
    """The path of the segment's clip, with the public URL if there is one. Its range is signed: a trim is another."""
    deadline = int((now if now is not None else time.time()) + LIFETIME_S)
    deadline += -deadline % 3600
    token = _signer().sign_object([segment.pk, segment.start, segment.end, deadline])
    return f"{settings.STUDIO_PUBLIC_URL}/media/segments/{token}/segment.mp4"


@dataclass(frozen=True)
class Clip:
    """A clip that is there, or the job that makes it."""

    asset: Asset | None
    job: Job | None


def open_clip(token: str, *, now: float | None = None) -> Clip:
    """The clip behind an address. When there is none yet, the job that renders it, started if need be.

    Raises `NotFound` for a token that is not ours or too old; GenerationFailed when the last attempt at it failed.
    """
    try:
        segment_id, start, end, deadline = _signer().unsign_object(token)
    except signing.BadSignature:
        raise NotFound("This link is not valid.", kind="asset") from None
    if (now if now is not None else time.time()) > deadline:
        raise NotFound("This link has expired. Read the project again for a fresh one.", kind="asset")
    rows = Segment.objects.select_related("footage", "project", "project__timeline")
    segment = rows.filter(pk=segment_id, project__deleted_at__isnull=True).first()
    if segment is None:
        raise NotFound("This segment no longer exists.", kind="asset")
    told = frozen(timeline_of(segment.project), [Piece(segment, start, end)])
    decides = json.dumps([_VERSION, told], sort_keys=True)
    return _found_or_started(segment, told, hashlib.sha256(decides.encode()).hexdigest())


def _found_or_started(segment: Segment, told: dict, key: str) -> Clip:
    organization_id = segment.project.organization_id
    if asset := kept.find(organization_id, [key]).get(key):
        return Clip(asset, None)
    subject_id = key[:_SUBJECT_LENGTH]
    latest = Job.objects.filter(organization_id=organization_id, kind=CLIP_KIND, subject_id=subject_id)
    job = latest.order_by("-created_at").first()
    if job is None or job.status in (Status.SUCCEEDED, Status.CANCELED):  # its file is gone: made again
        with transaction.atomic():
            lock_project(segment.project)  # so that of two readers at once one starts it
            job = latest.filter(status__in=LIVE).first() or create_job(
                organization_id=organization_id,
                kind=CLIP_KIND,
                params={"film": told, "key": key},
                project_id=segment.project_id,
                subject_id=subject_id,
            )
    if job.status == Status.FAILED:
        raise GenerationFailed(job.error_message or "The clip could not be rendered.", reason="clip_failed")
    return Clip(None, job)
