"""Who belongs to the organization: roles, invitations, leaving."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.invitations import invitation_url, invite, open_invitations, revoke_invitation
from accounts.members import change_role, remove_member
from accounts.models import Invitation, Membership, Role
from accounts.roles import ROLES
from studio.dashboard.access import Member, action, page, refusals_at, show_form
from wire.errors import NotFound

_MOST_SHOWN = 200


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(choices=[(role, rules.label) for role, rules in ROLES.items()], initial=Role.MEMBER)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)


@page(permission="members:read")
def members(request: HttpRequest, member: Member) -> HttpResponse:
    """The list, and the invitation form on it. The link is shown once, for who has no mail server."""
    form, link = InviteForm(request.POST or None), ""
    if form.is_valid():
        with refusals_at(form):
            given = form.cleaned_data
            _, token = invite(member.organization, email=given["email"], role=given["role"], by=member.user)
            messages.success(request, f"{given['email']} is invited.")
            form, link = InviteForm(), invitation_url(token)
    rows = Membership.objects.select_related("user").filter(organization=member.organization).order_by("created_at")
    context = {
        "form": form,
        "link": link,
        "members": rows[:_MOST_SHOWN],
        "invitations": open_invitations(member.organization)[:_MOST_SHOWN],
        "roles": ROLES.items(),
        "member": member,
        "may_manage": member.may("members:manage"),
    }
    return show_form(request, "dashboard/members.html", context)


def _access_membership(membership_id: int, member: Member) -> Membership:
    row = Membership.objects.filter(pk=membership_id, organization=member.organization).first()
    if row is None:
        raise NotFound("No such member.", kind="member")
    return row


@action(permission="members:manage")
def set_role(request: HttpRequest, member: Member, membership_id: int) -> HttpResponse:
    row, form = _access_membership(membership_id, member), RoleForm(request.POST)
    if form.is_valid():
        change_role(row, form.cleaned_data["role"], by=member.user)
        messages.success(request, "The role is changed.")
    else:
        messages.error(request, "There is no such role.")
    return redirect("dashboard:members")


@action(permission="members:read")
def remove(request: HttpRequest, member: Member, membership_id: int) -> HttpResponse:
    row = _access_membership(membership_id, member)
    revoked = remove_member(row, by=member.user)
    keys = f" {revoked} key{'' if revoked == 1 else 's'} went with them." if revoked else ""
    messages.success(request, f"The member is removed.{keys}")
    return redirect("dashboard:overview" if row.user_id == member.user.pk else "dashboard:members")


@action(permission="members:manage")
def withdraw_invitation(request: HttpRequest, member: Member, invitation_id: str) -> HttpResponse:
    row = (
        Invitation.objects.select_related("organization")
        .filter(pk=invitation_id, organization=member.organization)
        .first()
    )
    if row is None:
        raise NotFound("No such invitation.", kind="invitation")
    revoke_invitation(row, by=member.user)
    messages.success(request, "The invitation is withdrawn.")
    return redirect("dashboard:members")
