"""A deleted organization leaves nothing that it wrote, in no table and no file; its ledger adds up, unnamed.

Generated: rows with a marked text in every text column are made for every model that belongs to an organization, found
by walking from the app registry, so a new model is in the test on the day it is written.
"""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.closing import GRACE, close_due, request_deletion, take_back_deletion
from accounts.deletion import request_account_deletion
from accounts.errors import NotPermitted
from accounts.keys import change_key, issue_key
from accounts.models import AuditEvent, Invitation, Membership, Organization, Role, User
from billing.audit import audit
from billing.models import Entry
from billing.services import balance
from generation.assets.collect import run_strays
from generation.assets.models import Asset, Blob
from generation.assets.services import store_bytes
from generation.assets.storage import store
from generation.brand.models import BrandProfile
from generation.jobs.models import Job
from generation.projects.closed import empty_closed
from generation.routing.services import add_account, remove_account
from generation.timelines.models import Footage
from generation.timelines.pipeline.render import job_folder
from generation.timelines.services.uploads import on_its_way
from tests.accounts.rows import complete, owned
from tests.matrix.conftest import Things, some_things
from wire.errors import ValidationFailed

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MARK = "zzmarkzz"
_TEXTS = (models.CharField, models.TextField)


@pytest.fixture
def ours(db: None) -> Things:
    shutil.rmtree(settings.STUDIO_DATA / "blobs", ignore_errors=True)
    return some_things("Ours")


def owner_of(things: Things) -> User:
    return Membership.objects.get(organization=things.api.organization, role=Role.OWNER).user


def mark(model: type[models.Model], way: str, organization_id: str) -> int:
    """Write the mark into whatever column of the organization's rows takes it; how many rows it has."""
    pks = list(model._default_manager.filter(**{way: organization_id}).values_list("pk", flat=True))
    for field in model._meta.concrete_fields:
        if field.primary_key or field.unique or field.choices or field.remote_field:
            continue
        if field.name.endswith(("_id", "_hash")) or field.name in {"kind", "status", "sha256", "role", "operation"}:
            continue
        for number, pk in enumerate(pks):
            value = marked_value(field, number)
            try:
                with transaction.atomic():
                    if value is not None:
                        models.QuerySet.update(model._default_manager.filter(pk=pk), **{field.name: value})
            except IntegrityError:
                break  # what a CHECK or a trigger keeps as it is: the audit log, of which see below
    return len(pks)


def marked_value(field: Any, number: int) -> Any:
    """A text of its own for every row, because some are unique in their organization."""
    text = f"{MARK}{number}"
    if isinstance(field, models.JSONField):
        return {"said": text}
    if isinstance(field, models.BinaryField):
        return text.encode()
    return text if isinstance(field, _TEXTS) and (field.max_length or 100) >= 20 else None


def marked() -> set[str]:
    """The columns of the whole database in which the mark is found."""
    return {
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        for row in model._default_manager.values()
        for name, value in row.items()
        if MARK in repr(bytes(value) if isinstance(value, memoryview) else value)
    }


def delete(things: Things) -> None:
    now = timezone.now()
    organization = Organization.objects.get(pk=things.api.organization.pk)
    request_deletion(organization, typed=organization.name, by=owner_of(things), now=now)
    close_due(now=now + GRACE)
    come_by(now + GRACE)


def delete_its_last_member(things: Things) -> None:
    request_account_deletion(owner_of(things))
    come_by(timezone.now())


def come_by(now: datetime) -> None:
    for _ in range(4):  # as the worker does every few minutes
        empty_closed(now=now)


# Columns into which the test can write and no customer can: words of the studio's own code.
NO_WORDS_OF_THEIRS = {
    "accounts.ApiKey.scopes": "a list of known scopes, checked when the key is issued",
    "jobs.Attempt.worker": "a host of the operator's",
    "jobs.Job.error_code": "the studio's vocabulary of errors",
    "jobs.Job.stage": "a stage's name in a pipeline",
    "jobs.Job.traceparent": "a trace's id, in hex",
    "jobs.Job.worker": "a host of the operator's",
    "jobs.JobEvent.type": "a state, or a fixed word",
    "jobs.ProviderCall.account": "the id of an account that is gone",
    "jobs.ProviderCall.error_code": "the studio's vocabulary of errors",
    "jobs.ProviderCall.key": "the pipeline's name for a step: line-003",
    "jobs.ProviderCall.model": "a vendor's model, for the costs",
    "jobs.ProviderCall.provider": "a vendor, for the costs",
    "jobs.ProviderCall.stage": "a stage's name in a pipeline",
    "projects.Source.digest_failure_code": "the studio's vocabulary of errors",
    "projects.Source.failure_code": "the studio's vocabulary of errors",
    "imagery.Generation.model": "a vendor's model, for the usage",
    "imagery.Generation.provider": "a vendor, for the usage",
}


@pytest.mark.parametrize("end", [delete, delete_its_last_member], ids=["deleted", "left by its last member"])
def test_no_word_of_it_is_left_anywhere(ours: Things, end: Callable[[Things], None]) -> None:
    organization = ours.api.organization
    failed = {"status": "failed", "error_code": "PROVIDER_FAILED", "error_message": "It said no."}
    Job.objects.filter(pk=ours.ids["export_job_id"]).update(**failed, finished_at=timezone.now())
    complete(organization.pk)
    counted = {model._meta.label: mark(model, way, organization.pk) for model, way in owned()}
    assert [label for label, count in counted.items() if not count] == [], "no model is forgotten by this test"
    assert len(marked()) > 150, "the mark is in"
    end(ours)
    assert marked() == set(NO_WORDS_OF_THEIRS)


def test_no_name_is_left_in_the_audit_log_or_the_admins(ours: Things) -> None:
    organization, owner = ours.api.organization, owner_of(ours)
    key, _ = issue_key(organization, name=MARK, user=owner)
    change_key(key, name=f"{MARK}2", ip_allowlist=[], by=owner)
    account = add_account(organization.pk, name=MARK, provider="openai", key="k", by=owner, now=timezone.now())
    remove_account(account, by=owner, now=timezone.now())
    asked = Invitation.objects.create(
        organization=organization, email="a@b.example", token_hash="x", expires_at=timezone.now()
    )
    profile = BrandProfile.objects.create(organization_id=organization.pk)
    for obj in (key, organization, asked, profile):
        LogEntry.objects.log_actions(owner.pk, [obj], CHANGE, "[]", single_object=True)
    LogEntry.objects.update(object_repr=MARK, change_message=MARK)
    assert {"accounts.AuditEvent.details", "admin.LogEntry.object_repr"} <= marked()
    delete(ours)
    assert marked() == set()


def test_no_file_of_it_is_left_and_others_keep_theirs(ours: Things, tmp_path: Path) -> None:
    others, organization_id = some_things("Others"), ours.api.organization.pk
    theirs = others.api.organization.pk
    before, kept = Asset.objects.filter(organization_id=theirs).count(), files_of(theirs)
    (tmp_path / "unnamed").write_text("stored by a worker that never came to name it")
    store_bytes(organization_id, tmp_path / "unnamed")
    waiting = Footage.objects.create(project_id=ours.ids["project_id"], status=Footage.Status.WAITING)
    with on_its_way(waiting).appending() as upload:
        upload.write(b"half of a film")
    part = job_folder(ours.ids["export_job_id"]) / "1" / "parts" / "0.mp4"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"a rendered part")
    assert len(files_of(organization_id)) > 1
    delete(ours)
    assert not Asset.objects.filter(organization_id=organization_id).exists()
    assert not Blob.objects.filter(organization_id=organization_id).exists()
    assert files_of(organization_id) == []
    assert (on_its_way(waiting).size(), part.exists()) == (0, False)
    assert Asset.objects.filter(organization_id=theirs).count() == before > 0
    assert files_of(theirs) == kept != []
    assert others.api.get(f"/story-projects/{others.ids['project_id']}").status == 200


def test_more_files_than_a_round_takes_go_in_several(ours: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.projects.closed.MOST", 1)
    left = Asset.objects.filter(organization_id=ours.api.organization.pk)
    request_account_deletion(owner_of(ours))
    counts: list[int] = []
    while left.exists() and len(counts) < 50:
        empty_closed(now=timezone.now())
        counts.append(left.count())
    assert counts[-1] == 0
    assert files_of(ours.api.organization.pk) == []


def test_a_file_that_came_after_the_end_is_collected(ours: Things) -> None:
    organization_id = ours.api.organization.pk
    delete(ours)
    late = Blob(organization_id=organization_id, sha256="ab" * 32)
    storages["blobs"].save(late.storage_name, ContentFile(b"put by a worker that was slow"))
    assert len(files_of(organization_id)) == 1
    run_strays(now=timezone.now() + timedelta(days=2))
    assert files_of(organization_id) == []


def files_of(organization_id: str) -> list[str]:
    return [one.name for one in store().listed(organization_id)]


def test_the_ledger_stays_adds_up_and_names_nobody(db: None) -> None:
    ours = some_things("Zornfeld and Daughters")
    organization, owner, before = ours.api.organization, owner_of(ours), list(Entry.objects.order_by("pk").values())
    delete(ours)
    assert audit() == []
    assert list(Entry.objects.order_by("pk").values())[: len(before)] == before != []
    assert balance(organization.pk).held == 0
    kept = Organization.objects.get(pk=organization.pk)
    books = [model._default_manager.values() for model in apps.get_app_config("billing").get_models()]
    said = repr([list(rows) for rows in (Organization.objects.values(), *books)])
    assert kept.pk in said
    assert [name for name in (organization.name, owner.email) if name in said] == []
    assert not AuditEvent.objects.filter(organization_id=kept.pk).exclude(ip="").exists()
    assert AuditEvent.objects.filter(organization_id=kept.pk, action="organization.deleted").count() == 1


class TestGrace:
    def test_it_can_be_read_and_not_used_and_taken_back(self, ours: Things) -> None:
        organization, now = ours.api.organization, timezone.now()
        at = request_deletion(organization, typed=organization.name, by=owner_of(ours), now=now)
        assert at == now + timedelta(days=7)
        assert ours.api.get("/story-projects").status == 403
        assert close_due(now=at - timedelta(seconds=1)) == 0
        take_back_deletion(organization, by=owner_of(ours))
        assert ours.api.get("/story-projects").status == 200
        assert close_due(now=at) == 0

    def test_a_wrong_name_deletes_nothing(self, ours: Things) -> None:
        with pytest.raises(ValidationFailed):
            request_deletion(ours.api.organization, typed="ours", by=owner_of(ours))
        assert Organization.objects.get(pk=ours.api.organization.pk).delete_at is None

    def test_only_owners_may(self, ours: Things) -> None:
        owner = owner_of(ours)
        Membership.objects.filter(user=owner).update(role=Role.ADMIN)
        with pytest.raises(NotPermitted):
            request_deletion(ours.api.organization, typed="Ours", by=owner)
