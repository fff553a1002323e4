"""What must be true of a studio after everything ended, as JSON: `python -m tests.kinds.audit`."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count, Model, Q, Sum  # noqa: E402

from accounts.models import RequestLog  # noqa: E402
from billing.models import Hold, Receipt  # noqa: E402
from generation.assets.models import Asset, Blob, Landing  # noqa: E402
from generation.assets.services import has_bytes, open_signed  # noqa: E402
from generation.jobs.models import Attempt, Checkpoint, Job, JobEvent, ProviderCall  # noqa: E402
from generation.jobs.states import TERMINAL  # noqa: E402
from tests.kinds.apps import POISON  # noqa: E402
from wire.errors import NotFound  # noqa: E402

# Of these a job may have any number; the last is what was asked about it.
ENGINE = (Attempt, Checkpoint, Hold, JobEvent, ProviderCall, Receipt, RequestLog)


def figures() -> dict[str, Any]:
    jobs = Job.objects.order_by()
    failures = jobs.filter(status="failed").exclude(kind=POISON)
    poison = jobs.filter(kind=POISON)
    return {
        "jobs": jobs.count(),
        "statuses": Counter(jobs.values_list("status", flat=True)),
        "not terminal": jobs.exclude(status__in=TERMINAL).count(),
        "charged wrongly": charged_wrongly(),
        "open holds": Hold.objects.filter(status="open").count(),
        "duplicate rows": duplicates(),
        "logs with gaps": gaps(),
        **files(),
        "ledger": ledger(),
        "failures": Counter(
            f"{kind}: {message[:90]}" for kind, message in failures.values_list("kind", "error_message")
        ),
        "canceled": Counter(f"{kind}: {reason[:60]}" for kind, reason in canceled()),
        "poison": [poison.count(), poison.filter(status="failed", error_details__reason="worker_lost").count()],
        "recoveries": recoveries(),
        "attempts": Counter(Attempt.objects.order_by().values_list("outcome", flat=True)),
    }


def canceled() -> Iterator[tuple[str, str]]:
    """The kind of each canceled job, and the reason in its log."""
    told = JobEvent.objects.filter(job__status="canceled", type="canceled").values_list("job__kind", "data")
    return ((kind, str(data.get("reason", ""))) for kind, data in told)


def charged_wrongly() -> int:
    """Jobs whose receipts do not add up to one charge: that of a success."""
    taken = {row["job_id"]: row for row in _receipts()}
    wrong = 0
    for pk, status, charged in Job.objects.values_list("pk", "status", "charged"):
        row = taken.get(pk, {"sum": 0, "charges": 0})
        wrong += row["sum"] != (charged or 0) or row["charges"] > 1 or (status != "succeeded" and row["sum"] > 0)
    return wrong


def _receipts() -> Any:
    charges = Count("pk", filter=Q(captured__gt=0))
    return Receipt.objects.order_by().values("job_id").annotate(sum=Sum("captured"), charges=charges)


def duplicates() -> dict[str, int]:
    """Rows beyond those that a job of its kind writes, by table: left behind by an attempt, and made again."""
    kinds = dict(Job.objects.filter(status="succeeded").values_list("pk", "kind"))
    found: Counter[str] = Counter()
    for model in apps.get_models():
        if _names_jobs(model) and model not in ENGINE:
            of_kind: dict[str, list[int]] = defaultdict(list)
            counts = dict(model._default_manager.order_by().values_list("job_id").annotate(Count("pk")))
            for job_id, kind in kinds.items():
                of_kind[kind].append(counts.get(job_id, 0))
            for kind, rows in of_kind.items():
                found[f"{model._meta.label} of {kind}"] += sum(count - min(rows) for count in rows)
    return dict(+found)


def _names_jobs(model: type[Model]) -> bool:
    return any(getattr(field, "attname", "") == "job_id" for field in model._meta.get_fields())


def files() -> dict[str, Any]:
    """Assets that nothing names, names of assets that are not there, and bytes that no asset has.

    A piece of an export stores what nobody names (`spread`); it is collected a day later.
    """
    there = {asset.pk: asset for asset in Asset.objects.select_related("blob")}
    text = "".join(_texts())
    named = set(re.findall(r"ast_[0-9a-z]{24}", text)) | set(_signed(text))
    landings = Landing.objects.filter(job_id__isnull=True)
    bare = Blob.objects.filter(assets=None).exclude(pk__in=landings.values("blob_id"))
    return {
        "orphan assets": Counter(one.filename for pk, one in there.items() if pk not in named),
        "lost assets": len(named - there.keys()) + sum(not has_bytes(one) for one in there.values()),
        "bytes without a name": bare.count(),
    }


def _signed(text: str) -> Iterator[str]:
    """The assets of signed addresses, as of a film that an order was given."""
    for token in set(re.findall(r"/media/([^/'\"\s]+)/", text)):
        with suppress(NotFound):
            yield open_signed(unquote(token))[0].pk


def _texts() -> Iterator[str]:
    """What stands in any row of any table but that of the assets."""
    for model in apps.get_models():
        if model is not Asset:
            columns = [field.attname for field in model._meta.concrete_fields]
            yield from (repr(row) for row in model._default_manager.order_by().values_list(*columns))


def gaps() -> int:
    logs = JobEvent.objects.order_by().values("job_id").annotate(count=Count("pk"))
    lengths = {row["job_id"]: row["count"] for row in logs}
    return sum(last != lengths.get(pk, 0) for pk, last in Job.objects.values_list("pk", "last_seq"))


def ledger() -> str:
    said = StringIO()
    try:
        call_command("ledger_audit", stdout=said)
    except SystemExit as end:
        return "clean" if not end.code else said.getvalue()[-500:]
    return "clean"


def recoveries() -> list[float]:
    """Seconds from the loss of each lost attempt to the beginning of the next."""
    found = []
    attempts: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in Attempt.objects.order_by("job_id", "number"):
        attempts[attempt.job_id].append(attempt)
    for of_job in attempts.values():
        for lost, following in pairwise(of_job):
            if lost.outcome == "lost" and lost.ended_at:
                found.append(round((following.started_at - lost.ended_at).total_seconds(), 2))
    return sorted(found)


if __name__ == "__main__":
    print(json.dumps(figures()))
