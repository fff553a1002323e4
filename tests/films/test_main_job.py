"""The main job on a real studio: a press release in, a film out, whatever is killed on the way."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.media.probe import probe
from tests.films.craft import faults_of, finished
from tests.films.studio_host import PRESS_RELEASE, StudioHost, a_studio
from tests.jobs.hosts import eventually

pytestmark = [pytest.mark.processes, pytest.mark.media]

SECONDS = 20


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio")) as host:
        yield host


@pytest.fixture(scope="module")
def artifact(studio: StudioHost) -> str:
    return studio.ready_artifact(seconds=SECONDS)


def kill_worker(studio: StudioHost, job_id: str, *, stage: str) -> None:
    """SIGKILL the process that runs the job, in the middle of a stage."""

    def is_in_stage() -> bool:
        rows = studio.query("SELECT stage, worker FROM jobs_job WHERE id = ? AND status = 'running'", job_id)
        calls = studio.query("SELECT count(*) FROM jobs_providercall WHERE job_id = ? AND stage = ?", job_id, stage)
        return bool(rows) and rows[0][0] == stage and calls[0][0] >= 2

    eventually(is_in_stage, within_s=240)
    os.kill(int(studio.job(job_id)["worker"].split("/")[-2]), signal.SIGKILL)


def test_a_film_is_finished_once_although_its_worker_is_killed_twice(studio: StudioHost, artifact: str) -> None:
    before = studio.api("GET", "/credits")["credits"]["balance"]
    job = studio.finalize(artifact, "video")
    kill_worker(studio, job, stage="perform")
    kill_worker(studio, job, stage="paint")
    events = studio.events(job)
    assert events[-1][1] == "succeeded", studio.output

    assert studio.job(job)["attempt"] == 3
    assert [number for number, _, _ in events] == list(range(1, len(events) + 1))
    stages = studio.query("SELECT stage, count(*) FROM jobs_checkpoint WHERE job_id = ? GROUP BY stage", job)
    assert {count for _, count in stages} == {1}
    entered = [data["stage"] for _, name, data in events if name == "stage"]
    assert entered.count("load") == entered.count("score") == entered.count("render") == 1
    assert entered.count("perform") == entered.count("paint") == 2
    calls = studio.query("SELECT status, tries FROM jobs_providercall WHERE job_id = ?", job)
    assert {status for status, _ in calls} == {"finished"}
    # A kill can interrupt one call for each child, which is then made again; every finished one was made once.
    assert sum(tries - 1 for _, tries in calls) <= 2 * (os.cpu_count() or 1)

    receipt = studio.api("GET", f"/story-jobs/{job}/receipt")["receipt"]
    assert (receipt["captured"], receipt["released"]) == (12, 0)
    assert studio.api("GET", "/credits")["credits"]["balance"] == before - 12
    children = [pid for pid, command in studio.pids().items() if "media.child" in command]
    assert len(children) <= (os.cpu_count() or 1), "no child of a killed worker is left"


def test_the_film_is_a_film(studio: StudioHost, artifact: str, tmp_path: Path) -> None:
    job = studio.finalize(artifact, "video")  # the one that is finished: not made and not charged again
    assert studio.events(job)[-1][1] == "succeeded"
    manifest = studio.api("GET", f"/artifacts/{artifact}")["artifact"]["manifest"]
    assert manifest["video"]["status"] == "complete"
    film = fetch(studio, manifest["video"]["url"], tmp_path / "film.mp4")
    found = probe(film)
    assert (found.width, found.height) == (1280, 720)
    assert found.audio_rate == 48_000
    captions = fetch(studio, manifest["video"]["captions"]["srtUrl"], tmp_path / "film.srt").read_text()
    script = studio.api("GET", f"/artifacts/{artifact}/script")["script"]
    spoken = " ".join(line["text"] for scene in script["scenes"] for line in scene["lines"])
    shown = " ".join(line for line in captions.splitlines() if line and not line.isdigit() and "-->" not in line)
    assert shown.split() == spoken.split()


def test_the_film_meets_the_craft_bars(studio: StudioHost, artifact: str, tmp_path: Path) -> None:
    made = finished(studio, artifact, tmp_path, source=PRESS_RELEASE.read_text(), seconds=SECONDS)
    assert faults_of(made) == []


def test_the_sound_of_a_finished_film_is_taken_from_its_recording(studio: StudioHost, artifact: str) -> None:
    job = studio.finalize(artifact, "audio")
    assert studio.events(job)[-1][1] == "succeeded"
    assert studio.query("SELECT count(*) FROM jobs_providercall WHERE job_id = ?", job) == [(0,)]
    audio = studio.api("GET", f"/artifacts/{artifact}")["artifact"]["manifest"]["audio"]
    assert audio["finalize"]["status"] == "complete"
    assert audio["recordingDurationMs"] > 0
    assert studio.call("GET", path_of(studio, audio["recordingUrl"]))[1]["Content-Type"] == "audio/mpeg"


def test_files_are_served_in_ranges_and_never_run(studio: StudioHost, artifact: str) -> None:
    url = path_of(studio, studio.api("GET", f"/artifacts/{artifact}")["artifact"]["manifest"]["video"]["url"])
    status, headers, part = studio.call("GET", url, Range="bytes=4-7")
    assert (status, part, headers["Content-Range"].split("/")[0]) == (206, b"ftyp", "bytes 4-7")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert studio.call("GET", url, Range="bytes=999999999-")[0] == 416
    assert studio.call("HEAD", url)[2] == b""


def test_a_stream_resumes_after_the_last_seen_event(studio: StudioHost, artifact: str) -> None:
    job = studio.finalize(artifact, "video")
    whole = studio.events(job)
    assert studio.events(job, after=whole[2][0]) == whole[3:]
    assert studio.events(job, after=whole[-1][0]) == []


@pytest.mark.parametrize(
    ("method", "path", "headers", "expected"),
    [
        ("GET", "/api/v1/story-jobs/job_none/events", {}, (404, "story_job_not_found")),
        ("GET", "/api/v1/story-jobs/job_none/events", {"Authorization": "Bearer nonsense"}, (401, "invalid_api_key")),
        ("GET", "/api/v1/story-jobs/job_none/events", {"Authorization": ""}, (401, "authentication_required")),
        ("POST", "/api/v1/story-jobs/job_none/events", {}, (405, "validation_failed")),
        ("GET", "/media/forged/film.mp4", {}, (404, "not_found")),
        ("GET", "/api/v1/no/such/route", {}, (404, "not_found")),
        ("GET", "/api/no/such/route", {}, (404, "not_found")),
    ],
)
def test_raw_routes_answer_errors_in_the_familys_envelope(
    studio: StudioHost, method: str, path: str, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    status, answered, body = studio.call(method, path, b"{}" if method == "POST" else None, **headers)
    error = json.loads(body)["error"]
    assert (status, error["code"]) == expected
    assert error["requestId"] == answered["X-Request-Id"]


def test_a_body_past_the_cap_is_refused_at_the_door(studio: StudioHost) -> None:
    status, _, body = studio.call("POST", "/api/v1/story-projects", b"x" * (8 * 1024 * 1024 + 1))
    assert (status, json.loads(body)["error"]["code"]) == (422, "source_too_large")


def fetch(studio: StudioHost, url: str, target: Path) -> Path:
    status, _, body = studio.call("GET", path_of(studio, url))
    assert status == 200
    target.write_bytes(body)
    return target


def path_of(studio: StudioHost, url: str) -> str:
    assert url.startswith(studio.url)
    return url.removeprefix(studio.url)
