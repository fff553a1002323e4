"""The provenance of an artifact: one revision of it, with its film and sound. Ten queries, however long the film."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from generation.jobs.models import Job
from generation.projects.models import Artifact, Rendition, Revision, Source
from generation.projects.services import access_artifact
from generation.stories.api.manifests import asset_ids
from generation.stories.models import StoryPlan
from generation.stories.services.revisions import access_revision
from studio.provenance.calls import WRITING, Row, add_calls, calls_behind, counted, ends_of, facts_of, lines_of
from studio.provenance.files import add_exports, add_files
from studio.provenance.graph import Graph, Node

Json = dict[str, Any]
_MOST_SCENES = 60
# Calls that every shot of a scene has of its own; the others are for the film as a whole.
_BY_SCENE = ("speech", "picture", "shot", "presenter")


def artifact_graph(artifact_id: str, *, organization_id: str, revision: int | None = None) -> Graph:
    """Raises `ArtifactNotFound`, also for a revision that there is none of."""
    row, content, written = _read(artifact_id, organization_id, revision)
    script = content.get("script") or content.get("draft") or {}
    graph = Graph(script.get("title") or row.type.replace("_", " ").capitalize(), _page(row))
    jobs = {job.pk: job for job in Job.objects.filter(Q(pk=row.job_id) | Q(subject_id=row.pk)).defer("result")}
    first = jobs.get(row.job_id)
    plan_id = (first.params.get("planId") or first.subject_id) if first else None
    plan = StoryPlan.objects.filter(pk=plan_id, project_id=row.project_id).first()
    renditions = list(
        Rendition.objects.filter(
            artifact=row, revision=written.number if written else 0, asset_id__isnull=False
        ).order_by("pk")
    )
    latest = list({one.kind: one for one in renditions}.values())
    files = _files(content, latest)
    own = [row.job_id, *(one.job_id for one in latest)]
    if plan and plan.job_id:
        own.append(plan.job_id)
    if job_id := content.get("origin", {}).get("jobId"):
        own.append(job_id)
    calls = calls_behind(
        own,
        organization_id=organization_id,
        content_keys=_content_keys(content, latest),
        belongs=lambda job_id, key: job_id != row.job_id or _is_of(row, key),
    )
    _add_sources(graph, row, plan, script)
    _add_plan(graph, plan, [one for one in calls if plan and one["job_id"] == plan.job_id])
    rest = [one for one in calls if not (plan and one["job_id"] == plan.job_id)]
    _add_script(graph, row, written, script, [one for one in rest if one["operation"] in WRITING])
    scenes = _add_scenes(graph, script, _shots(content, latest))
    making = [one for one in rest if one["operation"] not in WRITING]
    whole = [graph.in_column("script")[0]] if graph.in_column("script") else graph.in_column("plan")
    of = dict.fromkeys(_BY_SCENE, scenes or whole) | {"": whole}
    added = add_calls(graph, making, own_jobs=own, of=of)
    ends = ends_of(added) or whole
    of_sound = {".mp3": added.get("mix", ends), ".wav": added.get("mix", ends)}
    of_words = {".srt": added.get("speech", ends), ".vtt": added.get("speech", ends)}
    made = add_files(graph, files, organization_id=organization_id, of=ends, by_suffix=of_sound | of_words)
    add_exports(graph, made, organization_id=organization_id)
    return graph


def _read(artifact_id: str, organization_id: str, number: int | None) -> tuple[Artifact, Json, Revision | None]:
    rows = Revision.objects.select_related("artifact__project").filter(
        artifact_id=artifact_id,
        artifact__organization_id=organization_id,
        artifact__project__deleted_at__isnull=True,
        number=number if number is not None else F("artifact__current_version"),
    )
    written = rows.first()
    if written is not None:
        return written.artifact, written.content, written
    row = access_artifact(artifact_id, organization_id=organization_id)
    if number is not None:
        access_revision(row, number)
    return row, {}, None


def _page(row: Artifact) -> str:
    return reverse("dashboard:artifact", args=[row.pk])


def _is_of(row: Artifact, key: str) -> bool:
    """Whether a call of the job that made several artifacts was made for this one."""
    return key == f"script-{row.pk}" or key.startswith(f"{row.position}.")


def _files(content: Json, renditions: Iterable[Rendition]) -> list[str]:
    """The files that people get, those of the film first; no drawings that went into them."""
    named: list[str] = []
    for one in sorted(renditions, key=lambda one: one.kind != Rendition.Kind.VIDEO):
        named += [one.asset_id or "", *_of_parts(one.data)]
    pictures = {part.get("assetId") for part in (*content.get("slides", ()), *content.get("frames", ()))}
    named += [one for one in asset_ids(content) if one not in pictures]
    return list(dict.fromkeys(one for one in named if one))


def _of_parts(data: Json) -> list[str]:
    film, sound = data.get("render") or {}, data.get("mix") or {}
    return [value for part in (film, sound) for key, value in part.items() if key.endswith("AssetId")]


def _content_keys(content: Json, renditions: Iterable[Rendition]) -> set[str]:
    """Of lines that were taken from an earlier performance as they were."""
    performances = [content.get("performance") or {}, *(one.data.get("performance") or {} for one in renditions)]
    return {line["contentKey"] for one in performances for line in one.get("lines", ()) if line.get("contentKey")}


def _shots(content: Json, renditions: Iterable[Rendition]) -> list[list[int]]:
    films = [one.data.get("render") or {} for one in renditions if one.kind == Rendition.Kind.VIDEO]
    return next((film["shots"] for film in [*films, content.get("render") or {}] if film.get("shots")), [])


def _add_sources(graph: Graph, row: Artifact, plan: StoryPlan | None, script: Json) -> None:
    spans = Counter(span["source_id"] for scene in script.get("scenes", ()) for span in _evidence(scene))
    wanted = [*(plan.source_ids if plan else ()), *spans]
    known = Source.objects.filter(pk__in=wanted, project_id=row.project_id).defer("text", "digest")
    found = {one.pk: one for one in known}
    for source_id in dict.fromkeys(wanted):
        source = found.get(source_id)
        if source is None:
            graph.add(Node(source_id, "sources", "A source that is gone", _told(spans[source_id])))
            continue
        facts = [
            ("Kind", source.type),
            ("Read", f"{source.extracted_at:%d %b %Y, %H:%M}" if source.extracted_at else ""),
        ]
        facts += [("SHA-256", source.content_hash or "")]
        node = Node(source.pk, "sources", source.title or "Untitled source", _told(spans[source_id]))
        node.facts = [fact for fact in facts if fact[1]]
        if source.deleted_at is None:
            node.url = reverse("dashboard:source", args=[row.project_id, source.pk])
        graph.add(node)


def _evidence(scene: Json) -> list[Json]:
    return [span for line in scene.get("lines", ()) for span in line.get("evidence", ()) if span.get("source_id")]


def _told(spans: int) -> str:
    return f"{spans} passage{'' if spans == 1 else 's'} used" if spans else "read for the plan"


def _add_plan(graph: Graph, plan: StoryPlan | None, calls: list[Row]) -> None:
    if plan is None:
        return
    title = plan.title or (plan.envelope or {}).get("title") or "Plan"
    node = Node("plan", "plan", title, f"Plan, version {plan.current_version}")
    node.url = reverse("dashboard:plan", args=[plan.pk])
    node.facts = [("Plan", plan.pk), ("State", str(plan.status).replace("_", " ").capitalize())]
    node.facts += [("Written by", plan.model_used)] if plan.model_used else []
    _with_calls(node, calls)
    graph.add(node, of=graph.in_column("sources"))


def _with_calls(node: Node, calls: list[Row]) -> None:
    if calls:
        node.facts += [("Calls", counted(len(calls))), *[fact for fact in facts_of(calls) if fact[0] != "Model"]]
        node.calls = lines_of(calls)


def _add_script(graph: Graph, row: Artifact, written: Revision | None, script: Json, calls: list[Row]) -> None:
    if written is None or not script:
        return
    told = written.content.get("origin", {})
    how = {"refined": "revised", "restored": f"restored from version {told.get('from')}"}.get(
        told.get("origin", ""), "written"
    )
    node = Node("script", "script", script.get("title") or "Script", f"Version {written.number}, {how}")
    node.url = f"{reverse('dashboard:script', args=[row.pk])}?revision={written.number}"
    if "script" not in written.content:
        node.url = ""
    node.facts = [("Written by", f"{written.model} ({written.provider})" if written.provider else written.model)]
    node.facts += [("Instruction", told["instruction"])] if told.get("instruction") else []
    node.facts = [fact for fact in node.facts if fact[1]]
    _with_calls(node, calls)
    graph.add(node, of=graph.in_column("plan") or graph.in_column("sources"))


def _add_scenes(graph: Graph, script: Json, shots: list[list[int]]) -> list[str]:
    """A node for every scene with its shots, made of the script; their ids."""
    added: list[str] = []
    scenes = script.get("scenes", [])
    for number, scene in enumerate(scenes[:_MOST_SCENES]):
        own = [(index, start, end) for index, (of, start, end) in enumerate(shots, 1) if of == number]
        lines = scene.get("lines", [])
        detail = f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
        node = Node(f"scene-{number + 1}", "script", f"{number + 1}. {scene.get('heading', 'Scene')}", detail)
        if own:
            node.detail = f"{_range('shot', own[0][0], own[-1][0])} · {detail}"
            node.facts = [(f"Shot {index}", f"{start / 1000:.2f} s to {end / 1000:.2f} s") for index, start, end in own]
        standing = sum(1 for line in lines if line.get("evidence"))
        node.facts.append(("Lines with a source", f"{standing} of {len(lines)}"))
        added.append(graph.add(node, of=["script"]))
    if len(scenes) > _MOST_SCENES:
        more = Node("scenes-more", "script", f"{len(scenes) - _MOST_SCENES} more scenes", "Read them in the script")
        added.append(graph.add(more, of=["script"]))
    return added


def _range(word: str, first: int, last: int) -> str:
    return f"{word.capitalize()} {first}" if first == last else f"{word.capitalize()}s {first}–{last}"
