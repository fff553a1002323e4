"""Where an output comes from: sources, plan, script, calls, files and exports, for pages and for programs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.assets.models import Asset
from generation.imagery.services.orders import ImageOrder, start_image
from generation.jobs.content import finished_before
from generation.jobs.models import Checkpoint, Job, ProviderCall
from generation.projects.models import Artifact, Rendition, Source
from generation.stories.models import StoryPlan
from generation.timelines.models import Footage
from generation.timelines.services.exports import start_export
from studio.dashboard.provenance import drawn
from studio.provenance.find import graph_of
from studio.provenance.graph import Graph, Node
from studio.provenance.stories import artifact_graph
from tests.api import Api
from tests.dashboard.conftest import Browser, principal
from tests.timelines.world import Editing, add_project, stored
from tests.world import World

MOST_QUERIES = 10


def call(job: Job, key: str, **given: Any) -> ProviderCall:
    now = timezone.now()
    fields = {
        "stage": key.partition("-")[0], "provider": "local", "model": "studio-painter-1", "operation": "picture",
        "status": "finished", "attempt": 1, "latency_ms": 900, "data": {}, "started_at": now, "finished_at": now,
    }  # fmt: skip
    return ProviderCall.objects.create(job=job, key=key, **{**fields, **given})


@pytest.fixture
def film(artifact: Artifact, job: Job, world: World) -> Rendition:
    """A film of the artifact: two scenes' shots, one of which an earlier job had made."""
    organization_id = world.ada.organization.pk
    earlier = Job.objects.get(pk=start_image(ImageOrder(prompt="A quay"), principal=principal(world.ada)).pk)
    Job.objects.filter(pk=earlier.pk).update(project_id=artifact.project_id)
    known = call(earlier, "shot-001", content_key="b" * 64)
    assert finished_before("b" * 64, organization_id=organization_id, project_id=artifact.project_id) == known
    rendering = Job.objects.create(
        kind="story.finalize_video", organization_id=organization_id, project_id=artifact.project_id,
        subject_id=artifact.pk, status="queued", available_at=world.now, created_at=world.now,
    )  # fmt: skip
    call(rendering, "shot-000")
    call(rendering, "line-000", operation="speech", model="kokoro", cost_microusd=1200)
    reused = {"shot-001": known.pk}
    Checkpoint.objects.create(job=rendering, stage="paint", reused=reused, attempt=1, created_at=world.now)
    stored(organization_id, "ast_00000000000000000000000film")
    render = {"filmAssetId": "ast_00000000000000000000000film", "shots": [[0, 0, 1500], [0, 1500, 4000]]}
    return Rendition.objects.create(
        artifact=artifact, revision=1, kind="video", job_id=rendering.pk, asset_id=render["filmAssetId"],
        duration_ms=4000, data={"render": render},
    )  # fmt: skip


def by_title(graph: Graph) -> dict[str, Node]:
    return {node.title: node for node in graph.nodes}


def graph_of_film(film: Rendition) -> Graph:
    return artifact_graph(film.artifact_id, organization_id=film.artifact.organization_id)


def test_a_film_is_led_back_to_its_sources(film: Rendition, source: Source) -> None:
    graph = graph_of_film(film)
    assert [name for name, *_ in graph.columns()] == ["sources", "plan", "script", "calls", "files"]
    reached, wanted = set(), [film.asset_id]
    while wanted:
        reached.add(wanted.pop())
        wanted += [one for one, other in graph.edges if other in reached and one not in reached]
    assert {source.pk, "plan", "script", "scene-1"} <= reached
    assert by_title(graph)["Harbour notice"].detail == "1 passage used"


def test_a_scene_names_its_shots(film: Rendition) -> None:
    scene = by_title(graph_of_film(film))["1. The quay"]
    assert scene.detail == "Shots 1–2 · 1 line"
    assert ("Shot 2", "1.50 s to 4.00 s") in scene.facts


def test_what_an_earlier_job_had_made_says_so(film: Rendition, ada: Browser) -> None:
    earlier = Job.objects.get(kind="studio.image")
    pictures = [node for node in graph_of_film(film).nodes if node.title == "Pictures drawn"]
    assert [node.earlier_job for node in pictures] == ["", earlier.pk]
    page = ada.get(f"/dashboard/provenance/{film.artifact_id}").content.decode()
    assert f"made earlier by job {earlier.pk}" in page


def test_costs_and_times_are_those_of_the_calls(film: Rendition) -> None:
    spoken = by_title(graph_of_film(film))["Lines spoken"]
    assert dict(spoken.facts)["Cost"] == "$0.0012"
    assert dict(spoken.facts)["Took"] == "0.9 s"


def test_the_queries_do_not_grow_with_the_film(film: Rendition) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            graph_of_film(film)
        return len(queries)

    few = count()
    rendering = Job.objects.get(pk=film.job_id)
    for number in range(10, 90):
        call(rendering, f"shot-{number:03}")
    revision = film.artifact.revisions.get()
    revision.content["script"]["scenes"] *= 40
    revision.save()
    assert count() == few
    assert few <= MOST_QUERIES


def test_the_page_draws_links_and_lists_everything(film: Rendition, ada: Browser) -> None:
    html = ada.get(f"/dashboard/provenance/{film.artifact_id}").content.decode()
    for node in graph_of_film(film).nodes:
        assert f'href="#{node.id}"' in html
        assert f'id="{node.id}"' in html


def test_a_long_column_is_drawn_short() -> None:
    graph = Graph("Long", "")
    first = graph.add(Node("script", "script", "Script"))
    for number in range(50):
        graph.add(Node(f"call-{number}", "calls", f"Call {number}"), of=[first])
    drawing = drawn(graph)
    assert [box.node.title for box in drawing.boxes][-1] == "38 more"
    assert len(drawing.paths) == 13


def test_programs_read_the_same(film: Rendition, ada: Browser) -> None:
    told = ada.get(f"/dashboard/provenance/{film.artifact_id}.json").json()
    assert told["id"] == film.artifact_id
    ids = {node["id"] for node in told["nodes"]}
    assert all(edge["from"] in ids and edge["to"] in ids for edge in told["edges"])


def test_an_earlier_version_has_its_own(film: Rendition, ada: Browser) -> None:
    path = f"/dashboard/provenance/{film.artifact_id}"
    assert ada.get(f"{path}?revision=1").status_code == 200
    for wrong in ("2", "0", "x"):
        assert ada.get(f"{path}?revision={wrong}").status_code == 404


def test_an_artifact_that_is_not_written_yet_shows_what_there_is(job: Job, ada: Browser, plan: StoryPlan) -> None:
    row = Artifact.objects.get(job_id=job.pk)
    html = ada.get(f"/dashboard/provenance/{row.pk}").content.decode()
    assert "Harbour notice" in html


@pytest.fixture
def work(world: World) -> Editing:
    return add_project(Api(world.ada.organization, world.ada.token))


def test_an_export_names_its_footage_and_the_revision(work: Editing, world: World, ada: Browser) -> None:
    job = start_export(work.project, format="mp4", principal=principal(world.ada))
    titles = by_title(graph_of(job.pk, organization_id=world.ada.organization.pk))
    assert titles["harbour.mp4"].detail == "Sent in"
    assert "Timeline, revision 1" in titles
    assert ada.get(f"/dashboard/provenance/{job.pk}").status_code == 200


def test_a_film_that_was_cut_in_the_editor_leads_there(film: Rendition, work: Editing, world: World) -> None:
    start_export(work.project, format="mp4", principal=principal(world.ada))
    asset = stored(world.ada.organization.pk, "ast_00000000000000000000000copy")
    asset.blob_id = Asset.objects.get(pk=film.asset_id).blob_id
    asset.save()
    Footage.objects.create(
        pk=asset.pk,
        project=work.project,
        kind="fetched",
        status="ready",
        file_name="film.mp4",
        content_type="video/mp4",
    )
    titles = by_title(graph_of_film(film))
    assert titles["Harbour"].detail == "Cut in the editor"
    assert titles["Export as MP4"].detail == "Revision 1"


def test_an_export_of_a_film_of_the_studio_leads_back_to_it(film: Rendition, work: Editing, world: World) -> None:
    Asset.objects.filter(pk=work.footage.pk).update(blob_id=Asset.objects.get(pk=film.asset_id).blob_id)
    job = start_export(work.project, format="mp4", principal=principal(world.ada))
    graph = graph_of(job.pk, organization_id=world.ada.organization.pk)
    footage = by_title(graph)["harbour.mp4"]
    assert footage.url == f"/dashboard/provenance/{film.artifact_id}?revision=1"
    assert [title for _, title, _ in graph.columns()][:2] == ["Footage", "Timeline"]


@pytest.mark.parametrize("wrong", ["job_missing", "wf_missing", "gen_missing", "var_missing", "art_missing", "x"])
def test_what_is_not_there_is_missing(ada: Browser, wrong: str) -> None:
    assert ada.get(f"/dashboard/provenance/{wrong}").status_code == 404
    assert ada.get(f"/dashboard/provenance/{wrong}.json").status_code == 404


def test_a_picture_says_what_was_asked_for(world: World, ada: Browser, bob: Browser) -> None:
    job = start_image(ImageOrder(prompt="A lamp at dusk"), principal=principal(world.ada))
    call(job, "picture", operation="image")
    titles = by_title(graph_of(job.pk, organization_id=world.ada.organization.pk))
    assert ("Prompt", "A lamp at dusk") in titles["What was asked for"].facts
    assert "Picture drawn" in titles
    assert bob.get(f"/dashboard/provenance/{job.pk}").status_code == 404
