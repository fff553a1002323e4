"""What accounts adds to each request: its organization, its address, the content policy, and staff's second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from accounts.audit import requested_from
from accounts.current import membership_of_request
from accounts.models import Membership, Organization
from wire.admit import client_ip


class OrganizationMiddleware:
    """Sets `request.membership` and `request.organization`, both lazy: API calls and static files cost no query.

    Without a membership both are falsy. Whoever needs a plain value calls `accounts.current.membership_of_request`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def membership() -> Membership | None:
            return membership_of_request(request)

        def organization() -> Organization | None:
            mine = membership_of_request(request)
            return mine.organization if mine else None

        request.membership = SimpleLazyObject(membership)  # type: ignore[attr-defined]
        request.organization = SimpleLazyObject(organization)  # type: ignore[attr-defined]
        with requested_from(address_of(request)):
            return self.get_response(request)


class StaffFactorMiddleware:
    """With `STUDIO_STAFF_MFA`, whoever may see everybody's rows has a second factor, or sets one up first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STUDIO_STAFF_MFA and request.path_info.startswith("/admin/"):
            user = request.user
            if user.is_authenticated and user.is_staff and not is_mfa_enabled(user):
                messages.warning(request, "Staff need a second factor: set one up to go on to the operations.")
                return redirect("mfa_activate_totp")
        return self.get_response(request)


class PolicyMiddleware(CSPMiddleware):
    """The strict content policy everywhere, and under /admin/ the relaxed one that Unfold's scripts need."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith("/admin/"):
            parts.config = settings.STUDIO_ADMIN_CONTENT_POLICY
        return parts


def address_of(request: HttpRequest) -> str:
    """The caller's address; X-Forwarded-For counts behind a configured proxy alone."""
    return client_ip(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
