"""API keys through their pages."""

import re

import pytest
from django.db.models import Sum

from accounts.keys import authenticate, issue_key
from accounts.models import ApiKey, AuditEvent
from billing.models import Entry
from billing.services import capture, hold, release
from tests.dashboard.conftest import Browser
from tests.world import World
from wire.errors import ApiKeyRevoked

TOKEN = re.compile(r"sh_[0-9a-f]{18}_[0-9a-f]{64}")


def test_a_key_is_shown_once_and_works(ada: Browser, world: World) -> None:
    answer = ada.post("/dashboard/keys/new", name="Press desk", scopes=["story:read", "credits:read"])
    token = TOKEN.search(answer.content.decode())
    assert token
    assert answer["Cache-Control"] == "no-store"
    principal = authenticate(token[0], remote_ip="127.0.0.1")
    assert principal.organization_id == world.ada.organization.pk
    assert principal.scopes == {"story:read", "credits:read"}
    assert not TOKEN.search(ada.get("/dashboard/keys").content.decode())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "", "scopes": ["story:read"]}, "name"),
        ({"name": "A", "scopes": []}, "scopes"),
        ({"name": "A", "scopes": ["everything:always"]}, "scopes"),
        ({"name": "A", "scopes": ["story:read"], "ip_allowlist": "10.0.0.0/99"}, "ip_allowlist"),
        ({"name": "A", "scopes": ["story:read"], "lifetime": "3000"}, "lifetime"),
    ],
)
def test_a_bad_key_is_refused_at_its_field(ada: Browser, world: World, given: dict, field: str) -> None:
    before = ApiKey.objects.count()
    answer = ada.post("/dashboard/keys/new", **given)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert ApiKey.objects.count() == before


def test_the_scopes_are_explained_and_only_the_least_are_ticked(ada: Browser) -> None:
    html = ada.get("/dashboard/keys/new").content.decode()
    assert "Refine, recast, finalize and render artifacts" in html
    ticked = re.findall(r'name="scopes" value="([^"]+)" checked', html)
    assert ticked == ["story:read", "credits:read"]


def test_a_list_of_addresses_may_use_commas_and_lines(ada: Browser) -> None:
    ada.post("/dashboard/keys/new", name="A", scopes=["story:read"], ip_allowlist="203.0.113.7,\n10.0.0.0/8")
    assert ApiKey.objects.get(name="A").ip_allowlist == ["203.0.113.7/32", "10.0.0.0/8"]


def test_a_budget_is_set_with_a_key_changed_and_taken_away(ada: Browser, world: World) -> None:
    ada.post("/dashboard/keys/new", name="Shop", scopes=["story:read"], monthly_budget="250")
    key = ApiKey.objects.get(name="Shop")
    hold(world.ada.organization.pk, 60, operation="film", quote={}, key_id=key.pk)
    page = ada.get("/dashboard/keys").content.decode()
    assert "<b>60</b> of 250 credits this month" in page
    assert "190 left" in page
    assert 'value="24"' in page
    change = {"name": "The shop", "monthly_budget": "60", "ip_allowlist": "203.0.113.7"}
    assert ada.post(f"/dashboard/keys/{key.pk}", **change).status_code == 302
    page = ada.get("/dashboard/keys").content.decode()
    assert "The shop" in page
    assert "203.0.113.7/32" in page
    assert "Used up until" in page
    ada.post(f"/dashboard/keys/{key.pk}", **change | {"monthly_budget": ""})
    assert "60 credits this month, no budget" in ada.get("/dashboard/keys").content.decode()
    told = AuditEvent.objects.filter(target=key.pk).order_by("pk").values_list("action", flat=True)
    assert list(told) == ["key.issued", "key.budget_set", "key.changed", "key.budget_set", "key.budget_set"]


@pytest.mark.parametrize(("given", "field"), [({"monthly_budget": "-1"}, "monthly_budget"), ({"name": " "}, "name")])
def test_a_bad_change_is_refused_at_its_field(ada: Browser, world: World, given: dict, field: str) -> None:
    answer = ada.post(f"/dashboard/keys/{world.ada.key.pk}", **{"name": "A", **given})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_receipts_are_those_of_a_key(ada: Browser, world: World) -> None:
    organization_id = world.ada.organization.pk
    by_key = hold(organization_id, 7, operation="film", quote={"total": 7}, key_id=world.ada.key.pk)
    by_hand = hold(organization_id, 9, operation="film", quote={"total": 9})
    receipts = [capture(held.pk, held.amount, outcome="succeeded").pk for held in (by_key, by_hand)]
    shown = ada.get(f"/dashboard/usage?key={world.ada.key.pk}").context["page"].items
    assert [row.pk for row in shown] == receipts[:1]
    assert len(ada.get("/dashboard/usage").context["page"].items) == 2
    lines = ada.get(f"/dashboard/usage.csv?key={world.ada.key.pk}").content.decode().splitlines()
    assert (len(lines), world.ada.key.pk in lines[1]) == (2, True)
    for path in ("usage", "usage.csv"):
        assert ada.get(f"/dashboard/{path}?key={world.bob.key.pk}").status_code == 404


def test_each_keys_share_of_the_cycle_is_what_the_ledger_says(ada: Browser, world: World) -> None:
    organization = world.ada.organization
    other = issue_key(organization, name="Render farm", user=world.ada.owner)[0]
    gone = issue_key(organization, name="Gone", user=world.ada.owner)[0]
    asked = [(world.ada.key.pk, 7, 7), (world.ada.key.pk, 8, 3), (other.pk, 20, 20), (gone.pk, 6, 6), (None, 9, 9)]
    for key_id, amount, captured in asked:
        held = hold(organization.pk, amount, operation="film", quote={"total": amount}, key_id=key_id)
        capture(held.pk, captured, outcome="succeeded")
    unfinished = hold(organization.pk, 11, operation="film", quote={"total": 11}, key_id=other.pk)
    release(unfinished.pk, reason="The painter ran out of paint.")
    gone.delete()
    shown = ada.get("/dashboard/usage").context
    told = {row.key_id: row.credits for row in shown["spenders"]}
    spent = Entry.objects.filter(account__organization=organization, book="spent").values_list(
        "transaction__hold__key_id"
    )
    assert told == {key_id or "": credits for key_id, credits in spent.annotate(Sum("amount"))}
    assert [(row.name.split(" (")[0], row.credits, row.percent) for row in shown["spenders"]] == [
        ("Render farm", 20, 44), ("Ada's key", 10, 22), ("People, signed in", 9, 20), ("A deleted key", 6, 13),
    ]  # fmt: skip
    assert sum(told.values()) == shown["burn"].spent == 45
    assert f'<a href="?key={other.pk}">Render farm' in ada.get("/dashboard/usage").content.decode()


def test_a_cycle_without_a_charge_names_no_spender(ada: Browser) -> None:
    assert "Who spent it" not in ada.get("/dashboard/usage").content.decode()


def test_a_strangers_key_cannot_be_changed(ada: Browser, world: World) -> None:
    assert ada.get(f"/dashboard/keys/{world.bob.key.pk}").status_code == 404
    assert ada.post(f"/dashboard/keys/{world.bob.key.pk}", name="Mine").status_code == 404


def test_a_rotated_key_has_a_successor_and_goes_on_until_its_time(ada: Browser, world: World) -> None:
    answer = ada.post(f"/dashboard/keys/{world.ada.key.pk}/rotate", overlap_h="24")
    token = TOKEN.search(answer.content.decode())
    assert token
    assert authenticate(token[0], remote_ip="127.0.0.1").scopes == frozenset(world.ada.key.scopes)
    assert authenticate(world.ada.token, remote_ip="127.0.0.1").key_id == world.ada.key.pk
    assert "Retiring" in ada.get("/dashboard/keys").content.decode()


def test_a_revoked_key_is_refused_from_then_on(ada: Browser, world: World) -> None:
    ada.post(f"/dashboard/keys/{world.ada.key.pk}/revoke")
    with pytest.raises(ApiKeyRevoked):
        authenticate(world.ada.token, remote_ip="127.0.0.1")
