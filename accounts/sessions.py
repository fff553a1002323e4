"""Browser sessions on the API: the signed-in person as a Principal. Session and CSRF token are the gate's to check."""

from datetime import datetime

from django.utils import timezone

from accounts.errors import OrganizationSuspended, OwnerDisabled
from accounts.models import Membership, Tier
from accounts.roles import ROLES
from wire.errors import AuthenticationRequired
from wire.principal import Principal


def authenticate(
    session_user_id: str,
    session_organization_id: str | None,
    *,
    now: datetime | None = None,
) -> Principal:
    """The person behind a session, in the organization of that session or in their first; one query.

    Raises AuthenticationRequired (nobody, or not a member of that organization), OwnerDisabled, OrganizationSuspended.
    """
    now = now or timezone.now()
    mine = Membership.objects.filter(user_id=session_user_id).select_related("user", "organization")
    if session_organization_id is not None:
        mine = mine.filter(organization_id=session_organization_id)
    membership = mine.order_by("created_at", "pk").first()
    if membership is None:
        raise AuthenticationRequired("Sign in, and choose an organization that you belong to.")
    if not membership.user.is_active:
        raise OwnerDisabled
    organization = membership.organization
    if organization.suspended_at is not None and organization.suspended_at <= now:
        raise OrganizationSuspended
    return Principal(
        organization_id=organization.pk,
        key_id=None,
        user_id=membership.user_id,
        scopes=ROLES[membership.role].scopes,
        tier="elevated" if organization.tier == Tier.ELEVATED else "default",
        is_session=True,
        limit_percent=organization.limit_percent,
    )


def principal_of(user_id: str, organization_id: str | None, now: datetime | None = None) -> Principal:
    """`authenticate` for a person who is known to be signed in."""
    return authenticate(user_id, organization_id, now=now)
