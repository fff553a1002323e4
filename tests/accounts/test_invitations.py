"""An invitation is good once, for a week, and for the person at the address that it was sent to."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.errors import InvitationGone, NotPermitted
from accounts.invitations import accept_invitation, find_invitation, invite, open_invitations, revoke_invitation
from accounts.models import AuditEvent, Invitation, Membership, Organization, Role, User
from accounts.services import create_user
from tests.world import NOW, World
from wire.errors import ValidationFailed

pytestmark = pytest.mark.django_db
GRACE = "grace@example.com"


def invited(world: World, email: str = GRACE, role: str = Role.MEMBER, **options: Any) -> tuple[Invitation, str]:
    return invite(world.ada.organization, email=email, role=role, by=world.ada.owner, **({"now": NOW} | options))


def grace() -> User:
    return create_user(email=GRACE, now=NOW)


class TestInviting:
    def test_a_message_with_the_link_is_sent_when_the_transaction_commits(
        self, world: World, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        settings.STUDIO_PUBLIC_URL = "https://studio.example.org"
        with django_capture_on_commit_callbacks(execute=True):
            _, token = invited(world)
            assert mail.outbox == []
        (message,) = mail.outbox
        assert message.to == [GRACE]
        assert message.subject == "Join Ada at Studio"
        assert f"https://studio.example.org/accounts/invitations/{token}/" in message.body
        assert "Ada's owner invites you" in message.body

    def test_a_mail_server_that_is_away_leaves_the_invitation_standing(
        self, world: World, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with django_capture_on_commit_callbacks(execute=True):
            invitation, token = invited(world)
        assert find_invitation(token, now=NOW) == invitation

    def test_the_token_is_stored_nowhere(self, world: World) -> None:
        invitation, token = invited(world)
        assert token not in repr(Invitation.objects.values().get(pk=invitation.pk))

    def test_inviting_again_replaces_the_first(self, world: World) -> None:
        _, first = invited(world)
        _, second = invited(world, email="Grace@Example.com ")
        with pytest.raises(InvitationGone):
            find_invitation(first, now=NOW)
        assert open_invitations(world.ada.organization).get() == find_invitation(second, now=NOW)

    @pytest.mark.parametrize(
        ("email", "role", "field"), [("nobody", "member", "email"), ("", "member", "email"), (GRACE, "emperor", "role")]
    )
    def test_what_makes_no_sense_is_refused(self, world: World, email: str, role: str, field: str) -> None:
        with pytest.raises(ValidationFailed) as refusal:
            invited(world, email=email, role=role)
        assert refusal.value.details == {"field": field}

    def test_a_member_is_not_invited_again(self, world: World) -> None:
        with pytest.raises(ValidationFailed):
            invited(world, email=world.ada.owner.email)

    @pytest.mark.parametrize(
        ("role", "invites_as", "is_allowed"),
        [("owner", "owner", True), ("admin", "admin", True), ("admin", "owner", False), ("member", "member", False)],
    )
    def test_who_may_invite_as_what(self, world: World, role: str, invites_as: str, is_allowed: bool) -> None:
        by = create_user(email="by@example.com")
        Membership.objects.create(user=by, organization=world.ada.organization, role=role)
        if is_allowed:
            assert invited(world, role=invites_as)[0].role == invites_as
            invite(world.ada.organization, email=GRACE, role=invites_as, by=by)
        else:
            with pytest.raises(NotPermitted):
                invite(world.ada.organization, email=GRACE, role=invites_as, by=by)

    def test_the_audit_log_names_nobody_in_full(self, world: World) -> None:
        invited(world)
        assert AuditEvent.objects.get(action="invitation.sent").details == {
            "email": "gr…@example.com",
            "role": "member",
        }


class TestAccepting:
    def test_it_makes_a_member(self, world: World) -> None:
        _, token = invited(world, role=Role.ADMIN)
        membership = accept_invitation(token, grace(), now=NOW)
        assert (membership.organization, membership.role) == (world.ada.organization, Role.ADMIN)
        assert AuditEvent.objects.get(action="invitation.accepted").actor == membership.user_id

    def test_it_works_once(self, world: World) -> None:
        _, token = invited(world)
        user = grace()
        accept_invitation(token, user, now=NOW)
        Membership.objects.filter(user=user).delete()
        with pytest.raises(InvitationGone):
            accept_invitation(token, user, now=NOW)

    def test_it_works_for_a_week(self, world: World) -> None:
        _, token = invited(world)
        user = grace()
        with pytest.raises(InvitationGone):
            accept_invitation(token, user, now=NOW + timedelta(days=7))
        assert accept_invitation(token, user, now=NOW + timedelta(days=7, seconds=-1))

    def test_it_is_for_one_address(self, world: World) -> None:
        _, token = invited(world)
        with pytest.raises(InvitationGone):
            accept_invitation(token, world.bob.owner, now=NOW)

    def test_a_second_address_of_ones_own_will_do_once_it_is_confirmed(self, world: World) -> None:
        _, token = invited(world)
        second = EmailAddress.objects.create(user=world.bob.owner, email=GRACE, verified=False)
        with pytest.raises(InvitationGone):
            accept_invitation(token, world.bob.owner, now=NOW)
        second.verified = True
        second.save()
        assert accept_invitation(token, world.bob.owner, now=NOW)

    @pytest.mark.parametrize("token", ["", "x", "../admin"])
    def test_an_unknown_token_opens_nothing(self, world: World, token: str) -> None:
        with pytest.raises(InvitationGone):
            accept_invitation(token, world.bob.owner, now=NOW)

    def test_a_revoked_one_is_gone(self, world: World) -> None:
        invitation, token = invited(world)
        revoke_invitation(invitation, by=world.ada.owner, now=NOW)
        with pytest.raises(InvitationGone):
            accept_invitation(token, grace(), now=NOW)

    def test_strangers_revoke_nothing(self, world: World) -> None:
        invitation, _ = invited(world)
        with pytest.raises(NotPermitted):
            revoke_invitation(invitation, by=world.bob.owner)


class TestTheLink:
    def test_a_newcomer_signs_up_into_the_organization_with_a_confirmed_address(
        self, world: World, client: Client, settings: Any
    ) -> None:
        settings.STUDIO_SIGNUP_OPEN = False
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        _, token = invited(world, now=None)
        assert GRACE in client.get(f"/accounts/invitations/{token}/").content.decode()
        client.post("/accounts/signup/", {"email": GRACE, "password1": "a long enough one"})
        user = User.objects.get(email=GRACE)
        assert [one.organization for one in user.memberships.all()] == [world.ada.organization]
        assert "_auth_user_id" in client.session
        assert Organization.objects.count() == 2

    def test_who_signs_up_with_another_address_gets_an_organization_of_their_own(
        self, world: World, client: Client
    ) -> None:
        _, token = invited(world, now=None)
        client.get(f"/accounts/invitations/{token}/")
        client.post("/accounts/signup/", {"email": "else@example.com", "password1": "a long enough one"})
        membership = Membership.objects.get(user__email="else@example.com")
        assert membership.organization not in (world.ada.organization, world.bob.organization)

    def test_where_sign_up_is_closed_an_invitation_opens_it_for_its_own_address_alone(
        self, world: World, client: Client, settings: Any
    ) -> None:
        settings.STUDIO_SIGNUP_OPEN = False
        _, token = invited(world, now=None)
        client.get(f"/accounts/invitations/{token}/")
        client.post("/accounts/signup/", {"email": "else@example.com", "password1": "a long enough one"})
        assert not User.objects.filter(email="else@example.com").exists()

    def test_who_is_signed_in_joins_by_a_button_and_works_there(self, world: World, client: Client) -> None:
        _, token = invited(world, email=world.bob.owner.email, now=None)
        client.force_login(world.bob.owner)
        page = client.get(f"/accounts/invitations/{token}/")
        assert "Join" in page.content.decode()
        assert page["Referrer-Policy"] == "no-referrer"
        assert not Membership.objects.filter(user=world.bob.owner, organization=world.ada.organization).exists()
        assert client.post(f"/accounts/invitations/{token}/").status_code == 302
        assert client.session["organization_id"] == world.ada.organization.pk

    def test_a_stranger_who_presses_it_signs_in_first(self, world: World, client: Client) -> None:
        _, token = invited(world, now=None)
        answer = client.post(f"/accounts/invitations/{token}/")
        assert answer["Location"].startswith("/accounts/login/?next=/accounts/invitations/")

    def test_a_link_that_is_gone_says_so(self, world: World, client: Client) -> None:
        client.force_login(world.bob.owner)
        for answer in (client.get("/accounts/invitations/none/"), client.post("/accounts/invitations/none/")):
            assert answer.status_code == 404
            assert "invitation is not valid any more" in answer.content.decode()


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_an_invitation_accepted_twice_at_once_is_accepted_once(world: World) -> None:
    _, token = invited(world)
    user = grace()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def accept() -> None:
        start.wait()
        try:
            accept_invitation(token, user, now=NOW)
            outcomes.append("joined")
        except InvitationGone:
            outcomes.append("gone")
        finally:
            connection.close()

    rivals = [threading.Thread(target=accept) for _ in range(2)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sorted(outcomes) == ["gone", "joined"]
