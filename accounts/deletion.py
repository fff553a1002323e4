"""Deleting a person: what names them goes, what others rely on stays without their name."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.errors import LastOwner
from accounts.forget import drop_invitations
from accounts.keys import revoke_key
from accounts.models import ApiKey, AuditEvent, Invitation, Membership, Organization, RequestLog, Role, User
from accounts.retention import cut_address
from accounts.services import suspend_organization

CLOSED_NAME = "Closed organization"


def organizations_that_need(user: User) -> list[Organization]:
    """Organizations with other members of which the user is the last owner: they stand in the way of deletion."""
    owned = Organization.objects.filter(memberships__user=user, memberships__role=Role.OWNER)
    return [one for one in owned if _has_others(one, user) and not _has_other_owner(one, user)]


@transaction.atomic
def request_account_deletion(user: User, *, now: datetime | None = None) -> None:
    """Make the person nobody: no name, address, password or second factor; their keys revoked, memberships ended.

    Organizations that nobody else belongs to are closed: suspended, without their name. Ledgers, receipts and the audit
    log stay, under ids that name nobody any more. Raises LastOwner with `organizations` and changes nothing where the
    person must first make somebody else an owner.
    """
    now = now or timezone.now()
    mine = list(Organization.objects.select_for_update().filter(memberships__user=user).order_by("pk"))
    needing = organizations_that_need(user)
    if needing:
        raise LastOwner(organizations=[one.pk for one in needing])
    for organization in mine:
        if not _has_others(organization, user):
            _close(organization, user, now)
    for key in ApiKey.objects.filter(created_by=user, revoked_at__isnull=True):
        revoke_key(key, now, by=user)
    Membership.objects.filter(user=user).delete()
    _cut_addresses(user, now + timedelta(days=1))
    record("person.deleted", actor=user, target=user.pk, ip="", now=now)
    _forget(user)


def _has_others(organization: Organization, user: User) -> bool:
    return Membership.objects.filter(organization=organization).exclude(user=user).exists()


def _has_other_owner(organization: Organization, user: User) -> bool:
    owners = Membership.objects.filter(organization=organization, role=Role.OWNER, user__is_active=True)
    return owners.exclude(user=user).exists()


def _close(organization: Organization, user: User, now: datetime) -> None:
    for key in ApiKey.objects.filter(organization=organization, revoked_at__isnull=True):
        revoke_key(key, now, by=user)
    drop_invitations([organization.pk])
    Organization.objects.filter(pk=organization.pk).update(name=CLOSED_NAME)
    suspend_organization(organization, reason="Its last member deleted their account.", by=user, now=now)


def _cut_addresses(user: User, before: datetime) -> None:
    for rows in (RequestLog.objects.filter(user_id=user.pk), AuditEvent.objects.filter(actor=user.pk)):
        while rows.cut_addresses_before(before, cut_address, most=1000):
            pass


def _forget(user: User) -> None:
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    Invitation.objects.filter(email=user.email).delete()
    user.email = f"{user.pk}@deleted.invalid"
    user.name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    # Ends every session too: they carry a hash of the password.
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
