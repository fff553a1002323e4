"""Users and their roles. Users are made without a password (they set one by reset), deactivated, freed of a factor."""

from typing import Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from unfold.admin import TabularInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.admin.base import AuditedAdmin, operator_of
from accounts.audit import record
from accounts.deletion import request_account_deletion
from accounts.models import Membership, User
from accounts.services import create_user, end_sessions


class PlaceInline(TabularInline):
    """Where somebody belongs; changed on the organization's page, which knows its owners."""

    model = Membership
    extra = 0
    hide_title = True
    can_delete = False
    fields = readonly_fields = ["organization", "role", "created_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.unregister([Group, EmailAddress])


@admin.register(Group)
class RoleAdmin(AuditedAdmin, GroupAdmin):
    """What a role may do, as Django has it; a change of that stands in the audit log like any other."""

    compressed_fields = False  # two boxes side by side need the room that labels would take


@admin.register(EmailAddress)
class AddressAdmin(AuditedAdmin, EmailAddressAdmin):
    """Whose address is whose, and which are confirmed, as allauth has it."""


@admin.register(User)
class UserAdmin(AuditedAdmin):
    list_display = ["email", "name", "is_active", "is_staff", "created_at", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name", "id"]
    readonly_fields = ["id", "created_at", "last_login"]
    # Permissions come by groups, so that they can be reviewed; passwords are their owners'.
    fieldsets = [
        (None, {"fields": ["email", "name", "is_active"]}),
        ("In the admin", {"fields": [("is_staff", "is_superuser"), "groups"]}),
        ("On record", {"fields": ["id", ("created_at", "last_login")]}),
    ]
    inlines = [PlaceInline]
    actions_detail = ["end_sessions", "remove_second_factor", "delete_person"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else [(None, {"fields": ["email", "name"]})]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Roles are few: a box to tick for each."""
        return super().formfield_for_manytomany(
            db_field, request, **kwargs | {"widget": UnfoldAdminCheckboxSelectMultipleWidget, "help_text": ""}
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_promote = getattr(request.user, "is_superuser", False)
        powers = [] if may_promote else ["is_staff", "is_superuser", "groups"]
        # The address is changed by its owner, who has to confirm the new one.
        return [*self.readonly_fields, *powers, *(["email"] if obj else [])]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return super().get_inlines(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.pk = create_user(email=obj.email, name=obj.name).pk
        obj.refresh_from_db()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # see `delete_person`, which leaves the ledger whole

    @action(description="End sessions", url_path="end-sessions", permissions=["sessions"])
    def end_sessions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(user: User, asked: dict[str, Any]) -> None:
            end_sessions(user, by=None)

        title, button = "Sign out everywhere", "End all sessions"
        return self.ask(request, object_id, form_class=forms.Form, title=title, button=button, do=do)

    def has_sessions_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return operator_of(request).has_perm("accounts.end_sessions") or super().has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        page = request.resolver_match.url_name if request.resolver_match else ""
        if page == "accounts_user_end_sessions":
            return self.has_sessions_permission(request)
        return super().has_change_permission(request, obj)

    @action(description="Remove second factor", url_path="remove-second-factor", permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(user: User, asked: dict[str, Any]) -> None:
            Authenticator.objects.filter(user=user).delete()
            record("mfa.removed", actor=None, target=user.pk, details={"type": "all", "reason": asked["reason"]})

        return self.ask(request, object_id, form_class=_WhyForm, title="Remove second factor", button="Remove", do=do)

    @action(description="Delete person", url_path="delete-person", permissions=["change"])
    def delete_person(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(user: User, asked: dict[str, Any]) -> None:
            record("person.deletion_ordered", actor=None, target=user.pk, details={"reason": asked["reason"]})
            request_account_deletion(user)

        return self.ask(request, object_id, form_class=_WhyForm, title="Delete person for good", button="Delete", do=do)


class _WhyForm(forms.Form):
    reason = forms.CharField(max_length=500, help_text="Stands in the audit log.")
