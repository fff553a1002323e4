"""Operators read the ledger and move credits only by actions that demand a reason."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from billing.audit import audit
from billing.models import Account, Entry, Hold, Receipt
from billing.services import balance, capture, hold, release
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> User:
    return User.objects.create_superuser("root@example.com", "a long enough one")


@pytest.fixture
def staff(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


@pytest.fixture
def account(world: World) -> Account:
    # The pages act at the present time: no month may be due then.
    account = Account.objects.get(organization=world.ada.organization)
    account.cycle = timezone.now().date().replace(day=1)
    account.save()
    return account


def spendable(account: Account) -> tuple[int, int]:
    at = balance(account.organization_id)
    return at.monthly_remaining, at.perpetual


def last_audit() -> tuple[str, str, str]:
    event = AuditEvent.objects.latest("pk")
    return event.action, event.actor, event.details["reason"]


def test_a_top_up_adds_credits_under_the_operators_name(staff: Client, operator: User, account: Account) -> None:
    page = f"/admin/billing/account/{account.pk}/top-up/"
    assert "Add the credits" in staff.get(page).content.decode()
    staff.post(page, {"amount": 40, "bucket": "perpetual", "reason": "Bought by invoice 7."})
    assert spendable(account) == (300, 240)
    assert last_audit() == ("credits.granted", operator.pk, "Bought by invoice 7.")


def test_a_withdrawal_takes_them_back(staff: Client, operator: User, account: Account) -> None:
    page = f"/admin/billing/account/{account.pk}/withdraw/"
    staff.post(page, {"amount": 40, "bucket": "monthly", "reason": "Granted by mistake."})
    assert spendable(account) == (260, 200)
    assert last_audit() == ("credits.withdrawn", operator.pk, "Granted by mistake.")


def test_what_the_services_refuse_stands_in_the_form(staff: Client, account: Account) -> None:
    page = f"/admin/billing/account/{account.pk}/withdraw/"
    answer = staff.post(page, {"amount": 201, "bucket": "perpetual", "reason": "All of it."})
    assert "does not have enough" in answer.content.decode()
    assert spendable(account) == (300, 200)


@pytest.mark.parametrize(
    "action",
    ["account/{account}/top-up/", "account/{account}/withdraw/", "receipt/{receipt}/refund/", "hold/{hold}/release/"],
)
def test_nothing_moves_without_a_reason(staff: Client, account: Account, action: str) -> None:
    held = hold(account.organization_id, 11, operation="film", quote={}, now=NOW)
    receipt = capture(held.pk, 11, outcome="succeeded", now=NOW)
    open_hold = hold(account.organization_id, 5, operation="film", quote={}, now=NOW)
    before, history = spendable(account), Entry.objects.count()
    page = f"/admin/billing/{action.format(account=account.pk, receipt=receipt.pk, hold=open_hold.pk)}"
    answer = staff.post(page, {"amount": 1, "bucket": "perpetual", "reason": ""})
    assert "This field is required" in answer.content.decode()
    assert (spendable(account), Entry.objects.count()) == (before, history)


def test_a_refund_gives_back_at_most_what_was_charged(staff: Client, operator: User, account: Account) -> None:
    receipt = capture(
        hold(account.organization_id, 11, operation="film", quote={}, now=NOW).pk, 11, outcome="succeeded", now=NOW
    )
    page = f"/admin/billing/receipt/{receipt.pk}/refund/"
    assert "more than was charged" in staff.post(page, {"amount": 12, "reason": "Noise."}).content.decode()
    staff.post(page, {"amount": 11, "reason": "Noise."})
    assert spendable(account) == (289, 211)
    assert last_audit() == ("receipt.refunded", operator.pk, "Noise.")
    assert "Noise." in staff.get(f"/admin/billing/receipt/{receipt.pk}/change/").content.decode()


class TestReleasingAHold:
    def page(self, held: Hold) -> str:
        return f"/admin/billing/hold/{held.pk}/release/"

    def test_a_hold_that_no_job_uses_is_released_with_the_reason(
        self, staff: Client, operator: User, account: Account
    ) -> None:
        held = hold(account.organization_id, 11, operation="film", quote={}, now=NOW)
        assert "Release it" in staff.get(self.page(held)).content.decode()
        assert Hold.objects.get().status == "open", "looking at the question answers nothing"
        staff.post(self.page(held), {"reason": "Left over from a test."})
        assert Receipt.objects.get().reason == ("Not charged because it was released by hand: Left over from a test.")
        assert last_audit() == ("hold.released", operator.pk, "Left over from a test.")
        assert spendable(account) == (300, 200)

    @pytest.mark.parametrize(("liveness", "status"), [("", "open"), ("generation.jobs.sweeper.is_live", "released")])
    def test_one_that_a_live_job_uses_is_not(
        self, staff: Client, account: Account, settings: object, liveness: str, status: str
    ) -> None:
        """Without anybody to ask every job counts as live; asked, the sweeper knows no such job."""
        settings.STUDIO_LIVE_JOB = liveness  # type: ignore[attr-defined]
        held = hold(account.organization_id, 11, operation="film", quote={}, job_id="job_1", now=NOW)
        answer = staff.post(self.page(held), {"reason": "It hangs."}, follow=True).content.decode()
        assert Hold.objects.get().status == status
        assert ("A live job uses this hold" in answer) == (status == "open")

    def test_one_that_has_ended_offers_no_release(self, staff: Client, account: Account) -> None:
        held = hold(account.organization_id, 11, operation="film", quote={}, now=NOW)
        release(held.pk, reason="Not charged.", now=NOW)
        assert "/release/" not in staff.get(f"/admin/billing/hold/{held.pk}/change/").content.decode()
        assert staff.post(self.page(held), {"reason": "Again."}).status_code == 403


def test_the_ledger_shows_the_balance_after_each_entry(
    staff: Client, account: Account, world: World, django_assert_max_num_queries: object
) -> None:
    hold(world.bob.organization.pk, 500, operation="film", quote={}, now=NOW)
    held = hold(account.organization_id, 310, operation="film", quote={}, now=NOW)
    capture(held.pk, 305, outcome="partial", now=NOW)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        page = staff.get("/admin/billing/entry/", {"q": account.organization_id})
    rows = [(entry.book, entry.amount, entry.balance_after) for entry in page.context["cl"].result_list]
    assert rows == [
        ("perpetual", 5, 195),
        ("spent", 305, 190),
        ("held", -310, 190),
        ("held", 310, 190),
        ("perpetual", -10, 190),
        ("monthly", -300, 200),
        ("perpetual", 200, 500),
        ("issued", -200, 300),
        ("monthly", 300, 300),
        ("issued", -300, 0),
    ]
    assert audit() == []


def test_staff_without_the_permission_only_look(account: Account) -> None:
    viewer = User.objects.create_user("viewer@example.com", "a long enough one", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_account"))
    client = Client()
    client.force_login(viewer)
    page = f"/admin/billing/account/{account.pk}"
    assert "top-up" not in client.get(f"{page}/change/").content.decode()
    assert client.post(f"{page}/top-up/", {"amount": 1, "bucket": "monthly", "reason": "Mine."}).status_code == 403
    assert spendable(account) == (300, 200)
