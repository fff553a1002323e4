"""The editor's pages: what they list and hand to their script, and the forms that cut without it."""

import json
import re
from ipaddress import ip_network
from typing import Any

import numpy as np
import pytest
from django.test import Client

from accounts.models import Membership, Role
from generation.assets.services import own_asset
from generation.jobs.models import Job
from generation.media.edits.intents import read
from generation.media.timeline.grade import lut
from generation.media.timeline.model import Grade
from generation.projects.models import Artifact, Rendition
from generation.timelines.models import Footage, ProjectTimeline, Segment
from generation.timelines.services.generate import start_generation
from generation.timelines.services.history import revisions_of
from studio.dashboard.editor import GRADE_CONTROLS, PROMPTS
from tests.api import Api
from tests.dashboard.conftest import Browser, principal
from tests.timelines.world import Editing, add_project, stored
from tests.world import World

STATE = re.compile(r'<script id="state" type="application/json">(.+?)</script>', re.DOTALL)


@pytest.fixture
def work(world: World) -> Editing:
    """Ada's project: 10 s in one segment."""
    return add_project(Api(world.ada.organization, world.ada.token))


def segments(work: Editing) -> list[tuple[int, int]]:
    rows = Segment.objects.filter(project=work.project, active=True).order_by("order_index")
    return list(rows.values_list("start", "end"))


def state_of(browser: Browser, work: Editing) -> Any:
    found = STATE.search(browser.get(f"/dashboard/editor/{work.project.pk}").content.decode())
    assert found
    return json.loads(found[1])


def press(browser: Browser, work: Editing, cut: str, **data: Any) -> Any:
    segment = Segment.objects.filter(project=work.project, active=True).order_by("order_index").first()
    assert segment
    return browser.post(f"/dashboard/editor/segments/{segment.pk}/{cut}", **data)


# ---------------------------------------------------------------- the list


def test_the_list_shows_what_has_a_timeline_with_its_length_and_state(ada: Browser, work: Editing) -> None:
    page = ada.get("/dashboard/editor").content.decode()
    assert "Harbour" in page
    assert "0:10" in page
    assert ">Ready<" in page
    assert f"/dashboard/editor/{work.project.pk}/poster" in page


@pytest.mark.parametrize(
    ("status", "word"),
    [("importing", "Importing"), ("failed", "Not imported"), ("waiting", "Waiting for its video"), (None, "Empty")],
)
def test_a_project_without_segments_says_what_it_waits_for(
    ada: Browser, work: Editing, status: str | None, word: str
) -> None:
    Segment.objects.filter(project=work.project).update(active=False)
    if status:
        Footage.objects.update(status=status)
    else:
        Footage.objects.update(kind=Footage.Kind.GENERATED)
    assert f">{word}<" in ada.get("/dashboard/editor").content.decode()


def test_strangers_see_nothing_of_it(bob: Browser, nobody: Browser, work: Editing) -> None:
    path = f"/dashboard/editor/{work.project.pk}"
    assert "Harbour" not in bob.get("/dashboard/editor").content.decode()
    assert bob.get(path).status_code == bob.get(f"{path}/poster").status_code == 404
    assert press(bob, work, "delete").status_code == 404
    assert nobody.get(path).status_code == 302


# ---------------------------------------------------------------- starting


def test_a_project_starts_empty_or_with_an_address(ada: Browser, settings: Any) -> None:
    settings.STUDIO_FETCH_ALLOW = (ip_network("127.0.0.0/8"),)
    ada.post("/dashboard/editor/new", name="", video_url="http://127.0.0.1:1/films/quay.mp4")
    timeline = ProjectTimeline.objects.get()
    assert timeline.project.name == "quay.mp4"
    assert Footage.objects.get().status == "importing"
    ada.post("/dashboard/editor/new", name="Blank", video_url="")
    assert ProjectTimeline.objects.count() == 2
    assert Job.objects.filter(kind="editor.import").count() == 1


def test_an_address_that_is_never_fetched_is_refused_at_its_field(ada: Browser, db: None) -> None:
    answer = ada.post("/dashboard/editor/new", name="Router", video_url="http://192.168.0.1/a.mp4")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not ProjectTimeline.objects.exists()


def test_a_finished_film_is_taken_into_the_editor(ada: Browser, bob: Browser, artifact: Artifact) -> None:
    here = f"/dashboard/artifacts/{artifact.pk}"
    assert f"{here}/cut" not in ada.get(here).content.decode()
    ada.post(f"{here}/cut")
    assert not ProjectTimeline.objects.exists()
    film = stored(artifact.organization_id, "ast_film", "film.mp4")
    Rendition.objects.create(
        artifact=artifact,
        revision=1,
        kind="video",
        asset_id=film.pk,
        data={"render": {"filmAssetId": film.pk}},
        job_id=artifact.job_id,
    )
    assert f"{here}/cut" in ada.get(here).content.decode()
    assert bob.post(f"{here}/cut").status_code == 404
    ada.post(f"{here}/cut")
    footage = Footage.objects.get()
    assert footage.project.name == "The harbour opens"
    assert own_asset(footage.url) == film


# ---------------------------------------------------------------- the page


def test_the_page_hands_its_script_the_project_as_the_api_prints_it(ada: Browser, work: Editing) -> None:
    state = state_of(ada, work)
    assert state["project"] == work.read
    assert (state["rate"], state["canWrite"], state["generations"]) == ([25, 1], True, [])
    (segment,) = state["project"]["segments"]
    assert segment["source_start_ts"] == 0


def test_the_page_costs_the_same_queries_however_often_it_was_cut(
    ada: Browser, work: Editing, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        state_of(ada, work)
    for at in (1, 2, 3, 4, 5):
        ada.post(f"/dashboard/editor/segments/{work.segments[-1]['id']}/split", split_ts=at)
    with django_assert_max_num_queries(20):
        assert len(state_of(ada, work)["project"]["segments"]) == 6


def test_earlier_wishes_are_there_with_what_was_asked_for(ada: Browser, work: Editing, world: World) -> None:
    start_generation(
        work.project, prompt="Make it foggy", start_s=0, end_s=2, box=(0, 0, 0.5, 0.5), principal=principal(world.ada)
    )
    (told,) = state_of(ada, work)["generations"]
    assert (told["prompt"], told["status"], told["variants"]) == ("Make it foggy", "pending", [])


def test_who_may_only_read_gets_no_buttons_that_would_be_refused(world: World, work: Editing) -> None:
    Membership.objects.filter(user=world.ada.owner).update(role=Role.BILLING)
    browser = Browser(world.ada.owner)
    page = browser.get(f"/dashboard/editor/{work.project.pk}").content.decode()
    assert state_of(browser, work)["canWrite"] is False
    assert "data-add-file" not in page
    assert "/split" not in page
    assert press(browser, work, "split", split_ts=5).status_code == 403
    assert browser.get("/dashboard/editor/new").status_code == 403


def test_the_examples_are_what_the_local_maker_can_do() -> None:
    for prompt in PROMPTS:
        understood = read(prompt, has_box="box" in prompt)
        assert understood.operations, prompt
        assert understood.unsupported == (), prompt


def test_the_sliders_are_the_grades_controls_at_rest(ada: Browser, work: Editing) -> None:
    neutral = {name: value for name, _, _, _, _, value, _ in GRADE_CONTROLS}
    answer = work.api.post(f"/segment/{work.only}/color-grade", neutral)
    assert answer.status == 200
    assert work.segments[0]["grade"] is None


# ---------------------------------------------------------------- without script


def test_forms_cut_as_the_api_does_and_every_cut_can_be_undone(ada: Browser, work: Editing) -> None:
    here = f"/dashboard/editor/{work.project.pk}"
    assert press(ada, work, "split", split_ts="4")["Location"] == here
    press(ada, work, "trim", new_start_ts="1", new_end_ts="3.5")
    assert segments(work) == [(25, 88), (100, 250)]
    press(ada, work, "move", order_index="1")
    press(ada, work, "delete")
    assert segments(work) == [(25, 88)]
    ada.post(f"{here}/undo")
    assert segments(work) == [(100, 250), (25, 88)]
    ada.post(f"{here}/redo")
    assert segments(work) == [(25, 88)]
    assert revisions_of(work.project.pk).count() == 5


def test_a_refused_cut_is_told_on_the_page_and_changes_nothing(ada: Browser, work: Editing) -> None:
    for data in ({"split_ts": "99"}, {"split_ts": "noon"}, {"split_ts": "nan"}, {}):
        press(ada, work, "split", **data)
    told = ada.get(f"/dashboard/editor/{work.project.pk}").content.decode()
    assert "Allowed: 0.04 to 9.96" in told
    assert segments(work) == [(0, 250)]


def test_exports_are_asked_for_and_canceled_by_a_form(ada: Browser, work: Editing) -> None:
    here = f"/dashboard/editor/{work.project.pk}"
    ada.post(f"{here}/export", format="mp4")
    job = Job.objects.get(kind="editor.export")
    assert f"/dashboard/editor/exports/{job.pk}/cancel" in ada.get(here).content.decode()
    ada.post(f"/dashboard/editor/exports/{job.pk}/cancel")
    job.refresh_from_db()
    assert job.status == "canceled"
    ada.post(f"{here}/export", format="gif")
    assert Job.objects.filter(kind="editor.export").count() == 1


def test_forms_of_other_sites_cut_nothing(world: World, work: Editing) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ada.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(f"/dashboard/editor/segments/{work.only}/delete")
    assert answer.status_code == 403
    assert segments(work) == [(0, 250)]


def test_the_player_gets_the_exports_own_table_of_a_grade(ada: Browser, nobody: Browser) -> None:
    answer = ada.get("/dashboard/editor/look?brightness=0.5&saturation=-1")
    table = np.frombuffer(answer.content, np.uint8).reshape(33, 33, 33, 3)
    meant = lut(Grade(brightness=0.5, saturation=-1))
    assert np.array_equal(table[2, 16, 30], (meant[30, 16, 2] * 255).round())  # red fastest
    assert ada.get("/dashboard/editor/look?brightness=7").status_code == 404
    assert ada.get("/dashboard/editor/look?gamma=x").status_code == 404
    assert nobody.get("/dashboard/editor/look").status_code == 302
