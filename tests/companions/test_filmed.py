"""Films by a provider of their own: followed while the worker is free, charged once, stopped if nobody wants them."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from generation.imagery.models import Generation
from generation.jobs.models import Job, ProviderCall
from generation.jobs.services import wake_job
from generation.media.plan import Rate
from generation.media.probe import probe
from generation.media.received import join_films, receive_film
from tests.api import Api
from tests.companions.test_printed import api_file
from tests.jobs.hosts import eventually
from tests.providers.conftest import vendor  # noqa: F401 - a fixture
from tests.providers.vendor import KEY, Vendor, film, status, task

Work = Callable[[], list[Job]]
SHOT = {"prompt": "Slow push in on a lamp", "duration_s": 1.0, "aspect_ratio": "1:1", "provider": "openai"}
TASK = "/videos/video_1"


@pytest.fixture(autouse=True)
def filming(vendor: Vendor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Vendor:  # noqa: F811
    monkeypatch.setenv("STUDIO_PROVIDER_VIDEO", "openai")
    vendor.replies["/videos"] = task("queued")
    vendor.replies[TASK] = task("in_progress")
    vendor.replies[f"{TASK}/content"] = film(tmp_path, frames=100)
    return vendor


def asked(vendor: Vendor) -> list[str]:  # noqa: F811
    return [one["path"] for one in vendor.asked]


@pytest.mark.media
def test_a_film_is_submitted_once_and_fetched_when_it_is_done(api: Api, work: Work, filming: Vendor) -> None:
    job = api.post("/studio/video", SHOT).json
    assert (job["status"], job["fallback"]) == ("pending", False)
    (ran,) = work()
    assert (ran.status, ran.message) == ("suspended", "openai is at work")
    wake_job(ran.pk, reason="looked again")
    assert work()[0].status == "suspended"
    filming.replies[TASK] = task("completed")
    wake_job(ran.pk, reason="looked again")
    (ran,) = work()
    assert ran.status == "succeeded", ran.error_message
    assert asked(filming) == ["/videos", TASK, TASK, TASK, f"{TASK}/content"]
    told = api.get(f"/jobs/{job['id']}").json
    assert (told["provider"], told["model"], told["fallback"]) == ("openai", "sora-2", False)
    assert (told["result"]["frames"], told["credits"]["charged"]) == (25, 4)
    found = probe(api_file(told["result"]["url"]))
    assert (found.width, found.height, found.frames) == (720, 720, 25)
    assert Generation.objects.get().provider == "openai"


@pytest.mark.django_db(transaction=True)
def test_a_film_that_nobody_waits_for_is_stopped_where_it_is_filmed_and_costs_nothing(
    api: Api, work: Work, filming: Vendor
) -> None:
    job = api.post("/studio/video", SHOT).json["id"]
    work()
    assert api.post(f"/jobs/{job}/cancel").json["credits"] == {"charged": 0, "balance": 1000}
    eventually(lambda: asked(filming)[-1] == TASK and len(asked(filming)) == 3, within_s=10)


def test_what_the_vendor_refuses_is_told_without_its_secrets_and_not_charged(
    api: Api, work: Work, filming: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    filming.replies["/videos"] = status(400, {"error": {"message": f"no lamps for {KEY} at {filming.url}"}})
    job = api.post("/studio/video", SHOT).json["id"]
    work()
    told = api.get(f"/jobs/{job}").json
    assert told["error"] == {"code": "PROVIDER_ERROR", "message": "The provider refused this: no lamps for … at …"}
    assert told["credits"] == {"charged": 0, "balance": 1000}
    events = str([event.data for event in Job.objects.get(pk=job).events.all()])
    calls = str(list(ProviderCall.objects.values()))
    logs = " ".join(one.getMessage() for one in caplog.records if one.name.startswith("generation"))
    assert not any(secret in text for text in (events, calls, logs) for secret in (KEY, filming.url))
    assert not Generation.objects.exists()


def test_a_film_that_never_comes_is_given_up_and_not_charged(api: Api, work: Work, filming: Vendor) -> None:
    from generation.jobs.sweeper import sweep

    job = api.post("/studio/video", SHOT).json["id"]
    work()
    sweep(now=timezone.now() + timedelta(minutes=31))
    told = api.get(f"/jobs/{job}").json
    assert (told["status"], told["credits"]["charged"]) == ("failed", 0)


@pytest.mark.media
def test_clips_are_joined_with_the_sound_that_they_have(tmp_path: Path) -> None:
    import av
    import numpy as np

    raw, parts = tmp_path / "raw.mp4", []
    for number in range(2):
        with av.open(str(raw), "w") as file:
            picture = file.add_stream("libx264", rate=25)
            picture.width, picture.height, picture.pix_fmt = 96, 64, "yuv420p"
            sound = file.add_stream("aac", rate=48_000, layout="mono") if number else None
            for _ in range(25):
                frame = np.full((64, 96, 3), 100 + 100 * number, np.uint8)
                file.mux(picture.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
            if sound:
                tone = (0.3 * np.sin(np.arange(48_000) * 0.06)).astype(np.float32)
                for start in range(0, 48_000, 1024):
                    block = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], format="fltp", layout="mono")
                    block.sample_rate, block.pts = 48_000, start
                    file.mux(sound.encode(block))
                file.mux(sound.encode(None))
            file.mux(picture.encode(None))
        parts.append(tmp_path / f"{number}.mp4")
        receive_film(raw, parts[-1], width=64, height=64, rate=Rate(25), frames=25)
    out, poster = tmp_path / "film.mp4", tmp_path / "poster.jpg"
    join_films(parts, [25, 25], out, poster)
    found = probe(out)
    assert (found.frames, found.duration_ms, found.channels) == (50, 2000, 2)
    assert poster.is_file()
    from generation.media.sound import read_sound

    heard = np.abs(read_sound(out))
    assert heard[:46_000].max() < 0.01 < 0.2 < heard[50_000:94_000].max()
