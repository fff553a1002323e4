"""Documents are artifacts like others: the story family and the pages meet them and stay whole."""

from collections.abc import Callable

import pytest
from django.test import Client

from generation.jobs.models import Job
from tests.api import Api

Work = Callable[[], list[Job]]


@pytest.fixture
def document(api: Api, serving: list[Job]) -> dict[str, str]:
    body = {"session_id": "s1", "artifact_type": "script", "context": {"brief": "A film about Lumo, a lamp"}}
    return api.post("/artifacts/generate", body).json


def test_the_story_family_reads_it(api: Api, document: dict[str, str]) -> None:
    told = api.get(f"/artifacts/{document['artifact_id']}").json["artifact"]
    assert (told["type"], told["status"]) == ("script", "READY")
    assert told["manifest"]["document"]["title"] == document["title"]


@pytest.mark.parametrize(
    ("path", "body"),
    [("refine", {"instruction": "Make it shorter."}), ("finalize", {"mode": "audio", "record": True}),
     ("render-video", {}), ("coverage", {}), ("music", {"musicCoveragePercent": 0.5}), ("voice", {"character": "a"})],
)  # fmt: skip
def test_what_only_a_table_read_can_do_is_refused(
    api: Api, document: dict[str, str], path: str, body: dict[str, object]
) -> None:
    answer = api.post(f"/artifacts/{document['artifact_id']}/{path}", body, key="k")
    assert answer.status in (404, 409, 422), answer.body


def test_its_pages_open(api: Api, document: dict[str, str]) -> None:
    browser = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    browser.force_login(api.organization.memberships.get().user, backend=backend)
    for path in (f"artifacts/{document['artifact_id']}", f"projects/{document['project_id']}/artifacts"):
        page = browser.get(f"/dashboard/{path}")
        assert page.status_code == 200
        assert "Script" in page.content.decode()
    for path in ("", "projects", f"projects/{document['project_id']}", "jobs", "usage"):
        assert browser.get(f"/dashboard/{path}".rstrip("/")).status_code == 200
