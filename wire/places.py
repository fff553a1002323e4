"""A URL taken apart, its host looked up, and every address of it checked: all that comes before a connection."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import ada_url

from wire.addresses import Address, Network, is_among, why_refused
from wire.errors import SourceFetchFailed

Reason = Literal[
    "bad_url", "blocked_address", "bad_response", "connect", "content_type", "dns", "redirect_limit",
    "redirect_downgrade", "timeout", "tls", "too_large", "upstream_status",
]  # fmt: skip
MAX_URL_CHARS = 2048
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Ports from 1024 up on which HTTP would talk to something else (the Fetch standard's list); below, only 80 and 443.
_BAD_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
)

Resolve = Callable[[str, int], Sequence[str]]


def refused(reason: Reason, message: str, **details: object) -> SourceFetchFailed:
    return SourceFetchFailed(message, reason=reason, **details)


@dataclass(frozen=True)
class Place:
    """A URL, taken apart. `host` has no brackets; `authority` is what the Host header says."""

    href: str
    scheme: str
    host: str
    port: int
    authority: str
    target: str


def parse(url: str, *, base: str | None = None) -> Place:
    """The URL as a browser reads it. Raises SourceFetchFailed (bad_url)."""
    if len(url) > MAX_URL_CHARS:
        raise refused("bad_url", f"The address is longer than {MAX_URL_CHARS:,} characters.")
    try:
        read = ada_url.URL(url, base=base) if base else ada_url.URL(url)
    except (ValueError, UnicodeError):
        raise refused("bad_url", "The address is not a valid URL. Send it whole, from https:// on.") from None
    scheme = read.protocol.removesuffix(":")
    if scheme not in _DEFAULT_PORTS:
        raise refused("bad_url", "The address must begin with http:// or https://.")
    if read.username or read.password:
        raise refused("bad_url", "The address carries a user name or password. Use a link that opens without.")
    host = read.hostname.removeprefix("[").removesuffix("]")
    if not host.strip("."):
        raise refused("bad_url", "The address names no host.")
    port = int(read.port) if read.port else _DEFAULT_PORTS[scheme]
    read.hash = ""
    return Place(read.href, scheme, host, port, read.host, (read.pathname or "/") + read.search)


class Deadline:
    """One clock for lookup, connection, TLS and body; slow drips do not extend it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends_at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises SourceFetchFailed (timeout) when none are."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> SourceFetchFailed:
        return refused("timeout", f"The server did not answer within {self.seconds:g} seconds. Try again later.")


def system_resolve(host: str, port: int) -> list[str]:
    """Every address of the name; bytes keep Python's own IDNA rules out of it."""
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _resolved(place: Place, resolve: Resolve, deadline: Deadline) -> Sequence[str]:
    """The lookup in a thread of its own, because the system's resolver takes no time limit."""
    answer: list[Sequence[str] | Exception] = []

    def look_up() -> None:
        try:
            answer.append(resolve(place.host, place.port))
        except Exception as error:
            answer.append(error)

    thread = threading.Thread(target=look_up, name="fetch-lookup", daemon=True)
    thread.start()
    thread.join(deadline.left())
    if not answer:
        raise deadline.passed()
    if isinstance(answer[0], Exception) or not answer[0]:
        raise refused("dns", f"The host {place.host} could not be found. Check the spelling of the address.")
    return answer[0]


def checked_addresses(
    place: Place, *, allowed: Sequence[Network], resolve: Resolve | None, deadline: Deadline
) -> list[str]:
    """The host's addresses, each of which may be connected to. One that may not refuses them all."""
    try:
        texts: Sequence[str] = [str(ipaddress.ip_address(place.host))]
    except ValueError:
        texts = _resolved(place, resolve or system_resolve, deadline)
    checked = []
    for text in texts:
        try:
            address: Address = ipaddress.ip_address(text.partition("%")[0])
        except ValueError:
            raise refused("dns", f"The host {place.host} resolves to something that is no address.") from None
        if is_among(address, allowed):
            checked.append(str(address))
            continue
        if why_refused(address) is not None:
            # Neither the address nor the reason: a stranger must not learn what the studio's network looks like.
            raise refused("blocked_address", f"{place.host} is not a public address, so it is not fetched.")
        if place.port in _BAD_PORTS or (place.port < 1024 and place.port not in _DEFAULT_PORTS.values()):
            raise refused("bad_url", f"Port {place.port} is not one that pages are served on.")
        checked.append(str(address))
    return checked
