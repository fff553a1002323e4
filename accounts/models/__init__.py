"""The tables of accounts: people and their organizations, keys, the two logs, and what operators do."""

from accounts.models.keys import ApiKey, new_key_id
from accounts.models.logs import AuditEvent, AuditRows, ExchangeRows, LogRows, RequestExchange, RequestLog
from accounts.models.operators import ContentAccess, Press, Switch
from accounts.models.people import (
    Invitation,
    Membership,
    Organization,
    Role,
    Tier,
    User,
    UserManager,
    check_timezone,
    new_invitation_id,
    new_organization_id,
    new_user_id,
)

__all__ = [
    "ApiKey", "AuditEvent", "AuditRows", "ContentAccess", "ExchangeRows", "Invitation", "LogRows", "Membership",
    "Organization", "Press", "RequestExchange", "RequestLog", "Role", "Switch", "Tier", "User", "UserManager",
    "check_timezone", "new_invitation_id", "new_key_id", "new_organization_id", "new_user_id",
]  # fmt: skip
