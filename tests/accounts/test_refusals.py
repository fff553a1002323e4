"""Each way in which a caller is not let in, over HTTP, as the story family prints it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.keys import issue_key, revoke_key
from accounts.models import Organization, User
from tests.api import Answer
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOBODYS = f"sh_{'0' * 18}_{'0' * 64}"


def get(authorization: str | None, **extra: Any) -> Answer:
    headers = {} if authorization is None else {"Authorization": authorization}
    return Answer(Client().get("/api/v1/story-projects", headers=headers, **extra))


def bearer(token: str, **extra: Any) -> Answer:
    return get(f"Bearer {token}", **extra)


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", NOBODYS])
def test_without_a_bearer_key_authentication_is_required(world: World, authorization: str | None) -> None:
    assert get(authorization).refusal() == (401, "authentication_required")


@pytest.mark.parametrize("token", ["x", "sh_", NOBODYS, NOBODYS[:-1], f"{NOBODYS}0"])
def test_a_malformed_or_unknown_key(world: World, token: str) -> None:
    assert bearer(token).refusal() == (401, "invalid_api_key")


def test_a_wrong_secret(world: World) -> None:
    assert bearer(f"{world.ada.key.prefix}_{'0' * 64}").refusal() == (401, "invalid_api_key")


def test_a_revoked_key_is_refused_by_the_next_call(world: World) -> None:
    assert bearer(world.ada.token).status == 200
    revoke_key(world.ada.key)
    assert bearer(world.ada.token).refusal() == (401, "api_key_revoked")


def test_an_expired_key(world: World) -> None:
    _, token = world.ada.another_key(expires_at=timezone.now() - timedelta(seconds=1))
    assert bearer(token).refusal() == (401, "api_key_expired")


def test_a_key_of_a_disabled_person(world: World) -> None:
    User.objects.filter(pk=world.ada.owner.pk).update(is_active=False)
    assert bearer(world.ada.token).refusal() == (403, "account_disabled")


def test_a_key_of_a_suspended_organization(world: World) -> None:
    Organization.objects.filter(pk=world.ada.organization.pk).update(suspended_at=timezone.now())
    assert bearer(world.ada.token).refusal() == (403, "account_disabled")
    assert bearer(world.bob.token).status == 200


def test_a_key_from_elsewhere_than_its_networks(world: World) -> None:
    _, token = world.ada.another_key(ip_allowlist=["203.0.113.0/24"])
    assert bearer(token, REMOTE_ADDR="203.0.113.9").status == 200
    assert bearer(token, REMOTE_ADDR="198.51.100.1").refusal() == (403, "ip_not_allowed")


def test_a_forged_forwarding_header_changes_nothing(world: World, settings: Any) -> None:
    _, token = world.ada.another_key(ip_allowlist=["203.0.113.0/24"])
    forged = {"REMOTE_ADDR": "198.51.100.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert bearer(token, **forged).refusal() == (403, "ip_not_allowed")
    settings.STUDIO_TRUSTED_PROXIES = ["198.51.100.1"]
    assert bearer(token, **forged).status == 200


def test_a_key_without_the_scope(world: World) -> None:
    _, token = issue_key(world.ada.organization, name="Sources only", scopes=["credits:read"])
    answer = bearer(token)
    assert answer.refusal() == (403, "insufficient_scope")
    assert "story:read" in answer.json["error"]["message"]


def test_no_refusal_repeats_the_secret(world: World) -> None:
    secret = world.ada.token.rpartition("_")[2]
    revoke_key(world.ada.key)
    answer = bearer(world.ada.token)
    assert secret not in answer.body.decode() + repr(answer.headers)
