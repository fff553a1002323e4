"""What browsers are told with every answer: of each route and each layer, errors as well as what was asked for."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from accounts.models import User
from generation.assets.services import signed_url, store_file
from studio.discovery import views
from tests.api import open_api
from tests.asgi import get_stream
from tests.security.routes import django_paths, raw_paths
from tests.web_host import WebHost
from wire.ratelimit import limiter

pytestmark = pytest.mark.django_db(transaction=True)

EXACTLY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}
UNSAFE = re.compile(r"unsafe-|\*|https?:")


def lacking(path: str, headers: dict[str, str]) -> list[str]:
    """What an answer's headers lack, in words."""
    said = {name.lower(): value for name, value in headers.items()}
    problems = [f"{name}: {said.get(name)}" for name, value in EXACTLY.items() if said.get(name) != value]
    policy = said.get("content-security-policy", "")
    if "frame-ancestors 'none'" not in policy or "default-src" not in policy:
        problems.append(f"policy: {policy!r}")
    if not path.startswith("/admin/") and UNSAFE.search(policy):
        problems.append(f"loose policy: {policy}")
    is_page = "text/html" in said.get("content-type", "")
    is_file = path.startswith(("/media/", "/share/table-read-audio/")) or path.endswith(("/content", "files.zip"))
    if is_file and not is_page and "sandbox" not in policy:
        problems.append(f"not sandboxed: {policy}")
    return [f"{path} {problem}" for problem in problems]


@pytest.fixture(autouse=True)
def https(settings: Any) -> Iterator[None]:
    """As with an https STUDIO_PUBLIC_URL, which settings read once."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    limiter.clear()
    yield
    limiter.clear()


async def asked(path: str, *, method: str = "GET", token: str = "", **options: Any) -> tuple[int, dict[str, str]]:
    options = {"x_forwarded_proto": "https", "raw": True, "to_its_end": False, **options}
    status, headers, _ = await get_stream(path, token, method=method, **options)
    return status, headers


def sign_in() -> str:
    user = User.objects.create_superuser("root@example.com", "a long enough one")
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


async def test_every_path_of_django_to_a_stranger() -> None:
    """Pages, redirects to the sign-in, 401, 404, refused forms. The admin's paths all lead to one sign-in."""
    paths = [path for path in django_paths() if not path.startswith("/admin/")]
    problems, statuses = [], set()
    for path in ["/admin/", *paths]:
        status, headers = await asked(path)
        problems += lacking(path, headers)
        statuses.add(status)
    for path in paths[::3]:
        status, headers = await asked(path, method="PATCH")
        problems += lacking(path, headers)
        statuses.add(status)
    assert problems == []
    assert {200, 302, 401, 403, 404, 405} <= statuses


async def test_the_pages_and_the_admin_to_who_may_see_them() -> None:
    cookie = await sync_to_async(sign_in)()
    problems, statuses = [], []
    for path in django_paths():
        if path.startswith(("/dashboard", "/admin/")) and "nothing" not in path:
            status, headers = await asked(path, cookie=cookie)
            problems += lacking(path, headers)
            statuses.append(status)
    assert problems == []
    assert statuses.count(200) > 80


@pytest.mark.parametrize("is_known", [False, True])
async def test_every_raw_route(is_known: bool) -> None:
    token = (await sync_to_async(open_api)()).token if is_known else ""
    problems = []
    for method, path in raw_paths():
        for sent in (method, "PATCH"):
            _, headers = await asked(path, method=sent, token=token)
            problems += lacking(path, headers)
    assert problems == []


def a_file(folder: Path) -> str:
    (folder / "x.png").write_bytes(b"\x89PNG")
    organization_id = open_api().organization.pk
    asset = store_file(organization_id, folder / "x.png", content_type="image/png", filename="x.png")
    return signed_url(asset, expires_s=60)


async def test_a_file_is_sandboxed_whole_in_part_and_out_of_range(tmp_path: Path) -> None:
    path = await sync_to_async(a_file)(tmp_path)
    problems, statuses = [], []
    for wanted in ("", "bytes=0-1", "bytes=99-"):
        status, headers = await asked(path, range=wanted)
        problems += lacking(path, headers)
        statuses.append(status)
    assert (problems, statuses) == ([], [200, 206, 416])


async def test_what_is_refused_before_any_view(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("broken on purpose")

    settings.ALLOWED_HOSTS = ["studio.example"]
    problems = []
    for path in ("/", "/api/v1/health", "/media/nothing/nothing", "/static/css/nothing.css"):
        _, headers = await asked(path, host="elsewhere.example")
        problems += lacking(path, headers)
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(views.Health, "get", fail)
    many = "&".join(f"f{n}=1" for n in range(1500)).encode()
    sent = {"content_type": "application/x-www-form-urlencoded", "content_length": str(len(many))}
    answers = [
        await asked("/api/v1/health"),
        await asked("/accounts/login/", method="POST", body=many, **sent),
        await asked("/api/v1/story-projects", method="POST", content_length=str(2**40)),
        await asked("/api/v1/chat/stream", method="POST", body=b"{"),
        await asked("/static/nothing.css"),
        await asked("/static/img/../../etc/passwd"),
    ]
    problems += [one for status, headers in answers for one in lacking(str(status), headers)]
    assert problems == []
    assert [status for status, _ in answers] == [500, 403, 422, 401, 404, 404]


async def test_static_files() -> None:
    statuses = []
    for path in ("/static/css/studio.css", "/static/img/mark.svg", "/robots.txt", "/openapi.json"):
        status, headers = await asked(path)
        statuses.append(status)
        assert lacking(path, headers) == []
    assert 200 in statuses


async def test_nobody_is_held_to_https_who_did_not_come_by_it() -> None:
    _, page = await asked("/", x_forwarded_proto="http")
    _, stream = await asked("/api/v1/chat/stream", method="POST", x_forwarded_proto="http")
    assert "strict-transport-security" not in page | stream


@pytest.mark.processes
class TestTheServer:
    """What daphne answers by itself, and its refusals of WebSockets."""

    def said(self, port: int, request: bytes) -> tuple[bytes, dict[str, str]]:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(request)
            read = b""
            while b"\r\n\r\n" not in read and (piece := connection.recv(65536)):
                read += piece
        first, *lines = read.partition(b"\r\n\r\n")[0].decode().split("\r\n")
        return first.encode(), dict(line.split(": ", 1) for line in lines)

    def test_it_too_says_them(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STUDIO_PUBLIC_URL", "https://studio.example")
        host = WebHost(tmp_path, name="headers")
        host.migrate()
        upgrade = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        here = b"Host: studio.example\r\nX-Forwarded-Proto: https\r\n"
        try:
            host.start_web()
            for request, status in (
                (b"GET / HTTP/1.1\r\nX-Bad: a\x0bb\r\n" + here, b"400"),
                (b"GET /ws/nowhere HTTP/1.1\r\n" + here + upgrade + key, b"403"),
                (b"GET /ws/story-jobs/x HTTP/1.1\r\n" + here + upgrade, b"400"),
                (b"POST /api/v1/story-projects HTTP/1.1\r\nContent-Length: 99999999999\r\n" + here, b"422"),
                (b"GET /accounts/login/ HTTP/1.1\r\n" + here, b"200"),
            ):
                first, headers = self.said(host.port, request + b"\r\n")
                assert status in first, (request, first)
                assert lacking(request.decode("latin-1"), headers) == []
            # What Twisted cannot parse it closes on, with a bare status line: there is nothing to be framed or run.
            assert self.said(host.port, b"GET /\xff HTTP/1.1\r\n" + here + b"\r\n")[1] == {}
        finally:
            host.stop()
