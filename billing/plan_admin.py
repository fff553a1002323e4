"""The operators' page of plans, what the pages of accounts and organizations show of them, and the forms that ask."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from accounts.admin.base import AuditedAdmin, ReasonForm, text_area
from accounts.admin.organizations import OrganizationAdmin
from billing.models import Account, SubscriptionChange, SubscriptionPlan
from billing.plans import plans
from billing.prices import WORKFLOW_TYPES
from billing.subscriptions import MOST_TRIAL_DAYS, pass_limits_on


class PlanForm(forms.ModelForm):
    reserved_workflows = forms.MultipleChoiceField(
        choices=[(name, name) for name in WORKFLOW_TYPES],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        label="Reserved workflows",
        help_text="What this plan does not include: launching one is answered with 403.",
    )

    class Meta:
        model = SubscriptionPlan
        fields = [
            "name", "slug", "summary", "position", "is_offered", "monthly_credits", "trial_days", "reserved_workflows",
            "is_api_open", "is_webhooks_open", "batch_size", "limit_percent",
        ]  # fmt: skip


@admin.register(SubscriptionPlan)
class SubscriptionPlanAdmin(AuditedAdmin):
    """A plan is not deleted: histories name it. One that is not offered any more stays with who has it."""

    form = PlanForm
    list_display = [
        "name", "slug", "monthly_credits", "trial_days", "reserved", "is_api_open", "is_webhooks_open", "batch_size",
        "is_offered", "organizations",
    ]  # fmt: skip
    search_fields = ["slug", "name"]
    ordering = ["position", "slug"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "summary", ("position", "is_offered")]}),
        ("Credits and time", {"fields": [("monthly_credits", "trial_days")]}),
        ("What it includes", {"fields": ["reserved_workflows", ("is_api_open", "is_webhooks_open")]}),
        ("Limits", {"fields": [("batch_size", "limit_percent")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[SubscriptionPlan]":
        return super().get_queryset(request).annotate(count=Count("accounts"))

    @display(description="Reserved")
    def reserved(self, plan: SubscriptionPlan) -> str:
        return ", ".join(plan.reserved_workflows) or "none"

    @display(description="Organizations")
    def organizations(self, plan: Any) -> int:
        return plan.count

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["slug"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: SubscriptionPlan, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            pass_limits_on(obj, was=form.initial["limit_percent"])


class HistoryInline(TabularInline):
    """What an organization came to, newest first."""

    model = SubscriptionChange
    verbose_name_plural = "History of plans"
    extra = 0
    can_delete = False
    per_page = 20
    hide_title = True
    fields = readonly_fields = [
        "created_at", "kind", "plan", "previous", "trial_ends_at", "granted", "reason", "actor",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PlanInline(TabularInline):
    """An organization's plan on its own page; the link leads to where it is changed."""

    model = Account
    verbose_name = verbose_name_plural = "Plan"
    extra = 0
    can_delete = False
    hide_title = True
    fields = readonly_fields = ["plan", "plan_since", "trial_ends_at", "requested_plan", "account"]

    @display(description="Change it")
    def account(self, account: Account) -> str:
        return format_html(
            '<a class="underline" href="{}">Account</a>', reverse("admin:billing_account_change", args=[account.pk])
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# The organization's page stands on a floor below, which knows of no plans.
OrganizationAdmin.inlines = [*OrganizationAdmin.inlines, PlanInline]


class ToldForm(ReasonForm):
    reason = forms.CharField(
        max_length=400, widget=text_area(), help_text="The organization reads it on its Subscription page."
    )


class ExtendForm(ReasonForm):
    days = forms.IntegerField(
        min_value=1, max_value=MOST_TRIAL_DAYS, initial=7, help_text="After its end, or from now if it is over."
    )
    field_order = ["days", "reason"]


def change_form(account: Account | None) -> type[forms.Form]:
    """A form for this account's next plan, which remembers the plan that the operator looked at."""
    present = account.plan.slug if account else ""
    wanted = account.requested_plan.slug if account and account.requested_plan else None
    choices = [(one.slug, _in_a_line(one)) for one in plans() if one.slug != present]

    class ChangePlanForm(ReasonForm):
        expected = forms.CharField(widget=forms.HiddenInput, initial=present)
        plan = forms.ChoiceField(
            choices=choices,
            initial=wanted,
            widget=UnfoldAdminSelectWidget,
            help_text="Counts at once. What it grants beyond this month’s credits is added now; nothing is taken away. "
            "A trial begins today.",
        )
        field_order = ["plan", "reason", "expected"]

    return ChangePlanForm


def _in_a_line(plan: SubscriptionPlan) -> str:
    credits = "credits as given" if plan.monthly_credits is None else f"{plan.monthly_credits:,} credits a month"
    return f"{plan.name}: {credits}" + (f", {plan.trial_days} days" if plan.trial_days else "")
