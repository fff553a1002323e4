"""What each role may do, and who may change whom. An organization always has an owner."""

import threading
from typing import Any

import pytest
from django.db import connection

from accounts.errors import LastOwner, NotPermitted
from accounts.keys import issue_key
from accounts.members import change_role, memberships_of, remove_member
from accounts.models import AuditEvent, Membership, Role, User
from accounts.roles import PERMISSIONS, ROLES, may, require
from accounts.scopes import SCOPES
from accounts.services import create_user
from tests.world import NOW, Tenant, World
from wire.errors import NotFound, ValidationFailed

pytestmark = pytest.mark.django_db
OWNER, ADMIN, MEMBER, BILLING = Role.OWNER, Role.ADMIN, Role.MEMBER, Role.BILLING


def join(tenant: Tenant, role: str, name: str = "") -> Membership:
    user = create_user(email=f"{name or role}@{tenant.organization.name.lower()}.example", now=NOW)
    return Membership.objects.create(user=user, organization=tenant.organization, role=role, created_at=NOW)


def ownership(tenant: Tenant) -> Membership:
    return Membership.objects.get(user=tenant.owner)


class TestRoles:
    def test_every_role_has_rules(self) -> None:
        assert set(ROLES) == set(Role.values)

    @pytest.mark.parametrize(
        ("role", "may_not"),
        [
            (OWNER, set()),
            (ADMIN, {"owners:manage"}),
            (
                MEMBER,
                {
                    "organization:edit",
                    "members:manage",
                    "owners:manage",
                    "keys:manage",
                    "webhooks:manage",
                    "billing:manage",
                    "audit:read",
                },
            ),
            (
                BILLING,
                {
                    "organization:edit",
                    "members:manage",
                    "owners:manage",
                    "keys:manage",
                    "webhooks:manage",
                    "audit:read",
                    "work:write",
                },
            ),
        ],
    )
    def test_a_role_may_all_but(self, role: str, may_not: set[str]) -> None:
        assert set(PERMISSIONS) - ROLES[role].may == may_not

    @pytest.mark.parametrize(
        ("role", "scopes_lacking"),
        [
            (OWNER, set()),
            (ADMIN, set()),
            (MEMBER, {"webhook:write"}),
            (BILLING, {scope for scope in SCOPES if not scope.endswith(":read")}),
        ],
    )
    def test_a_session_has_all_scopes_but(self, role: str, scopes_lacking: set[str]) -> None:
        assert set(SCOPES) - ROLES[role].scopes == scopes_lacking

    def test_without_a_membership_nothing_is_allowed(self) -> None:
        assert not any(may(None, permission) for permission in PERMISSIONS)
        with pytest.raises(NotPermitted) as refusal:
            require(None, "keys:manage")
        assert refusal.value.details == {"permission": "keys:manage"}

    def test_a_misspelt_permission_is_a_mistake_and_no_refusal(self, world: World) -> None:
        with pytest.raises(KeyError):
            may(ownership(world.ada), "keys:mange")


class TestMemberships:
    def test_they_come_oldest_first_in_one_query(self, world: World, django_assert_num_queries: Any) -> None:
        Membership.objects.create(user=world.ada.owner, organization=world.bob.organization, role=MEMBER)
        with django_assert_num_queries(1):
            names = [membership.organization.name for membership in memberships_of(world.ada.owner)]
        assert names == ["Ada", "Bob"]


class TestChangingRoles:
    @pytest.mark.parametrize("role", [ADMIN, MEMBER, BILLING])
    def test_an_owner_gives_any_role(self, world: World, role: str) -> None:
        assert change_role(join(world.ada, MEMBER, "m"), role, by=world.ada.owner).role == role

    @pytest.mark.parametrize(
        ("actor", "before", "after", "is_allowed"),
        [
            (OWNER, MEMBER, OWNER, True),
            (OWNER, OWNER, MEMBER, True),
            (ADMIN, MEMBER, ADMIN, True),
            (ADMIN, ADMIN, MEMBER, True),
            (ADMIN, MEMBER, OWNER, False),
            (ADMIN, OWNER, MEMBER, False),
            (MEMBER, MEMBER, ADMIN, False),
            (BILLING, MEMBER, BILLING, False),
        ],
    )
    def test_only_owners_make_and_unmake_owners(
        self, world: World, actor: str, before: str, after: str, is_allowed: bool
    ) -> None:
        by, subject = join(world.ada, actor, "actor").user, join(world.ada, before, "subject")
        if is_allowed:
            assert change_role(subject, after, by=by).role == after
        else:
            with pytest.raises(NotPermitted):
                change_role(subject, after, by=by)
            subject.refresh_from_db()
            assert subject.role == before

    def test_an_admin_cannot_promote_themselves(self, world: World) -> None:
        admin = join(world.ada, ADMIN)
        with pytest.raises(NotPermitted):
            change_role(admin, OWNER, by=admin.user)

    def test_an_owner_elsewhere_has_no_say(self, world: World) -> None:
        with pytest.raises(NotPermitted):
            change_role(join(world.ada, MEMBER), ADMIN, by=world.bob.owner)

    def test_the_last_owner_stays_owner(self, world: World) -> None:
        with pytest.raises(LastOwner):
            change_role(ownership(world.ada), MEMBER, by=world.ada.owner)

    def test_an_owner_who_cannot_sign_in_does_not_count(self, world: World) -> None:
        other = join(world.ada, OWNER)
        User.objects.filter(pk=other.user_id).update(is_active=False)
        with pytest.raises(LastOwner):
            change_role(ownership(world.ada), MEMBER, by=world.ada.owner)

    def test_an_unknown_role_is_refused(self, world: World) -> None:
        with pytest.raises(ValidationFailed) as refusal:
            change_role(join(world.ada, MEMBER), "emperor", by=world.ada.owner)
        assert refusal.value.details == {"field": "role"}

    def test_it_is_written_down(self, world: World) -> None:
        member = join(world.ada, MEMBER)
        change_role(member, ADMIN, by=world.ada.owner, now=NOW)
        event = AuditEvent.objects.get(action="member.role_changed")
        assert (event.actor, event.target, event.at) == (world.ada.owner.pk, member.user_id, NOW)
        assert event.organization_id == world.ada.organization.pk
        assert event.details == {"from": "member", "to": "admin"}


class TestRemoving:
    @pytest.mark.parametrize(
        ("actor", "subject", "is_allowed"),
        [
            (OWNER, OWNER, True),
            (OWNER, MEMBER, True),
            (ADMIN, MEMBER, True),
            (ADMIN, OWNER, False),
            (MEMBER, MEMBER, False),
        ],
    )
    def test_who_removes_whom(self, world: World, actor: str, subject: str, is_allowed: bool) -> None:
        by, member = join(world.ada, actor, "actor").user, join(world.ada, subject, "subject")
        if is_allowed:
            remove_member(member, by=by)
        else:
            with pytest.raises(NotPermitted):
                remove_member(member, by=by)
        assert Membership.objects.filter(pk=member.pk).exists() is not is_allowed

    @pytest.mark.parametrize("role", [ADMIN, MEMBER, BILLING])
    def test_anybody_may_leave(self, world: World, role: str) -> None:
        member = join(world.ada, role)
        remove_member(member, by=member.user)
        assert memberships_of(member.user) == []

    def test_the_last_owner_cannot_leave(self, world: World) -> None:
        with pytest.raises(LastOwner):
            remove_member(ownership(world.ada), by=world.ada.owner)

    def test_the_keys_they_made_here_are_revoked(self, world: World) -> None:
        admin = join(world.ada, ADMIN)
        here, _ = issue_key(world.ada.organization, name="Here", user=admin.user)
        elsewhere, _ = issue_key(world.bob.organization, name="Elsewhere", user=admin.user)
        assert remove_member(admin, by=world.ada.owner, now=NOW) == 1
        for key in (here, elsewhere, world.ada.key):
            key.refresh_from_db()
        assert (here.revoked_at, elsewhere.revoked_at, world.ada.key.revoked_at) == (NOW, None, None)

    def test_removing_again_finds_nobody(self, world: World) -> None:
        member = join(world.ada, MEMBER)
        remove_member(member, by=world.ada.owner)
        with pytest.raises(NotFound):
            remove_member(member, by=world.ada.owner)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_owners_who_demote_each_other_leave_one(world: World) -> None:
    other = join(world.ada, OWNER)
    mine = ownership(world.ada)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def demote(membership: Membership, by: User) -> None:
        start.wait()
        try:
            change_role(membership, MEMBER, by=by)
            outcomes.append("demoted")
        except (LastOwner, NotPermitted) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    rivals = [
        threading.Thread(target=demote, args=(other, world.ada.owner)),
        threading.Thread(target=demote, args=(mine, other.user)),
    ]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert outcomes.count("demoted") == 1
    assert Membership.objects.filter(organization=world.ada.organization, role=OWNER).count() == 1
