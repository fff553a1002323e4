"""What the admin pages share: changes go to the audit log, actions ask first, logs are read-only."""

import json
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.audit import operated_by, record
from accounts.models import User
from wire.errors import StudioError

Asked = Callable[[Any, dict[str, Any]], HttpResponse | None]


class AuditedAdmin(ModelAdmin):
    """A page whose every addition, change and deletion stands in the audit log under the operator's id."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._record(request, "added", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._record(request, "changed", obj, {"changes": message} if isinstance(message, list) else {})
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            self._record(request, "deleted", obj)
        return super().log_deletions(request, queryset)

    def _record(self, request: HttpRequest, verb: str, obj: Model, details: dict[str, Any] | None = None) -> None:
        record(
            f"admin.{obj._meta.model_name}_{verb}",
            actor=operator_of(request),
            organization_id=organization_id_of(obj),
            target=str(obj.pk)[:64],
            details=details,
        )

    def ask(
        self, request: HttpRequest, object_id: str, *, form_class: type[Form], title: str, button: str, do: Asked
    ) -> HttpResponse:
        """A page with a form, and on POST `do(object, cleaned)` as the operator, in one transaction.

        `do` may return the page to show; otherwise the object's own follows. What a service refuses stands in the form.
        """
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic(), operated_by(operator_of(request)):
                    shown = do(obj, form.cleaned_data)
            except StudioError as error:
                form.add_error(None, error.message)
            else:
                if shown is not None:
                    return shown
                messages.success(request, f"{title}: done.")
                return redirect(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", obj.pk)
        return self.show(request, obj, "admin/accounts/ask.html", title=title, form=form, button=button)

    def show(self, request: HttpRequest, obj: Model, template: str, **context: Any) -> TemplateResponse:
        """A page of this admin about one object; never kept by a cache."""
        frame = self.admin_site.each_context(request) | {"opts": self.opts, "original": obj, "object": obj}
        return TemplateResponse(request, template, frame | context, headers={"Cache-Control": "no-store"})


class ReadOnlyAdmin(ModelAdmin):
    """A page to look at."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def text_area(rows: int = 3) -> UnfoldAdminTextareaWidget:
    return UnfoldAdminTextareaWidget(attrs={"rows": rows})


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=500, widget=text_area(), help_text="Stands in the audit log.")


class ContentAdmin(AuditedAdmin):
    """Rows whose words belong to who wrote them: staff see that they exist, and read them only for a reason.

    `content_fields` are what is kept back; `owner` leads from a row to its organization's id.
    """

    content_fields: tuple[str, ...] = ()
    owner = "organization_id"
    actions_detail: tuple[str, ...] = ("read_content",)
    show_full_result_count = False

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*(super().get_exclude(request, obj) or ()), *self.content_fields]

    @action(description="Read its content", url_path="read-content", permissions=["read"])
    def read_content(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title = "Read its content"

        def do(obj: Any, asked: dict[str, Any]) -> HttpResponse:
            record(
                "content.read",
                actor=None,
                organization_id=attrgetter(self.owner)(obj),
                target=str(obj.pk)[:64],
                details={"reason": asked["reason"], "kind": str(obj._meta.model_name)},
            )
            told = [(name.replace("_", " "), _in_words(getattr(obj, name))) for name in self.content_fields]
            return self.show(request, obj, "admin/accounts/content.html", title=title, told=told)

        return self.ask(request, object_id, form_class=ReasonForm, title=title, button="Read", do=do)

    def has_read_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return super().has_change_permission(request, None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only by way of an action's page."""
        match = getattr(request, "resolver_match", None)
        names = {f"{self.opts.app_label}_{self.opts.model_name}_{name}" for name in self.actions_detail}
        return match is not None and match.url_name in names and super().has_change_permission(request, obj)


def _in_words(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False, default=str)


def operator_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def organization_id_of(obj: Any) -> str:
    """The organization that a row belongs to; empty for people."""
    if obj._meta.model_name == "organization":
        return str(obj.pk)
    return str(getattr(obj, "organization_id", None) or "")
