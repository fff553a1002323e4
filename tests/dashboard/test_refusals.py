"""People get pages, programs get envelopes."""

import json

import pytest
from django.test import Client
from django.test.client import RequestFactory

from studio import urls
from tests.dashboard.conftest import Browser
from tests.world import World


@pytest.mark.parametrize("path", ["/nowhere", "/dashboard/nowhere", "/share/nowhere"])
def test_a_missing_page_is_a_page(nobody: Browser, path: str) -> None:
    answer = nobody.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.parametrize("path", ["/api", "/api/v1/nowhere", "/api/nowhere"])
def test_a_missing_route_of_the_api_is_an_envelope(nobody: Browser, path: str) -> None:
    answer = nobody.get(path)
    assert answer.status_code == 404
    assert json.loads(answer.content)["error"]["code"] == "not_found"


def test_a_forged_form_is_refused_with_a_page(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ada.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/dashboard/projects/new", {"name": "Forged"})
    assert answer.status_code == 403
    assert "reload the page" in answer.content.decode()


def test_a_broken_page_asks_no_database(django_assert_num_queries: object) -> None:
    request = RequestFactory().get("/dashboard")
    request.request_id = "the-number"  # type: ignore[attr-defined]
    answer = urls.broken(request)
    assert (answer.status_code, "the-number" in answer.content.decode()) == (500, True)


def test_a_broken_call_of_the_api_is_an_envelope() -> None:
    answer = urls.broken(RequestFactory().get("/api/v1/credits"))
    assert json.loads(answer.content)["error"]["code"] == "internal_error"


def test_the_public_page_leads_to_sign_in(nobody: Browser) -> None:
    html = nobody.get("/").content.decode()
    assert "/accounts/login/" in html
    assert "/accounts/signup/" in html


@pytest.mark.parametrize(("path", "status"), [("/dashboard/components", 404)])
def test_the_page_of_components_is_for_staff(ada: Browser, world: World, path: str, status: int) -> None:
    assert ada.get(path).status_code == status
    world.ada.owner.is_staff = True
    world.ada.owner.save()
    assert ada.get(path).status_code == 200
