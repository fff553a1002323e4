"""Handing an organization over and having it deleted, from the owner's page: who may, what it asks, what it shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.closing import OFFER_LASTS, accept_ownership, close_due, offer_ownership
from accounts.errors import OwnershipNotOffered
from accounts.models import Membership, Organization, Role, User
from tests.dashboard.conftest import Browser
from tests.world import World

pytestmark = pytest.mark.both
PASSWORD = "a long enough one"
PAGE = "/dashboard/organization/closing"
OWNERS_BUTTONS = [f"{PAGE}/offer", f"{PAGE}/take-back"]
BUTTONS = [*OWNERS_BUTTONS, "/dashboard/organization/ownership/accept", "/dashboard/organization/ownership/decline"]


@pytest.fixture
def owner(world: World) -> Browser:
    """Ada, who has just said who she is."""
    world.ada.owner.set_password(PASSWORD)
    world.ada.owner.save()
    browser = Browser(world.ada.owner)
    browser.post("/accounts/reauthenticate/", password=PASSWORD)
    return browser


@pytest.fixture
def eve(world: World) -> Membership:
    person = User.objects.create_user("eve@example.com", name="Eve")
    return Membership.objects.create(user=person, organization=world.ada.organization, role=Role.MEMBER)


def state(world: World) -> Any:
    """All that these pages can change."""
    memberships = Membership.objects.order_by("pk").values_list("pk", "role", "offered_by")
    return list(memberships), list(Organization.objects.order_by("pk").values_list("pk", "delete_at", "suspended_at"))


def test_it_is_deleted_after_a_week_unless_an_owner_takes_it_back(owner: Browser, world: World) -> None:
    organization = world.ada.organization
    answer = owner.post(PAGE, name="Somebody else’s")
    assert answer.status_code == 422
    assert 'id="id_name_error"' in answer.content.decode()
    assert Organization.objects.get(pk=organization.pk).delete_at is None
    assert owner.post(PAGE, name=organization.name)["Location"] == PAGE
    organization.refresh_from_db()
    assert organization.delete_at is not None
    assert "Keep it after all" in owner.get("/dashboard").content.decode()
    assert owner.get("/dashboard/projects/new").status_code == 403
    assert "Keep it after all" in owner.get(PAGE).content.decode()
    owner.post(f"{PAGE}/take-back")
    organization.refresh_from_db()
    assert (organization.delete_at, organization.suspended_at) == (None, None)
    assert owner.get("/dashboard/projects/new").status_code == 200


def test_a_closed_organization_lets_nobody_in(owner: Browser, world: World) -> None:
    owner.post(PAGE, name=world.ada.organization.name)
    assert close_due(now=timezone.now() + timedelta(days=8)) == 1
    assert "no organization" in owner.get("/dashboard").content.decode()


def test_what_an_operator_suspended_meanwhile_stays_suspended(owner: Browser, world: World) -> None:
    organization = world.ada.organization
    owner.post(PAGE, name=organization.name)
    Organization.objects.filter(pk=organization.pk).update(suspended_reason="Unpaid.")
    owner.post(f"{PAGE}/take-back")
    organization.refresh_from_db()
    assert organization.delete_at is None
    assert organization.suspended_at is not None


def test_who_accepts_is_an_owner_and_who_offered_an_admin(owner: Browser, world: World, eve: Membership) -> None:
    assert owner.post(f"{PAGE}/offer", member=eve.pk).status_code == 302
    browser = Browser(eve.user)
    assert "You are offered" in browser.get("/dashboard").content.decode()
    assert "You are offered" not in owner.get("/dashboard").content.decode()
    browser.post("/dashboard/organization/ownership/accept")
    assert Membership.objects.get(pk=eve.pk).role == Role.OWNER
    assert Membership.objects.get(user=world.ada.owner).role == Role.ADMIN
    assert "You are offered" not in browser.get("/dashboard").content.decode()


def test_an_offer_is_declined(owner: Browser, world: World, eve: Membership) -> None:
    owner.post(f"{PAGE}/offer", member=eve.pk)
    Browser(eve.user).post("/dashboard/organization/ownership/decline")
    with pytest.raises(OwnershipNotOffered):
        accept_ownership(world.ada.organization.pk, by=eve.user)
    assert Membership.objects.get(pk=eve.pk).role == Role.MEMBER


def test_an_offer_ends_with_its_week_and_with_who_made_it(world: World, eve: Membership) -> None:
    organization, now = world.ada.organization, timezone.now()
    offer_ownership(eve, by=world.ada.owner, now=now)
    with pytest.raises(OwnershipNotOffered):
        accept_ownership(organization.pk, by=eve.user, now=now + OFFER_LASTS)
    Membership.objects.filter(user=world.ada.owner).update(role=Role.ADMIN)
    with pytest.raises(OwnershipNotOffered):
        accept_ownership(organization.pk, by=eve.user, now=now)


@pytest.mark.parametrize("sent", ["", "x", "0", "9" * 30, "bob"])
def test_only_a_member_of_its_own_is_offered_it(owner: Browser, world: World, sent: str) -> None:
    theirs = Membership.objects.get(user=world.bob.owner)
    before = state(world)
    assert owner.post(f"{PAGE}/offer", member=str(theirs.pk) if sent == "bob" else sent).status_code == 302
    assert state(world) == before


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MEMBER, Role.BILLING])
def test_nobody_but_owners_may(owner: Browser, world: World, eve: Membership, role: str) -> None:
    Membership.objects.filter(user=world.ada.owner).update(role=role)
    before = state(world)
    assert owner.get(PAGE).status_code == 403
    assert owner.post(PAGE, name=world.ada.organization.name).status_code == 403
    for path in OWNERS_BUTTONS:
        assert owner.post(path, member=eve.pk).status_code == 403
    assert state(world) == before


def test_nobody_takes_what_they_were_not_offered(owner: Browser, bob: Browser, world: World, eve: Membership) -> None:
    owner.post(f"{PAGE}/offer", member=eve.pk)
    before = state(world)
    bob.post("/dashboard/organization/ownership/accept")
    owner.post("/dashboard/organization/ownership/accept")
    assert state(world) == before


def test_the_password_is_asked_for_again_and_then_it_is_done(owner: Browser, world: World, eve: Membership) -> None:
    browser, before = Browser(world.ada.owner), state(world)
    for path, sent in ((f"{PAGE}/offer", {"member": eve.pk}), (PAGE, {"name": world.ada.organization.name})):
        assert browser.post(path, **sent)["Location"].startswith("/accounts/reauthenticate/")
    browser.post("/accounts/reauthenticate/", password="a guess", next=PAGE)
    assert state(world) == before
    browser.post("/accounts/reauthenticate/", password=PASSWORD, next=PAGE)
    assert Organization.objects.get(pk=world.ada.organization.pk).delete_at is not None


@pytest.mark.parametrize("path", [PAGE, *BUTTONS])
def test_another_site_presses_none_of_it(owner: Browser, world: World, eve: Membership, path: str) -> None:
    offer_ownership(eve, by=world.ada.owner)
    browser = owner if path in (PAGE, *OWNERS_BUTTONS) else Browser(eve.user)
    before = state(world)
    browser.client.handler.enforce_csrf_checks = True
    assert browser.post(path, name=world.ada.organization.name, member=eve.pk).status_code == 403
    assert state(world) == before


@pytest.mark.parametrize("path", BUTTONS)
def test_a_button_is_not_a_link(owner: Browser, path: str) -> None:
    assert owner.get(path).status_code == 405


def test_the_settings_lead_there_for_owners_alone(owner: Browser, world: World) -> None:
    assert PAGE in owner.get("/dashboard/organization").content.decode()
    Membership.objects.filter(user=world.ada.owner).update(role=Role.ADMIN)
    assert PAGE not in owner.get("/dashboard/organization").content.decode()
