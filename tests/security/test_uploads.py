"""Hostile files through every door that takes one, by the document: refused, or kept to be looked at in confinement.

No door breaks on any. `acceptance/security` sends all of them everywhere; what opens them has tests beside it
(`tests/media/test_documents.py`, `test_logos.py`, `timeline/test_ingest.py`).
"""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.api import Answer, Api, open_api
from tests.matrix.conftest import document
from tests.security.hostile_files import ENVELOPES, NAMES, all_files, form
from wire.ratelimit import limiter

DOORS = ["/user/brand/logo", "/user/brand/knowledge/files"]
# Named in the document so that clients see it refused; the door takes no picture to begin a film with.
REFUSES_ALL = {"/openai/v1/videos"}


@pytest.fixture
def api(db: None) -> Api:
    return open_api()


def send(api: Api, door: str, body: bytes, content_type: str = "multipart/form-data; boundary=part") -> Answer:
    limiter.clear()
    return api.call("POST", door, body, content_type=content_type)


def assert_held(answer: Answer, what: Any) -> None:
    assert answer.status < 500, (what, answer.body[:300])
    assert answer.headers["Content-Type"].startswith("application/json"), what
    assert b"root:" not in answer.body, what


def test_every_door_that_takes_a_file_is_known() -> None:
    """Large files come in pieces over the signed addresses of `tests/timelines/test_uploads.py`."""
    found = set()
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            if "'format': 'binary'" in str(operation.get("requestBody", {})) + _named(operation):
                found.add(path.removeprefix("/api/v1"))
    assert found == {*DOORS, *REFUSES_ALL}


def _named(operation: dict[str, Any]) -> str:
    contents = operation.get("requestBody", {}).get("content", {}).values()
    names = [str(content.get("schema", {}).get("$ref", "")).rpartition("/")[2] for content in contents]
    return str([document()["components"]["schemas"].get(name) for name in names])


def test_there_are_enough_of_them() -> None:
    assert len(all_files()) >= 40


@pytest.mark.parametrize("door", DOORS)
def test_a_sample_of_files(api: Api, door: str) -> None:
    for name, body in [*all_files().items()][DOORS.index(door) :: 9]:
        assert_held(send(api, door, form(body)), name)


@pytest.mark.parametrize("door", DOORS)
def test_names_and_envelopes(api: Api, door: str) -> None:
    outside = set(Path(django_settings.STUDIO_DATA).parent.glob("*passwd*"))
    for name in NAMES:
        assert_held(send(api, door, form(b"text", name=name, content_type="text/plain")), name)
    for what, (content_type, body) in ENVELOPES.items():
        answer = send(api, door, body, content_type)
        assert_held(answer, what)
        assert answer.status >= 400, what
    assert set(Path(django_settings.STUDIO_DATA).parent.glob("*passwd*")) == outside
