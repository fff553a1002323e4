"""Members, invitations, one's own account, the organization."""

import csv
import io
import zipfile

import pytest

from accounts.members import memberships_of
from accounts.models import Invitation, Membership, Organization, Role, User
from tests.dashboard.conftest import Browser
from tests.world import World


@pytest.fixture
def colleague(world: World) -> Membership:
    person = User.objects.create_user("eve@example.com", name="Eve")
    return Membership.objects.create(user=person, organization=world.ada.organization, role=Role.MEMBER)


def test_an_invitation_is_sent_and_its_link_shown_once(ada: Browser, world: World) -> None:
    html = ada.post("/dashboard/members", email="new@example.com", role="member").content.decode()
    assert "/accounts/invitations/" in html
    assert Invitation.objects.get().email == "new@example.com"
    again = ada.get("/dashboard/members").content.decode()
    assert "new@example.com" in again
    assert "/accounts/invitations/" not in again


@pytest.mark.parametrize(
    ("given", "field"),
    [({"email": "nobody", "role": "member"}, "email"), ({"email": "new@example.com", "role": "king"}, "role")],
)
def test_a_bad_invitation_is_refused_at_its_field(ada: Browser, given: dict[str, str], field: str) -> None:
    answer = ada.post("/dashboard/members", **given)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_who_is_a_member_already_is_not_invited_again(ada: Browser, colleague: Membership) -> None:
    answer = ada.post("/dashboard/members", email="eve@example.com", role="member")
    assert "This person is a member already." in answer.content.decode()


def test_an_invitation_is_withdrawn(ada: Browser) -> None:
    ada.post("/dashboard/members", email="new@example.com", role="member")
    invitation = Invitation.objects.get()
    ada.post(f"/dashboard/invitations/{invitation.pk}/withdraw")
    invitation.refresh_from_db()
    assert invitation.revoked_at


def test_an_invitation_of_others_is_not_there(ada: Browser, bob: Browser) -> None:
    ada.post("/dashboard/members", email="new@example.com", role="member")
    assert bob.post(f"/dashboard/invitations/{Invitation.objects.get().pk}/withdraw").status_code == 404


def test_roles_change_and_members_go(ada: Browser, colleague: Membership) -> None:
    ada.post(f"/dashboard/members/{colleague.pk}/role", role="admin")
    colleague.refresh_from_db()
    assert colleague.role == Role.ADMIN
    ada.post(f"/dashboard/members/{colleague.pk}/remove")
    assert not Membership.objects.filter(pk=colleague.pk).exists()


def test_the_last_owner_cannot_leave(ada: Browser, world: World) -> None:
    mine = Membership.objects.get(user=world.ada.owner)
    ada.post(f"/dashboard/members/{mine.pk}/remove")
    assert Membership.objects.filter(pk=mine.pk).exists()
    assert "last owner" in ada.get("/dashboard/members").content.decode()


def test_a_member_may_not_change_roles(world: World, colleague: Membership) -> None:
    eve = Browser(colleague.user)
    mine = Membership.objects.get(user=world.ada.owner)
    assert eve.post(f"/dashboard/members/{mine.pk}/role", role="member").status_code == 403


def test_switching_shows_the_other_organizations_work(ada: Browser, world: World) -> None:
    Membership.objects.create(user=world.ada.owner, organization=world.bob.organization, role=Role.MEMBER)
    ada.post("/dashboard/switch", organization=world.bob.organization.pk)
    assert ada.get("/dashboard").context["shell"]["organization"].pk == world.bob.organization.pk


def test_nobody_switches_into_an_organization_of_others(ada: Browser, world: World) -> None:
    assert ada.post("/dashboard/switch", organization=world.bob.organization.pk).status_code == 404


def test_the_organization_is_renamed(ada: Browser, world: World) -> None:
    ada.post("/dashboard/organization", name="Harbour House", timezone="Europe/Berlin")
    changed = Organization.objects.get(pk=world.ada.organization.pk)
    assert (changed.name, changed.timezone) == ("Harbour House", "Europe/Berlin")


def test_a_time_zone_that_does_not_exist_is_refused(ada: Browser) -> None:
    answer = ada.post("/dashboard/organization", name="Harbour House", timezone="Moon/Tranquility")
    assert answer.status_code == 422
    assert 'id="id_timezone_error"' in answer.content.decode()


def test_ones_data_comes_as_a_zip(ada: Browser) -> None:
    answer = ada.post("/dashboard/profile/export")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "person.json" in archive.namelist()


def test_deleting_an_account_asks_for_the_address(ada: Browser, world: World) -> None:
    assert ada.post("/dashboard/profile/delete", email="yes").status_code == 422
    assert memberships_of(world.ada.owner)
    assert ada.post("/dashboard/profile/delete", email=world.ada.owner.email)["Location"] == "/"
    assert not memberships_of(world.ada.owner)
    assert ada.get("/dashboard").status_code == 302


def test_receipts_come_as_csv(ada: Browser, job: object) -> None:
    ada.post(f"/dashboard/jobs/{job.pk}/cancel")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(ada.get("/dashboard/usage.csv").content.decode())))
    assert [(row["operation"], row["quoted"], row["charged"]) for row in rows] == [("story.artifacts", "11", "0")]
