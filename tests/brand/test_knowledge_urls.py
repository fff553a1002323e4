"""Pages of a site are read where the site lets them be."""

import gzip
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generation.assets.services import signed_url, store_file
from generation.brand.knowledge import crawl
from generation.brand.models import Chunk
from generation.jobs.models import Job
from tests.api import Answer, Api
from tests.wire.web import OPEN, Web, canary, http, moved, page, serving
from wire.addresses import networks

KNOWLEDGE = "/user/brand/knowledge"
WORDS = "It heats four hundred flats with water from the harbour, winter and summer."
LINKS = "".join(f'<a href="{to}">x</a>' for to in (
    "/about", "about#team", "/secret/plan", "/hidden", "/gone", "/out", "http://elsewhere.example/", "/logo.png",
    "mailto:a@b.c",
))  # fmt: skip


def article(title: str, more: str = "", head: str = "") -> bytes:
    return page(
        f"<head><title>{title}</title>{head}</head><body><article><p>{title}. {WORDS}</p></article>{more}</body>"
    )


@pytest.fixture
def web(settings: Any) -> Iterator[Web]:
    settings.STUDIO_FETCH_ALLOW = networks([OPEN])
    routes = {
        "/": article("Home", LINKS), "/about": article("About"), "/secret/plan": article("Secret"),
        "/hidden": article("Hidden", head='<meta name="Robots" content="NOINDEX">'),
        "/robots.txt": http(body=b"User-agent: *\nDisallow: /secret", Content_Type="text/plain"),
        "/moved": moved("/secret/plan"),
    }  # fmt: skip
    with serving(routes) as web:
        yield web


def add(api: Api, url: str, **fields: Any) -> Answer:
    return api.post(f"{KNOWLEDGE}/urls", {"url": url, **fields})


def asked_for(web: Web) -> list[str]:
    return [head.split(" ")[1] for head in web.seen]


def test_a_site_is_read_one_step_deep_as_its_robots_txt_allows(
    api: Api, work: Callable[[], list[Job]], web: Web
) -> None:
    with canary() as bird:
        web.routes["/out"] = moved(f"http://127.0.0.1:{bird.port}/")
        first = add(api, web.url("/", host=OPEN), depth=1).json["data"]
        assert add(api, web.url("/", host=OPEN), depth=1).json["data"]["id"] == first["id"], "it is being read"
        work()
    assert bird.knocks == 0
    told = api.get(f"{KNOWLEDGE}/{first['id']}").json["data"]
    assert (told["status"], told["pages"], told["title"]) == ("READY", 2, "Home")
    assert asked_for(web) == ["/robots.txt", "/", "/about", "/hidden", "/gone", "/out"]
    hits = api.get(f"{KNOWLEDGE}/search?q=about").json["data"]["results"]
    assert {hit["url"] for hit in hits} == {web.url("/", host=OPEN), web.url("/about", host=OPEN)}

    web.routes["/"] = article("Home anew")
    again = add(api, web.url("/", host=OPEN)).json["data"]["id"]
    work()
    assert [row["id"] for row in api.get(KNOWLEDGE).json["data"]["documents"]] == [again], "the old reading gave way"
    assert [chunk.text for chunk in Chunk.objects.all()] == [f"Home anew. {WORDS}"]


@pytest.mark.parametrize(
    ("path", "code"),
    [("/secret/plan", "robots_disallowed"), ("/moved", "robots_disallowed"), ("/gone", "upstream_status")],
)  # fmt: skip
def test_an_address_that_may_not_or_cannot_be_read_says_so(
    api: Api, work: Callable[[], list[Job]], web: Web, path: str, code: str
) -> None:
    document = add(api, web.url(path, host=OPEN)).json["data"]["id"]
    work()
    told = api.get(f"{KNOWLEDGE}/{document}").json["data"]
    assert (told["status"], told["failure"]["code"]) == ("FAILED", code)


def test_a_site_whose_robots_txt_fails_is_left_alone(api: Api, work: Callable[[], list[Job]], web: Web) -> None:
    web.routes["/robots.txt"] = http(503)
    add(api, web.url("/about", host=OPEN))
    work()
    assert asked_for(web) == ["/robots.txt"]


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
    while True:
        connection.sendall(b"and so on " * 10_000)


def silent(connection: socket.socket) -> None:
    connection.recv(1)  # until the client goes


BOMB = http(body=gzip.compress(bytes(30_000_000)), Content_Type="text/html", Content_Encoding="gzip")


@pytest.mark.parametrize(
    ("path", "answer", "code"),
    [
        ("/endless", endless, "too_large"), ("/bomb", BOMB, "too_large"), ("/robots.txt", silent, "timeout"),
        ("/inner", moved("http://127.0.0.1:9/"), "blocked_address"),
        ("/inner", moved("http://10.0.0.1/"), "blocked_address"),
    ],
    ids=["endless", "bomb", "silent-robots", "loopback", "private"],
)  # fmt: skip
def test_hostile_servers_are_left_with_a_reason_and_the_next_page_is_read(
    api: Api,
    work: Callable[[], list[Job]],
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    answer: Any,
    code: str,
) -> None:
    monkeypatch.setattr(crawl, "_ROBOTS_WITHIN_S", 0.5)
    robots, web.routes[path] = web.routes["/robots.txt"], answer
    bad = add(api, web.url("/about" if path == "/robots.txt" else path, host=OPEN)).json["data"]["id"]
    work()
    told = api.get(f"{KNOWLEDGE}/{bad}").json["data"]
    assert (told["status"], told["failure"]["code"]) == ("FAILED", code), told["failure"]
    web.routes["/robots.txt"] = robots
    good = add(api, web.url("/about", host=OPEN)).json["data"]["id"]
    work()
    assert api.get(f"{KNOWLEDGE}/{good}").json["data"]["status"] == "READY"


def test_a_page_that_lies_about_its_charset_is_read_as_it_was_written(
    api: Api, work: Callable[[], list[Job]], web: Web
) -> None:
    body = f"<title>Fähre</title><article><p>Die Fähre fährt für 4 €. {WORDS}</p></article>".encode("cp1252")
    web.routes["/lie"] = http(body=body, Content_Type="text/html; charset=utf-8")
    add(api, web.url("/lie", host=OPEN))
    work()
    assert Chunk.objects.get().text.startswith("Die Fähre fährt für 4 €.")


def test_of_a_thousand_links_as_many_are_asked_for_as_pages_are_read(
    api: Api, work: Callable[[], list[Job]], web: Web
) -> None:
    web.routes["/"] = article("Home", "".join(f'<a href="/gone/{n}">{n}</a>' for n in range(1000)))
    document = add(api, web.url("/", host=OPEN), depth=1).json["data"]["id"]
    work()
    told = api.get(f"{KNOWLEDGE}/{document}").json["data"]
    assert (told["status"], told["pages"], told["isTruncated"]) == ("READY", 1, True)
    assert len(asked_for(web)) == 1 + crawl.MAX_PAGES, "robots.txt, the page itself, and the others"


@pytest.mark.parametrize(
    "body",
    [
        {}, {"url": "http://127.0.0.1/"}, {"url": "http://169.254.169.254/latest"}, {"url": "file:///etc/passwd"},
        {"url": "https://a:b@example.org"}, {"url": "http://127.0.0.2", "depth": 2}, {"url": "x\x00y"},
    ],
)  # fmt: skip
def test_addresses_that_may_not_be_fetched_are_refused_at_once(api: Api, body: dict[str, Any]) -> None:
    answer = api.post(f"{KNOWLEDGE}/urls", body)
    assert (answer.status, answer.json["success"], Job.objects.count()) == (400, False, 0)


def test_a_file_of_the_studio_is_read_from_its_store(
    api: Api, work: Callable[[], list[Job]], settings: Any, tmp_path: Path
) -> None:
    settings.STUDIO_PUBLIC_URL = "http://127.0.0.1:8000"
    (file := tmp_path / "notes.html").write_bytes(article("Notes"))
    asset = store_file(api.organization.id, file, content_type="text/html", filename="notes.html")
    added = add(api, signed_url(asset, expires_s=60))
    assert added.status == 200, added.json
    work()
    told = api.get(f"{KNOWLEDGE}/{added.json['data']['id']}").json["data"]
    assert (told["status"], told["title"]) == ("READY", "Notes")

    broken = signed_url(asset, expires_s=60).replace("/media/", "/media/x")
    assert (add(api, broken).status, add(api, "http://127.0.0.1:8000/accounts/login/").status) == (400, 400)
