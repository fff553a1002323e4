"""Organizations: their limits and members, suspended and resumed with a reason; the invitations they sent."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from accounts.admin.base import AuditedAdmin, ReasonForm, key_of, open_organizations, operator_of, text_area
from accounts.audit import operated_by
from accounts.content_access import LONGEST, close_content, open_content
from accounts.invitations import invite, revoke_invitation
from accounts.models import Invitation, Membership, Organization, Role, Tier, User
from accounts.services import open_organization, resume_organization, set_limits, suspend_organization

_LABELS = {
    "is_strict_providers": "Strict about providers",
    "keeps_bodies": "Keeps what requests said",
    "storage_bytes": "Storage limit",
    "limit_percent": "Percent of the limits",
    "running_jobs_limit": "Running jobs",
}


class NewOrganizationForm(forms.ModelForm):
    owner = forms.ModelChoiceField(User.objects.all())
    monthly_credits = forms.IntegerField(min_value=0, initial=0, help_text="Granted each month.")

    class Meta:
        model = Organization
        fields = ["name", "timezone"]


def limits_form(present: Organization | None) -> type[forms.Form]:
    """A form for this organization's limits, filled with those that hold now."""
    now = present or Organization()

    class LimitsForm(forms.Form):
        tier = forms.ChoiceField(choices=Tier.choices, initial=now.tier, widget=UnfoldAdminSelectWidget)
        limit_percent = forms.IntegerField(
            min_value=1,
            initial=now.limit_percent,
            label="Percent of the limits",
            widget=UnfoldAdminIntegerFieldWidget,
            help_text="Percent of the tier's limits, hourly ones too: 100 is as documented, 300 three times as much.",
        )
        running_jobs_limit = forms.IntegerField(
            min_value=1,
            initial=now.running_jobs_limit,
            label="Running jobs",
            widget=UnfoldAdminIntegerFieldWidget,
            help_text="How many may run at once; further ones wait.",
        )

    return LimitsForm


class OpenForm(forms.Form):
    hours = forms.IntegerField(
        min_value=1,
        max_value=int(LONGEST / timedelta(hours=1)),
        initial=1,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="How long you may look. The organization sees in its audit log that you looked, and why.",
    )
    reason = forms.CharField(max_length=500, widget=text_area(), help_text="The organization reads it.")


class MembersFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """An organization keeps an owner, whoever edits it."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if self.initial_forms and not any(member.get("role") == Role.OWNER for member in kept):
            raise ValidationError("An organization needs an owner.")


class MembershipInline(TabularInline):
    model = Membership
    formset = MembersFormSet
    extra = 0
    hide_title = True
    raw_id_fields = ["user"]  # the dialog for names would take the page over its 100 KB of script

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The column's heading names a field to the eye, and this to a screen reader."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:  # the key has none
            field.widget.attrs["aria-label"] = str(field.label)
        return field


@admin.register(Organization)
class OrganizationAdmin(AuditedAdmin):
    list_display = ["name", "id", "tier", "limit_percent", "running_jobs_limit", "timezone", "is_working", "created_at"]
    list_filter = ["tier", ("suspended_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "id", "memberships__user__email"]
    readonly_fields = [
        "id", "tier", "limit_percent", "running_jobs_limit", "suspended_at", "suspended_reason", "created_at",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["name", "timezone", "id"]}),
        ("Settings", {"fields": ["is_strict_providers", "keeps_bodies", "storage_bytes"]}),
        ("Limits", {"fields": ["tier", ("limit_percent", "running_jobs_limit")]}),
        ("Standing", {"fields": ["created_at", ("suspended_at", "suspended_reason")]}),
    ]
    inlines = [MembershipInline]
    actions_detail = ["open_content", "close_content", "set_limits", "suspend", "resume"]

    @display(description="Works", boolean=True)
    def is_working(self, organization: Organization) -> bool:
        return organization.suspended_at is None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        own = {"labels": _LABELS} if obj else {"form": NewOrganizationForm}
        return super().get_form(request, obj, change, **kwargs | own)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        asked = [(None, {"fields": ["name", "owner", "timezone", "monthly_credits"]})]
        return super().get_fieldsets(request, obj) if obj else asked

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return super().get_inlines(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        asked = form.cleaned_data
        opened = open_organization(
            obj.name, asked["owner"], timezone=obj.timezone, monthly_credits=asked["monthly_credits"]
        )
        obj.pk = opened.pk
        obj.refresh_from_db()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # its ledger stays; suspend it instead

    @action(description="Open content", url_path="open-content", permissions=["open"])
    def open_content(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(organization: Organization, asked: dict[str, Any]) -> None:
            lasts = timedelta(hours=asked["hours"])
            open_content(organization, by=operator_of(request), reason=asked["reason"], lasts=lasts)

        title, button = "Open its content to you", "Open it"
        return self.ask(request, object_id, form_class=OpenForm, title=title, button=button, do=do)

    @action(description="Close content", url_path="close-content", permissions=["close"])
    def close_content(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(organization: Organization, asked: dict[str, Any]) -> None:
            close_content(organization, by=operator_of(request))

        title, button = "Close its content again", "Close it"
        return self.ask(request, object_id, form_class=forms.Form, title=title, button=button, do=do)

    def has_open_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return operator_of(request).has_perm("accounts.open_content")

    def has_close_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return key_of(object_id) in open_organizations(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Opening and closing content have a permission of their own."""
        page = request.resolver_match.url_name if request.resolver_match else ""
        if page in {"accounts_organization_open_content", "accounts_organization_close_content"}:
            return self.has_open_permission(request)
        return super().has_change_permission(request, obj)

    @action(description="Set limits", url_path="set-limits", permissions=["change"])
    def set_limits(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(organization: Organization, asked: dict[str, Any]) -> None:
            set_limits(organization, by=None, **asked)

        form = limits_form(self.get_object(request, key_of(object_id)))
        return self.ask(request, object_id, form_class=form, title="Set limits", button="Set them", do=do)

    @action(description="Suspend", url_path="suspend", permissions=["suspend"])
    def suspend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(organization: Organization, asked: dict[str, Any]) -> None:
            suspend_organization(organization, reason=asked["reason"], by=None)

        return self.ask(
            request, object_id, form_class=ReasonForm, title="Suspend organization", button="Suspend", do=do
        )

    @action(description="Resume", url_path="resume", permissions=["reinstate"])
    def resume(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(organization: Organization, asked: dict[str, Any]) -> None:
            resume_organization(organization, reason=asked["reason"], by=None)

        return self.ask(request, object_id, form_class=ReasonForm, title="Resume organization", button="Resume", do=do)

    def has_suspend_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        is_working = Organization.objects.filter(pk=key_of(object_id), suspended_at__isnull=True).exists()
        return is_working and self.has_change_permission(request)

    def has_reinstate_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        is_suspended = Organization.objects.filter(pk=key_of(object_id), suspended_at__isnull=False).exists()
        return is_suspended and self.has_change_permission(request)


@admin.register(Invitation)
class InvitationAdmin(AuditedAdmin):
    list_display = ["email", "organization", "role", "standing", "created_at", "expires_at"]
    list_filter = ["role"]
    search_fields = ["email", "organization__name", "organization__id"]
    list_select_related = ["organization"]
    raw_id_fields = ["organization"]
    readonly_fields = ["id", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at"]
    actions_detail = ["revoke"]

    @display(description="Standing")
    def standing(self, invitation: Invitation) -> str:
        if invitation.accepted_at or invitation.revoked_at:
            return "accepted" if invitation.accepted_at else "revoked"
        return "expired" if invitation.expires_at <= timezone.now() else "open"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj else ["organization", "email", "role"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, "organization", "email", "role"] if obj else []

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        if change:
            return  # everything on the page is read-only
        with operated_by(operator_of(request)):
            sent, _ = invite(obj.organization, email=obj.email, role=obj.role, by=None)
        obj.pk = sent.pk
        obj.refresh_from_db()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @action(description="Revoke", url_path="revoke", permissions=["change"])
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(invitation: Invitation, asked: dict[str, Any]) -> None:
            revoke_invitation(invitation, by=None)

        return self.ask(request, object_id, form_class=forms.Form, title="Revoke invitation", button="Revoke", do=do)
