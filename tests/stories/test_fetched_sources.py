"""Sources of type url and pdf: fetched while the caller waits, extracted by a job, kept as their policy says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from generation.assets.models import Asset, Blob
from generation.assets.services import open_signed
from generation.jobs.claim import claim_next
from generation.jobs.models import Job, ProviderCall
from generation.jobs.services import resume_job
from generation.projects.models import Source
from generation.stories.pipeline import sources as pipeline
from tests.api import Api
from tests.files import path_of
from tests.media import hostile_documents as made
from tests.stories.conftest import EXAMPLES, plan_body
from tests.stories.golden.shape import TEXT, TIME, assert_printed
from tests.wire.web import OPEN, Web, http, moved, page, serving
from wire.addresses import networks
from wire.errors import GenerationFailed, JobStateInvalid

Work = Callable[[], list[Job]]
STORY = (EXAMPLES / "press-release.txt").read_text()
ARTICLE = "<h1>Heat from the sea</h1>" + "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
HTML = f"<!doctype html><head><title>Heat from the sea</title></head><body><article>{ARTICLE}</article></body>"
# Words of the page that may be found nowhere once it keeps only metadata.
WORDS = ("Lindhaven", "Adeyemi", "harbour politely", "1,240 homes")
PENDING = {
    "id": TEXT, "projectId": TEXT, "label": None, "status": "PENDING", "retentionPolicy": "EXTRACTED_ONLY",
    "byteSize": None, "tokenEstimate": None, "contentHash": None, "extractedTextPreview": None, "extractedAt": None,
    "failureCode": None, "failureMessage": None, "metadata": None, "digestStatus": "NOT_STARTED", "digest": None,
    "digestFailureCode": None, "digestFailureMessage": None, "digestedAt": None, "originalUrl": None,
    "createdAt": TIME, "updatedAt": TIME,
}  # fmt: skip


def pdf(body: bytes) -> bytes:
    return http(body=body, Content_Type="application/pdf")


@pytest.fixture
def web(settings: Any) -> Iterator[Web]:
    settings.STUDIO_FETCH_ALLOW = networks([OPEN])
    routes = {"/story": page(HTML), "/report.pdf": pdf(made.good_pdf(pages=3)), "/moved": moved("/story")}
    with serving(routes) as web:
        yield web


@pytest.fixture
def add(api: Api, project: str, web: Web) -> Callable[..., Any]:
    """Attach what the small web serves at a path; the answer."""

    def attach(path: str, kind: str = "url", **fields: Any) -> Any:
        body = {"type": kind, "uri": web.url(path, host=OPEN), **fields}
        return api.post(f"/story-projects/{project}/sources", body)

    return attach


@pytest.fixture
def read(api: Api, project: str) -> Callable[[str], dict[str, Any]]:
    return lambda source: api.get(f"/story-projects/{project}/sources/{source}").json["source"]


def stored_files() -> list[Path]:
    from django.core.files.storage import storages

    return [path for path in Path(storages["blobs"].location).rglob("*") if path.is_file()]


def everything_in_the_database() -> str:
    parts = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            parts += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(parts)


def test_a_page_from_pending_to_ready(add: Any, read: Any, work: Work, web: Web) -> None:
    answer = add("/moved", label="Heat", metadata={"ours": 1})
    assert answer.status == 200
    url = web.url("/moved", host=OPEN)
    printed = PENDING | {"type": "URL", "uri": url, "label": "Heat", "metadata": {"ours": 1}}
    assert_printed({"source": printed}, answer.json)
    assert [job.status for job in work()] == ["succeeded"]
    source = read(answer.json["source"]["id"])
    assert (source["status"], source["extractedAt"] is not None) == ("READY", True)
    assert source["extractedTextPreview"].startswith("# Heat from the sea\n\n")
    assert "said Ruth Adeyemi, project director" in source["extractedTextPreview"]
    assert source["metadata"] == {"ours": 1, "title": "Heat from the sea"}
    assert source["tokenEstimate"] == -(-source["byteSize"] // 4)
    assert len(source["contentHash"]) == 64


def test_a_pdf_from_pending_to_ready(add: Any, read: Any, work: Work) -> None:
    answer = add("/report.pdf", "pdf")
    assert_printed({"source": PENDING | {"type": "PDF"}}, answer.json)
    work()
    source = read(answer.json["source"]["id"])
    assert (source["status"], source["metadata"]) == ("READY", {"pageCount": 3, "title": "Harbour notice"})
    assert source["extractedTextPreview"].count(made.SENTENCE) == 3


@pytest.mark.parametrize(
    ("kind", "uri", "reason"),
    [
        ("url", "http://127.0.0.1:1/", "blocked_address"),
        ("url", "http://169.254.169.254/latest/meta-data/", "blocked_address"),
        ("pdf", "http://[::ffff:10.0.0.1]/a.pdf", "blocked_address"),
        ("url", "ftp://example.com/", "bad_url"),
        ("url", "http://user:secret@example.com/", "bad_url"),
        ("url", "http://{open}/inward", "blocked_address"),
        ("url", "http://{open}/loop", "redirect_limit"),
        ("url", "http://{open}/missing", "upstream_status"),
        ("url", "http://{open}/report.pdf", "content_type"),
        ("url", "http://{open}/disguised", "content_type"),
        ("pdf", "http://{open}/story", "content_type"),
        ("pdf", "http://{open}/fake.pdf", "content_type"),
        ("url", "http://{open}/empty", "content_type"),
        ("url", "http://{open}/big", "too_large"),
        ("url", "http://{open}/half", "bad_response"),
        ("url", "https://{open}/story", "tls"),
    ],
)
def test_what_cannot_be_fetched_is_refused_with_a_reason_and_leaves_nothing(
    api: Api, project: str, web: Web, kind: str, uri: str, reason: str
) -> None:
    html = "text/html"
    web.routes |= {
        "/inward": moved("http://2130706433/"), "/loop": moved("/loop"), "/empty": page("  "),
        "/disguised": http(body=made.good_pdf(), Content_Type=html), "/fake.pdf": pdf(HTML.encode()),
        "/big": http(Content_Length="10000001", Content_Type=html),
        "/half": http(Content_Length="9", Content_Type=html),
    }  # fmt: skip
    body = {"type": kind, "uri": uri.replace("{open}", f"{OPEN}:{web.port}")}
    answer = api.post(f"/story-projects/{project}/sources", body)
    assert answer.refusal() == (422, "source_fetch_failed")
    assert answer.json["error"]["details"]["reason"] == reason
    assert "secret" not in answer.body.decode()
    for model in (Source, Asset, Job):
        assert not model.objects.exists()
    assert stored_files() == []


@pytest.mark.parametrize(
    "body",
    [{"type": "url"}, {"type": "pdf", "uri": " "}, {"type": "url", "uri": None}, {"type": "url", "uri": ["http://a"]},
     {"type": "url", "uri": "http://a/" + "x" * 3000}, {"type": "pdf", "content": "text"}],
)  # fmt: skip
def test_an_address_is_required(api: Api, project: str, body: dict[str, Any]) -> None:
    assert api.post(f"/story-projects/{project}/sources", body).refusal() == (422, "validation_failed")


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [
        ("url", page("<html><body><script>x()</script></body></html>"), "no_text"),
        ("pdf", pdf(made.scanned_pdf()), "pdf_scanned"),
        ("pdf", pdf(made.encrypted_pdf()), "pdf_encrypted"),
        ("pdf", pdf(made.noise()), "unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_fails_with_a_code_and_costs_nothing(
    api: Api, add: Any, read: Any, work: Work, web: Web, kind: str, answer: bytes, code: str
) -> None:
    web.routes["/bad"] = answer
    source = add("/bad", kind).json["source"]["id"]
    assert [(job.status, job.price) for job in work()] == [("failed", 0)]
    failed = read(source)
    assert (failed["status"], failed["failureCode"]) == ("FAILED", code)
    assert failed["failureMessage"].endswith(".")
    assert (failed["extractedTextPreview"], failed["byteSize"], failed["extractedAt"]) == (None, None, None)
    assert stored_files() == []
    body = plan_body(source)
    assert api.post(f"/story-projects/{failed['projectId']}/story-plans", body).refusal() == (422, "validation_failed")


class TestRetention:
    def test_extracted_only_drops_the_file_once_it_is_read(self, add: Any, read: Any, work: Work) -> None:
        source = add("/story").json["source"]
        assert len(stored_files()) == 1
        assert source["originalUrl"] is None
        work()
        assert (read(source["id"])["status"], stored_files(), Asset.objects.count()) == ("READY", [], 0)

    @pytest.mark.parametrize("kind", ["pdf", "scanned", "markdown"])
    def test_store_original_keeps_the_file_and_links_it(
        self, api: Api, project: str, add: Any, read: Any, work: Work, web: Web, kind: str
    ) -> None:
        body = {"pdf": made.good_pdf(pages=3), "scanned": made.scanned_pdf(), "markdown": b"# A title\n\nText."}[kind]
        web.routes["/a/file.pdf"] = pdf(body)
        if kind == "markdown":
            request = {"type": "markdown", "content": body.decode(), "retentionPolicy": "STORE_ORIGINAL"}
            source = api.post(f"/story-projects/{project}/sources", request).json["source"]
        else:
            source = add("/a/file.pdf?x=../y.exe", "pdf", retentionPolicy="STORE_ORIGINAL").json["source"]
        work()
        url = read(source["id"])["originalUrl"]
        asset, name = open_signed(url.split("/media/")[1].split("/")[0])
        assert path_of(asset).read_bytes() == body
        assert name == ("source.md" if kind == "markdown" else "file.pdf")
        api.delete(f"/story-projects/{project}/sources/{source['id']}")
        assert stored_files() == []

    @pytest.mark.parametrize("kind", ["url", "text"])
    def test_metadata_only_leaves_no_word_anywhere(
        self, api: Api, project: str, add: Any, read: Any, work: Work, kind: str
    ) -> None:
        if kind == "url":
            created = add("/story", retentionPolicy="METADATA_ONLY").json["source"]
        else:
            body = {"type": "text", "content": STORY, "retentionPolicy": "METADATA_ONLY"}
            created = api.post(f"/story-projects/{project}/sources", body).json["source"]
            assert (created["status"], created["digestStatus"]) == ("READY", "PENDING")
        assert created["extractedTextPreview"] is None
        assert [job.status for job in work()] == ["succeeded"]
        source = read(created["id"])
        assert (source["status"], source["digestStatus"], source["extractedTextPreview"]) == ("READY", "READY", None)
        assert source["byteSize"] > 1000
        assert len(source["contentHash"]) == 64
        digest = source["digest"]
        assert len(digest["claims"]) + len(digest["evidence"]) > 10
        assert all(set(item["span"]) == {"start", "end"} for item in digest["claims"] + digest["evidence"])
        assert stored_files() == []
        found = everything_in_the_database()
        assert created["id"] in found
        for word in WORDS:
            assert word not in found

    def test_nothing_is_written_from_metadata_and_the_quote_says_so(
        self, api: Api, project: str, source: str, work: Work
    ) -> None:
        body = {"type": "text", "content": STORY, "retentionPolicy": "METADATA_ONLY"}
        bare = api.post(f"/story-projects/{project}/sources", body).json["source"]["id"]
        path = f"/story-projects/{project}/story-plans"
        refused = api.post(path, plan_body(bare))
        assert refused.refusal() == (422, "validation_failed")
        assert refused.json["error"]["details"]["field"] == "sourceIds"
        mixed = api.post(path, plan_body(bare) | {"sourceIds": [bare, source]}).json["plan"]
        assert mixed["quote"]["notes"] == [f"Source {bare} keeps metadata only: nothing is written from it."]
        work()
        plan = api.get(f"/story-plans/{mixed['id']}").json["plan"]
        assert plan["status"] == "REQUIRES_APPROVAL"
        assert {item["sourceId"] for item in plan["plan"]["evidence"]} == {source}

    def test_metadata_without_sentences_has_no_digest_and_no_text_either(
        self, api: Api, project: str, work: Work, read: Any
    ) -> None:
        body = {"type": "text", "content": "||| +++ ---", "retentionPolicy": "METADATA_ONLY"}
        source = api.post(f"/story-projects/{project}/sources", body).json["source"]["id"]
        work()
        told = read(source)
        assert (told["status"], told["digestStatus"], told["digest"]) == ("READY", "FAILED", None)
        assert told["digestFailureMessage"]
        assert Source.objects.get().text == ""


class TestDeletion:
    def test_before_it_is_extracted(self, api: Api, project: str, add: Any, work: Work) -> None:
        source = add("/story").json["source"]["id"]
        api.delete(f"/story-projects/{project}/sources/{source}")
        assert work() == []
        assert list(Job.objects.values_list("status", flat=True)) == ["canceled"]
        assert (stored_files(), Source.objects.get().text) == ([], "")

    def test_while_it_is_extracted(
        self, api: Api, project: str, add: Any, work: Work, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = add("/story", retentionPolicy="STORE_ORIGINAL").json["source"]["id"]

        def deleted_meanwhile(*_: Any, **__: Any) -> dict[str, Any]:
            assert api.delete(f"/story-projects/{project}/sources/{source}").status == 200
            return {"text": STORY, "title": None, "isTruncated": False}

        monkeypatch.setattr(pipeline, "confined", deleted_meanwhile)
        assert [job.status for job in work()] == ["canceled"]
        row = Source.objects.get()
        assert (row.text, row.digest, row.original_asset_id) == ("", None, None)
        assert stored_files() == []

    def test_with_its_project(self, api: Api, project: str, add: Any, work: Work) -> None:
        add("/story", retentionPolicy="STORE_ORIGINAL")
        work()
        add("/report.pdf", "pdf")
        assert api.delete(f"/story-projects/{project}").status == 200
        assert work() == []
        assert stored_files() == []
        assert "Lindhaven" not in everything_in_the_database()

    def test_equal_files_of_two_sources_are_kept_until_the_last_goes(
        self, api: Api, project: str, add: Any, work: Work
    ) -> None:
        first, second = (add("/story", retentionPolicy="STORE_ORIGINAL").json["source"]["id"] for _ in range(2))
        work()
        assert (Asset.objects.count(), Blob.objects.count()) == (2, 1)
        api.delete(f"/story-projects/{project}/sources/{first}")
        assert len(stored_files()) == 1
        api.delete(f"/story-projects/{project}/sources/{second}")
        assert (stored_files(), Blob.objects.count()) == ([], 0)


def test_a_retry_with_the_same_key_fetches_once(api: Api, project: str, web: Web) -> None:
    body = {"type": "url", "uri": web.url("/story", host=OPEN)}
    first, again = (api.post(f"/story-projects/{project}/sources", body, key="one") for _ in range(2))
    assert again.body == first.body
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(web.seen) == 1
    assert Source.objects.count() == 1


def test_a_failed_fetch_gives_its_key_back(api: Api, project: str, web: Web) -> None:
    body = {"type": "url", "uri": web.url("/later", host=OPEN)}
    path = f"/story-projects/{project}/sources"
    assert api.post(path, body, key="one").refusal() == (422, "source_fetch_failed")
    web.routes["/later"] = page(HTML)
    assert api.post(path, body, key="one").status == 200


def test_a_killed_worker_loses_nothing(add: Any, read: Any, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    source = add("/story").json["source"]["id"]
    job = claim_next(worker="test/1/1", now=timezone.now())
    assert job is not None
    Source.objects.update(status=Source.Status.EXTRACTING)  # as far as the killed worker came
    Job.objects.update(status="queued", lease_until=None)
    assert [job.attempt for job in work()] == [2]
    assert read(source)["status"] == "READY"


def test_a_failed_reading_is_resumed_while_its_file_is_there(
    add: Any, read: Any, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_luck(*_: Any, **__: Any) -> None:
        raise GenerationFailed("The file took too long.", reason="timeout")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "confined", out_of_luck)
        kept, dropped = (
            add("/story", retentionPolicy=p).json["source"]["id"] for p in ("STORE_ORIGINAL", "EXTRACTED_ONLY")
        )
        first, second = work()
    assert read(kept)["failureCode"] == "timeout"
    resume_job(first.pk)
    assert [job.status for job in work()] == ["succeeded"]
    assert (read(kept)["status"], read(kept)["failureCode"]) == ("READY", None)
    with pytest.raises(JobStateInvalid):
        resume_job(second.pk)
    assert read(dropped)["status"] == "FAILED"


def test_nothing_is_fetched_for_an_archived_or_anothers_project(api: Api, project: str, add: Any, web: Web) -> None:
    api.patch(f"/story-projects/{project}", {"archived": True})
    assert add("/story").refusal() == (422, "validation_failed")
    body = {"type": "url", "uri": web.url("/story", host=OPEN)}
    assert api.post("/story-projects/proj_other/sources", body).refusal() == (404, "project_not_found")
    assert web.seen == []


@pytest.mark.parametrize("public_url", ["", "https://studio.example.org"])
def test_the_studios_own_links_are_sources_without_http(
    api: Api, project: str, add: Any, read: Any, work: Work, settings: Any, public_url: str
) -> None:
    settings.STUDIO_PUBLIC_URL = public_url
    first = add("/report.pdf", "pdf", retentionPolicy="STORE_ORIGINAL").json["source"]["id"]
    work()
    url = read(first)["originalUrl"]
    answer = api.post(f"/story-projects/{project}/sources", {"type": "pdf", "uri": url})
    assert answer.status == 200
    work()
    second = read(answer.json["source"]["id"])
    assert (second["status"], second["contentHash"]) == ("READY", read(first)["contentHash"])
    broken = url.replace("/media/", "/media/x")
    assert (
        api.post(f"/story-projects/{project}/sources", {"type": "pdf", "uri": broken}).refusal()[1]
        == "source_fetch_failed"
    )


def test_a_page_carries_a_plan_whose_evidence_points_into_it(
    api: Api, project: str, add: Any, read: Any, work: Work
) -> None:
    source = add("/story").json["source"]["id"]
    work()
    plan = api.post(f"/story-projects/{project}/story-plans", plan_body(source)).json["plan"]["id"]
    work()
    told, text = read(source), Source.objects.get().text
    assert (told["digestStatus"], told["digestedAt"] is not None) == ("READY", True)
    digest = told["digest"]
    assert all(digest[name] for name in ("title", "summary", "thesis", "gaps"))
    for item in [*digest["claims"], *digest["evidence"]]:
        assert text[item["span"]["start"] : item["span"]["end"]] == item["text"]
    envelope = api.get(f"/story-plans/{plan}").json["plan"]["plan"]
    assert envelope["thesis"] == digest["thesis"]
    assert (
        envelope["evidence"][0]["text"] == min(digest["claims"] + digest["evidence"], key=lambda i: i["rank"])["text"]
    )


def test_an_equal_text_is_digested_once(api: Api, project: str, source: str, work: Work) -> None:
    path = f"/story-projects/{project}/story-plans"
    api.post(path, plan_body(source))
    work()
    other = api.post("/story-projects", {"name": "Other"}).json["project"]["id"]
    body = {"type": "text", "content": (EXAMPLES / "press-release.txt").read_text()}
    twin = api.post(f"/story-projects/{other}/sources", body).json["source"]["id"]
    api.post(f"/story-projects/{other}/story-plans", plan_body(twin))
    work()
    assert ProviderCall.objects.filter(operation="digest").count() == 1
    assert Source.objects.get(pk=twin).digest == Source.objects.get(pk=source).digest
