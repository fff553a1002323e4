"""Projects and sources through their pages."""

import pytest

from generation.projects.models import Project, Source
from generation.projects.services import create_project
from generation.stories.models import StoryPlan
from tests.dashboard.conftest import Browser
from tests.world import World


def test_a_project_starts_with_its_first_source(ada: Browser, world: World) -> None:
    answer = ada.post("/dashboard/projects/new", name="Harbour", content="The harbour reopened on Monday.")
    project = Project.objects.get(organization_id=world.ada.organization.pk)
    assert answer["Location"] == f"/dashboard/projects/{project.pk}"
    assert project.sources.get().text == "The harbour reopened on Monday."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "Harbour", "content": "é" * 500_001}, "the limit is 1,000,000"),
    ],
)
def test_a_bad_project_is_refused_beside_the_form(ada: Browser, given: dict[str, str], message: str) -> None:
    answer = ada.post("/dashboard/projects/new", **given)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Project.objects.exists()


def test_an_empty_source_is_refused_at_its_field(ada: Browser, project: Project) -> None:
    answer = ada.post(f"/dashboard/projects/{project.pk}/sources/new", type="text", content="   ")
    assert answer.status_code == 422
    assert 'id="id_content_error"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_deleted_source_loses_its_text(ada: Browser, source: Source) -> None:
    ada.post(f"/dashboard/projects/{source.project_id}/sources/{source.pk}/delete")
    source.refresh_from_db()
    assert (source.text, source.deleted_at is None) == ("", False)


def test_an_archived_project_moves_to_the_archive_and_back(ada: Browser, project: Project) -> None:
    ada.post(f"/dashboard/projects/{project.pk}/archive", archived="yes")
    assert "Harbour" not in ada.get("/dashboard/projects").content.decode()
    assert "Harbour" in ada.get("/dashboard/projects?archived").content.decode()
    ada.post(f"/dashboard/projects/{project.pk}/archive", archived="no")
    assert "Harbour" in ada.get("/dashboard/projects").content.decode()


def test_a_deleted_project_is_gone(ada: Browser, project: Project) -> None:
    assert ada.post(f"/dashboard/projects/{project.pk}/delete")["Location"] == "/dashboard/projects"
    assert ada.get(f"/dashboard/projects/{project.pk}").status_code == 404


def test_a_project_says_what_it_needs_next(ada: Browser, project: Project, source: Source) -> None:
    def step() -> str:
        return ada.get(f"/dashboard/projects/{project.pk}").content.decode()

    assert "Plan the story" in step()
    plan = StoryPlan.objects.create(
        project=project, status="REQUIRES_APPROVAL", target={}, artifact_requests=[], quote={"total": 11}
    )
    assert "The plan waits for you" in step()
    plan.status = "APPROVED"
    plan.save()
    assert "Make it" in step()
    source.delete()
    assert "Add a source" in step()


def test_text_from_people_is_shown_as_text(ada: Browser, world: World) -> None:
    create_project(world.ada.organization.pk, name="<script>alert(1)</script>", description="<b>bold</b>")
    html = ada.get("/dashboard/projects").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;b&gt;bold" in html


def test_the_list_goes_on_page_by_page(ada: Browser, world: World) -> None:
    for number in range(23):
        create_project(world.ada.organization.pk, name=f"Project {number:02}")
    first = ada.get("/dashboard/projects")
    assert len(first.context["page"].items) == 20
    second = ada.get(f"/dashboard/projects?cursor={first.context['page'].next_cursor}")
    shown = [row.pk for answer in (first, second) for row in answer.context["page"].items]
    assert (len(shown), shown) == (23, sorted(set(shown), reverse=True))


def test_a_cursor_that_is_not_ours_finds_nothing(ada: Browser) -> None:
    assert ada.get("/dashboard/projects?cursor=nonsense").status_code == 404
