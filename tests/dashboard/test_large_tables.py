"""What leads to rows where tables are large: SQLite plans without statistics, so the same here as with a million rows.

PostgreSQL plans by size and scans small tables; `bench.tables` measures both.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.jobs import registry
from generation.jobs.claim import claim_next
from generation.jobs.services import create_job
from tests.dashboard.conftest import Browser
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone plans without asking for sizes."),
]

_USED = re.compile(r"(?:SEARCH|SCAN) (\S+)(?: USING (?:COVERING )?INDEX (\S+))?")


def ways(look: Callable[[], object], *tables: str) -> set[str]:
    """The indexes by which `look` finds rows of these tables; "table, whole" where it reads all of one."""
    with CaptureQueriesContext(connection) as queries:
        look()
    found = set()
    for query in [query["sql"] for query in queries if query["sql"].startswith("SELECT")]:
        aliases = dict(re.findall(r'(?:FROM|JOIN) "(\w+)" (\w+\d)', query)) if tables else {}
        names = {alias: table for table, alias in aliases.items()} | {table: table for table in tables}
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query.replace('%', '%%')}")
            for *_, step in cursor.fetchall():
                if (used := _USED.match(step)) and names.get(used[1]) in tables:
                    found.add(used[2] or f"{names[used[1]]}, whole")
    return found


def key_of(table: str) -> str:
    return f"sqlite_autoindex_{table}_1"


def test_a_claim_counts_what_runs_and_not_what_ever_ran(world: World) -> None:
    create_job(organization_id=world.ada.organization.pk, kind="story.artifacts", params={})
    used = ways(lambda: claim_next(worker="w/1/1", now=timezone.now(), kinds=registry.kinds()), "jobs_job")
    assert "job_running" in used
    assert used <= {"job_running", "job_claim", "job_of_status", key_of("jobs_job")}


@pytest.mark.parametrize("path", ["/api/v1/jobs", "/api/v1/story-jobs"])
def test_a_familys_list_passes_over_the_others_jobs(world: World, client: Any, path: str) -> None:
    used = ways(lambda: client.get(path, headers=world.ada.headers), "jobs_job")
    assert used == {"job_page_of_kind", key_of("jobs_job")}


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("/dashboard", "job_page_of_status"),
        ("/dashboard/jobs", "job_page_of_kind"),
        ("/dashboard/jobs?show=live", "job_page_of_status"),
        ("/dashboard/jobs?show=failed", "job_page_of_status"),
    ],
)
def test_a_page_reads_the_jobs_that_it_shows(ada: Browser, path: str, index: str) -> None:
    used = ways(lambda: ada.get(path), "jobs_job")
    assert index in used
    assert not used & {"job_page", "jobs_job, whole"}


@pytest.mark.parametrize("path", ["/dashboard", "/dashboard/usage", "/dashboard/analytics"])
def test_a_periods_credits_are_read_from_its_receipts(ada: Browser, path: str) -> None:
    used = ways(lambda: ada.get(path), "billing_receipt", "billing_entry", "billing_transaction")
    assert "receipt_by_time" in used
    assert used <= {"receipt_by_time", "transaction_refunds", "receipt_page"}
    assert ("transaction_refunds" in used) == (path == "/dashboard/analytics")


@pytest.mark.parametrize(
    "path",
    [
        "billing/hold/", "billing/receipt/", "billing/receipt/?q=job_1", "billing/receipt/?q=org_1",
        "billing/transaction/?q=org_1", "billing/entry/?q=org_1", "accounts/requestlog/?q=org_1",
        "accounts/requestlog/?q=req", "jobs/job/?q=org_1", "imagery/generation/?q=job_1",
        "workflows/workflow/?q=org_1", "projects/artifact/?q=job_1",
    ],
)  # fmt: skip
def test_the_admins_lists_sort_and_gather_nothing(world: World, path: str) -> None:
    path = path.replace("org_1", world.ada.organization.pk)
    staff = get_user_model().objects.create_superuser(email="staff@example.com", password="x")
    browser = Browser(staff)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/admin/{path}").status_code == 200
    told = [query["sql"] for query in queries]
    assert not [sql for sql in told if "DISTINCT" in sql or "COUNT(" in sql]
    rows = path.partition("?")[0].strip("/").replace("/", "_")
    (page,) = [sql for sql in told if f'FROM "{rows}"' in sql and "LIMIT" in sql and "500" not in sql[-8:]]
    with connection.cursor() as cursor:
        plan = repr(cursor.execute(f"EXPLAIN QUERY PLAN {page.replace('%', '%%')}").fetchall())
    of_one = path.endswith(("q=job_1", "q=req"))  # a handful, which may be sorted
    assert of_one or "TEMP B-TREE FOR ORDER" not in plan, plan
    assert not of_one or f"SCAN {rows}" not in plan, plan


def test_without_a_closed_organization_nothing_is_looked_for(world: World, django_assert_num_queries: Any) -> None:
    from generation.projects.closed import empty_closed

    with django_assert_num_queries(1):
        assert empty_closed(now=timezone.now()) == 0
