from collections.abc import Callable

import pytest
from django.test import Client

from generation.jobs.models import Job
from generation.media.child import Maker
from tests.jobs.conftest import claim, run

pytestmark = pytest.mark.django_db


def test_a_job_and_all_that_happened_to_it_are_on_one_read_only_page(
    new_job: Callable[..., Job], maker: Maker, admin_client: Client
) -> None:
    new_job("test.calls")
    job = run(claim(worker="a-host/1/1"), maker)
    assert job.id in admin_client.get("/admin/jobs/job/").content.decode()
    page = admin_client.get(f"/admin/jobs/job/{job.id}/change/").content.decode()
    for trace in ("a-host/1/1", "test-1", "queued", "succeeded"):
        assert trace in page
    assert 'name="_save"' not in page
    assert admin_client.post(f"/admin/jobs/job/{job.id}/change/", {"status": "queued"}).status_code == 403
    assert admin_client.post(f"/admin/jobs/job/{job.id}/delete/", {"post": "yes"}).status_code == 403
