"""Who does what, through its page: what is saved, what is shown of a key, and who may change it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organization, Role, User
from accounts.services import create_user
from generation.projects.closed import empty_closed
from generation.routing.models import ProviderAccount, Route
from tests.dashboard.conftest import Browser
from tests.providers.vendor import Vendor, a_vendor
from tests.world import World
from wire.addresses import networks

KEY = "sk-a-secret-of-theirs-4711"
GIVEN = {"name": "Their own", "provider": "openai", "key": KEY, "base_url": "", "cap_unit": "calls", "cap": "50"}


@pytest.fixture
def account(ada: Browser) -> ProviderAccount:
    assert ada.post("/dashboard/models/accounts/new", **GIVEN).status_code == 302
    return ProviderAccount.objects.get()


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    user = User.objects.create_superuser("op@example.com", "a-long-password-42")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_an_account_is_added_chosen_and_never_shows_its_key(
    ada: Browser, world: World, account: ProviderAccount
) -> None:
    ada.post("/dashboard/models/choose/image", account=account.pk, model="dall-e-3")
    route = Route.objects.get()
    assert (route.capability, route.account, route.model) == ("image", account, "dall-e-3")
    for path in ("/dashboard/models", f"/dashboard/models/accounts/{account.pk}"):
        html = ada.get(path).content.decode()
        assert "Their own" in html
        assert "4711" not in html
        assert account.sealed_key not in html
    assert "0 of 50 calls" in ada.get("/dashboard/models").content.decode()
    refused = ada.post(f"/dashboard/models/accounts/{account.pk}", **GIVEN | {"name": "", "key": KEY})
    assert refused.status_code == 422
    assert "4711" not in refused.content.decode(), "not even to whoever has just typed it"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"base_url": "http://127.0.0.1/v1"}, "base_url"),
        ({"key": ""}, "key"),
        ({"cap": ""}, "cap"),
        ({"provider": "local"}, "provider"),
    ],
)
def test_what_will_not_do_is_told_at_its_field(ada: Browser, given: dict[str, str], field: str) -> None:
    answer = ada.post("/dashboard/models/accounts/new", **GIVEN | given)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not ProviderAccount.objects.exists()


def test_the_test_button_says_whether_it_works(ada: Browser, settings: Any) -> None:
    settings.STUDIO_FETCH_ALLOW = networks(["127.0.0.0/8"])
    vendor: Vendor
    with a_vendor() as vendor:
        ada.post("/dashboard/models/accounts/new", **GIVEN | {"base_url": vendor.url})
        account = ProviderAccount.objects.get()
        ada.post(f"/dashboard/models/accounts/{account.pk}/test")
    html = ada.get("/dashboard/models").content.decode()
    assert "Does not work" in html
    account.refresh_from_db()
    assert account.test_failure in html


def test_who_stands_in_is_chosen_here(ada: Browser, world: World) -> None:
    ada.post("/dashboard/models/failing", is_strict="1")
    assert Organization.objects.get(pk=world.ada.organization.pk).is_strict_providers
    assert 'value="1" checked' in ada.get("/dashboard/models").content.decode()
    ada.post("/dashboard/models/failing", is_strict="perhaps")
    assert Organization.objects.get(pk=world.ada.organization.pk).is_strict_providers


@pytest.mark.parametrize("role", [Role.MEMBER, Role.BILLING])
def test_members_neither_see_nor_change_it(world: World, account: ProviderAccount, role: str) -> None:
    user = create_user(email="m@example.com", name="M")
    Membership.objects.create(user=user, organization=world.ada.organization, role=role)
    browser = Browser(user)
    assert browser.get("/dashboard/models").status_code == 403
    for path in (
        "accounts/new",
        f"accounts/{account.pk}",
        f"accounts/{account.pk}/remove",
        f"accounts/{account.pk}/test",
    ):
        assert browser.post(f"/dashboard/models/{path}", **GIVEN).status_code == 403
    assert browser.post("/dashboard/models/choose/image", account="studio").status_code == 403
    assert ProviderAccount.objects.count() == 1


def test_strangers_find_nothing(bob: Browser, account: ProviderAccount) -> None:
    for path in ("", "/test", "/remove"):
        assert bob.post(f"/dashboard/models/accounts/{account.pk}{path}", **GIVEN).status_code == 404
    bob.post("/dashboard/models/choose/image", account=account.pk)
    assert not Route.objects.exists()


def test_support_sees_how_it_is_set_and_no_secret(staff: Client, account: ProviderAccount) -> None:
    for path in ("", f"{account.pk}/change/"):
        answer = staff.get(f"/admin/routing/provideraccount/{path}")
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "Their own" in html
        assert account.sealed_key not in html
        assert "4711" not in html
    assert staff.post(f"/admin/routing/provideraccount/{account.pk}/change/", GIVEN).status_code == 403


def test_a_closed_organizations_keys_are_deleted(world: World, account: ProviderAccount) -> None:
    Membership.objects.filter(organization=world.ada.organization).delete()
    Organization.objects.filter(pk=world.ada.organization.pk).update(suspended_at=timezone.now())
    empty_closed(now=timezone.now())
    assert not ProviderAccount.objects.exists()
