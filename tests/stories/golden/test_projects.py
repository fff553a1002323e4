"""Projects and sources: the printed requests, and their printed answers."""

import hashlib
from typing import Any

import pytest

from generation.stories.api import schemas
from tests.api import Api
from tests.stories.golden.shape import assert_printed, assert_shaped, printed
from tests.wire.web import OPEN, http, page, serving
from wire.addresses import networks

KEY = "550e8400-e29b-41d4-a716-446655440000"
# The printed text is another one than its size and hash are of.
OF_THE_TEXT = ("source.byteSize", "source.tokenEstimate", "source.contentHash")
WHOLE_SOURCE = [
    "id",
    "projectId",
    "type",
    "label",
    "uri",
    "status",
    "retentionPolicy",
    "byteSize",
    "tokenEstimate",
    "contentHash",
    "extractedTextPreview",
    "extractedAt",
    "failureCode",
    "failureMessage",
    "metadata",
    "digestStatus",
    "digest",
    "digestFailureCode",
    "digestFailureMessage",
    "digestedAt",
    "createdAt",
    "updatedAt",
]


def test_creating_a_project_echoes_its_metadata(api: Api) -> None:
    request = printed("createProject.request")
    answer = api.post("/story-projects", request, key=KEY)
    assert answer.status == 200
    project = printed("createProject.answer")["project"] | {"metadata": request["metadata"]}
    assert_printed({"project": project}, answer.json)
    assert answer.json["project"]["description"] == request["description"]


def test_a_project_of_a_name_alone_is_the_printed_answer(api: Api) -> None:
    created = api.post("/story-projects", {"name": "Q3 Launch Story", "description": "..."})
    assert_printed("createProject.answer", created.json)
    path = f"/story-projects/{created.json['project']['id']}"
    assert api.get(path).json == created.json
    listed = api.get("/story-projects").json
    assert_printed("listProjects.answer", listed, free=["nextCursor"])
    assert listed == {"projects": [created.json["project"]], "nextCursor": None}
    assert_shaped(schemas.ProjectPage(), listed)


def test_updating_archives_and_clears_and_deleting_is_soft(api: Api, project: str) -> None:
    path = f"/story-projects/{project}"
    request = printed("updateProject.request") | {"metadata": {"a": 1}}
    changed = api.patch(path, request).json["project"]
    for name in ("name", "description", "metadata"):
        assert changed[name] == request[name]
    assert changed["archivedAt"]
    assert api.patch(path, {"description": None}).json["project"]["description"] is None
    assert api.get(path).json["project"]["archivedAt"] == changed["archivedAt"], "readable all the same"
    assert_printed("deleteProject.answer", api.delete(path).json, id=project)
    assert api.get(path).refusal() == (404, "project_not_found")


def test_attaching_a_text_as_printed(api: Api, project: str) -> None:
    request = printed("createSource.request")
    answer = api.post(f"/story-projects/{project}/sources", request)
    assert answer.status == 200
    source = printed("createSource.answer")["source"] | {"label": request["label"]}
    assert_printed({"source": source}, answer.json, free=OF_THE_TEXT)
    told, content = answer.json["source"], request["content"].encode()
    assert (told["byteSize"], told["contentHash"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert (told["uri"], told["metadata"]) == (None, request["metadata"])


def test_the_printed_answer_of_a_press_release(api: Api, project: str) -> None:
    body = {"type": "text", "content": "x" * 4123, "label": "press-release"}
    told = api.post(f"/story-projects/{project}/sources", body).json
    assert_printed("createSource.answer", told)
    assert (told["source"]["byteSize"], told["source"]["tokenEstimate"]) == (4123, 1031)
    assert told["source"]["extractedTextPreview"] == "x" * 4000


def test_a_source_has_every_documented_field_wherever_it_is_read(api: Api, project: str) -> None:
    path = f"/story-projects/{project}/sources"
    source = api.post(path, {"type": "markdown", "content": "# A\n\nB."}).json["source"]
    assert set(WHOLE_SOURCE) <= set(source)
    assert (source["type"], source["retentionPolicy"]) == ("MARKDOWN", "EXTRACTED_ONLY")
    assert api.get(f"{path}/{source['id']}").json == {"source": source}
    listed = api.get(path).json
    assert_printed("listSources.answer", listed, free=["nextCursor"])
    assert listed == {"sources": [source], "nextCursor": None}
    assert_shaped(schemas.SourcePage(), listed)
    assert_printed("deleteSource.answer", api.delete(f"{path}/{source['id']}").json, id=source["id"])
    assert api.get(f"{path}/{source['id']}").refusal() == (404, "source_not_found")


@pytest.mark.parametrize("kind", ["url", "pdf"])
def test_a_fetched_source_is_the_same_shape_and_pending(api: Api, project: str, kind: str, settings: Any) -> None:
    settings.STUDIO_FETCH_ALLOW = networks([OPEN])
    routes = {"/url": page("<p>News.</p>"), "/pdf": http(body=b"%PDF-1.4 x", Content_Type="application/pdf")}
    with serving(routes) as web:
        uri = web.url(f"/{kind}", host=OPEN)
        answer = api.post(f"/story-projects/{project}/sources", {"type": kind, "uri": uri})
    source = printed("createSource.answer")["source"] | {"type": kind.upper(), "status": "PENDING"}
    source |= dict.fromkeys(("label", "byteSize", "tokenEstimate", "contentHash", "extractedTextPreview"))
    assert_printed({"source": source}, answer.json)
    assert answer.json["source"]["uri"] == uri
