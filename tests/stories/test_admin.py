"""Staff see that staging, plans, coverage and links exist; what they say they read only for a reason that is logged."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.services import create_user
from generation.projects.models import Artifact, Rendition, Revision
from generation.stories.models import (
    CastVoice,
    CoverageReport,
    SceneMusic,
    SfxCue,
    ShareLink,
    StoryPlan,
    TableRead,
    VoiceSample,
)

WORDS = "three knocks behind the painted door"
CONTENT = [StoryPlan, TableRead, CastVoice, SceneMusic, SfxCue, CoverageReport, Revision, Rendition]
PAGES = [*CONTENT, ShareLink, VoiceSample]


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.com", "a long enough one"))
    return client


@pytest.fixture
def read(table_read: str) -> Artifact:
    """A staged read, with words of its owner in every row that can hold some."""
    artifact = Artifact.objects.get(pk=table_read)
    staging = TableRead.objects.create(artifact=artifact, notes=[{"message": WORDS}])
    voice = {"voice_id": "af_heart", "voice_name": "Heart", "spoken_by": "af_heart"}
    CastVoice.objects.create(read=staging, character="Ida", **voice)
    SceneMusic.objects.create(read=staging, scene=0, prompt=WORDS)
    SfxCue.objects.create(read=staging, entry=0, label="knock", prompt=WORDS, job_id="job_1")
    CoverageReport.objects.create(artifact=artifact, revision=1, focus_prompt=WORDS)
    Rendition.objects.create(artifact=artifact, revision=1, kind="live", job_id="job_1", data={"performance": WORDS})
    VoiceSample.objects.create(
        organization_id=artifact.organization_id, provider="local", model="m", voice_id="af_heart", job_id="job_1"
    )
    Revision.objects.filter(artifact=artifact).update(content={"script": WORDS})
    StoryPlan.objects.create(
        project=artifact.project, target={}, artifact_requests=[], quote={}, creative_brief=WORDS, title="Plan"
    )
    return artifact


def url_of(row: Any, page: str) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{page}/"


@pytest.mark.parametrize("model", PAGES)
def test_rows_are_listed_searched_and_not_changed(staff: Client, read: Artifact, model: Any) -> None:
    row = model.objects.first()
    pages = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
    for query in ("", read.organization_id, "nothing-like-it"):
        assert staff.get(pages, {"q": query}).status_code == 200
    assert str(row.pk) in staff.get(pages, {"q": read.organization_id}).content.decode()
    page = staff.get(url_of(row, "change"))
    assert WORDS not in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert staff.post(url_of(row, "change"), {}).status_code == 403
    assert staff.post(url_of(row, "delete"), {"post": "yes"}).status_code == 403
    assert staff.get(f"{pages}add/").status_code == 403


@pytest.mark.parametrize("model", CONTENT)
def test_content_is_read_for_a_reason_that_stands_in_the_audit_log(staff: Client, read: Artifact, model: Any) -> None:
    row = model.objects.first()
    asked = staff.get(url_of(row, "read-content")).content.decode()
    assert "audit log" in asked
    assert WORDS not in asked
    assert WORDS not in staff.post(url_of(row, "read-content"), {"reason": " "}).content.decode()
    assert not AuditEvent.objects.filter(action="content.read").exists()
    shown = staff.post(url_of(row, "read-content"), {"reason": "Ticket 12"})
    assert "no-store" in shown["Cache-Control"]
    assert ("Ida" if model is CastVoice else WORDS) in shown.content.decode()
    event = AuditEvent.objects.get(action="content.read")
    assert (event.organization_id, event.target) == (read.organization_id, str(row.pk))
    assert event.details["reason"] == "Ticket 12"
    assert event.actor == User.objects.get(email="root@example.com").pk


def test_who_may_only_look_at_the_admin_reads_no_content(staff: Client, read: Artifact) -> None:
    person = create_user(email="looker@example.com")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client = Client()
    client.force_login(person)
    assert client.post(url_of(SfxCue.objects.get(), "read-content"), {"reason": "Curious"}).status_code == 403


def test_a_link_is_revoked_for_a_reason(staff: Client, read: Artifact) -> None:
    link = ShareLink.objects.get(artifact=read)
    staff.post(url_of(link, "revoke"), {"reason": "Reported"})
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert AuditEvent.objects.get(action="share.revoked").details["reason"] == "Reported"
    assert staff.post(url_of(link, "revoke"), {"reason": "Again"}).status_code == 403


def test_every_model_of_the_family_has_its_page() -> None:
    registered = {model for model in admin.site._registry if model._meta.app_label == "stories"}
    assert registered == {*CONTENT, ShareLink, VoiceSample} - {Revision, Rendition}
