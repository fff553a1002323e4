"""Handing an organization over, and having it deleted: for owners, who say who they are once more before they do."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.closing import (
    GRACE,
    accept_ownership,
    decline_ownership,
    offer_ownership,
    request_deletion,
    take_back_deletion,
)
from accounts.models import Membership
from studio.dashboard.access import Member, action, page, refusals_at, show_form

_MOST_SHOWN = 200


class NameForm(forms.Form):
    """Typing the name is slow on purpose."""

    name = forms.CharField(label="Type the organization’s name to confirm", max_length=200, strip=False)


class _MemberField(forms.ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        return row.user.name or row.user.email


class OfferForm(forms.Form):
    def __init__(self, *, member: Member) -> None:
        super().__init__()
        rows = Membership.objects.filter(organization=member.organization, user__is_active=True)
        others = rows.exclude(user=member.user).select_related("user").order_by("pk")[:_MOST_SHOWN]
        self.fields["member"] = _MemberField(others, label="To whom", empty_label=None)


# Reading is what the pages ask for, because a suspended organization can be read alone; the rest is asked below.
@page(permission="members:read")
@reauthentication_required(allow_get=True)
def closing(request: HttpRequest, member: Member) -> HttpResponse:
    _only_owners(member)
    form = NameForm(request.POST or None)
    if form.is_valid():
        with refusals_at(form):
            request_deletion(member.organization, typed=form.cleaned_data["name"], by=member.user)
            messages.success(request, "The organization will be deleted. Until then you can take it back here.")
            return redirect("dashboard:closing")
    context = {"form": form, "offer": OfferForm(member=member), "member": member, "days": GRACE.days}
    return show_form(request, "dashboard/closing.html", context)


@action(permission="members:read")
@reauthentication_required
def offer(request: HttpRequest, member: Member) -> HttpResponse:
    _only_owners(member)
    chosen = Membership.objects.filter(organization=member.organization, pk=_number(request.POST.get("member")))
    row = chosen.select_related("user").first()
    if row is None:
        messages.error(request, "There is no such member.")
    else:
        offer_ownership(row, by=member.user)
        messages.success(request, f"{row.user.name or row.user.email} sees the offer on every page, for a week.")
    return redirect("dashboard:closing")


@action(permission="members:read")
def take_back(request: HttpRequest, member: Member) -> HttpResponse:
    _only_owners(member)
    take_back_deletion(member.organization, by=member.user)
    messages.success(request, "The organization stays.")
    return redirect("dashboard:closing")


@action(permission="members:read")
def accept(request: HttpRequest, member: Member) -> HttpResponse:
    accept_ownership(member.organization_id, by=member.user)
    messages.success(request, f"You own {member.organization.name} now.")
    return redirect("dashboard:members")


@action(permission="members:read")
def decline(request: HttpRequest, member: Member) -> HttpResponse:
    decline_ownership(member.organization_id, by=member.user)
    messages.success(request, "The offer is declined.")
    return redirect("dashboard:members")


def _only_owners(member: Member) -> None:
    if not member.may("owners:manage"):
        raise PermissionDenied("Only an owner hands the organization over or has it deleted.")


def _number(sent: str | None) -> int:
    return int(sent) if sent and sent.isascii() and sent.isdecimal() and len(sent) < 19 else 0
