"""Operator switches: each is asked where its work begins, refuses in words, and is turned with a reason."""

from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from accounts import switches
from accounts.models import AuditEvent, Switch, User
from generation.jobs.services import create_job
from generation.media.child import Maker
from generation.routing import routes
from generation.webhooks import sender
from studio.discovery.views import capabilities
from tests.world import World

pytestmark = pytest.mark.django_db


def off(name: str) -> None:
    switches.turn(name, on=False, by=None, reason="A test.")


def send(world: World, path: str, body: dict[str, Any]) -> Any:
    return Client().post(
        f"/api/v1{path}", body, content_type="application/json", HTTP_IDEMPOTENCY_KEY=f"k-{path}"[:60],
        headers=world.ada.headers,
    )  # fmt: skip


def test_what_was_never_turned_is_as_described() -> None:
    Switch.objects.all().delete()
    switches.forget()
    assert switches.states() == {name: one.default for name, one in switches.SWITCHES.items()}
    assert switches.turned() == []
    with pytest.raises(KeyError):
        switches.is_on("no_such_switch")


def test_it_is_read_once_for_many_questions(django_assert_num_queries: Any) -> None:
    switches.forget()
    with django_assert_num_queries(1):
        for _ in range(50):
            switches.is_on("workflows")


def test_turning_is_audited_once_and_noticed_at_once(root: User) -> None:
    for _ in range(2):
        switches.turn("workflows", on=False, by=root, reason="A flood.")
    assert not switches.is_on("workflows")
    event = AuditEvent.objects.get(action="switch.turned")
    assert (event.actor, event.target, event.details) == (root.pk, "workflows", {"on": False, "reason": "A flood."})


def test_maintenance_admits_no_new_job_and_lets_the_studios_own_go_on(world: World) -> None:
    off("new_jobs")
    given = {"organization_id": world.ada.organization.pk, "kind": "studio.speech", "params": {}}
    with pytest.raises(switches.SwitchedOff):
        create_job(**given, key_id=world.ada.key.pk)
    assert create_job(**given).status == "queued"


def test_workflows_are_refused_in_their_familys_words(world: World) -> None:
    off("workflows")
    answer = send(world, "/workflow", {"type": "staticad", "params": {"productDescription": "A kettle."}})
    assert answer.status_code == 503
    assert "switched off" in str(answer.json()["error"])
    assert answer["Retry-After"] == "60"


def test_addresses_are_refused_and_text_is_not(world: World) -> None:
    off("url_sources")
    project = send(world, "/story-projects", {"name": "P"}).json()
    ident = project.get("projectId") or project.get("id") or project["project"]["id"]
    answer = send(world, f"/story-projects/{ident}/sources", {"type": "url", "uri": "https://example.com/"})
    assert answer.status_code == 503
    assert "Send the text" in answer.json()["error"]["message"]
    text = send(world, f"/story-projects/{ident}/sources", {"type": "text", "content": "A kettle boils."})
    assert text.status_code < 300


def test_live_reads_are_asked_before_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    off("live_reads")
    with pytest.raises(switches.SwitchedOff, match="Live reads"):
        switches.require("live_reads", "new_jobs")


def test_webhooks_wait_while_they_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []

    class Sender:
        def run(self, now: object) -> None:
            sent.append(now)

    monkeypatch.setattr(sender, "_sender", Sender())
    off("webhooks")
    sender.turn_over(timezone.now())
    assert sent == []
    switches.turn("webhooks", on=True, by=None, reason="Back.")
    sender.turn_over(timezone.now())
    assert len(sent) == 1


def test_without_outside_providers_the_studio_does_it_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes.registry, "configured", lambda capability: "openai")
    off("external_providers")
    assert routes.provider_name(world.ada.organization.pk, "speech") == "local"
    made = routes.adapter_for(world.ada.organization.pk, "speech", Maker())
    assert made.info.provider == "local"
    assert "switched off" in made.info.stands_in_because
    world.ada.organization.is_strict_providers = True
    world.ada.organization.save()
    with pytest.raises(routes.ProviderUnavailable):
        routes.adapter_for(world.ada.organization.pk, "speech", Maker())


def test_sign_up_is_open_by_setting_and_switch() -> None:
    assert Client().get("/accounts/signup/").content.decode().count("password1")
    off("sign_up")
    assert "password1" not in Client().get("/accounts/signup/").content.decode()
    switches.turn("sign_up", on=True, by=None, reason="Back.")
    with override_settings(STUDIO_SIGNUP_OPEN=False):
        assert "password1" not in Client().get("/accounts/signup/").content.decode()


def test_clients_are_told_what_is_off() -> None:
    assert set(capabilities()["switches"].values()) == {True}
    off("workflows")
    assert capabilities()["switches"]["workflows"] is False


def test_the_home_says_what_is_off(staff: Client) -> None:
    off("new_jobs")
    assert "New jobs are admitted" in staff.get("/admin/").content.decode()
