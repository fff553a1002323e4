"""Everything that looks at large tables, with 10,000 jobs and with a million: claims, tails, lists, pages, the admin.

    python -m bench.tables [--rows N] [--few N] [--rounds N] [--postgres]

Each job has ten events, ten ledger entries in five transactions, a hold, a receipt and a line of the request log, so a
million jobs are ten million events and ten million entries. They are one organization's, the worst case, and ended at a
steady pace of 10,000 in 30 days: a million is the longer history, not the busier month, of which analytics reads what
there is. One process for each size, measured turn by turn; filling a million takes some ten minutes and 8 GB.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.lists import TARGET_GROWTH, Measured

EVENTS = 10
FEW, MANY = 10_000, 1_000_000
REPEATS = 5
PACE_MS = 30 * 24 * 3600 * 1000 // 10_000  # from one job to the next
MOVES = [  # each job's transactions, by kind and by the credits into each book: ten entries in all
    ("hold", {"monthly": -11, "held": 11}),
    ("capture", {"held": -7, "spent": 7}),
    *[("grant", {"issued": -11, "perpetual": 11})] * 3,
]
ENDINGS = {  # of every twenty jobs one failed, one was canceled, the rest went well
    "status": "CASE series.n %% 20 WHEN 0 THEN 'failed' WHEN 1 THEN 'canceled' ELSE 'succeeded' END",
    "error_code": "CASE series.n %% 20 WHEN 0 THEN 'provider_error' END",
    "error_message": "CASE series.n %% 20 WHEN 0 THEN 'For the benchmark.' END",
}


def fill(count: int) -> Any:
    """The tenant whose rows they are."""
    from datetime import timedelta

    from django.db import connection, transaction
    from django.utils import timezone

    from accounts.models import RequestLog
    from bench.filling import copies, moment, timed, unindexed
    from billing import triggers
    from billing.models import Entry, Hold, Kind, Receipt, Transaction
    from billing.prices import LineItem, Quote
    from generation.jobs.models import Job, JobEvent
    from generation.jobs.services import cancel_job, create_job
    from generation.projects.models import Project
    from tests.world import make_tenant

    now = timezone.now()
    tenant = make_tenant("Bench", now=now - timedelta(days=3))
    organization_id = tenant.organization.pk
    project = Project.objects.create(organization_id=organization_id, name="Bench")
    quote = Quote(total=11, line_items=(LineItem("table_read", "A read", 11),), notes=())
    with transaction.atomic():
        job = create_job(
            organization_id=organization_id, kind="story.artifacts", params={}, project_id=project.pk, quote=quote
        )
        cancel_job(job.pk, reason="For the benchmark.")
    JobEvent.objects.update(fanned_out_at=now)
    request = RequestLog.objects.create(
        organization_id=organization_id, method="GET", path="/api/v1/credits", status=200, duration_ms=4,
        request_id="req", at=now,
    )  # fmt: skip
    event, receipt = job.events.get(seq=1), Receipt.objects.get(job_id=job.pk)
    moved = Transaction.objects.filter(kind=Kind.GRANT)[0]
    entry = Entry.objects.filter(transaction=moved)[0]
    triggers.lift(connection)
    with unindexed(Job, JobEvent, Hold, Receipt, Transaction, Entry, RequestLog):
        ms = f"({int(now.timestamp() * 1000)} - CAST({count} - series.n AS bigint) * {PACE_MS})"
        at, ids = moment(ms), {"text": timed(ms)}
        own, of_hold = {"job_id": "'job_' || {id}", "created_at": at}, {"hold_id": f"'hold_' || {timed(ms)}"}
        copies(Hold, job.hold_id, 1, count, key="hold_", **ids, **own, ended_at=at)
        copies(Job, job.pk, 1, count, key="job_", **ids, **of_hold, **ENDINGS, created_at=at, finished_at=at)
        copies(JobEvent, event.pk, 1, count, **ids, each=EVENTS, seq="parts.n", type="'progress'", **own)
        copies(Receipt, receipt.pk, 1, count, key="rcpt_", **ids, **of_hold, captured="7", **own)
        for later_ms, (kind, sides) in enumerate(MOVES):  # one after the other, so that their ids differ
            text, held = timed(f"{ms} + {later_ms}"), of_hold if kind != Kind.GRANT else {}
            copies(Transaction, moved.pk, 1, count, key="txn_", text=text, kind=f"'{kind}'", created_at=at, **held)
            for book, amount in sides.items():
                said = {"transaction_id": f"'txn_' || {text}", "book": f"'{book}'", "amount": str(amount)}
                copies(Entry, entry.pk, 1, count, **said)
        copies(RequestLog, request.pk, 1, count, at=at)
    triggers.install(connection)
    return tenant


def looks(tenant: Any) -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    from django.db import transaction

    from generation.jobs.models import Job
    from generation.jobs.services import create_job

    middle = Job.objects.order_by("pk")[100].pk
    with transaction.atomic():
        create_job(organization_id=tenant.organization.pk, kind="story.artifacts", params={})
    return _engine_looks(tenant, middle) | _api_looks(tenant, middle) | _page_looks(tenant, middle)


def _engine_looks(tenant: Any, middle: str) -> dict[str, Callable[[], object]]:
    """What workers and their loops do; nothing of it stays."""
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from accounts.models import RequestLog
    from billing.services import hold, release
    from generation.jobs import registry, sweeper
    from generation.jobs.claim import claim_next
    from generation.jobs.tail import fetch_after
    from generation.projects.closed import empty_closed
    from generation.webhooks.outbox import fan_out

    def undone(work: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            with transaction.atomic():
                work()
                transaction.set_rollback(True)

        return run

    def held() -> None:
        one = hold(tenant.organization.pk, 11, operation="bench", quote={}, now=timezone.now())
        release(one.pk, reason="bench", now=timezone.now())

    lately = timezone.now() - timedelta(days=3)
    return {
        "claim": undone(lambda: claim_next(worker="bench/1/1", now=timezone.now(), kinds=registry.kinds())),
        "sweep": lambda: sweeper.sweep(timezone.now()),
        "tail of a job": lambda: fetch_after({middle: 3}),
        "webhooks' look": lambda: fan_out(timezone.now()),
        "hold and release": undone(held),
        "closed organizations": lambda: empty_closed(now=timezone.now()),
        "request log's retention": undone(lambda: RequestLog.objects.purge_before(lately, most=1000)),
    }


def _api_looks(tenant: Any, middle: str) -> dict[str, Callable[[], object]]:
    from django.core.handlers.wsgi import WSGIHandler

    from bench.api import caller
    from wire.ratelimit import limiter

    call = caller(WSGIHandler(), tenant.token)

    def get(path: str) -> None:
        limiter.clear()
        call("GET", f"/api/v1{path}", QUERY_STRING="")

    paths = ("/story-jobs", f"/story-jobs/{middle}", "/credits", "/credits/receipts", "/jobs", "/user/analytics")
    return {f"GET {path.replace(middle, '{id}')}": partial(get, path) for path in paths}


def _page_looks(tenant: Any, middle: str) -> dict[str, Callable[[], object]]:
    from django.contrib import admin
    from django.contrib.auth import get_user_model
    from django.test import Client

    person, staff = Client(), Client()
    person.force_login(tenant.owner)
    staff.force_login(get_user_model().objects.create_superuser(email="staff@example.com", password="x"))  # noqa: S106
    found: dict[str, Callable[[], object]] = {}
    for page in (
        "",
        "/jobs",
        "/jobs?show=live",
        "/jobs?show=failed",
        "/usage",
        "/analytics",
        "/projects",
        "/workflows",
    ):
        found[f"page /dashboard{page}"] = partial(_page, person, f"/dashboard{page}")
    for model in ("jobs/job", "billing/transaction", "billing/receipt", "billing/hold", "billing/account",
                  "accounts/requestlog", "accounts/organization", "assets/asset", ""):  # fmt: skip
        label, _, name = model.partition("/")
        if not model or any((m._meta.app_label, m._meta.model_name) == (label, name) for m in admin.site._registry):
            path = f"/admin/{model}/" if model else "/admin/"
            found[f"page {path}"] = partial(_page, staff, path)
    org = tenant.organization.pk
    for model, term in (("jobs/job", middle), ("jobs/job", org), ("billing/hold", middle), ("billing/receipt", middle),
                        ("billing/transaction", org), ("accounts/requestlog", org)):  # fmt: skip
        what = term.partition("_")[0]
        found[f"search /admin/{model}/ by {what}"] = partial(_page, staff, f"/admin/{model}/?q={term}")
    return found


def _page(client: Any, path: str) -> None:
    answer = client.get(path, HTTP_HOST="localhost")
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")


def measure(found: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Milliseconds, the median of some: of this thread on SQLite, which works in it; else by the clock.

    Other threads write the request log all the while, of what was asked here.
    """
    from django.db import connection

    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    told = {}
    for name, look in found.items():
        times = []
        for _ in range(REPEATS):
            began = clock()
            look()
            times.append((clock() - began) * 1000)
        told[name] = statistics.median(times)
    return told


def serve_rounds(count: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.LOGGING_CONFIG = None
    call_command("migrate", verbosity=0)
    began = time.monotonic()
    found = looks(fill(count))
    print(f"{count:,} jobs filled in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    measure(found)
    print(json.dumps("ready"), flush=True)
    for _ in sys.stdin:
        print(json.dumps(measure(found)), flush=True)


def run_on(database: str, urls: tuple[str, str], options: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as one, tempfile.TemporaryDirectory() as other:
        few = Measured(urls[0], options.few, one, "bench.tables")
        many = Measured(urls[1], options.rows, other, "bench.tables")
        pairs = [(few.round(), many.round()) for _ in range(options.rounds)]
        few.stop(), many.stop()
    is_good = True
    for name in pairs[0][0]:
        short, long = (statistics.median(pair[side][name] for pair in pairs) for side in (0, 1))
        growth = statistics.median(pair[1][name] / pair[0][name] for pair in pairs)
        is_good = is_good and growth <= TARGET_GROWTH
        print(f"{database:<11} {name:<32} {short:8.2f} ms {long:10.2f} ms {growth:8.2f} ×", flush=True)
    return is_good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=MANY, help="jobs in the large tables")
    parser.add_argument("--few", type=int, default=FEW, help="jobs in the small ones")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve_rounds(options.rows)
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    print(f"{'':<44} {options.few:>7,} jobs {options.rows:>10,} jobs")
    if options.postgres:
        from tests.jobs.hosts import create_database
        from tests.postgres import PostgresServer

        server = PostgresServer()
        try:
            urls = create_database(server.url, "few"), create_database(server.url, "many")
            is_good = run_on("PostgreSQL", urls, options)
        finally:
            server.stop()
    else:
        is_good = run_on("SQLite", ("", ""), options)
    print(f"bar: ≤ {TARGET_GROWTH} × whatever the length: {'met' if is_good else 'missed'}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
