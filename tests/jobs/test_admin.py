"""Operators see everything that happened to a job on one page, and act on it only by a page that asks first."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent, Organization, User
from billing.models import Receipt
from billing.services import balance
from generation.jobs.models import Job
from generation.media.child import Maker
from tests.jobs.conftest import an_organization, claim, run
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> User:
    return User.objects.create_superuser("root@example.com", "a long enough one")


@pytest.fixture
def staff(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def page_of(job: Job, action: str = "change/") -> str:
    return f"/admin/jobs/job/{job.id}/{action}"


def test_a_job_and_all_that_happened_to_it_are_on_one_read_only_page(
    new_job: Callable[..., Job], maker: Maker, staff: Client
) -> None:
    new_job("test.calls", credits=12)
    job = run(claim(worker="a-host/1/1"), maker)
    assert job.id in staff.get("/admin/jobs/job/").content.decode()
    page = staff.get(page_of(job)).content.decode()
    receipt = Receipt.objects.get(job_id=job.id)
    for trace in ("a-host/1/1", "test-1", "queued", "succeeded", receipt.pk, "12 charged", "its result is ready"):
        assert trace in page
    assert 'name="_save"' not in page
    assert staff.post(page_of(job), {"status": "queued"}).status_code == 403
    assert staff.post(page_of(job, "delete/"), {"post": "yes"}).status_code == 403


def test_canceling_asks_for_a_reason_and_is_audited(
    new_job: Callable[..., Job], staff: Client, operator: User, organization: Organization
) -> None:
    job = new_job(credits=12)
    assert "Cancel the job" in staff.get(page_of(job, "cancel/")).content.decode()
    job.refresh_from_db()
    assert job.status == "queued", "looking changes nothing"
    staff.post(page_of(job, "cancel/"), {"reason": ""})
    job.refresh_from_db()
    assert job.status == "queued", "without a reason neither"
    staff.post(page_of(job, "cancel/"), {"reason": "The customer called."})
    job.refresh_from_db()
    assert (job.status, balance(organization.pk).balance) == ("canceled", 100)
    event = AuditEvent.objects.get(action="job.canceled")
    assert (event.actor, event.target, event.details["reason"]) == (operator.pk, job.id, "The customer called.")


def test_resuming_asks_first_and_is_audited(
    new_job: Callable[..., Job], maker: Maker, staff: Client, operator: User
) -> None:
    new_job("test.fails", credits=12)
    job = run(claim(), maker)
    assert "Resume the job" in staff.get(page_of(job, "resume/")).content.decode()
    assert staff.post(page_of(job, "resume/"), {"reason": "The model is back."}).status_code == 302
    job.refresh_from_db()
    assert job.status == "queued"
    assert AuditEvent.objects.get(action="job.resumed").actor == operator.pk


def test_what_a_service_refuses_stands_on_the_page(
    new_job: Callable[..., Job], maker: Maker, staff: Client, organization: Organization
) -> None:
    new_job("test.fails", credits=60)
    job = run(claim(), maker)
    new_job(credits=60)
    page = staff.post(page_of(job, "resume/"), {"reason": "Try again."}).content.decode()
    assert "does not have enough" in page
    job.refresh_from_db()
    assert job.status == "failed"


def test_releasing_the_hold_makes_the_work_a_gift(
    new_job: Callable[..., Job], maker: Maker, staff: Client, organization: Organization
) -> None:
    job = new_job(credits=12)
    staff.post(page_of(job, "release-hold/"), {"reason": "Yesterday's outage."})
    assert Receipt.objects.get(job_id=job.id).reason == "Not charged because an operator waived it: Yesterday's outage."
    job = run(claim(), maker)
    assert (job.status, job.charged, balance(organization.pk).balance) == ("succeeded", 0, 100)
    assert AuditEvent.objects.filter(action="job.hold_released", target=job.id).exists()


@pytest.mark.parametrize(
    ("status", "offered"),
    [("queued", {"cancel", "release-hold"}), ("failed", {"resume"}), ("succeeded", set())],
)
def test_only_what_is_possible_is_offered_and_answered(
    status: str, offered: set[str], new_job: Callable[..., Job], maker: Maker, staff: Client
) -> None:
    job = new_job("test.fails" if status == "failed" else "test.steps", credits=12)
    if status != "queued":
        run(claim(), maker)
    page = staff.get(page_of(job)).content.decode()
    assert set(re.findall(rf"{job.id}/(cancel|resume|release-hold)", page)) == offered
    for action in {"cancel", "resume", "release-hold"} - offered:
        assert staff.post(page_of(job, f"{action}/"), {"reason": "why not"}).status_code == 403


def test_staff_without_the_permission_may_look_and_do_nothing(new_job: Callable[..., Job]) -> None:
    from django.contrib.auth.models import Permission

    user = User.objects.create_user("clerk@example.com", "a long enough one")
    user.is_staff = True
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="view_job"))
    clerk = Client()
    clerk.force_login(user)
    job = new_job(credits=12)
    assert clerk.get(page_of(job)).status_code == 200
    assert clerk.post(page_of(job, "cancel/"), {"reason": "because"}).status_code == 403


class TestList:
    """Its cost does not grow with the table."""

    @pytest.fixture
    def many(self, new_job: Callable[..., Job], organization: Organization) -> Job:
        first = new_job("test.steps", now=NOW)
        other = an_organization("Other").pk
        rows = [
            Job(
                id=f"job_{n:024}", organization_id=other if n % 2 else organization.pk, kind="test.fails",
                status="canceled", created_at=NOW + timedelta(seconds=n), available_at=NOW, finished_at=NOW,
            )
            for n in range(300)
        ]  # fmt: skip
        Job.objects.bulk_create(rows)
        return first

    @pytest.mark.parametrize("filters", ["", "?status__exact=canceled", "?kind=test.fails", "?q=org_none", "?p=3"])
    def test_it_counts_nothing_and_reads_one_page(self, filters: str, many: Job, staff: Client) -> None:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert staff.get(f"/admin/jobs/job/{filters}").status_code == 200
        on_jobs = [query["sql"] for query in queries if 'FROM "jobs_job"' in query["sql"]]
        assert not [sql for sql in on_jobs if "COUNT(" in sql]
        assert all("LIMIT" in sql for sql in on_jobs)
        assert len(on_jobs) <= 2, on_jobs

    def test_more_rows_cost_no_more_queries(
        self, many: Job, staff: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with CaptureQueriesContext(connection) as with_many:
            staff.get("/admin/jobs/job/")
        Job.objects.exclude(pk=many.pk).delete()
        with CaptureQueriesContext(connection) as with_one:
            staff.get("/admin/jobs/job/")
        assert len(with_many) == len(with_one)

    def test_it_is_filtered_by_organization_and_searched_by_any_id(self, many: Job, staff: Client) -> None:
        url = f"/admin/jobs/job/?organization={many.organization_id}&status__exact=queued"
        assert many.id in staff.get(url).content.decode()
        page = staff.get(f"/admin/jobs/job/?q={many.id}").content.decode()
        assert many.id in page
        assert "job_000" not in page
