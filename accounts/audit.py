"""The audit log: who did what to what, when and from where. Entries join the caller's transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.redaction import redacted

SYSTEM = "system"

_remote_ip: ContextVar[str] = ContextVar("audit_remote_ip", default="")
_operator: ContextVar[str] = ContextVar("audit_operator", default=SYSTEM)


@contextmanager
def requested_from(remote_ip: str) -> Iterator[None]:
    """Name the address that whatever is recorded inside came from."""
    token = _remote_ip.set(remote_ip)
    try:
        yield
    finally:
        _remote_ip.reset(token)


@contextmanager
def operated_by(user: User) -> Iterator[None]:
    """Name the operator who does as the system what a member's role would not allow them: the admin's pages."""
    token = _operator.set(user.pk)
    try:
        yield
    finally:
        _operator.reset(token)


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
    return AuditEvent.objects.create(
        action=action,
        actor=actor.pk if isinstance(actor, User) else actor or _operator.get(),
        organization_id=organization_id,
        target=target,
        details=redacted(dict(details or {})),
        ip=_remote_ip.get() if ip is None else ip,
        at=now or timezone.now(),
    )
