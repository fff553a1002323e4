"""A long export: pieces that any worker takes, one film, one charge, and nothing left of the pieces when it ends."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.assets.services import own_asset
from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.media.timeline import plan
from generation.media.timeline import render as media
from generation.media.timeline.render import chunk_name, render_chunks, render_timeline
from generation.timelines.pipeline import render as rendering
from generation.timelines.pipeline import spread
from tests.api import Api
from tests.files import path_of
from tests.media.timeline.films import shown
from tests.media.timeline.sources import Shape, make
from tests.timelines.test_films import api, maker, uploaded, work  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.media]


def chunks_here(timeline: Any, folder: Path, keys: Any, *, is_wanted: Any, **more: Any) -> dict[str, Path]:
    render_chunks(timeline, folder, keys, **more)
    return {key: folder / chunk_name(key) for key in keys}


def film_here(timeline: Any, out: Path, *, is_wanted: Any, **more: Any) -> Any:
    return render_timeline(timeline, out, parts=out.parent / "parts", **more)


@pytest.fixture
def export(
    api: Api,  # noqa: F811
    work: Callable[..., list[Job]],  # noqa: F811
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """An export of 80 frames whose every second is a chunk and every chunk a piece; its job has been created."""
    monkeypatch.setattr(plan, "CHUNK_S", 1)
    monkeypatch.setattr(spread, "PIECE_CHUNKS", 1)
    # In this process, where chunks are as short as that; the confined one has its own tests.
    monkeypatch.setattr(spread, "chunks_apart", chunks_here)
    monkeypatch.setattr(rendering, "render_apart", film_here)
    settings.STUDIO_SPLIT_S = 2
    project = api.post("/project", {"name": "Harbour"}).json["id"]
    uploaded(api, project, make(tmp_path / "a.mp4", Shape(), source=1))
    work()
    (segment,) = api.get(f"/project/{project}").json["segments"]
    api.post(f"/segment/{segment['id']}/color-grade", {"contrast": 0.01})
    return str(api.post("/export", {"project_id": project, "format": "mp4"}).json["export_job_id"])


def film_of(api: Api, export: str) -> list[Any]:  # noqa: F811
    told = api.get(f"/export/{export}").json
    assert (told["status"], told["error"]) == ("completed", "")
    film = own_asset(told["export_url"])
    assert film is not None
    return shown(path_of(film))


WHOLE = [(1, number) for number in range(80)]


def test_pieces_are_made_by_jobs_of_their_own_and_joined(
    api: Api,  # noqa: F811
    work: Callable[..., list[Job]],  # noqa: F811
    export: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted, encode = [0, 0], media.encode

    def counting(*given: Any) -> None:
        counted[Job.objects.filter(kind=spread.PIECE_KIND, status="running").count() == 0] += 1
        encode(*given)

    monkeypatch.setattr(media, "encode", counting)
    ran = [(job.pk == export, job.status) for job in work()]
    assert ran == [(True, "suspended"), *[(False, "succeeded")] * 4, (True, "succeeded")]
    assert film_of(api, export) == WHOLE
    assert counted == [4, 0], "what the pieces made was not made again"
    pieces = Job.objects.filter(kind=spread.PIECE_KIND)
    assert {(job.price, job.hold_id) for job in pieces} == {(0, None)}


def test_a_piece_that_failed_is_made_by_the_render(
    api: Api,  # noqa: F811
    work: Callable[..., list[Job]],  # noqa: F811
    export: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = spread.chunks_apart
    failing = iter([True])

    def sometimes(*given: Any, **more: Any) -> Any:
        if next(failing, False):
            raise RuntimeError("this host is broken")
        return made(*given, **more)

    monkeypatch.setattr(spread, "chunks_apart", sometimes)
    ran = [job.status for job in work()]
    assert sorted(ran) == ["failed", "succeeded", "succeeded", "succeeded", "succeeded", "suspended"]
    assert film_of(api, export) == WHOLE


def test_a_canceled_export_takes_its_pieces_with_it(
    work: Callable[..., list[Job]],  # noqa: F811
    export: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began = spread.chunks_apart

    def canceled_meanwhile(*given: Any, **more: Any) -> Any:
        cancel_job(export, reason="changed my mind")
        return began(*given, **more)

    monkeypatch.setattr(spread, "chunks_apart", canceled_meanwhile)
    work()
    assert set(Job.objects.filter(kind=spread.PIECE_KIND).values_list("status", flat=True)) == {"canceled"}
    assert Job.objects.get(pk=export).status == "canceled"


def test_a_short_export_is_not_split(
    api: Api,  # noqa: F811
    work: Callable[..., list[Job]],  # noqa: F811
    export: str,
    settings: Any,
) -> None:
    settings.STUDIO_SPLIT_S = 4
    assert [job.status for job in work()] == ["succeeded"]
    assert film_of(api, export) == WHOLE
    assert not Job.objects.filter(kind=spread.PIECE_KIND).exists()
