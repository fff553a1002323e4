"""A worker that is killed in the middle of an import or an export: another one goes on, and the film is whole."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.films.studio_host import StudioHost, a_studio
from tests.jobs.hosts import eventually
from tests.media.timeline.films import shown
from tests.media.timeline.sources import Shape, make

pytestmark = [pytest.mark.processes, pytest.mark.media]
soon = partial(eventually, within_s=240)  # beside whatever else the host does
SHAPE = Shape(pictures=500, width=640, height=384, sound_rate=0)  # two parts of an export


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.jobs.short_lease", "STUDIO_EXTRA_APPS": "tests.timelines.held.Held"}
    with a_studio(tmp_path_factory.mktemp("studio"), **settings) as host:
        yield host


def kill_worker_of(studio: StudioHost, job_id: str) -> None:
    os.kill(int(studio.job(job_id)["worker"].split("/")[-2]), signal.SIGKILL)


def ended(studio: StudioHost, path: str) -> dict[str, Any]:
    job_id = path.rpartition("/")[2]
    soon(lambda: studio.job(job_id)["status"] in ("succeeded", "failed", "canceled"))
    told: dict[str, Any] = studio.api("GET", path)
    return told


def test_an_import_and_an_export_outlive_their_workers(studio: StudioHost, tmp_path: Path) -> None:
    project = studio.api("POST", "/project", {"name": "Harbour"})["id"]
    asked = studio.api("POST", f"/project/{project}/upload", {"file_name": "a.mp4", "content_type": "video/mp4"})
    body = make(tmp_path / "a.mp4", SHAPE, source=2).read_bytes()
    status, _, answer = studio.call("PUT", asked["upload_url"].removeprefix(studio.url), body)
    assert status == 200, answer
    import_id = studio.api("GET", f"/project/{project}")["footage"][0]["job_id"]
    soon((studio.data / "held" / "import").exists)
    kill_worker_of(studio, import_id)
    assert ended(studio, f"/job/{import_id}")["status"] == "completed"
    assert studio.job(import_id)["attempt"] == 3, "looked at, prepared, and prepared again"
    (segment,) = studio.api("GET", f"/project/{project}")["segments"]
    assert (segment["start_frame"], segment["end_frame"]) == (0, SHAPE.pictures)

    studio.api("POST", f"/segment/{segment['id']}/color-grade", {"contrast": 0.01})
    export_id = studio.api("POST", "/export", {"project_id": project, "format": "mp4"})["export_job_id"]
    soon((studio.data / "held" / "export").exists)
    kill_worker_of(studio, export_id)
    export = ended(studio, f"/export/{export_id}")
    assert (export["status"], export["error"]) == ("completed", "")
    assert studio.job(export_id)["attempt"] == 2
    shares = [float(line) for line in (studio.data / "held" / "export.2").read_text().split()]
    assert min(shares) > 0.4, "the finished part is not made again"
    status, _, film = studio.call("GET", export["download_url"].removeprefix(studio.url))
    assert status == 200
    (tmp_path / "film.mp4").write_bytes(film)
    assert shown(tmp_path / "film.mp4") == [(2, number) for number in range(SHAPE.pictures)]
    soon(lambda: not (studio.data / "renders" / export_id).exists())
    assert studio.query("SELECT COUNT(*) FROM billing_hold WHERE job_id = ?", export_id) == [(0,)]
