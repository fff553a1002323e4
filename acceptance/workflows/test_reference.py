"""Every request of the workflows reference, as it is printed, over HTTP against a studio that serves with a worker."""

import json
import re
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest

from tests.films.studio_host import StudioHost, a_studio

CONCEPT = "Luxury perfume ad with golden tones"
PRINTED = {"type": "cinematic", "concept": CONCEPT, "quality": "premium", "formats": "9:16,1:1", "async": True}
BRAND = {
    "name": "Noor", "industry": "perfume", "tone": "calm", "targetAudience": "night owls",
    "colors": {"primary": "#112233", "secondary": "#d2a13c", "accent": "#ffffff"},
}  # fmt: skip
FORM = "multipart/form-data; boundary=part"
FILE = (
    b'--part\r\nContent-Disposition: form-data; name="file"; filename="noor.txt"\r\n\r\n'
    b"Noor is made in Grasse.\r\n--part--\r\n"
)
LIMIT = {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    quick = {f"STUDIO_PROVIDER_{name.upper()}": f"tests.films.quick:{kind}" for name, kind in (
        ("speech", "Speech"), ("image", "Pictures"), ("music", "Music"),
    )}  # fmt: skip
    with a_studio(tmp_path_factory.mktemp("studio"), **quick) as host:
        yield host


@pytest.fixture(scope="module")
def made(studio: StudioHost) -> dict[str, Any]:
    """The printed workflow: what it was answered, its events, and what came of it."""
    status, headers, body = called(studio, "POST", "/api/workflow", PRINTED)
    answer = json.loads(body)
    assert (status, set(answer)) == (200, {"success", "jobId", "message", "cost"}), body
    stream, stream_headers, text = patient(studio, f"/api/workflow/stream?jobId={answer['jobId']}")
    assert (stream, stream_headers["content-type"].partition(";")[0]) == (200, "text/event-stream")
    return {"answer": answer, "headers": headers, "events": events(text.decode()), "stream_headers": stream_headers}


def patient(studio: StudioHost, path: str) -> tuple[int, dict[str, str], bytes]:
    """A request whose answer may take as long as a film."""
    request = urllib.request.Request(studio.url + path)  # noqa: S310
    request.add_header("Authorization", f"Bearer {studio.key}")
    request.add_header("Accept", "text/event-stream")
    with urllib.request.urlopen(request, timeout=900) as response:  # noqa: S310
        return response.status, in_lower_case(dict(response.headers)), response.read()


def called(studio: StudioHost, *args: Any, **headers: str) -> tuple[int, dict[str, str], bytes]:
    status, got, body = studio.call(*args, **headers)
    return status, in_lower_case(got), body


def in_lower_case(headers: dict[str, str]) -> dict[str, str]:
    """Names of headers differ in nothing by case, and each server writes its own."""
    return {name.lower(): value for name, value in headers.items()}


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, json.loads(data)) for name, data in re.findall(r"^event: (\w+)\ndata: (.*)$", text, re.MULTILINE)]


def ask(studio: StudioHost, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """(status, body), after checking the envelope and, of what is counted, the printed headers."""
    status, got, raw = called(studio, method, f"/api{path}", body, **headers)
    told = json.loads(raw)
    assert told["success"] is (status == 200), raw
    assert status == 200 or set(told) == {"success", "error"}, raw
    assert got.keys() >= LIMIT, got
    assert int(got["x-ratelimit-reset"]) > time.time() - 5, "an epoch second"
    return status, told


def test_the_printed_workflow_and_its_stream(made: dict[str, Any]) -> None:
    answer = made["answer"]
    assert (answer["success"], answer["message"], answer["cost"]) == (True, "Workflow queued", 2)
    assert answer["jobId"].startswith("wf_")
    assert made["headers"]["x-ratelimit-limit"] == made["stream_headers"]["x-ratelimit-limit"] == "10"
    steps = [data for name, data in made["events"] if name == "step"]
    assert {"step": "art_direction", "status": "completed", "progress": 20} in steps
    assert {"step": "video_generation", "status": "completed", "progress": 60} in steps
    name, result = made["events"][-1]
    assert (name, result["success"], result["duration"]) == ("result", True, 15)
    assert result["videoUrl"].startswith("http")


def test_what_an_organization_has_and_is(studio: StudioHost, made: dict[str, Any]) -> None:
    keys = {
        "/user/credits": {"credits"},
        "/user/stats?startDate=2026-01-01&endDate=2036-12-31": {"projectsByType", "creditsUsed", "successRate"},
        "/user/analytics": {"trend", "usageByType", "creditDistribution", "peakHours"},
        "/user/analytics?period=7d": {"trend"},
        "/user/analytics?period=90d": {"trend"},
        "/user/projects": {"projects"},
        "/user/brand": {"name", "colors", "tone", "industry", "targetAudience"},
    }
    for path, expected in keys.items():
        status, told = ask(studio, "GET", path)
        assert (status, expected <= told["data"].keys()) == (200, True), path
    assert ask(studio, "GET", "/user/analytics?period=1y")[0] == 400


def test_brand_and_knowledge(studio: StudioHost) -> None:
    status, told = ask(studio, "POST", "/user/brand", BRAND)
    assert (status, {name: told["data"][name] for name in BRAND}) == (200, BRAND)
    assert ask(studio, "POST", "/user/brand", {"tone": "calm"})[0] == 400
    assert ask(studio, "POST", "/user/brand/knowledge/files", FILE, Content_Type=FORM)[0] == 200
    assert ask(studio, "POST", "/user/brand/knowledge/urls", {"url": "http://10.0.0.1/"})[0] == 400
    assert ask(studio, "POST", "/user/brand/knowledge/urls", {})[0] == 400


def test_what_needs_no_key(studio: StudioHost) -> None:
    for path in ("/models/status", "/health"):
        status, _, body = studio.call("GET", f"/api{path}", Authorization="")
        told = json.loads(body)
        assert (status, told["success"]) == (200, True), body
        assert path != "/health" or {"status", "version"} <= told.keys()
    status, _, body = studio.call("GET", "/openapi.json", Authorization="")
    assert (status, json.loads(body)["openapi"][:3]) == (200, "3.1")


def test_films_leave_by_their_address_and_as_an_archive(studio: StudioHost, made: dict[str, Any]) -> None:
    url = made["events"][-1][1]["videoUrl"]
    status, headers, body = called(studio, "GET", f"/api/export?source={quote(url, safe='')}")
    assert (status, headers["content-type"], body[4:8]) == (200, "video/mp4", b"ftyp")
    for source, refused in (("https://example.org/a.mp4", 403), ("http://example.org/a.mp4", 400)):
        assert ask(studio, "GET", f"/export?source={quote(source, safe='')}")[0] == refused
    status, headers, body = studio.call("GET", "/api/user/projects/export")
    with zipfile.ZipFile(BytesIO(body)) as archive:
        assert sum(name.endswith(".mp4") for name in archive.namelist()) == 2


def test_errors_as_they_are_printed(studio: StudioHost) -> None:
    assert ask(studio, "POST", "/workflow", {"type": "opera"})[0] == 400
    assert ask(studio, "GET", "/workflow/wf_none")[0] == 404
    assert ask(studio, "GET", "/batch/status?batchId=none")[0] == 404
    assert ask(studio, "GET", "/batch/status")[0] == 400
    assert ask(studio, "GET", "/user/credits", Authorization="Bearer nonsense")[0] == 401


def test_a_batch_and_then_no_more_than_ten_an_hour(studio: StudioHost, made: dict[str, Any]) -> None:
    status, told = ask(studio, "POST", "/batch", {"workflows": [{"type": "cinematic", "concept": CONCEPT}]})
    assert status == 200
    counts = ask(studio, "GET", f"/batch/status?batchId={told['batchId']}")[1]["data"]
    assert counts.keys() >= {"total", "completed", "failed", "pending", "active"}
    statuses = [ask(studio, "POST", "/workflow", {"type": "opera"})[0] for _ in range(10)]
    assert statuses[-1] == 429
    streams = [studio.call("GET", f"/api/workflow/stream?jobId={made['answer']['jobId']}")[0] for _ in range(11)]
    assert streams[-1] == 429
    for job in told["jobIds"]:
        ask(studio, "POST", f"/workflow/{job}/cancel")
    many = [ask(studio, "GET", "/user/credits")[0] for _ in range(101)]
    assert (many[0], many[-1]) == (200, 429)
