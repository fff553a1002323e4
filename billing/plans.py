"""Plans: the five that a new database has, what an organization's plan includes, and the refusals that follow from it.

Reads only; `billing.subscriptions` changes an organization's plan.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils import timezone as clock

from billing.models import Account, SubscriptionPlan
from wire.errors import NotInPlan, TrialExpired

# The plan that includes everything and grants what the operator gives: what a self-hosted studio begins with.
SELF_HOSTED = "self-hosted"
# Days before the end of a trial from which every page says so.
WARN_DAYS = 3

# Rows of a new database; afterwards the database alone knows.
INITIAL: tuple[dict[str, Any], ...] = (
    {
        "slug": SELF_HOSTED,
        "name": "Self-hosted",
        "summary": "Everything this studio can do, with the credits that its operator gives.",
        "is_offered": False,
        "position": 0,
    },
    {
        "slug": "trial",
        "name": "Trial",
        "summary": "Two weeks to find out what the studio can do for you.",
        "monthly_credits": 25,
        "trial_days": 14,
        "reserved_workflows": ["influencer", "brand"],
        "is_api_open": False,
        "is_webhooks_open": False,
        "batch_size": 5,
        "position": 10,
    },
    {
        "slug": "starter",
        "name": "Starter",
        "summary": "For one brand, made on the dashboard.",
        "monthly_credits": 100,
        "reserved_workflows": ["brand"],
        "is_api_open": False,
        "is_webhooks_open": False,
        "batch_size": 10,
        "position": 20,
    },
    {
        "slug": "agency",
        "name": "Agency",
        "summary": "Every workflow for all your clients, from your own programs too.",
        "monthly_credits": 500,
        "position": 30,
    },
    {
        "slug": "enterprise",
        "name": "Enterprise",
        "summary": "The same at scale, with three times the rate limits.",
        "monthly_credits": 2500,
        "limit_percent": 300,
        "position": 40,
    },
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organization stands with its plan: since when, until when if it is a trial, and what it asks for."""

    organization_id: str
    plan: SubscriptionPlan
    since: datetime | None = None
    trial_ends_at: datetime | None = None
    requested_plan_id: int | None = None
    requested_at: datetime | None = None

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether the trial has ended."""
        return self.trial_ends_at is not None and self.trial_ends_at <= (now or clock.now())

    def days_left(self, now: datetime | None = None) -> int | None:
        """Begun days until the trial ends, 0 when it is over; None for what is no trial."""
        if self.trial_ends_at is None:
            return None
        return max(0, -(((now or clock.now()) - self.trial_ends_at) // timedelta(days=1)))


def plans() -> "QuerySet[SubscriptionPlan]":
    return SubscriptionPlan.objects.order_by("position", "slug")


def plan_named(slug: str) -> SubscriptionPlan | None:
    return SubscriptionPlan.objects.filter(slug=slug).first()


def default_plan() -> SubscriptionPlan:
    """What a new organization begins with. Raises ImproperlyConfigured where `STUDIO_DEFAULT_PLAN` names none."""
    plan = plan_named(settings.STUDIO_DEFAULT_PLAN)
    if plan is None:
        raise ImproperlyConfigured(f"STUDIO_DEFAULT_PLAN names no plan: {settings.STUDIO_DEFAULT_PLAN!r}.")
    return plan


def trial_end(plan: SubscriptionPlan, now: datetime) -> datetime | None:
    """When a trial that begins now is over; None for a plan without an end."""
    return now + timedelta(days=plan.trial_days) if plan.trial_days else None


def standing_of(organization_id: str) -> Standing:
    """One query. An organization without an account yet stands as its account will begin."""
    account = Account.objects.select_related("plan").filter(organization_id=organization_id).first()
    return standing(account) if account else Standing(organization_id, default_plan())


def standing(account: Account) -> Standing:
    """The same of an account that was read with its plan: no query."""
    return Standing(
        account.organization_id,
        account.plan,
        account.plan_since,
        account.trial_ends_at,
        account.requested_plan_id,
        account.requested_at,
    )


def without_webhooks() -> "QuerySet[Account]":
    """The accounts whose plan has no webhooks."""
    return Account.objects.filter(plan__is_webhooks_open=False)


def require_workflow(standing: Standing, type_: str, *, is_by_key: bool) -> None:
    """Raise NotInPlan where the plan reserves this type for others, or a key asks and its API is not open."""
    plan = standing.plan
    if type_ in plan.reserved_workflows:
        included = [one for one in plans() if type_ not in one.reserved_workflows]
        raise _not_included(f"The workflow “{type_}” is reserved", plan, included)
    if is_by_key and not plan.is_api_open:
        included = list(plans().filter(is_api_open=True))
        raise _not_included("Launching workflows with an API key is reserved", plan, included)


def require_batch(standing: Standing, count: int) -> None:
    """Raise NotInPlan for a batch of more workflows than the plan has in one."""
    plan = standing.plan
    if count > plan.batch_size:
        included = list(plans().filter(batch_size__gte=count))
        raise _not_included(f"Batches of more than {plan.batch_size} workflows are reserved", plan, included)


def require_webhooks(organization_id: str) -> None:
    """Raise NotInPlan where the organization's plan has no webhooks. One query."""
    plan = standing_of(organization_id).plan
    if not plan.is_webhooks_open:
        raise _not_included("Webhooks are reserved", plan, list(plans().filter(is_webhooks_open=True)))


def trial_expired(trial_ends_at: datetime) -> TrialExpired:
    """The error that says when the trial ended and what to do."""
    day = f"{trial_ends_at.day} {trial_ends_at:%B %Y}"
    return TrialExpired(
        f"The trial ended on {day}. Choose a plan on the dashboard's Subscription page, then send this again. "
        "Reading, exporting and deleting what you made goes on.",
        trial_ended_at=trial_ends_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    )


def _not_included(what: str, plan: SubscriptionPlan, included: list[SubscriptionPlan]) -> NotInPlan:
    offered = [one for one in included if one.is_offered]
    where = f"Plans that include it: {', '.join(one.name for one in offered)}." if offered else ""
    return NotInPlan(
        f"{what}: your plan, {plan.name}, does not include it. {where} "
        "Change the plan on the dashboard's Subscription page.".replace("  ", " "),
        plan=plan.slug,
        included_in=[one.slug for one in offered],
    )
