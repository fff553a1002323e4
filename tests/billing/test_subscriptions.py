"""An organization's plan: what a change grants, keeps and says, and what ends with a trial."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.models import AuditEvent
from billing import schedule
from billing.audit import audit
from billing.models import Account, Kind, SubscriptionChange, SubscriptionPlan, Transaction
from billing.plans import INITIAL, SELF_HOSTED, standing_of
from billing.prices import WORKFLOW_TYPES
from billing.services import balance, capture, hold, open_account, release
from billing.subscriptions import ask_for_plan, change_plan, end_request, extend_trial, pass_limits_on
from tests.world import NOW, World, make_tenant
from wire.errors import InsufficientCredits, TrialExpired, ValidationFailed

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = timedelta(days=1)
APRIL = datetime(2026, 4, 1, 0, 0, 1, tzinfo=UTC)


@pytest.fixture
def ada() -> str:
    """An organization without any credits."""
    return make_tenant("Ada", monthly=0, perpetual=0).organization.pk


def to(organization_id: str, slug: str, *, now: datetime = NOW, **more: str) -> None:
    change_plan(organization_id, slug, actor="user_1", now=now, **more)


def steps(organization_id: str) -> list[tuple[str, str, int]]:
    rows = SubscriptionChange.objects.filter(account__organization_id=organization_id).order_by("pk")
    return [(row.kind, row.plan.slug, row.granted) for row in rows]


def test_the_first_plans_reserve_only_what_there_is() -> None:
    assert [plan["slug"] for plan in INITIAL] == ["self-hosted", "trial", "starter", "agency", "enterprise"]
    assert all(set(plan.get("reserved_workflows", ())) <= set(WORKFLOW_TYPES) for plan in INITIAL)
    assert {plan.slug for plan in SubscriptionPlan.objects.all()} == {plan["slug"] for plan in INITIAL}


def test_without_a_setting_everything_is_open(ada: str) -> None:
    plan = standing_of(ada).plan
    assert (plan.slug, plan.reserved_workflows) == (SELF_HOSTED, [])
    assert (plan.is_api_open, plan.is_webhooks_open) == (True, True)
    assert (standing_of(ada).trial_ends_at, plan.batch_size, plan.limit_percent) == (None, 50, 100)


def test_new_organizations_begin_with_the_default_plan(settings: Any) -> None:
    settings.STUDIO_DEFAULT_PLAN = "trial"
    new = make_tenant("New", monthly=7, perpetual=0).organization.pk
    at = balance(new, NOW)
    assert (at.monthly_remaining, at.monthly_allocated) == (25, 25), "the plan's credits, not those of sign-up"
    assert standing_of(new).trial_ends_at == NOW + 14 * DAY
    assert steps(new) == [("started", "trial", 0)]
    settings.STUDIO_DEFAULT_PLAN = "gold"
    with pytest.raises(ImproperlyConfigured, match="gold"):
        make_tenant("Newer")


class TestCredits:
    def test_an_upgrade_adds_at_once_what_the_month_lacks(self, ada: str) -> None:
        to(ada, "starter")
        to(ada, "agency")
        assert balance(ada, NOW).monthly_remaining == 500
        assert steps(ada) == [("started", SELF_HOSTED, 0), ("changed", "starter", 100), ("changed", "agency", 400)]
        assert audit() == []

    def test_what_was_spent_is_not_given_again(self, ada: str) -> None:
        to(ada, "starter")
        capture(hold(ada, 60, operation="film", quote={}, now=NOW).pk, 60, outcome="succeeded", now=NOW)
        to(ada, "agency")
        assert balance(ada, NOW).monthly_remaining == 440

    def test_a_downgrade_takes_nothing_and_the_next_cycle_grants_less(self, ada: str) -> None:
        to(ada, "agency")
        to(ada, "starter")
        assert balance(ada, NOW).monthly_remaining == 500
        assert balance(ada, APRIL).monthly_remaining == 100, "reckoned in before it is written"
        assert schedule.grant_due_cycles(APRIL) == 1
        assert Account.objects.get(organization_id=ada).monthly_balance == 100

    def test_to_and_fro_within_a_month_pays_once(self, ada: str) -> None:
        for slug in ("agency", "trial", "agency", "starter", "agency"):
            to(ada, slug)
        assert balance(ada, NOW).monthly_allocated == 500
        granted = Transaction.objects.filter(account__organization_id=ada, kind=Kind.UPGRADE)
        assert granted.count() == 1

    def test_a_cycle_is_granted_once_whoever_comes_first(self, ada: str) -> None:
        to(ada, "agency")
        assert [schedule.grant_due_cycles(APRIL) for _ in range(3)] == [1, 0, 0]
        release(hold(ada, 1, operation="film", quote={}, now=APRIL).pk, reason="Not charged because.", now=APRIL)
        to(ada, "enterprise", now=APRIL)
        kinds = Transaction.objects.filter(account__organization_id=ada, cycle="2026-04-01").values_list("kind")
        assert sorted(kind for (kind,) in kinds) == [Kind.CYCLE, Kind.UPGRADE]
        assert balance(ada, APRIL).monthly_remaining == 2500
        assert audit() == []

    def test_a_plan_that_is_edited_grants_it_from_the_next_cycle(self, ada: str) -> None:
        to(ada, "starter")
        SubscriptionPlan.objects.filter(slug="starter").update(monthly_credits=150)
        assert balance(ada, NOW).monthly_remaining == 100
        schedule.grant_due_cycles(APRIL)
        assert balance(ada, APRIL).monthly_remaining == 150

    def test_a_plan_without_credits_of_its_own_leaves_the_organizations_allowance(self, world: World) -> None:
        ada = world.ada.organization.pk
        to(ada, "starter")
        assert balance(ada, NOW).monthly_remaining == 300, "the month had more than the plan grants"
        to(ada, SELF_HOSTED)
        assert balance(ada, APRIL).monthly_remaining == 300

    def test_many_accounts_roll_over_each_by_its_plan(self, ada: str) -> None:
        bob = make_tenant("Bob", monthly=0).organization.pk
        to(ada, "starter")
        to(bob, "agency")
        assert schedule.grant_due_cycles(APRIL) == 2
        assert [balance(one, APRIL).monthly_remaining for one in (ada, bob)] == [100, 500]
        assert audit() == []


class TestTrial:
    def test_it_ends_by_the_clock(self, ada: str) -> None:
        to(ada, "trial")
        end = NOW + 14 * DAY
        before = hold(ada, 1, operation="film", quote={}, now=end - timedelta(seconds=1))
        with pytest.raises(TrialExpired) as refused:
            hold(ada, 1, operation="film", quote={}, now=end)
        assert "ended on 28 March 2026" in refused.value.message
        assert refused.value.details == {"trial_ended_at": "2026-03-28T12:00:00.000Z"}
        assert capture(before.pk, 1, outcome="succeeded", now=end + DAY).captured == 1, "running work finishes"

    def test_days_left_are_begun_days(self, ada: str) -> None:
        to(ada, "trial")
        stands = standing_of(ada)
        moments = {NOW: 14, NOW + timedelta(seconds=1): 14, NOW + 13 * DAY: 1, NOW + 14 * DAY: 0, NOW + 20 * DAY: 0}
        assert {moment: stands.days_left(moment) for moment in moments} == moments
        assert (stands.is_over(NOW + 14 * DAY - timedelta(seconds=1)), stands.is_over(NOW + 14 * DAY)) == (False, True)

    def test_staff_extend_it_from_its_end_or_from_now(self, ada: str) -> None:
        to(ada, "trial")
        extend_trial(ada, 7, actor="root", now=NOW)
        assert standing_of(ada).trial_ends_at == NOW + 21 * DAY
        late = NOW + 40 * DAY
        extend_trial(ada, 7, actor="root", reason="A second look.", now=late)
        assert standing_of(ada).trial_ends_at == late + 7 * DAY
        hold(ada, 1, operation="film", quote={}, now=late)
        assert AuditEvent.objects.latest("pk").details["reason"] == "A second look."
        for days in (0, 366):
            with pytest.raises(ValidationFailed):
                extend_trial(ada, days, actor="root", now=late)

    def test_what_is_no_trial_has_no_end_to_move(self, ada: str) -> None:
        with pytest.raises(ValidationFailed, match="no trial"):
            extend_trial(ada, 7, actor="root", now=NOW)

    def test_a_plan_ends_it(self, ada: str) -> None:
        to(ada, "trial")
        late = NOW + 20 * DAY
        to(ada, "starter", now=late)
        assert standing_of(ada).trial_ends_at is None
        hold(ada, 1, operation="film", quote={}, now=late)

    def test_short_of_credits_is_told_before_its_end(self, ada: str) -> None:
        to(ada, "trial")
        with pytest.raises(InsufficientCredits):
            hold(ada, 26, operation="film", quote={}, now=NOW)

    def test_it_costs_no_query(self, ada: str, django_assert_num_queries: Any) -> None:
        to(ada, "trial")
        # SQLite: the chain's steps; PostgreSQL: one statement.
        with django_assert_num_queries(1 if connection.vendor == "postgresql" else 6):
            hold(ada, 1, operation="film", quote={}, now=NOW)


class TestAsking:
    def test_staff_see_a_request_until_they_change_the_plan(self, ada: str) -> None:
        ask_for_plan(ada, "agency", actor="user_1", now=NOW)
        ask_for_plan(ada, "agency", actor="user_1", now=NOW)
        account = Account.objects.get(organization_id=ada)
        assert (account.plan.slug, account.requested_plan and account.requested_plan.slug) == (SELF_HOSTED, "agency")
        to(ada, "agency")
        assert Account.objects.get(organization_id=ada).requested_plan is None
        assert [kind for kind, _, _ in steps(ada)] == ["started", "requested", "changed"]
        actions = AuditEvent.objects.filter(action__startswith="subscription.").values_list("action", flat=True)
        assert list(actions.order_by("pk")) == ["subscription.requested", "subscription.changed"]

    @pytest.mark.parametrize(("is_declined", "step"), [(True, "declined"), (False, "withdrawn")])
    def test_a_request_ends(self, ada: str, is_declined: bool, step: str) -> None:
        ask_for_plan(ada, "agency", actor="user_1", now=NOW)
        for _ in range(2):
            end_request(ada, actor="root", is_declined=is_declined, now=NOW)
        assert [kind for kind, _, _ in steps(ada)] == ["started", "requested", step]

    def test_at_once_where_the_operator_allows_it(self, ada: str, settings: Any) -> None:
        settings.STUDIO_PLAN_SWITCH = "at_once"
        assert ask_for_plan(ada, "agency", actor="user_1", now=NOW).plan.slug == "agency"
        ask_for_plan(ada, "trial", actor="user_1", now=NOW)
        ask_for_plan(ada, "starter", actor="user_1", now=NOW)
        with pytest.raises(ValidationFailed, match="has had its trial"):
            ask_for_plan(ada, "trial", actor="user_1", now=NOW)

    @pytest.mark.parametrize("slug", [SELF_HOSTED, "gold", ""])
    def test_what_is_not_offered_cannot_be_had(self, ada: str, slug: str) -> None:
        to(ada, "starter")
        with pytest.raises(ValidationFailed):
            ask_for_plan(ada, slug, actor="user_1", now=NOW)


def test_whoever_decided_on_another_plan_looks_again(ada: str) -> None:
    to(ada, "starter")
    with pytest.raises(ValidationFailed, match="has become Starter"):
        to(ada, "agency", expected=SELF_HOSTED)
    to(ada, "agency", expected="starter")


def test_rate_limits_follow_the_plan_but_not_over_an_operators_own(ada: str) -> None:
    bob = make_tenant("Bob").organization
    for one in (ada, bob.pk):
        to(one, "enterprise")
    bob.limit_percent = 500
    bob.save()
    plan = SubscriptionPlan.objects.get(slug="enterprise")
    plan.limit_percent = 400
    plan.save()
    pass_limits_on(plan, was=300)
    percents = Account.objects.order_by("pk").values_list("organization__limit_percent", flat=True)
    assert list(percents) == [400, 500]


def test_an_account_opens_once(ada: str) -> None:
    with pytest.raises(ValueError, match="already"):
        open_account(ada)
    assert steps(ada) == [("started", SELF_HOSTED, 0)]
