"""Whoever deletes their account takes their work with them, and leaves the books."""

import pytest
from django.utils import timezone

from accounts.deletion import request_account_deletion
from accounts.models import Membership
from billing.audit import audit
from billing.services import balance
from generation.assets.models import Asset
from generation.brand.models import BrandProfile, Document
from generation.companions.models import Session
from generation.imagery.models import Generation
from generation.jobs.models import Job
from generation.projects.closed import empty_closed
from generation.projects.models import Project, Revision, Source
from generation.timelines.models import Export, Footage, Segment, TimelineRevision, Variant
from generation.workflows.models import Workflow
from tests.matrix.conftest import Things, some_things

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def ours(db: None) -> Things:
    return some_things("Ours")


def test_its_projects_go_with_all_that_was_written_in_them(ours: Things) -> None:
    others = some_things("Others")
    organization = ours.api.organization
    assert balance(organization.pk).held > 0
    request_account_deletion(Membership.objects.get(organization=organization).user)
    assert empty_closed(now=timezone.now()) == 3, "one with a story, one of a workflow, one with a timeline"
    project = Project.objects.get(pk=ours.ids["project_id"])
    assert (project.name, project.deleted_at is None) == ("", False)
    assert Source.objects.get(pk=ours.ids["source_id"]).text == ""
    assert not Revision.objects.filter(artifact_id=ours.ids["artifact_id"]).exists()
    assert Job.objects.get(pk=ours.ids["job_id"]).status == "canceled"
    assert (balance(organization.pk).held, audit()) == (0, [])
    assert others.api.get(f"/story-projects/{others.ids['project_id']}").status == 200
    assert Revision.objects.filter(artifact_id=others.ids["artifact_id"]).exists()
    assert empty_closed(now=timezone.now()) == 0, "once"


def test_what_the_other_families_keep_goes_too(ours: Things) -> None:
    others, organization = some_things("Others"), ours.api.organization
    for owner in (organization, others.api.organization):
        BrandProfile.objects.create(organization_id=owner.pk, name="Ours")
        kept = {"operation": "image", "asset_id": "ast_1", "provider": "local", "model": "m"}
        Generation.objects.create(
            organization_id=owner.pk, job_id=owner.pk, prompt="Ours alone", created_at=timezone.now(), **kept
        )
    request_account_deletion(Membership.objects.get(organization=organization).user)
    empty_closed(now=timezone.now())
    theirs = {"organization_id": organization.pk}
    assert Generation.objects.get(**theirs).prompt == "", "that it was made is usage"
    assert not Session.objects.filter(**theirs).exists()
    assert not BrandProfile.objects.filter(**theirs).exists()
    assert not Document.objects.filter(**theirs).exists()
    assert not Workflow.objects.filter(**theirs).exists()
    assert not Job.objects.filter(**theirs).exclude(params={}, result__isnull=True).exists()
    assert not Asset.objects.filter(**theirs).exists()
    of_projects = (Footage, Segment, Variant, TimelineRevision, Export)
    assert [model for model in of_projects if model.objects.filter(project__organization_id=organization.pk)] == []
    rest = {"organization_id": others.api.organization.pk}
    assert Generation.objects.get(**rest).prompt == "Ours alone"
    assert Session.objects.filter(**rest).exists()
    assert BrandProfile.objects.filter(**rest).exists()
    assert Workflow.objects.filter(**rest).exists()
    assert Job.objects.filter(**rest).exclude(params={}).exists()
    assert others.api.get(f"/segment/{others.ids['segment_id']}").status == 200


def test_an_organization_that_is_only_suspended_keeps_everything(ours: Things) -> None:
    ours.api.organization.suspended_at = timezone.now()
    ours.api.organization.save()
    assert empty_closed(now=timezone.now()) == 0
