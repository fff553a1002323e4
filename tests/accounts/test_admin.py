"""Every admin page of accounts and credits opens; none shows a key's hash or changes the ledger."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.invitations import invite
from accounts.keys import authenticate
from accounts.models import ApiKey, AuditEvent, Invitation, Membership, Organization, RequestLog, Role, User
from billing.budgets import spending_of
from billing.models import Hold
from billing.services import balance, capture, hold
from tests.world import NOW, World
from wire.errors import AccountDisabled, ApiKeyRevoked

pytestmark = pytest.mark.django_db
PAGES = [
    f"{model._meta.app_label}/{model._meta.model_name}"
    for model in admin.site._registry
    if model._meta.app_label in {"accounts", "billing"}
]
# Plans are what operators change; what was charged is not.
LEDGER = [page for page in PAGES if page.startswith("billing/") and page != "billing/subscriptionplan"]
LOGS = ["accounts/auditevent", "accounts/requestlog"]


@pytest.fixture
def staff(world: World) -> Client:
    held = hold(world.ada.organization.pk, 11, operation="film", quote={}, now=NOW)
    capture(held.pk, 11, outcome="succeeded", now=NOW)
    invite(world.ada.organization, email="x@example.com", role=Role.MEMBER, by=world.ada.owner)
    RequestLog.objects.create(method="GET", path="/", status=200, duration_ms=1, request_id="r", at=NOW)
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.com", "a long enough one"))
    return client


def first_of(page: str) -> object:
    label, name = page.split("/")
    (model,) = [m for m in admin.site._registry if (m._meta.app_label, m._meta.model_name) == (label, name)]
    return model.objects.first()


@pytest.mark.parametrize("page", PAGES)
def test_lists_searches_and_rows_open(staff: Client, page: str) -> None:
    assert staff.get(f"/admin/{page}/").status_code == 200
    assert staff.get(f"/admin/{page}/", {"q": "ada"}).status_code == 200
    assert staff.get(f"/admin/{page}/{first_of(page).pk}/change/").status_code == 200  # type: ignore[attr-defined]


def test_a_keys_page_shows_its_prefix_and_never_its_hash(staff: Client, world: World) -> None:
    page = staff.get(f"/admin/accounts/apikey/{world.ada.key.pk}/change/").content.decode()
    assert world.ada.key.prefix in page
    assert world.ada.key.secret_hash not in page


def test_a_keys_budget_is_changed_on_its_page_and_audited(staff: Client, world: World) -> None:
    path = f"/admin/accounts/apikey/{world.ada.key.pk}/change-budget/"

    def send(credits: str) -> int:
        (press,) = re.findall(r'name="press" value="([^"]+)"', staff.get(path).content.decode())
        return staff.post(path, {"credits": credits, "reason": "They asked.", "press": press}).status_code

    assert send("120") == 302
    assert spending_of([world.ada.key])[world.ada.key.pk].budget == 120
    assert "120" in staff.get(f"/admin/accounts/apikey/{world.ada.key.pk}/change/").content.decode()
    assert AuditEvent.objects.filter(action="key.budget_set", target=world.ada.key.pk).exists()
    send("")
    assert spending_of([world.ada.key])[world.ada.key.pk].budget is None


@pytest.mark.parametrize("page", LEDGER)
def test_the_ledger_is_read_only(staff: Client, page: str) -> None:
    row = first_of(page)
    assert staff.get(f"/admin/{page}/add/").status_code == 403
    assert staff.post(f"/admin/{page}/{row.pk}/change/", {"captured": 0}).status_code == 403  # type: ignore[attr-defined]
    assert staff.post(f"/admin/{page}/{row.pk}/delete/", {"post": "yes"}).status_code == 403  # type: ignore[attr-defined]
    assert Hold.objects.get().captured == 11


def test_a_stranger_is_sent_to_sign_in(world: World) -> None:
    assert Client().get("/admin/accounts/apikey/").status_code == 302


def test_staff_sign_in_on_the_page_that_knows_second_factors() -> None:
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize("page", LOGS)
def test_logs_are_read_only(staff: Client, page: str) -> None:
    row = first_of(page)
    assert staff.get(f"/admin/{page}/add/").status_code == 403
    assert staff.post(f"/admin/{page}/{row.pk}/change/", {"action": "x"}).status_code == 403  # type: ignore[attr-defined]
    assert staff.post(f"/admin/{page}/{row.pk}/delete/", {"post": "yes"}).status_code == 403  # type: ignore[attr-defined]


def call(token: str) -> Any:
    return authenticate(token, remote_ip="203.0.113.7")


def root() -> User:
    return User.objects.get(email="root@example.com")


class TestKeys:
    def issue(self, staff: Client, world: World, **fields: Any) -> Any:
        asked = {"organization": world.ada.organization.pk, "name": "By the operator", "scopes": ["story:read"]}
        given = asked | {"tier": "default", "ip_allowlist": "203.0.113.0/24\n", "expires_at": ""}
        return staff.post("/admin/accounts/apikey/add/", given | fields)

    def test_a_new_key_is_shown_whole_once(self, staff: Client, world: World) -> None:
        page = self.issue(staff, world)
        (token,) = re.findall(r"sh_[0-9a-f]{18}_[0-9a-f]{64}", page.content.decode())
        key = ApiKey.objects.get(name="By the operator")
        assert call(token).key_id == key.pk
        assert (key.organization, key.scopes, key.ip_allowlist) == (
            world.ada.organization,
            ["story:read"],
            ["203.0.113.0/24"],
        )
        assert "no-store" in page["Cache-Control"]
        for path in (f"/admin/accounts/apikey/{key.pk}/change/", "/admin/accounts/apikey/", "/admin/"):
            assert token.rpartition("_")[2] not in staff.get(path).content.decode()
        assert token.rpartition("_")[2] not in repr(list(AuditEvent.objects.values()))

    def test_the_audit_log_names_the_operator(self, staff: Client, world: World) -> None:
        self.issue(staff, world)
        key = ApiKey.objects.get(name="By the operator")
        assert {event.actor for event in AuditEvent.objects.filter(target=key.pk)} == {root().pk}

    def test_networks_that_are_none_are_refused_in_the_form(self, staff: Client, world: World) -> None:
        page = self.issue(staff, world, ip_allowlist="home")
        assert "is not an address or CIDR network" in page.content.decode()
        assert not ApiKey.objects.filter(name="By the operator").exists()

    def test_revoking_asks_and_then_bites(self, staff: Client, world: World) -> None:
        address = f"/admin/accounts/apikey/{world.ada.key.pk}/revoke/"
        assert staff.get(address).status_code == 200
        assert call(world.ada.token)
        assert staff.post(address).status_code == 200, "without a reason nothing is done"
        assert call(world.ada.token)
        assert staff.post(address, {"reason": "Leaked."}).status_code == 302
        with pytest.raises(ApiKeyRevoked):
            call(world.ada.token)
        event = AuditEvent.objects.get(action="key.revoked")
        assert (event.actor, event.details["reason"]) == (root().pk, "Leaked.")

    def test_rotating_shows_the_successor_once(self, staff: Client, world: World) -> None:
        page = staff.post(f"/admin/accounts/apikey/{world.ada.key.pk}/rotate/", {"overlap_hours": 24, "reason": "Old."})
        (token,) = re.findall(r"sh_[0-9a-f]{18}_[0-9a-f]{64}", page.content.decode())
        assert call(token).organization_id == call(world.ada.token).organization_id
        again = staff.post(
            f"/admin/accounts/apikey/{world.ada.key.pk}/rotate/", {"overlap_hours": 24, "reason": "Old."}
        )
        assert "rotated already" in again.content.decode()

    def test_a_keys_page_changes_its_name_and_tier_alone(self, staff: Client, world: World) -> None:
        address = f"/admin/accounts/apikey/{world.ada.key.pk}/change/"
        staff.post(address, {"name": "Renamed", "tier": "elevated", "scopes": "[]", "organization": "x"})
        key = ApiKey.objects.get(pk=world.ada.key.pk)
        assert (key.name, key.tier) == ("Renamed", "elevated")
        assert (key.scopes, key.organization) == (world.ada.key.scopes, world.ada.organization)


class TestOrganizations:
    def form(self, world: World, role: str = "owner", **fields: Any) -> dict[str, Any]:
        membership = Membership.objects.get(user=world.ada.owner)
        rows = {
            "TOTAL_FORMS": 1,
            "INITIAL_FORMS": 1,
            "0-id": membership.pk,
            "0-user": world.ada.owner.pk,
            "0-role": role,
        }
        inline = {f"memberships-{name}": value for name, value in rows.items()}
        inline |= {"credit_account-TOTAL_FORMS": 0, "credit_account-INITIAL_FORMS": 0}
        limits = {"limit_percent": 300, "running_jobs_limit": 7}
        organization = {"name": "Ada", "timezone": "UTC", "tier": "default", **limits}
        return organization | inline | {"memberships-0-organization": world.ada.organization.pk} | fields

    def change(self, staff: Client, world: World, **options: Any) -> Any:
        address = f"/admin/accounts/organization/{world.ada.organization.pk}/change/"
        return staff.post(address, self.form(world, **options))

    def test_limits_can_be_raised(self, staff: Client, world: World) -> None:
        asked = {"tier": "elevated", "limit_percent": 300, "running_jobs_limit": 2, "reason": "A large campaign."}
        address = f"/admin/accounts/organization/{world.ada.organization.pk}/set-limits/"
        assert staff.post(address, asked).status_code == 302
        assert call(world.ada.token).limit_percent == 300
        event = AuditEvent.objects.get(action="organization.limits_changed")
        assert (event.actor, event.details["reason"]) == (root().pk, "A large campaign.")
        assert event.details["running_jobs_limit"] == [100, 2]

    def test_its_row_changes_its_name_alone(self, staff: Client, world: World) -> None:
        assert self.change(staff, world, name="Ada & Co", tier="elevated").status_code == 302
        organization = Organization.objects.get(pk=world.ada.organization.pk)
        assert (organization.name, organization.tier, organization.limit_percent) == ("Ada & Co", "default", 100)
        assert AuditEvent.objects.get(action="admin.organization_changed").actor == root().pk

    def test_its_last_owner_stays(self, staff: Client, world: World) -> None:
        assert "needs an owner" in self.change(staff, world, role="member").content.decode()
        assert Membership.objects.get(user=world.ada.owner).role == Role.OWNER

    def test_it_is_suspended_and_resumed_with_a_reason(self, staff: Client, world: World) -> None:
        base = f"/admin/accounts/organization/{world.ada.organization.pk}"
        assert staff.post(f"{base}/suspend/", {"reason": ""}).status_code == 200
        assert call(world.ada.token)
        staff.post(f"{base}/suspend/", {"reason": "Unpaid"})
        with pytest.raises(AccountDisabled):
            call(world.ada.token)
        assert Organization.objects.get(pk=world.ada.organization.pk).suspended_reason == "Unpaid"
        staff.post(f"{base}/resume/", {"reason": "Paid"})
        assert call(world.ada.token)
        said = AuditEvent.objects.filter(action__startswith="organization.", actor=root().pk).order_by("pk")
        assert [event.details["reason"] for event in said] == ["Unpaid", "Paid"]

    def test_a_new_one_has_an_owner_and_an_account(self, staff: Client, world: World) -> None:
        asked = {"name": "New", "owner": world.bob.owner.pk, "timezone": "Europe/Rome", "monthly_credits": 50}
        assert staff.post("/admin/accounts/organization/add/", asked).status_code == 302
        new = Organization.objects.get(name="New")
        assert balance(new.pk).monthly_remaining == 50
        assert Membership.objects.get(organization=new).user == world.bob.owner

    def test_none_is_deleted(self, staff: Client, world: World) -> None:
        address = f"/admin/accounts/organization/{world.ada.organization.pk}/delete/"
        assert staff.post(address, {"post": "yes"}).status_code == 403


class TestPeople:
    def test_a_new_person_has_a_confirmed_address_and_no_password(self, staff: Client) -> None:
        staff.post("/admin/accounts/user/add/", {"email": "New@example.com", "name": "New"})
        user = User.objects.get(email="new@example.com")
        assert not user.has_usable_password()

    def test_staff_without_all_powers_give_none(self, staff: Client, world: World) -> None:
        helper = User.objects.create_user("helper@example.com", is_staff=True)
        helper.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
        client = Client()
        client.force_login(helper)
        address = f"/admin/accounts/user/{helper.pk}/change/"
        inline = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
        client.post(address, inline | {"name": "H", "is_active": "on", "is_staff": "on", "is_superuser": "on"})
        helper.refresh_from_db()
        assert (helper.name, helper.is_superuser) == ("H", False)

    def test_a_person_is_deleted_with_a_reason_and_without_their_ledger(self, staff: Client, world: World) -> None:
        staff.post(f"/admin/accounts/user/{world.ada.owner.pk}/delete-person/", {"reason": "Asked for it"})
        assert not User.objects.get(pk=world.ada.owner.pk).is_active
        assert AuditEvent.objects.get(action="person.deletion_ordered").actor == root().pk


class TestInvitations:
    def test_the_operator_invites_and_revokes(self, staff: Client, world: World) -> None:
        asked = {"organization": world.ada.organization.pk, "email": "new@example.com", "role": "admin"}
        assert staff.post("/admin/accounts/invitation/add/", asked).status_code == 302
        invitation = Invitation.objects.get(email="new@example.com")
        staff.post(f"/admin/accounts/invitation/{invitation.pk}/revoke/", {"reason": "Wrong address."})
        invitation.refresh_from_db()
        assert invitation.revoked_at is not None
