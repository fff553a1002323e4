"""API keys: issued (the whole key is shown once, on the page that answers), rotated, revoked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from accounts.admin.base import AuditedAdmin, operator_of, text_area
from accounts.audit import operated_by
from accounts.keys import LONGEST_OVERLAP, ROTATION_OVERLAP, checked_networks, issue_key, revoke_key, rotate_key
from accounts.models import ApiKey
from accounts.scopes import DEFAULT_SCOPES, SCOPES
from wire.errors import ValidationFailed


class NewKeyForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=[(scope, f"{scope}: {meaning}") for scope, meaning in SCOPES.items()],
        initial=DEFAULT_SCOPES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    # The browser's own calendar: Django's would take the page over its 100 KB of script.
    expires_at = forms.DateTimeField(
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        help_text="In UTC; empty is never.",
    )
    ip_allowlist = forms.CharField(
        required=False, widget=text_area(), label="Networks", help_text="One CIDR network a line; none is any address."
    )

    class Meta:
        model = ApiKey
        fields = ["organization", "name", "scopes", "tier", "ip_allowlist", "expires_at"]

    def clean_ip_allowlist(self) -> list[str]:
        try:
            return checked_networks(self.cleaned_data["ip_allowlist"].split())
        except ValidationFailed as error:
            raise forms.ValidationError(error.message) from error


class RotationForm(forms.Form):
    overlap_hours = forms.IntegerField(
        min_value=0,
        max_value=int(LONGEST_OVERLAP / timedelta(hours=1)),
        initial=int(ROTATION_OVERLAP / timedelta(hours=1)),
        label="Overlap",
        help_text="Hours in which the old key works beside the new one.",
    )


@admin.register(ApiKey)
class ApiKeyAdmin(AuditedAdmin):
    list_display = ["name", "prefix", "organization", "tier", "standing", "expires_at", "last_used_at"]
    list_filter = ["tier", ("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "prefix", "id", "organization__name", "organization__id"]
    list_select_related = ["organization"]
    raw_id_fields = ["organization"]
    readonly_fields = [
        "id", "organization", "prefix", "scopes", "ip_allowlist", "expires_at", "revoked_at", "replaced_by",
        "pepper_version", "last_used_at", "created_by", "created_at",
    ]  # fmt: skip
    exclude = ["secret_hash"]
    actions_detail = ["rotate", "revoke"]

    @display(description="Standing")
    def standing(self, key: ApiKey) -> str:
        if key.revoked_at is not None:
            return "revoked"
        if key.expires_at is not None and key.expires_at <= timezone.now():
            return "expired"
        return "rotated" if key.replaced_by_id else "works"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **(kwargs if obj else kwargs | {"form": NewKeyForm}))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj else NewKeyForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # revoked keys stay, so that logs can be read

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        with operated_by(operator_of(request)):
            key, token = issue_key(
                obj.organization,
                name=obj.name,
                scopes=form.cleaned_data["scopes"],
                tier=obj.tier,
                expires_at=obj.expires_at,
                ip_allowlist=form.cleaned_data["ip_allowlist"],
            )
        obj.pk = key.pk
        obj.refresh_from_db()
        # For the page that answers, and nowhere else: neither the session nor a message may keep it.
        request._issued_token = token  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        token = request._issued_token  # type: ignore[attr-defined]
        return self.show(request, obj, "admin/accounts/token.html", title="Key issued", token=token)

    @action(description="Rotate", url_path="rotate", permissions=["rotate"])
    def rotate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(key: ApiKey, asked: dict[str, Any]) -> HttpResponse:
            new, token = rotate_key(key, overlap=timedelta(hours=asked["overlap_hours"]))
            note = f"The old key {key.prefix} works until {key.expires_at:%Y-%m-%d %H:%M} UTC."
            return self.show(request, new, "admin/accounts/token.html", title="Key rotated", token=token, note=note)

        return self.ask(request, object_id, form_class=RotationForm, title="Rotate key", button="Rotate", do=do)

    def has_rotate_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """The new key is shown: it is for who may issue one."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    @action(description="Revoke", url_path="revoke", permissions=["change"])
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(key: ApiKey, asked: dict[str, Any]) -> None:
            revoke_key(key)

        return self.ask(request, object_id, form_class=forms.Form, title="Revoke key", button="Revoke", do=do)
