"""Who belongs to an organization, and as what. Every change here holds the organization's row locked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.errors import LastOwner
from accounts.keys import revoke_key
from accounts.models import ApiKey, Membership, Organization, Role, User
from accounts.roles import require
from wire.errors import NotFound, ValidationFailed


def memberships_of(user: User) -> Sequence[Membership]:
    """The user's memberships with their organizations, oldest first; one query."""
    return list(Membership.objects.filter(user=user).select_related("organization").order_by("created_at", "pk"))


def membership_of(organization_id: str, user: User) -> Membership | None:
    return Membership.objects.filter(user=user, organization_id=organization_id).first()


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: User | None, now: datetime | None = None) -> Membership:
    """Give a member another role. `by` None is the operator, who may do anything but strand the organization.

    Raises NotPermitted (only owners make, change and remove owners), LastOwner, ValidationFailed on an unknown role.
    """
    checked_role(role)
    organization, membership = _locked(membership)
    _check_may_manage(organization, by, roles={membership.role, role})
    before = membership.role
    if before == role:
        return membership
    if before == Role.OWNER:
        _check_other_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    record(
        "member.role_changed",
        actor=by,
        organization_id=organization.pk,
        target=membership.user_id,
        details={"from": before, "to": role},
        now=now,
    )
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: User | None, now: datetime | None = None) -> int:
    """End a membership; a member may always leave by themselves. Returns how many keys were revoked with it.

    The keys that the member made go too: whoever left may have kept them. Raises NotPermitted and LastOwner.
    """
    now = now or timezone.now()
    organization, membership = _locked(membership)
    if by is None or by.pk != membership.user_id:
        _check_may_manage(organization, by, roles={membership.role})
    if membership.role == Role.OWNER:
        _check_other_owner(membership)
    made_by_them = ApiKey.objects.filter(organization=organization, created_by=membership.user_id)
    keys = list(made_by_them.filter(revoked_at__isnull=True))
    for key in keys:
        revoke_key(key, now, by=by)
    membership.delete()
    record(
        "member.removed",
        actor=by,
        organization_id=organization.pk,
        target=membership.user_id,
        details={"role": membership.role, "revoked_keys": [key.pk for key in keys]},
        now=now,
    )
    return len(keys)


def checked_role(role: str) -> str:
    if role not in Role.values:
        raise ValidationFailed(f"role must be one of {', '.join(Role.values)}.", field="role")
    return role


def check_may_grant(organization: Organization, by: User | None, role: str) -> None:
    """Raise NotPermitted unless `by` may bring somebody in with this role."""
    _check_may_manage(organization, by, roles={role})


def _locked(membership: Membership) -> tuple[Organization, Membership]:
    # The organization's row serialises changes: two owners who demote each other at once must not both succeed.
    organization = Organization.objects.select_for_update().get(pk=membership.organization_id)
    fresh = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if fresh is None:
        raise NotFound("This person is not a member any more.", kind="member")
    return organization, fresh


def _check_may_manage(organization: Organization, by: User | None, *, roles: set[str]) -> None:
    if by is None:
        return
    acting = membership_of(organization.pk, by)
    require(acting, "members:manage")
    if Role.OWNER in roles:
        require(acting, "owners:manage")


def _check_other_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(organization_id=membership.organization_id, role=Role.OWNER)
    if not owners.exclude(pk=membership.pk).filter(user__is_active=True).exists():
        raise LastOwner
