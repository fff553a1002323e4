"""How an organization changes hands, and how it ends: asked for, taken back within a week, or carried out."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.deletion import CLOSED_NAME
from accounts.errors import OwnershipNotOffered
from accounts.forget import drop_invitations
from accounts.keys import revoke_key
from accounts.members import membership_of
from accounts.models import ApiKey, Membership, Organization, Role, User
from accounts.roles import require
from accounts.services import resume_organization, suspend_organization
from wire.errors import ValidationFailed

GRACE = timedelta(days=7)
OFFER_LASTS = timedelta(days=7)
_REASON = "An owner asked for its deletion."


@transaction.atomic
def offer_ownership(membership: Membership, *, by: User, now: datetime | None = None) -> None:
    """Ask a member to take the organization over; nothing changes until they accept. Raises NotPermitted.

    The page asks for the owner's password anew: see `studio.dashboard.closing`.
    """
    now = now or timezone.now()
    organization = _locked(membership.organization_id)
    require(membership_of(organization.pk, by), "owners:manage")
    if membership.user_id == by.pk:
        raise ValidationFailed("You are its owner already.", field="member")
    Membership.objects.filter(organization=organization).update(offered_by="", offered_at=None)
    Membership.objects.filter(pk=membership.pk).update(offered_by=by.pk, offered_at=now)
    _note("ownership.offered", organization, by, membership.user_id, now)


@transaction.atomic
def accept_ownership(organization_id: str, *, by: User, now: datetime | None = None) -> None:
    """Become owner of what one was offered; who offered it is an admin from now on. Raises OwnershipNotOffered."""
    now = now or timezone.now()
    organization = _locked(organization_id)
    mine = _offered(organization, by, now)
    former = mine.offered_by
    Membership.objects.filter(pk=mine.pk).update(role=Role.OWNER, offered_by="", offered_at=None)
    Membership.objects.filter(organization=organization, user_id=former).update(role=Role.ADMIN)
    details = {"from": former}
    _note("ownership.transferred", organization, by, by.pk, now, details)


@transaction.atomic
def decline_ownership(organization_id: str, *, by: User, now: datetime | None = None) -> None:
    """Say no to an offer. Raises OwnershipNotOffered."""
    now = now or timezone.now()
    organization = _locked(organization_id)
    Membership.objects.filter(pk=_offered(organization, by, now).pk).update(offered_by="", offered_at=None)
    _note("ownership.declined", organization, by, by.pk, now)


@transaction.atomic
def request_deletion(organization: Organization, *, typed: str, by: User, now: datetime | None = None) -> datetime:
    """Have the organization deleted after `GRACE`; when that is. From now on it can be read and not changed.

    `typed` is its name as the owner typed it. Raises NotPermitted, ValidationFailed.
    """
    now = now or timezone.now()
    organization = _locked(organization.pk)
    require(membership_of(organization.pk, by), "owners:manage")
    if typed.strip() != organization.name.strip():
        raise ValidationFailed("This is not the organization's name.", field="name")
    if organization.delete_at is not None:
        return organization.delete_at
    if organization.suspended_at is not None:
        raise ValidationFailed("This organization is suspended; ask your operator.", field="name")
    organization.delete_at = now + GRACE
    organization.save(update_fields=["delete_at"])
    suspend_organization(organization, reason=_REASON, by=by, now=now)
    details = {"at": organization.delete_at.isoformat()}
    _note("organization.deletion_requested", organization, by, organization.pk, now, details)
    return organization.delete_at


@transaction.atomic
def take_back_deletion(organization: Organization, *, by: User, now: datetime | None = None) -> None:
    """Keep it after all. Raises NotPermitted, and ValidationFailed when no deletion stands."""
    now = now or timezone.now()
    organization = _locked(organization.pk)
    require(membership_of(organization.pk, by), "owners:manage")
    if organization.delete_at is None:
        raise ValidationFailed("Nobody has asked for its deletion.")
    if organization.suspended_reason == _REASON:
        resume_organization(organization, reason="The deletion was taken back.", by=by, now=now)
    else:  # the operator has suspended it meanwhile, which only they end
        Organization.objects.filter(pk=organization.pk).update(delete_at=None)
        _note("organization.deletion_taken_back", organization, by, organization.pk, now)


def close_due(*, now: datetime) -> int:
    """Close the organizations whose time has come; their content goes in the steps of `projects.closed`. How many."""
    due = list(Organization.objects.filter(delete_at__lte=now).order_by("pk").values_list("pk", flat=True)[:50])
    return sum(_close(pk, now) for pk in due)


@transaction.atomic
def _close(organization_id: str, now: datetime) -> bool:
    """Nobody's key opens it any more, nobody belongs to it, and it has no name."""
    organization = _locked(organization_id)
    if organization.delete_at is None or organization.delete_at > now:
        return False  # taken back since the list was read
    for key in ApiKey.objects.filter(organization=organization, revoked_at__isnull=True):
        revoke_key(key, now, by=None)
    drop_invitations([organization.pk])
    Membership.objects.filter(organization=organization).delete()
    changes = {"name": CLOSED_NAME, "delete_at": None, "suspended_reason": "It was deleted."}
    Organization.objects.filter(pk=organization.pk).update(**changes)
    _note("organization.deleted", organization, None, organization.pk, now)
    return True


def is_offered(membership: Membership, now: datetime) -> bool:
    """Whether the member was offered the organization and has not answered; `accept_ownership` looks again."""
    return membership.offered_at is not None and membership.offered_at > now - OFFER_LASTS


def _offered(organization: Organization, user: User, now: datetime) -> Membership:
    fresh = Membership.objects.filter(offered_at__gt=now - OFFER_LASTS)
    mine = fresh.filter(organization=organization, user=user).first()
    still_owner = mine and Membership.objects.filter(
        organization=organization, user_id=mine.offered_by, role=Role.OWNER
    ).exists()  # fmt: skip
    if mine is None or not still_owner:
        raise OwnershipNotOffered
    return mine


def _locked(organization_id: str) -> Organization:
    return Organization.objects.select_for_update().get(pk=organization_id)


def _note(
    action: str, organization: Organization, by: User | None, target: str, now: datetime, details: dict | None = None
) -> None:
    record(action, actor=by, organization_id=organization.pk, target=target, details=details, now=now)
