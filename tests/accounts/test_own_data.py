"""People take their own data with them, and can be forgotten; what others rely on stays, without their name."""

import io
import json
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.audit import record
from accounts.deletion import CLOSED_NAME, organizations_that_need, request_account_deletion
from accounts.errors import LastOwner
from accounts.export import export_user_data
from accounts.invitations import invite
from accounts.keys import authenticate
from accounts.models import AuditEvent, Membership, Organization, RequestLog, Role, User
from billing.audit import audit
from billing.models import Transaction
from billing.services import balance
from tests.world import NOW, World
from wire.errors import ApiKeyRevoked

pytestmark = pytest.mark.django_db


def exported(user: User) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(export_user_data(user, now=NOW))) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def requested(user: User, path: str) -> None:
    RequestLog.objects.create(
        user_id=user.pk, method="GET", path=path, status=200, duration_ms=1, request_id="r", ip="203.0.113.7", at=NOW
    )


class TestExport:
    def test_it_holds_person_places_keys_and_deeds(self, world: World) -> None:
        record("a.deed", actor=world.ada.owner, details={"what": "mine"})
        requested(world.ada.owner, "/api/v1/mine")
        files = exported(world.ada.owner)
        assert files["person.json"]["email"] == "ada@example.com"
        assert [one["organization"] for one in files["memberships.json"]] == ["Ada"]
        assert [one["prefix"] for one in files["keys.json"]] == [world.ada.key.prefix]
        assert {"a.deed", "key.issued"} <= {one["action"] for one in files["audit.json"]}
        assert [one["path"] for one in files["requests.json"]] == ["/api/v1/mine"]

    def test_it_holds_nothing_of_anybody_else(self, world: World) -> None:
        Membership.objects.create(user=world.bob.owner, organization=world.ada.organization)
        record("a.deed", actor=world.bob.owner, organization_id=world.ada.organization.pk)
        requested(world.bob.owner, "/api/v1/theirs")
        whole = json.dumps(exported(world.ada.owner))
        for theirs in (world.bob.owner.pk, "bob@example.com", world.bob.key.prefix, "theirs", "a.deed"):
            assert theirs not in whole

    def test_it_holds_no_secrets(self, world: World) -> None:
        world.ada.owner.set_password("a long enough one")
        world.ada.owner.save()
        whole = json.dumps(exported(world.ada.owner))
        for secret in (world.ada.key.secret_hash, world.ada.token.rpartition("_")[2], world.ada.owner.password):
            assert secret not in whole


class TestDeletion:
    def test_the_person_becomes_nobody(self, world: World) -> None:
        user = world.ada.owner
        request_account_deletion(user, now=NOW)
        user.refresh_from_db()
        assert (user.email, user.name, user.is_active) == (f"{user.pk}@deleted.invalid", "", False)
        assert not user.has_usable_password()
        assert not EmailAddress.objects.filter(user=user).exists()
        assert not Membership.objects.filter(user=user).exists()

    def test_their_name_is_left_nowhere(self, world: World) -> None:
        from django.apps import apps

        invite(world.bob.organization, email=world.ada.owner.email, role=Role.MEMBER, by=world.bob.owner)
        requested(world.ada.owner, "/api/v1/mine")
        request_account_deletion(world.ada.owner, now=NOW)
        for model in apps.get_models():
            assert "ada@example.com" not in repr(list(model._default_manager.values())), model
        assert RequestLog.objects.get().ip == "203.0.113.0"

    def test_their_keys_and_sessions_end(self, world: World, client: Client) -> None:
        client.force_login(world.ada.owner)
        request_account_deletion(world.ada.owner, now=NOW)
        with pytest.raises(ApiKeyRevoked):
            authenticate(world.ada.token, remote_ip="203.0.113.7", now=NOW)
        assert client.get("/api/v1/story-projects").status_code in (401, 403)

    def test_an_organization_of_their_own_is_closed_and_its_ledger_stays(self, world: World) -> None:
        before = balance(world.ada.organization.pk, NOW), Transaction.objects.count()
        request_account_deletion(world.ada.owner, now=NOW)
        organization = Organization.objects.get(pk=world.ada.organization.pk)
        assert (organization.name, organization.suspended_at) == (CLOSED_NAME, NOW)
        assert (balance(organization.pk, NOW), Transaction.objects.count()) == before
        assert audit() == []

    def test_the_last_owner_of_others_must_hand_over_first(self, world: World) -> None:
        Membership.objects.create(user=world.bob.owner, organization=world.ada.organization, role=Role.ADMIN)
        assert organizations_that_need(world.ada.owner) == [world.ada.organization]
        with pytest.raises(LastOwner) as refusal:
            request_account_deletion(world.ada.owner, now=NOW)
        assert refusal.value.details == {"organizations": [world.ada.organization.pk]}
        assert User.objects.get(pk=world.ada.owner.pk).email == "ada@example.com"
        Membership.objects.filter(user=world.bob.owner, organization=world.ada.organization).update(role=Role.OWNER)
        request_account_deletion(world.ada.owner, now=NOW)
        assert not Organization.objects.get(pk=world.ada.organization.pk).suspended_at

    def test_others_are_left_alone(self, world: World) -> None:
        request_account_deletion(world.ada.owner, now=NOW)
        assert authenticate(world.bob.token, remote_ip="203.0.113.7", now=NOW)
        assert User.objects.get(pk=world.bob.owner.pk).is_active

    def test_it_is_written_down_by_id(self, world: World) -> None:
        request_account_deletion(world.ada.owner, now=NOW)
        assert AuditEvent.objects.get(action="person.deleted").target == world.ada.owner.pk
