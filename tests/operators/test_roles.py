"""Staff roles: every page of the admin opens to whom it is for, and to nobody else; content opens by no role."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts.content_access import close_content, open_content, opened_to
from accounts.models import AuditEvent, ContentAccess, User
from generation.jobs.models import Checkpoint, JobEvent
from generation.projects.models import Project, Source
from studio.operators.roles import GROUPS, make_groups
from tests.operators.conftest import MakeJob
from tests.world import World

pytestmark = pytest.mark.django_db
PAGES = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
REASON = "Complaint no. 12"


def member(group: str | None) -> tuple[Client, User]:
    user = User.objects.create_user(f"{(group or 'nobody').split()[0].lower()}@staff.example", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client, user


@pytest.mark.parametrize("group", [*GROUPS, None])
def test_every_page_opens_to_the_roles_that_it_is_for(group: str | None) -> None:
    client, _ = member(group)
    powers = GROUPS[group] if group else frozenset()
    wrong = {}
    for model in PAGES:
        app, name = model._meta.app_label, model._meta.model_name
        may = bool({f"{app}.view_{name}", f"{app}.change_{name}"} & powers)
        status = client.get(f"/admin/{app}/{name}/").status_code
        if status != (200 if may else 403):
            wrong[f"{app}.{name}"] = status
        add = client.get(f"/admin/{app}/{name}/add/").status_code
        if add == 200 and f"{app}.add_{name}" not in powers:
            wrong[f"{app}.{name} add"] = add
    assert wrong == {}
    assert client.get("/admin/").status_code == 200


def test_every_named_permission_exists_and_making_them_again_changes_nothing() -> None:
    known = {f"{app}.{code}" for app, code in Permission.objects.values_list("content_type__app_label", "codename")}
    assert {name for wanted in GROUPS.values() for name in wanted} - known == set()
    before = {group.name: set(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()}
    Group.objects.get(name="Finance").permissions.clear()
    make_groups()
    make_groups()
    after = {group.name: set(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()}
    assert after == before
    assert set(GROUPS) <= set(after)


@pytest.mark.parametrize(
    ("group", "holds", "lacks"),
    [
        ("Support", "accounts.open_content", "billing.change_account"),
        ("Support", "jobs.change_job", "accounts.add_apikey"),  # rotating shows the new key
        ("Finance", "billing.change_account", "accounts.open_content"),
        ("Operator", "accounts.change_switch", "accounts.open_content"),
        ("Content reviewer", "accounts.open_content", "accounts.view_apikey"),
    ],
)
def test_what_sets_the_roles_apart(group: str, holds: str, lacks: str) -> None:
    _, user = member(group)
    assert user.has_perm(holds)
    assert not user.has_perm(lacks)


# Text fields of registered models that no customer writes: names that the studio gives, codes, states, ids, addresses.
_PLAIN = {
    "accounts": None, "billing": None, "auth": None, "account": None, "mfa": None, "django_q": None, "routing": None,
    "webhooks": None,
    "jobs.job": {"kind", "status", "error_code", "error_message", "operation", "worker", "stage", "traceparent"},
    "jobs.circuitbreaker": {"provider", "operation"}, "jobs.workerhost": {"name"},
    "jobs.providercall": {"stage", "provider", "account", "model", "operation", "content_key", "status", "error_code"},
    "projects.source": {"type", "status", "retention_policy", "content_hash", "failure_code", "digest_status",
                        "digest_failure_code"},
    "projects.artifact": {"type", "status", "failure_code"},
    "projects.revision": {"provider", "model"}, "projects.rendition": {"kind"},
    "timelines.footage": {"kind", "status", "content_type", "failure_code"},
    "timelines.variant": {"provider", "model", "scores"}, "timelines.segment": {"source"},
    "timelines.timelinerevision": {"action"}, "timelines.preview": {"key"}, "timelines.export": {"format"},
    "companions.session": {"companion_id"}, "imagery.generation": {"operation", "provider", "model"},
    "workflows.workflow": {"type", "quality", "once", "review"},
    "brand.brandprofile": {"colors", "fonts", "look"},
    "brand.document": {"kind", "content_type", "content_hash", "status", "failure_code"},
    "assets.asset": {"content_type"}, "assets.signingkey": {"key", "chain"},
    "stories.storyplan": {"status", "restored_from", "model_used", "provider_used", "failure_code", "quote"},
    "stories.coveragereport": {"status", "failure_code"},
    "stories.castvoice": {"gender", "voice_id", "voice_name", "provider", "spoken_by"},
    "stories.sfxcue": {"trigger_offset", "entry"}, "stories.voicesample": {"voice_id", "provider", "model"},
    "stories.sharelink": {"token_hash", "token", "sealed_token"},
}  # fmt: skip


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label_lower)
def test_every_field_that_a_customer_fills_is_kept_back(model: type[models.Model]) -> None:
    """A new text field is either named here as plain or by its page as content."""
    label = model._meta.label_lower
    if _PLAIN.get(model._meta.app_label, ()) is None:
        return
    texts = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and not field.name.endswith("_id") and not field.primary_key
    }  # fmt: skip
    plain = _PLAIN.get(label) or set()
    kept = set(getattr(admin.site._registry[model], "content_fields", ()))
    hidden = set(admin.site._registry[model].exclude or ())
    assert texts - plain - kept - hidden == set(), label


class TestContent:
    """SECRET stands wherever a customer could have written it."""

    @pytest.fixture
    def written(self, world: World, make_job: MakeJob) -> list[str]:
        organization = world.ada.organization.pk
        project = Project.objects.create(organization_id=organization, name="SECRET name", description="SECRET words")
        source = Source.objects.create(project=project, type="text", label="SECRET label", text="SECRET text")
        job = make_job("running", organization=organization, params={"brief": "SECRET brief"}, message="SECRET part")
        JobEvent.objects.create(job=job, seq=1, type="stage", data={"x": "SECRET"}, created_at=timezone.now())
        Checkpoint.objects.create(
            job=job, stage="s", output={"x": "SECRET"}, attempt=1, created_at=timezone.now()
        )  # fmt: skip
        rows = [project, source, job]
        pages = [f"/admin/{row._meta.app_label}/{row._meta.model_name}/" for row in rows]
        return pages + [f"{page}{row.pk}/change/" for page, row in zip(pages, rows, strict=True)]

    def seen(self, client: Client, pages: list[str]) -> dict[str, bool]:
        return {page: "SECRET" in client.get(page).content.decode() for page in pages}

    @pytest.mark.parametrize("group", ["Support", "Content reviewer", "Operator", "root"])
    def test_nobody_sees_it_unasked(self, group: str, written: list[str], root: User) -> None:
        client, _ = member(group) if group != "root" else (Client(), root)
        if group == "root":
            client.force_login(root)
        assert not any(self.seen(client, written).values())

    def test_for_a_reason_one_organizations_opens_for_a_while_and_its_owner_can_read_why(
        self, written: list[str], world: World
    ) -> None:
        client, _ = member("Support")
        address = f"/admin/accounts/organization/{world.ada.organization.pk}/open-content/"
        assert client.post(address, {"hours": 1, "reason": ""}).status_code == 200
        assert not ContentAccess.objects.exists()
        assert client.post(address, {"hours": 1, "reason": REASON}).status_code == 302
        lists = [page for page in written if "jobs/job/" not in page or "change" in page]
        assert all(self.seen(client, lists).values())
        told = AuditEvent.objects.filter(organization_id=world.ada.organization.pk, action__startswith="content.")
        assert {event.action for event in told} == {"content.opened", "content.read"}
        assert {event.details["reason"] for event in told} == {REASON}
        owner = Client()
        owner.force_login(world.ada.owner)
        page = owner.get("/dashboard/audit").content.decode()
        assert REASON in page
        assert "Staff opened" in page
        other, _ = member("Content reviewer")
        assert not any(self.seen(other, written).values()), "to one member of staff alone"

    def test_it_closes_by_itself_and_by_hand(self, written: list[str], world: World) -> None:
        client, user = member("Support")
        organization, now = world.ada.organization, timezone.now()
        open_content(organization, by=user, reason=REASON, lasts=timedelta(hours=1), now=now - timedelta(hours=2))
        assert not any(self.seen(client, written).values())
        open_content(organization, by=user, reason=REASON, lasts=timedelta(hours=1), now=now)
        assert opened_to(user) == {organization.pk: REASON}
        assert opened_to(user, now + timedelta(hours=2)) == {}
        close_content(organization, by=user)
        assert opened_to(user) == {}

    @pytest.mark.parametrize("group", ["Finance", "Operator"])
    def test_roles_without_it_cannot_open_any(self, group: str, world: World) -> None:
        client, _ = member(group)
        address = f"/admin/accounts/organization/{world.ada.organization.pk}/open-content/"
        assert client.post(address, {"hours": 1, "reason": REASON}).status_code == 403
        assert not ContentAccess.objects.exists()


def test_groups_are_made_of_models_that_are_there() -> None:
    for wanted in GROUPS.values():
        for name in wanted:
            app, _, code = name.partition(".")
            assert apps.get_app_config(app), (name, code)
