"""What each role may do, as data: permissions for pages and services, scopes for sessions on the API."""

from dataclasses import dataclass

from accounts.errors import NotPermitted
from accounts.models import Membership, Role
from accounts.scopes import SCOPES

PERMISSIONS: dict[str, str] = {
    "organization:edit": "Rename the organization and change its settings.",
    "members:read": "See who belongs to the organization.",
    "members:manage": "Invite and remove people and change their roles.",
    "owners:manage": "Make owners, and change or remove them.",
    "keys:manage": "Issue, rotate and revoke API keys.",
    "webhooks:manage": "Register webhook endpoints, read and repeat their deliveries.",
    "billing:read": "See credits, usage and receipts.",
    "billing:manage": "Change what the organization pays for.",
    "audit:read": "Read the audit and the request log.",
    "work:read": "See projects, jobs and what they made.",
    "work:write": "Start, change and cancel work.",
}

_READING = frozenset(scope for scope in SCOPES if scope.endswith(":read"))
_WORKING = frozenset(SCOPES) - {"webhook:write"}
_ALL = frozenset(PERMISSIONS)


@dataclass(frozen=True)
class RoleRules:
    """`may` are permissions on pages and services; `scopes` what a session of this role can do on the API."""

    label: str
    summary: str
    may: frozenset[str]
    scopes: frozenset[str]


ROLES: dict[str, RoleRules] = {
    Role.OWNER: RoleRules("Owner", "Everything.", _ALL, frozenset(SCOPES)),
    Role.ADMIN: RoleRules("Admin", "Everything except owners.", _ALL - {"owners:manage"}, frozenset(SCOPES)),
    Role.MEMBER: RoleRules(
        "Member",
        "Works on projects; sees members, credits and usage.",
        frozenset({"members:read", "billing:read", "work:read", "work:write"}),
        _WORKING,
    ),
    Role.BILLING: RoleRules(
        "Billing",
        "Sees and manages credits, usage and receipts; reads the rest.",
        frozenset({"members:read", "billing:read", "billing:manage", "work:read"}),
        _READING,
    ),
}


def may(membership: Membership | None, permission: str) -> bool:
    """Whether the member's role allows it; nobody may do anything without a membership."""
    if permission not in PERMISSIONS:
        raise KeyError(f"{permission} is no permission.")
    return membership is not None and permission in ROLES[membership.role].may


def require(membership: Membership | None, permission: str) -> None:
    """Raise NotPermitted unless `may` says yes."""
    if not may(membership, permission):
        raise NotPermitted(f"Your role does not allow this: {PERMISSIONS[permission]}", permission=permission)
