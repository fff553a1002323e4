"""Run an operation once per Idempotency-Key and give every retry the first answer, byte for byte.

The claim commits first, so that a rival sees it; the answer is stored inside the work's own transaction, guarded by
the claim's owner token, so that work and answer appear together or not at all.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from wire.errors import IdempotencyConflict, ValidationFailed
from wire.models import IdempotencyRecord

KEEP = timedelta(hours=24)
# Far beyond any request; a claim this old lost its process.
STALE_AFTER = timedelta(seconds=getattr(settings, "STUDIO_IDEMPOTENCY_STALE_S", 60))
WAIT_S = 10.0
_POLL_S = 0.05


@dataclass(frozen=True)
class StoredAnswer:
    status: int
    body: bytes
    content_type: str
    is_replay: bool = False


def fingerprint(method: str, path: str, query: str, body: bytes) -> str:
    """SHA-256 over method, canonical path, sorted query and body; JSON bodies count by meaning, not by spelling."""
    try:
        body = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).encode() if body else b""
    except ValueError:
        pass  # not JSON: the bytes themselves are the body's meaning
    pairs = urlencode(sorted(parse_qsl(query, keep_blank_values=True)))
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), pairs.encode(), body])).hexdigest()


def check_key(key: str) -> str:
    """Raises `ValidationFailed` unless the key is 1 to 255 printable ASCII characters."""
    if not 1 <= len(key) <= 255 or not key.isascii() or not key.isprintable():
        raise ValidationFailed("Idempotency-Key must be 1 to 255 printable ASCII characters.", field="Idempotency-Key")
    return key


def run_once(
    *,
    organization_id: str,
    key: str,
    print_: str,
    work: Callable[[], StoredAnswer],
    prepare: Callable[[], None] = lambda: None,
    now: Callable[[], datetime] = timezone.now,
) -> StoredAnswer:
    """Do `work` inside one transaction, or replay the answer that an earlier run of the same request stored.

    `prepare` runs under the claim and before the transaction: slow things such as a fetch, in less than `STALE_AFTER`.

    Raises `IdempotencyConflict` when the key belongs to another request, or to this one still in flight after
    `WAIT_S`. When `prepare` or `work` raises, the claim is given up, so the same key may be tried again.
    """
    deadline = time.monotonic() + WAIT_S
    while True:
        owner = _claim(organization_id, key, print_, now())
        if owner:
            return _work_as_owner(organization_id, key, owner, prepare, work)
        answer = _stored_answer(organization_id, key, print_)
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise IdempotencyConflict(
                "The first request with this Idempotency-Key is still running. Ask again shortly.", retry_after=2
            )
        time.sleep(_POLL_S)  # a request thread that waits for its twin, by design at most WAIT_S


def _claim(organization_id: str, key: str, print_: str, now: datetime) -> str | None:
    """Take the key if it is free, outdated or abandoned. Returns the owner token, or None."""
    owner = secrets.token_hex(16)
    fresh = {"fingerprint": print_, "owner": owner, "claimed_at": now, "status": None, "body": None}
    records = IdempotencyRecord.objects.filter(organization_id=organization_id, key=key)
    if records.filter(claimed_at__lte=now - KEEP).update(**fresh):
        return owner
    abandoned = records.filter(status__isnull=True, fingerprint=print_, claimed_at__lte=now - STALE_AFTER)
    if abandoned.update(**fresh):
        return owner
    try:
        with transaction.atomic():
            IdempotencyRecord.objects.create(organization_id=organization_id, key=key, **fresh)
    except IntegrityError:
        return None
    return owner


def _stored_answer(organization_id: str, key: str, print_: str) -> StoredAnswer | None:
    record = IdempotencyRecord.objects.filter(organization_id=organization_id, key=key).first()
    if record is None:
        return None  # its owner failed and gave the claim up between our two looks
    if record.fingerprint != print_:
        raise IdempotencyConflict()
    if record.status is None:
        return None
    return StoredAnswer(record.status, bytes(record.body or b""), record.content_type, is_replay=True)


def _work_as_owner(
    organization_id: str, key: str, owner: str, prepare: Callable[[], None], work: Callable[[], StoredAnswer]
) -> StoredAnswer:
    mine = IdempotencyRecord.objects.filter(organization_id=organization_id, key=key, owner=owner)
    try:
        prepare()
        with transaction.atomic():
            answer = work()
            kept = mine.update(status=answer.status, body=answer.body, content_type=answer.content_type)
            if not kept:
                raise IdempotencyConflict("Another request took over this Idempotency-Key. Ask again.", retry_after=1)
    except BaseException:
        mine.filter(status__isnull=True).delete()
        raise
    return answer


def forget_old(*, now: datetime) -> int:
    """Delete records past their 24 hours. Returns how many."""
    return IdempotencyRecord.objects.filter(claimed_at__lte=now - KEEP).delete()[0]
