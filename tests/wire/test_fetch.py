"""What a fetch brings home, and each way in which it gives up."""

import gzip
import io
import socket
import time
import zlib
from pathlib import Path

import brotli
import pytest

from tests.wire.web import OPEN, Names, certificate, http, moved, page, policy, serving
from wire.addresses import networks
from wire.errors import SourceFetchFailed
from wire.fetch import Fetched, OwnFile, Policy, fetch

PAGES = ("text/html",)


def reason_of(url: str, given: Policy) -> str:
    with pytest.raises(SourceFetchFailed) as refusal:
        fetch(url, given)
    return refusal.value.details["reason"]


def fetched(answer: object, **changes: object) -> Fetched:
    with serving({"/": answer}) as web:  # type: ignore[dict-item]
        return fetch(web.url(), policy(**changes))


def refusal_of(answer: object, **changes: object) -> str:
    with serving({"/": answer}) as web:  # type: ignore[dict-item]
        return reason_of(web.url(), policy(**changes))


def test_of_an_answer_that_only_counts_by_its_status_the_beginning_is_enough() -> None:
    long = http(503, b"x" * 100_000, Content_Type="text/plain")
    bomb = http(body=gzip.compress(b"y" * 50_000_000), Content_Encoding="gzip")
    broken = http(body=b"not gzip at all", Content_Encoding="gzip")
    for answer, status, begins in ((long, 503, b"x" * 1000), (bomb, 200, b"y" * 1000), (broken, 200, b"")):
        with serving({"/": answer}) as web:
            found = fetch(web.url(), policy(max_bytes=1000, cuts=True), method="POST", body=b"{}")
        assert (found.status, found.body) == (status, begins)


def test_the_answer_and_the_request_that_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving({"/a%20b": page("<p>Grüße</p>")}) as web:
        answer = fetch(web.url("/a b?q=1#part"), policy(content_types=PAGES))
    assert (answer.status, answer.content_type, answer.charset) == (200, "text/html", "utf-8")
    assert answer.body.decode() == "<p>Grüße</p>"
    assert answer.url == web.url("/a%20b?q=1")
    head = web.seen[0].lower()
    assert head.startswith("get /a%20b?q=1 http/1.1\r\n")
    assert f"host: open.example:{web.port}\r\n" in head
    for absent in ("cookie", "authorization", "referer"):
        assert absent not in head


def test_what_is_too_large_for_memory_goes_into_a_file_as_it_comes() -> None:
    sink = io.BytesIO()
    with serving({"/": page("x" * 100_000)}) as web:
        answer = fetch(web.url(), policy(), sink=sink)
        assert (answer.body, sink.getvalue()) == (b"", b"x" * 100_000)
        with pytest.raises(SourceFetchFailed) as refusal:
            fetch(web.url(), policy(max_bytes=1000), sink=io.BytesIO())
    assert refusal.value.details["reason"] == "too_large"


def test_tls_names_the_host_and_checks_its_certificate(tmp_path: Path) -> None:
    server, client = certificate(tmp_path, "open.example")
    with serving({"/": page()}, tls=server) as web:
        names = Names(open_example=[OPEN], other_example=[OPEN])
        names.names["open.example."] = [OPEN]
        given = policy(tls=client, resolve=names)
        assert fetch(web.url(scheme="https"), given).status == 200
        assert fetch(web.url(scheme="https", host="open.example."), given).status == 200
        assert reason_of(web.url(scheme="https", host="other.example"), given) == "tls"
        assert reason_of(web.url(scheme="https", host=OPEN), given) == "tls"
        assert reason_of(web.url(scheme="https"), policy()) == "tls", "nobody vouches for it"
    assert web.names[:3] == ["open.example", "open.example", "other.example"]
    with serving({"/": page()}) as plain:
        assert reason_of(plain.url(scheme="https"), policy(tls=client)) == "tls"


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with serving({"/": page()}) as web:
        both = policy(
            resolve=Names(open_example=["127.0.0.3", OPEN]), allowed=policy().allowed + networks(["127.0.0.3"])
        )
        assert fetch(web.url(), both).status == 200
    assert reason_of(web.url(), policy()) == "connect"


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress, zlib.compress], ids=["gzip", "br", "deflate"])
def test_packed_bodies_are_unpacked_and_bombs_are_stopped(pack: object, request: pytest.FixtureRequest) -> None:
    coding = request.node.callspec.id
    body = b"<p>Every word of it.</p>" * 1000
    packed = pack(body)  # type: ignore[operator]
    assert fetched(http(body=packed, Content_Encoding=coding, Content_Type="text/html")).body == body
    assert refusal_of(http(body=packed[:-6], Content_Encoding=coding, Content_Type="text/html")) == "bad_response"
    bomb = pack(bytes(80_000_000))  # type: ignore[operator]
    assert len(bomb) < 100_000
    assert refusal_of(http(body=bomb, Content_Encoding=coding, Content_Type="text/html")) == "too_large"


def test_gzip_of_two_members_is_one_body_and_rubbish_is_none() -> None:
    two = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(16)
    assert fetched(http(body=two, Content_Encoding="gzip")).body == b"one two"
    for coding, body in (
        ("gzip", b"not gzip"),
        ("br", b"\xff" * 99),
        ("zstd", b"x"),
        ("gzip, gzip", gzip.compress(two)),
    ):
        assert refusal_of(http(body=body, Content_Encoding=coding)) == "bad_response"


def test_bodies_are_capped_whatever_the_server_says_of_their_length() -> None:
    assert fetched(http(body=b"x" * 1000), max_bytes=1000).body == b"x" * 1000
    assert refusal_of(http(body=b"x" * 1001), max_bytes=1000) == "too_large"
    assert refusal_of(http(Content_Length=str(10**15)), max_bytes=1000) == "too_large"
    endless = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

    def pour(connection: socket.socket) -> None:
        connection.sendall(endless)
        while True:
            connection.sendall(b"x" * 65536)

    assert refusal_of(pour, max_bytes=300_000) == "too_large"


def test_a_body_that_breaks_off_is_not_taken_for_whole() -> None:
    assert refusal_of(http(body=b"half", Content_Length="8")) == "bad_response"
    assert refusal_of(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf") == "bad_response"
    assert refusal_of(b"") == "bad_response"
    assert refusal_of(b"SSH-2.0-OpenSSH_9.9\r\n") == "bad_response"
    assert refusal_of(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000 + b"\r\n\r\n") == "bad_response"


def test_slow_drips_do_not_extend_the_deadline() -> None:
    def drip_headers(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for n in range(200):
            connection.sendall(f"X-{n}: y\r\n".encode())
            time.sleep(0.05)

    def drip_body(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b"x")
            time.sleep(0.05)

    def hints(connection: socket.socket) -> None:
        while True:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            time.sleep(0.01)

    for slow in (drip_headers, drip_body, hints, lambda connection: time.sleep(2)):
        began = time.monotonic()
        assert refusal_of(slow, timeout_s=0.4) == "timeout"
        assert time.monotonic() - began < 10, "not as long as the server would like"


def test_a_resolver_that_does_not_answer_is_given_up() -> None:
    def never(host: str, port: int) -> list[str]:
        time.sleep(3)
        return [OPEN]

    assert reason_of("http://slow.example/", policy(resolve=never, timeout_s=0.3)) == "timeout"
    assert reason_of("http://unknown.example/", policy()) == "dns"
    assert reason_of("http://empty.example/", policy(resolve=Names(empty_example=[]))) == "dns"
    assert reason_of("http://odd.example/", policy(resolve=Names(odd_example=["not an address"]))) == "dns"
    assert reason_of("http://a..b/", Policy(max_bytes=1, timeout_s=5)) == "dns"


@pytest.mark.parametrize("status", [201, 204, 304, 400, 401, 403, 404, 410, 429, 500, 503])
def test_only_200_is_an_answer(status: int) -> None:
    with serving({"/": http(status)}) as web, pytest.raises(SourceFetchFailed) as refusal:
        fetch(web.url(), policy())
    assert refusal.value.details == {"reason": "upstream_status", "status": status}


@pytest.mark.parametrize(
    ("sent", "is_taken"),
    [
        ("text/html", True), ("TEXT/HTML;charset=utf-8", True), (" text/html ; x=y", True), ("text/html;", True),
        ("application/pdf", False), ("text/htmlx", False), ("image/svg+xml", False), ("", False), (";", False),
    ],
)  # fmt: skip
def test_the_content_type_must_be_one_that_was_asked_for(sent: str, is_taken: bool) -> None:
    answer = http(body=b"<p>x</p>", Content_Type=sent)
    if is_taken:
        assert fetched(answer, content_types=PAGES).content_type == "text/html"
    else:
        assert refusal_of(answer, content_types=PAGES) == "content_type"
    assert refusal_of(http(body=b"x"), content_types=PAGES) == "content_type"


def test_redirects_are_followed_five_times_and_not_six() -> None:
    steps = {f"/{n}": moved(f"/{n + 1}") for n in range(7)}
    with serving({**steps, "/6": page()}) as web:
        answer = fetch(web.url("/1"), policy())
        assert len(answer.redirects) == 5
        assert answer.url == web.url("/6")
        assert reason_of(web.url("/0"), policy()) == "redirect_limit"
    with serving({"/": moved("/")}) as loop:
        assert reason_of(loop.url(), policy()) == "redirect_limit"
        assert len(loop.seen) == 6


def test_no_redirect_leads_from_https_to_http(tmp_path: Path) -> None:
    server, client = certificate(tmp_path, "open.example")
    with serving({"/": page()}) as plain, serving({"/": moved(plain.url())}, tls=server) as secure:
        assert reason_of(secure.url(scheme="https"), policy(tls=client)) == "redirect_downgrade"
        assert plain.seen == []
        plain.routes["/up"] = moved(secure.url("/there", scheme="https"))
        secure.routes["/there"] = page()
        assert fetch(plain.url("/up"), policy(tls=client)).status == 200


def test_headers_of_the_caller_stay_with_the_first_origin() -> None:
    with serving({"/": page()}) as there, serving({"/": moved(there.url())}) as here:
        fetch(here.url(), policy(), headers=[("Authorization", "Bearer of secrets")])
    assert "Bearer of secrets" in here.seen[0]
    assert "Bearer of secrets" not in there.seen[0]


def test_a_post_follows_nothing_and_tells_what_it_was_answered() -> None:
    with serving({"/": moved("/elsewhere", 307), "/bad": http(500, b"no")}) as web:
        answer = fetch(web.url(), policy(), method="POST", headers=[("X-Signature", "abc")], body=b"{}")
        assert (answer.status, answer.redirects) == (307, ())
        assert fetch(web.url("/bad"), policy(), method="POST", body=b"{}").status == 500
    assert web.seen[0].startswith("POST / HTTP/1.1\r\n")
    assert "x-signature: abc\r\n" in web.seen[0].lower()
    assert "content-length: 2\r\n" in web.seen[0].lower()
    assert len(web.seen) == 2


def test_the_studios_own_addresses_are_read_without_http() -> None:
    def own(url: str) -> OwnFile | None:
        return (
            OwnFile(io.BytesIO(b"x" * 50), "text/html; charset=utf-8")
            if url.startswith("http://studio/media/")
            else None
        )

    with serving({"/": moved("http://studio/media/token/a.html")}) as web:
        assert fetch("http://studio/media/token/a.html", policy(own=own)).body == b"x" * 50
        assert fetch(web.url(), policy(own=own)).redirects == (web.url(),)
        assert reason_of("http://studio/other", policy(own=own)) == "dns"
        assert reason_of("http://studio/media/t/a", policy(own=own, max_bytes=49)) == "too_large"
        assert (
            reason_of("http://studio/media/t/a", policy(own=own, content_types=("application/pdf",))) == "content_type"
        )
