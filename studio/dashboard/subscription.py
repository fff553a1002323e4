"""The organization's plan: what it includes, how it stands with it, the other plans, and how to come to one."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from billing.models import SubscriptionChange, SubscriptionPlan
from billing.plans import plans, standing
from billing.prices import PRICES, WORKFLOW_TYPES
from billing.services import account_of, balance_of
from billing.subscriptions import ask_for_plan, end_request
from generation.webhooks.services import endpoints_of
from studio.dashboard.access import Member, action, page

MOST_STEPS = 20


@dataclass(frozen=True)
class Column:
    """A plan beside the others. `can_ask`: not what the organization has or waits for, and it may be had."""

    plan: SubscriptionPlan
    is_current: bool
    is_requested: bool
    can_ask: bool

    @property
    def included(self) -> list[str]:
        return [_label(name) for name in WORKFLOW_TYPES if name not in self.plan.reserved_workflows]

    @property
    def reserved(self) -> list[str]:
        return [_label(name) for name in WORKFLOW_TYPES if name in self.plan.reserved_workflows]


def _label(type_: str) -> str:
    return PRICES[f"{type_}_standard"].label


@page(permission="billing:read")
def subscription(request: HttpRequest, member: Member) -> HttpResponse:
    now = timezone.now()
    account = account_of(member.organization_id, now)
    stands = standing(account)
    history = list(
        SubscriptionChange.objects.select_related("plan", "previous").filter(account_id=account.pk)[:MOST_STEPS]
    )
    had_trial = any(step.trial_ends_at for step in history)
    columns = []
    for plan in plans():
        is_current, is_requested = plan.pk == account.plan_id, plan.pk == account.requested_plan_id
        if plan.is_offered or is_current:
            can_ask = plan.is_offered and not (is_current or is_requested) and not (plan.trial_days and had_trial)
            columns.append(Column(plan, is_current, is_requested, can_ask))
    context = {
        "standing": stands,
        "is_over": stands.is_over(now),
        "days_left": stands.days_left(now),
        "current": next(column for column in columns if column.is_current),
        "columns": columns,
        "requested": next((column.plan for column in columns if column.is_requested), None),
        "credits": balance_of(account, now),
        "history": history,
        "stopped": 0 if account.plan.is_webhooks_open else endpoints_of(member.organization_id).count(),
        "may_ask": member.may("billing:manage"),
        "is_at_once": settings.STUDIO_PLAN_SWITCH == "at_once",
    }
    return render(request, "dashboard/subscription.html", context)


@action(permission="billing:manage")
def ask(request: HttpRequest, member: Member) -> HttpResponse:
    slug = request.POST.get("plan", "")[:40]
    stands = ask_for_plan(member.organization_id, slug, actor=member.user.pk)
    if stands.plan.slug == slug:
        messages.success(request, f"Your organization is on the plan {stands.plan.name} now.")
    else:
        messages.success(request, "Your operator sees the request now. Until they change the plan, all stays as it is.")
    return redirect("dashboard:subscription")


@action(permission="billing:manage")
def withdraw(request: HttpRequest, member: Member) -> HttpResponse:
    end_request(member.organization_id, actor=member.user.pk, is_declined=False)
    messages.success(request, "The request is withdrawn.")
    return redirect("dashboard:subscription")
