"""What can be done with users and organizations; members and invitations have modules of their own."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone as clock
from django.utils.module_loading import import_string

from accounts.audit import record
from accounts.models import Membership, Organization, Role, Tier, User, check_timezone
from wire.errors import ValidationFailed


@transaction.atomic
def create_user(*, email: str, password: str | None = None, name: str = "", now: datetime | None = None) -> User:
    """A person who signs in with `email`, which is taken as theirs without asking: sign-up asks, operators know.

    Raises ValidationFailed when the address is taken.
    """
    if User.objects.filter(email=email.strip().lower()).exists():
        raise ValidationFailed("This e-mail address is taken.", field="email")
    user = User.objects.create_user(email, password, name=name, created_at=now or clock.now())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def create_organization(
    name: str,
    owner: User,
    *,
    timezone: str = "UTC",
    tier: str = Tier.DEFAULT,
    is_strict_providers: bool = False,
    now: datetime | None = None,
) -> Organization:
    """An organization with its first owner, and no credits account yet. Raises ValidationFailed."""
    try:
        check_timezone(timezone)
    except ValidationError as error:
        raise ValidationFailed(" ".join(error.messages), field="timezone") from error
    organization = Organization.objects.create(
        name=name,
        timezone=timezone,
        tier=tier,
        is_strict_providers=is_strict_providers,
        created_at=now or clock.now(),
    )
    Membership.objects.create(
        user=owner, organization=organization, role=Role.OWNER, created_at=organization.created_at
    )
    return organization


@transaction.atomic
def open_organization(
    name: str, owner: User, *, timezone: str = "UTC", monthly_credits: int = 0, now: datetime | None = None
) -> Organization:
    """An organization that can work: with its owner, its credits account and an entry in the audit log.

    `monthly_credits` are granted each month. The account is opened by the function that `STUDIO_ORGANIZATION_OPENED`
    names, because credits live above this floor. Raises ValidationFailed.
    """
    now = now or clock.now()
    organization = create_organization(name, owner, timezone=timezone, now=now)
    opened = import_string(settings.STUDIO_ORGANIZATION_OPENED)
    opened(organization.pk, monthly_credits=monthly_credits, now=now)
    record("organization.created", actor=owner, organization_id=organization.pk, target=organization.pk, now=now)
    return organization


def open_first_organization(owner: User, *, name: str = "", now: datetime | None = None) -> Organization:
    """The organization that a person gets by signing up, with the credits that sign-up gives."""
    name = name.strip() or f"{owner.name or owner.email.partition('@')[0]}’s studio"
    return open_organization(name[:200], owner, monthly_credits=settings.STUDIO_SIGNUP_MONTHLY_CREDITS, now=now)


@transaction.atomic
def suspend_organization(
    organization: Organization, *, reason: str, by: User | None, now: datetime | None = None
) -> None:
    """Turn every key and session of the organization away until it is resumed; its work and ledger stay."""
    now = now or clock.now()
    _set_suspension(organization, at=now, reason=reason)
    _record_suspension("organization.suspended", organization, reason, by, now)


@transaction.atomic
def resume_organization(
    organization: Organization, *, reason: str, by: User | None, now: datetime | None = None
) -> None:
    """Let a suspended organization work again; a deletion that was asked for is taken back with it."""
    _set_suspension(organization, at=None, reason="")
    Organization.objects.filter(pk=organization.pk).update(delete_at=None)
    organization.delete_at = None
    _record_suspension("organization.resumed", organization, reason, by, now or clock.now())


@transaction.atomic
def set_limits(
    organization: Organization,
    *,
    tier: str,
    limit_percent: int,
    running_jobs_limit: int,
    by: User | None,
    now: datetime | None = None,
) -> Organization:
    """How much an organization may do: its tier (`elevated` lifts the hourly limits), the share of it, jobs at once.

    Audited where something changes. Raises ValidationFailed.
    """
    wanted = {"tier": tier, "limit_percent": limit_percent, "running_jobs_limit": running_jobs_limit}
    if tier not in Tier.values:
        raise ValidationFailed(f"tier must be one of {', '.join(Tier.values)}.", field="tier")
    if limit_percent < 1:
        raise ValidationFailed("The limits are at least 1 percent.", field="limit_percent")
    if running_jobs_limit < 1:
        raise ValidationFailed("At least one job can run.", field="running_jobs_limit")
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    changed = {name: [getattr(organization, name), value] for name, value in wanted.items()}
    changed = {name: values for name, values in changed.items() if values[0] != values[1]}
    if changed:
        for name, (_, value) in changed.items():
            setattr(organization, name, value)
        organization.save(update_fields=list(changed))
        record(
            "organization.limits_changed",
            actor=by,
            organization_id=organization.pk,
            target=organization.pk,
            details=changed,
            now=now,
        )
    return organization


@transaction.atomic
def end_sessions(user: User, *, by: User | None, now: datetime | None = None) -> None:
    """Sign a person out everywhere: no session of before counts any more. Keys stay."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    record("person.sessions_ended", actor=by, target=user.pk, now=now)


def _set_suspension(organization: Organization, *, at: datetime | None, reason: str) -> None:
    organization.suspended_at = at
    organization.suspended_reason = reason[:500]
    organization.save(update_fields=["suspended_at", "suspended_reason"])


def _record_suspension(action: str, organization: Organization, reason: str, by: User | None, now: datetime) -> None:
    details = {"reason": reason}
    record(action, actor=by, organization_id=organization.pk, target=organization.pk, details=details, now=now)
