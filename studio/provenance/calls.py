"""The provider calls behind an output: those of its own jobs, and those of earlier jobs whose results it uses."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from generation.jobs.models import Checkpoint, ProviderCall
from studio.provenance.graph import Graph, Line, Node

# What a group of calls is called: the operation as the pipelines name it.
_WORDS = {
    "speech": "Lines spoken",
    "picture": "Pictures drawn",
    "image": "Picture drawn",
    "shot": "Shots filmed",
    "music": "Music composed",
    "sound": "Sounds made",
    "mix": "Sound mixed",
    "logo": "Logo fitted",
    "video": "Film made",
    "video_edit": "Variants made",
    "draft": "Document written",
    "script": "Script written",
    "outline": "Outline drafted",
    "digest": "Sources read",
    "presenter": "Presenter drawn",
    "act": "Presenter acted",
    "card": "Card drawn",
    "join": "Sound joined",
}
# What is made of the results of other calls.
FED_BY = {"mix": ("speech", "music", "sound"), "shot": ("picture", "presenter", "act", "card", "logo")}
WRITING = frozenset({"script", "outline", "digest"})
# Columns that the graph needs: what a call returned may be long.
_READ = (
    "pk", "job_id", "job__kind", "stage", "key", "provider", "model", "operation", "content_key", "status", "tries",
    "latency_ms", "cost_microusd", "files", "started_at",
)  # fmt: skip

Row = dict[str, Any]
Belongs = Callable[[str, str], bool]  # whether the call of that job with that key is behind the output


def _every(job_id: str, key: str) -> bool:
    return True


def calls_behind(
    job_ids: Collection[str],
    *,
    organization_id: str,
    content_keys: Collection[str] = (),
    assets: Collection[str] = (),
    belongs: Belongs = _every,
) -> list[Row]:
    """The calls that these jobs made, and those of earlier jobs that answered for them; three queries.

    `content_keys` are of results that were taken over without asking for a call. Only calls whose files are among
    `assets`, or all of them if none are named, count of those.
    """
    mine = ProviderCall.objects.filter(job__organization_id=organization_id)
    rows = mine.filter(job_id__in=job_ids).order_by("pk").values(*_READ)
    own = [row for row in rows if belongs(row["job_id"], row["key"])]
    told = Checkpoint.objects.filter(job_id__in=job_ids, job__organization_id=organization_id)
    reused = {
        pk for job_id, kept in told.values_list("job_id", "reused") for key, pk in kept.items() if belongs(job_id, key)
    }
    missing = set(content_keys) - {row["content_key"] for row in own}
    if not reused and not missing:
        return own
    wanted = Q(pk__in=reused) | Q(content_key__in=missing, status=ProviderCall.FINISHED)
    before = mine.filter(wanted).exclude(job_id__in=job_ids).order_by("pk").values(*_READ)
    return own + _once_each(before, reused, set(assets))


def _once_each(rows: Iterable[Row], reused: set[int], assets: set[str]) -> list[Row]:
    """Those that are known to have been used, and of others with equal content the one whose files are."""
    found: dict[Any, Row] = {}
    for row in rows:
        if row["pk"] in reused:
            found[row["pk"]] = row
        elif not assets or assets & set(row["files"].values()):
            found[row["content_key"]] = row
    known = {row["content_key"] for key, row in found.items() if key in reused}
    return [row for key, row in found.items() if key in reused or row["content_key"] not in known]


def grouped(rows: Iterable[Row]) -> list[list[Row]]:
    """Calls of one kind by one model in one job, together, in the order of the work."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        key = (row["job_id"], row["operation"], row["provider"], row["model"], row["status"])
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def add_calls(
    graph: Graph, rows: Iterable[Row], *, own_jobs: Collection[str], of: dict[str, list[str]]
) -> dict[str, list[str]]:
    """A node for every group of calls; their ids by operation. `of` says by operation what it was made from, "" for
    all others; what other calls fed is made of those."""
    added: dict[str, list[str]] = {}
    for number, group in enumerate(sorted(grouped(rows), key=lambda group: group[0]["operation"] in FED_BY), 1):
        first = group[0]
        operation = first["operation"]
        earlier = "" if first["job_id"] in own_jobs else first["job_id"]
        node = Node(
            f"call-{number}",
            "calls",
            word_of(first["operation"]),
            f"{counted(len(group))} · {first['model']}",
            facts=facts_of(group),
            calls=lines_of(group),
            earlier_job=earlier,
        )
        if first["status"] != ProviderCall.FINISHED:
            node.title = f"{node.title} ({first['status']})"
        if earlier and (url := page_of(first["job__kind"], earlier)):
            node.url = url
        fed = [one for feeder in FED_BY.get(operation, ()) for one in added.get(feeder, ())]
        added.setdefault(operation, []).append(graph.add(node, of=fed or of.get(operation, of.get("", []))))
    return added


def ends_of(added: dict[str, list[str]]) -> list[str]:
    """The groups of calls that fed no other: what files are made of."""
    fed = {feeder for operation in added for feeder in FED_BY.get(operation, ())}
    return [one for operation, ids in added.items() if operation not in fed for one in ids]


def page_of(kind: str, job_id: str) -> str:
    """Where a job can be looked at: its own page, or its provenance where it has none."""
    if kind.startswith("story."):
        return reverse("dashboard:job", args=[job_id])
    return reverse("dashboard:provenance", args=[job_id])


def word_of(operation: str) -> str:
    return _WORDS.get(operation, operation.replace("_", " ").capitalize())


def counted(count: int) -> str:
    return f"{count} call{'' if count == 1 else 's'}"


def facts_of(group: list[Row]) -> list[tuple[str, str]]:
    first = group[0]
    took = sum(row["latency_ms"] or 0 for row in group)
    cost = sum(row["cost_microusd"] for row in group)
    again = sum(row["tries"] - 1 for row in group)
    facts = [
        ("Model", f"{first['model']} ({first['provider']})"),
        ("Took", f"{took / 1000:.1f} s"),
        ("Cost", f"${cost / 1e6:.4f}" if cost else "nothing: made here"),
        ("Job", first["job_id"]),
    ]
    return [*facts, ("Tried again", f"{again} times")] if again else facts


def lines_of(group: list[Row]) -> list[Line]:
    return [
        Line(
            row["key"],
            row["status"],
            row["model"],
            row["latency_ms"],
            row["cost_microusd"],
            row["content_key"],
            row["started_at"].isoformat(),
        )
        for row in group
    ]
