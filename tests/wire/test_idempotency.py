"""Idempotency against the real table; what a rival does in between is injected at a chosen point."""

from datetime import UTC, datetime, timedelta

import pytest

from wire import idempotency
from wire.errors import IdempotencyConflict, InsufficientCredits, ValidationFailed
from wire.idempotency import StoredAnswer, check_key, fingerprint, forget_old, run_once
from wire.models import IdempotencyRecord

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
ANSWER = StoredAnswer(200, b'{"project":{"id":"proj_1"}}', "application/json")

pytestmark = pytest.mark.django_db


def once(key: str = "k", print_: str = "p", organization: str = "org_1", *, work=lambda: ANSWER, now: datetime = NOW):
    return run_once(organization_id=organization, key=key, print_=print_, work=work, now=lambda: now)


def explode() -> StoredAnswer:
    raise AssertionError("the work ran again")


def test_a_retry_gets_the_same_bytes_and_runs_nothing() -> None:
    first, second = once(), once(work=explode)
    assert (first.body, first.is_replay) == (ANSWER.body, False)
    assert (second.status, second.body, second.is_replay) == (200, ANSWER.body, True)


def test_another_request_under_the_same_key_is_a_conflict() -> None:
    once()
    with pytest.raises(IdempotencyConflict):
        once(print_="another", work=explode)


def test_two_organizations_may_use_the_same_key() -> None:
    once()
    assert not once(organization="org_2").is_replay


def test_a_refusal_is_not_stored_so_the_same_key_succeeds_after_a_top_up() -> None:
    def poor() -> StoredAnswer:
        raise InsufficientCredits(required=11, available=0)

    with pytest.raises(InsufficientCredits):
        once(work=poor)
    assert once().body == ANSWER.body


def test_a_key_in_flight_answers_conflict_with_a_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "WAIT_S", 0.0)
    IdempotencyRecord.objects.create(organization_id="org_1", key="k", fingerprint="p", owner="rival", claimed_at=NOW)
    with pytest.raises(IdempotencyConflict) as caught:
        once(work=explode)
    assert caught.value.details["retry_after"] > 0


def test_a_claim_whose_process_died_is_taken_over() -> None:
    died = NOW - idempotency.STALE_AFTER - timedelta(seconds=1)
    IdempotencyRecord.objects.create(organization_id="org_1", key="k", fingerprint="p", owner="dead", claimed_at=died)
    assert not once().is_replay


def test_work_whose_claim_was_taken_over_meanwhile_is_undone(django_user_model) -> None:
    def slow() -> StoredAnswer:
        django_user_model.objects.create(email="ghost@example.com")
        IdempotencyRecord.objects.filter(key="k").update(owner="rival")
        return ANSWER

    with pytest.raises(IdempotencyConflict):
        once(work=slow)
    assert not django_user_model.objects.filter(email="ghost@example.com").exists()


def test_records_are_kept_a_day() -> None:
    once()
    assert forget_old(now=NOW + timedelta(hours=23)) == 0
    assert not once(now=NOW + timedelta(hours=25)).is_replay
    assert forget_old(now=NOW + timedelta(hours=50)) == 1


def test_json_bodies_count_by_meaning() -> None:
    one = fingerprint("POST", "/api/v1/story-projects", "", b'{"name": "A", "metadata": {"x": 1, "y": 2}}')
    same = fingerprint("POST", "/api/v1/story-projects", "", b'{"metadata":{"y":2,"x":1},"name":"A"}')
    other = fingerprint("POST", "/api/v1/story-projects", "", b'{"metadata":{"y":2,"x":1},"name":"B"}')
    assert one == same != other


def test_route_and_query_are_part_of_the_operation() -> None:
    prints = {
        fingerprint("POST", "/a", "", b"{}"),
        fingerprint("POST", "/b", "", b"{}"),
        fingerprint("POST", "/a", "x=1", b"{}"),
        fingerprint("PATCH", "/a", "", b"{}"),
    }
    assert len(prints) == 4
    assert fingerprint("POST", "/a", "x=1&y=2", b"") == fingerprint("POST", "/a", "y=2&x=1", b"")


@pytest.mark.parametrize("key", ["", "x" * 256, "käse", "tab\tkey"])
def test_unusable_keys_are_refused(key: str) -> None:
    with pytest.raises(ValidationFailed):
        check_key(key)
