"""Fetch an address that a stranger named. The one way out of the studio for URLs that it did not make itself.

An address is read by the rules that browsers follow (WHATWG), so that no spelling means one thing here and another to
the resolver. Every address that its name resolves to must be public, or opened by the operator; the connection then
goes to one of *those* addresses, so a name that resolves to something else a moment later changes nothing. Each
redirect begins anew. Proxy variables, cookies and credentials play no part. Imports no Django.
"""

import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

import httpcore

from wire.addresses import Network
from wire.decoding import BrokenEncodingError, decoder
from wire.errors import SourceFetchFailed
from wire.places import Deadline, Place, Resolve, checked_addresses, parse, refused

MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_USER_AGENT = b"Mozilla/5.0 (compatible; Studio/1.0; source fetcher)"


@dataclass(frozen=True)
class OwnFile:
    """What the studio's own URL leads to: read from the store, without HTTP."""

    body: BinaryIO
    content_type: str


class Sink(Protocol):
    """What a body is written to, piece by piece."""

    def write(self, piece: bytes, /) -> object: ...


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What a fetch may do. `allowed` networks are opened by the operator, at any port; all others must be public.

    `max_bytes` counts the body after decoding (and before), `timeout_s` everything from the first lookup on. A larger
    body is refused, or with `cuts` read that far and no further, for answers of which only the beginning matters.
    `content_types` are essences such as `text/html`; None takes anything. `own` answers for the studio's own URLs.
    """

    max_bytes: int
    cuts: bool = False
    timeout_s: float = 20.0
    max_redirects: int = MAX_REDIRECTS
    content_types: tuple[str, ...] | None = None
    allowed: tuple[Network, ...] = ()
    own: Callable[[str], OwnFile | None] | None = None
    tls: ssl.SSLContext | None = None
    resolve: Resolve | None = None


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """An answer. `url` is where it came from in the end, `content_type` an essence in lower case, "" without one."""

    url: str
    status: int
    content_type: str
    charset: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()


# ---------------------------------------------------------------- connections


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        except httpcore.ConnectError as error:
            raise refused("tls", f"The secure connection to {server_hostname} failed: {_tls_cause(error)}.") from error
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _tls_cause(error: BaseException) -> str:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message.rstrip('.')})"
    return "it does not speak TLS as it should"


class _Pinned(httpcore.NetworkBackend):
    """Connects to the checked addresses, whatever host it is told."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses, self._deadline = addresses, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: object = None,
    ) -> httpcore.NetworkStream:
        problem: Exception | None = None
        for index, address in enumerate(self._addresses):
            share = self._deadline.left() / (len(self._addresses) - index)
            try:
                return _TimedStream(httpcore.SyncBackend().connect_tcp(address, port, share), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        if isinstance(problem, httpcore.ConnectTimeout):
            raise self._deadline.passed()
        raise refused("connect", f"{host} does not accept connections. Check the address, or try again later.")


_tls_lock = threading.Lock()
_tls: ssl.SSLContext | None = None


def _default_tls() -> ssl.SSLContext:
    """The system's certificates and certifi's (`SSL_CERT_FILE` adds more), loaded once because that is slow."""
    global _tls
    with _tls_lock:
        if _tls is None:
            _tls = httpcore.default_ssl_context()
        return _tls


# ---------------------------------------------------------------- fetching


def check_url(url: str, policy: Policy) -> Place:
    """The URL, after everything that can be checked without connecting. Raises SourceFetchFailed."""
    place = parse(url)
    _addresses(place, policy, Deadline(policy.timeout_s))
    return place


def _addresses(place: Place, policy: Policy, deadline: Deadline) -> list[str]:
    return checked_addresses(place, allowed=policy.allowed, resolve=policy.resolve, deadline=deadline)


def fetch(
    url: str,
    policy: Policy,
    *,
    method: str = "GET",
    headers: Sequence[tuple[str, str]] = (),
    body: bytes | None = None,
    sink: Sink | None = None,
) -> Fetched:
    """The answer to a request, its body decoded. Raises SourceFetchFailed, whose `reason` is a `Reason`.

    A GET follows redirects and takes only a 200 with one of the policy's content types; `headers` go to the first
    origin alone. Other methods follow nothing and return whatever status they were answered with. With `sink` the body
    is written there as it comes, and the answer's is empty: for what is too large for memory.
    """
    deadline = Deadline(policy.timeout_s)
    place, sent = parse(url), list(headers)
    passed: list[str] = []
    while True:
        own = policy.own(place.href) if policy.own and method == "GET" else None
        if own is not None:
            return _own_answer(place, own, policy, tuple(passed), sink)
        addresses = _addresses(place, policy, deadline)
        answer, location = _exchange(
            place, addresses, policy, deadline, method=method, headers=sent, body=body, sink=sink
        )
        if location is None:
            return Fetched(**{**answer.__dict__, "redirects": tuple(passed)})
        if len(passed) >= policy.max_redirects:
            raise refused("redirect_limit", f"The address redirects more than {policy.max_redirects} times.")
        passed.append(place.href)
        following = parse(location, base=place.href)
        if (place.scheme, following.scheme) == ("https", "http"):
            raise refused("redirect_downgrade", "The address redirects from https to http, where it can be tampered.")
        if (following.scheme, following.authority) != (place.scheme, place.authority):
            sent = []
        place = following


def _exchange(
    place: Place,
    addresses: Sequence[str],
    policy: Policy,
    deadline: Deadline,
    *,
    method: str,
    headers: Sequence[tuple[str, str]],
    body: bytes | None,
    sink: Sink | None,
) -> tuple[Fetched, str | None]:
    """One request on a connection of its own: the answer, and for a GET where it redirects to."""
    name = place.host.rstrip(".")
    given = {name.lower().encode(): value.encode() for name, value in headers}
    sent = {b"user-agent": _USER_AGENT, b"accept": b"*/*", b"accept-encoding": b"gzip, br"} | given
    sent |= {b"host": place.authority.encode(), b"connection": b"close"}
    if body is not None:
        sent[b"content-length"] = str(len(body)).encode()
    origin = httpcore.Origin(place.scheme.encode(), place.host.encode(), place.port)
    target = httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=place.target.encode())
    connection = httpcore.HTTPConnection(
        origin,
        ssl_context=policy.tls or _default_tls() if place.scheme == "https" else None,
        network_backend=_Pinned(addresses, deadline),
    )
    try:
        with connection.stream(
            method, target, headers=list(sent.items()), content=body, extensions={"sni_hostname": name}
        ) as response:
            return _read(response, place, policy, method=method, sink=sink)
    except httpcore.TimeoutException:
        raise deadline.passed() from None
    except (httpcore.NetworkError, httpcore.ProtocolError, BrokenEncodingError) as error:
        raise refused("bad_response", f"The answer of {place.host} broke off or is not HTTP.") from error
    finally:
        connection.close()


def _read(
    response: httpcore.Response, place: Place, policy: Policy, *, method: str, sink: Sink | None
) -> tuple[Fetched, str | None]:
    found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    essence, charset = content_type_of(found.get("content-type", ""))
    if method == "GET":
        if response.status in _REDIRECTS and found.get("location"):
            location = found["location"].encode("latin-1").decode(errors="replace")  # sent as UTF-8 where not ASCII
            return _fetched(place, response.status, essence, charset, b"", found), location
        if response.status != 200:
            raise refused(
                "upstream_status", f"{place.host} answered {response.status} instead of 200.", status=response.status
            )
        _require_type(essence, policy)
    if policy.cuts:
        body = _beginning(response, policy.max_bytes, found.get("content-encoding", ""))
        return _fetched(place, response.status, essence, charset, body, found), None
    announced = found.get("content-length", "")
    if announced.isdecimal() and int(announced[:18]) > policy.max_bytes:
        raise _too_large(policy)
    received = bytearray()
    unpack = decoder(found.get("content-encoding", ""))
    raw = size = 0
    for chunk in response.iter_stream():
        raw += len(chunk)
        if raw > policy.max_bytes:
            raise _too_large(policy)
        for piece in unpack.feed(chunk):
            size += len(piece)
            if size > policy.max_bytes:
                raise _too_large(policy)
            if sink is None:
                received += piece
            else:
                sink.write(piece)
    unpack.end()
    return _fetched(place, response.status, essence, charset, bytes(received), found), None


def _beginning(response: httpcore.Response, most: int, coding: str) -> bytes:
    """The body's first `most` bytes. An answer that breaks off behind its head is an answer all the same."""
    received, raw = bytearray(), 0
    try:
        unpack = decoder(coding)
        for chunk in response.iter_stream():
            raw += len(chunk)
            for piece in unpack.feed(chunk):
                received += piece[: most - len(received)]
                if len(received) == most:
                    return bytes(received)
            if raw >= most:
                break
    except (httpcore.NetworkError, httpcore.ProtocolError, BrokenEncodingError):
        pass
    return bytes(received)


def _fetched(place: Place, status: int, essence: str, charset: str, body: bytes, found: dict[str, str]) -> Fetched:
    return Fetched(url=place.href, status=status, content_type=essence, charset=charset, body=body, headers=found)


def content_type_of(header: str) -> tuple[str, str]:
    """`("text/html", "utf-8")` of `Text/HTML; charset="utf-8"`; empty strings for what is not said."""
    essence, *parameters = header.split(";")
    charset = ""
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "charset" and not charset:
            charset = value.strip("\"' ").lower()
    return essence.strip().lower(), charset


def _require_type(essence: str, policy: Policy) -> None:
    if policy.content_types is not None and essence not in policy.content_types:
        raise refused(
            "content_type",
            f"The address serves {essence or 'a file without a content type'}; "
            f"this takes {', '.join(kind for kind in policy.content_types if kind)}.",
            contentType=essence or None,
        )


def _too_large(policy: Policy) -> SourceFetchFailed:
    return refused(
        "too_large", f"What the address serves is larger than {policy.max_bytes:,} bytes.", maxBytes=policy.max_bytes
    )


def _own_answer(place: Place, own: OwnFile, policy: Policy, passed: tuple[str, ...], sink: Sink | None) -> Fetched:
    essence, charset = content_type_of(own.content_type)
    with own.body as source:
        _require_type(essence, policy)
        size, body = 0, bytearray()
        while chunk := source.read(1 << 20):
            size += len(chunk)
            if size > policy.max_bytes:
                raise _too_large(policy)
            if sink is None:
                body += chunk
            else:
                sink.write(chunk)
    return Fetched(
        url=place.href, status=200, content_type=essence, charset=charset, body=bytes(body), redirects=passed
    )
