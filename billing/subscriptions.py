"""Changing an organization's plan: each change audited and kept as history, under the account's lock.

Lock order: the account's row, then the organization's, on which the plan's rate limits stand.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone as clock

from accounts import audit
from accounts.models import Organization
from billing.ledger import Movement, joined_transaction, lock_account, post, set_columns
from billing.models import Account, Book, Entry, Kind, SubscriptionChange, SubscriptionPlan
from billing.plans import Standing, plan_named, standing, trial_end
from wire.errors import ValidationFailed

MOST_TRIAL_DAYS = 365
_Step = SubscriptionChange.Kind


def change_plan(
    organization_id: str,
    slug: str,
    *,
    actor: str,
    reason: str = "",
    expected: str | None = None,
    now: datetime | None = None,
) -> Standing:
    """Put the organization on another plan at once; on its own plan nothing happens, but a request for it is over.

    What the new plan grants a month beyond what this cycle has been given is added at once; credits are never taken:
    fewer are granted from the next cycle on. A trial begins now. `expected` is the plan that whoever decided looked
    at. Raises ValidationFailed for an unknown plan, and where a rival changed it first.
    """
    now = now or clock.now()
    with joined_transaction():
        account, plan = _locked(organization_id, now), _named(slug)
        previous = account.plan
        if expected is not None and previous.slug != expected:
            raise ValidationFailed(f"The plan has become {previous.name} meanwhile. Look again.", field="plan")
        if previous.pk == plan.pk:
            set_columns(account, requested_plan=None, requested_at=None)
            return standing(account)
        set_columns(
            account,
            plan=plan,
            plan_since=now,
            trial_ends_at=trial_end(plan, now),
            requested_plan=None,
            requested_at=None,
        )
        granted = _top_up(account, plan, actor=actor, now=now)
        Organization.objects.filter(pk=organization_id).update(limit_percent=plan.limit_percent)
        _note(account, _Step.CHANGED, plan, previous=previous, granted=granted, reason=reason, actor=actor, now=now)
        return standing(account)


def _top_up(account: Account, plan: SubscriptionPlan, *, actor: str, now: datetime) -> int:
    """Add what the plan grants beyond what plans have granted in this cycle; however often it is changed, once."""
    if plan.monthly_credits is None:
        return 0
    by_plans = Entry.objects.filter(
        account=account,
        book=Book.MONTHLY,
        transaction__kind__in=[Kind.CYCLE, Kind.UPGRADE],
        transaction__cycle=account.cycle,
    )
    more = plan.monthly_credits - (by_plans.aggregate(total=Sum("amount"))["total"] or 0)
    if more <= 0:
        return 0
    set_columns(account, monthly_allocated=account.monthly_allocated + more)
    moves = {Book.ISSUED: -more, Book.MONTHLY: more}
    reason = f"Change to the plan {plan.name}."
    post(Movement(account, Kind.UPGRADE, moves, cycle=account.cycle, reason=reason, actor=actor), now=now)
    return more


def extend_trial(
    organization_id: str, days: int, *, actor: str, reason: str = "", now: datetime | None = None
) -> Standing:
    """Let the trial go on for so many days after its end, or from now if it is over. Raises ValidationFailed."""
    now = now or clock.now()
    if not 1 <= days <= MOST_TRIAL_DAYS:
        raise ValidationFailed(f"A trial is extended by 1 to {MOST_TRIAL_DAYS} days.", field="days")
    with joined_transaction():
        account = _locked(organization_id, now)
        if account.trial_ends_at is None:
            raise ValidationFailed(f"{account.plan.name} is no trial.", field="days")
        set_columns(account, trial_ends_at=max(now, account.trial_ends_at) + timedelta(days=days))
        _note(account, _Step.EXTENDED, account.plan, reason=reason, actor=actor, now=now)
        return standing(account)


def ask_for_plan(organization_id: str, slug: str, *, actor: str, now: datetime | None = None) -> Standing:
    """What an organization's people do: ask staff for another plan, or change to it where `STUDIO_PLAN_SWITCH` is
    `at_once`. Raises ValidationFailed for a plan that is not offered, and for a trial after one that there was.
    """
    now = now or clock.now()
    with joined_transaction():
        account, plan = _locked(organization_id, now), _named(slug)
        if not plan.is_offered or plan.pk == account.plan_id:
            raise ValidationFailed("Choose another plan of those that are offered.", field="plan")
        if plan.trial_days and account.plan_changes.filter(trial_ends_at__isnull=False).exists():
            raise ValidationFailed("Your organization has had its trial.", field="plan")
        if settings.STUDIO_PLAN_SWITCH == "at_once":
            return change_plan(organization_id, slug, actor=actor, reason="Chosen on the dashboard.", now=now)
        if account.requested_plan_id != plan.pk:
            set_columns(account, requested_plan=plan, requested_at=now)
            _note(account, _Step.REQUESTED, plan, actor=actor, now=now)
        return standing(account)


def end_request(
    organization_id: str, *, actor: str, is_declined: bool, reason: str = "", now: datetime | None = None
) -> Standing:
    """Take the organization's request away: declined by staff, or withdrawn by its people. Without one, nothing."""
    now = now or clock.now()
    with joined_transaction():
        account = _locked(organization_id, now)
        wanted = account.requested_plan
        if wanted is not None:
            set_columns(account, requested_plan=None, requested_at=None)
            step = _Step.DECLINED if is_declined else _Step.WITHDRAWN
            _note(account, step, wanted, reason=reason, actor=actor, now=now)
        return standing(account)


def pass_limits_on(plan: SubscriptionPlan, *, was: int) -> None:
    """Give a plan's edited rate limits to its organizations, except those that an operator gave limits of their own."""
    if plan.limit_percent != was:
        of_plan = Account.objects.filter(plan=plan).values("organization_id")
        rows = Organization.objects.filter(pk__in=of_plan, limit_percent=was)
        rows.update(limit_percent=plan.limit_percent)


def _locked(organization_id: str, now: datetime) -> Account:
    return lock_account(organization_id, now=now)


def _named(slug: str) -> SubscriptionPlan:
    plan = plan_named(slug)
    if plan is None:
        raise ValidationFailed("There is no such plan.", field="plan")
    return plan


def _note(
    account: Account,
    step: SubscriptionChange.Kind,
    plan: SubscriptionPlan,
    *,
    actor: str,
    now: datetime,
    previous: SubscriptionPlan | None = None,
    granted: int = 0,
    reason: str = "",
) -> None:
    """A line of the history, and of the audit log."""
    ends_at = account.trial_ends_at if step in (_Step.CHANGED, _Step.EXTENDED) else None
    SubscriptionChange.objects.create(
        account=account,
        kind=step,
        plan=plan,
        previous=previous,
        trial_ends_at=ends_at,
        granted=granted,
        reason=reason[:500],
        actor=actor,
        created_at=now,
    )
    audit.record(
        f"subscription.{step.value}",
        actor=actor,
        organization_id=account.organization_id,
        target=account.pk,
        details={
            "plan": plan.slug,
            "previous": previous.slug if previous else None,
            "trial_ends_at": ends_at.isoformat() if ends_at else None,
            "granted": granted,
            "reason": reason[:500],
        },
        now=now,
    )
