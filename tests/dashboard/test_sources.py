"""Sources through their pages: added by address, watched while they are read, kept as was asked."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from generation.jobs.models import Job
from generation.projects.models import Project, Source
from tests.dashboard.conftest import Browser
from tests.media.hostile_documents import GOOD_PAGE, good_pdf
from tests.wire.web import OPEN, Web, http, serving
from wire.addresses import networks


@pytest.fixture
def web(settings: Any, tmp_path: Any) -> Iterator[Web]:
    settings.STUDIO_FETCH_ALLOW = networks([OPEN])
    blobs = {"BACKEND": "generation.assets.storage.ContentStorage", "OPTIONS": {"location": tmp_path / "blobs"}}
    settings.STORAGES = settings.STORAGES | {"blobs": blobs}
    routes = {
        "/page": http(body=GOOD_PAGE, Content_Type="text/html"),
        "/a.pdf": http(body=good_pdf(), Content_Type="application/pdf"),
    }
    with serving(routes) as web:
        yield web


@pytest.mark.parametrize(("kind", "path"), [("url", "/page"), ("pdf", "/a.pdf")])
def test_an_address_is_fetched_and_watched(ada: Browser, project: Project, web: Web, kind: str, path: str) -> None:
    page = f"/dashboard/projects/{project.pk}/sources"
    sent = {"type": kind, "uri": web.url(path, host=OPEN), "content": "", "retention": "STORE_ORIGINAL"}
    answer = ada.post(f"{page}/new", **sent)
    source = Source.objects.get()
    assert answer["Location"] == f"{page}/{source.pk}"
    assert (source.status, source.type, source.retention_policy) == ("PENDING", kind.upper(), "STORE_ORIGINAL")
    assert Job.objects.get().subject_id == source.pk
    for place in (f"{page}/{source.pk}", page, f"/dashboard/projects/{project.pk}"):
        html = ada.get(place).content.decode()
        assert "data-reread" in html, place
        assert "Waiting" in html
    assert "Download the original" in ada.get(f"{page}/{source.pk}").content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"type": "url", "uri": ""}, "uri", "This field is required."),
        ({"type": "url", "uri": "http://127.0.0.1:1/"}, "", "not a public address"),
        ({"type": "pdf", "uri": "ftp://a/"}, "", "must begin with http"),
        ({"type": "url", "uri": "http://{web}/missing"}, "", "answered 404"),
        ({"type": "pdf", "uri": "http://{web}/page"}, "", "serves text/html"),
        ({"type": "text", "content": " "}, "content", "This field is required."),
        ({"type": "text", "content": "a\x00b"}, "content", "Null characters are not allowed."),
        ({"type": "fax", "content": "a"}, "type", "not one of the available choices"),
    ],
)
def test_what_cannot_be_added_is_told_beside_the_form(
    ada: Browser, project: Project, web: Web, sent: dict[str, str], field: str, told: str
) -> None:
    sent = {name: value.replace("{web}", f"{OPEN}:{web.port}") for name, value in sent.items()}
    answer = ada.post(f"/dashboard/projects/{project.pk}/sources/new", **sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert told in html
    assert not field or f'id="id_{field}_error"' in html
    assert not Source.objects.exists()


def test_a_source_that_could_not_be_read_says_why_and_what_to_do(
    ada: Browser, project: Project, source: Source
) -> None:
    Source.objects.update(
        status="FAILED", failure_code="pdf_scanned", failure_message="Run it through text recognition (OCR).", text=""
    )
    html = ada.get(f"/dashboard/projects/{project.pk}/sources/{source.pk}").content.decode()
    assert "text recognition" in html
    assert "Add another source" in html
    assert "data-reread" not in html
    assert "No source could be read" in ada.get(f"/dashboard/projects/{project.pk}").content.decode()


def test_a_digest_is_shown_with_its_rights(ada: Browser, project: Project, source: Source) -> None:
    fact = {
        "kind": "event",
        "text": "The harbour reopened on <Monday>.",
        "speaker": None,
        "rank": 1,
        "weight": 1.0,
        "span": {},
    }
    note = {"kind": "embargo", "text": "Embargoed until noon.", "note": "Do not publish before.", "span": {}}
    digest = {"thesis": "It is open.", "claims": [fact], "evidence": [], "rightsNotes": [note]}
    Source.objects.update(digest=digest, digest_status="READY", digested_at=timezone.now())
    html = ada.get(f"/dashboard/projects/{project.pk}/sources/{source.pk}").content.decode()
    assert "on &lt;Monday&gt;" in html
    assert "Embargoed until noon." in html


def test_a_source_without_words_is_not_offered_for_a_plan(ada: Browser, project: Project, source: Source) -> None:
    Source.objects.update(retention_policy="METADATA_ONLY", text="", label="The bare one")
    assert "The bare one" not in ada.get(f"/dashboard/projects/{project.pk}/plans/new").content.decode()
    html = ada.get(f"/dashboard/projects/{project.pk}/sources/{source.pk}").content.decode()
    assert "Nothing can be written from it" in html


def test_anothers_source_is_not_found(bob: Browser, project: Project, source: Source) -> None:
    assert bob.get(f"/dashboard/projects/{project.pk}/sources/{source.pk}").status_code == 404
    assert bob.get(f"/dashboard/projects/{project.pk}/sources/new").status_code == 404
