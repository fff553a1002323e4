"""Which organization a signed-in person is working in: kept in the session, otherwise their first."""

from collections.abc import Sequence

from django.http import HttpRequest

from accounts.audit import record
from accounts.members import memberships_of
from accounts.models import Membership, User
from wire.errors import NotFound

SESSION_KEY = "organization_id"


def membership_of_request(request: HttpRequest) -> Membership | None:
    """The caller's membership in the organization of their session, with its organization; one query, then none.

    None for strangers and for people who belong nowhere.
    """
    if not hasattr(request, "_membership"):
        request._membership = _choose(request)  # type: ignore[attr-defined]
    membership: Membership | None = request._membership  # type: ignore[attr-defined]
    return membership


def switch_organization(request: HttpRequest, organization_id: str) -> Membership:
    """Work in another of one's organizations from now on. Raises NotFound where one is not a member."""
    user = request.user
    mine = memberships_of(user) if isinstance(user, User) else []
    for membership in mine:
        if membership.organization_id == organization_id:
            request.session[SESSION_KEY] = organization_id
            request._membership = membership  # type: ignore[attr-defined]
            record("organization.entered", actor=user.pk, organization_id=organization_id, target=organization_id)
            return membership
    raise NotFound("No such organization among yours.", kind="organization")


def memberships_of_request(request: HttpRequest) -> Sequence[Membership]:
    """All places of the signed-in person, oldest first; read once a request."""
    if not hasattr(request, "_memberships"):
        user = request.user
        request._memberships = memberships_of(user) if isinstance(user, User) else []  # type: ignore[attr-defined]
    mine: Sequence[Membership] = request._memberships  # type: ignore[attr-defined]
    return mine


def _choose(request: HttpRequest) -> Membership | None:
    mine = memberships_of_request(request)
    chosen = request.session.get(SESSION_KEY)
    return next((one for one in mine if one.organization_id == chosen), mine[0] if mine else None)
