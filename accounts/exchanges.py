"""What is kept of a request and its answer: allowed headers and JSON bodies, without secrets, cut to a size.

Everything here runs in the thread that writes the request log, never in a request.
"""

import json
from typing import Any

from accounts.redaction import redact_prose, redacted_exchange
from wire.requestlog import Exchange, Headers

# Of a body, in bytes of UTF-8, after secrets are out.
MOST_STORED = 16 * 1024
_MOST_HEADER = 300
EMPTY, SECRET, BUSY = "empty", "secret", "busy"
TOO_LONG, NO_JSON, STREAM = "too_long", "no_json", "stream"


def request_said(exchange: Exchange) -> dict[str, Any]:
    """`headers`, `bytes`, and either `body` (JSON as text) or `why` there is none; `parts` of a multipart body."""
    said: dict[str, Any] = {"headers": _headers(exchange.headers), "bytes": exchange.size}
    if exchange.parts:
        parts = [part._asdict() for part in exchange.parts]
        return said | {"parts": redacted_exchange(parts), "why": NO_JSON}
    if exchange.body is None:
        if exchange.is_dropped and exchange.size:
            return said | {"why": BUSY}
        content_type = dict(exchange.headers).get("Content-Type", "")
        why = EMPTY if not exchange.size else TOO_LONG if content_type.startswith("application/json") else NO_JSON
        return said | {"why": why}
    return said | _body(exchange.body)


def answer_said(exchange: Exchange) -> dict[str, Any]:
    """The same of the answer."""
    content_type = dict(exchange.answer_headers).get("Content-Type", "")
    said: dict[str, Any] = {"headers": _headers(exchange.answer_headers), "bytes": exchange.answer_size}
    if exchange.is_secret:
        return said | {"why": SECRET}
    if exchange.answer is None:
        if exchange.is_dropped:
            return said | {"why": BUSY}
        return said | {"why": TOO_LONG if exchange.answer_size else STREAM}
    if not exchange.answer:
        return said | {"why": EMPTY}
    return said | (_body(exchange.answer) if content_type.startswith("application/json") else {"why": NO_JSON})


def size_of(*said: dict[str, Any]) -> int:
    """Roughly the bytes that rows take: what counts against an organization's share."""
    return sum(200 + len(one.get("body", "")) + 40 * len(one["headers"]) for one in said)


def _headers(headers: Headers) -> list[list[str]]:
    return [[name, redact_prose(value)[:_MOST_HEADER]] for name, value in headers]


def _body(data: bytes) -> dict[str, Any]:
    """`is_struck` says that it is not what was sent, `is_cut` that it is only its beginning."""
    try:
        parsed = json.loads(data)
        clean = redacted_exchange(parsed)
    except (ValueError, RecursionError):
        return {"why": NO_JSON}
    text = json.dumps(clean, ensure_ascii=False, separators=(",", ":"))
    kept = text.encode(errors="replace")[:MOST_STORED].decode(errors="ignore")
    # A lone surrogate or a NUL is JSON, and no text that PostgreSQL stores.
    kept = kept.encode(errors="replace").decode().replace("\x00", "")
    return {"body": kept, "is_struck": clean != parsed, "is_cut": len(kept) < len(text)}
