"""Revisions: listed, compared side by side, restored."""

from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from generation.stories.services.revisions import compared
from tests.api import Api, open_api

Work = Callable[[], list[Job]]


@pytest.fixture
def refined(api: Api, table_read: str, work: Work) -> str:
    """An artifact with two revisions."""
    body = {"instruction": "rename the narrator to Dana; move scene 2 to the end", "scope": "screenplay"}
    api.post(f"/artifacts/{table_read}/refine", body, key="one")
    work()
    return table_read


def test_the_list_says_where_each_came_from(api: Api, refined: str) -> None:
    page = api.get(f"/artifacts/{refined}/revisions").json
    assert (page["artifactId"], page["currentVersion"], page["nextCursor"]) == (refined, 2, None)
    latest, first = page["revisions"]
    assert (latest["revision"], latest["isCurrent"], latest["origin"], latest["basedOn"]) == (2, True, "refined", 1)
    assert latest["instruction"].startswith("rename the narrator")
    assert latest["changes"][0] == "Narrator is now Dana."
    assert (first["revision"], first["isCurrent"], first["origin"], first["instruction"]) == (
        1,
        False,
        "generated",
        None,
    )
    assert first["words"] > 20
    assert 10 < first["durationSeconds"] < 60


def test_the_list_is_paged(api: Api, refined: str) -> None:
    page = api.get(f"/artifacts/{refined}/revisions?limit=1").json
    assert [row["revision"] for row in page["revisions"]] == [2]
    rest = api.get(f"/artifacts/{refined}/revisions?limit=1&cursor={page['nextCursor']}").json
    assert [row["revision"] for row in rest["revisions"]] == [1]
    assert api.get(f"/artifacts/{refined}/revisions?cursor=djE6YWJj").refusal() == (422, "validation_failed")


def test_two_revisions_side_by_side(api: Api, refined: str) -> None:
    answer = api.get(f"/artifacts/{refined}/revisions/compare?from=1&to=2").json
    assert (answer["from"], answer["to"]) == (1, 2)
    assert answer["cast"]["added"] == ["Dana"]
    assert answer["cast"]["removed"] == ["Narrator"]
    entries = [entry for scene in answer["scenes"] for entry in scene["entries"]]
    changed = [entry for entry in entries if entry["change"] == "changed"]
    assert changed
    assert all(entry["fields"] == ["character"] for entry in changed)
    assert answer["summary"]["entries"]["added"] == answer["summary"]["entries"]["removed"] == 0
    assert api.get(f"/artifacts/{refined}/revisions/compare").json == answer, "the current one with the one before"


def test_a_revision_with_itself_is_the_same(api: Api, refined: str) -> None:
    answer = api.get(f"/artifacts/{refined}/revisions/compare?from=1&to=1").json
    assert set(answer["summary"]["entries"].values()) <= {0, answer["summary"]["entries"]["same"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [("from=1&to=9", (404, "artifact_not_found")), ("from=x", (422, "validation_failed")),
     ("from=-1", (422, "validation_failed")), ("to=0", (404, "artifact_not_found"))],
)  # fmt: skip
def test_revisions_that_are_not_there(api: Api, refined: str, query: str, expected: tuple[int, str]) -> None:
    assert api.get(f"/artifacts/{refined}/revisions/compare?{query}").refusal() == expected


@pytest.mark.both
def test_restoring_makes_a_new_revision_of_the_old_content_for_free(api: Api, refined: str) -> None:
    credits = api.get("/credits").json["credits"]["balance"]
    before = api.get(f"/artifacts/{refined}").json["artifact"]
    answer = api.post(f"/artifacts/{refined}/revisions/1/restore", key="r")
    assert answer.status == 200
    assert api.post(f"/artifacts/{refined}/revisions/1/restore", key="r").body == answer.body, "replayed"
    after = answer.json["artifact"]
    assert (after["currentVersion"], after["refineCount"]) == (3, 1)
    assert after["manifest"]["theaterUrl"] == before["manifest"]["theaterUrl"]
    assert (answer.json["revision"]["origin"], answer.json["revision"]["basedOn"]) == ("restored", 1)
    scripts = [api.get(f"/artifacts/{refined}/script?revision={n}").json["script"] for n in (1, 2, 3)]
    assert scripts[2] == scripts[0] != scripts[1]
    assert api.get("/credits").json["credits"]["balance"] == credits


def test_restoring_the_current_one_changes_nothing(api: Api, refined: str) -> None:
    assert api.post(f"/artifacts/{refined}/revisions/2/restore").json["artifact"]["currentVersion"] == 2


@pytest.mark.parametrize("number", ["9", "0", "-1", "x", "99999999999"])
def test_restoring_what_is_not_there(api: Api, refined: str, number: str) -> None:
    assert api.post(f"/artifacts/{refined}/revisions/{number}/restore").refusal() == (404, "artifact_not_found")


@pytest.mark.both
def test_restoring_waits_for_a_refine(api: Api, refined: str) -> None:
    api.post(f"/artifacts/{refined}/refine", {"instruction": "retitle it Warm"}, key="two")
    assert api.post(f"/artifacts/{refined}/revisions/1/restore").refusal() == (409, "artifact_not_ready")


def test_a_restore_that_expects_another_revision_changes_nothing(api: Api, refined: str) -> None:
    path = f"/artifacts/{refined}/revisions/1/restore"
    stale = api.post(path, {"expected": 1})
    assert stale.refusal() == (409, "artifact_not_ready")
    assert stale.json["error"]["details"] == {"status": "CHANGED", "currentVersion": 2}
    assert len(api.get(f"/artifacts/{refined}/revisions").json["revisions"]) == 2
    assert api.post(path, {"expected": 2}).json["artifact"]["currentVersion"] == 3
    assert api.post(path, {"expected": None}).json["artifact"]["currentVersion"] == 4


@pytest.mark.parametrize("expected", ["2", 0, 1.5, True])
def test_what_a_restore_expects_is_a_revisions_number(api: Api, refined: str, expected: object) -> None:
    answer = api.post(f"/artifacts/{refined}/revisions/1/restore", {"expected": expected})
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["field"] == "expected"


def test_a_restored_revision_can_be_refined(api: Api, refined: str, work: Work) -> None:
    api.post(f"/artifacts/{refined}/revisions/1/restore")
    api.post(f"/artifacts/{refined}/refine", {"instruction": "retitle it Warm"}, key="two")
    work()
    script = api.get(f"/artifacts/{refined}/script").json["script"]
    assert script["title"] == "Warm"
    assert "Narrator" in {c["name"] for c in script["characters"]}


def test_another_organization_sees_none_of_it(table_read: str) -> None:
    rival = open_api("Rival")
    for answer in (
        rival.get(f"/artifacts/{table_read}/revisions"),
        rival.get(f"/artifacts/{table_read}/revisions/compare"),
        rival.post(f"/artifacts/{table_read}/revisions/1/restore"),
    ):
        assert answer.refusal() == (404, "artifact_not_found")


def scene(heading: str, *lines: tuple[str, str]) -> dict[str, Any]:
    return {"heading": heading, "lines": [{"character": who, "text": text} for who, text in lines]}


def script(*scenes: dict[str, Any]) -> dict[str, Any]:
    return {"title": "T", "characters": [], "scenes": list(scenes)}


A = scene("A", ("X", "The first line of the first scene."), ("Y", "And an answer to it."))
B = scene("B", ("X", "Something else entirely is told here."))
C = scene("C", ("Y", "The last words are spoken at sea."))


def marks(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(s["change"], [e["change"] for e in s["entries"]]) for s in compared(old, new)["scenes"]]


def test_comparing_scripts_names_what_moved_changed_came_and_went() -> None:
    assert marks(script(A, B, C), script(A, B, C)) == [
        ("same", ["same", "same"]),
        ("same", ["same"]),
        ("same", ["same"]),
    ]
    assert marks(script(A, B, C), script(C, A, B)) == [
        ("moved", ["moved"]),
        ("same", ["same", "same"]),
        ("same", ["same"]),
    ]
    assert marks(script(A, B), script(A)) == [("same", ["same", "same"]), ("removed", ["removed"])]
    assert marks(script(A), script(A, B)) == [("same", ["same", "same"]), ("added", ["added"])]
    reworded = scene("A", ("X", "The very first line of the first scene."), ("Y", "And an answer to it."))
    assert marks(script(A), script(reworded)) == [("changed", ["changed", "same"])]
    shorter = scene("A", ("Y", "And an answer to it."))
    assert marks(script(A), script(shorter)) == [("changed", ["removed", "same"])]
    assert marks(script(), script(A))[0][0] == "added"
    assert marks(script(A), script()) == [("removed", ["removed", "removed"])]
