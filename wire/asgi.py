"""The ASGI door: raw routes in front of Django's handler, a size cap, and errors in the family's envelope.

Streams and files are raw because through Django's handler each would hold a thread or its whole body in memory.
"""

import json
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from wire.admit import Admission, Caller, Door, admit, client_ip, is_welcome
from wire.database import DATABASE_ERRORS, as_unavailable, away, watch
from wire.dialect import Dialect, error_headers
from wire.errors import MethodNotAllowed, PayloadTooLarge, StudioError, UnsupportedMediaType, ValidationFailed
from wire.middleware import canonical_path
from wire.principal import Principal
from wire.requestlog import Exchange, note_request, raw_headers
from wire.requests import as_studio_error, log_cause
from wire.safety import came_by_tls, completed
from wire.sessions import passes_csrf_of_headers, session_user_of_cookies
from wire.sse import Receive, Send
from wire.telemetry import metrics
from wire.telemetry.context import bind

Scope = dict[str, Any]
Application = Callable[[Any, Any, Any], Awaitable[None]]
Handler = Callable[["RawRequest", Receive, Send], Awaitable[None]]


class RawHeaders:
    """A scope's headers by lower-case name. Reads them where the server keeps them: an idle stream needs no copy."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        self._pairs = pairs

    def get(self, name: str, default: str = "") -> str:
        """The header's value, the last one if it was sent more than once."""
        wanted, found = name.encode("latin-1"), default
        for key, value in self._pairs:
            if key.lower() == wanted:
                found = value.decode("latin-1")
        return found

    def items(self) -> list[tuple[str, str]]:
        return [(key.decode("latin-1"), value.decode("latin-1")) for key, value in self._pairs]


@dataclass(frozen=True, slots=True)
class RawRequest:
    """What a raw handler gets: path parameters, headers, query string and the caller's address."""

    method: str
    path: str
    params: dict[str, str]
    query: str
    headers: RawHeaders
    caller: Caller
    request_id: str
    limit_headers: dict[str, str] = field(default_factory=dict)  # of the admission, once there is one
    scope: Scope = field(default_factory=dict)  # for what is an ASGI application itself

    @property
    def own_headers(self) -> dict[str, str]:
        """What every answer to it carries."""
        return {"X-Request-Id": self.request_id, **self.limit_headers}


@dataclass(frozen=True)
class RawRoute:
    """`pattern` is matched against the whole canonical path; its named groups become `params`.

    `path`, `operation_id`, `summary`, `scopes`, `query` (parameters that must be there) and `body` (a JSON schema) are
    what OpenAPI says of it; a route without an id is not part of the API (files behind signed URLs). `answers` is the
    content type of what it sends. `max_body_bytes` is its own cap on a body, where it is not everybody's. A `shared`
    path is Django's for every other method.
    """

    pattern: re.Pattern[str]
    methods: tuple[str, ...]
    dialect: Dialect
    handler: Handler
    path: str = ""
    operation_id: str = ""
    summary: str = ""
    scopes: tuple[str, ...] = ()
    max_body_bytes: Callable[[], int] | None = None
    body: dict[str, Any] | None = None
    query: tuple[str, ...] = ()
    answers: str = "text/event-stream"
    shared: bool = False


async def in_thread(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run blocking code off the event loop and give its database connection back."""

    def run() -> Any:
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return await sync_to_async(run, thread_sensitive=False)()


async def admit_raw(request: RawRequest, door: Door) -> Admission:
    """`admit` for a raw route; the request keeps the limit's headers for whatever is answered. Raises its error."""
    admission: Admission = await in_thread(admit, request.caller, door)
    if admission.usage:
        request.limit_headers.update(door.dialect.limit_headers(admission.usage))
    note_request(
        principal=admission.principal,
        method=request.method,
        path=request.path,
        query=request.query,
        status=door.dialect.reply(admission.error, "").status if admission.error else 200,
        received_at=None,
        request_id=request.request_id,
        remote_ip=request.caller.remote_ip,
        exchange=Exchange(headers=raw_headers(request.headers.items())),
    )
    if admission.error:
        raise admission.error
    return admission


async def admit_known(request: RawRequest, door: Door) -> Principal:
    """`admit_raw` at a door that asks for a scope: who it is."""
    admission = await admit_raw(request, door)
    assert admission.principal is not None  # noqa: S101 - whoever has a scope is known
    return admission.principal


async def authenticate_raw(caller: Caller, door: Door) -> bool:
    """Whether the caller may still read: asked again at each heartbeat of a stream, and not counted.

    While the database cannot say, a stream stays: there is nothing to be read from it either.
    """
    try:
        return bool(await in_thread(is_welcome, caller, door))
    except DATABASE_ERRORS as error:
        await in_thread(as_unavailable, error)
        return True


def build(
    raw_routes: list[RawRoute],
    *,
    sockets: Application,
    django_app: Application,
    dialect_of: Callable[[str], Dialect],
    cap_of: Callable[[str, str], int],
    page_when_away: Callable[[str], bytes | None],
) -> Application:
    """The whole application: WebSockets to `sockets`; of HTTP, cap the body, try the raw routes, then Django.

    `cap_of(path, method)` says how many bytes a body may have, `page_when_away(path)` what a browser is shown there
    while the database is away: nothing where programs ask, and empty where the database is not needed.
    """

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await _serve_socket(sockets, scope, receive, send)
            return
        if scope["type"] != "http":
            return
        send = _safely(scope, send)
        path = canonical_path(scope["path"])
        route, params = _route_of(raw_routes, path, scope["method"])
        cap = cap_of(scope["path"], scope["method"])
        declared = _declared_size(scope)
        if declared is None:
            receive, declared = await _counted(receive, cap)
        if declared > cap:
            request = _raw_request(scope, path, {}, dialect_of(path).new_request_id())
            error = PayloadTooLarge(f"The body is larger than {cap:,} bytes.", maxBytes=cap)
            await _refuse(send, dialect_of(path), error, request)
            return
        if watch.is_away and await _refused_for_now(send, scope, path, route, dialect_of, page_when_away):
            return
        if route is None:
            await django_app(scope, receive, send)
            return
        request = _raw_request(scope, path, params, dialect_of(path).new_request_id())
        await _serve_raw(route, request, receive, send)

    return application


async def _refused_for_now(
    send: Send,
    scope: Scope,
    path: str,
    route: RawRoute | None,
    dialect_of: Callable[[str], Dialect],
    page_when_away: Callable[[str], bytes | None],
) -> bool:
    """Answer at once what would otherwise wait for a database that is known to be away; False where none is needed."""
    page = None if route else page_when_away(path)
    if page == b"":
        return False
    dialect = route.dialect if route else dialect_of(path)
    if page is None:
        await send_error(send, dialect, away(), dialect.new_request_id())
        return True
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        "Cache-Control": "no-store",
        **error_headers(away()),
    }
    await send({"type": "http.response.start", "status": 503, "headers": encode_headers(headers)})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else page})
    return True


def caps(raw_routes: list[RawRoute], *, wider: Mapping[str, int]) -> Callable[[str, str], int]:
    """How many bytes a body may have, by path and method. `wider` has the paths of Django's that take more."""

    def cap_of(path: str, method: str) -> int:
        path = canonical_path(path)
        route, _ = _route_of(raw_routes, path, method)
        if route and route.max_body_bytes:
            return route.max_body_bytes()
        return max(settings.STUDIO_MAX_BODY_BYTES, wider.get(path, 0))

    return cap_of


def _route_of(raw_routes: list[RawRoute], path: str, method: str) -> tuple[RawRoute | None, dict[str, str]]:
    """The raw route of a path, with its parameters; None for what Django serves."""
    for route in raw_routes:
        is_ours = method in route.methods or not route.shared
        if is_ours and (match := route.pattern.fullmatch(path)) and "\x00" not in path:
            return route, match.groupdict()
    return None, {}


def _safely(scope: Scope, send: Send) -> Send:
    """`send`, with the headers that no answer may lack: Django's own refusals do not pass its middleware either."""
    is_secure = came_by_tls(scope.get("scheme", "http"), RawHeaders(scope["headers"]).get)

    async def safe(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": completed(message.get("headers", ()), is_secure=is_secure)}
        await send(message)

    return safe


async def _serve_socket(sockets: Application, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        if watch.is_away:
            await send({"type": "websocket.close", "code": 4503})
            return
        await sockets(scope, receive, send)
    except ValueError:
        # Channels says so when no route matches: refuse the handshake instead of logging a crash.
        await send({"type": "websocket.close", "code": 4404})


async def _serve_raw(route: RawRoute, request: RawRequest, receive: Receive, send: Send) -> None:
    started = False
    began = time.monotonic()

    async def watched(message: dict[str, Any]) -> None:
        nonlocal started
        if message["type"] == "http.response.start":
            started = True
            # A stream has no end to wait for: the time is that until its answer begins.
            metrics.note_request(_named(route), request.method, message["status"], time.monotonic() - began)
            message = {**message, "headers": [*message["headers"], *_cors_headers(request.headers.get("origin", ""))]}
        await send(message)

    try:
        if request.method not in route.methods:
            raise MethodNotAllowed(allowed_methods=list(route.methods))
        with bind(request=request.request_id):
            await route.handler(request, receive, watched)
    except ConnectionAbortedError:
        return  # the client left: nobody is there to be told
    except Exception as exc:
        error = await in_thread(as_studio_error, exc)
        log_cause(error, exc, request.path)
        if started:
            raise  # half an answer is out: closing the connection is the only honest end
        await _refuse(watched, route.dialect, error, request)


def _named(route: RawRoute) -> str:
    """The route as the numbers call it."""
    return route.path or re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", route.pattern.pattern)


async def _refuse(send: Send, dialect: Dialect, error: StudioError, request: RawRequest) -> None:
    """Answer with the error; one from before the gate is counted by the caller's address, as every request is."""
    if not request.limit_headers and request.path.startswith("/api/"):
        try:
            await admit_raw(request, Door(dialect=dialect, route_family="default", scopes=()))
        except StudioError as too_many:
            error = too_many
    await send_error(send, dialect, error, request.request_id, request.limit_headers)


def _cors_headers(origin: str) -> list[tuple[bytes, bytes]]:
    """What lets a page of another origin read the answer; raw routes do not pass Django's CORS middleware."""
    if not origin or not (settings.CORS_ALLOW_ALL_ORIGINS or origin in settings.CORS_ALLOWED_ORIGINS):
        return []
    return encode_headers({"Access-Control-Allow-Origin": origin, "Vary": "Origin"})


async def send_error(
    send: Send, dialect: Dialect, error: StudioError, request_id: str, extra: dict[str, str] | None = None
) -> None:
    reply = dialect.reply(error, request_id)
    body = json.dumps(dialect.envelope(reply), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "X-Request-Id": request_id,
        "Cache-Control": "no-store",
        **error_headers(error),
        **(extra or {}),
    }
    await send({"type": "http.response.start", "status": reply.status, "headers": encode_headers(headers)})
    await send({"type": "http.response.body", "body": body})


def encode_headers(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _declared_size(scope: Scope) -> int | None:
    """What the request says of its body's size; None for a body sent in pieces that says nothing."""
    declared = RawHeaders(scope["headers"]).get("content-length")
    if declared.isdecimal():
        return int(declared)
    return 0 if scope["method"] in ("GET", "HEAD", "OPTIONS") else None


async def _counted(receive: Receive, cap: int) -> tuple[Receive, int]:
    """Read a body of unknown size, as far as the cap and no further: what gives it out again, and its size so far."""
    messages: deque[dict[str, Any]] = deque()
    size, is_whole = 0, False
    while not is_whole and size <= cap:
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
        is_whole = messages[-1]["type"] != "http.request" or not messages[-1].get("more_body", False)

    async def again() -> dict[str, Any]:
        return messages.popleft() if messages else await receive()

    return again, size


def _passes_csrf(scope: Scope) -> bool:
    """Asked only of a session's request; safe methods need no proof."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return passes_csrf_of_headers(scope["method"], scope.get("scheme", "http"), headers)


async def read_json(request: RawRequest, receive: Receive) -> Any:
    """A raw request's body as JSON; None for an empty one. The door has capped its size.

    Raises `UnsupportedMediaType`, and `ValidationFailed` for what is no JSON.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType()
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionAbortedError  # the client left while it was still sending
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    try:
        return json.loads(bytes(body)) if body else None
    except (ValueError, RecursionError):
        raise ValidationFailed("The body is not valid JSON.") from None


def _raw_request(scope: Scope, path: str, params: dict[str, str], request_id: str) -> RawRequest:
    headers = RawHeaders(scope["headers"])
    address = (scope.get("client") or ("", 0))[0]
    caller = Caller(
        authorization=headers.get("authorization"),
        remote_ip=client_ip(address, headers.get("x-forwarded-for")),
        session=partial(session_user_of_cookies, headers.get("cookie")),
        passes_csrf=partial(_passes_csrf, scope),
    )
    return RawRequest(
        method=scope["method"],
        path=path,
        params=params,
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        caller=caller,
        request_id=request_id,
        scope=scope,
    )
