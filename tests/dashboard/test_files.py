"""Files as sources: sent in pieces, told apart by their content, read and digested, refused in words."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from generation.jobs.models import Job
from generation.media.child import Maker
from generation.projects import uploads
from generation.projects.models import Project, Source
from tests.dashboard.conftest import Browser
from tests.jobs.conftest import claim, run
from tests.media.hostile_documents import GOOD_PAGE, good_pdf

NOTICE = b"The harbour reopened on Monday after nine years. It cost 18 million pounds, said Mara Lindt."


@pytest.fixture(autouse=True)
def own_blobs(settings: Any, tmp_path: Any) -> None:
    blobs = {"BACKEND": "generation.assets.storage.ContentStorage", "OPTIONS": {"location": tmp_path / "blobs"}}
    settings.STORAGES = settings.STORAGES | {"blobs": blobs}


@pytest.fixture(scope="module")
def maker() -> Iterator[Maker]:
    maker = Maker()
    yield maker
    maker.kill()


def here(project: Project) -> str:
    return f"/dashboard/projects/{project.pk}/sources"


def send(browser: Browser, project: Project, name: str, body: bytes, **more: str) -> Any:
    """A file as the page's script sends it; the answer to its last request."""
    pieces = []
    for start in range(0, max(1, len(body)), uploads.PIECE_BYTES):
        piece = body[start : start + uploads.PIECE_BYTES]
        sent = browser.client.post(f"{here(project)}/pieces", piece, content_type="application/octet-stream")
        if sent.status_code != 200:
            return sent
        pieces.append(sent.json()["piece"])
    return browser.post(f"{here(project)}/file", name=name, piece=pieces, **more)


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("minutes.pdf", good_pdf(), "PDF"),
        ("scan-without-suffix", good_pdf(), "PDF"),
        ("notice.txt", NOTICE, "TEXT"),
        ("notice.md", b"# Notice\n\n" + NOTICE, "MARKDOWN"),
        ("page.html", GOOD_PAGE, "MARKDOWN"),
        ("../../etc/no suffix", NOTICE, "TEXT"),
    ],
)
def test_a_file_becomes_a_source_that_is_read_and_digested(
    ada: Browser, project: Project, maker: Maker, name: str, body: bytes, kind: str
) -> None:
    told = send(ada, project, name, body).json()
    source = Source.objects.get()
    assert (source.type, source.status, source.digest_status) == (kind, "PENDING", "PENDING")
    assert "/" not in (source.label or "/")
    assert (told["word"], told["isOver"]) == ("Waiting", False)
    run(claim(), maker)
    told = ada.get(told["stateUrl"]).json()
    assert (told["word"], told["isOver"], told["message"]) == ("Ready", True, "")
    source.refresh_from_db()
    assert source.digest is not None
    assert told["says"] == source.digest["thesis"]
    assert source.original_asset_id is None
    page = ada.get(told["url"]).content.decode()
    assert "What it says" in page


def test_a_large_file_comes_in_pieces_and_none_of_them_stays(ada: Browser, project: Project, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "PIECE_BYTES", 50)
    send(ada, project, "notice.txt", NOTICE, retention="STORE_ORIGINAL")
    source = Source.objects.get()
    assert source.retention_policy == "STORE_ORIGINAL"
    assert storages["blobs"].listdir(f"{project.organization_id}/pieces")[1] == []
    assert "Download the original" in ada.get(f"{here(project)}/{source.pk}").content.decode()


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("empty.txt", b" \n", "is empty"),
        ("letter.docx", b"PK\x03\x04 and so on", "Save it as a PDF"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("fake.pdf", NOTICE, "is called a PDF and is none"),
        ("tool.bin", b"\x00\x01\x02" * 100, "neither a PDF nor text"),
        ("long.txt", b"a" * 10_000_001, "the limit is 10 MB"),
    ],
)
def test_what_cannot_be_a_source_is_said_in_words_and_leaves_nothing(
    ada: Browser, project: Project, name: str, body: bytes, told: str
) -> None:
    answer = send(ada, project, name, body)
    assert answer.status_code == 422
    assert told in answer.json()["message"]
    assert not Source.objects.exists()
    assert not Job.objects.exists()


def test_a_file_without_words_fails_and_says_what_to_do(ada: Browser, project: Project, maker: Maker) -> None:
    told = send(ada, project, "short.txt", b"Hm.").json()
    run(claim(), maker)
    told = ada.get(told["stateUrl"]).json()
    assert (told["word"], told["isOver"]) == ("Failed", True)
    assert "hardly any" in told["message"]
    assert Source.objects.get().digest_status == "SKIPPED"


def test_pieces_of_others_and_broken_ones_are_refused(ada: Browser, bob: Browser, project: Project) -> None:
    sent = ada.client.post(f"{here(project)}/pieces", NOTICE, content_type="application/octet-stream")
    piece = sent.json()["piece"]
    assert bob.post(f"{here(project)}/file", name="a.txt", piece=[piece]).status_code == 404
    other = uploads.keep_piece("org_other", NOTICE)
    for tokens in ([other], [piece + "x"]):
        answer = ada.post(f"{here(project)}/file", name="a.txt", piece=tokens)
        assert (answer.status_code, "did not arrive whole" in answer.json()["message"]) == (422, True)
    assert not Source.objects.exists()


def test_an_organization_cannot_fill_the_disk_with_pieces(ada: Browser, project: Project, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "_MOST_PIECES", 2)
    codes = [
        ada.client.post(f"{here(project)}/pieces", NOTICE, content_type="application/octet-stream").status_code
        for _ in range(3)
    ]
    assert codes == [200, 200, 422]


def test_without_script_the_form_takes_several_files_at_once(ada: Browser, project: Project) -> None:
    sent = {"one.txt": NOTICE, "two.docx": b"PK\x03\x04", "three.md": NOTICE}
    files = [SimpleUploadedFile(name, body) for name, body in sent.items()]
    answer = ada.client.post(f"{here(project)}/files", {"file": files, "retention": "nonsense"}, follow=True)
    assert [source.label for source in Source.objects.order_by("pk")] == ["one", "three"]
    html = answer.content.decode()
    assert "2 files are being read." in html
    assert "“two.docx” is a Word" in html
    assert "Choose a file first." in ada.client.post(f"{here(project)}/files", follow=True).content.decode()


def test_an_archived_project_takes_no_files(ada: Browser, project: Project) -> None:
    ada.post(f"/dashboard/projects/{project.pk}/archive", archived="yes")
    answer = send(ada, project, "notice.txt", NOTICE)
    assert "archived" in json.loads(answer.content)["message"]
