"""When the client sends a request again, what it waits for, and how it reads what every family says."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
from standardwebhooks import Webhook

from studio.discovery.openapi import FAMILIES
from studio.discovery.table import operations
from wire.dialect import Reply

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()


class Server:
    """Answers in turn, and keeps what was asked. An exception is raised in place of an answer."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers, self.requests = list(answers), list[httpx2.Request]()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


Make = Callable[..., tuple[Any, Server, list[float]]]


@pytest.fixture
def client(sdk: ModuleType) -> Make:
    """A client of answers: (client, server, the pauses that it made)."""

    def make(*answers: httpx2.Response | Exception, **named: Any) -> tuple[Any, Server, list[float]]:
        made, server, pauses = sdk.StudioClient("http://studio.example", "sh_key", **named), Server(*answers), []
        made.transport.sleep = pauses.append
        made.transport.http = httpx2.Client(base_url="http://studio.example", transport=httpx2.MockTransport(server))
        return made, server, pauses

    return make


def answer(status: int = 200, body: Any = None, **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(status, json={} if body is None else body, headers=named)


def test_every_operation_but_those_of_openais_door_is_a_method(sdk: ModuleType) -> None:
    made = sdk.StudioClient("http://studio.example", "sh_key", organization_id="org_1")
    families = {operation.family for operation in operations()} - {"openai"}
    methods = {(family, name.replace("_", "")) for family in families for name in dir(getattr(made, family))}
    wanted = {(operation.family, operation.id.lower()) for operation in operations() if operation.family in families}
    assert wanted - methods == set()


def test_a_limit_is_waited_for_as_long_as_it_says(client: Make) -> None:
    made, server, pauses = client(answer(429, Retry_After="7"), answer(200, {"projects": []}))
    assert made.story.list_projects() == {"projects": []}
    assert [7 <= pause < 8 for pause in pauses] == [True]
    assert len(server.requests) == 2


def test_a_limit_of_an_hour_is_told_and_not_waited_for(client: Make, sdk: ModuleType) -> None:
    refusal = answer(429, {"success": False, "error": "Too many requests."}, Retry_After="1800")
    made, _server, pauses = client(refusal)
    with pytest.raises(sdk.ApiError) as raised:
        made.workflows.create_workflow(type_="staticad", concept="Lumo")
    assert (raised.value.status, raised.value.retry_after, raised.value.is_safe_to_retry) == (429, 1800, True)
    assert pauses == []


def test_a_write_is_sent_again_under_the_key_that_it_had(client: Make) -> None:
    lost = httpx2.ReadError("gone")
    made, server, _pauses = client(lost, answer(503), answer(200, {"project": {"id": "proj_1"}}))
    assert made.story.create_project(name="Harbour")["project"]["id"] == "proj_1"
    keys = {request.headers["Idempotency-Key"] for request in server.requests}
    assert len(server.requests) == 3
    assert len(keys) == 1
    assert all(request.headers["Authorization"] == "Bearer sh_key" for request in server.requests)


def test_a_key_of_the_callers_own_is_kept(client: Make) -> None:
    made, server, _ = client(answer())
    made.story.create_project(name="Harbour", idempotency_key="mine")
    assert server.requests[0].headers["Idempotency-Key"] == "mine"


def test_a_write_without_a_key_is_not_sent_again(client: Make, sdk: ModuleType) -> None:
    made, server, _ = client(httpx2.ReadError("gone"), answer())
    with pytest.raises(sdk.ConnectionLost) as raised:
        made.webhooks.create_webhook_endpoint(url="https://example.com/hook")
    assert raised.value.is_safe_to_retry is False
    assert len(server.requests) == 1


def test_a_request_that_is_still_answered_elsewhere_is_asked_for_again(client: Make) -> None:
    made, _, pauses = client(answer(409, Retry_After="1"), answer(200, {"project": {}}))
    made.story.create_project(name="Harbour")
    assert len(pauses) == 1


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 422])
def test_what_will_not_get_better_is_told_at_once(client: Make, sdk: ModuleType, status: int) -> None:
    made, server, pauses = client(answer(status, {"error": {"code": "x", "message": "No."}}))
    with pytest.raises(sdk.ApiError) as raised:
        made.story.list_projects()
    assert (raised.value.is_safe_to_retry, pauses, len(server.requests)) == (False, [], 1)


@pytest.mark.parametrize("dialect", FAMILIES, ids=lambda dialect: dialect.family)
def test_every_familys_envelope_is_read(client: Make, sdk: ModuleType, dialect: Any) -> None:
    told = dialect.envelope(Reply(404, "not_found", "There is none.", {"field": "id"}, "req-1"))
    made, _, _ = client(answer(404, told, X_Request_Id="req-1"))
    with pytest.raises(sdk.ApiError) as raised:
        made.story.list_projects()
    assert raised.value.message == "There is none."
    assert raised.value.request_id == "req-1"
    assert raised.value.code in ("not_found", "http_404")


def test_an_answer_that_is_no_json_is_an_error_with_its_status(client: Make, sdk: ModuleType) -> None:
    made, _, _ = client(httpx2.Response(404, text="<html>gone</html>"))
    with pytest.raises(sdk.ApiError, match="answered 404"):
        made.story.list_projects()


def test_what_was_not_said_is_not_sent_and_none_is_null(client: Make) -> None:
    made, server, _ = client(answer(), answer())
    made.story.update_project("proj/1", description=None)
    assert json.loads(server.requests[0].content) == {"description": None}
    assert server.requests[0].url.raw_path == b"/api/v1/story-projects/proj%2F1"
    made.story.list_projects(limit=5)
    assert dict(server.requests[1].url.params) == {"limit": "5"}


def test_a_list_is_read_page_by_page_as_far_as_it_is_wanted(client: Make, sdk: ModuleType) -> None:
    pages = [answer(200, {"projects": [{"id": "a"}], "nextCursor": "c1"}), answer(200, {"projects": [{"id": "b"}]})]
    made, server, _ = client(*pages)
    found = sdk.iterate(made.story.list_projects, limit=1)
    assert next(found)["id"] == "a"
    assert len(server.requests) == 1
    assert [item["id"] for item in found] == ["b"]
    assert server.requests[1].url.params["cursor"] == "c1"


def test_a_broken_stream_goes_on_after_its_last_event(client: Make) -> None:
    class Cut(httpx2.SyncByteStream):
        def __iter__(self) -> Any:
            yield b'id: 1\nevent: progress\ndata: {"a": 1}\n\nid: 2\nevent: pro'
            raise httpx2.ReadError("gone")

    whole = b": beat\n\nid: 2\nevent: succeeded\ndata: one\ndata: two\n\n"
    made, server, pauses = client(httpx2.Response(200, stream=Cut()), httpx2.Response(200, content=whole))
    events = list(made.story.stream_job_events("job_1"))
    assert [(event.name, event.id) for event in events] == [("progress", "1"), ("succeeded", "2")]
    assert (events[0].json, events[1].data) == ({"a": 1}, "one\ntwo")
    assert server.requests[1].headers["Last-Event-ID"] == "1"
    assert len(pauses) == 1


def test_a_talk_is_not_asked_for_twice(client: Make, sdk: ModuleType) -> None:
    made, server, _ = client(httpx2.ReadError("gone"))
    with pytest.raises(sdk.ConnectionLost):
        list(made.studio.say("screenwriter", "Hello"))
    assert len(server.requests) == 1


def test_waiting_tells_each_change_once_and_raises_why_it_failed(client: Make, sdk: ModuleType) -> None:
    states = [
        {"id": "job_1", "status": "RUNNING", "progress": {"fraction": 0.25, "stage": "write"}},
        {"id": "job_1", "status": "RUNNING", "progress": {"fraction": 0.25, "stage": "write"}},
        {"id": "job_1", "status": "FAILED", "progress": None, "failureMessage": "The page is empty."},
    ]
    made, _, _ = client(*(answer(200, {"job": state}) for state in states))
    told: list[Any] = []
    from studio_sdk.waiting import wait

    with pytest.raises(sdk.JobFailed, match="The page is empty"):
        wait(
            lambda: dict(made.story.get_job("job_1")["job"]),
            done=("READY",),
            failed=("FAILED",),
            on_progress=told.append,
            sleep=lambda seconds: None,
        )
    assert [(one.status, one.stage, one.fraction) for one in told] == [("RUNNING", "write", 0.25), ("FAILED", "", None)]


def test_an_upload_goes_on_from_what_arrived(client: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio_sdk import uploading

    monkeypatch.setattr(uploading, "PIECE_BYTES", 4)
    video = tmp_path / "a.mp4"
    video.write_bytes(b"0123456789")
    made, server, _ = client(
        answer(202, Upload_Offset="4"),
        httpx2.WriteError("gone"),
        answer(202, Upload_Offset="6"),  # to the question how much arrived
        answer(200),
    )
    uploading.send(made.transport.http, "/upload/t", video, sleep=lambda seconds: None)
    ranges = [request.headers["Content-Range"] for request in server.requests]
    assert ranges == ["bytes 0-3/10", "bytes 4-7/10", "bytes */10", "bytes 6-9/10"]
    assert server.requests[3].content == b"6789"


def test_a_download_is_whole_or_not_there(client: Make, sdk: ModuleType, tmp_path: Path) -> None:
    class Cut(httpx2.SyncByteStream):
        def __iter__(self) -> Any:
            yield b"half"
            raise httpx2.ReadError("gone")

    made, server, _ = client(httpx2.Response(200, stream=Cut()), httpx2.Response(200, content=b"whole"))
    film = sdk.Download(made.transport, "http://studio.example/media/t/film.mp4")
    with pytest.raises(httpx2.ReadError):
        film.save(tmp_path / "film.mp4")
    assert not (tmp_path / "film.mp4").exists()
    assert film.save(tmp_path / "film.mp4").read_bytes() == b"whole"
    assert "Authorization" not in server.requests[1].headers


def test_what_the_studio_signs_is_verified_and_nothing_else(sdk: ModuleType) -> None:
    now = datetime.now(UTC)
    body, sent = '{"type": "video.ready"}', now.timestamp()
    headers = {
        "Webhook-Id": "msg_1",
        "Webhook-Timestamp": str(int(sent)),
        "Webhook-Signature": "v1,b2xk " + Webhook(SECRET).sign("msg_1", now, body),
    }
    assert sdk.verify(SECRET, body, headers) == {"type": "video.ready"}
    other = "whsec_" + base64.b64encode(b"another secret").decode()
    for secret, text, at in ((SECRET, body + " ", sent), (other, body, sent), (SECRET, body, sent + 400)):
        with pytest.raises(sdk.SignatureInvalid):
            sdk.verify(secret, text, headers, now=at)
    with pytest.raises(sdk.SignatureInvalid):
        sdk.verify(SECRET, body, {})
