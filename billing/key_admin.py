"""API keys in the admin, with their budgets: accounts knows keys and no credits, so the page is completed here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from accounts.admin.base import operator_of
from accounts.admin.keys import ApiKeyAdmin
from accounts.models import ApiKey
from billing.budgets import MOST_CREDITS, set_budget, spending_of
from billing.models import KeyBudget


class BudgetForm(forms.Form):
    credits = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_CREDITS,
        widget=UnfoldAdminIntegerFieldWidget,
        label="Credits a month",
        help_text="Calendar months of UTC, this one included; its rotations share it. Empty: no budget.",
    )


class BudgetedKeyAdmin(ApiKeyAdmin):
    list_display = [*ApiKeyAdmin.list_display, "budget"]
    readonly_fields = [*ApiKeyAdmin.readonly_fields, "budget", "spent_this_month"]
    actions_detail = [*ApiKeyAdmin.actions_detail, "change_budget"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ApiKey]":
        budget = KeyBudget.objects.filter(pk=OuterRef("lineage_id")).values("credits")
        return super().get_queryset(request).annotate(budget_credits=Subquery(budget))

    @display(description="Budget a month")
    def budget(self, key: ApiKey) -> str:
        credits: int | None = getattr(key, "budget_credits", None)
        return "none" if credits is None else f"{credits:,}"

    @display(description="Spent this month")
    def spent_this_month(self, key: ApiKey) -> int:
        return spending_of([key])[key.pk].spent

    @action(description="Change budget", url_path="change-budget", permissions=["change"])
    def change_budget(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(key: ApiKey, asked: dict[str, Any]) -> None:
            set_budget(key, asked["credits"], by=operator_of(request))

        return self.ask(request, object_id, form_class=BudgetForm, title="Change budget", button="Set it", do=do)


admin.site.unregister(ApiKey)
admin.site.register(ApiKey, BudgetedKeyAdmin)
