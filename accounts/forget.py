"""What is kept of an organization that was closed: that it was, ids, and an audit log without its words."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import (
    ApiKey,
    AuditEvent,
    ContentAccess,
    Invitation,
    Organization,
    RequestExchange,
    RequestLog,
)
from wire import archive
from wire.models import IdempotencyRecord

_EVER = datetime(9999, 1, 1, tzinfo=UTC)  # later than any entry
# Entries whose details say what people called things; the others hold ids, numbers, reasons of the staff and codes.
_WITH_WORDS = ["key.issued", "key.changed", "invitation.sent", "invitation.accepted", "invitation.revoked"]


def forget(organizations: Sequence[str]) -> None:
    """Names of keys and of what operators touched, invitations, addresses, requests and what was answered."""
    theirs = {"organization_id__in": organizations}
    named = ApiKey.objects.filter(**theirs).exclude(name="", created_by=None)
    named.update(name="", ip_allowlist=[], created_by=None)
    drop_invitations(organizations)
    ContentAccess.objects.filter(**theirs).delete()
    RequestExchange.objects.filter(**theirs).delete()
    RequestLog.objects.filter(**theirs).delete()
    archive.drop(organizations)
    IdempotencyRecord.objects.filter(**theirs).delete()
    log = AuditEvent.objects.filter(**theirs)
    log.forget(_WITH_WORDS)
    while log.cut_addresses_before(_EVER, _no_address, most=1000):
        pass
    unname(Organization, Organization.objects.filter(pk__in=organizations).values("pk"))
    unname(ApiKey, ApiKey.objects.filter(**theirs).values("pk"))


def drop_invitations(organizations: Iterable[str] | QuerySet) -> None:
    """Nobody is invited any more, and no address stays of who was."""
    invitations = Invitation.objects.filter(organization_id__in=organizations)
    unname(Invitation, invitations.values("pk"))
    invitations.delete()


def unname(model: type[Model], pks: QuerySet) -> None:
    """The admin's own log calls what was added or changed there by its name at that time: no longer. Before they go."""
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model)).exclude(object_repr="")
    entries.filter(object_id__in=pks.annotate(said=Cast("pk", TextField())).values("said")).update(
        object_repr="", change_message=""
    )


def _no_address(_ip: str) -> str:
    return ""
