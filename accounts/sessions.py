"""Browser sessions on the API: the signed-in person as a Principal. CSRF is the gate's to check."""

from datetime import datetime

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.errors import OrganizationSuspended, OwnerDisabled
from accounts.models import Membership, Tier
from accounts.roles import ROLES
from wire.errors import AuthenticationRequired
from wire.principal import Principal


def authenticate(
    session_user_id: str,
    session_organization_id: str | None,
    *,
    session_auth_hash: str | None = None,
    now: datetime | None = None,
) -> Principal:
    """The person behind a session, in the organization of that session or in their first; one query.

    `session_auth_hash` is what the session kept at sign-in (`_auth_user_hash`); given, a session from before a
    password change counts no more. Raises AuthenticationRequired (nobody, or not a member of that organization),
    OwnerDisabled, OrganizationSuspended.
    """
    now = now or timezone.now()
    mine = Membership.objects.filter(user_id=session_user_id).select_related("user", "organization")
    if session_organization_id is not None:
        mine = mine.filter(organization_id=session_organization_id)
    membership = mine.order_by("created_at", "pk").first()
    if membership is None:
        raise AuthenticationRequired("Sign in, and choose an organization that you belong to.")
    _check_hash(membership, session_auth_hash)
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


def _check_hash(membership: Membership, session_auth_hash: str | None) -> None:
    if session_auth_hash is None:
        return
    valid = [membership.user.get_session_auth_hash(), *membership.user.get_session_auth_fallback_hash()]
    if not any(constant_time_compare(session_auth_hash, known) for known in valid):
        raise AuthenticationRequired("Your session has ended. Sign in again.")
