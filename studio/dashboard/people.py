"""One's own account, taking one's data, leaving; the organization's settings; switching between organizations."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.audit import record
from accounts.current import switch_organization
from accounts.deletion import organizations_that_need, request_account_deletion
from accounts.export import export_user_data
from accounts.models import Organization, User
from studio.dashboard.access import Member, action, page, refusals_at, show_form


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": "Your name"}


class OrganizationForm(forms.ModelForm):
    timezone = forms.ChoiceField(
        choices=[(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())],
        label="Time zone",
        help_text="Monthly credits renew at midnight of the first here.",
    )

    class Meta:
        model = Organization
        fields = ("name", "timezone", "is_strict_providers", "keeps_bodies")
        labels = {
            "is_strict_providers": "Never fall back to another maker",
            "keeps_bodies": "Keep what API requests and answers said",
        }
        help_texts = {
            "keeps_bodies": "For the Requests page, without secrets and for some days. Off: nothing is kept, and what "
            "there is goes.",
        }


class DeletionForm(forms.Form):
    """Typing the address is slow on purpose."""

    email = forms.CharField(label="Type your e-mail address to confirm")

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if email != self.user.email:
            raise forms.ValidationError("This is not the address of your account.")
        return email


@action(permission="work:read")
def switch(request: HttpRequest, member: Member) -> HttpResponse:
    switch_organization(request, request.POST.get("organization", ""))
    return redirect("dashboard:overview")


@page
def profile(request: HttpRequest, member: Member) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=member.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("dashboard:profile")
    return show_form(request, "dashboard/profile.html", {"form": form})


@page(permission="organization:edit")
def organization(request: HttpRequest, member: Member) -> HttpResponse:
    form = OrganizationForm(request.POST or None, instance=member.organization)
    if form.is_valid():
        with refusals_at(form):
            form.save()
            _record_change(form, member)
            messages.success(request, "Saved.")
            return redirect("dashboard:organization")
    context = {"form": form, "member": member, "may_close": member.may("owners:manage")}
    return show_form(request, "dashboard/organization.html", context)


def _record_change(form: OrganizationForm, member: Member) -> None:
    now = timezone.now()
    details = {"changed": form.changed_data}
    changed = member.organization_id
    record("organization.changed", actor=member.user, organization_id=changed, target=changed, details=details, now=now)


@action(permission="work:read")
def export(request: HttpRequest, member: Member) -> HttpResponse:
    response = HttpResponse(export_user_data(member.user), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-studio-data.zip"'
    response["Cache-Control"] = "no-store"
    return response


@page
def delete_account(request: HttpRequest, member: Member) -> HttpResponse:
    form = DeletionForm(request.POST or None, user=member.user)
    if form.is_valid():
        with refusals_at(form):
            request_account_deletion(member.user)
            logout(request)
            messages.success(request, "Your account is deleted.")
            return redirect("/")
    context = {"form": form, "needed_by": organizations_that_need(member.user)}
    return show_form(request, "dashboard/account_delete.html", context)
