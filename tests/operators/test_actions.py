"""Whatever operators do by the admin asks first and for a reason, is done once, and stands in the audit log.

The cases below name every action of every page: a new one without a case fails.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.test import Client
from django.utils import timezone

from accounts.content_access import open_content, opened_to
from accounts.invitations import invite
from accounts.models import AuditEvent, Organization, Role, Switch, User
from accounts.services import suspend_organization
from billing import services as billing
from billing.models import Account, Hold, Receipt, SubscriptionPlan
from billing.services import balance
from generation.jobs.models import Job
from generation.webhooks.models import Delivery, Endpoint, Event
from tests.operators.conftest import MakeJob
from tests.world import World

pytestmark = pytest.mark.django_db
REASON = "They asked for it by phone."


@dataclass
class Here:
    world: World
    make_job: MakeJob
    root: User

    @property
    def organization(self) -> Organization:
        return self.world.ada.organization

    @property
    def account(self) -> Account:
        return Account.objects.get(organization=self.organization)

    def job(self, status: str, **fields: Any) -> Job:
        return self.make_job(status, organization=self.organization.pk, **fields)

    def hold(self, *, captured: bool = False) -> Hold:
        long_ago = timezone.now() - timedelta(hours=2)
        held = billing.hold(self.organization.pk, 9, operation="film", quote={}, now=long_ago)
        if captured:
            billing.capture(held.pk, 9, outcome="succeeded")
        return held

    def endpoint(self) -> Endpoint:
        return Endpoint.objects.create(
            organization_id=self.organization.pk, url="https://example.com/", created_at=timezone.now()
        )

    def delivery(self) -> Delivery:
        now = timezone.now()
        endpoint = self.endpoint()
        event = Event.objects.create(organization_id=endpoint.organization_id, type="job.failed", occurred_at=now)
        return Delivery.objects.create(endpoint=endpoint, event=event, status="failed", created_at=now, ended_at=now)

    def on_trial(self) -> Account:
        Account.objects.filter(pk=self.account.pk).update(trial_ends_at=timezone.now() + timedelta(days=1))
        return self.account

    def asked_for_plan(self) -> Account:
        plan = SubscriptionPlan.objects.exclude(pk=self.account.plan_id).first()
        Account.objects.filter(pk=self.account.pk).update(requested_plan=plan, requested_at=timezone.now())
        return self.account

    def opened(self) -> Organization:
        open_content(self.organization, by=self.root, reason="A complaint.", lasts=timedelta(hours=1))
        return self.organization

    def suspended(self) -> Organization:
        suspend_organization(self.organization, reason="Unpaid", by=None)
        return self.organization


@dataclass
class Case:
    """`target` makes the row, `asked` is what the form asks beside the reason, `did` says whether it was done."""

    target: Callable[[Here], Any]
    did: Callable[[Here, Any], bool]
    asked: Callable[[Here], dict[str, Any]] = field(default=lambda here: {})


def is_now(**values: Any) -> Callable[[Here, Any], bool]:
    def check(here: Here, row: Any) -> bool:
        row.refresh_from_db()
        return all(getattr(row, name) == value for name, value in values.items())

    return check


def audited(action: str) -> Callable[[Here, Any], bool]:
    return lambda here, row: AuditEvent.objects.filter(action=action).exists()


def next_plan(here: Here) -> dict[str, Any]:
    plan = SubscriptionPlan.objects.exclude(pk=here.account.plan_id).first()
    assert plan is not None
    return {"plan": plan.slug, "expected": here.account.plan.slug}


def has_balance(change: int) -> Callable[[Here, Any], bool]:
    return lambda here, row: balance(here.organization.pk).balance == 500 + change


CREDITS = {"amount": 40, "bucket": "perpetual"}
CASES: dict[str, Case] = {
    "jobs_job_cancel": Case(lambda here: here.job("queued"), is_now(status="canceled")),
    "jobs_job_requeue": Case(lambda here: here.job("running"), is_now(status="queued")),
    "jobs_job_resume": Case(lambda here: here.job("failed", kind="studio.speech"), is_now(status="queued")),
    "jobs_job_release_hold": Case(
        lambda here: here.job("queued", hold_id=here.hold().pk, price=9), has_balance(0)
    ),
    "accounts_organization_set_limits": Case(
        lambda here: here.organization, is_now(tier="elevated", limit_percent=300, running_jobs_limit=2),
        lambda here: {"tier": "elevated", "limit_percent": 300, "running_jobs_limit": 2},
    ),
    "accounts_organization_open_content": Case(
        lambda here: here.organization, audited("content.opened"), lambda here: {"hours": 1}
    ),
    "accounts_organization_close_content": Case(
        lambda here: here.opened(), lambda here, row: opened_to(here.root) == {}
    ),
    "accounts_switch_turn": Case(
        lambda here: Switch.objects.get(pk="workflows"), is_now(is_on=False), lambda here: {"to_state": "off"}
    ),
    "accounts_organization_suspend": Case(lambda here: here.organization, audited("organization.suspended")),
    "accounts_organization_resume": Case(lambda here: here.suspended(), is_now(suspended_at=None)),
    "accounts_user_end_sessions": Case(lambda here: here.world.ada.owner, is_now(session_epoch=1)),
    "accounts_user_remove_second_factor": Case(lambda here: here.world.ada.owner, audited("mfa.removed")),
    "accounts_user_delete_person": Case(lambda here: here.world.ada.owner, is_now(is_active=False)),
    "accounts_invitation_revoke": Case(
        lambda here: invite(here.organization, email="x@example.com", role=Role.MEMBER, by=here.world.ada.owner)[0],
        audited("invitation.revoked"),
    ),
    "accounts_apikey_revoke": Case(lambda here: here.world.ada.key, audited("key.revoked")),
    "accounts_apikey_rotate": Case(
        lambda here: here.world.ada.key, audited("key.rotated"), lambda here: {"overlap_hours": 24}
    ),
    "accounts_apikey_change_budget": Case(
        lambda here: here.world.ada.key, audited("key.budget_set"), lambda here: {"credits": 120}
    ),
    "billing_account_top_up": Case(lambda here: here.account, has_balance(40), lambda here: CREDITS),
    "billing_account_withdraw": Case(lambda here: here.account, has_balance(-40), lambda here: CREDITS),
    "billing_account_change_plan": Case(lambda here: here.account, audited("subscription.changed"), next_plan),
    "billing_account_extend_trial": Case(
        lambda here: here.on_trial(), audited("subscription.extended"), lambda here: {"days": 7}
    ),
    "billing_account_decline_request": Case(lambda here: here.asked_for_plan(), is_now(requested_plan=None)),
    "billing_hold_release": Case(lambda here: here.hold(), is_now(status="released")),
    "billing_receipt_refund": Case(
        lambda here: Receipt.objects.get(hold=here.hold(captured=True)), has_balance(-5), lambda here: {"amount": 4}
    ),
    "webhooks_endpoint_switch": Case(
        lambda here: here.endpoint(), is_now(is_enabled=False), lambda here: {"to": "off"}
    ),
    "webhooks_delivery_send_again": Case(lambda here: here.delivery(), is_now(status="pending")),
}  # fmt: skip
# Reading is no change: its own tests say what it asks (tests/operators/test_content.py).
READING = "read_content"
ELSEWHERE = {"stories_sharelink_revoke"}  # tests/stories/test_admin.py


def actions() -> set[str]:
    return {
        f"{model._meta.app_label}_{model._meta.model_name}_{name}"
        for model, page in admin.site._registry.items()
        for name in getattr(page, "actions_detail", ())
        if name != READING
    }


def test_every_action_has_a_case() -> None:
    assert actions() - ELSEWHERE == set(CASES)


@pytest.fixture
def here(world: World, make_job: MakeJob, root: User) -> Here:
    return Here(world, make_job, root)


def address_of(row: Any, case: str) -> str:
    app, model, name = case.split("_", 2)
    page = next(page for m, page in admin.site._registry.items() if m._meta.label_lower == f"{app}.{model}")
    path = getattr(page, name).url_path
    return f"/admin/{app}/{model}/{quote(row.pk)}/{path}/"  # as lists and pages lead to it


@pytest.mark.parametrize("name", sorted(CASES))
def test_an_action_asks_first_for_a_reason_and_is_done_once(name: str, here: Here, staff: Client) -> None:
    case = CASES[name]
    row = case.target(here)
    asked = case.asked(here)
    address = address_of(row, name)
    own_page = f"{address.removesuffix('/').rpartition('/')[0]}/change/"
    assert f'href="{address}"' in staff.get(own_page).content.decode()
    before = AuditEvent.objects.count()

    page = staff.get(address)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    (press,) = re.findall(r'name="press" value="([^"]+)"', page.content.decode())
    assert staff.post(address, asked | {"reason": ""}).status_code == 200
    assert AuditEvent.objects.count() == before, "looking, or giving no reason, changes nothing"
    if not name.endswith(("_resume", "_release_hold", "_send_again")):
        assert not case.did(here, row)

    sent = asked | {"reason": REASON, "press": press}
    answer = staff.post(address, sent)
    assert answer.status_code in (200, 302)
    assert "errorlist" not in answer.content.decode()
    assert case.did(here, row)
    entries = AuditEvent.objects.order_by("-pk")[: AuditEvent.objects.count() - before]
    assert entries
    assert here.root.pk in {entry.actor for entry in entries}
    assert any(entry.details.get("reason") == REASON for entry in entries)

    count, spent = AuditEvent.objects.count(), balance(here.organization.pk).balance
    staff.post(address, sent)
    assert (AuditEvent.objects.count(), balance(here.organization.pk).balance) == (count, spent), "a second press"
    assert case.did(here, row)


@pytest.mark.parametrize("name", sorted(CASES))
def test_who_may_only_look_may_not_do_it(name: str, here: Here) -> None:
    from django.contrib.auth.models import Permission

    clerk = User.objects.create_user("clerk@example.com", "a long enough one", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(clerk)
    case = CASES[name]
    row = case.target(here)
    before = AuditEvent.objects.count()
    address = address_of(row, name)
    assert client.get(address).status_code == 403
    assert client.post(address, case.asked(here) | {"reason": REASON}).status_code == 403
    assert AuditEvent.objects.count() == before


def test_a_switch_that_is_off_can_be_turned_on(root: User, staff: Client) -> None:
    Switch.objects.filter(pk="external_providers").update(is_on=False)
    page = staff.get(f"/admin/accounts/switch/{quote('external_providers')}/turn/").content.decode()
    assert "Turn it on" in page


class TestSessions:
    def test_ending_them_signs_out_everywhere_and_only_that_person(self, world: World, staff: Client) -> None:
        owner = world.ada.owner
        theirs, other = Client(), Client()
        theirs.force_login(owner)
        other.force_login(world.bob.owner)
        assert theirs.get("/api/v1/me").status_code == 200
        staff.post(f"/admin/accounts/user/{owner.pk}/end-sessions/", {"reason": REASON})
        assert theirs.get("/api/v1/me").status_code == 401
        assert other.get("/api/v1/me").status_code == 200
        theirs.force_login(User.objects.get(pk=owner.pk))
        assert theirs.get("/api/v1/me").status_code == 200
