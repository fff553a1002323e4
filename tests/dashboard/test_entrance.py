"""Signing up, signing in, and the pages around it, as a person meets them."""

import pytest
from django.core import mail

from accounts.models import User
from tests.dashboard.conftest import Browser
from tests.world import World

PASSWORD = "a-quay-at-dawn-77"


def test_signing_up_opens_a_studio(nobody: Browser) -> None:
    answer = nobody.post("/accounts/signup/", email="new@example.com", password1=PASSWORD, name="New", organization="")
    assert answer["Location"] == "/dashboard"
    assert "Your first film" in nobody.get("/dashboard").content.decode()


def test_signing_in_leads_back_to_where_one_was_going(world: World, nobody: Browser) -> None:
    world.ada.owner.set_password(PASSWORD)
    world.ada.owner.save()
    answer = nobody.client.post(
        "/accounts/login/?next=/dashboard/keys", {"login": world.ada.owner.email, "password": PASSWORD}
    )
    assert answer["Location"] == "/dashboard/keys"


def test_a_wrong_password_is_told_beside_the_form(world: World, nobody: Browser) -> None:
    html = nobody.post("/accounts/login/", login=world.ada.owner.email, password="wrong").content.decode()
    assert "form-errors" in html


def test_a_weak_password_is_refused_at_its_field(nobody: Browser) -> None:
    html = nobody.post("/accounts/signup/", email="new@example.com", password1="12345").content.decode()
    assert 'id="id_password1_error"' in html
    assert not User.objects.filter(email="new@example.com").exists()


def test_a_forgotten_password_is_reset_by_mail(world: World, nobody: Browser) -> None:
    answer = nobody.client.post("/accounts/password/reset/", {"email": world.ada.owner.email}, follow=True)
    assert "Look into your mail" in answer.content.decode()
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    page = nobody.client.get(link.partition("testserver")[2], follow=True)
    assert "Choose a new password" in page.content.decode()
    done = nobody.client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert done.status_code == 200
    assert User.objects.get(pk=world.ada.owner.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    "path",
    ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/"],
)
def test_the_pages_at_the_entrance_are_ours(nobody: Browser, path: str) -> None:
    html = nobody.get(f"/accounts/{path}").content.decode()
    assert 'class="entrance"' in html
    assert "Menu:" not in html


@pytest.mark.parametrize("path", ["email/", "password/change/", "2fa/", "logout/"])
def test_the_pages_of_an_account_stand_in_the_dashboard(ada: Browser, world: World, path: str) -> None:
    world.ada.owner.set_password(PASSWORD)
    world.ada.owner.save()
    ada.client.force_login(world.ada.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    html = ada.get(f"/accounts/{path}").content.decode()
    assert 'id="sidebar"' in html
    assert "Menu:" not in html


def test_two_step_sign_in_is_turned_on(ada: Browser, world: World) -> None:
    world.ada.owner.set_password(PASSWORD)
    world.ada.owner.save()
    nobody = Browser(None)
    nobody.post("/accounts/login/", login=world.ada.owner.email, password=PASSWORD)
    asked = nobody.client.get("/accounts/2fa/totp/activate/", follow=True)
    if "Confirm that it is you" in asked.content.decode():
        nobody.post("/accounts/reauthenticate/", password=PASSWORD)
    html = nobody.get("/accounts/2fa/totp/activate/").content.decode()
    assert "QR code" in html
    assert " style=" not in html
    refused = nobody.post("/accounts/2fa/totp/activate/", code="000000").content.decode()
    assert 'id="id_code_error"' in refused


def test_an_invitation_shows_who_invites_to_what(ada: Browser, nobody: Browser, world: World) -> None:
    html = ada.post("/dashboard/members", email="new@example.com", role="member").content.decode()
    link = html.partition('id="invitation-link">')[2].partition("<")[0]
    path = "/accounts/" + link.partition("/accounts/")[2]
    page = nobody.get(path).content.decode()
    assert f"Join {world.ada.organization.name}" in page
    assert "Create an account" in page
    assert "This invitation is gone" in nobody.get("/accounts/invitations/nonsense/").content.decode()
