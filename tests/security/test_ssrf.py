"""No entry that takes an address leads inside: each of the API, by its document; each module, by what it may import."""

import ipaddress
import random
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from generation.workflows.services.downloads import fetched_film
from tests.matrix.conftest import some_things
from tests.security.spellings import is_outer, mutated, spelled
from tests.security.urls import entries, hostile, senders
from tests.wire.web import Canary, canary
from wire.errors import InsufficientScope, SourceFetchFailed, ValidationFailed
from wire.fetch import Policy, check_url
from wire.places import Deadline, checked_addresses, parse
from wire.ratelimit import limiter

# Answers with a file: asked by `fetched_film` below, with its own list of domains.
RAW = {("GET", "/api/v1/export", "source")}
# The modules that may reach out, and why. All others go through `wire.fetch`.
MAY_CONNECT = {
    "accounts/invitations.py": "the error of Django's mail",
    "generation/jobs/identity.py": "this host's name",
    "generation/providers/gguf/engine.py": "its own child on the loopback",
    "generation/providers/openai/client.py": "the official client, on a transport that checks each address",
    "studio/discovery/mcp/server.py": "asks the studio's own application, without a network",
    "studio/management/commands/serve.py": "whether its own port is free and its own web process alive",
    "wire/fetch.py": "the one way out",
    "wire/places.py": "looks names up",
}
_REACHING = re.compile(
    r"^\s*(?:from|import) (?:aiohttp|ftplib|http\.client|httpcore|httpx2?|imaplib|openai|poplib|requests|smtplib|socket"
    r"|telnetlib|urllib\.request|urllib3|websockets|xmlrpc\.client)\b"
    r"|^\s*from (?:http import client|urllib import request)",
    re.MULTILINE,
)
PUBLIC = "93.184.215.14"


@pytest.fixture
def bird() -> Iterator[Canary]:
    with canary() as bird:
        yield bird
        assert bird.knocks == 0


def test_every_entry_that_takes_an_address_is_known(db: None) -> None:
    assert entries() - RAW == set(senders(dict.fromkeys(("project_id", "endpoint_id"), "x")))


def test_no_entry_knocks_inside(db: None, bird: Canary) -> None:
    """Each entry gets a tenth of the corpus, another one each; acceptance gives all of it to all."""
    ours = some_things("Ours")
    corpus = hostile(bird.port)
    for start, (entry, send) in enumerate(senders(ours.ids).items()):
        for url in corpus[start::10]:
            limiter.clear()
            answer = send(ours.api, url)
            assert answer.status < 500, (entry, url, answer.body)
            if entry[1] != "/api/v1/workflow":  # fetched when it is made, by `wire.fetch`
                assert answer.status >= 400, (entry, url)
    assert bird.knocks == 0


@pytest.mark.parametrize(
    "source",
    ["https://evil.example\\@films.example/x.mp4", "https://evil.example#@films.example/", "https://films.example.evil.example/",
     "https://evil.example?films.example", "https://xfilms.example/", "https://films.example@evil.example/"],
)  # fmt: skip
def test_an_export_asks_no_domain_but_the_allowed_ones(settings: object, source: str) -> None:
    settings.STUDIO_EXPORT_DOMAINS = ["films.example"]  # type: ignore[attr-defined]
    with pytest.raises((InsufficientScope, ValidationFailed)):
        fetched_film(source)


def test_nothing_else_imports_what_can_reach_out() -> None:
    root = Path(django_settings.BASE_DIR)
    files = (
        path for one in ("accounts", "billing", "generation", "studio", "wire") for path in (root / one).rglob("*.py")
    )
    reaching = {str(path.relative_to(root)) for path in files if _REACHING.search(path.read_text())}
    assert reaching == set(MAY_CONNECT)


def accepted(url: str) -> list[str] | None:
    """The addresses that a fetch would connect to; names resolve to a public one. None when it is refused."""
    try:
        place = parse(url)
        return checked_addresses(place, allowed=(), resolve=lambda host, port: [PUBLIC], deadline=Deadline(5))
    except SourceFetchFailed:
        return None


def try_spellings(seed: int, *, many: int) -> None:
    """An address spelled in any way is refused or is the one it was made from, and never an inner one."""
    chance = random.Random(seed)
    taken = 0
    for number in count():
        if number == many:
            break
        one = spelled(chance)
        found = accepted(one.url)
        if found is not None:
            taken += 1
            assert is_outer(ipaddress.ip_address(found[0])), one
            assert found in ([str(one.address)], [PUBLIC]), one
        elif one.is_plain and is_outer(one.address):
            assert one.address.version == 6 or str(one.address) == "168.63.129.16", one
        for found in (accepted(mutated(one.url, chance)),):
            assert found is None or is_outer(ipaddress.ip_address(found[0])), one
    assert taken > many / 10, "or nothing was tried"


def test_two_thousand_spellings() -> None:
    try_spellings(7, many=1000)  # each once as it is and once mutated


def test_a_name_that_resolves_inside_is_refused_among_public_ones() -> None:
    with pytest.raises(SourceFetchFailed):
        check_url("http://two.example/", Policy(max_bytes=1, resolve=lambda host, port: [PUBLIC, "10.0.0.1"]))
