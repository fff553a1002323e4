"""How long the logs are kept, and when the addresses in them lose their last part."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session

from accounts.models import AuditEvent, Invitation, Press, RequestExchange, RequestLog
from wire import archive

# Small enough that no transaction keeps SQLite's only write lock for long.
BATCH = 1000


@dataclass(frozen=True)
class Purged:
    """How many rows of each kind went, or were cut."""

    requests: int = 0
    bodies: int = 0
    audit: int = 0
    addresses: int = 0
    sessions: int = 0
    invitations: int = 0

    @property
    def total(self) -> int:
        return self.requests + self.bodies + self.audit + self.addresses + self.sessions + self.invitations


def purge(now: datetime, *, most: int = BATCH) -> Purged:
    """Remove what is past its time, at most `most` rows of each kind, so that a sweeper can call it again and again.

    Each kind is found by an index and costs one empty query when there is nothing to do.
    """
    Press.objects.filter(at__lt=now - timedelta(days=1)).delete()
    log_cutoff = now - timedelta(days=settings.STUDIO_REQUEST_LOG_DAYS)
    audit_cutoff = now - timedelta(days=settings.STUDIO_AUDIT_DAYS)
    address_cutoff = now - timedelta(days=settings.STUDIO_LOG_ADDRESS_DAYS)
    exchanges = RequestExchange.objects
    return Purged(
        bodies=exchanges.purge_before(now - timedelta(days=settings.STUDIO_REQUEST_BODY_DAYS), most=most)
        + exchanges.trim(settings.STUDIO_REQUEST_BODY_MB * 1_000_000, most=most),
        requests=RequestLog.objects.purge_before(log_cutoff, most=most, keep=_archived_as("requests")),
        audit=AuditEvent.objects.purge_before(audit_cutoff, most=most, keep=_archived_as("audit")),
        addresses=sum(
            log.objects.cut_addresses_before(address_cutoff, cut_address, most=most) for log in (RequestLog, AuditEvent)
        ),
        sessions=_purge_sessions(now, most),
        invitations=Invitation.objects.filter(expires_at__lt=log_cutoff).delete()[0],
    )


def purge_all(now: datetime) -> Purged:
    """`purge` until nothing is left to do; the sum of all rounds."""
    total = Purged()
    while (done := purge(now)).total:
        total = Purged(**{name: getattr(total, name) + count for name, count in vars(done).items()})
    return total


def _archived_as(kind: str) -> Callable[[list[dict[str, Any]]], None] | None:
    """How rows are put into the archive, if the studio keeps one: with their addresses cut, however young they are."""

    def keep(rows: list[dict[str, Any]]) -> None:
        archive.keep(kind, [row | {"ip": cut_address(row["ip"])} for row in rows], at="at")

    return keep if archive.folder() else None


def cut_address(ip: str) -> str:
    """The address without what tells one machine from its neighbours: IPv4 to 24 bits, IPv6 to 48."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False).network_address)


def _purge_sessions(now: datetime, most: int) -> int:
    ended = Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:most]
    return Session.objects.filter(pk__in=list(ended)).delete()[0]
