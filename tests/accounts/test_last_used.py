"""When a key was last used is known to the minute, and costs the request nothing."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.keys import authenticate
from accounts.last_used import LastUsed
from accounts.models import ApiKey
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def last_used_at(world: World) -> datetime | None:
    return ApiKey.objects.get(pk=world.ada.key.pk).last_used_at


def test_a_use_is_written_with_the_next_flush(world: World) -> None:
    uses = LastUsed()
    uses.note(world.ada.key.pk, NOW)
    assert last_used_at(world) is None
    assert uses.flush() == 1
    assert last_used_at(world) == NOW


def test_a_key_is_written_at_most_once_a_minute(world: World) -> None:
    uses = LastUsed()
    for second in range(0, 60, 5):
        uses.note(world.ada.key.pk, NOW + timedelta(seconds=second))
        uses.flush()
    assert last_used_at(world) == NOW
    uses.note(world.ada.key.pk, NOW + MINUTE)
    assert uses.flush() == 1
    assert last_used_at(world) == NOW + MINUTE


def test_an_older_use_never_overwrites_a_newer_one(world: World) -> None:
    ahead, behind = LastUsed(), LastUsed()  # as in two web processes
    ahead.note(world.ada.key.pk, NOW + MINUTE)
    behind.note(world.ada.key.pk, NOW)
    ahead.flush()
    behind.flush()
    assert last_used_at(world) == NOW + MINUTE


def test_a_flush_without_uses_asks_the_database_nothing(django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(0):
        assert LastUsed().flush() == 0


def test_a_key_deleted_in_the_meantime_does_no_harm(world: World) -> None:
    uses = LastUsed()
    uses.note("key_gone", NOW)
    uses.note(world.ada.key.pk, NOW)
    uses.flush()
    assert last_used_at(world) == NOW


def test_authenticating_notes_the_use(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    uses = LastUsed()
    monkeypatch.setattr("accounts.keys.last_used", uses)
    authenticate(world.ada.token, remote_ip="203.0.113.7", now=NOW)
    uses.flush()
    assert last_used_at(world) == NOW


@pytest.mark.django_db(transaction=True)
def test_left_alone_it_writes_by_itself(world: World, settings: Any) -> None:
    settings.STUDIO_LAST_USED_FLUSH_S = 0.02
    uses = LastUsed()
    uses.note(world.ada.key.pk, NOW)
    deadline = time.monotonic() + 10
    while last_used_at(world) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    uses.stop()
    assert last_used_at(world) == NOW
