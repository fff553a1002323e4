"""The deck, the board, the trailer and the film of a plan, made small in one job from a real press release."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from generation.assets.services import open_signed
from generation.films.frame import SHORT_SIDES
from generation.jobs.models import Job, ProviderCall
from generation.projects.models import Artifact
from generation.stories.api import manifest_schemas as shapes
from generation.stories.pipeline import artifacts as pipeline
from tests.api import Api
from tests.files import path_of
from tests.stories.conftest import plan_body
from tests.stories.golden.shape import assert_shaped
from wire.errors import GenerationFailed

Work = Callable[[], list[Job]]


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SHORT_SIDES, "720p", 180)
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.films.quick:Speech")
    monkeypatch.setenv("STUDIO_PROVIDER_IMAGE", "tests.films.quick:Pictures")
    monkeypatch.setenv("STUDIO_PROVIDER_MUSIC", "tests.films.quick:Music")


def made(api: Api, project: str, source: str, work: Work, *requests: dict[str, Any]) -> dict[str, Any]:
    """The finished job of a plan with those artifact requests."""
    body = plan_body(source, autoApprove=True, artifactRequests=list(requests))
    plan = api.post(f"/story-projects/{project}/story-plans", body).json["plan"]["id"]
    work()
    job = api.post("/story-jobs", {"storyPlanId": plan}).json["job"]["id"]
    work()
    return api.get(f"/story-jobs/{job}").json["job"]


def fetched(url: str) -> bytes:
    """What is served under a signed URL."""
    asset, _ = open_signed(url.split("/media/")[1].split("/")[0])
    return path_of(asset).read_bytes()


def test_a_pitch_deck_is_a_powerpoint_and_a_pdf_whose_slides_name_their_sources(
    api: Api, project: str, source: str, work: Work
) -> None:
    job = made(api, project, source, work, {"type": "pitch_deck"})
    deck = job["artifacts"][0]["manifest"]
    assert (job["status"], deck["type"], deck["slideCount"]) == ("READY", "pitch_deck", len(deck["slides"]))
    assert_shaped(shapes.PitchDeckManifest(), deck)
    assert 8 <= deck["slideCount"] <= 12
    kinds = [slide["kind"] for slide in deck["slides"]]
    assert (kinds[0], kinds[-2:]) == ("cover", ["ask", "sources"])
    assert {"figure", "quote", "steps"} <= set(kinds)
    assert deck["slides"][-2]["title"] == "Book a demo within 7 days."
    said = [slide for slide in deck["slides"] if slide["evidence"]]
    assert len(said) >= 5
    assert all(slide["source"].startswith("Source: ") for slide in said)
    pages = PdfReader(io.BytesIO(fetched(deck["files"]["pdf"]["url"]))).pages
    assert len(pages) == deck["slideCount"]
    quote = next(slide for slide in deck["slides"] if slide["kind"] == "quote")
    assert quote["speaker"] in " ".join(pages[quote["number"] - 1].extract_text().split())
    with zipfile.ZipFile(io.BytesIO(fetched(deck["files"]["pptx"]["url"]))) as parts:
        slides = [name for name in parts.namelist() if name.startswith("ppt/slides/slide")]
    assert len(slides) == deck["slideCount"]
    for path, body in (("finalize", {"mode": "video"}), ("refine", {"instruction": "Make it shorter."})):
        answer = api.post(f"/artifacts/{job['artifacts'][0]['id']}/{path}", body, key=path)
        assert answer.refusal() == (422, "validation_failed"), "only a table read has a performance"


def test_a_deck_without_pdf_has_none(api: Api, project: str, source: str, work: Work) -> None:
    job = made(api, project, source, work, {"type": "pitch_deck", "includePdf": False, "mode": "drama"})
    assert list(job["artifacts"][0]["manifest"]["files"]) == ["pptx"]
    plan = api.get(f"/story-plans/{job['storyPlanId']}").json["plan"]
    (intent,) = plan["plan"]["renderIntents"]
    assert intent["notes"] == ["mode is ignored: it does not apply to a pitch deck."]
    assert intent["durationSeconds"] is None


def test_a_storyboard_has_a_drawn_frame_with_its_shot_data_for_every_shot(
    api: Api, project: str, source: str, work: Work
) -> None:
    job = made(api, project, source, work, {"type": "storyboard", "durationSeconds": 20})
    board = job["artifacts"][0]["manifest"]
    assert_shaped(shapes.StoryboardManifest(), board)
    frames = board["frames"]
    assert [frame["number"] for frame in frames] == list(range(1, board["frameCount"] + 1))
    assert sum(frame["durationMs"] for frame in frames) == board["durationMs"]
    assert all(frame["shotSize"] and frame["move"] and frame["action"] for frame in frames)
    assert any(frame["line"] and frame["character"] for frame in frames)
    assert fetched(frames[0]["pictureUrl"])[:2] == b"\xff\xd8"
    assert len(PdfReader(io.BytesIO(fetched(board["pdf"]["url"]))).pages) == board["pdf"]["pages"]


def test_a_trailer_ends_on_its_title_and_has_the_length_asked_for(
    api: Api, project: str, source: str, work: Work
) -> None:
    job = made(api, project, source, work, {"type": "trailer", "durationSeconds": 5})
    trailer = job["artifacts"][0]["manifest"]
    assert_shaped(shapes.TrailerManifest(), trailer)
    assert trailer["durationMs"] == pytest.approx(15_000, rel=0.05)
    assert [beat["beat"] for beat in trailer["beats"]][:1] == ["hook"]
    assert (trailer["beats"][-1]["beat"], trailer["beats"][-1]["line"]) == ("title", None)
    assert trailer["shotCount"] >= 5
    assert fetched(trailer["video"]["url"])[4:8] == b"ftyp"
    notes = api.get(f"/story-plans/{job['storyPlanId']}").json["plan"]["plan"]["renderIntents"][0]["notes"]
    assert notes == ["The length is clamped to 15 s (the least is 15 s)."]


def test_one_that_fails_is_not_charged_and_leaves_the_others_and_a_film_is_made_whole(
    api: Api, project: str, source: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> dict[str, Any]:
        raise GenerationFailed("The board broke.")

    monkeypatch.setitem(pipeline._MAKERS, "storyboard", (fail, 2.0))
    before = api.get("/credits").json["credits"]["balance"]
    wanted = [{"type": "storyboard"}, {"type": "production_video", "durationSeconds": 8}]
    job = made(api, project, source, work, *wanted)
    board, video = job["artifacts"]
    assert job["status"] == "READY"
    assert (board["status"], board["failureMessage"], board["manifest"]) == ("FAILED", "The board broke.", None)
    manifest = video["manifest"]
    assert_shaped(shapes.ProductionVideoManifest(), manifest)
    assert (manifest["video"]["width"], manifest["video"]["height"]) == (320, 180)
    assert fetched(manifest["video"]["captions"]["vttUrl"]).startswith(b"WEBVTT")
    assert manifest["audio"]["lufs"] == pytest.approx(-16, abs=1.5)
    assert before - api.get("/credits").json["credits"]["balance"] == 20


def test_a_killed_film_goes_on_where_it_was(
    api: Api, project: str, source: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The film's calls are written down: the attempt that takes it up again speaks no line a second time."""
    from generation.films import screen

    drawn = screen.paint
    monkeypatch.setattr(screen, "paint", lambda ctx: (_ for _ in ()).throw(GenerationFailed("Out of paint.")))
    job = made(api, project, source, work, {"type": "production_video", "durationSeconds": 5})
    assert (job["status"], job["failureMessage"]) == ("FAILED", "Out of paint.")
    spoken = ProviderCall.objects.filter(operation="speech").count()
    monkeypatch.setattr(screen, "paint", drawn)
    api.post(f"/story-jobs/{job['id']}/resume", {})
    work()
    assert api.get(f"/story-jobs/{job['id']}").json["job"]["status"] == "READY"
    assert ProviderCall.objects.filter(operation="speech").count() == spoken
    assert Artifact.objects.get(job_id=job["id"]).status == Artifact.Status.READY
