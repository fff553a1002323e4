"""API keys: what authenticates, and each way in which one does not."""

import hmac
import logging
import re
from collections.abc import Callable
from contextlib import nullcontext as accepted
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.errors import MalformedApiKey, OrganizationSuspended, OwnerDisabled, UnknownApiKey, WrongKeySecret
from accounts.keys import authenticate, issue_key, revoke_key
from accounts.models import ApiKey
from accounts.scopes import DEFAULT_SCOPES, SCOPES
from tests.world import NOW, World
from wire.errors import (
    ApiKeyExpired,
    ApiKeyRevoked,
    AuthenticationRequired,
    InvalidApiKey,
    IpNotAllowed,
    StudioError,
    ValidationFailed,
)
from wire.principal import Principal

pytestmark = pytest.mark.django_db
HOME = "203.0.113.7"


def call(token: str, remote_ip: str = HOME, **options: Any) -> Principal:
    return authenticate(token, remote_ip=remote_ip, **({"now": NOW} | options))


def with_other_secret(token: str) -> str:
    return token[:-1] + ("0" if token[-1] != "0" else "1")


class TestIssuing:
    def test_a_key_has_the_printed_shape(self, world: World) -> None:
        assert re.fullmatch(r"sh_[0-9a-f]{18}_[0-9a-f]{64}", world.ada.token)
        assert world.ada.token.startswith(world.ada.key.prefix + "_")

    def test_the_secret_is_stored_nowhere(self, world: World) -> None:
        secret = world.ada.token.rpartition("_")[2]
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM accounts_apikey")
            assert secret not in repr(cursor.fetchall())

    def test_a_new_key_reads_stories_and_credits_only(self, world: World) -> None:
        _, token = issue_key(world.ada.organization, name="Plain", now=NOW)
        assert call(token).scopes == frozenset(DEFAULT_SCOPES) == {"story:read", "credits:read"}

    def test_unknown_scopes_are_refused_by_name(self, world: World) -> None:
        with pytest.raises(ValidationFailed) as refusal:
            issue_key(world.ada.organization, name="Odd", scopes=["story:read", "story:burn"], now=NOW)
        assert refusal.value.details == {"field": "scopes", "unknown": ["story:burn"]}

    @pytest.mark.parametrize("network", ["203.0.113.0/33", "home", ""])
    def test_an_allowlist_takes_networks_only(self, world: World, network: str) -> None:
        with pytest.raises(ValidationFailed) as refusal:
            issue_key(world.ada.organization, name="Odd", ip_allowlist=[network], now=NOW)
        assert refusal.value.details["field"] == "ip_allowlist"


class TestAuthentication:
    def test_a_right_key_is_its_organizations_principal(self, world: World) -> None:
        assert call(world.ada.token) == Principal(
            organization_id=world.ada.organization.pk,
            key_id=world.ada.key.pk,
            user_id=world.ada.owner.pk,
            scopes=frozenset(SCOPES),
            tier="default",
            is_session=False,
        )

    def test_it_takes_one_query(self, world: World, django_assert_num_queries: Callable[..., Any]) -> None:
        with django_assert_num_queries(1):
            call(world.ada.token)

    def test_without_a_token_authentication_is_required(self) -> None:
        with pytest.raises(AuthenticationRequired):
            call("")

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda token: token[:-1],
            lambda token: token + "0",
            lambda token: token.upper(),
            lambda token: token.replace("sh_", "sk_"),
            lambda token: token.replace("_", "-"),
            lambda token: f" {token}",
            lambda token: f"{token}\n",
            lambda token: token[:-1] + "g",
            lambda token: token[:-1] + "٣",
            lambda token: "Bearer",
        ],
    )
    def test_a_token_of_another_shape_is_malformed(self, world: World, spoil: Callable[[str], str]) -> None:
        with pytest.raises(MalformedApiKey):
            call(spoil(world.ada.token))

    def test_a_malformed_token_costs_no_query(self, django_assert_num_queries: Callable[..., Any]) -> None:
        with django_assert_num_queries(0), pytest.raises(MalformedApiKey):
            call("sh_x")

    def test_a_prefix_that_nobody_has_is_unknown(self) -> None:
        with pytest.raises(UnknownApiKey):
            call(f"sh_{'0' * 18}_{'0' * 64}")

    def test_a_wrong_secret_is_refused(self, world: World) -> None:
        with pytest.raises(WrongKeySecret):
            call(with_other_secret(world.ada.token))

    def test_the_secret_of_another_key_is_refused(self, world: World) -> None:
        with pytest.raises(WrongKeySecret):
            call(f"{world.ada.key.prefix}_{world.bob.token.rpartition('_')[2]}")

    def test_a_stranger_cannot_tell_an_unknown_prefix_from_a_wrong_secret(self, world: World) -> None:
        unknown, wrong = (caught(f"sh_{'0' * 18}_{'0' * 64}"), caught(with_other_secret(world.ada.token)))
        assert (unknown.code, unknown.message, unknown.details) == (wrong.code, wrong.message, wrong.details)

    def test_an_unknown_prefix_costs_the_same_work(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        work: list[str] = []
        for name in ("digest", "compare_digest"):
            monkeypatch.setattr(hmac, name, counted(getattr(hmac, name), name, work))
        costs = []
        for token in (world.ada.token, with_other_secret(world.ada.token), f"sh_{'0' * 18}_{'0' * 64}"):
            work.clear()
            with pytest.raises(InvalidApiKey) if token != world.ada.token else accepted():
                call(token)
            costs.append(tuple(work))
        assert costs == [("digest", "compare_digest")] * 3

    def test_a_refused_key_leaves_no_secret_in_the_log(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            error = caught(with_other_secret(world.ada.token))
        assert world.ada.token[-63:-1] not in caplog.text + str(error) + repr(error.details)


class TestStanding:
    def test_a_revoked_key(self, world: World) -> None:
        revoke_key(world.ada.key, NOW)
        with pytest.raises(ApiKeyRevoked):
            call(world.ada.token)

    def test_revoking_again_keeps_the_first_time(self, world: World) -> None:
        revoke_key(world.ada.key, NOW)
        revoke_key(world.ada.key, NOW + timedelta(days=1))
        assert world.ada.key.revoked_at == NOW

    def test_a_key_expires_at_its_time_and_not_before(self, world: World) -> None:
        _, token = world.ada.another_key(expires_at=NOW + timedelta(hours=1), now=NOW)
        assert call(token, now=NOW + timedelta(minutes=59))
        with pytest.raises(ApiKeyExpired):
            call(token, now=NOW + timedelta(hours=1))

    def test_a_disabled_owner(self, world: World) -> None:
        world.ada.owner.is_active = False
        world.ada.owner.save()
        with pytest.raises(OwnerDisabled):
            call(world.ada.token)

    def test_a_suspended_organization(self, world: World) -> None:
        world.ada.organization.suspended_at = NOW
        world.ada.organization.save()
        with pytest.raises(OrganizationSuspended):
            call(world.ada.token)
        assert call(world.bob.token)

    def test_a_key_outlives_the_user_who_made_it(self, world: World) -> None:
        ApiKey.objects.filter(pk=world.ada.key.pk).update(created_by=None)
        assert call(world.ada.token).user_id is None

    def test_only_the_right_secret_learns_of_a_keys_standing(self, world: World) -> None:
        revoke_key(world.ada.key, NOW)
        with pytest.raises(WrongKeySecret):
            call(with_other_secret(world.ada.token))

    @pytest.mark.parametrize(("key_tier", "organization_tier"), [("elevated", "default"), ("default", "elevated")])
    def test_an_elevated_key_or_organization_is_elevated(
        self, world: World, key_tier: str, organization_tier: str
    ) -> None:
        world.ada.organization.tier = organization_tier
        world.ada.organization.save()
        _, token = world.ada.another_key(tier=key_tier, now=NOW)
        assert call(token).tier == "elevated"
        assert call(world.bob.token).tier == "default"


class TestAllowlist:
    @pytest.mark.parametrize(
        ("networks", "remote_ip", "is_allowed"),
        [
            ([], "198.51.100.1", True),
            (["203.0.113.7"], "203.0.113.7", True),
            (["203.0.113.7"], "203.0.113.8", False),
            (["203.0.113.0/24"], "203.0.113.200", True),
            (["203.0.113.9/24"], "203.0.113.200", True),
            (["203.0.113.0/24"], "203.0.114.1", False),
            (["198.51.100.0/24", "203.0.113.0/24"], "203.0.113.1", True),
            (["203.0.113.0/24"], "::ffff:203.0.113.1", True),
            (["2001:db8::/32"], "2001:db8::1", True),
            (["2001:db8::/32"], "203.0.113.1", False),
            (["203.0.113.0/24"], "", False),
            (["203.0.113.0/24"], "203.0.113.1, 10.0.0.1", False),
        ],
    )
    def test_a_key_works_from_its_networks_only(
        self, world: World, networks: list[str], remote_ip: str, is_allowed: bool
    ) -> None:
        _, token = world.ada.another_key(ip_allowlist=networks, now=NOW)
        with accepted() if is_allowed else pytest.raises(IpNotAllowed):
            call(token, remote_ip=remote_ip)


class TestPeppers:
    def test_keys_under_an_older_pepper_stay_valid(self, world: World, settings: Any) -> None:
        settings.STUDIO_KEY_PEPPERS = settings.STUDIO_KEY_PEPPERS | {7: "newer"}
        key, token = world.ada.another_key(now=NOW)
        assert key.pepper_version == 7
        assert call(token).key_id == key.pk
        assert call(world.ada.token).key_id == world.ada.key.pk

    def test_keys_under_a_pepper_that_was_taken_away_are_refused(self, world: World, settings: Any) -> None:
        settings.STUDIO_KEY_PEPPERS = {7: "newer"}
        with pytest.raises(WrongKeySecret):
            call(world.ada.token)

    def test_the_same_secret_hashes_differently_under_another_pepper(self, world: World, settings: Any) -> None:
        settings.STUDIO_KEY_PEPPERS = dict.fromkeys(settings.STUDIO_KEY_PEPPERS, "another")
        with pytest.raises(WrongKeySecret):
            call(world.ada.token)


def caught(token: str) -> StudioError:
    with pytest.raises(StudioError) as refusal:
        call(token)
    return refusal.value


def counted(function: Callable[..., Any], name: str, calls: list[str]) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        calls.append(name)
        return function(*args, **kwargs)

    return wrapper
