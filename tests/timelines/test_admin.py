"""Staff look at timelines and change nothing."""

from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.models import User
from generation.timelines.models import Export, Preview
from tests.timelines.world import Editing, variant


@pytest.mark.parametrize("model", list(apps.get_app_config("timelines").get_models()), ids=lambda model: model.__name__)
def test_every_row_has_a_page_that_cannot_be_sent(work: Editing, client: Any, model: Any) -> None:
    variant(work, 0, 25)
    work.split(work.only, 4.0)
    job = work.api.post("/export", {"project_id": work.project.pk, "format": "edl"}).json["export_job_id"]
    Preview.objects.create(organization_id="org_x", key="k", asset_id="ast_x", created_at=work.project.created_at)
    assert Export.objects.filter(pk=job).exists()
    staff = User.objects.create_superuser(email="staff@example.com", password="a long password")
    client.force_login(staff)
    name = f"timelines_{model._meta.model_name}"
    listed = client.get(reverse(f"admin:{name}_changelist"))
    assert listed.status_code == 200
    row = model.objects.first()
    page = client.get(reverse(f"admin:{name}_change", args=[row.pk]))
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403
