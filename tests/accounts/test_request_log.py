"""The request log: every answered call, a little later, without secrets, and never at the cost of the call."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.models import RequestLog
from accounts.request_log import MOST_PENDING, Note, RequestLogWriter, note, request_log
from tests.world import NOW, World
from wire.principal import Principal

PREFIX = "sh_" + "a1" * 9
TOKEN = f"{PREFIX}_{'b2' * 32}"
CALLER = Principal("org_1", "key_1", "user_1", frozenset())


def row(**fields: Any) -> Note:
    given = Note("org_1", "key_1", "user_1", "GET", "/api/v1/credits", "", 200, 3, "r", "203.0.113.7", NOW)
    return given._replace(**fields)


def noted(**fields: Any) -> Note:
    """What `note` hands to the writer."""
    given: dict[str, Any] = {
        "principal": CALLER, "method": "GET", "path": "/api/v1/credits", "status": 200, "duration_ms": 2.6,
        "request_id": "r", "remote_ip": "203.0.113.7", "at": NOW,
    }  # fmt: skip
    note(**given | fields)
    return request_log._pending.pop()


class TestNoting:
    def test_it_touches_no_database(self) -> None:
        assert noted().path == "/api/v1/credits"  # without the mark, a query would be an error

    def test_the_caller_is_named_by_ids(self) -> None:
        row = noted()
        assert (row.organization_id, row.key_id, row.user_id) == ("org_1", "key_1", "user_1")
        assert (row.status, row.duration_ms, row.ip, row.at) == (200, 3, "203.0.113.7", NOW)

    def test_a_stranger_has_none(self) -> None:
        row = noted(principal=None, status=401)
        assert (row.organization_id, row.key_id, row.user_id) == ("", "", "")

    def test_secrets_in_the_address_are_struck_out(self) -> None:
        row = noted(path=f"/api/v1/x/{TOKEN}?a=1&token=hunter2")
        assert (row.path, row.query) == (f"/api/v1/x/{PREFIX}_[struck]", "a=1&token=[struck]")

    def test_what_is_too_long_is_cut(self) -> None:
        row = noted(path="/" + "x" * 9000, query="q=" + "x" * 9000, request_id="r" * 900)
        assert (len(row.path), len(row.query), len(row.request_id)) == (500, 1000, 64)


class TestWriting:
    @pytest.mark.django_db
    def test_rows_are_written_in_batches(self, django_assert_max_num_queries: Any) -> None:
        writer = RequestLogWriter()
        for _ in range(700):
            writer.note(row())
        with django_assert_max_num_queries(12):
            assert writer.flush() == 700
        assert RequestLog.objects.count() == 700

    @pytest.mark.django_db
    def test_a_flush_without_rows_asks_nothing(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert RequestLogWriter().flush() == 0

    @pytest.mark.django_db
    def test_what_could_not_be_written_is_kept_in_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        writer = RequestLogWriter()
        for status in (200, 201, 202):
            writer.note(row(status=status))
        with monkeypatch.context() as patch:
            patch.setattr(RequestLog._meta, "db_table", "a_table_that_is_away")
            with pytest.raises(DatabaseError), transaction.atomic():
                writer.flush()
        assert writer.flush() == 3
        assert list(RequestLog.objects.order_by("pk").values_list("status", flat=True)) == [200, 201, 202]

    def test_a_full_buffer_drops_the_oldest(self) -> None:
        writer = RequestLogWriter()
        for number in range(MOST_PENDING + 5):
            writer.note(row(duration_ms=number))
        assert (len(writer._pending), writer.dropped) == (MOST_PENDING, 5)
        assert writer._pending[0].duration_ms == 5

    @pytest.mark.django_db(transaction=True)
    def test_left_alone_it_writes_by_itself(self, settings: Any) -> None:
        settings.STUDIO_LAST_USED_FLUSH_S = 0.02
        writer = RequestLogWriter()
        writer.note(row())
        deadline = time.monotonic() + 10
        while not RequestLog.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        writer.stop()
        assert RequestLog.objects.exists()


@pytest.mark.django_db
class TestThroughTheGate:
    @pytest.fixture(autouse=True)
    def nothing_pending(self) -> None:
        request_log._pending.clear()

    def test_an_answered_call_is_in_the_log(self, world: World, client: Client) -> None:
        answer = client.get("/api/story-projects?limit=5", headers=world.ada.headers, REMOTE_ADDR="203.0.113.7")
        request_log.flush()
        row = RequestLog.objects.get()
        assert (row.method, row.path, row.status) == ("GET", "/api/v1/story-projects", 200)
        assert (row.organization_id, row.key_id) == (world.ada.organization.pk, world.ada.key.pk)
        assert (row.request_id, row.ip) == (answer["X-Request-Id"], "203.0.113.7")

    def test_so_is_a_refused_one(self, world: World, client: Client) -> None:
        client.get("/api/v1/story-projects", headers={"Authorization": f"Bearer {TOKEN}"})
        request_log.flush()
        row = RequestLog.objects.get()
        assert (row.status, row.organization_id) == (401, "")
        assert TOKEN.rpartition("_")[2] not in repr(RequestLog.objects.values().get())

    def test_a_call_costs_no_query_more(self, world: World, client: Client, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(3) as queries:
            client.get("/api/v1/story-projects", headers=world.ada.headers)
        assert not [query["sql"] for query in queries if "requestlog" in query["sql"]]


def test_time_does_not_go_backwards() -> None:
    assert noted(duration_ms=-1, at=NOW + timedelta(0)).duration_ms == 0


def test_a_share_links_token_is_not_kept() -> None:
    for kind in ("table-read", "table-read-audio", "table-read-events"):
        kept = noted(path=f"/share/{kind}/InNocl8wMW04ZDE:Bp1lBi4Ua_OgpZQ-XexW").path
        assert kept == f"/share/{kind}/[struck]"
    assert noted(path="/api/v1/share/table-read/start-live").path == "/api/v1/share/table-read/start-live"
