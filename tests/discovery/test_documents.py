"""What is served is described: the reference, the machine-readable documents and the search are made from one table."""

import json
import re
from typing import Any

import pytest
from django.urls import get_resolver
from lxml import etree

from studio.asgi import MEDIA, RAW_ROUTES
from studio.discovery import library, search
from studio.discovery.machine import VIEWS
from studio.discovery.reference import page_of
from studio.discovery.table import FAMILIES, document, of_family, operations
from studio.discovery.views import DOCUMENTS
from wire import errors


def test_every_operation_of_the_document_is_in_the_table_once() -> None:
    described = {told["operationId"] for methods in document()["paths"].values() for told in methods.values()}
    assert sorted(operation.id for operation in operations()) == sorted(described)
    assert {operation.family for operation in operations()} == {family.name for family in FAMILIES}
    assert sum(len(of_family(family.name)) for family in FAMILIES) == len(operations())


def test_every_path_that_is_routed_under_the_api_is_described() -> None:
    described = set(document()["paths"])
    routed = {path for path in _paths(get_resolver().url_patterns, "/") if path.startswith(("/api/v1/", "/openai/v1/"))}
    assert len(routed) > 90
    assert routed - described == set()


def _paths(patterns: Any, prefix: str) -> set[str]:
    found = set()
    for pattern in patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        found |= _paths(pattern.url_patterns, path) if hasattr(pattern, "url_patterns") else {path}
    return found


def test_every_raw_route_that_takes_a_key_is_described() -> None:
    described = set(document()["paths"])
    keyed = {route.path for route in RAW_ROUTES if route is not MEDIA and getattr(route, "scopes", ())}
    assert keyed
    assert keyed - described == set()


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.id)
def test_an_operation_has_a_page_that_names_all_a_caller_must_know(operation: Any) -> None:
    text = library.pages()[page_of(operation)].text
    assert f"`{operation.method} {operation.path}`" in text
    assert all(f"`{scope}`" in text for scope in operation.scopes)
    assert all(f"`{field.path}`" in text for field in (*operation.parameters, *operation.body))
    assert f"({operation.family}/{operation.id}.md)" in library.pages()[f"api/{operation.family}"].text


def test_no_operation_tells_callers_what_a_base_class_tells_its_subclasses() -> None:
    assert not [operation.id for operation in operations() if "ubclasses" in operation.description]


def test_the_shape_of_a_body_is_told_to_its_leaves() -> None:
    plan = next(operation for operation in operations() if operation.id == "createPlan")
    told = {field.path: field for field in plan.body}
    assert told["target"].is_required
    assert told["artifactRequests[].type"].values == (
        "table_read",
        "pitch_deck",
        "storyboard",
        "trailer",
        "production_video",
    )
    assert (told["artifactRequests[].mode"].kind, told["autoApprove"].kind) == ("string or null", "boolean or null")
    assert plan.idempotency == "accepted"


def test_every_error_that_the_core_raises_is_explained_for_each_family() -> None:
    text = library.pages()["errors"].text
    for family in FAMILIES:
        part = text.partition(f"## {family.name}\n")[2].partition("\n## ")[0]
        assert errors.InsufficientCredits.default_message in part
        assert errors.OutcomeUnknown.default_message in part


def test_limits_are_those_that_are_counted() -> None:
    text = library.pages()["limits"].text
    assert "| `workflow` | 10 | 36000 | hour |" in text
    assert "| `generation` | 20 | 200 | minute |" in text


@pytest.mark.parametrize("path", VIEWS)
def test_a_document_for_programs_is_there_without_a_key_and_names_this_host(client: Any, db: None, path: str) -> None:
    answer = client.get(f"/{path}", HTTP_HOST="studio.example:8000")
    assert answer.status_code == 200
    assert "studio.example:8000/" in answer.content.decode() or path.startswith("docs/")


def test_what_capabilities_calls_available_is_served(client: Any, db: None) -> None:
    for name, path, state in DOCUMENTS:
        expected = {"available": 200, "planned": 404}[state]
        assert client.get(path).status_code == expected, name


def test_the_agent_index_lists_what_can_be_called(client: Any, db: None) -> None:
    told = client.get("/agent-index.json").json()
    listed = {operation["id"]: operation for family in told["families"] for operation in family["operations"]}
    assert set(listed) == {operation.id for operation in operations()}
    assert listed["createJob"]["dryRun"] is True
    assert listed["streamJobEvents"]["streams"] is True
    for url in {operation["docs"] for operation in told["families"][0]["operations"][:5]}:
        assert client.get(url.removeprefix(told["baseUrl"])).status_code == 200


def test_llms_txt_links_every_page_of_the_index_as_markdown(client: Any, db: None) -> None:
    text = client.get("/llms.txt").content.decode()
    assert text.startswith("# Studio\n\n> ")
    linked = re.findall(r"\]\(http://testserver/docs/([^)]+)\.md\): \S", text)
    assert linked == [page.name for pages in library.index().values() for page in pages]
    answer = client.get(f"/docs/{linked[0]}.md")
    assert answer["Content-Type"].startswith("text/markdown")
    assert answer.content.decode() == library.pages()[linked[0]].text


def test_the_site_map_names_every_page_and_robots_leads_to_it(client: Any, db: None) -> None:
    root = etree.fromstring(client.get("/sitemap.xml").content)
    places = {element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert {f"http://testserver/docs/{name}" for name in library.pages()} <= places
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("rotate secret", "api/webhooks/rotateWebhookSecret"),
        ("STUDIO_LEASE_S", "settings"),
        ("plan story", "api/story/createPlan"),
        ("idempotency_conflict", "errors"),
    ],
)
def test_a_search_finds_what_people_look_for(client: Any, db: None, query: str, page: str) -> None:
    assert page in [hit.url.removeprefix("/docs/").partition("#")[0] for hit in search.find(query)[:3]]
    assert f'href="/docs/{page}' in client.get("/docs/search", {"q": query}).content.decode()


def test_a_search_needs_every_word_and_survives_any_text(client: Any, db: None) -> None:
    assert search.find("webhooks zzzznothing") == []
    assert search.find("") == search.find('"<(&%') == []
    text = client.get("/docs/search", {"q": "<script>alert(1)</script>", "part": "1"}).content.decode()
    assert "<script>" not in text


def test_the_index_for_searching_leads_to_headings_that_are_there(client: Any, db: None) -> None:
    entries = json.loads(client.get("/docs/search-index.json").content)["entries"]
    entry = next(entry for entry in entries if entry["url"].startswith("/docs/webhooks#"))
    path, _, anchor = entry["url"].partition("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()
