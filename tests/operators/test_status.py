"""What strangers and balancers are told: whether it lives, whether to send requests, and which parts work."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from generation.jobs.hosts import beat
from generation.jobs.models import CircuitBreaker
from studio.operators import probes, status, vitals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(probes, "_state", {"is_draining": False, "is_migrated": False})
    status.forget()
    yield
    status.forget()


def away(*_: object, **__: object) -> Any:
    raise OperationalError("no route to host 10.1.2.3")


def test_it_lives_whatever_the_database_does(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/livez").json() == {"status": "ok"}


def test_it_is_ready_when_all_is_well_and_asks_for_migrations_once(
    client: Client, django_assert_num_queries: Any
) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("draining", lambda patch, settings: probes.drain()),
        ("database", lambda patch, settings: patch.setattr("django.db.connection.cursor", away, raising=False)),
        (
            "migrations",
            lambda patch, settings: patch.setattr(MigrationExecutor, "migration_plan", lambda *_: [1]),
        ),
        ("valkey", lambda patch, settings: setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")),
        ("disk", lambda patch, settings: setattr(settings, "STUDIO_MIN_FREE_MB", 10**9)),
    ],
)
def test_it_is_not_ready_and_says_why(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, name: str, break_it: Any
) -> None:
    break_it(monkeypatch, settings)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"][name] not in ("", "ok")
    assert "10.1.2.3" not in answer.content.decode()


def states(client: Client) -> dict[str, str]:
    status.forget()
    return {one["name"]: one["state"] for one in client.get("/status.json").json()["components"]}


def test_the_page_and_its_twin_say_the_same(client: Client) -> None:
    beat(timezone.now())
    page = client.get("/status").content.decode()
    assert "Everything works" in page
    told = client.get("/status.json").json()
    assert told["status"] == "operational"
    assert all(one["note"] in page for one in told["components"])


def test_each_part_is_told_apart(client: Client) -> None:
    assert states(client)["Workers"] == "down", "no host has said that it works"
    beat(timezone.now())
    CircuitBreaker.objects.create(
        provider="acme", operation="image", failures=5, open_until=timezone.now() + timezone.timedelta(minutes=5)
    )
    assert {name for name, state in states(client).items() if state != "operational"} == {"Generation"}
    assert "acme" not in json.dumps(client.get("/status.json").json()), "nobody's business"


def test_without_a_database_it_still_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(now: Any) -> Any:
        raise DatabaseError("password of 10.1.2.3")

    monkeypatch.setattr(vitals, "take", refuse)
    assert states(client)["Database"] == "down"
    assert "10.1.2.3" not in client.get("/status").content.decode()


def test_a_crowd_costs_one_look(client: Client, django_assert_num_queries: Any) -> None:
    client.get("/status")
    with django_assert_num_queries(0):
        client.get("/status.json")
