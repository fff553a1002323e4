"""Files are taken in, read, found again and forgotten; what cannot be read says why."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.assets.models import Asset
from generation.brand.knowledge import vectors
from generation.brand.knowledge.files import MAX_FILE_BYTES
from generation.brand.models import Chunk, Document
from generation.jobs.models import Job
from tests.api import Answer, Api, open_api
from tests.asgi import get_stream
from tests.brand import made
from tests.media.hostile_documents import encrypted_pdf, scanned_pdf

KNOWLEDGE = "/user/brand/knowledge"
HARBOUR = b"The Tidewater pump heats four hundred flats with water from the harbour."
TEAM = b"Our bakery in Lisbon sells custard tarts every morning from six o'clock."


FORM = "multipart/form-data; boundary=x"


def form(name: str, body: bytes, field: str = "file") -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    return head.encode() + body + b"\r\n--x--\r\n"


def send(api: Api, name: str, body: bytes, *, field: str = "file") -> Answer:
    return api.call("POST", f"{KNOWLEDGE}/files", form(name, body, field), content_type=FORM)


def looked_at(api: Api, answer: Answer) -> dict[str, Any]:
    assert answer.status == 200, answer.body
    found: dict[str, Any] = api.get(f"{KNOWLEDGE}/{answer.json['data']['id']}").json["data"]
    return found


@pytest.mark.both
def test_files_are_found_by_meaning_and_forgotten(api: Api, work: Callable[[], list[Job]]) -> None:
    first, second = send(api, "harbour.txt", HARBOUR), send(api, "prices.xlsx", made.PRICES)
    bakery = send(api, "a/b/Über uns.txt", TEAM)
    assert (first.json["data"]["status"], bakery.json["data"]["filename"]) == ("PENDING", "Über uns.txt")
    assert send(api, "again.txt", HARBOUR).json["data"]["id"] == first.json["data"]["id"]
    work()
    told = looked_at(api, first)
    assert (told["status"], told["chunks"], told["characters"]) == ("READY", 1, len(HARBOUR))
    assert len(api.get(KNOWLEDGE).json["data"]["documents"]) == 3

    hits = api.get(f"{KNOWLEDGE}/search?q=warming+homes+by+the+sea").json["data"]["results"]
    assert (hits[0]["text"].encode(), hits[0]["filename"]) == (HARBOUR, "harbour.txt")
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert "Noor Oud" in api.get(f"{KNOWLEDGE}/search?q=perfume+price&limit=1").json["data"]["results"][0]["text"]
    assert open_api("Other").get(f"{KNOWLEDGE}/search?q=harbour").json["data"]["results"] == []
    with CaptureQueriesContext(
        connection,
    ) as warm:
        api.get(f"{KNOWLEDGE}/search?q=custard")
    # Which documents there are, or how many passages and which of them are near; and what was found.
    assert sum("brand_" in query["sql"] for query in warm) == (3 if vectors.is_there() else 2)

    for answer in (first, second):
        assert api.delete(f"{KNOWLEDGE}/{answer.json['data']['id']}").json["data"]["deleted"]
    hits = api.get(f"{KNOWLEDGE}/search?q=harbour&limit=20").json["data"]["results"]
    assert [hit["filename"] for hit in hits] == ["Über uns.txt"]
    assert (Chunk.objects.count(), Asset.objects.count()) == (1, 1)
    assert api.get(f"{KNOWLEDGE}/{first.json['data']['id']}").status == 404


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("bomb.docx", made.ZIP_BOMB, "zip_bomb"),
        ("xxe.docx", made.docx("&a;", head=made.READING), "unsafe_xml"),
        ("locked.pdf", encrypted_pdf(), "pdf_encrypted"),
        ("scan.pdf", scanned_pdf(), "pdf_scanned"),
        ("broken.csv", b"%PDF-1.7 but nothing behind it", "unreadable"),
    ],
)
def test_a_document_fails_with_its_reason_and_the_next_one_is_read(
    api: Api,
    work: Callable[[], list[Job]],
    name: str,
    body: bytes,
    code: str,
) -> None:
    bad, good = send(api, name, body), send(api, "good.txt", HARBOUR)
    work()
    told = looked_at(api, bad)
    assert (told["status"], told["failure"]["code"]) == ("FAILED", code)
    assert told["failure"]["message"]
    assert looked_at(api, good)["status"] == "READY"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.txt", b" \n"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n"),
        ("nul.txt", b"a\x00b\x00c\x00"),
        ("no.pdf", b"plain words"),
        ("no.docx", b"plain words"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("large.txt", b"a" * (MAX_FILE_BYTES + 1)),
    ],
)
def test_what_cannot_be_a_document_is_refused_at_once(api: Api, name: str, body: bytes) -> None:
    answer = send(api, name, body)
    assert (answer.status, answer.json["success"], name in answer.json["error"]) == (400, False, True)
    assert not Document.objects.exists()


def test_exactly_ten_megabytes_are_taken(api: Api) -> None:
    assert send(api, "large.txt", b"a" * MAX_FILE_BYTES).json["data"]["bytes"] == MAX_FILE_BYTES


def test_requests_without_sense_are_refused(api: Api) -> None:
    assert send(api, "x.txt", HARBOUR, field="upload").status == 400
    assert api.post(f"{KNOWLEDGE}/files", {"file": "x"}).status == 400
    for query in ("", "q=", "q=%00", "q=a&limit=0", "q=a&limit=21", f"q={'a' * 1001}"):
        assert api.get(f"{KNOWLEDGE}/search?{query}").status == 400


def test_deleting_stops_what_still_reads(api: Api, work: Callable[[], list[Job]]) -> None:
    document = send(api, "harbour.txt", HARBOUR).json["data"]["id"]
    api.delete(f"{KNOWLEDGE}/{document}")
    assert work() == []
    assert Job.objects.get(subject_id=document).status == "canceled"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("files", MAX_FILE_BYTES, 200), ("files", MAX_FILE_BYTES + 1, 400), ("files", 11_000_000, 400),
        ("urls", 9_000_000, 400),
    ],
)  # fmt: skip
async def test_the_door_lets_in_what_a_file_may_have(path: str, size: int, status: int) -> None:
    """Through the ASGI application, which caps every other body lower."""
    api = await sync_to_async(open_api)()
    sent = form("large.txt", b"a" * size)
    told, _, body = await get_stream(
        f"/api/v1{KNOWLEDGE}/{path}", api.token, method="POST", body=sent, content_type=FORM
    )
    assert (told, json.loads(body)["success"]) == (status, status == 200), body
