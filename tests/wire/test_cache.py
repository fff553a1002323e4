"""The cache in Valkey: one for all web processes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.services import create_user
from tests.valkey import ValkeyServer
from wire.cache import ValkeyCache
from wire.ratelimit import make_limiter


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ValkeyServer()
    yield server.url
    server.stop()


def process(url: str) -> ValkeyCache:
    """The cache as one more web process has it."""
    return ValkeyCache(url, {"KEY_PREFIX": "studio", "OPTIONS": {"socket_timeout": 2}})


def test_what_one_process_keeps_the_other_reads(url: str) -> None:
    one, other = process(url), process(url)
    one.set("history", [1.5, 2.5], 60)
    assert other.get("history") == [1.5, 2.5]
    other.delete("history")
    assert one.get("history", "gone") == "gone"


def test_a_lock_is_taken_once(url: str) -> None:
    one, other = process(url), process(url)
    assert [one.add("lock", True, 60), other.add("lock", True, 60)] == [True, False]


def test_numbers_are_counted_together(url: str) -> None:
    one, other = process(url), process(url)
    one.set("count", 1, 60)
    assert (other.incr("count"), one.incr("count")) == (2, 3)


def test_many_at_once(url: str) -> None:
    cache = process(url)
    cache.set_many({"a": {"x": [1]}, "b": None}, 60)
    assert cache.get_many(["a", "b", "c"]) == {"a": {"x": [1]}, "b": None}


def test_only_plain_data_is_kept(url: str) -> None:
    with pytest.raises(TypeError):
        process(url).set("code", object())


def test_emptying_the_cache_leaves_the_limits(url: str) -> None:
    limiter, cache = make_limiter(url), process(url)
    limiter.hit("bucket", 1, 60)
    cache.set("a", 1, 60)
    cache.clear()
    assert cache.get("a") is None
    assert not limiter.hit("bucket", 1, 60)[0]


@pytest.mark.django_db
def test_guesses_at_a_password_count_for_all_web_processes(url: str, settings: Any) -> None:
    create_user(email="ada@example.com", password="a long enough one")
    answers = []
    for _ in range(6):
        settings.CACHES = {"default": {"BACKEND": "wire.cache.ValkeyCache", "LOCATION": url}}  # a process of its own
        answers.append(Client().post("/accounts/login/", {"login": "ada@example.com", "password": "not this one"}))
    assert ["Too many failed" in answer.content.decode() for answer in answers] == [*[False] * 5, True]
