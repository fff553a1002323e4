"""`manage.py demo_account` prints what a person or a script needs to start: it really works."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate as sign_in
from django.core.management import CommandError, call_command

from accounts.keys import authenticate
from accounts.models import Organization, User
from accounts.scopes import SCOPES
from billing.audit import audit
from billing.services import balance, grant, hold, set_monthly_allowance
from wire.principal import Principal

pytestmark = pytest.mark.django_db


def demo_account(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("demo_account", "--json", *arguments, stdout=out)
    (line,) = out.getvalue().splitlines()
    return json.loads(line)


def principal_of(answer: dict[str, Any]) -> Principal:
    return authenticate(answer["api_key"], remote_ip="127.0.0.1")


def credits_of(answer: dict[str, Any]) -> int:
    return balance(answer["organization"]).balance


def test_it_prints_a_key_and_a_login_that_work() -> None:
    answer = demo_account()
    assert list(answer) == ["organization", "email", "password", "api_key"]
    assert principal_of(answer).organization_id == answer["organization"]
    user = sign_in(username=answer["email"], password=answer["password"])
    assert isinstance(user, User)
    assert user.organizations.get().pk == answer["organization"]


def test_by_default_it_may_do_everything_with_a_thousand_credits() -> None:
    answer = demo_account()
    assert principal_of(answer).scopes == frozenset(SCOPES)
    assert credits_of(answer) == 1000
    assert not Organization.objects.get().is_strict_providers


def test_again_it_is_the_same_organization_with_a_new_key_and_password() -> None:
    first, second = demo_account(), demo_account()
    assert (first["organization"], first["email"]) == (second["organization"], second["email"])
    assert first["password"] != second["password"]
    assert principal_of(first).key_id != principal_of(second).key_id


def test_new_makes_another_organization() -> None:
    answers = [demo_account(), demo_account("--new"), demo_account("--new")]
    assert len({answer["organization"] for answer in answers}) == len({answer["email"] for answer in answers}) == 3
    assert all(principal_of(answer).organization_id == answer["organization"] for answer in answers)


@pytest.mark.parametrize("credits", [0, 5, 2500])
def test_credits_are_exactly_as_many(credits: int) -> None:
    now = balance(demo_account("--new", "--credits", str(credits))["organization"])
    assert (now.balance, now.monthly_allocated, now.monthly_remaining) == (credits, 0, 0)


def test_credits_are_exact_whatever_happened_to_the_organization_before() -> None:
    organization_id = demo_account()["organization"]
    set_monthly_allowance(organization_id, 300)
    grant(organization_id, 40, bucket="monthly", reason="Gift", actor="test")
    hold(organization_id, 90, operation="film", quote={})
    assert credits_of(demo_account("--credits", "12")) == 12
    assert credits_of(demo_account("--credits", "1200")) == 1200
    assert audit() == []


def test_scopes_are_those_asked_for() -> None:
    assert principal_of(demo_account("--scopes", "story:read, credits:read")).scopes == {"story:read", "credits:read"}


def test_unknown_scopes_are_an_error_and_make_nothing() -> None:
    with pytest.raises(CommandError, match="story:burn"):
        demo_account("--scopes", "story:burn")
    assert not Organization.objects.exists()


def test_the_tier_is_the_one_asked_for() -> None:
    assert principal_of(demo_account("--tier", "elevated")).tier == "elevated"
    assert Organization.objects.get().tier == "elevated"
    assert principal_of(demo_account()).tier == "default"


def test_negative_credits_are_refused() -> None:
    with pytest.raises(CommandError, match="negative"):
        demo_account("--credits", "-1")


def test_without_json_a_person_can_read_it() -> None:
    out = StringIO()
    call_command("demo_account", stdout=out)
    assert out.getvalue().count("\n") == 4
    assert "api_key" in out.getvalue()
