"""The provenance of what a job made: pictures, films and speech to order, documents, adverts, exports and variants."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from generation.assets.models import Asset
from generation.jobs.models import Job
from generation.jobs.registry import get as pipeline_of
from generation.projects.models import Rendition
from generation.timelines.models import Export, Footage, TimelineRevision, Variant
from generation.timelines.services.exports import EXPORT_KIND
from generation.timelines.services.generate import GENERATE_KIND
from generation.workflows.models import Workflow
from generation.workflows.services.access import access_run
from studio.provenance.calls import add_calls, calls_behind, ends_of
from studio.provenance.files import add_exports, add_files
from studio.provenance.graph import Graph, Node
from wire.errors import JobNotFound

Json = dict[str, Any]
# What of an order's parameters says what was wanted: (name, what people call it).
_ASKED = (
    ("prompt", "Prompt"), ("text", "Words"), ("negative", "Without"), ("style", "Style"), ("voice", "Voice"),
    ("seed", "Seed"), ("instruction", "Instruction"),
)  # fmt: skip
_WORDS_CHARS = 300


def job_graph(job_id: str, *, organization_id: str) -> Graph:
    """What this job made, from what. Raises `JobNotFound`."""
    job = Job.objects.filter(pk=job_id, organization_id=organization_id).first()
    if job is None:
        raise JobNotFound(kind="job")
    is_edit = job.kind in (EXPORT_KIND, GENERATE_KIND)
    headings = {"sources": "Footage", "plan": "Timeline"} if is_edit else {"sources": "Asked for"}
    graph = Graph(pipeline_of(job.kind).label, _page(job), headings)
    used = _add_cuts(graph, job) if is_edit else [graph.add(_asked(job.params))]
    _add_made(graph, job, used)
    return graph


def workflow_graph(workflow_id: str, *, organization_id: str) -> Graph:
    """What a workflow made. Raises `JobNotFound`."""
    run = access_run(workflow_id, organization_id=organization_id)
    title = run.workflow.type.replace("-", " ").capitalize()
    page = reverse("dashboard:workflow", args=[run.workflow.pk])
    graph = Graph(title, page, {"sources": "Asked for", "plan": "Art direction"})
    asked = Node("asked", "sources", "What was asked for", _short(_about(run.workflow), 60))
    wanted = run.workflow.request
    asked.facts = [(word, str(wanted[name])[:_WORDS_CHARS]) for name, word in _WANTED if wanted.get(name)]
    used = [graph.add(asked)]
    if run.workflow.direction:
        node = Node("direction", "plan", "Art direction", _REVIEWS.get(run.workflow.review, "Not reviewed"))
        node.url = reverse("dashboard:direction", args=[run.workflow.pk])
        used = [graph.add(node, of=used)]
    _add_made(graph, run.job, used)
    return graph


_WANTED = (("concept", "Idea"), ("url", "Address"))
_REVIEWS: dict[str, str] = {
    Workflow.Review.WAITING: "Waits for a person",
    Workflow.Review.APPROVED: "Approved by a person",
    Workflow.Review.EDITED: "Edited by a person",
    Workflow.Review.REJECTED: "Rejected by a person",
}


def _about(workflow: Workflow) -> str:
    asked = workflow.request
    return asked.get("concept") or asked.get("url") or "From the brand profile"


def _page(job: Job) -> str:
    if job.kind.startswith("story."):
        return reverse("dashboard:job", args=[job.pk])
    if job.kind in (EXPORT_KIND, GENERATE_KIND) and job.project_id:
        return reverse("dashboard:edit", args=[job.project_id])
    return ""


def _asked(params: Json) -> Node:
    facts = [(word, str(params[name])[:_WORDS_CHARS]) for name, word in _ASKED if params.get(name) not in (None, "")]
    return Node("asked", "sources", "What was asked for", _short(facts[0][1], 60) if facts else "", facts=facts)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _add_made(graph: Graph, job: Job, used: list[str]) -> None:
    calls = calls_behind([job.pk], organization_id=job.organization_id)
    ends = ends_of(add_calls(graph, calls, own_jobs=[job.pk], of={"": used})) or used
    wanted = list(dict.fromkeys(_assets_in(job.result or {})))
    if job.kind == EXPORT_KIND:
        wanted = list(Export.objects.filter(pk=job.pk).exclude(asset_id="").values_list("asset_id", flat=True))
    elif job.kind == GENERATE_KIND:
        _add_variants(graph, job, ends)
    made = add_files(graph, wanted, organization_id=job.organization_id, of=ends)
    if job.kind != EXPORT_KIND and made:
        add_exports(graph, made, organization_id=job.organization_id)


def _assets_in(value: Any, name: str = "") -> Iterator[str]:
    """Every file that a result names, the largest things first as the pipelines put them."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _assets_in(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _assets_in(one, name)
    elif isinstance(value, str) and value.startswith("ast_") and (name.endswith("AssetId") or name == "assetId"):
        yield value


# ---------------------------------------------------------------- the editor


def _add_cuts(graph: Graph, job: Job) -> list[str]:
    """The footage that the frozen timeline plays, each with what is known of it, and the revision that was frozen."""
    cuts: dict[str, list[tuple[int, int]]] = {}
    for footage_id, first, end, _ in job.params.get("film", {}).get("cuts", ()):
        cuts.setdefault(footage_id, []).append((first, end))
    rows = Footage.objects.filter(project_id=job.project_id).in_bulk(list(cuts))
    made = {row.footage_id: row for row in Variant.objects.filter(footage_id__in=list(cuts), project_id=job.project_id)}
    films = _films_behind(list(cuts), organization_id=job.organization_id)
    used = []
    for footage_id, ranges in cuts.items():
        node = _footage(rows.get(footage_id), footage_id, made.get(footage_id))
        _note_film(node, films.get(footage_id))
        node.facts.append(("Frames used", ", ".join(f"{first} to {end}" for first, end in ranges[:12])))
        used.append(graph.add(node))
    number = Export.objects.filter(pk=job.pk).values_list("revision", flat=True).first()
    if number is None:
        node = Node("stretch", "plan", "A stretch of the timeline", _short(job.params.get("prompt", ""), 60))
        return [graph.add(node, of=used)]
    revision = TimelineRevision.objects.filter(project_id=job.project_id, number=number).first()
    node = Node("timeline", "plan", f"Timeline, revision {number}", f"{sum(map(len, cuts.values()))} cuts")
    node.facts = (
        [("Last edit", revision.action), ("Made", f"{revision.created_at:%d %b %Y, %H:%M} UTC")] if revision else []
    )
    node.url = f"{reverse('dashboard:timeline_history', args=[job.project_id])}?to={number}"
    return [graph.add(node, of=used)]


def _films_behind(footage_ids: list[str], *, organization_id: str) -> dict[str, tuple[str, str, int]]:
    """By footage: its hash, and of which artifact ("" for none) and version its bytes are the film."""
    mine = Asset.objects.filter(organization_id=organization_id)
    blobs = {row.pk: row.blob for row in mine.select_related("blob").filter(pk__in=footage_ids)}
    copies = dict(mine.filter(blob_id__in=[blob.pk for blob in blobs.values()]).values_list("pk", "blob_id"))
    films = {
        copies[one.asset_id]: (one.artifact_id, one.revision)
        for one in Rendition.objects.filter(asset_id__in=list(copies)).only("asset_id", "artifact_id", "revision")
        if one.asset_id
    }
    return {pk: (blob.sha256, *films.get(blob.pk, ("", 0))) for pk, blob in blobs.items()}


def _note_film(node: Node, found: tuple[str, str, int] | None) -> None:
    if found is None:
        return
    sha256, artifact_id, revision = found
    node.facts.append(("SHA-256", sha256))
    if artifact_id:
        node.detail = f"A film of the studio, version {revision}"
        node.url = f"{reverse('dashboard:provenance', args=[artifact_id])}?revision={revision}"


_KINDS = {
    Footage.Kind.UPLOAD: "Sent in",
    Footage.Kind.FETCHED: "Fetched",
    Footage.Kind.GENERATED: "Made by a model",
}


def _footage(row: Footage | None, footage_id: str, made: Variant | None) -> Node:
    if row is None:
        return Node(footage_id, "sources", "Footage that is gone")
    node = Node(footage_id, "sources", row.file_name, _KINDS[Footage.Kind(row.kind)])
    node.facts = [("Kind", row.content_type)]
    if made is not None:
        node.title, node.detail = made.label or "Variant", f"Variant by {made.model}"
        node.earlier_job, node.url = made.job_id, reverse("dashboard:provenance", args=[made.job_id])
        node.facts += [("Prompt", made.prompt[:_WORDS_CHARS]), ("Model", f"{made.model} ({made.provider})")]
    return node


def _add_variants(graph: Graph, job: Job, of: list[str]) -> None:
    """The takes that a generation made. Whether one plays says the timeline."""
    for row in Variant.objects.filter(job_id=job.pk, project_id=job.project_id).order_by("number"):
        node = Node(row.pk, "files", row.label or f"Variant {row.number}", f"Take {row.number}", is_result=True)
        node.facts = [("File", row.footage_id), ("Frames", f"{row.start} to {row.end}")]
        node.facts += [("Accepted", f"{row.accepted_at:%d %b %Y, %H:%M} UTC")] if row.accepted_at else []
        graph.add(node, of=of)
