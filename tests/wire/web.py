"""A small web on the loopback: servers that answer as a test says, a canary that counts who knocks, a stub resolver."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wire.fetch import Policy

OPEN = "127.0.0.2"  # where the test's own server listens; the canary sits on 127.0.0.1
Answer = bytes | Callable[[socket.socket], None]


def http(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer. `Content_Type="text/html"` is a header."""
    lines = [f"HTTP/1.1 {status} Said", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if "Transfer_Encoding" not in headers and "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def page(text: str = "<p>Hello.</p>") -> bytes:
    return http(body=text.encode(), Content_Type="text/html; charset=utf-8")


def moved(location: str, status: int = 302) -> bytes:
    return http(status, Location=location)


@dataclass
class Web:
    """One server. `routes` maps a path to its answer; `seen` holds each request's head."""

    port: int
    routes: dict[str, Answer] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)  # what TLS clients asked for (SNI)

    def url(self, path: str = "/", host: str = "open.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextmanager
def serving(routes: Mapping[str, Answer], *, tls: ssl.SSLContext | None = None, address: str = OPEN) -> Iterator[Web]:
    listener = socket.create_server((address, 0), backlog=64)
    web = Web(listener.getsockname()[1], dict(routes))
    if tls:
        tls.sni_callback = lambda sock, name, context: web.names.append(name)

    def answer(connection: socket.socket) -> None:
        try:
            with tls.wrap_socket(connection, server_side=True) if tls else connection as open_:
                head = b""
                while b"\r\n\r\n" not in head and not head.startswith(b"\x16") and (more := open_.recv(65536)):
                    head += more
                if not head.isascii() or b" " not in head:
                    return open_.sendall(http(400))
                web.seen.append(head.decode("latin-1"))
                told = web.routes.get(head.split(b" ")[1].decode().partition("?")[0], http(404))
                told(open_) if callable(told) else open_.sendall(told)
        except OSError:
            pass  # the client has gone: what these tests provoke

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield web
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@dataclass
class Canary:
    """Listens on the loopback, in IPv4 and IPv6, at one port; `knocks` counts connections."""

    port: int
    knocks: int = 0


@contextmanager
def canary() -> Iterator[Canary]:
    v4 = socket.create_server(("127.0.0.1", 0))
    bird = Canary(v4.getsockname()[1])
    listeners = [v4]
    try:
        listeners.append(socket.create_server(("::1", bird.port), family=socket.AF_INET6))
    except OSError:
        pass  # a host without IPv6

    def count(listener: socket.socket) -> None:
        while True:
            try:
                listener.accept()[0].close()
            except OSError:
                return
            bird.knocks += 1

    for listener in listeners:
        threading.Thread(target=count, args=(listener,), daemon=True).start()
    try:
        yield bird
    finally:
        for listener in listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


class Names:
    """A resolver that knows what it was told; a name's list of answers is gone through, the last one repeated."""

    def __init__(self, **names: Any) -> None:
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        found = self.names.get(host, self.names.get("*"))
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        if isinstance(found[0], list):
            return found[0] if len(found) == 1 else found.pop(0)
        return found


def policy(**changes: Any) -> Policy:
    given: dict[str, Any] = {
        "max_bytes": 1_000_000,
        "timeout_s": 5.0,
        "allowed": (ip_network(f"{OPEN}/32"),),
        "resolve": Names(open_example=[OPEN]),
    }
    return Policy(**(given | changes))


def certificate(folder: Path, *names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for `names`, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    return server, client
