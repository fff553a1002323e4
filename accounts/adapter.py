"""How allauth behaves here: who may sign up, what a new person gets, whose address counts, how mail looks."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest

from accounts import switches
from accounts.invitations import accept_invitation, find_invitation
from accounts.middleware import address_of
from accounts.models import Invitation, User
from accounts.services import open_first_organization
from wire.errors import StudioError

INVITATION_KEY = "invitation_token"


def is_sign_up_open() -> bool:
    """To whoever comes: the setting closes it for good, the switch for a while."""
    return settings.STUDIO_SIGNUP_OPEN and switches.is_on("sign_up")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is open by setting, and always to who holds an invitation."""
        return is_sign_up_open() or invitation_of(request) is not None

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """The new person, in the organization that invited them or in one of their own."""
        user.name = form.cleaned_data.get("name", "").strip()
        with transaction.atomic():
            super().save_user(request, user, form, commit=commit)
            if commit:
                self._give_a_place(request, user, form)
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def _give_a_place(self, request: HttpRequest, user: User, form: BaseForm) -> None:
        invitation = invitation_of(request)
        if invitation is not None and invitation.email == user.email:
            accept_invitation(request.session.pop(INVITATION_KEY), user)
            # The token came to this address: sign-up need not ask it again.
            self.stash_verified_email(request, user.email)
            return
        open_first_organization(user, name=form.cleaned_data.get("organization", ""))


def remember_invitation(request: HttpRequest, token: str) -> Invitation:
    """Keep the token in the session while its holder signs up or in. Raises InvitationGone."""
    invitation = find_invitation(token)
    request.session[INVITATION_KEY] = token
    return invitation


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The open invitation that this session came with."""
    token: Any = request.session.get(INVITATION_KEY)
    if not token:
        return None
    try:
        return find_invitation(token)
    except StudioError:
        return None
