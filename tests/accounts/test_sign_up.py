"""From a stranger to a person with an organization and credits, and back in again after forgetting the password."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from accounts.models import AuditEvent, Membership, Organization, Role, User
from billing.services import balance

pytestmark = pytest.mark.django_db
GRACE = {"email": "Grace@Example.com", "password1": "a long enough one"}


def sign_up(client: Client, **fields: str) -> Any:
    return client.post("/accounts/signup/", GRACE | fields)


def sign_in(client: Client, password: str = GRACE["password1"], email: str = "grace@example.com") -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link_in(message: Any) -> str:
    (link,) = re.findall(r"http://testserver(/\S+)", message.body)
    return link


class TestSigningUp:
    def test_a_stranger_becomes_the_owner_of_an_organization_with_credits(self, client: Client) -> None:
        assert sign_up(client, name="Grace Hopper", organization="Flow-Matic").status_code == 302
        user = User.objects.get()
        membership = Membership.objects.select_related("organization").get(user=user)
        assert (user.email, user.name) == ("grace@example.com", "Grace Hopper")
        assert (membership.organization.name, membership.role) == ("Flow-Matic", Role.OWNER)
        assert balance(membership.organization_id).monthly_remaining == 300
        assert is_signed_in(client)

    def test_the_credits_are_those_of_the_setting(self, client: Client, settings: Any) -> None:
        settings.STUDIO_SIGNUP_MONTHLY_CREDITS = 25
        sign_up(client)
        assert balance(Organization.objects.get().pk).balance == 25

    @pytest.mark.parametrize(("name", "organization"), [("", "grace’s studio"), ("Grace", "Grace’s studio")])
    def test_without_a_name_the_organization_is_called_after_its_owner(
        self, client: Client, name: str, organization: str
    ) -> None:
        sign_up(client, name=name)
        assert Organization.objects.get().name == organization

    def test_closed_sign_up_makes_nobody(self, client: Client, settings: Any) -> None:
        settings.STUDIO_SIGNUP_OPEN = False
        sign_up(client)
        assert not User.objects.exists()

    def test_a_weak_password_makes_nobody(self, client: Client) -> None:
        assert sign_up(client, password1="12345678").status_code == 200
        assert not User.objects.exists()

    def test_an_address_that_is_taken_is_not_betrayed(self, client: Client, settings: Any) -> None:
        sign_up(client)
        mail.outbox.clear()
        cache.clear()  # an address gets one message in three minutes
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        stranger = Client()
        assert sign_up(stranger, password1="quite another one").status_code == 302
        assert User.objects.count() == Organization.objects.count() == 1
        assert not is_signed_in(stranger)
        (message,) = mail.outbox
        assert message.subject == "You have an account already"

    def test_injected_fields_change_nothing(self, client: Client) -> None:
        sign_up(client, is_staff="on", is_superuser="on", id="user_mine", role="emperor", tier="elevated")
        user = User.objects.get()
        assert not user.is_staff
        assert not user.is_superuser
        assert user.pk != "user_mine"
        assert Organization.objects.get().tier == "default"


class TestConfirming:
    def test_the_link_confirms_the_address(self, client: Client) -> None:
        sign_up(client)
        (message,) = mail.outbox
        assert message.subject == "Welcome to Studio: confirm your e-mail address"
        client.post(link_in(message))
        assert EmailAddress.objects.get().verified
        assert AuditEvent.objects.filter(action="email.confirmed").exists()

    def test_where_it_is_mandatory_nobody_signs_in_before(self, client: Client, settings: Any) -> None:
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        sign_up(client)
        assert not is_signed_in(client)
        sign_in(client)
        assert not is_signed_in(client)
        client.post(link_in(mail.outbox[0]))
        sign_in(client)
        assert is_signed_in(client)


class TestSigningIn:
    def test_with_the_password_in_any_case_of_the_address(self, client: Client) -> None:
        sign_up(Client())
        assert sign_in(client, email="GRACE@example.COM").status_code == 302
        assert is_signed_in(client)
        assert AuditEvent.objects.filter(action="person.signed_in", actor=User.objects.get().pk).count() == 2

    def test_an_operator_needs_no_mail_to_get_in(self, client: Client, settings: Any) -> None:
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        call_command("createsuperuser", "--noinput", "--email", "root@example.com")
        user = User.objects.get()
        user.set_password("a long enough one")
        user.save()
        sign_in(client, "a long enough one", "root@example.com")
        assert is_signed_in(client)

    def test_a_wrong_password_is_refused_and_written_down(self, client: Client) -> None:
        sign_up(Client())
        assert sign_in(client, "not this one").status_code == 200
        assert not is_signed_in(client)
        failure = AuditEvent.objects.get(action="person.sign_in_failed")
        assert (failure.target, failure.details) == (User.objects.get().pk, {"email": "gr…@example.com"})
        assert failure.ip == "127.0.0.1"

    def test_guessing_is_throttled(self, client: Client) -> None:
        sign_up(Client())
        for _ in range(5):
            sign_in(client, "not this one")
        assert "Too many failed" in sign_in(client).content.decode()
        assert not is_signed_in(client)

    def test_a_deactivated_person_does_not_get_in(self, client: Client) -> None:
        sign_up(Client())
        User.objects.update(is_active=False)
        sign_in(client)
        assert not is_signed_in(client)


class TestForgetting:
    def test_the_link_in_the_mail_sets_another_password(self, client: Client) -> None:
        sign_up(Client())
        mail.outbox.clear()
        client.post("/accounts/password/reset/", {"email": "grace@example.com"})
        (message,) = mail.outbox
        form = client.get(link_in(message), follow=True)
        client.post(form.redirect_chain[-1][0], {"password1": "yet another one", "password2": "yet another one"})
        assert sign_in(Client(), "yet another one").status_code == 302
        assert sign_in(Client()).status_code == 200
        assert AuditEvent.objects.filter(action="password.reset").exists()

    def test_an_unknown_address_is_not_betrayed(self, client: Client) -> None:
        sign_up(Client())
        known = client.post("/accounts/password/reset/", {"email": "grace@example.com"})
        unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])

    def test_a_new_password_ends_the_other_sessions(self, client: Client) -> None:
        elsewhere = Client()
        sign_up(elsewhere)
        sign_in(client)
        passwords = {"password1": "yet another one", "password2": "yet another one"}
        client.post("/accounts/password/change/", {"oldpassword": GRACE["password1"]} | passwords)
        assert client.get("/api/v1/story-projects").status_code == 200
        assert elsewhere.get("/api/v1/story-projects").status_code == 401


@pytest.mark.parametrize(
    "page",
    [
        "signup",
        "login",
        "logout",
        "password/reset",
        "password/change",
        "email",
        "2fa",
        "2fa/totp/activate",
        "reauthenticate",
    ],
)
def test_every_page_opens(client: Client, page: str, settings: Any) -> None:
    sign_up(client)
    for caller in (client, Client()):
        answer = caller.get(f"/accounts/{page}/")
        if answer.status_code == 302 and answer["Location"].startswith("/accounts/"):
            answer = caller.get(answer["Location"])
        assert answer.status_code == 200 or answer["Location"] in ("/", settings.LOGIN_REDIRECT_URL)
