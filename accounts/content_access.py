"""Opening an organization's content to one member of staff, for a reason and a while. The organization can read why."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import ContentAccess, Organization, User
from wire.errors import ValidationFailed

LONGEST = timedelta(hours=8)


@transaction.atomic
def open_content(
    organization: Organization, *, by: User, reason: str, lasts: timedelta, now: datetime | None = None
) -> ContentAccess:
    """Let `by` read what the organization's people wrote and made, until it runs out; audited. ValidationFailed."""
    now = now or timezone.now()
    if not reason.strip():
        raise ValidationFailed("Looking at content needs a reason.", field="reason")
    if not timedelta() < lasts <= LONGEST:
        raise ValidationFailed(f"Content is opened for {LONGEST // timedelta(hours=1)} hours at most.", field="hours")
    opened = ContentAccess.objects.create(
        user=by, organization=organization, reason=reason[:500], opened_at=now, expires_at=now + lasts
    )
    record(
        "content.opened",
        actor=by,
        organization_id=organization.pk,
        target=organization.pk,
        details={"reason": reason, "until": opened.expires_at.isoformat(timespec="seconds")},
        now=now,
    )
    return opened


@transaction.atomic
def close_content(organization: Organization, *, by: User, now: datetime | None = None) -> int:
    """End what `open_content` began, before its time; returns how many were open."""
    now = now or timezone.now()
    ended = ContentAccess.objects.filter(user=by, organization=organization, expires_at__gt=now).update(expires_at=now)
    if ended:
        record("content.closed", actor=by, organization_id=organization.pk, target=organization.pk, now=now)
    return ended


def opened_to(user: User, now: datetime | None = None) -> dict[str, str]:
    """The organizations whose content this member of staff may read now, each with the reason. One query."""
    rows = ContentAccess.objects.filter(user=user, expires_at__gt=now or timezone.now()).order_by("opened_at")
    return dict(rows.values_list("organization_id", "reason"))
