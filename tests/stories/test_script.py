"""`GET /artifacts/{id}/script`: whole, by scene, by range, by character, and as Fountain."""

import re
from typing import Any

import pytest

from generation.stories.fountain import fountain
from generation.stories.services.screenplay import Selection, screenplay
from tests.api import Api


def script(api: Api, artifact: str, query: str = "") -> Any:
    return api.get(f"/artifacts/{artifact}/script?{query}").json


def spoken(answer: Any) -> list[int]:
    return [entry["entryIndex"] for entry in answer["entries"] if entry["type"] == "dialogue"]


def test_the_whole_script_is_numbered_over_all_scenes(api: Api, table_read: str) -> None:
    answer = script(api, table_read)
    assert spoken(answer) == list(range(10))
    assert answer["entryCount"] == 10
    assert [entry["type"] for entry in answer["entries"][:3]] == ["scene_heading", "action", "dialogue"]
    assert [scene["firstEntryIndex"] for scene in answer["scenes"]] == [0, 1, 5, 8]
    assert answer["cast"][0] == {
        "name": "Narrator", "role": "narrator", "gender": "neutral", "description": "", "lines": 2, "words": 15,
    }  # fmt: skip
    assert answer["entries"][2]["evidence"] == [{"sourceId": "src_1", "start": 0, "end": 40}]
    assert answer["script"]["title"] == answer["title"] == "Harbour Heat"


@pytest.mark.parametrize(
    ("query", "indices"),
    [("scene=1", [1, 2, 3, 4]), ("from=3&to=6", [3, 4, 5, 6]), ("from=8", [8, 9]), ("to=0", [0]),
     ("character=host", [1, 6, 8]), ("character=Anders%20Moe", [4]), ("scene=2&character=Expert", [7]),
     ("from=99", [])],
)  # fmt: skip
def test_a_part_keeps_the_numbers_of_the_whole(api: Api, table_read: str, query: str, indices: list[int]) -> None:
    answer = script(api, table_read, query)
    assert spoken(answer) == indices
    assert answer["entryCount"] == 10
    assert answer["script"] is None


@pytest.mark.parametrize(
    "query",
    ["scene=4", "scene=-1", "scene=x", "from=5&to=3", "from=1.5", "character=Pirate", "format=pdf", "revision=x"],
)
def test_a_part_that_cannot_be_is_refused(api: Api, table_read: str, query: str) -> None:
    assert api.get(f"/artifacts/{table_read}/script?{query}").refusal() == (422, "validation_failed")


def test_the_script_as_fountain(api: Api, table_read: str) -> None:
    answer = api.get(f"/artifacts/{table_read}/script?format=fountain")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert 'filename="Harbour-Heat.fountain"' in answer.headers["Content-Disposition"]
    text = answer.body.decode()
    assert text.startswith("Title:\n    Harbour Heat\nCredit:\n    Revision 1\nDraft date:\n    ")
    parts = text.split("\n\n")
    assert parts[1] == "INT. HOME - DAY #1#"
    assert parts[3] == "NARRATOR (V.O.)\nMembers paid on average 38 percent less for heating."
    headings = [part for part in parts if re.fullmatch(r"(?:INT|EXT)\. [A-Z ]+ - [A-Z]+ #\d#", part)]
    assert len(headings) == 4
    assert "ANDERS MOE\nI spent forty years" in text


def test_fountain_escapes_what_it_would_read_as_markup() -> None:
    odd = {
        "title": "A: B\nC",
        "characters": [{"name": "24601 (old)", "role": "witness"}, {"name": "Straße", "role": "host"}],
        "scenes": [
            {
                "heading": "Somewhere — night",
                "picture": "*BANG*",
                "lines": [
                    {"character": "24601 (old)", "text": "(aside) a *star* and an_under_score\n\n[[note]] /* gone */"},
                    {"character": "Straße", "text": "Plain."},
                ],
            }
        ],
    }
    text = fountain(screenplay(odd, Selection()), credit="", draft_date="")
    assert text.split("\n\n") == [
        "Title:\n    A: B C",
        ".SOMEWHERE - NIGHT #1#",
        "!\\*BANG\\*",
        "@24601 OLD\n\\(aside) a \\*star\\* and an\\_under\\_score [ [note]] /\\* gone \\*/",
        "STRASSE\nPlain.\n",
    ]


def test_an_artifact_without_a_script_says_so(api: Api, approved_plan: str) -> None:
    made = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    artifact = api.get(f"/story-jobs/{made}/artifacts").json["artifacts"][0]["id"]
    assert api.get(f"/artifacts/{artifact}/script").refusal() == (404, "artifact_not_found")
