"""What every request passes before routing: the canonical path and a request id."""

import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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


class RequestIdMiddleware:
    """Gives each request an id of ours; one sent by the client is not trusted to be unique."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = str(uuid.uuid4())  # type: ignore[attr-defined]
        request.received_at = time.monotonic()  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("X-Request-Id", request.request_id)  # type: ignore[attr-defined]
        return response
