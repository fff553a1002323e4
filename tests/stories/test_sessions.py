"""A signed-in browser is a caller of the API like a key: same gate, same envelope, CSRF on top."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from tests.world import World
from wire.ratelimit import limiter


@pytest.fixture
def browser(world: World) -> Client:
    limiter.clear()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.ada.owner)
    return client


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content)["error"]["code"]


def post(client: Client, **headers: str) -> Any:
    return client.post("/api/v1/story-projects", {"name": "A"}, content_type="application/json", headers=headers)


def csrf_token(client: Client) -> str:
    client.get("/accounts/login/")
    client.get("/accounts/password/reset/")
    return client.cookies["csrftoken"].value


def test_a_session_reads_what_its_organization_has(browser: Client, world: World) -> None:
    answer = browser.get("/api/v1/story-projects")
    assert answer.status_code == 200
    assert "RateLimit-Remaining" in answer.headers
    assert browser.get("/api/v1/credits").json()["credits"]["balance"] > 0


def test_a_session_writes_only_with_its_csrf_token(browser: Client) -> None:
    assert code(post(browser)) == (403, "authentication_required")
    assert code(post(browser, **{"X-CSRFToken": "x" * 32})) == (403, "authentication_required")
    assert post(browser, **{"X-CSRFToken": csrf_token(browser)}).status_code == 200


def test_a_key_needs_no_csrf_token_even_beside_a_session(browser: Client, world: World) -> None:
    assert post(browser, Authorization=f"Bearer {world.bob.token}").status_code == 200
    assert browser.get("/api/v1/story-projects").json()["projects"] == [], "the key's organization, not the session's"


def test_a_bad_key_is_not_rescued_by_a_session(browser: Client) -> None:
    answer = browser.get("/api/v1/story-projects", headers={"Authorization": "Bearer nonsense"})
    assert code(answer) == (401, "invalid_api_key")


def test_a_session_without_the_membership_is_nobody(browser: Client, world: World) -> None:
    session = browser.session
    session["organization_id"] = world.bob.organization.pk
    session.save()
    project = browser.get("/api/v1/story-projects")
    assert project.status_code in (200, 401, 403)
    made = post(browser, Authorization=f"Bearer {world.bob.token}").json()["project"]["id"]
    assert browser.get(f"/api/v1/story-projects/{made}").status_code in (401, 403, 404)


def test_a_role_that_only_pays_may_not_write(browser: Client, world: World) -> None:
    Membership.objects.filter(user=world.ada.owner).update(role="billing")
    assert browser.get("/api/v1/credits").status_code == 200
    assert code(post(browser, **{"X-CSRFToken": csrf_token(browser)})) == (403, "insufficient_scope")


def test_signing_out_ends_it(browser: Client) -> None:
    browser.logout()
    assert code(browser.get("/api/v1/story-projects")) == (401, "authentication_required")


def test_a_disabled_person_is_out_at_once(browser: Client, world: World) -> None:
    world.ada.owner.is_active = False
    world.ada.owner.save()
    assert browser.get("/api/v1/story-projects").status_code in (401, 403)
