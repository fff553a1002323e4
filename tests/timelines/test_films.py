"""From a real video to a real film through the API: import, previews, grade, export, each frame checked by number."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import av
import cv2
import numpy as np
import opentimelineio as otio
import pytest
from django.utils import timezone

from generation.assets.models import Asset
from generation.assets.services import own_asset
from generation.jobs import runner
from generation.jobs.claim import claim_next
from generation.jobs.lease import Heartbeat
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS
from generation.jobs.runner import run_job
from generation.media.child import Maker
from generation.timelines.models import Footage
from tests.api import Api, open_api
from tests.files import path_of
from tests.media.timeline.films import shown
from tests.media.timeline.sources import Shape, make, read
from tests.timelines.sending import call
from wire.errors import GenerationFailed
from wire.ratelimit import limiter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.media]


@pytest.fixture(scope="module")
def maker() -> Iterator[Maker]:
    maker = Maker()
    yield maker
    maker.kill()


@pytest.fixture
def api(transactional_db: None, settings: Any, tmp_path: Path) -> Api:
    settings.STUDIO_DATA = tmp_path
    limiter.clear()
    return open_api()


@pytest.fixture
def work(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Job]]:
    monkeypatch.setattr(runner, "Heartbeat", partial(Heartbeat, beat_s=3600.0))

    def run(least_priority: int = 0) -> list[Job]:
        ran = []
        while job := claim_next(worker="test/1/1", now=timezone.now(), least_priority=least_priority):
            run_job(job, maker=maker, stopping=Event())
            job.refresh_from_db()
            ran.append(job)
        return ran

    return run


def uploaded(api: Api, project: str, path: Path) -> str:
    answer = api.post(f"/project/{project}/upload", {"file_name": path.name, "content_type": "video/mp4"}).json
    assert call("PUT", answer["upload_url"], path.read_bytes()).status == 200
    return answer["asset_id"]


def picture(url: str) -> np.ndarray:
    asset = own_asset(url)
    assert asset is not None
    image = cv2.imread(str(path_of(asset)), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return image


def number(url: str) -> tuple[int, int] | None:
    return read(picture(url))


def test_a_video_becomes_a_film(api: Api, work: Callable[..., list[Job]], tmp_path: Path) -> None:
    project = api.post("/project", {"name": "Harbour", "description": "", "video_url": ""}).json["id"]
    asset = uploaded(api, project, make(tmp_path / "a.mp4", Shape(), source=1))
    assert [job.status for job in work(EXPRESS)] == ["queued"], "only looked at, without a lane"
    early = api.get(f"/project/{project}").json
    assert ([one["end_ts"] for one in early["segments"]], early["footage"][0]["status"]) == ([3.2], "importing")
    assert [job.status for job in work()] == ["succeeded"]
    read_ = api.get(f"/project/{project}").json
    (footage,) = read_["footage"]
    (segment,) = read_["segments"]
    assert (footage["asset_id"], footage["status"], footage["error"]) == (asset, "ready", "")
    assert (read_["fps"], read_["width"], read_["height"], read_["duration"]) == (25.0, 160, 96, 3.2)
    assert (segment["start_ts"], segment["end_ts"], segment["source"]) == (0.0, 3.2, "original")
    assert all(footage[name] for name in ("url", "proxy_url", "strip_url", "waveform_url"))

    made = api.post(f"/segment/{segment['id']}/split", {"split_ts": 1.0}).json
    api.patch(f"/segment/{made['right']['id']}", {"order_index": 0})
    frame = api.post(f"/project/{project}/preview/frame", {"ts": 2.2})
    assert (frame.status, frame.json["timestamp"], frame.json["frame"]) == (200, 2.2, 55)
    assert number(frame.json["frame_url"]) == (1, 0), "the part that was first plays last"
    again = api.post(f"/project/{project}/preview/frame", {"ts": 2.2}).json
    assert own_asset(again["frame_url"]) == own_asset(frame.json["frame_url"]), "kept by content"

    strip = api.post(f"/project/{project}/preview/strip", {"start": 0.0, "end": 3.2, "fps": 1.0}).json["frames"]
    assert [one["timestamp"] for one in strip] == [0.0, 1.0, 2.0, 3.0, 3.2]
    assert [number(one["frame_url"]) for one in strip] == [(1, 25), (1, 50), (1, 75), (1, 20), (1, 24)]

    job = api.post("/export", {"project_id": project, "format": "mp4"}).json["export_job_id"]
    work()
    export = api.get(f"/export/{job}").json
    assert (export["status"], export["error"]) == ("completed", "")
    film = own_asset(export["export_url"])
    assert film is not None
    assert shown(path_of(film)) == [(1, n) for n in [*range(25, 80), *range(25)]]


def test_a_graded_segment_is_rendered_when_its_address_is_read(
    api: Api, work: Callable[[], list[Job]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, project, make(tmp_path / "a.mp4", Shape(pictures=30)))
    work()
    (segment,) = api.get(f"/project/{project}").json["segments"]
    grade = {"brightness": 0.4}
    preview = api.post(f"/segment/{segment['id']}/grade-preview", grade).json["preview_frame_url"]
    plain = api.post(f"/segment/{segment['id']}/grade-preview", {}).json["preview_frame_url"]
    assert picture(preview).mean() > picture(plain).mean() + 10
    assert number(plain) == (0, 15), "the middle frame"
    graded = api.post(f"/segment/{segment['id']}/color-grade", grade).json
    monkeypatch.setattr("generation.timelines.api.files.CLIP_WAIT_S", 0.0)
    first = call("GET", graded["graded_url"])
    assert (first.status, first.headers["retry-after"]) == (503, "5")
    assert [(job.kind, job.status) for job in work()] == [("editor.clip", "succeeded")]
    answer = call("GET", graded["graded_url"])
    assert (answer.status, answer.headers["content-type"]) == (200, "video/mp4")
    (tmp_path / "clip.mp4").write_bytes(answer.body)
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        assert sum(1 for _ in clip.decode(video=0)) == 30


def test_a_file_that_is_no_video_says_so_where_people_look(
    api: Api, work: Callable[[], list[Job]], tmp_path: Path
) -> None:
    project = api.post("/project", {"name": "Harbour"}).json["id"]
    (tmp_path / "a.mp4").write_bytes(b"#EXTM3U\nfile:///etc/passwd\n")
    uploaded(api, project, tmp_path / "a.mp4")
    (job,) = work()
    assert job.status == "failed"
    answer = api.get(f"/job/{job.pk}").json
    assert (answer["status"], bool(answer["error"])) == ("failed", True)
    (footage,) = api.get(f"/project/{project}").json["footage"]
    assert (footage["status"], footage["error"]) == ("failed", answer["error"])
    preview = api.post(f"/project/{project}/preview/frame", {"ts": 0.0})
    assert preview.refusal() == (422, "validation_failed")


def test_a_second_video_of_another_rate_plays_after_the_first(
    api: Api, work: Callable[[], list[Job]], tmp_path: Path
) -> None:
    from generation.media.plan import Rate

    project = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, project, make(tmp_path / "a.mp4", Shape(pictures=25)))
    uploaded(api, project, make(tmp_path / "b.mp4", Shape(pictures=50, rate=Rate(50), sound_rate=0), source=1))
    work()
    segments = api.get(f"/project/{project}").json["segments"]
    assert [(one["start_ts"], one["end_ts"]) for one in segments] == [(0.0, 1.0), (1.0, 2.0)]
    frames = api.post(f"/project/{project}/preview/strip", {"start": 0.96, "end": 1.08, "fps": 25}).json["frames"]
    assert [number(one["frame_url"]) for one in frames] == [(0, 24), (1, 0), (1, 2), (1, 4)]
    assert Asset.objects.filter(filename="waveform.json").count() == 1


def test_a_prompt_becomes_variants_of_which_one_is_accepted_and_exported(
    api: Api, work: Callable[[], list[Job]], tmp_path: Path
) -> None:
    project = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, project, make(tmp_path / "a.mp4", Shape(pictures=50)))
    work()
    body = {"project_id": project, "prompt": "make it black and white and darker", "start_ts": 0.4, "end_ts": 1.2}
    job = api.post("/ai/generate", body).json["job_id"]
    assert [done.status for done in work()] == ["succeeded"], Job.objects.get(pk=job).error_message
    answer = api.get(f"/job/{job}").json
    assert (answer["status"], answer["error"]) == ("completed", "")
    assert len(answer["variants"]) >= 2
    for made in answer["variants"]:
        assert {"id", "url", "preview_url"} <= set(made)
        assert (made["provider"], bool(made["label"]), picture(made["preview_url"]).size > 0) == ("local", True, True)
    assert api.get("/credits").json["credits"]["balance"] == 996
    (call_,) = api.get("/ai/timeline").json["timeline"]
    assert (call_["service"], call_["operation"], call_["status"]) == ("local", "video_edit", "completed")

    variant = answer["variants"][0]["id"]
    for compare_to in ("prompt", "original"):
        score = api.get(f"/variant/{variant}/score?compare_to={compare_to}").json["score"]
        assert {"overall_rating", "details", "fidelity_to_prompt", "visual_quality"} <= set(score)
        assert all(isinstance(score[name], str) for name in ("overall_rating", "details", "visual_quality"))
    assert api.get(f"/variant/{variant}/score?compare_to=x").refusal() == (422, "validation_failed")

    api.post(f"/variant/{variant}/accept")
    playing = api.get(f"/project/{project}").json["segments"]
    assert [(one["start_ts"], one["end_ts"]) for one in playing] == [(0.0, 0.4), (0.4, 1.2), (1.2, 2.0)]
    export = api.post("/export", {"project_id": project, "format": "mp4"}).json["export_job_id"]
    work()
    film = own_asset(api.get(f"/export/{export}").json["export_url"])
    assert film is not None
    with av.open(str(path_of(film))) as played:
        assert sum(1 for _ in played.decode(video=0)) == 50


def test_a_timeline_is_handed_to_other_editors(api: Api, work: Callable[[], list[Job]], tmp_path: Path) -> None:
    project = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, project, make(tmp_path / "a.mp4", Shape(pictures=50)))
    work()
    (segment,) = api.get(f"/project/{project}").json["segments"]
    api.post(f"/segment/{segment['id']}/split", {"split_ts": 1.0})
    texts = {}
    for format in ("otio", "edl", "srt"):
        job = api.post("/export", {"project_id": project, "format": format}).json["export_job_id"]
        assert [done.status for done in work()] == ["succeeded"], Job.objects.get(pk=job).error_message
        answer = api.get(f"/export/{job}").json
        assert answer["download_url"]
        file = own_asset(answer["export_url"])
        assert file is not None
        texts[format] = path_of(file).read_text()
    cuts = otio.adapters.read_from_string(texts["otio"], "otio_json").tracks[0]
    ranges = [(clip.source_range.start_time.value, clip.source_range.duration.value) for clip in cuts]
    assert ranges == [(0, 25), (25, 25)]
    assert "00:00:01:00" in texts["edl"]
    assert "00:00:01,000" in texts["srt"]


def test_what_no_provider_here_can_do_fails_with_what_it_could(
    api: Api, work: Callable[[], list[Job]], tmp_path: Path
) -> None:
    project = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, project, make(tmp_path / "a.mp4", Shape(pictures=25)))
    work()
    body = {"project_id": project, "prompt": "xyzzy plugh", "start_ts": 0.0, "end_ts": 1.0}
    job = api.post("/ai/generate", body).json["job_id"]
    work()
    answer = api.get(f"/job/{job}").json
    assert (answer["status"], bool(answer["error"]), answer["variants"]) == ("failed", True, [])
    assert api.get("/credits").json["credits"]["balance"] == 1000


def test_a_video_is_fetched_from_the_studios_own_address(
    api: Api, work: Callable[[], list[Job]], tmp_path: Path
) -> None:
    first = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, first, make(tmp_path / "a.mp4", Shape(pictures=25)))
    work()
    url = api.get(f"/project/{first}").json["footage"][0]["url"]
    answer = api.post("/project", {"name": "Quay", "description": "", "video_url": url})
    assert (answer.status, answer.json["video_url"]) == (200, url)
    assert [job.status for job in work()] == ["succeeded"]
    second = api.get(f"/project/{answer.json['id']}").json
    assert (second["duration"], second["footage"][0]["status"]) == (1.0, "ready")


def test_a_picture_larger_than_its_proxy_comes_from_the_video_in_a_confined_process(
    api: Api, work: Callable[[], list[Job]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, project, make(tmp_path / "a.mp4", Shape(pictures=25, width=1280, height=720)))
    work()
    small = api.post(f"/project/{project}/preview/frame", {"ts": 0.6}).json["frame_url"]
    assert (number(small), picture(small).shape[1] < 860) == ((0, 15), True)
    monkeypatch.setattr("generation.timelines.services.previews.previewer", None)  # not there for a stranger's file
    large = api.post(f"/project/{project}/preview/frame", {"ts": 0.6, "width": 4000}).json["frame_url"]
    assert (number(large), picture(large).shape[1]) == ((0, 15), 1280)
    Footage.objects.update(proxy_asset_id="")
    early = api.post(f"/project/{project}/preview/frame", {"ts": 0.8}).json["frame_url"]
    assert number(early) == (0, 20)


def test_an_import_that_cannot_read_every_picture_leaves_the_timeline_until_it_is_resumed(
    api: Api, work: Callable[[], list[Job]], tmp_path: Path
) -> None:
    project = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, project, make(tmp_path / "a.mp4", Shape(pictures=25)))
    with pytest.MonkeyPatch.context() as patch:

        def broken(*_: Any, **__: Any) -> None:
            raise GenerationFailed("The last 2 seconds are missing from the file.", reason="truncated")

        patch.setattr("generation.timelines.pipeline.imports.make_index", broken)
        job = work()[-1]
    answer = api.get(f"/project/{project}").json
    assert (answer["segments"], answer["footage"][0]["status"]) == ([], "failed")
    assert "missing" in answer["footage"][0]["error"]
    assert api.post(f"/job/{job.pk}/resume").json["status"] == "pending"
    work()
    answer = api.get(f"/project/{project}").json
    assert [(one["start_ts"], one["end_ts"]) for one in answer["segments"]] == [(1.0, 2.0)]
    assert answer["footage"][0]["status"] == "ready"
    frame = api.post(f"/project/{project}/preview/frame", {"ts": 0.4}).json["frame_url"]
    assert number(frame) == (0, 10)
