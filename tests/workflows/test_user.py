"""What an organization has, has made and is, as the workflows family tells it."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from billing.models import Book, Entry
from generation.assets.services import signed_url, store_file
from generation.jobs.models import Job
from generation.workflows.models import Workflow
from tests.api import Api, open_api
from tests.asgi import get_stream
from tests.workflows.conftest import CONCEPT, Work

BRAND = {
    "name": "Noor", "industry": "perfume", "tone": "calm", "targetAudience": "night owls",
    "colors": {"primary": "#112233", "secondary": "#d2a13c", "accent": "#ffffff"},
}  # fmt: skip


@pytest.fixture
def made(api: Api, quick: None, work: Work) -> list[str]:
    """Three workflows: one finished, one failed, one canceled."""
    ids = [api.post("/workflow", {"type": "cinematic", "concept": CONCEPT}).json["jobId"] for _ in range(2)]
    api.post(f"/workflow/{ids[1]}/cancel")
    work()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_PROVIDER_SPEECH", "tests.films.failing:Mute")
        ids.append(api.post("/workflow", {"type": "cinematic", "concept": CONCEPT, "quality": "premium"}).json["jobId"])
        work()
    return ids


@pytest.mark.media
def test_statistics_agree_with_the_ledger(api: Api, made: list[str]) -> None:
    spent = sum(Entry.objects.filter(book=Book.SPENT).values_list("amount", flat=True))
    told = api.get("/user/stats").json["data"]
    assert (told["completed"], told["failed"], told["canceled"], told["successRate"]) == (1, 1, 1, 50.0)
    assert (told["projectsByType"], told["creditsUsed"]) == ({"cinematic": 3}, spent)
    assert (spent, told["creditsByType"]) == (1, {"cinematic": 1})
    analytics = api.get("/user/analytics?period=7d").json["data"]
    assert (len(analytics["trend"]), len(analytics["peakHours"])) == (7, 24)
    assert sum(day["creditsUsed"] for day in analytics["trend"]) == spent
    assert sum(hour["projects"] for hour in analytics["peakHours"]) == 3
    assert analytics["usageByType"] == [{"type": "cinematic", "projects": 3, "creditsUsed": 1}]
    assert analytics["creditDistribution"] == [
        {"operation": "workflow.cinematic_standard", "creditsUsed": 1, "share": 100.0}
    ]
    assert api.get("/user/credits").json["data"]["credits"] == 999
    empty = api.get("/user/stats?startDate=2020-01-01&endDate=2020-01-31").json["data"]
    assert (empty["totalProjects"], empty["creditsUsed"], empty["successRate"]) == (0, 0, None)


def test_a_day_is_the_organizations_own(api: Api) -> None:
    api.post("/workflow", {"type": "cinematic", "concept": CONCEPT})
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    Workflow.objects.update(created_at=late)
    api.organization.timezone = "Europe/Berlin"
    api.organization.save()
    assert api.get("/user/stats?startDate=2026-03-05&endDate=2026-03-05").json["data"]["totalProjects"] == 1
    assert api.get("/user/stats?startDate=2026-03-04&endDate=2026-03-04").json["data"]["totalProjects"] == 0


def test_statistics_of_many_years_are_told_up_to_a_century(api: Api) -> None:
    assert api.get("/user/stats?startDate=2026-01-01&endDate=2036-12-31").status == 200
    assert api.get("/user/stats?startDate=0999-01-01&endDate=2036-12-31").status == 400


@pytest.mark.parametrize("query", ["startDate=yesterday", "startDate=2026-05-02&endDate=2026-05-01", "endDate=1-1-1"])
def test_dates_that_are_none_are_refused(api: Api, query: str) -> None:
    assert api.get(f"/user/stats?{query}").status == 400
    assert api.get("/user/analytics?period=1y").json["success"] is False


@pytest.mark.media
def test_projects_come_newest_first_with_what_was_made(api: Api, made: list[str]) -> None:
    api.post("/story-projects", {"name": "A story"})
    told = api.get("/user/projects").json["data"]["projects"]
    assert [row["type"] for row in told] == ["project", "cinematic", "cinematic", "cinematic"]
    assert [row["jobId"] for row in told[1:]] == [made[2], made[1], made[0]]
    assert told[3]["result"]["videoUrl"].startswith("http")
    assert [row["status"] for row in told[1:]] == ["failed", "canceled", "completed"]
    assert open_api("Other").get("/user/projects").json["data"]["projects"] == []


def test_the_printed_brand_is_kept_and_used_by_what_comes_after(api: Api) -> None:
    assert api.get("/user/brand").json["data"]["name"] is None
    answer = api.post("/user/brand", BRAND)
    assert answer.status == 200, answer.body
    told = {name: answer.json["data"][name] for name in BRAND}
    assert told == BRAND
    changed = api.call("PUT", "/user/brand", {"name": "Noor", "tone": "bold"}).json["data"]
    assert (changed["tone"], changed["industry"]) == ("bold", "perfume")
    assert api.post("/user/brand", {"tone": "calm"}).status == 400
    assert api.post("/user/brand", {"name": "x", "colors": {"primary": "red"}}).status == 400
    assert open_api("Other").get("/user/brand").json["data"]["name"] is None


def test_the_status_of_models_names_no_provider(api: Api) -> None:
    answer = api.get("/models/status", Authorization="")
    assert (answer.status, answer.json["success"]) == (200, True)
    assert answer.json["data"]["capabilities"]["image"] == {"available": True}
    assert not any(word in answer.body for word in (b"openai", b"kokoro", b'"local"', b"studio-"))


def test_a_type_that_is_not_made_here_is_refused_before_anything_is_held(api: Api) -> None:
    told = api.get("/models/status").json["data"]["workflows"]
    manifest = api.get("/capabilities").json["workflows"]
    for name, state in told.items():
        assert (manifest[name]["availability"] == "available") == state["available"]
        answer = api.post("/workflow", {"type": name, "concept": CONCEPT, "url": "https://example.org/"})
        assert answer.status in ((200, 400) if state["available"] else (503, 429)), answer.body
    assert Job.objects.count() == sum(1 for state in told.values() if state["available"])


async def fetched(path: str, api: Api, **query: str) -> tuple[int, dict[str, str], bytes]:
    from urllib.parse import urlencode

    status, headers, body = await get_stream(path, api.token, query=urlencode(query), raw=True)
    return status, headers, body  # type: ignore[return-value]


@pytest.mark.media
@pytest.mark.django_db(transaction=True)
async def test_the_archive_holds_every_film_and_its_metadata(api: Api, quick: None, work: Work) -> None:
    await sync_to_async(api.post)("/workflow", {"type": "cinematic", "concept": CONCEPT})
    (ran,) = await sync_to_async(work)()
    status, headers, body = await fetched("/api/user/projects/export", api)
    assert (status, headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        film = archive.read(next(name for name in names if name.endswith(".mp4")))
    assert film[4:8] == b"ftyp"
    assert {Path(name).name for name in names} >= {"metadata.json", "projects.json"}
    other = await sync_to_async(open_api)("Other")
    with zipfile.ZipFile(io.BytesIO((await fetched("/api/user/projects/export", other))[2])) as archive:
        assert archive.namelist() == ["projects.json"]
    assert ran.status == "succeeded"


@pytest.mark.django_db(transaction=True)
async def test_a_film_is_downloaded_by_its_address_and_other_domains_are_refused(api: Api, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + b"x" * 1000)

    def keep() -> str:
        asset = store_file(api.organization.pk, path, content_type="video/mp4", filename="film.mp4")
        return f"https://studio.example{signed_url(asset, expires_s=60)}"

    url = await sync_to_async(keep)()
    status, headers, body = await fetched("/api/export", api, source=url)
    assert (status, headers["content-type"], body) == (200, "video/mp4", path.read_bytes())
    assert headers["content-disposition"].startswith("attachment")
    other = await sync_to_async(open_api)("Other")
    refused: list[tuple[Any, int]] = [
        (await fetched("/api/export", other, source=url), 404),
        (await fetched("/api/export", api, source="https://example.org/a.mp4"), 403),
        (await fetched("/api/export", api, source="http://127.0.0.1/a.mp4"), 400),
        (await fetched("/api/export", api, source="file:///etc/passwd"), 400),
        (await fetched("/api/export", api), 400),
    ]
    for (status, _, body), expected in refused:
        assert (status, body.startswith(b'{"success": false, "error": ')) == (expected, True)
    assert (await sync_to_async(api.post)("/export", {"project_id": "proj_none"})).status == 404
