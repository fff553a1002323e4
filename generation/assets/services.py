"""Keep bytes, find them again, and sign the URLs under which they are served."""

import hashlib
import re
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core import signing
from django.db import transaction

from generation.assets.models import Asset, Blob, Landing, asset_id
from generation.assets.quota import require_room_to_keep
from generation.assets.storage import StoreAway, store
from wire.errors import NotFound

_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class StoredBytes:
    """Bytes that are in the store and have no name yet; the collector takes them if they get none within its grace.

    `landing` is what keeps them until then; where it was not handed on, it goes with the grace.
    """

    sha256: str
    size: int
    landing: int | None = None


class Holder(NamedTuple):
    """The attempt of a job that stores bytes: what it has not named when it ends goes with it."""

    job_id: str
    attempt: int


@dataclass(frozen=True)
class Promised:
    """Stored bytes and the name that they are to get: `asset_id` stands already in what is to be committed with it."""

    stored: StoredBytes
    content_type: str
    filename: str
    asset_id: str = field(default_factory=asset_id)


def store_bytes(organization_id: str, path: Path, *, holder: Holder | None = None) -> StoredBytes:
    """`store_each` of one file."""
    return store_each(organization_id, [path], holder=holder)[0]


def store_each(organization_id: str, paths: Sequence[Path], *, holder: Holder | None = None) -> list[StoredBytes]:
    """Copy the files into the store, in their order: all of them, or none where there is no room for all that is new.

    Slow work, to be done outside any transaction. Raises `QuotaFull`.
    """
    measured = [_hash(path) for path in paths]
    if not measured:
        return []
    with transaction.atomic():
        _require_room_for(organization_id, dict(measured))
        blobs = _locked_blobs(organization_id, dict(measured))
        held = holder._asdict() if holder else {}
        landings = Landing.objects.bulk_create(Landing(blob=blobs[digest], **held) for digest, _ in measured)
    # From here on nobody drops these bytes, so what is there already need not be sent again.
    for (digest, size), path in zip(measured, paths, strict=True):
        store().put(blobs[digest].storage_name, path, size)
    return [StoredBytes(digest, size, landing.pk) for (digest, size), landing in zip(measured, landings, strict=True)]


def _require_room_for(organization_id: str, sizes: dict[str, int]) -> None:
    """For those of the contents (by sha256) that are not there yet."""
    rows = Blob.objects.filter(organization_id=organization_id, sha256__in=sizes)
    more = sum(sizes.values()) - sum(rows.values_list("size", flat=True))
    if more:
        require_room_to_keep(organization_id, more)


def name_bytes(
    organization_id: str,
    stored: StoredBytes,
    *,
    content_type: str,
    filename: str,
    project_id: str | None = None,
    asset_id: str | None = None,
) -> Asset:
    """Give stored bytes a name: rows only, fit for a transaction. Equal content of one organization is kept once.

    `asset_id` is the id of a file that was promised before its bytes were there. Raises as `name_promised`.
    """
    known = {"asset_id": asset_id} if asset_id else {}
    promised = Promised(stored, content_type, filename, **known)
    return name_promised(organization_id, [promised], project_id=project_id)[0]


def name_each(
    organization_id: str,
    stored: Sequence[StoredBytes],
    *,
    content_type: str,
    filename: str,
    project_id: str | None = None,
) -> list[Asset]:
    """`name_bytes` for many files of one kind; assets in the order of the files."""
    promised = [Promised(one, content_type, filename) for one in stored]
    return name_promised(organization_id, promised, project_id=project_id)


def name_promised(organization_id: str, promised: Sequence[Promised], *, project_id: str | None = None) -> list[Asset]:
    """Give files the names that were promised, in a fixed number of queries, inside a transaction.

    Raises `StoreAway` where the bytes were collected meanwhile, as they are a day after they came.
    """
    landings = [one.stored.landing for one in promised if one.stored.landing is not None]
    blobs = _locked_blobs(
        organization_id,
        {one.stored.sha256: one.stored.size for one in promised},
        there={one.stored.sha256 for one in promised if one.stored.landing is not None},
    )
    if landings:
        Landing.objects.filter(pk__in=landings).delete()
    return Asset.objects.bulk_create(
        Asset(
            id=one.asset_id,
            organization_id=organization_id,
            project_id=project_id,
            blob=blobs[one.stored.sha256],
            content_type=one.content_type,
            filename=one.filename,
        )
        for one in promised
    )


def store_file(
    organization_id: str, path: Path, *, content_type: str, filename: str, project_id: str | None = None
) -> Asset:
    """`store_bytes` and `name_bytes` in one, where no transaction is open.

    The bytes come before the row, so a crash in between leaves an unreferenced blob and never a row without bytes.
    """
    stored = store_bytes(organization_id, path)
    with transaction.atomic():
        return name_bytes(organization_id, stored, content_type=content_type, filename=filename, project_id=project_id)


def _locked_blobs(organization_id: str, sizes: dict[str, int], *, there: Set[str] = frozenset()) -> dict[str, Blob]:
    """The rows of contents by sha256, made where they are not there but for those `there`, which must be; inside a
    transaction, in a fixed number of queries.

    Locked, so that whoever drops a blob's last name at this moment has either not begun or finished.
    """
    rows = Blob.objects.filter(organization_id=organization_id, sha256__in=sizes).order_by("pk")
    blobs = {blob.sha256: blob for blob in rows.select_for_update(no_key=True)}
    if there - blobs.keys():
        raise StoreAway("What was stored has been collected before it got its name.")
    missing = [
        Blob(organization_id=organization_id, sha256=sha256, size=size)
        for sha256, size in sorted(sizes.items())
        if sha256 not in blobs
    ]
    if missing:
        Blob.objects.bulk_create(missing, ignore_conflicts=True)
        blobs = {blob.sha256: blob for blob in rows.select_for_update(no_key=True)}
    return blobs


def drop_asset(asset_id: str) -> None:
    """Delete an asset for good, and its bytes unless another asset has them too, or is about to. Inside the caller's
    transaction.

    The bytes go before the commit, under the blob's lock: after it, a rival might have named them anew.
    """
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None:
        return
    blob = Blob.objects.select_for_update().filter(pk=asset.blob_id).first()
    if blob is None:
        return  # a rival dropped the same asset while we waited for the lock
    Asset.objects.filter(pk=asset_id).delete()
    if not Asset.objects.filter(blob=blob).exists() and not Landing.objects.filter(blob=blob).exists():
        store().delete(blob.storage_name)
        blob.delete()


def _hash(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def get_asset(asset_id: str, *, organization_id: str) -> Asset:
    """Raises `NotFound` for a missing asset and for another organization's alike."""
    asset = Asset.objects.select_related("blob").filter(pk=asset_id, organization_id=organization_id).first()
    if asset is None:
        raise NotFound("No such asset.", kind="asset")
    return asset


def local_copy(asset: Asset, within: Path) -> Path:
    """The asset's bytes as a file on this host, read-only, for as long as the folder `within` is there.

    Its name is the content's sha256. Raises `FileNotFoundError`, which the embedded store leaves to whoever opens the
    file, and `StoreAway`.
    """
    return store().local_copy(asset.blob.storage_name, within, asset.blob.size)


def local_copy_of(organization_id: str, stored: StoredBytes, within: Path) -> Path:
    """`local_copy` of bytes that nobody has named, while their landing keeps them."""
    name = Blob(organization_id=organization_id, sha256=stored.sha256).storage_name
    return store().local_copy(name, within, stored.size)


def open_bytes(asset: Asset, start: int = 0, end: int | None = None) -> BinaryIO:
    """The asset's bytes from `start` on, to be read once and closed; those after `end` may follow.

    Raises `FileNotFoundError`, `StoreAway`.
    """
    return store().read_from(asset.blob.storage_name, start, end)


def read_bytes(asset: Asset) -> bytes:
    """All bytes of a small file; raises as `open_bytes`."""
    with open_bytes(asset) as source:
        return source.read()


def has_bytes(asset: Asset) -> bool:
    return store().exists(asset.blob.storage_name)


def _signer() -> signing.Signer:
    return signing.Signer(salt="asset")  # no time stamp of its own, which would make every URL another one


def signed_url(asset: Asset, *, expires_s: int, now: float | None = None, download_name: str | None = None) -> str:
    """An absolute-path URL that serves the asset until `expires_s` seconds from `now` (Unix time).

    The expiry is inside the signature, and rounded up to the hour so that two reads of one manifest print
    the same URL and caches and ETags can work.
    """
    deadline = int((now if now is not None else time.time()) + expires_s)
    deadline += -deadline % 3600
    token = _signer().sign_object([asset.pk, deadline, download_name or ""])
    return f"{settings.STUDIO_PUBLIC_URL}/media/{token}/{asset.filename}"


_OWN_PATH = re.compile(r"/media/([^/]+)/[^/]*")


def own_asset(url: str) -> Asset | None:
    """The asset behind one of the studio's own signed URLs; None for any other address.

    Raises `NotFound` for one of ours whose signature is broken or whose time is up.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # an address that is none: whoever fetches says why
        return None
    ours = urlsplit(settings.STUDIO_PUBLIC_URL)
    path = _OWN_PATH.fullmatch(parts.path)
    # Without a public URL any host may be ours: there, only the signature tells.
    if path is None or (ours.netloc and parts.netloc != ours.netloc):
        return None
    try:
        return open_signed(unquote(path[1]))[0]
    except NotFound:
        if ours.netloc:
            raise
        return None


def open_signed(token: str, *, now: float | None = None) -> tuple[Asset, str]:
    """The asset behind a signed URL and the name to download it under ("" to show it in place).

    Raises `NotFound` when the token is not ours, has expired, or the asset is gone.
    """
    try:
        asset_id, deadline, download_name = _signer().unsign_object(token)
    except signing.BadSignature:
        raise NotFound("This link is not valid.", kind="asset") from None
    if (now if now is not None else time.time()) > deadline:
        raise NotFound("This link has expired. Read the artifact again for a fresh one.", kind="asset")
    asset = Asset.objects.select_related("blob").filter(pk=asset_id).first()
    if asset is None:
        raise NotFound("This file no longer exists.", kind="asset")
    return asset, download_name
