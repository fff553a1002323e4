"""Footage on its way in: the job that reads it, and what people are told about it."""

from django.conf import settings

from generation.assets.services import NotFound, open_bytes, own_asset
from generation.jobs.registry import EXPRESS
from generation.jobs.services import create_job
from generation.timelines.models import Footage
from wire.fetch import OwnFile, Policy, check_url
from wire.places import refused
from wire.principal import Principal

IMPORT_KIND = "editor.import"
FETCH_TIMEOUT_S = 900.0
CHECK_TIMEOUT_S = 8.0
# What servers call videos; the reader looks at the bytes, whatever they are called.
FETCHED_TYPES = (
    "video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/x-msvideo", "video/mpeg", "video/mp2t",
    "video/x-m4v", "application/octet-stream", "binary/octet-stream", "application/mp4", "",
)  # fmt: skip


def fetch_policy(*, timeout_s: float = FETCH_TIMEOUT_S) -> Policy:
    return Policy(
        max_bytes=settings.STUDIO_MAX_UPLOAD_BYTES,
        timeout_s=timeout_s,
        content_types=FETCHED_TYPES,
        allowed=settings.STUDIO_FETCH_ALLOW,
        own=_own_file,
    )


def _own_file(url: str) -> OwnFile | None:
    try:
        asset = own_asset(url)
        return OwnFile(open_bytes(asset), asset.content_type) if asset else None
    except (NotFound, FileNotFoundError):
        raise refused("upstream_status", "This link of the studio has expired or is not valid.", status=404) from None


def check_address(url: str) -> None:
    """Raises `SourceFetchFailed` for an address that will never be fetched. Looks its name up: not in a transaction."""
    policy = fetch_policy(timeout_s=CHECK_TIMEOUT_S)
    own = policy.own(url) if policy.own else None
    if own is not None:
        own.body.close()
        return
    check_url(url, policy)


def queue_import(footage: Footage, *, principal: Principal) -> Footage:
    """Write the footage's row and the job that reads it. Costs nothing.

    A file that is here is looked at without waiting for a lane: its segment is there within seconds. One that has to be
    fetched may take minutes.
    """
    job = create_job(
        organization_id=footage.project.organization_id,
        kind=IMPORT_KIND,
        params={"footageId": footage.pk, "url": footage.url},
        project_id=footage.project_id,
        subject_id=footage.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
        priority=None if footage.url else EXPRESS,
    )
    footage.job_id, footage.status = job.pk, Footage.Status.IMPORTING
    footage.save()
    return footage
