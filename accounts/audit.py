"""The audit log: who did what to what, when and from where. Entries join the caller's transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.redaction import redacted

SYSTEM = "system"

_remote_ip: ContextVar[str] = ContextVar("audit_remote_ip", default="")


@dataclass
class Operation:
    """What an operator is doing. `recorded` counts the entries that it left so far."""

    user_id: str
    reason: str = ""
    recorded: int = 0


_operation: ContextVar[Operation | None] = ContextVar("audit_operation", default=None)


@contextmanager
def requested_from(remote_ip: str) -> Iterator[None]:
    """Name the address that whatever is recorded inside came from."""
    token = _remote_ip.set(remote_ip)
    try:
        yield
    finally:
        _remote_ip.reset(token)


@contextmanager
def operated_by(user: User, *, reason: str = "") -> Iterator[Operation]:
    """Name the operator who does as the system what a member's role would not allow them: the admin's pages.

    `reason` stands in every entry that names none of its own.
    """
    operation = Operation(user.pk, reason)
    token = _operation.set(operation)
    try:
        yield operation
    finally:
        _operation.reset(token)


def record(
    action: str,
    *,
    actor: User | str | None,
    organization_id: str = "",
    target: str = "",
    details: Mapping[str, Any] | None = None,
    ip: str | None = None,
    now: datetime | None = None,
) -> AuditEvent:
    """Append an entry. `action` reads `noun.verb` in the past tense (`key.revoked`), `target` is an id.

    `actor` is a user, an id, or None for the operator, or else the system. `details` are JSON-ready; secrets in them
    are struck out. Name people in them by id, never by address. `ip` is by default that of the request being answered.
    """
    told = dict(details or {})
    operation = _operation.get()
    if operation is not None:
        operation.recorded += 1
        if operation.reason:
            told.setdefault("reason", operation.reason)
    return AuditEvent.objects.create(
        action=action,
        actor=actor.pk if isinstance(actor, User) else actor or (operation.user_id if operation else SYSTEM),
        organization_id=organization_id,
        target=target,
        details=redacted(told),
        ip=_remote_ip.get() if ip is None else ip,
        at=now or timezone.now(),
    )
