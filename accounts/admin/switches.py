"""Operator switches: listed with what they do, turned by a page that asks for a reason."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from unfold.decorators import action, display

from accounts.admin.base import AuditedAdmin, key_of, operator_of
from accounts.models import Switch
from accounts.switches import SWITCHES, turn


@admin.register(Switch)
class SwitchAdmin(AuditedAdmin):
    list_display = ["label", "is_on", "description", "changed_at"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = readonly_fields = ["label", "description", "is_on", "changed_at"]
    actions_detail = ["turn"]

    @display(description="Switch")
    def label(self, row: Switch) -> str:
        return SWITCHES[row.name].label if row.name in SWITCHES else row.name

    @display(description="What it does")
    def description(self, row: Switch) -> str:
        return SWITCHES[row.name].description if row.name in SWITCHES else "Of an earlier version."

    @action(description="Turn on or off", url_path="turn", permissions=["turn"])
    def turn(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = Switch.objects.filter(pk=key_of(object_id)).first()
        to = "off" if row is None or row.is_on else "on"

        class TurnForm(forms.Form):
            """What the page showed is done, whatever somebody else did meanwhile."""

            to_state = forms.ChoiceField(
                choices=[("on", "on"), ("off", "off")], initial=to, required=False, widget=forms.HiddenInput
            )

        def do(row: Switch, asked: dict[str, Any]) -> None:
            wanted = (asked["to_state"] or to) == "on"
            turn(row.name, on=wanted, by=operator_of(request), reason=request.POST.get("reason", ""))

        title = f"Turn {to}: {self.label(row)}" if row else "Turn"
        return self.ask(request, object_id, form_class=TurnForm, title=title, button=f"Turn it {to}", do=do)

    def has_turn_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return operator_of(request).has_perm("accounts.change_switch")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        page = request.resolver_match.url_name if request.resolver_match else ""
        return page == "accounts_switch_turn" and self.has_turn_permission(request)
