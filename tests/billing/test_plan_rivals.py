"""Two changes of one organization's plan at once, and a change beside whatever else moves its credits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from billing import schedule
from billing.audit import audit
from billing.models import Account, Kind, SubscriptionChange, Transaction
from billing.plans import standing_of
from billing.services import balance, hold
from billing.subscriptions import change_plan, extend_trial
from tests.jobs.test_rivals import together
from tests.world import NOW, make_tenant
from wire.errors import TrialExpired, ValidationFailed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
APRIL = datetime(2026, 4, 1, 0, 0, 1, tzinfo=UTC)


@pytest.fixture
def ada(transactional_db: None) -> str:
    return make_tenant("Ada", monthly=0, perpetual=0).organization.pk


def change(organization_id: str, slug: str, *, now: datetime = NOW, **more: Any) -> Any:
    return lambda: change_plan(organization_id, slug, actor="user_1", now=now, **more)


def test_the_same_upgrade_twice_is_granted_once(ada: str) -> None:
    together(change(ada, "agency"), change(ada, "agency"))
    assert balance(ada, NOW).monthly_remaining == 500
    assert SubscriptionChange.objects.filter(kind="changed").count() == 1
    assert audit() == []


def test_up_and_down_at_once_end_in_one_of_them_with_the_larger_grant(ada: str) -> None:
    answers = together(change(ada, "agency"), change(ada, "starter"))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    account = Account.objects.select_related("plan").get(organization_id=ada)
    assert account.plan.slug in ("agency", "starter")
    assert account.monthly_balance == 500
    last = SubscriptionChange.objects.first()
    assert last is not None
    assert last.plan_id == account.plan_id
    assert audit() == []


def test_of_two_who_looked_at_the_same_plan_one_is_told_to_look_again(ada: str) -> None:
    one, other = "agency", "starter"
    answers = together(change(ada, one, expected="self-hosted"), change(ada, other, expected="self-hosted"))
    assert [type(answer) for answer in answers].count(ValidationFailed) == 1


def test_a_new_cycle_beside_an_upgrade_is_granted_once(ada: str) -> None:
    change(ada, "starter")()
    together(change(ada, "agency", now=APRIL), lambda: schedule.grant_due_cycles(APRIL))
    schedule.grant_due_cycles(APRIL)
    assert balance(ada, APRIL).monthly_remaining == 500
    cycles = Transaction.objects.filter(account__organization_id=ada, kind=Kind.CYCLE, cycle=APRIL.date())
    assert cycles.count() == 1
    assert audit() == []


def test_a_hold_beside_an_extension_waits_for_it_or_is_refused(ada: str) -> None:
    change(ada, "trial")()
    late = NOW + timedelta(days=14)
    answers = together(
        lambda: hold(ada, 1, operation="film", quote={}, now=late),
        lambda: extend_trial(ada, 7, actor="root", now=late),
    )
    assert standing_of(ada).trial_ends_at == late + timedelta(days=7)
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert balance(ada, late).held == 1 - len(refused)
    assert all(isinstance(error, TrialExpired) for error in refused)
