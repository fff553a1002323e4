"""What the admin pages share: changes go to the audit log, actions ask first, logs are read-only."""

import json
from collections.abc import Callable
from operator import attrgetter
from secrets import token_urlsafe
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.paginator import InfinitePaginator
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.audit import operated_by, record
from accounts.content_access import opened_to
from accounts.models import Press, User
from wire.errors import StudioError

Asked = Callable[[Any, dict[str, Any]], HttpResponse | None]


_NEWEST = 500


def newest_values(field: str) -> type[admin.SimpleListFilter]:
    """A filter by the values that the newest rows have; Django's own asks the whole table for the distinct ones."""

    class NewestValues(admin.SimpleListFilter):
        title, parameter_name = field.replace("_", " "), field

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            newest = model_admin.model._default_manager.order_by("-pk").values_list(field, flat=True)[:_NEWEST]
            return [(value, value) for value in sorted({*newest} - {"", None})]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            return queryset.filter(**{field: self.value()}) if self.value() else queryset

    return NewestValues


class KeepsBack(ModelAdmin):
    """Pages of rows whose words belong to who wrote them: `content_fields` are kept back from everybody.

    They are shown to staff to whom the row's organization is open (`accounts.content_access`), and each look at a row
    then stands in the audit log. `owner` leads from a row to its organization's id.
    """

    content_fields: tuple[str, ...] = ()
    owner = "organization_id"

    def is_open(self, request: HttpRequest, obj: Any) -> bool:
        """Whether this operator may read the row's content now."""
        return bool(self.content_fields) and obj is not None and self.owner_of(obj) in open_organizations(request)

    def owner_of(self, obj: Any) -> str:
        return str(attrgetter(self.owner)(obj) or "")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        exclude = super().get_exclude(request, obj) or ()
        return exclude if self.is_open(request, obj) else [*exclude, *self.content_fields]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.without_content(request, obj, super().get_fieldsets(request, obj))

    def without_content(self, request: HttpRequest, obj: Any, fieldsets: Any) -> Any:
        """The fieldsets as this operator may see them."""
        if obj is None or self.is_open(request, obj):
            return fieldsets
        return [(title, {**options, "fields": self._told(options["fields"])}) for title, options in fieldsets]

    def _told(self, fields: Any) -> list[Any]:
        lines = [self._told(line) if isinstance(line, (list, tuple)) else line for line in fields]
        return [line for line in lines if line and line not in self.content_fields]

    def get_list_display(self, request: HttpRequest) -> Any:
        """The columns, with those that are content filled only where it is open."""
        return [self._column(request, name) if name in self.content_fields else name
                for name in super().get_list_display(request)]  # fmt: skip

    def _column(self, request: HttpRequest, name: str) -> Any:
        @display(description=name.replace("_", " ").capitalize())
        def column(row: Any) -> Any:
            return getattr(row, name) if self.is_open(request, row) else "kept back"

        column.__name__ = name
        return column

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.content_fields and open_organizations(request):
            obj = self.get_object(request, key_of(object_id))
            if obj is not None and self.is_open(request, obj) and self.has_view_permission(request, obj):
                owner = self.owner_of(obj)
                reason = open_organizations(request)[owner]
                note_reading(obj, owner, reason=reason, by=operator_of(request))
        return super().change_view(request, object_id, form_url, extra_context)


def open_organizations(request: HttpRequest) -> dict[str, str]:
    """The organizations that are open to this operator, with the reason; read once a request."""
    if not hasattr(request, "_open_organizations"):
        found = opened_to(request.user) if isinstance(request.user, User) else {}
        request._open_organizations = found  # type: ignore[attr-defined]
    opened: dict[str, str] = request._open_organizations  # type: ignore[attr-defined]
    return opened


def note_reading(obj: Any, organization_id: str, *, reason: str, by: User | None) -> None:
    """That somebody of the staff read a row's content, in the organization's audit log."""
    details = {"reason": reason, "kind": str(obj._meta.model_name)}
    record("content.read", actor=by, organization_id=organization_id, target=str(obj.pk)[:64], details=details)


class AuditedAdmin(KeepsBack):
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
        """A page that asks for a reason beside what the form asks, and on POST does `do(object, cleaned)`.

        In one transaction; operator and reason stand in every audit entry of it, and without any, one is written.
        A page that is sent twice does its work once. `do` may return the page to show; otherwise the object's own
        follows. What a service refuses stands in the form.
        """
        obj = self.get_object(request, key_of(object_id))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        form = _with_reason(form_class)(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            asked = {name: value for name, value in form.cleaned_data.items() if name in form_class.base_fields}
            reason = form.cleaned_data["reason"]
            try:
                with transaction.atomic(), operated_by(operator_of(request), reason=reason) as done:
                    is_first = _press(request.POST.get("press", ""))
                    shown = do(obj, asked) if is_first else None
                    if is_first and not done.recorded:
                        self._record(request, _action_of(request), obj)
            except StudioError as error:
                form.add_error(None, error.message)
            else:
                if shown is not None:
                    return shown
                messages.success(request, f"{title}: done{'' if is_first else ' already'}.")
                return redirect(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", quote(obj.pk))
        press = token_urlsafe(24)
        return self.show(request, obj, "admin/accounts/ask.html", title=title, form=form, button=button, press=press)

    def show(self, request: HttpRequest, obj: Model, template: str, **context: Any) -> TemplateResponse:
        """A page of this admin about one object; never kept by a cache."""
        frame = self.admin_site.each_context(request) | {"opts": self.opts, "original": obj, "object": obj}
        return TemplateResponse(request, template, frame | context, headers={"Cache-Control": "no-store"})


class ReadOnlyAdmin(KeepsBack):
    """A page to look at."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ByIndex(ModelAdmin):
    """A list that reads one page by an index and counts nothing: it costs the same at a million rows.

    A search term is a whole id, looked up in the column that `found_by` names for its prefix, or in `found_else_by`.
    """

    list_per_page = 50
    ordering = ("-pk",)
    sortable_by: tuple[str, ...] = ()
    paginator = InfinitePaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    found_by: ClassVar[dict[str, str]] = {}
    found_else_by = "pk"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        if term:
            column = self.found_by.get(term.partition("_")[0], self.found_else_by)
            queryset = queryset.filter(**{column: term})
        return queryset, False


def key_of(object_id: str | None) -> str:
    """The key of the row that an address of the admin names: there `job_01` is `job_5F01`."""
    return unquote(object_id or "")


def text_area(rows: int = 3) -> UnfoldAdminTextareaWidget:
    return UnfoldAdminTextareaWidget(attrs={"rows": rows})


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=500, widget=text_area(), help_text="Stands in the audit log.")


def _with_reason(form_class: type[Form]) -> type[Form]:
    """The form, with a reason to give if it asks for none."""
    if form_class is Form:
        return ReasonForm
    if "reason" in form_class.base_fields:
        return form_class
    return type(form_class.__name__, (form_class, ReasonForm), {"field_order": [*form_class.base_fields, "reason"]})


def _page_of(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return (match.url_name or "") if match else ""


def _action_of(request: HttpRequest) -> str:
    return _page_of(request).rpartition("_")[2]


def _press(token: str) -> bool:
    """Whether this page is sent for the first time. One without a token, which no browser sends, always is."""
    return not token or Press.objects.get_or_create(token=token[:64])[1]


class ContentAdmin(AuditedAdmin):
    """Rows that can be read one at a time for a reason, without opening all that their organization has."""

    actions_detail: tuple[str, ...] = ("read_content",)
    show_full_result_count = False

    @action(description="Read its content", url_path="read-content", permissions=["read"])
    def read_content(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title = "Read its content"

        def do(obj: Any, asked: dict[str, Any]) -> HttpResponse:
            note_reading(obj, self.owner_of(obj), reason=asked["reason"], by=None)
            told = [(name.replace("_", " "), _in_words(getattr(obj, name))) for name in self.content_fields]
            return self.show(request, obj, "admin/accounts/content.html", title=title, told=told)

        return self.ask(request, object_id, form_class=ReasonForm, title=title, button="Read", do=do)

    def has_read_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Who may open a whole organization's content may read one row of it."""
        return operator_of(request).has_perm("accounts.open_content")

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Whether Django's permissions let this operator change such rows: the actions do, nothing else may."""
        return super().has_change_permission(request, None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only by way of an action's page."""
        page = _page_of(request)
        if page == f"{self.opts.app_label}_{self.opts.model_name}_read_content":
            return self.has_read_permission(request)
        actions = {f"{self.opts.app_label}_{self.opts.model_name}_{name}" for name in self.actions_detail}
        return page in actions and self.has_act_permission(request)


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
