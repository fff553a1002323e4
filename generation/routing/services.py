"""Changing who does what for an organization. Each change is one transaction and stands in the audit log, keyless."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from accounts.sealing import seal
from generation.media.child import Maker
from generation.providers import registry
from generation.providers.base import Provider
from generation.routing.models import CapUnit, ProviderAccount, Route
from generation.routing.routes import CHOSEN, connection_of
from wire.errors import NotFound, ProviderError, SourceFetchFailed, ValidationFailed
from wire.fetch import Policy, check_url

MOST_ACCOUNTS = 20
MAX_CAP = 10_000_000


def vendors() -> dict[str, Provider]:
    """The providers that an organization can have an account with, by name."""
    return {name: one for name, one in registry.providers().items() if one.takes_account}


def accounts_of(organization_id: str) -> QuerySet[ProviderAccount]:
    return ProviderAccount.objects.filter(organization_id=organization_id).order_by("name")


def access_account(account_id: str, *, organization_id: str) -> ProviderAccount:
    """Raises `NotFound` for another organization's as for a missing one."""
    account = accounts_of(organization_id).filter(pk=account_id).first()
    if account is None:
        raise NotFound("No such account.", kind="account")
    return account


@transaction.atomic
def add_account(
    organization_id: str, *, name: str, provider: str, key: str, by: User, now: datetime, base_url: str = "",
    cap: int = 0, cap_unit: str = "",
) -> ProviderAccount:  # fmt: skip
    """Raises `ValidationFailed` naming the field that will not do."""
    if accounts_of(organization_id).count() >= MOST_ACCOUNTS:
        raise ValidationFailed(f"An organization has at most {MOST_ACCOUNTS} accounts. Remove one first.")
    if provider not in vendors():
        raise ValidationFailed("There is no such provider.", field="provider")
    account = ProviderAccount(organization_id=organization_id, provider=provider)
    _set_fields(account, name=name, base_url=base_url, cap=cap, cap_unit=cap_unit)
    _set_key(account, key, now)
    _save(account)
    _record("added", account, by, now, {"provider": provider, "base_url": account.base_url, **_cap(account)})
    return account


@transaction.atomic
def change_account(
    account: ProviderAccount, *, name: str, base_url: str, cap: int, cap_unit: str, by: User, now: datetime,
    key: str = "",
) -> None:  # fmt: skip
    """`key` replaces the one there is. An account that moves to another address needs its key anew, so that nobody who
    may change the address learns a key that they were never given."""
    before = {"name": account.name, "base_url": account.base_url, **_cap(account)}
    _set_fields(account, name=name, base_url=base_url, cap=cap, cap_unit=cap_unit)
    if account.base_url != before["base_url"] and not key:
        raise ValidationFailed("Enter the key again: it is sent to the new address.", field="key")
    if key:
        _set_key(account, key, now)
    account.tested_at, account.test_failure = None, ""
    _save(account)
    after = {"name": account.name, "base_url": account.base_url, **_cap(account)}
    changed = {field: value for field, value in after.items() if value != before[field]}
    _record("changed", account, by, now, {**changed, "is_key_replaced": bool(key)})


@transaction.atomic
def remove_account(account: ProviderAccount, *, by: User, now: datetime) -> None:
    """What it did is the operator's default's again. What it made stays."""
    _record("removed", account, by, now, {"name": account.name, "provider": account.provider})
    account.delete()


@transaction.atomic
def choose(
    organization_id: str, capability: str, *, account_id: str | None, by: User, now: datetime, model: str = "",
    is_default: bool = False,
) -> None:  # fmt: skip
    """Have an account do it, with that model; the studio itself where it is None; the operator's with `is_default`."""
    if capability not in CHOSEN:
        raise ValidationFailed(f"Choose one of {', '.join(CHOSEN)}.", field="capability")
    account = access_account(account_id, organization_id=organization_id) if account_id else None
    if account and capability not in vendors()[account.provider].adapters:
        raise ValidationFailed("This provider cannot do that.", field="account")
    model = _line("model", model, 120) if account else ""
    routes = Route.objects.filter(organization_id=organization_id, capability=capability)
    if is_default:
        routes.delete()
    else:
        chosen = {"account": account, "model": model}
        Route.objects.update_or_create(organization_id=organization_id, capability=capability, defaults=chosen)
    audit.record(
        "provider.chosen", actor=by, organization_id=organization_id, target=capability, now=now,
        details={"account": account.pk if account else None, "model": model, "is_default": is_default},
    )  # fmt: skip


def test_account(account: ProviderAccount, *, by: User, now: datetime) -> str:
    """Ask the vendor for something small; why it failed, or nothing. Outside of any transaction: it calls out."""
    failure = ""
    try:
        try_out = next(
            (getattr(made, "try_out", None) for made in _adapters(account) if hasattr(made, "try_out")), None
        )
        if try_out is None:
            raise ProviderError("This provider cannot be tested without making something.")
        try_out()
    except ProviderError as error:
        failure = error.message[:300]
    with transaction.atomic():
        ProviderAccount.objects.filter(pk=account.pk).update(tested_at=now, test_failure=failure)
        _record("tested", account, by, now, {"is_ok": not failure})
    return failure


def _adapters(account: ProviderAccount) -> Any:
    connection, maker = connection_of(account), Maker()
    return (make(maker, connection) for make in vendors()[account.provider].adapters.values())


def _set_fields(account: ProviderAccount, *, name: str, base_url: str, cap: int, cap_unit: str) -> None:
    account.name = _line("name", name, 80)
    if not account.name:
        raise ValidationFailed("Give the account a name, so that you can tell it apart.", field="name")
    account.base_url = _address(base_url)
    if cap_unit not in CapUnit.values:
        raise ValidationFailed("A cap counts calls or credits.", field="cap_unit")
    if not 0 <= cap <= MAX_CAP or (cap_unit and not cap):
        raise ValidationFailed(f"A cap lies between 1 and {MAX_CAP:,} a month.", field="cap")
    account.cap_unit, account.cap = cap_unit, cap if cap_unit else 0


def _address(base_url: str) -> str:
    """Raises `ValidationFailed` for what leads nowhere public, unless the operator opened it (`STUDIO_FETCH_ALLOW`)."""
    base_url = _line("base_url", base_url, 500).rstrip("/")
    if not base_url:
        return ""
    try:
        place = check_url(base_url, Policy(max_bytes=0, allowed=settings.STUDIO_FETCH_ALLOW))
    except SourceFetchFailed as error:
        raise ValidationFailed(error.message, field="base_url") from error
    if place.href.rstrip("/").partition("?")[2]:
        raise ValidationFailed("The address must not have a query.", field="base_url")
    return place.href.rstrip("/")


def _set_key(account: ProviderAccount, key: str, now: datetime) -> None:
    key = key.strip()
    if not key or len(key) > 1000 or not key.isascii() or not key.isprintable() or " " in key:
        raise ValidationFailed("Enter the key as the provider shows it.", field="key")
    account.sealed_key, account.key_set_at = seal(key), now


def _line(field: str, text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most or not text.isprintable():
        raise ValidationFailed(f"{field} is one line of at most {most} characters.", field=field)
    return text


def _cap(account: ProviderAccount) -> dict[str, Any]:
    return {"cap": account.cap, "cap_unit": account.cap_unit}


def _save(account: ProviderAccount) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise ValidationFailed("There is an account by this name already.", field="name") from None


def _record(verb: str, account: ProviderAccount, by: User, now: datetime, details: dict[str, Any]) -> None:
    audit.record(
        f"provider_account.{verb}", actor=by, organization_id=account.organization_id, target=account.pk,
        details=details, now=now,
    )  # fmt: skip
