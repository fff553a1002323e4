"""One attempt: sign, send, and say what came of it. Runs in a sender's thread and touches no database."""

import json
import re
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.redaction import STRUCK, redact_text
from accounts.sealing import SealBroken, unseal
from generation.webhooks.inbox import INBOX_URL
from generation.webhooks.schedule import read_retry_after
from generation.webhooks.signing import NotVerified, sign, verify
from wire.errors import SourceFetchFailed
from wire.fetch import Policy, fetch

TIMEOUT_S = 15.0
MAX_ANSWER_BYTES = 16 * 1024
_USER_AGENT = "Studio-Webhooks/1.0"
_MOST_HEADERS = 40  # of an answer, in the log
_SECRET_HEADERS = re.compile(r"cookie|auth|token|secret|signature|key|session")


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A claimed delivery with all that sending it takes. `secrets` are sealed, the newest first."""

    delivery_id: str
    claim: int
    number: int
    endpoint_id: str
    event_id: str
    url: str
    type: str
    body: bytes
    secrets: tuple[str, ...] = ()
    is_slow: bool = False

    @property
    def is_for_inbox(self) -> bool:
        return self.url == INBOX_URL


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of an attempt. `status` is None when there was no answer; `error` then says why.

    Headers and body are fit for the log. `sent` are the headers as they were sent, for the built-in receiver.
    """

    sent_at: datetime
    duration_ms: int = 0
    status: int | None = None
    error: str = ""
    retry_after: timedelta | None = None
    request_headers: dict[str, str] = field(default_factory=dict)
    response_headers: dict[str, str] = field(default_factory=dict)
    response_body: str = ""
    sent: dict[str, str] = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def body_of(message: dict[str, Any]) -> bytes:
    """The request's body, the same bytes at every attempt."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def policy() -> Policy:
    """How a receiver is reached. Its address is checked at each attempt: a name can come to mean another one."""
    return Policy(
        max_bytes=MAX_ANSWER_BYTES, cuts=True, timeout_s=TIMEOUT_S, allowed=tuple(settings.STUDIO_FETCH_ALLOW)
    )


def post(parcel: Parcel) -> Outcome:
    """Send a parcel. Never raises for what a receiver, its address or a lost key can do."""
    sent_at, began = timezone.now(), time.monotonic()
    try:
        secrets = [unseal(sealed) for sealed in parcel.secrets]
    except SealBroken:
        error = "The signing secret cannot be opened with the studio's present keys. Rotate it."
        return Outcome(sent_at=sent_at, error=error)
    signed = sign(secrets, message_id=parcel.event_id, sent_at=sent_at, body=parcel.body)
    sent = {"content-type": "application/json; charset=utf-8", "user-agent": _USER_AGENT, **signed}
    if parcel.is_for_inbox:
        return _received(sent, secrets, parcel.body, sent_at)
    try:
        # No coding: what is kept of an answer should be what a person can read, and nothing has to be unpacked.
        headers = [*sent.items(), ("accept-encoding", "identity")]
        answer = fetch(parcel.url, policy(), method="POST", headers=headers, body=parcel.body)
    except SourceFetchFailed as error:
        return Outcome(
            sent_at=sent_at, duration_ms=_since_ms(began), error=error.message[:300], request_headers=_struck(sent)
        )
    return Outcome(
        sent_at=sent_at,
        duration_ms=_since_ms(began),
        status=answer.status,
        error=_problem(answer.status),
        retry_after=read_retry_after(answer.headers.get("retry-after", ""), now=timezone.now()),
        request_headers=_struck(sent),
        response_headers=_kept_headers(answer.headers),
        response_body=_kept_text(answer.body, answer.charset),
    )


def _received(sent: dict[str, str], secrets: list[str], body: bytes, sent_at: datetime) -> Outcome:
    """What the built-in receiver answers: it checks the signature as any receiver should."""
    status, told = 200, '{"received":true}'
    try:
        verify(secrets, sent, body, now=sent_at)
    except NotVerified as error:
        status, told = 401, json.dumps({"received": False, "error": str(error)})
    return Outcome(
        sent_at=sent_at, status=status, error=_problem(status), request_headers=_struck(sent),
        response_headers={"content-type": "application/json"}, response_body=told, sent=sent,
    )  # fmt: skip


def _problem(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"The endpoint redirects ({status}). Redirects are not followed: register the address that it leads to."
    return f"The endpoint answered {status}."


def _struck(sent: dict[str, str]) -> dict[str, str]:
    """The request's headers for the log: how many signatures there were, not what they are."""
    signatures = sent.get("webhook-signature", "").split()
    return sent | {"webhook-signature": " ".join(f"v1,{STRUCK}" for _ in signatures)}


def _kept_headers(headers: dict[str, str]) -> dict[str, str]:
    kept = list(headers.items())[:_MOST_HEADERS]
    return {name: STRUCK if _SECRET_HEADERS.search(name) else redact_text(value)[:500] for name, value in kept}


def _kept_text(body: bytes, charset: str) -> str:
    """UTF-8 or Latin-1: a stranger does not choose the codec, some of which make text that no database takes."""
    text = body.decode("latin-1" if charset in ("iso-8859-1", "latin-1", "windows-1252") else "utf-8", errors="replace")
    return redact_text(text.replace("\x00", "\N{REPLACEMENT CHARACTER}"))


def _since_ms(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
