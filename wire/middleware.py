"""What every request passes before routing: the canonical path and a request id."""

import re
import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from wire.dialect import Dialect
from wire.telemetry import metrics, traces
from wire.telemetry.context import bind

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ALIAS = re.compile(r"^/api/(?!v1/|v1$|external/|external$)")


def canonical_path(path: str) -> str:
    """Fold the printed aliases: `/api/X` and `/api/v1/api/X` are `/api/v1/X`; `/api/external` keeps its versions."""
    if path.startswith("/api/v1/api/"):
        path = "/api/" + path.removeprefix("/api/v1/api/")
    return _ALIAS.sub("/api/v1/", path, count=1)


class CanonicalPathMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path_info = canonical_path(request.path_info)
        return self.get_response(request)


@cache
def _dialects() -> Callable[[str], Dialect]:
    lookup: Callable[[str], Dialect] = import_string(settings.STUDIO_DIALECTS)
    return lookup


def _dialect_of(path: str) -> Dialect:
    return _dialects()(canonical_path(path))


class RequestIdMiddleware:
    """Gives each request an id in its family's form; one sent by the client is not trusted to be unique."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = _dialect_of(request.path_info).new_request_id()  # type: ignore[attr-defined]
        request.received_at = time.monotonic()  # type: ignore[attr-defined]
        with bind(request=request.request_id):  # type: ignore[attr-defined]
            response = self._answer(request)
        response.headers.setdefault("X-Request-Id", request.request_id)  # type: ignore[attr-defined]
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count by the route's pattern: paths hold ids, of which there is no end."""
        method = request.method if request.method in _METHODS else "OTHER"
        with traces.span("request", parent=request.headers.get("traceparent", ""), method=method) as span:
            response = self.get_response(request)
            match = request.resolver_match
            route = f"/{match.route}" if match else "other"
            if span is not None:
                span.update_name(f"{method} {route}")
                span.set_attribute("http.response.status_code", response.status_code)
        metrics.note_request(route, method, response.status_code, time.monotonic() - request.received_at)  # type: ignore[attr-defined]
        return response
