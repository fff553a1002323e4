"""Logs are kept for as long as the settings say, and addresses whole for less."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts.audit import record
from accounts.invitations import invite
from accounts.models import AuditEvent, Invitation, RequestLog, Role
from accounts.retention import cut_address, purge, purge_all
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def days(settings: Any) -> None:
    settings.STUDIO_REQUEST_LOG_DAYS, settings.STUDIO_LOG_ADDRESS_DAYS, settings.STUDIO_AUDIT_DAYS = 90, 30, 730


def requested(days_ago: int, ip: str = "203.0.113.7", count: int = 1) -> None:
    given = {"method": "GET", "path": "/", "status": 200, "duration_ms": 1, "request_id": "r"}
    RequestLog.objects.bulk_create(RequestLog(at=NOW - days_ago * DAY, ip=ip, **given) for _ in range(count))


def test_requests_go_after_their_time() -> None:
    for days_ago in (1, 89, 91, 400):
        requested(days_ago)
    assert purge(NOW).requests == 2
    assert RequestLog.objects.count() == 2


def test_audit_entries_go_after_theirs() -> None:
    for days_ago in (1, 729, 731):
        record("a.b", actor=None, now=NOW - days_ago * DAY)
    assert purge(NOW).audit == 1
    assert AuditEvent.objects.count() == 2


def test_addresses_lose_their_last_part_earlier() -> None:
    requested(29)
    requested(31)
    requested(31, ip="2001:db8:1:2::3")
    record("a.b", actor=None, ip="203.0.113.7", now=NOW - 31 * DAY)
    assert purge(NOW).addresses == 3
    assert sorted(RequestLog.objects.values_list("ip", flat=True)) == ["2001:db8:1::", "203.0.113.0", "203.0.113.7"]
    assert AuditEvent.objects.get().ip == "203.0.113.0"


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        ("203.0.113.7", "203.0.113.0"),
        ("::ffff:203.0.113.7", "203.0.113.0"),
        ("2001:db8:aa:bb::1", "2001:db8:aa::"),
        ("", ""),
        ("not an address", ""),
    ],
)
def test_what_is_left_of_an_address(whole: str, cut: str) -> None:
    assert cut_address(whole) == cut


def test_each_round_is_bounded_and_the_rounds_finish() -> None:
    requested(100, count=25)
    assert purge(NOW, most=10).requests == 10
    assert purge_all(NOW).requests == 15


def test_with_nothing_to_do_it_asks_and_changes_nothing(django_assert_max_num_queries: Any) -> None:
    requested(1)
    with django_assert_max_num_queries(9):
        assert purge(NOW).total == 0


def test_ended_sessions_and_old_invitations_go_too(world: World) -> None:
    Session.objects.create(session_key="old", expire_date=NOW - DAY)
    Session.objects.create(session_key="new", expire_date=NOW + DAY)
    invite(world.ada.organization, email="x@example.com", role=Role.MEMBER, by=None, now=NOW - 200 * DAY)
    invite(world.ada.organization, email="y@example.com", role=Role.MEMBER, by=None, now=NOW)
    done = purge(NOW)
    assert (done.sessions, done.invitations) == (1, 1)
    assert Session.objects.get().session_key == "new"
    assert Invitation.objects.get().email == "y@example.com"


def test_the_command_says_what_it_did() -> None:
    record("a.b", actor=None, now=timezone.now() - 800 * DAY)
    out = StringIO()
    call_command("purge_logs", stdout=out)
    assert "1 audit entries" in out.getvalue()
