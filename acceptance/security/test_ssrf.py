"""`tests/security/test_ssrf.py` in full: every hostile address to every entry, and a hundred thousand spellings."""

import pytest

from tests.matrix.conftest import some_things
from tests.security.test_ssrf import try_spellings
from tests.security.urls import hostile, senders
from tests.wire.web import canary
from wire.ratelimit import limiter


@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_thousand_spellings(seed: int) -> None:
    try_spellings(1000 + seed, many=5000)  # each once as it is and once mutated


def test_every_address_to_every_entry(db: None) -> None:
    ours = some_things("Ours")
    with canary() as bird:
        for entry, send in senders(ours.ids).items():
            for url in hostile(bird.port):
                limiter.clear()
                assert send(ours.api, url).status < 500, (entry, url)
        assert bird.knocks == 0
