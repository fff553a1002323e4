"""A key is rotated without a gap: the old one goes on for the overlap, and both are the same caller meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.keys import authenticate, issue_key, revoke_key, rotate_key
from accounts.last_used import Rehashes
from accounts.models import ApiKey
from tests.world import NOW, World
from wire.errors import ApiKeyExpired, ApiKeyRevoked, ValidationFailed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def call(token: str, now: Any = NOW) -> Any:
    return authenticate(token, remote_ip="203.0.113.7", now=now)


class TestRotating:
    def test_both_work_until_the_overlap_ends(self, world: World) -> None:
        _, token = rotate_key(world.ada.key, overlap=HOUR, now=NOW)
        assert call(world.ada.token, NOW + HOUR - timedelta(seconds=1))
        with pytest.raises(ApiKeyExpired):
            call(world.ada.token, NOW + HOUR)
        assert call(token, NOW + HOUR)

    def test_without_an_overlap_the_old_one_ends_at_once(self, world: World) -> None:
        rotate_key(world.ada.key, overlap=timedelta(0), now=NOW)
        with pytest.raises(ApiKeyExpired):
            call(world.ada.token)

    def test_the_successor_can_do_the_same(self, world: World) -> None:
        old, _ = world.ada.another_key(scopes=["story:read"], tier="elevated", ip_allowlist=["203.0.113.0/24"], now=NOW)
        new, token = rotate_key(old, now=NOW)
        assert (new.scopes, new.tier, new.ip_allowlist) == (["story:read"], "elevated", ["203.0.113.0/24"])
        assert (new.name, new.created_by) == (old.name, world.ada.owner)
        assert call(token).scopes == {"story:read"}

    def test_a_lifetime_is_passed_on_whole(self, world: World) -> None:
        old, _ = world.ada.another_key(expires_at=NOW + timedelta(days=90), now=NOW)
        new, _ = rotate_key(old, now=NOW + timedelta(days=80))
        assert new.expires_at == NOW + timedelta(days=170)

    def test_an_overlap_never_prolongs_the_old_key(self, world: World) -> None:
        old, _ = world.ada.another_key(expires_at=NOW + HOUR, now=NOW)
        rotate_key(old, overlap=timedelta(days=7), now=NOW)
        assert ApiKey.objects.get(pk=old.pk).expires_at == NOW + HOUR

    def test_a_key_has_one_successor(self, world: World) -> None:
        new, _ = rotate_key(world.ada.key, now=NOW)
        assert ApiKey.objects.get(pk=world.ada.key.pk).replaced_by == new
        with pytest.raises(ValidationFailed):
            rotate_key(world.ada.key, now=NOW)

    @pytest.mark.parametrize("overlap", [-HOUR, timedelta(days=31)])
    def test_an_overlap_has_bounds(self, world: World, overlap: timedelta) -> None:
        with pytest.raises(ValidationFailed):
            rotate_key(world.ada.key, overlap=overlap, now=NOW)

    def test_a_dead_key_has_no_successor(self, world: World) -> None:
        expired, _ = world.ada.another_key(expires_at=NOW, now=NOW - HOUR)
        with pytest.raises(ApiKeyExpired):
            rotate_key(expired, now=NOW)
        revoke_key(world.ada.key, NOW)
        with pytest.raises(ApiKeyRevoked):
            rotate_key(world.ada.key, now=NOW)
        assert ApiKey.objects.filter(organization=world.ada.organization).count() == 2


class TestPepperRotation:
    def test_a_key_moves_to_the_newest_pepper_when_it_is_used(
        self, world: World, settings: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
    ) -> None:
        rehashes = Rehashes()
        monkeypatch.setattr("accounts.keys.rehashes", rehashes)
        settings.STUDIO_KEY_PEPPERS = {**settings.STUDIO_KEY_PEPPERS, 2: "newer"}
        with django_assert_num_queries(1):
            call(world.ada.token)
        assert rehashes.flush() == 1
        settings.STUDIO_KEY_PEPPERS = {2: "newer"}
        assert call(world.ada.token).key_id == world.ada.key.pk

    def test_a_key_under_the_newest_one_is_left_alone(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        rehashes = Rehashes()
        monkeypatch.setattr("accounts.keys.rehashes", rehashes)
        call(world.ada.token)
        assert rehashes.flush() == 0

    def test_a_late_writer_does_not_take_it_back(self, world: World) -> None:
        ahead, behind = Rehashes(), Rehashes()  # two web processes, of which one has not heard of the newest pepper
        ahead.note(world.ada.key.pk, 3, "c" * 64)
        behind.note(world.ada.key.pk, 2, "b" * 64)
        ahead.flush()
        behind.flush()
        assert ApiKey.objects.get(pk=world.ada.key.pk).secret_hash == "c" * 64


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_key_has_a_name(world: World, name: str) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        issue_key(world.ada.organization, name=name)
    assert refusal.value.details == {"field": "name"}
