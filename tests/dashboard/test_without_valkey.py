"""Pages are answered while Valkey is away: it counts and remembers, and what people see stands in the database."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from accounts.services import create_user
from studio.dashboard import editor
from tests.api import Api
from tests.dashboard.conftest import Browser
from tests.dashboard.test_access import PAGES_OF_THINGS, Filled, filled  # noqa: F401 - a fixture
from tests.dashboard.test_queries import NO_PAGE, PATHS
from tests.timelines.world import add_project, stored
from tests.world import World
from wire import ratelimit

AWAY = "redis://127.0.0.1:1"


@pytest.fixture(autouse=True)
def without_valkey(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a web process of the scaled profile is whose Valkey refuses connections."""
    settings.REDIS_URL = AWAY
    settings.CACHES = {"default": {"BACKEND": "wire.cache.ValkeyCache", "LOCATION": AWAY}}
    limiter, known = ratelimit.make_limiter(AWAY), ratelimit.limiter
    for module in list(sys.modules.values()):
        if getattr(module, "limiter", None) is known:
            monkeypatch.setattr(module, "limiter", limiter)


@pytest.mark.parametrize("path", [*(f"/{path}" for path in PATHS if path not in NO_PAGE), "/search?q=ha&part=1"])
def test_a_page_is_answered(ada: Browser, path: str) -> None:
    assert ada.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES_OF_THINGS)
def test_a_things_page_is_answered(ada: Browser, filled: Filled, path: str) -> None:  # noqa: F811
    assert ada.get(filled(path)).status_code == 200


def test_a_poster_is_found_again_each_time(ada: Browser, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    work = add_project(Api(world.ada.organization, world.ada.token))
    still = SimpleNamespace(asset=stored(world.ada.organization.pk, "ast_still", "still.jpg"))
    monkeypatch.setattr(editor, "frame_preview", lambda *_, **__: still)
    path = f"/dashboard/editor/{work.project.pk}/poster"
    assert [ada.get(path).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("path", ["/", "/docs/", "/docs/search?q=key", "/status", "/accounts/login/"])
def test_who_is_signed_out_gets_their_pages_too(nobody: Browser, path: str) -> None:
    assert nobody.get(path).status_code == 200


@pytest.mark.django_db
def test_nobody_guesses_passwords_uncounted() -> None:
    """The API's limiter does the same: a studio that cannot count refuses, and says when to come again."""
    create_user(email="ada@example.com", password="a long enough one")
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/login/", {"login": "ada@example.com", "password": "a long enough one"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Try again in a moment" in answer.content.decode()
