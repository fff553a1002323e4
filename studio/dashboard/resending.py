"""Sends a logged request once more: by the person's session alone, through the same gate as every request.

No key is involved, whoever sent the first: what the person's role may not do is refused, and what it costs, costs. The
page's own POST has proved that the person wants it, so the inner request needs no CSRF token of its own.
"""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from accounts.models import RequestLog
from accounts.redaction import STRUCK
from studio.dashboard.access import Member
from wire.requests import StudioView
from wire.sessions import ORGANIZATION_KEY

# What of the page's own request the inner one is sent with: where it came to and from, and nothing that anybody is.
_KEPT = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT",
         "HTTP_USER_AGENT")  # fmt: skip


class _Inner(HttpRequest):
    """A request that never came over a network."""

    def _get_scheme(self) -> str:
        return str(self.META["wsgi.url_scheme"])


@dataclass(frozen=True)
class Trial:
    """What sending it would cost, found out by a dry run; `refusal` says why it would fail."""

    is_billable: bool
    credits: int = 0
    after: int | None = None
    refusal: str = ""


def why_not(row: RequestLog, said: dict[str, Any]) -> str:
    """Why the request cannot be sent again as it was; empty when it can."""
    match = _match(row.path)
    view = getattr(match.func, "view_class", None) if match else None
    if view is None or not issubclass(view, StudioView) or (row.method not in view.scopes and row.method != "HEAD"):
        return "This path cannot be sent from here: it streams, takes a file, or is gone. Copy it as curl."
    if row.method in view.secret_answers:
        return "Its answer shows a secret, once, to whoever sends it. Copy it as curl."
    if STRUCK in f"{row.path}{row.query}" or said.get("is_struck"):
        return "A secret was struck out of it, so that it is not whole any more. Copy it as curl and fill it in."
    if ("body" not in said and said.get("why") != "empty") or said.get("is_cut"):
        return "Its body is not kept, or not the whole of it. Copy it as curl."
    return ""


def trial(request: HttpRequest, member: Member, row: RequestLog, body: str) -> Trial:
    """The price of sending it, by a dry run as the person; of what costs nothing nothing is asked."""
    if not _is_billable(row):
        return Trial(is_billable=False)
    answer = send(request, member, row, body, is_dry_run=True)
    told = json.loads(answer.content)
    if answer.status_code != 200:
        error = told.get("error", told)
        return Trial(True, refusal=str(error.get("message", error) if isinstance(error, dict) else error))
    refused = told.get("wouldFail") or told.get("would_fail")
    return Trial(
        True, told["quote"].get("total", 0), told["balance"]["after"], refusal=refused["message"] if refused else ""
    )


def send(request: HttpRequest, member: Member, row: RequestLog, body: str, *, is_dry_run: bool = False) -> HttpResponse:
    """The answer to the request, sent as the person who asks, with a new Idempotency-Key."""
    match = _match(row.path)
    if match is None:
        raise LookupError(f"Nothing answers at {row.path}.")
    inner = _inner(request, member, row, body.encode())
    if is_dry_run:
        tried = QueryDict(row.query, mutable=True)
        tried["dry_run"] = "true"
        inner.GET, inner.META["QUERY_STRING"] = tried, tried.urlencode()  # type: ignore[assignment]
    inner.resolver_match = match
    response = match.func(inner, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response = response.render()
    response.headers.setdefault("X-Request-Id", inner.request_id)  # type: ignore[attr-defined]
    return response


def _inner(request: HttpRequest, member: Member, row: RequestLog, body: bytes) -> HttpRequest:
    inner = _Inner()
    inner.method = row.method
    inner.path = inner.path_info = row.path
    inner.META = {name: request.META[name] for name in _KEPT if name in request.META} | {
        "REQUEST_METHOD": row.method,
        "PATH_INFO": row.path,
        "QUERY_STRING": row.query,
        "wsgi.url_scheme": request.scheme,
        "HTTP_X_EXTERNAL_ORG_ID": member.organization_id,
    }
    if body:
        inner.META |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
    if row.method not in ("GET", "HEAD"):
        inner.META["HTTP_IDEMPOTENCY_KEY"] = str(uuid.uuid4())
    inner.GET = QueryDict(row.query)
    inner._body, inner._read_started = body, True  # type: ignore[attr-defined]
    inner.COOKIES = request.COOKIES
    inner.session = request.session
    inner.session[ORGANIZATION_KEY] = member.organization_id  # the one whose log the person is looking at
    inner._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    inner.received_at = time.monotonic()  # type: ignore[attr-defined]
    inner.request_id = f"{uuid.uuid4()}"  # type: ignore[attr-defined]
    return inner


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _is_billable(row: RequestLog) -> bool:
    match = _match(row.path)
    handler = getattr(getattr(match.func, "view_class", None), row.method.lower(), None) if match else None
    return bool(getattr(handler, "is_billable", False))
