"""All of one's own organization is found by title and by id, within the role, in few queries, whatever is typed."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from generation.brand.models import Document
from generation.companions.models import Session
from generation.imagery.models import Generation
from generation.jobs.models import Job
from generation.projects.models import Artifact, Project, Source
from generation.projects.services import create_project, delete_project
from generation.stories.models import StoryPlan
from generation.timelines.models import Footage, ProjectTimeline, Segment
from generation.webhooks.models import Endpoint
from generation.workflows.models import Workflow
from studio.dashboard.finding import asked, views
from studio.dashboard.finding.ids import KNOWN
from studio.dashboard.finding.things import KINDS
from tests.dashboard.conftest import Browser
from tests.world import World
from wire.ratelimit import limiter

MOST_QUERIES = 10
LINK = re.compile(r'role="option"[^>]* href="([^"]+)"')


@pytest.fixture(autouse=True)
def uncounted() -> None:
    limiter.clear()


def links(browser: Browser, query: str) -> list[str]:
    """Where the lines lead that the palette shows for the query."""
    answer = browser.client.get("/search", {"q": query, "part": "1"})
    assert answer.status_code == 200
    return [unescape(url) for url in LINK.findall(answer.content.decode()) if not url.startswith("/search")]


@pytest.fixture
def things(world: World, artifact: Artifact, source: Source, plan: StoryPlan) -> dict[str, Any]:
    """One of each kind, all called Zephyr, with the page on which it is shown."""
    of, now = world.ada.organization.pk, timezone.now()
    job = Job.objects.get(pk=artifact.job_id)
    project = artifact.project
    Project.objects.filter(pk=project.pk).update(name="Zephyr harbour")
    ProjectTimeline.objects.create(project=project, media_frames=75)
    clip = Footage.objects.create(project=project, kind="upload", file_name="zephyr.mp4", content_type="video/mp4")
    cut = Segment.objects.create(project=project, footage=clip, start=0, end=9, bound_start=0, bound_end=9, anchor=0)
    advert = Workflow.objects.create(
        organization_id=of,
        project_id=project.pk,
        job_id="job_0",
        type="staticad",
        quality="standard",
        request={"concept": "A zephyr in spring"},
        created_at=now,
    )
    picture = Generation.objects.create(
        organization_id=of,
        job_id="job_1",
        operation="image",
        prompt="Zephyr over a lake",
        asset_id="ast_1",
        provider="local",
        model="m",
        created_at=now,
    )
    fact = Document.objects.create(organization_id=of, kind="FILE", filename="zephyr.pdf")
    talk = Session.objects.create(organization_id=of, key="zephyr-1", companion_id="director", title="Zephyr talk")
    endpoint = Endpoint.objects.create(
        organization_id=of, url="https://zephyr.example/secret-path", created_at=now, description="Zephyr's"
    )
    world.ada.key.name = "Zephyr's key"
    world.ada.key.save()
    return {
        f"/dashboard/projects/{project.pk}": project.pk,
        f"/dashboard/projects/{project.pk}/sources/{source.pk}": source.pk,
        f"/dashboard/artifacts/{artifact.pk}": artifact.pk,
        f"/dashboard/plans/{plan.pk}": plan.pk,
        f"/dashboard/jobs/{job.pk}": job.pk,
        f"/dashboard/editor/{project.pk}": cut.pk,
        f"/dashboard/workflows/{advert.pk}": advert.pk,
        "/dashboard/playground/image/job_1": picture.pk,
        "/dashboard/knowledge": fact.pk,
        "/dashboard/companions/zephyr-1": talk.pk,
        "/dashboard/keys": world.ada.key.pk,
        f"/dashboard/webhooks/{endpoint.pk}": endpoint.pk,
        "/dashboard/members": world.ada.owner.pk,
    }  # fmt: skip


@pytest.mark.both
def test_each_kind_is_found_by_a_word_of_its_title(ada: Browser, things: dict[str, Any]) -> None:
    by_title = {url for url in things if "/sources/" not in url and url != "/dashboard/members"}
    assert by_title <= set(links(ada, "zEPH"))


@pytest.mark.both
def test_each_thing_is_found_by_its_exact_id_and_by_no_part_of_it(ada: Browser, things: dict[str, Any]) -> None:
    for url, pk in things.items():
        assert links(ada, f" {pk} ")[0] == url
        assert url not in links(ada, pk[:-2])


def test_a_stranger_finds_none_of_it(bob: Browser, things: dict[str, Any]) -> None:
    mine = set(things) - {"/dashboard/knowledge", "/dashboard/keys", "/dashboard/members"}
    found = [*links(bob, "zephyr"), *(url for pk in things.values() for url in links(bob, str(pk))), *links(bob, "")]
    assert mine.isdisjoint(found)
    page = bob.client.get("/search", {"q": "zephyr"}).content.decode()
    assert "zephyr.example" not in page
    assert "Nothing has all of these words" in page


@pytest.mark.both
def test_what_is_deleted_is_not_found(ada: Browser, things: dict[str, Any], artifact: Artifact) -> None:
    delete_project(artifact.project, now=timezone.now())
    gone = {url for url in things if re.search("projects|artifacts|plans|jobs|editor", url)}
    assert gone.isdisjoint(links(ada, "zephyr"))
    assert gone.isdisjoint(url for pk in things.values() for url in links(ada, str(pk)))


def test_a_role_finds_only_what_it_may_open(world: World, things: dict[str, Any]) -> None:
    world.bob.owner.memberships.update(organization=world.ada.organization, role=Role.BILLING)
    clerk = Browser(world.bob.owner)
    found = {*links(clerk, "zephyr"), *(url for pk in things.values() for url in links(clerk, str(pk)))}
    shut = {url for url in things if re.search("knowledge|keys|webhooks", url)}
    assert shut.isdisjoint(found)
    assert found >= {url for url in things if re.search("projects|artifacts|members", url)} - shut
    assert "/dashboard/keys/new" not in links(clerk, "make a key")
    assert "/dashboard/projects/new" not in links(clerk, "new project")
    assert "/dashboard/usage" in links(clerk, "credits")
    for url in found & set(things):
        if "workflows" not in url and "playground" not in url:  # those have no job here
            assert clerk.get(url).status_code == 200, url


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("new proj", "/dashboard/projects/new"),
        ("Make a key", "/dashboard/keys/new"),
        ("invite", "/dashboard/members"),
        ("api token", "/dashboard/keys"),
        ("webh", "/dashboard/webhooks"),
        ("idempotency", "/docs/"),
    ],
)
def test_pages_actions_and_documents_are_found(ada: Browser, words: str, url: str) -> None:
    assert any(found.startswith(url) for found in links(ada, words))


def test_nothing_new_is_offered_to_a_suspended_organization(world: World, ada: Browser) -> None:
    world.ada.organization.suspended_at = timezone.now()
    world.ada.organization.save()
    assert "/dashboard/projects/new" not in links(ada, "new project")
    assert "/dashboard/projects" in links(ada, "projects")


@pytest.mark.both
def test_what_was_made_last_is_offered_before_anything_is_typed(ada: Browser, things: dict[str, Any]) -> None:
    assert "/dashboard/companions/zephyr-1" in links(ada, "")[:3]
    assert "Recent" in ada.get("/search").content.decode()


@pytest.mark.both
@pytest.mark.parametrize(
    "typed",
    ["\x00", "a\x00b", "%", "_", "100%_\\", "x" * 10_000, "wort " * 2_000, "'; DROP TABLE", "\ud800", "‮", "🎬", "sh_"],
)
def test_odd_input_finds_nothing_and_harms_nothing(ada: Browser, things: dict[str, Any], typed: str) -> None:
    raw = typed.encode("utf-8", "surrogatepass")
    for part in ("", "&part=1"):
        answer = ada.client.get("/search", QUERY_STRING=f"q={''.join(f'%{byte:02x}' for byte in raw)}{part}")
        assert answer.status_code == 200
        assert len(answer.content) < 200_000
    if asked.read(typed).words and typed != "a\x00b":
        shown = {"/dashboard/keys"} if typed in "sh_" else set()  # it is part of every key's name
        assert set(things) & set(links(ada, typed)) <= shown


@pytest.mark.both
def test_wildcards_are_letters_like_others(ada: Browser, world: World) -> None:
    of = world.ada.organization.pk
    plain, odd = (create_project(of, name=name).pk for name in ("Save a hundred", "Save 100% of_it"))
    for typed in ("100%", "of_it"):
        found = links(ada, typed)
        assert f"/dashboard/projects/{odd}" in found
        assert f"/dashboard/projects/{plain}" not in found
    assert f"/dashboard/projects/{plain}" in links(ada, "save hundred")


def test_letters_beyond_ascii_are_found_in_either_case(ada: Browser, world: World) -> None:
    project = create_project(world.ada.organization.pk, name="Über die Brücke")
    for typed in ("über", "ÜBER", "Brücke"):
        assert links(ada, typed) == [f"/dashboard/projects/{project.pk}"]


def test_the_secret_of_a_pasted_key_is_forgotten(ada: Browser, world: World) -> None:
    answer = ada.client.get("/search", {"q": world.ada.token}).content.decode()
    assert world.ada.token.rpartition("_")[2] not in answer
    assert "/dashboard/keys" in links(ada, world.ada.token)


def test_a_search_costs_the_same_queries_however_much_there_is(
    ada: Browser, world: World, things: dict[str, Any], make_plan: Callable[..., StoryPlan]
) -> None:
    def costs() -> list[int]:
        counts = []
        for query in ("", "zephyr harbour", next(iter(things.values())), "nowhere"):
            for address in (f"/search?q={query}", f"/search?q={query}&part=1"):
                with CaptureQueriesContext(connection) as queries:
                    ada.get(address)
                counts.append(len(queries))
        return counts

    few = costs()
    for number in range(8):
        create_project(world.ada.organization.pk, name=f"Zephyr {number}")
        make_plan()
    assert costs() == few
    assert max(few) <= MOST_QUERIES


def test_titles_are_read_from_a_bounded_stretch_of_each_index(world: World) -> None:
    """The plan of the union walks the index of the organization's pages for every kind that can grow without end."""
    of = world.ada.organization.pk
    for kind in KINDS:
        if kind.depth:
            plan = kind.searched(of).order_by("-pk").values("pk")[:5].explain()
            assert re.search(r"SCAN \w+(?! USING)", plan) is None, plan
            if connection.vendor == "sqlite":
                assert "TEMP B-TREE" not in plan, plan


@pytest.mark.both
def test_beyond_the_depth_only_the_id_finds(ada: Browser, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    of = world.ada.organization.pk
    old = Project.objects.create(pk="proj_0", organization_id=of, name="Zephyr")
    kind = KINDS[0]
    for number in range(3):
        create_project(of, name=f"Other {number}")
    object.__setattr__(kind, "depth", 3)
    try:
        assert links(ada, "zephyr") == []
        assert links(ada, old.pk) == [f"/dashboard/projects/{old.pk}"]
    finally:
        object.__setattr__(kind, "depth", 5000)


def test_who_asks_too_often_waits(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_A_MINUTE", 2)
    assert [ada.get("/search?q=a&part=1").status_code for _ in range(3)] == [200, 200, 429]
    refused = ada.get("/search?q=a")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) in range(1, 61)


def test_who_is_signed_out_is_led_to_the_door(nobody: Browser) -> None:
    assert nobody.get("/search?q=a").headers["Location"].startswith("/accounts/login/")


def test_words_are_read_in_one_line() -> None:
    query = asked.read("  two\n\twords\x00 ")
    assert (query.text, query.words, query.one_word) == ("two words", ("two", "words"), "")
    assert asked.read("job_1").one_word == "job_1"
    assert asked.read(" \x00 ").words == ()


def test_every_prefix_of_ids_that_pages_print_is_known() -> None:
    from generation.projects import models as projects
    from generation.stories import models as stories
    from generation.timelines import models as timelines

    factories = [
        projects.project_id, projects.source_id, projects.artifact_id, stories.plan_id, stories.coverage_id,
        timelines.segment_id, timelines.variant_id, timelines.footage_id,
    ]  # fmt: skip
    assert {make().partition("_")[0] for make in factories} <= set(KNOWN)
