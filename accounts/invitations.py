"""Invitations: an offer of a place in an organization, sent by e-mail, good for a week and for one person."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.audit import record
from accounts.errors import InvitationGone
from accounts.members import check_may_grant, checked_role
from accounts.models import Invitation, Membership, Organization, User
from accounts.redaction import masked_email
from wire.errors import ValidationFailed

logger = logging.getLogger(__name__)

LIFETIME = timedelta(days=7)


@transaction.atomic
def invite(
    organization: Organization, *, email: str, role: str, by: User | None, now: datetime | None = None
) -> tuple[Invitation, str]:
    """An open invitation and its token, which is kept nowhere; the e-mail leaves when the transaction commits.

    An earlier open invitation of this address is revoked. Raises NotPermitted, and ValidationFailed on a bad address,
    an unknown role or somebody who is a member already.
    """
    now = now or timezone.now()
    email = _checked_address(email)
    check_may_grant(organization, by, checked_role(role))
    _lock(organization.pk)
    if Membership.objects.filter(organization=organization, user__email=email).exists():
        raise ValidationFailed("This person is a member already.", field="email")
    open_invitations(organization).filter(email=email).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=role,
        token_hash=_hash(token),
        invited_by=by,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    _record("invitation.sent", invitation, by, now)
    transaction.on_commit(lambda: _send(invitation, token))
    return invitation, token


def open_invitations(organization: Organization) -> QuerySet[Invitation]:
    """The organization's invitations that are neither accepted nor revoked, newest first; expired ones too."""
    unanswered = Invitation.objects.filter(organization=organization, accepted_at=None, revoked_at=None)
    return unanswered.select_related("invited_by").order_by("-created_at")


def find_invitation(token: str, *, now: datetime | None = None) -> Invitation:
    """The open invitation with this token, with its organization. Raises InvitationGone."""
    now = now or timezone.now()
    found = Invitation.objects.select_related("organization", "invited_by").filter(token_hash=_hash(token)).first()
    if found is None or found.accepted_at or found.revoked_at or found.expires_at <= now:
        raise InvitationGone(kind="invitation")
    return found


@transaction.atomic
def accept_invitation(token: str, user: User, *, now: datetime | None = None) -> Membership:
    """Make `user` a member. The token came to the invited address, so that address is theirs from now on.

    Raises InvitationGone: unknown, used, revoked or expired, or sent to an address that is not the user's.
    """
    now = now or timezone.now()
    invitation = find_invitation(token, now=now)
    _lock(invitation.organization_id)
    if not _is_address_of(invitation.email, user):
        raise InvitationGone(kind="invitation")
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(accepted_at=now):
        raise InvitationGone(kind="invitation")
    EmailAddress.objects.filter(user=user, email=invitation.email, verified=False).update(verified=True)
    membership, _ = Membership.objects.get_or_create(
        user=user,
        organization_id=invitation.organization_id,
        defaults={"role": invitation.role, "created_at": now},
    )
    _record("invitation.accepted", invitation, user, now)
    return membership


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User | None, now: datetime | None = None) -> None:
    """Withdraw an open invitation; once answered, nothing happens. Raises NotPermitted."""
    now = now or timezone.now()
    check_may_grant(invitation.organization, by, invitation.role)
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=now):
        _record("invitation.revoked", invitation, by, now)
    invitation.refresh_from_db(fields=["revoked_at"])


def invitation_url(token: str) -> str:
    """The absolute address at which the invitation is answered."""
    base = settings.STUDIO_PUBLIC_URL or f"http://{settings.STUDIO_HOST}:{settings.STUDIO_PORT}"
    return base + reverse("invitation", args=[token])


def _lock(organization_id: str) -> None:
    """Of two who invite the same person at once, or accept twice, one comes second and sees what the first did."""
    Organization.objects.select_for_update().get(pk=organization_id)


def _send(invitation: Invitation, token: str) -> None:
    context = {"invitation": invitation, "organization": invitation.organization, "url": invitation_url(token)}
    subject = " ".join(render_to_string("account/email/invitation_subject.txt", context).split())
    body = render_to_string("account/email/invitation_message.txt", context).strip()
    try:
        send_mail(subject, body, None, [invitation.email])
    except (SMTPException, OSError):
        # The invitation stands: its link can still be handed over in another way, or sent anew.
        logger.warning("The invitation %s could not be sent.", invitation.pk, exc_info=True)


def _record(action: str, invitation: Invitation, actor: User | None, now: datetime) -> None:
    details = {"email": masked_email(invitation.email), "role": invitation.role}
    record(
        action,
        actor=actor,
        organization_id=invitation.organization_id,
        target=invitation.pk,
        details=details,
        now=now,
    )


def _checked_address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationFailed("This is no e-mail address.", field="email") from error
    return email


def _is_address_of(email: str, user: User) -> bool:
    return user.email == email or EmailAddress.objects.filter(user=user, email=email, verified=True).exists()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
