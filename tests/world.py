"""A small world that tests share: two tenants who know nothing of each other, each with an owner, a key and credits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from accounts.keys import issue_key
from accounts.models import ApiKey, Organization, User
from accounts.scopes import SCOPES
from accounts.services import create_organization, create_user
from billing.services import open_account

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Tenant:
    """An organization as a client knows it: `token` is its key, `headers` what to send."""

    organization: Organization
    owner: User
    key: ApiKey
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def another_key(self, *, scopes: Iterable[str] = tuple(SCOPES), **fields: Any) -> tuple[ApiKey, str]:
        """One more key of this tenant, with fields as in `accounts.keys.issue_key`."""
        return issue_key(self.organization, name="Another key", scopes=scopes, user=self.owner, **fields)


def make_tenant(
    name: str, *, monthly: int = 300, perpetual: int = 200, timezone: str = "UTC", now: datetime = NOW
) -> Tenant:
    """A tenant whose key has every scope; `name` must be new to the database."""
    owner = create_user(email=f"{name.lower()}@example.com", name=f"{name}'s owner", now=now)
    organization = create_organization(name, owner, timezone=timezone, now=now)
    open_account(organization.pk, monthly=monthly, perpetual=perpetual, now=now)
    key, token = issue_key(organization, name=f"{name}'s key", scopes=SCOPES, user=owner, now=now)
    return Tenant(organization, owner, key, token)


@dataclass(frozen=True)
class World:
    """`ada` is the tenant a test acts as, `bob` the stranger."""

    now: datetime = NOW
    ada: Tenant = field(default_factory=lambda: make_tenant("Ada"))
    bob: Tenant = field(default_factory=lambda: make_tenant("Bob"))
