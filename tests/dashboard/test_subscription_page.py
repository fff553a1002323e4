"""The Subscription page, the word on every page in a trial's last days, and the operators' pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Membership, User
from billing.models import Account, SubscriptionPlan
from billing.subscriptions import change_plan
from generation.webhooks.services import create_endpoint
from tests.dashboard.conftest import Browser, principal
from tests.world import World

PAGE = "/dashboard/subscription"


def to(world: World, slug: str) -> Account:
    change_plan(world.ada.organization.pk, slug, actor="user_1")
    return Account.objects.get(organization=world.ada.organization)


def test_it_shows_the_plan_beside_the_others(ada: Browser, world: World) -> None:
    to(world, "starter")
    text = ada.get(PAGE).content.decode()
    for told in ("Starter", "100 of 300", "Reserved for others", "Ask for Agency", "Ask for Enterprise", "2,500"):
        assert told.replace("100 of", "300 of") in text
    assert "Ask for Starter" not in text
    assert "Self-hosted</h3>" not in text, "what is not offered is not shown to others"


@pytest.mark.parametrize(
    ("days", "told"),
    [(14, ""), (4, ""), (3, "The trial ends in 3 days"), (1, "ends within a day"), (-1, "The trial has ended")],
)
def test_every_page_says_when_a_trial_ends(ada: Browser, world: World, days: int, told: str) -> None:
    account = to(world, "trial")
    account.trial_ends_at = timezone.now() + timedelta(days=days, minutes=-1)
    account.save()
    text = ada.get("/dashboard/projects").content.decode()
    assert ("The trial" in text) == bool(told)
    assert told in text


def test_an_owner_asks_and_withdraws(ada: Browser, world: World) -> None:
    to(world, "starter")
    ada.post(f"{PAGE}/ask", plan="agency")
    account = Account.objects.get(organization=world.ada.organization)
    assert (account.plan.slug, account.requested_plan and account.requested_plan.slug) == ("starter", "agency")
    assert "Asked for: Agency" in ada.get(PAGE).content.decode()
    ada.post(f"{PAGE}/withdraw")
    assert Account.objects.get(pk=account.pk).requested_plan is None


def test_at_once_where_the_operator_allows_it(ada: Browser, world: World, settings: object) -> None:
    settings.STUDIO_PLAN_SWITCH = "at_once"  # type: ignore[attr-defined]
    assert "Choose Agency" in ada.get(PAGE).content.decode()
    ada.post(f"{PAGE}/ask", plan="agency")
    assert Account.objects.get(organization=world.ada.organization).plan.slug == "agency"


def test_a_member_sees_it_and_asks_for_nothing(ada: Browser, world: World) -> None:
    Membership.objects.update(role="member")
    text = ada.get(PAGE).content.decode()
    assert "Ask for" not in text
    assert ada.post(f"{PAGE}/ask", plan="agency").status_code == 403


def test_webhooks_pages_say_that_they_are_stopped(ada: Browser, world: World) -> None:
    made = create_endpoint("inbox:", principal=principal(world.ada))
    to(world, "starter")
    for path in ("/dashboard/webhooks", f"/dashboard/webhooks/{made.endpoint.pk}"):
        text = ada.get(path).content.decode()
        assert "Your plan has no webhooks" in text
        assert "Stopped" in text
        assert "New endpoint" not in text
    assert "Your webhook endpoints are stopped" in ada.get(PAGE).content.decode()
    refused = ada.post("/dashboard/webhooks/new", receiver="inbox", url="")
    assert (refused.status_code, "Webhooks are reserved" in refused.content.decode()) == (422, True)


class TestOperators:
    @pytest.fixture
    def staff(self, db: None) -> Client:
        client = Client()
        client.force_login(User.objects.create_superuser("root@example.com", "a long enough one"))
        return client

    def test_they_change_the_plan_with_a_reason(self, staff: Client, world: World) -> None:
        account = Account.objects.get(organization=world.ada.organization)
        page = f"/admin/billing/account/{account.pk}/change-plan/"
        assert "Agency: 500 credits a month" in staff.get(page).content.decode()
        asked = {"plan": "agency", "reason": "Signed on Monday.", "expected": "self-hosted"}
        assert staff.post(page, {**asked, "expected": "starter"}).status_code == 200, "looked at another plan"
        staff.post(page, asked)
        assert Account.objects.get(pk=account.pk).plan.slug == "agency"
        event = AuditEvent.objects.filter(action="subscription.changed").get()
        assert (event.details["reason"], event.details["previous"]) == ("Signed on Monday.", "self-hosted")
        assert "Signed on Monday." in staff.get(f"/admin/billing/account/{account.pk}/change/").content.decode()

    def test_they_extend_a_trial_and_decline_a_request(self, staff: Client, world: World) -> None:
        account = to(world, "trial")
        ends_at = account.trial_ends_at
        assert ends_at is not None
        staff.post(f"/admin/billing/account/{account.pk}/extend-trial/", {"days": 7, "reason": "They asked."})
        assert Account.objects.get(pk=account.pk).trial_ends_at == ends_at + timedelta(days=7)
        wanted = SubscriptionPlan.objects.get(slug="agency")
        Account.objects.filter(pk=account.pk).update(requested_plan=wanted, requested_at=timezone.now())
        listed = staff.get("/admin/billing/account/?requested_plan__isempty=0").content.decode()
        assert account.organization.name in listed
        staff.post(f"/admin/billing/account/{account.pk}/decline-request/", {"reason": "Not paid yet."})
        assert Account.objects.get(pk=account.pk).requested_plan is None

    def test_what_is_no_trial_cannot_be_extended(self, staff: Client, world: World) -> None:
        account = to(world, "agency")
        page = f"/admin/billing/account/{account.pk}/extend-trial/"
        assert staff.post(page, {"days": 7, "reason": "They asked."}).status_code == 403

    def test_they_edit_a_plan_and_it_is_audited(self, staff: Client, world: World) -> None:
        to(world, "starter")
        plan = SubscriptionPlan.objects.get(slug="starter")
        page = f"/admin/billing/subscriptionplan/{plan.pk}/change/"
        assert "reserved_workflows" in staff.get(page).content.decode()
        asked = {
            "name": "Starter", "summary": "", "position": 20, "is_offered": "on", "monthly_credits": 120,
            "trial_days": "", "reserved_workflows": ["brand", "influencer"], "batch_size": 10, "limit_percent": 150,
        }  # fmt: skip
        assert staff.post(page, asked).status_code == 302
        plan.refresh_from_db()
        assert (plan.monthly_credits, plan.reserved_workflows) == (120, ["brand", "influencer"])
        world.ada.organization.refresh_from_db()
        assert world.ada.organization.limit_percent == 150
        assert AuditEvent.objects.filter(action="admin.subscriptionplan_changed").exists()
        assert staff.get("/admin/billing/subscriptionplan/").status_code == 200
        assert staff.post(page.replace("change", "delete")).status_code == 403

    def test_an_organizations_page_shows_its_plan(self, staff: Client, world: World) -> None:
        text = staff.get(f"/admin/accounts/organization/{world.ada.organization.pk}/change/").content.decode()
        assert "Self-hosted" in text
        assert f"/admin/billing/account/{Account.objects.get(organization=world.ada.organization).pk}/change/" in text
