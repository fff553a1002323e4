"""Every admin page of accounts and credits opens; none shows a key's hash or changes the ledger."""

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from billing.models import Hold
from billing.services import capture, hold
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
PAGES = [
    f"{model._meta.app_label}/{model._meta.model_name}"
    for model in admin.site._registry
    if model._meta.app_label in {"accounts", "billing"}
]
LEDGER = [page for page in PAGES if page.startswith("billing/")]


@pytest.fixture
def staff(world: World) -> Client:
    held = hold(world.ada.organization.pk, 11, operation="film", quote={}, now=NOW)
    capture(held.pk, 11, outcome="succeeded", now=NOW)
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.com", "a long enough one"))
    return client


def first_of(page: str) -> object:
    label, name = page.split("/")
    (model,) = [m for m in admin.site._registry if (m._meta.app_label, m._meta.model_name) == (label, name)]
    return model.objects.first()


@pytest.mark.parametrize("page", PAGES)
def test_lists_searches_and_rows_open(staff: Client, page: str) -> None:
    assert staff.get(f"/admin/{page}/").status_code == 200
    assert staff.get(f"/admin/{page}/", {"q": "ada"}).status_code == 200
    assert staff.get(f"/admin/{page}/{first_of(page).pk}/change/").status_code == 200  # type: ignore[attr-defined]


def test_a_keys_page_shows_its_prefix_and_never_its_hash(staff: Client, world: World) -> None:
    page = staff.get(f"/admin/accounts/apikey/{world.ada.key.pk}/change/").content.decode()
    assert world.ada.key.prefix in page
    assert world.ada.key.secret_hash not in page


@pytest.mark.parametrize("page", LEDGER)
def test_the_ledger_is_read_only(staff: Client, page: str) -> None:
    row = first_of(page)
    assert staff.get(f"/admin/{page}/add/").status_code == 403
    assert staff.post(f"/admin/{page}/{row.pk}/change/", {"captured": 0}).status_code == 403  # type: ignore[attr-defined]
    assert staff.post(f"/admin/{page}/{row.pk}/delete/", {"post": "yes"}).status_code == 403  # type: ignore[attr-defined]
    assert Hold.objects.get().captured == 11


def test_a_stranger_is_sent_to_sign_in(world: World) -> None:
    assert Client().get("/admin/accounts/apikey/").status_code == 302
