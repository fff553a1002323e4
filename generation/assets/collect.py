"""Collection: what nothing leads to goes, after a grace, and only after another look under the lock of its blob.

Four kinds: landings that nobody named, blobs without a referrer, files of the store without a blob, pieces of uploads
that never became whole. What an attempt of a job left unnamed goes with the attempt, without a grace. Whoever stores a
file commits its row and a landing first (`store_bytes`), so that equal bytes which come at this moment are either seen
here or found missing there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from generation.assets.models import Blob, Landing
from generation.assets.storage import Listed, store

GRACE = timedelta(days=1)
PIECES_FOR = timedelta(days=7)
MOST = 500  # blobs a round

_CONTENT = re.compile(r"(?P<organization>[^/]+)/[0-9a-f]{2}/(?P<sha256>[0-9a-f]{64})")
_PIECE = re.compile(r"[^/]+/(?:incoming/[^/]+|pieces)/[^/]+")


@dataclass
class Collected:
    """What went, or would go: names in the store with their sizes, and how many landings ran out."""

    blobs: dict[str, int] = field(default_factory=dict)
    strays: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)
    landings: int = 0

    @property
    def freed(self) -> int:
        return sum(sum(kind.values()) for kind in (self.blobs, self.strays, self.pieces))


def run(*, now: datetime) -> int:
    """What the rows alone tell; the worker calls it every few minutes."""
    return len(collect(now=now).blobs)


def run_strays(*, now: datetime) -> int:
    """Looks through the whole store; the worker calls it once a day."""
    return len(collect_strays(now=now).strays)


def collect(*, now: datetime, dry_run: bool = False, grace: timedelta = GRACE) -> Collected:
    """Landings and blobs that are older than the grace; at most `MOST` of the latter."""
    found = Collected()
    old = Landing.objects.filter(created_at__lt=now - grace)
    found.landings = old.count() if dry_run else old.delete()[0]
    free = _unreferenced(Blob.objects.filter(created_at__lt=now - grace), but_for=old if dry_run else None)
    for blob in free.order_by("created_at")[:MOST]:
        if dry_run or _drop(blob.pk):
            found.blobs[blob.storage_name] = blob.size
    return found


def collect_strays(*, now: datetime, dry_run: bool = False, grace: timedelta = GRACE) -> Collected:
    """Files that no blob tells of, and pieces of uploads that nobody finished."""
    found = Collected()
    for page in _pages(store().listed()):
        for one, match in _without_blob([one for one in page if one.modified_at < now - grace]):
            if dry_run or _drop_stray(one, **match.groupdict()):
                found.strays[one.name] = one.size
        for one in page:
            if _PIECE.fullmatch(one.name) and one.modified_at < now - PIECES_FOR:
                found.pieces[one.name] = one.size
                if not dry_run:
                    store().delete(one.name)
    return found


def collect_closed(organizations: Sequence[str]) -> None:
    """Blobs of organizations that nobody belongs to any more, without a grace: nobody would name what lands there."""
    Landing.objects.filter(blob__organization_id__in=organizations).delete()
    for blob in _unreferenced(Blob.objects.filter(organization_id__in=organizations))[:MOST]:
        _drop(blob.pk)


def let_go(job_id: str, *, up_to: int) -> int:
    """What attempts of the job up to that number stored and did not name, without a grace: how many blobs went.

    For attempts that are over or fenced off: none of them can name anything any more.
    """
    held = Landing.objects.filter(job_id=job_id, attempt__lte=up_to)
    blobs = set(held.values_list("blob_id", flat=True))
    if blobs:
        held.delete()
    return sum(_drop(blob) for blob in sorted(blobs))


def referrers() -> list[ForeignObjectRel]:
    """Every relation of any model that leads to a blob, found from the models: a new one is respected by itself."""
    relations = Blob._meta.get_fields(include_hidden=True)
    return [relation for relation in relations if isinstance(relation, ForeignObjectRel)]


def _unreferenced(blobs: "QuerySet[Blob]", *, but_for: "QuerySet[Landing] | None" = None) -> "QuerySet[Blob]":
    """Those that nothing refers to, landings of `but_for` not counted."""
    for relation in referrers():
        rows = relation.related_model._base_manager.all()
        if relation.related_model is Landing and but_for is not None:
            rows = rows.exclude(pk__in=but_for.values("pk"))
        blobs = blobs.filter(~Exists(rows.filter(**{relation.field.name: OuterRef("pk")})))
    return blobs


@transaction.atomic
def _drop(blob_id: int) -> bool:
    """The bytes go before the commit, under the blob's lock: after it, a rival might have stored them anew."""
    blob = Blob.objects.select_for_update().filter(pk=blob_id).first()
    if blob is None or not _unreferenced(Blob.objects.filter(pk=blob_id)).exists():
        return False
    store().delete(blob.storage_name)
    blob.delete()
    return True


def _without_blob(listed: list[Listed]) -> Iterator[tuple[Listed, re.Match[str]]]:
    named = [(one, match) for one in listed if (match := _CONTENT.fullmatch(one.name))]
    wanted = {match["sha256"] for _, match in named}
    known = set(Blob.objects.filter(sha256__in=wanted).values_list("organization_id", "sha256"))
    yield from ((one, match) for one, match in named if (match["organization"], match["sha256"]) not in known)


@transaction.atomic
def _drop_stray(one: Listed, *, organization: str, sha256: str) -> bool:
    """The row that is made for it is its lock: whoever stores equal bytes now waits for it, and finds them gone."""
    rows = Blob.objects.select_for_update()
    blob, is_new = rows.get_or_create(organization_id=organization, sha256=sha256, defaults={"size": one.size})
    if not is_new:
        return False
    store().delete(one.name)
    blob.delete()
    return True


def _pages(listed: Iterator[Listed]) -> Iterator[list[Listed]]:
    page: list[Listed] = []
    for one in listed:
        page.append(one)
        if len(page) == MOST:
            yield page
            page = []
    yield page
