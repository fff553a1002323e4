"""Two versions of the studio on one database: which jobs this one's code may touch (docs/adr/0012).

A job says the version of the newest pipeline that made or claimed it, empty for the first. What was left for it
(checkpoints, provider calls, what stages committed) is in that version's form at the most; older code leaves it alone.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q

from generation.jobs import registry
from generation.jobs.models import Job
from generation.jobs.states import Status
from wire.errors import JobStateInvalid

log = logging.getLogger(__name__)


def within_reach(kinds: Iterable[str] | None = None, *, of: str = "") -> Q:
    """Jobs of these kinds, all by default, that this process has a pipeline for of their version or a newer one.

    `of` is the path to the job, such as `job__`, for rows of other tables.
    """
    by_version = defaultdict(list)
    for kind in set(registry.kinds()).intersection(registry.kinds() if kinds is None else kinds):
        by_version[registry.get(kind).version].append(kind)
    found = Q(pk__in=[])
    for version, of_version in sorted(by_version.items()):
        is_no_newer = Q(**{f"{of}version": None}) | Q(**{f"{of}version__lte": version})
        found |= Q(**{f"{of}kind__in": sorted(of_version)}) & is_no_newer
    return found


def is_within_reach(job: Job) -> bool:
    return job.kind in registry.kinds() and (job.version or 1) <= registry.get(job.kind).version


def require_within_reach(job: Job) -> None:
    """Raises JobStateInvalid for a job that only a newer version of the studio can go on with."""
    if not is_within_reach(job):
        raise JobStateInvalid(
            "A newer version of this studio worked on this job; only such a one can go on with it. Try again later.",
            status=job.status,
            allowed=[],
        )


def report_newer() -> int:
    """Log how many queued jobs wait for a newer version than this process has; that number."""
    newer = Job.objects.filter(status=Status.QUEUED).exclude(within_reach())
    counts = dict(newer.values_list("kind").annotate(count=Count("pk")))
    total = sum(counts.values())
    if total:
        log.warning("%s queued jobs wait for a newer version of the studio: %s.", total, ", ".join(sorted(counts)))
    return total
