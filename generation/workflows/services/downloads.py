"""`GET /export?source=`: a film by its address, from the store or from a domain that the operator allows."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from django.conf import settings

from generation.assets.models import Asset
from generation.assets.services import own_asset
from wire.errors import InsufficientScope, NotFound, SourceFetchFailed, ValidationFailed
from wire.fetch import Policy, fetch
from wire.places import parse

MAX_BYTES = 500_000_000
TIMEOUT_S = 120.0
_TYPES = ("video/mp4", "application/octet-stream", "binary/octet-stream", "application/mp4")


def own_film(source: str, *, organization_id: str) -> Asset | None:
    """The film behind one of the studio's own signed addresses; None for another's address.

    Raises `NotFound` for one that has expired, or that belongs to another organization; `ValidationFailed` for a file
    that is no MP4.
    """
    asset = own_asset(source)
    if asset is None:
        return None
    if asset.organization_id != organization_id:
        raise NotFound("There is no such video.", kind="asset")
    if asset.content_type != "video/mp4":
        raise ValidationFailed("source is not an MP4 video.", field="source")
    return asset


def fetched_film(source: str) -> IO[bytes]:
    """A film from an allowed domain, in a file of its own that goes when it is closed.

    Raises `ValidationFailed` for what is no https address, `InsufficientScope` for a domain that is not allowed (the
    family calls it a restricted resource), `SourceFetchFailed`.
    """
    host = _host(source)
    allowed = settings.STUDIO_EXPORT_DOMAINS
    if not any(host == domain or host.endswith(f".{domain}") for domain in allowed):
        raise InsufficientScope(f"Videos of {host} cannot be exported: the domain is not allowed.")
    with ExitStack() as undone:
        file = undone.enter_context(tempfile.TemporaryFile(prefix="studio-export-", dir=_folder()))
        # Without redirects: the domain that was allowed is the one that answers.
        policy = Policy(
            max_bytes=MAX_BYTES, timeout_s=TIMEOUT_S, content_types=_TYPES, max_redirects=0,
            allowed=settings.STUDIO_FETCH_ALLOW,
        )  # fmt: skip
        fetch(source, policy, sink=file)
        file.seek(4)
        if file.read(4) != b"ftyp":
            raise ValidationFailed("source is not an MP4 video.", field="source")
        undone.pop_all()
    return file


def _host(source: str) -> str:
    """Read as the fetch will read it: of `https://a\\@b/` another parser says b, and a is where it leads."""
    try:
        place = parse(source)
    except SourceFetchFailed:
        place = None
    if place is None or place.scheme != "https":
        raise ValidationFailed("source must be an https address of a video.", field="source")
    return place.host.lower().rstrip(".")


def _folder() -> Path:
    folder = Path(settings.STUDIO_DATA) / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
