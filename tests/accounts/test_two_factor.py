"""With a second factor set, the password alone opens nothing: neither the pages, nor the API, nor the admin."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.services import create_user, open_first_organization

# Turning a factor on announces it after the commit, inside the request.
pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long enough one"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client: Client) -> Any:
    return client.post("/accounts/login/", {"login": "grace@example.com", "password": PASSWORD})


@pytest.fixture
def grace() -> User:
    user = create_user(email="grace@example.com", password=PASSWORD)
    open_first_organization(user)
    return user


@pytest.fixture
def secret(grace: User) -> str:
    """Grace has turned the authenticator app on, through its page."""
    client = Client()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    secret: str = client.session["mfa.totp.secret"]
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret


def test_the_secret_is_not_in_the_database(secret: str, grace: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert secret not in repr(cursor.fetchall())


def test_a_factor_whose_key_is_gone_takes_no_code_and_breaks_nothing(secret: str, settings: Any) -> None:
    settings.SECRET_KEY = "another one, since the old one leaked"
    client = Client()
    sign_in(client)
    cache.clear()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_factor_lives_on_under_a_new_secret_key_beside_its_own(secret: str, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    client = Client()
    sign_in(client)
    cache.clear()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert "_auth_user_id" in client.session


def test_turning_it_on_is_told_and_written_down(secret: str, grace: User) -> None:
    assert mail.outbox[0].subject == "Two-factor sign-in is on"
    kinds = {event.details["type"] for event in AuditEvent.objects.filter(action="mfa.added", actor=grace.pk)}
    assert "totp" in kinds


def test_the_password_alone_opens_nothing(secret: str) -> None:
    client = Client()
    sign_in(client)
    assert "_auth_user_id" not in client.session
    assert client.get("/api/v1/story-projects").status_code == 401


def test_the_code_opens(secret: str) -> None:
    client = Client()
    sign_in(client)
    cache.clear()  # the code of this moment was used up when the app was turned on
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert "_auth_user_id" in client.session


def test_a_recovery_code_opens_once(secret: str, grace: User) -> None:
    codes = Authenticator.objects.get(user=grace, type="recovery_codes").wrap().get_unused_codes()
    for is_first in (True, False):
        client = Client()
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in client.session) is is_first


def test_staff_with_a_second_factor_need_it_for_the_admin(secret: str, grace: User) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    client = Client()
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert client.get(answer["Location"], follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    # Django's own form, which knows nothing of second factors, takes no password.
    client.post("/admin/login/", {"username": "grace@example.com", "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_staff_without_one_set_it_up_before_the_admin_opens(grace: User, settings: Any) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    client = Client()
    sign_in(client)
    assert client.get("/admin/").status_code == 200, "where no stranger comes, it is theirs to choose"
    settings.STUDIO_STAFF_MFA = True
    for path in ("/admin/", "/admin/accounts/user/"):
        assert client.get(path)["Location"] == "/accounts/2fa/totp/activate/"
    assert client.post("/admin/accounts/user/add/", {}).status_code == 302
    assert client.get("/dashboard").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(client.session["mfa.totp.secret"])})
    assert client.get("/admin/").status_code == 200


def test_who_is_no_staff_is_refused_by_the_admin(grace: User) -> None:
    client = Client()
    sign_in(client)
    assert client.get("/admin/", follow=True).status_code == 403
