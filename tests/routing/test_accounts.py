"""Accounts with vendors: who may have which, where they may lead, and what is kept of their keys."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.sealing import unseal
from generation.providers.base import OPERATORS
from generation.routing.models import ProviderAccount, Route
from generation.routing.routes import adapter_for, connection_of, provider_name
from generation.routing.services import (
    access_account,
    add_account,
    change_account,
    choose,
    remove_account,
    test_account,
)
from tests.api import Api
from tests.providers.vendor import Vendor
from tests.routing.conftest import KEY, Give
from tests.world import World
from wire.errors import NotFound, ProviderError, ValidationFailed

test_account.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("base_url", {"base_url": "http://127.0.0.1:8000/v1"}),
        ("base_url", {"base_url": "http://169.254.169.254/latest"}),
        ("base_url", {"base_url": "http://[::1]/v1"}),
        ("base_url", {"base_url": "http://0x7f.1/v1"}),
        ("base_url", {"base_url": "ftp://example.com"}),
        ("base_url", {"base_url": "https://user:secret@example.com/v1"}),
        ("key", {"key": ""}),
        ("key", {"key": "two words"}),
        ("key", {"key": "sk-schlüssel"}),
        ("name", {"name": "  "}),
        ("provider", {"provider": "local"}),
        ("provider", {"provider": "nobody"}),
        ("cap", {"cap": 0, "cap_unit": "calls"}),
        ("cap_unit", {"cap": 1, "cap_unit": "apples"}),
    ],
)
def test_what_will_not_do_is_refused_at_its_field(world: World, field: str, fields: dict[str, Any]) -> None:
    given = {"name": "Ours", "provider": "openai", "key": KEY, **fields}
    with pytest.raises(ValidationFailed) as caught:
        add_account(world.ada.organization.pk, by=world.ada.owner, now=world.now, **given)
    assert caught.value.details["field"] == field
    assert not ProviderAccount.objects.exists()


def test_anothers_account_is_as_missing(world: World) -> None:
    theirs = add_account(
        world.bob.organization.pk, name="B", provider="openai", key=KEY, by=world.bob.owner, now=world.now
    )
    with pytest.raises(NotFound):
        access_account(theirs.pk, organization_id=world.ada.organization.pk)
    with pytest.raises(NotFound):
        choose(world.ada.organization.pk, "text", account_id=theirs.pk, by=world.ada.owner, now=world.now)
    assert not Route.objects.exists()


def test_a_new_address_needs_the_key_again(api: Api, give: Give, vendor: Vendor) -> None:
    """Otherwise whoever may change the address would have the key sent to a server of theirs."""
    account = give("text")
    owner, now = api.organization.members.get(), timezone.now()
    kept = {"name": "Theirs", "cap": 0, "cap_unit": "", "by": owner, "now": now}
    with pytest.raises(ValidationFailed) as caught:
        change_account(account, base_url=f"{vendor.url}/elsewhere", **kept)
    assert caught.value.details["field"] == "key"
    account.refresh_from_db()
    change_account(account, base_url=f"{vendor.url}/elsewhere", key="sk-another-key", **kept)
    assert unseal(ProviderAccount.objects.get().sealed_key) == "sk-another-key"


def test_choices_fall_back_to_the_operators(api: Api, give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    account = give("text")
    owner, now, ours = api.organization.members.get(), timezone.now(), api.organization.pk
    assert provider_name(ours, "text") == "openai"
    choose(ours, "text", account_id=None, by=owner, now=now)
    monkeypatch.setenv("STUDIO_PROVIDER_TEXT", "openai")
    assert provider_name(ours, "text") == "local", "the studio itself, whatever the operator chose"
    choose(ours, "text", account_id=None, is_default=True, by=owner, now=now)
    assert provider_name(ours, "text") == "openai"
    choose(ours, "text", account_id=account.pk, by=owner, now=now)
    remove_account(account, by=owner, now=now)
    assert not Route.objects.exists()


def test_an_account_cannot_do_what_its_provider_does_not(api: Api, give: Give) -> None:
    with pytest.raises(ValidationFailed, match="Choose one of"):
        give("music")


def test_the_operators_key_never_goes_to_a_customers_address(
    api: Api, give: Give, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_OPENAI_API_KEY", "sk-operators-own-key")
    account = give("text")
    assert connection_of(account).key == KEY
    test_account(account, by=api.organization.members.get(), now=timezone.now())
    assert OPERATORS.allowed is None
    assert connection_of(account).allowed is not None, "every connection is checked anew"


def test_testing_says_what_is_wrong_and_keeps_it(api: Api, give: Give, vendor: Vendor, settings: Any) -> None:
    account = give()
    owner = api.organization.members.get()
    settings.STUDIO_FETCH_ALLOW = ()
    failure = test_account(account, by=owner, now=timezone.now())
    assert "not a public address" in failure, "the operator has closed it since"
    account.refresh_from_db()
    assert account.test_failure == failure
    assert account.tested_at is not None


def test_each_change_stands_in_the_audit_log_without_the_key(api: Api, give: Give) -> None:
    account = give("text")
    owner, now = api.organization.members.get(), timezone.now()
    change_account(
        account, name="New", base_url=account.base_url, cap=5, cap_unit="calls", key="sk-x", by=owner, now=now
    )
    remove_account(account, by=owner, now=now)
    rows = AuditEvent.objects.filter(action__startswith="provider")
    assert list(rows.order_by("pk").values_list("action", flat=True)) == [
        "provider_account.added", "provider.chosen", "provider_account.changed", "provider_account.removed",
    ]  # fmt: skip
    assert rows.get(action="provider_account.changed").details == {
        "name": "New", "cap": 5, "cap_unit": "calls", "is_key_replaced": True,
    }  # fmt: skip
    assert "sk-" not in repr(list(rows.values()))


def test_keys_move_to_the_new_sealing_key_and_the_old_one_can_go(give: Give, settings: Any) -> None:
    settings.STUDIO_SEALING_KEYS = ["old" * 20]
    account = give("text")
    settings.STUDIO_SEALING_KEYS = ["new" * 20, "old" * 20]
    call_command("reseal", stdout=io.StringIO())
    settings.STUDIO_SEALING_KEYS = ["new" * 20]
    account.refresh_from_db()
    assert connection_of(account).key == KEY
    settings.STUDIO_SEALING_KEYS = ["lost" * 20]
    with pytest.raises(ProviderError, match="Enter it again"):
        connection_of(account)
    assert adapter_for(account.organization_id, "text", None).info.provider == "local", "the studio stands in"
