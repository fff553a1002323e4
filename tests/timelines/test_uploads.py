"""Uploads: the printed request, bytes whole or in pieces, resumed where they stopped, and what is refused."""

from typing import Any

import pytest

from accounts.keys import revoke_key
from accounts.models import ApiKey, Membership, Role, User
from accounts.sessions import principal_of
from generation.assets.models import Asset
from generation.jobs.models import Job
from generation.timelines.models import Footage
from generation.timelines.services.uploads import upload_token
from tests.api import Api, open_api
from tests.files import path_of
from tests.timelines.sending import call, send_in_pieces
from wire.ratelimit import limiter

pytestmark = pytest.mark.django_db(transaction=True)
FILE = bytes(range(256)) * 1000


@pytest.fixture
def api(transactional_db: None, settings: Any, tmp_path: Any) -> Api:
    settings.STUDIO_DATA = tmp_path
    limiter.clear()
    return open_api()


@pytest.fixture
def project(api: Api) -> str:
    return api.post("/project", {"name": "Harbour"}).json["id"]


def asked(api: Api, project: str, **body: Any) -> dict[str, Any]:
    given = {"file_name": "harbour.mp4", "content_type": "video/mp4", **body}
    answer = api.post(f"/project/{project}/upload", given)
    assert answer.status == 200, answer.body
    return answer.json


def kept(asset_id: str) -> bytes:
    return path_of(Asset.objects.get(pk=asset_id)).read_bytes()


def test_the_printed_request_gives_an_address_and_an_id(api: Api, project: str) -> None:
    answer = asked(api, project)
    assert answer["asset_id"].startswith("ast_")
    assert "/upload/" in answer["upload_url"]
    (footage,) = api.get(f"/project/{project}").json["footage"]
    assert (footage["asset_id"], footage["status"]) == (answer["asset_id"], "waiting")


def test_a_file_sent_whole_is_stored_and_its_import_queued(api: Api, project: str) -> None:
    answer = asked(api, project)
    reply = call("PUT", answer["upload_url"], FILE)
    assert (reply.status, reply.json["status"]) == (200, "importing")
    assert kept(answer["asset_id"]) == FILE
    job = api.get(f"/job/{reply.json['job_id']}").json
    assert (job["status"], job["project_id"], job["variants"]) == ("pending", project, [])


def test_pieces_are_put_together_and_each_answer_says_from_where_to_go_on(api: Api, project: str) -> None:
    url = asked(api, project)["upload_url"]
    reply = call("PUT", url, FILE[:100_000], content_range=f"bytes 0-99999/{len(FILE)}")
    assert (reply.status, reply.headers["upload-offset"], reply.headers["range"]) == (202, "100000", "bytes=0-99999")
    for method in ("GET", "HEAD"):
        asked_again = call(method, url)
        assert (asked_again.status, asked_again.headers["upload-offset"]) == (202, "100000")
    question = call("PUT", url, content_range=f"bytes */{len(FILE)}")
    assert (question.status, question.headers["upload-offset"]) == (202, "100000")
    reply = send_in_pieces(url, FILE, 70_000)
    assert reply.status == 200
    assert kept(reply.json["asset_id"]) == FILE


def test_what_a_cut_connection_brought_is_built_on(api: Api, project: str) -> None:
    url = asked(api, project)["upload_url"]
    reply = call("PUT", url, FILE[:130_000], is_cut=True, content_range=f"bytes 0-{len(FILE) - 1}/{len(FILE)}",
                 content_length=str(len(FILE)))  # fmt: skip
    offset = int(reply.headers["upload-offset"])
    assert offset == 130_000
    rest = call("PUT", url, FILE[offset:], content_range=f"bytes {offset}-{len(FILE) - 1}/{len(FILE)}")
    assert rest.status == 200
    assert kept(rest.json["asset_id"]) == FILE


def test_a_piece_sent_twice_and_a_file_sent_twice_are_one(api: Api, project: str) -> None:
    url = asked(api, project)["upload_url"]
    for _ in range(2):
        call("PUT", url, FILE[:1000], content_range=f"bytes 0-999/{len(FILE)}")
    overlap = call("PUT", url, FILE[500:2000], content_range=f"bytes 500-1999/{len(FILE)}")
    assert overlap.headers["upload-offset"] == "2000"
    assert call("PUT", url, FILE).status == 200
    again = call("PUT", url, FILE)
    assert (again.status, again.json["status"]) == (200, "importing")
    assert Job.objects.filter(kind="editor.import").count() == 1
    assert kept(again.json["asset_id"]) == FILE


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content_range": "bytes 10-19/100"}, b"0123456789"),  # a gap
        ({"content_range": "bytes 0-9/5"}, b"0123456789"),
        ({"content_range": "bytes 9-0/100"}, b"0123456789"),
        ({"content_range": "bytes 0-99/100"}, b"0123456789"),  # lengths that do not agree
        ({"content_range": "octets 0-9/100"}, b"0123456789"),
        ({"content_range": "bytes 0-9/" + "9" * 15}, b"0123456789"),  # larger than a video may be
        ({}, b""),
    ],
)
def test_odd_pieces_are_refused_and_leave_nothing(api: Api, project: str, headers: dict[str, str], body: bytes) -> None:
    url = asked(api, project)["upload_url"]
    reply = call("PUT", url, body, **headers)
    assert reply.status == 422
    assert reply.json["error"]["code"] in ("validation_failed", "source_too_large")
    assert call("GET", url).headers["upload-offset"] == "0"


def test_a_gap_is_told_the_offset(api: Api, project: str) -> None:
    url = asked(api, project)["upload_url"]
    call("PUT", url, FILE[:1000], content_range=f"bytes 0-999/{len(FILE)}")
    reply = call("PUT", url, FILE[2000:3000], content_range=f"bytes 2000-2999/{len(FILE)}")
    assert reply.json["error"]["details"]["offset"] == 1000


@pytest.mark.parametrize("content_range", ["bytes 0-499/500", "bytes */500", ""])
def test_a_file_shorter_than_what_is_there_is_another_one(api: Api, project: str, content_range: str) -> None:
    url = asked(api, project)["upload_url"]
    call("PUT", url, FILE[:1000], content_range=f"bytes 0-999/{len(FILE)}")
    headers = {"content_range": content_range} if content_range else {}
    reply = call("PUT", url, b"" if "*" in content_range else FILE[:500], **headers)
    assert (reply.status, reply.json["error"]["details"]["offset"]) == (422, 1000)
    assert send_in_pieces(url, FILE, 70_000).status == 200, "the file that was begun can still be sent"


def test_a_request_beyond_the_cap_is_refused_at_the_door(api: Api, project: str, settings: Any) -> None:
    settings.STUDIO_MAX_UPLOAD_REQUEST_BYTES = 1000
    url = asked(api, project)["upload_url"]
    assert call("PUT", url, FILE).json["error"]["code"] == "source_too_large"
    assert send_in_pieces(url, FILE[:3000], 1000).status == 200


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_an_address_that_is_not_ours_or_too_old_is_not_found(api: Api, project: str, method: str) -> None:
    url = asked(api, project)["upload_url"]
    assert call(method, url + "x", FILE[:10]).status == 404
    api.delete(f"/project/{project}")
    assert call(method, url, FILE[:10]).status == 404


@pytest.mark.parametrize("content_type", ["string", "text/html", "image/png", "video/", ""])
def test_what_is_no_video_by_its_type_is_refused(api: Api, project: str, content_type: str) -> None:
    body = {"file_name": "a.mp4", "content_type": content_type}
    assert api.post(f"/project/{project}/upload", body).refusal() == (422, "validation_failed")


def test_a_file_name_is_only_a_name(api: Api, project: str) -> None:
    answer = asked(api, project, file_name="../../etc/pass\r\nwd")
    name = Footage.objects.get(pk=answer["asset_id"]).file_name
    assert name == "pass--wd"


def test_an_address_ends_with_the_key_that_asked_for_it(api: Api, project: str) -> None:
    url = asked(api, project)["upload_url"]
    call("PUT", url, FILE[:1000], content_range=f"bytes 0-999/{len(FILE)}")
    revoke_key(ApiKey.objects.get(organization=api.organization))
    for method in ("PUT", "GET"):
        reply = call(method, url, FILE)
        assert (reply.status, "revoked" in reply.json["error"]["message"]) == (404, True)
    assert Footage.objects.get().status == "waiting"


def test_an_address_ends_when_the_person_who_asked_for_it_leaves(api: Api, project: str) -> None:
    footage = Footage.objects.get(pk=asked(api, project)["asset_id"])
    person = User.objects.create_user(email="ada@example.com", password="a long password")
    place = Membership.objects.create(user=person, organization=api.organization, role=Role.OWNER)
    asker = principal_of(str(person.pk), api.organization.pk)
    url = f"http://testserver/upload/{upload_token(footage, asker)}"
    assert call("GET", url).status == 202
    place.delete()
    assert call("PUT", url, FILE).status == 404
