import hashlib

import pytest

from tests.api import Api, open_api


def test_text_is_ready_at_once_and_printed_as_documented(api: Api, project: str) -> None:
    content = "Tidewater Labs opened a reef nursery. " * 200
    answer = api.post(
        f"/story-projects/{project}/sources", {"type": "text", "content": content, "label": "press-release"}
    )
    source = answer.json["source"]
    assert answer.status == 200
    assert (source["type"], source["status"], source["label"]) == ("TEXT", "READY", "press-release")
    assert source["retentionPolicy"] == "EXTRACTED_ONLY"
    assert source["byteSize"] == len(content.encode())
    assert source["tokenEstimate"] == -(-len(content) // 4)
    assert source["contentHash"] == hashlib.sha256(content.encode()).hexdigest()
    assert source["extractedTextPreview"] == content[:4000]
    assert (source["digestStatus"], source["digest"]) == ("NOT_STARTED", None)
    assert api.get(f"/story-projects/{project}/sources/{source['id']}").json["source"] == source
    assert api.get(f"/story-projects/{project}").json["project"]["sourceCount"] == 1


def test_sizes_count_bytes_not_characters(api: Api, project: str) -> None:
    path = f"/story-projects/{project}/sources"
    fits = api.post(path, {"type": "markdown", "content": "é" * 500_000}).json["source"]
    assert fits["byteSize"] == 1_000_000
    answer = api.post(path, {"type": "text", "content": "é" * 500_000 + "x"})
    assert answer.refusal() == (422, "source_too_large")
    assert answer.json["error"]["details"]["maxBytes"] == 1_000_000


def test_a_deleted_source_is_gone_with_its_text(api: Api, project: str, source: str) -> None:
    deleted = api.delete(f"/story-projects/{project}/sources/{source}")
    assert deleted.json["id"] == source
    assert api.get(f"/story-projects/{project}/sources/{source}").refusal() == (404, "source_not_found")
    assert api.get(f"/story-projects/{project}/sources").json == {"sources": [], "nextCursor": None}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "validation_failed"),
        ({"type": "text"}, "validation_failed"),
        ({"type": "text", "content": "  \n "}, "validation_failed"),
        ({"type": "text", "content": "a\x00b"}, "validation_failed"),
        ({"type": "text", "content": "half \ud800 pair"}, "validation_failed"),
        ({"type": "text", "content": ["a"]}, "validation_failed"),
        ({"type": "text", "content": "a", "label": "x" * 201}, "validation_failed"),
        ({"type": "text", "content": "a", "retentionPolicy": "FOREVER"}, "validation_failed"),
        ({"type": "text", "content": "a", "metadata": [1]}, "validation_failed"),
        ({"type": "text", "content": "a", "metadata": {"x": "y" * 20_000}}, "validation_failed"),
        ({"type": "telegram", "content": "a"}, "source_type_unsupported"),
    ],
)
def test_bad_sources_are_refused_and_nothing_is_kept(api: Api, project: str, body: dict, code: str) -> None:
    assert api.post(f"/story-projects/{project}/sources", body).refusal() == (422, code)
    assert api.get(f"/story-projects/{project}/sources").json["sources"] == []


def test_a_source_is_found_only_under_its_own_project(api: Api, source: str) -> None:
    other = api.post("/story-projects", {"name": "Other"}).json["project"]["id"]
    assert api.get(f"/story-projects/{other}/sources/{source}").refusal() == (404, "source_not_found")


def test_another_organization_cannot_read_or_add(api: Api, project: str, source: str) -> None:
    rival = open_api("Rival")
    for answer in (
        rival.get(f"/story-projects/{project}/sources"),
        rival.get(f"/story-projects/{project}/sources/{source}"),
        rival.post(f"/story-projects/{project}/sources", {"type": "text", "content": "a"}),
    ):
        assert answer.refusal() == (404, "project_not_found")


@pytest.mark.parametrize("scope", ["source:write", "story:write"])
def test_creating_takes_either_scope(project: str, scope: str, api: Api) -> None:
    from accounts.keys import issue_key

    _, token = issue_key(api.organization, name="Narrow", scopes=[scope])
    narrow = Api(api.organization, token)
    assert narrow.post(f"/story-projects/{project}/sources", {"type": "text", "content": "a b c"}).status == 200
    assert narrow.get(f"/story-projects/{project}/sources").refusal() == (403, "insufficient_scope")
