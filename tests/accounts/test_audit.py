"""The audit log: who did what, from where; without secrets, and never rewritten."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.audit import operated_by, record, requested_from
from accounts.keys import issue_key, revoke_key, rotate_key
from accounts.models import AuditEvent, Membership
from accounts.redaction import masked_email, redact_query, redact_text, redacted
from accounts.services import resume_organization, suspend_organization
from tests.world import NOW, World

PREFIX = "sh_" + "a1" * 9
TOKEN = f"{PREFIX}_{'b2' * 32}"


def actions(**filters: Any) -> list[str]:
    return list(AuditEvent.objects.filter(**filters).order_by("pk").values_list("action", flat=True))


class TestRedaction:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            (f"key {TOKEN} was sent", f"key {PREFIX}_[struck] was sent"),
            (f"key {TOKEN.upper()}", f"key {PREFIX.upper()}_[struck]"),
            (f"cut short {TOKEN[:-9]}", f"cut short {PREFIX}_[struck]"),
            (f"Authorization: Bearer {TOKEN}", f"Authorization: Bearer {PREFIX}_[struck]"),
            ("bearer eyJhbGciOi.x.y", "bearer [struck]"),
            ("Basic dXNlcjpwYXNz and more", "Basic [struck] and more"),
            (f"a prefix alone {PREFIX} stays", f"a prefix alone {PREFIX} stays"),
            ("nothing to hide", "nothing to hide"),
        ],
    )
    def test_secrets_in_text_are_struck_out(self, text: str, kept: str) -> None:
        assert redact_text(text) == kept

    @pytest.mark.parametrize("name", ["password", "Password1", "api_key", "apikey", "token", "access_key", "Signature"])
    def test_secrets_in_a_query_are_struck_out_by_name(self, name: str) -> None:
        assert redact_query(f"limit=20&{name}=hunter2") == f"limit=20&{name}=[struck]"

    def test_and_by_look(self) -> None:
        assert redact_query(f"q={TOKEN}") == f"q={PREFIX}_[struck]"

    def test_data_is_searched_through(self) -> None:
        data = {"name": "ok", "deep": [{"password": "hunter2", "note": TOKEN}], "count": 3, "none": None}
        assert redacted(data) == {
            "name": "ok",
            "deep": [{"password": "[struck]", "note": f"{PREFIX}_[struck]"}],
            "count": 3,
            "none": None,
        }

    @pytest.mark.parametrize(("email", "masked"), [("grace@example.com", "gr…@example.com"), ("g@x.org", "g…@x.org")])
    def test_an_address_can_be_recognised_but_not_used(self, email: str, masked: str) -> None:
        assert masked_email(email) == masked


@pytest.mark.django_db
class TestRecording:
    def test_an_entry_says_who_what_when_and_where(self, world: World) -> None:
        with requested_from("203.0.113.7"):
            event = record("key.revoked", actor=world.ada.owner, target="key_1", details={"token": TOKEN}, now=NOW)
        assert (event.actor, event.action, event.target) == (world.ada.owner.pk, "key.revoked", "key_1")
        assert (event.ip, event.at, event.details) == ("203.0.113.7", NOW, {"token": "[struck]"})

    def test_without_anybody_it_was_the_system_or_the_operator(self, world: World) -> None:
        assert record("a.b", actor=None).actor == "system"
        with operated_by(world.bob.owner):
            assert record("a.b", actor=None).actor == world.bob.owner.pk

    def test_it_goes_with_its_transaction(self) -> None:
        def work() -> None:
            record("a.b", actor=None)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError), transaction.atomic():
            work()
        assert not actions()

    def test_a_pages_entries_carry_the_callers_address(self, world: World, client: Client) -> None:
        Membership.objects.create(user=world.ada.owner, organization=world.bob.organization)
        client.force_login(world.ada.owner)
        client.get("/accounts/logout/", REMOTE_ADDR="203.0.113.7")
        client.post("/accounts/logout/", REMOTE_ADDR="203.0.113.7")
        assert AuditEvent.objects.get(action="person.signed_out").ip == "203.0.113.7"

    def test_keys_and_organizations_leave_their_story(self, world: World) -> None:
        AuditEvent.objects.all().purge_before(NOW + timedelta(days=999), most=99)
        key, token = issue_key(world.ada.organization, name="A", user=world.ada.owner)
        successor, _ = rotate_key(key, by=world.ada.owner)
        revoke_key(successor, by=world.ada.owner)
        revoke_key(successor, by=world.ada.owner)
        suspend_organization(world.ada.organization, reason="Unpaid", by=None)
        resume_organization(world.ada.organization, reason="Paid", by=None)
        assert actions(organization_id=world.ada.organization.pk) == [
            "key.issued",
            "key.issued",
            "key.rotated",
            "key.revoked",
            "organization.suspended",
            "organization.resumed",
        ]
        assert token.rpartition("_")[2] not in repr(list(AuditEvent.objects.values()))


@pytest.mark.both
@pytest.mark.django_db
class TestAppendOnly:
    @pytest.mark.parametrize(
        ("column", "value"),
        [("actor", "x"), ("action", "x"), ("target", "x"), ("details", "{}"), ("organization_id", "x"), ("at", NOW)],
    )
    def test_the_database_refuses_to_change_what_was_said(self, column: str, value: Any) -> None:
        event = record("key.revoked", actor=None)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE accounts_auditevent SET {column} = %s WHERE id = %s", [value, event.pk])  # noqa: S608

    def test_so_does_the_model(self) -> None:
        event = record("key.revoked", actor=None)
        event.actor = "somebody else"
        with pytest.raises(IntegrityError), transaction.atomic():
            event.save()
        with pytest.raises(TypeError):
            AuditEvent.objects.all().update(actor="somebody else")
        with pytest.raises(TypeError):
            AuditEvent.objects.all().delete()
