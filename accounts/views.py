"""The one page of accounts that allauth has not: an invitation, answered."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from accounts.adapter import INVITATION_KEY, remember_invitation
from accounts.current import switch_organization
from accounts.errors import InvitationGone
from accounts.invitations import accept_invitation
from accounts.models import User


class InvitationView(View):
    """GET shows who invites to what, POST accepts. Strangers are offered sign-up and login, and come back here.

    Template `account/invitation.html`: `invitation` (None when it is gone), `is_mine` (the address is the caller's).
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation = remember_invitation(request, token)
        except InvitationGone as gone:
            return render(request, "account/invitation.html", {"invitation": None, "reason": gone.message}, status=404)
        is_mine = getattr(request.user, "email", None) == invitation.email
        response = render(request, "account/invitation.html", {"invitation": invitation, "is_mine": is_mine})
        # The address holds the token; it must not leave with the next page's request.
        response["Referrer-Policy"] = "no-referrer"
        return response

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.path)
        try:
            membership = accept_invitation(token, request.user)
        except InvitationGone as gone:
            return render(request, "account/invitation.html", {"invitation": None, "reason": gone.message}, status=404)
        request.session.pop(INVITATION_KEY, None)
        switch_organization(request, membership.organization_id)
        return redirect(settings.LOGIN_REDIRECT_URL)
