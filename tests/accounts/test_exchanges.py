"""What is kept of a request and its answer: enough to understand it, nothing that opens anything."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.exchanges import MOST_STORED, answer_said, request_said
from accounts.models import Organization, RequestExchange, RequestLog
from accounts.request_log import MOST_PENDING_BYTES, Note, RequestLogWriter, request_log
from accounts.retention import purge
from tests.api import Api, open_api
from tests.world import NOW
from wire.requestlog import MOST_BYTES, Exchange, Part, raw_headers

CANARY = "canary9f3b7c21"
KEY = f"sh_{'a1' * 9}_{'b2' * 32}"
JSON = (("Content-Type", "application/json"),)


@pytest.fixture
def api(db: None) -> Api:
    request_log._pending.clear()
    return open_api()


def kept() -> RequestLog:
    """The newest row, once what was noted is written."""
    request_log.flush()
    return RequestLog.objects.select_related("exchange").latest("pk")


def everything() -> str:
    """Both tables, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in (RequestLog._meta.db_table, RequestExchange._meta.db_table):
            rows += cursor.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 (constant names)
        return repr(rows)


def body_of(data: Any) -> dict[str, Any]:
    return request_said(Exchange(JSON, body=json.dumps(data).encode(), size=9))


class TestCanaries:
    def test_none_is_in_the_table_wherever_it_was_put(self, api: Api) -> None:
        """In headers, query, body and answer: in each place that a secret may stand."""
        body = {
            "name": f"Harbour Bearer {KEY} https://u:{CANARY}@example.com/?token={CANARY}&page=2",
            "description": f"whsec_{CANARY} sk-{CANARY} /media/x:{CANARY}/film.mp4 Basic {CANARY}=",
            "metadata": {
                "password": CANARY, "apiKey": CANARY, "client_secret": CANARY, "tokens": [CANARY, {"x": CANARY}],
                "credentials": {"user": CANARY}, "Cookie": CANARY, "code": CANARY, "signature": CANARY,
                f"/share/table-read/x:{CANARY}": 1,
            },
        }  # fmt: skip
        headers = {
            "Cookie": f"sessionid={CANARY}", "X-CSRFToken": CANARY, "X-Api-Key": CANARY, "Proxy-Authorization": CANARY,
            "X-Signature": CANARY, "User-Agent": f"tool/1 Bearer {CANARY}", "Idempotency-Key": CANARY,
        }  # fmt: skip
        answer = api.post(f"/story-projects?token={CANARY}&apiKey={CANARY}&dry=1", body, **headers)
        assert answer.status == 201 or answer.status == 200, answer.body
        row = kept()
        found = everything()
        assert "Harbour" in found
        assert CANARY not in found
        assert KEY.rpartition("_")[2] not in found
        assert api.token.rpartition("_")[2] not in found
        assert ["Idempotency-Key", "[struck]"] in row.exchange.request["headers"]
        assert row.exchange.request["is_struck"]

    def test_an_answer_that_shows_a_secret_once_is_not_kept_at_all(self, api: Api, monkeypatch: Any) -> None:
        monkeypatch.setattr("generation.webhooks.services.check_address", lambda url: url)
        answer = api.post("/webhook-endpoints", {"url": "https://example.com/hook"})
        assert answer.json["secret"].startswith("whsec_")
        row = kept()
        assert (row.operation, row.status) == ("createWebhookEndpoint", answer.status)
        assert row.exchange.answer["why"] == "secret"
        assert answer.json["secret"] not in everything()
        rotated = api.post(f"/webhook-endpoints/{answer.json['endpoint']['id']}/rotate-secret").json["secret"]
        assert kept().exchange.answer["why"] == "secret"
        assert rotated not in everything()

    def test_a_refused_key_leaves_no_words_because_nobody_may_read_them(self, api: Api) -> None:
        api.get("/story-projects", Authorization=f"Bearer {KEY}")
        request_log.flush()
        assert RequestLog.objects.filter(status=401).exists()
        assert not RequestExchange.objects.exists()


class TestWhatIsKept:
    def test_a_request_its_answer_its_limits_and_its_operation(self, api: Api) -> None:
        api.post("/story-projects", {"name": "Harbour"}, **{"User-Agent": "press-desk/2"})
        row = kept()
        assert (row.operation, row.method, row.is_replay) == ("createProject", "POST", False)
        assert json.loads(row.exchange.request["body"]) == {"name": "Harbour"}
        assert ["User-Agent", "press-desk/2"] in row.exchange.request["headers"]
        assert ["Authorization", "[struck]"] in row.exchange.request["headers"]
        assert json.loads(row.exchange.answer["body"])["project"]["name"] == "Harbour"
        assert dict(row.exchange.answer["headers"])["RateLimit-Limit"] == "120"
        api.get("/story-projects")
        assert json.loads(kept().exchange.answer["body"])["projects"]
        assert kept().exchange.request["why"] == "empty"

    def test_a_refusal_keeps_its_code(self, api: Api) -> None:
        api.post("/story-projects", {"name": ""})
        assert json.loads(kept().exchange.answer["body"])["error"]["code"] == "validation_failed"

    def test_the_job_it_started_and_its_replay(self, api: Api) -> None:
        for _ in range(2):
            answer = api.post("/studio/video", {"prompt": "A quay", "duration_s": 5}, key="one")
            assert answer.status in (200, 201, 202), answer.body
        request_log.flush()
        first, again = RequestLog.objects.order_by("pk")
        assert first.job_id.startswith("job_")
        assert (first.is_replay, again.is_replay) == (False, True)
        assert again.job_id == first.job_id

    def test_of_a_multipart_body_only_the_parts_names_types_and_sizes(self, api: Api) -> None:
        said = request_said(
            Exchange((("Content-Type", "multipart/form-data; boundary=x"),), size=90,
                     parts=(Part("file", "video/mp4", 77), Part("token", "text", 3)))
        )  # fmt: skip
        assert said["parts"][0] == {"name": "file", "content_type": "video/mp4", "size": 77}
        assert "body" not in said

    def test_a_long_body_is_cut_and_a_longer_one_is_not_read(self, api: Api) -> None:
        said = body_of({"text": "ä" * 12_000})
        assert said["is_cut"]
        assert len(said["body"].encode()) <= MOST_STORED
        api.post("/story-projects", {"name": "Harbour", "description": "x" * MOST_BYTES})
        assert kept().exchange.request["why"] == "too_long"

    @pytest.mark.parametrize("answer", [b"\x00\x01", b'{"a": ' + b"[" * 20_000, b"{broken"])
    def test_what_is_no_json_is_not_kept(self, answer: bytes) -> None:
        assert answer_said(Exchange((), answer=answer, answer_headers=JSON))["why"] == "no_json"

    def test_streams_are_known_by_their_headers_alone(self) -> None:
        headers = raw_headers([("authorization", CANARY), ("cookie", CANARY), ("last-event-id", "7")])
        assert headers == (("Last-Event-ID", "7"), ("Authorization", "[struck]"))
        assert answer_said(Exchange(headers))["why"] == "stream"

    def test_plain_words_stay(self) -> None:
        text = "A token of love in basic colours, a digest of code 7, price: 12 credits"
        assert json.loads(body_of({"prompt": text, "max_tokens": 5, "error": {"code": "not_found"}})["body"]) == {
            "prompt": text, "max_tokens": 5, "error": {"code": "not_found"},
        }  # fmt: skip


class TestSwitches:
    def test_an_organization_that_keeps_no_bodies_has_none_and_loses_those_it_had(self, api: Api) -> None:
        api.post("/story-projects", {"name": "Harbour"})
        assert "body" in kept().exchange.request
        Organization.objects.filter(pk=api.organization.pk).update(keeps_bodies=False)
        api.post("/story-projects", {"name": "Secretive"})
        request_log.flush()
        assert RequestExchange.objects.count() == 1
        assert purge(NOW).bodies == 1
        assert (RequestLog.objects.count(), RequestExchange.objects.count()) == (2, 0)

    def test_so_does_a_studio_that_keeps_nobodys(self, api: Api, settings: Any) -> None:
        settings.STUDIO_REQUEST_BODIES = False
        api.post("/story-projects", {"name": "Harbour"})
        request_log.flush()
        assert (RequestLog.objects.count(), RequestExchange.objects.count()) == (1, 0)


class TestRoom:
    def test_memory_is_bounded_and_the_line_itself_is_kept(self) -> None:
        writer = RequestLogWriter()
        heavy = Exchange(JSON, body=b"x" * MOST_BYTES, size=MOST_BYTES, answer=b"y" * MOST_BYTES)
        count = MOST_PENDING_BYTES // (2 * MOST_BYTES)
        for _ in range(count + 2):
            writer.note(Note("org_1", "", "", "GET", "/", "", 200, 1, "r", "", NOW, exchange=heavy))
        assert writer._weight == count * 2 * MOST_BYTES
        assert [note.exchange.is_dropped for note in list(writer._pending)[-3:]] == [False, True, True]

    @pytest.mark.django_db
    @pytest.mark.both
    def test_bodies_go_earlier_than_lines_and_beyond_a_size_the_oldest_first(self, settings: Any) -> None:
        for number in range(6):
            at = NOW - timedelta(days=number * 2)
            row = RequestLog.objects.create(
                organization_id="org_1", method="GET", path="/", status=200, duration_ms=1, request_id="r", at=at
            )
            said = {"headers": [], "body": "{}"}
            RequestExchange.objects.create(
                log=row, organization_id="org_1", request=said, answer=said, size=400_000, at=at
            )
        settings.STUDIO_REQUEST_BODY_DAYS, settings.STUDIO_REQUEST_BODY_MB = 7, 1
        assert purge(NOW).bodies == 4  # two by age, then two of four by size
        assert {(NOW - at).days for at in RequestExchange.objects.values_list("at", flat=True)} == {0, 2}
        assert RequestLog.objects.count() == 6
        assert purge(NOW).bodies == 0
