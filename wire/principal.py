"""Who is calling: what authentication hands to every layer above, without naming a model."""

from dataclasses import dataclass
from typing import Literal

Tier = Literal["default", "elevated"]


@dataclass(frozen=True, slots=True)
class Principal:
    """One authenticated caller, always bound to exactly one organization.

    `key_id` is None for a session, `user_id` is None for a key whose creator has left. `tier` picks the rate limits,
    and `limit_percent` is how much of them the organization has: 100 is as documented.
    """

    organization_id: str
    key_id: str | None
    user_id: str | None
    scopes: frozenset[str]
    tier: Tier = "default"
    is_session: bool = False
    limit_percent: int = 100

    def has_scope(self, *any_of: str) -> bool:
        """Whether the caller holds at least one of the scopes; no scopes asked for means yes."""
        return not any_of or not self.scopes.isdisjoint(any_of)
