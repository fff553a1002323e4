"""A source's digest: facts with their spans, what it says of its own use, and a form without words."""

import json

import pytest

from generation.films.script import digest_to_json
from generation.providers.base import SourceText
from generation.providers.local.text import digest
from generation.stories.digests import FIELDS, source_digest, without_words, writers_digest
from generation.stories.rights import MAX_NOTES, rights_notes
from tests.stories.conftest import EXAMPLES

TEXT = (EXAMPLES / "press-release.txt").read_text()


@pytest.fixture(scope="module")
def written() -> dict:
    return digest_to_json(digest((SourceText(id="src_1", text=TEXT),)))


def test_every_claim_and_piece_of_evidence_is_what_its_span_says(written: dict) -> None:
    printed = source_digest(written, text=TEXT, model="writer")
    assert tuple(printed) == FIELDS
    items = printed["claims"] + printed["evidence"]
    assert len(items) == len(written["facts"])
    for item in items:
        assert TEXT[item["span"]["start"] : item["span"]["end"]] == item["text"]
    assert {item["kind"] for item in printed["claims"]} <= {"claim", "event", "definition", "hedge"}
    assert "quote" in {item["kind"] for item in printed["evidence"]}


def test_planning_gets_back_what_the_writer_made(written: dict) -> None:
    back = writers_digest(source_digest(written, text=TEXT, model="writer"), source_id="src_1")
    assert [fact["text"] for fact in back["facts"]] == [fact["text"] for fact in written["facts"]]
    assert [fact["span"] for fact in back["facts"]] == [fact["span"] for fact in written["facts"]]
    assert (back["thesis"], back["gaps"]) == (written["thesis"], written["gaps"])


def test_without_words_nothing_of_the_text_is_left(written: dict) -> None:
    bare = without_words(source_digest(written, text=TEXT + "\n© 2026 Lindhaven.", model="writer"))
    assert len(bare["claims"]) + len(bare["evidence"]) == len(written["facts"])
    assert [note["kind"] for note in bare["rightsNotes"]] == ["copyright"]
    told = json.dumps(bare)
    for word in {word.strip('.,“”"') for word in TEXT.split() if len(word) > 9}:
        assert word not in told


@pytest.mark.parametrize(
    ("text", "kind", "noted"),
    [
        ("News. EMBARGOED UNTIL 6 May, 09:00. More.", "embargo", "EMBARGOED UNTIL 6 May, 09:00."),
        ("Not for release before Monday!", "embargo", "Not for release before Monday!"),
        ("This memo is strictly confidential.\nNext.", "confidential", "This memo is strictly confidential."),
        ("Please do not distribute.", "confidential", "Please do not distribute."),
        ("© 2025 Tidewater Labs. All rights reserved.", "copyright", "© 2025 Tidewater Labs."),
        ("Licensed under CC BY-SA 4.0 by the museum.", "licence", "Licensed under CC BY-SA 4.0 by the museum."),
        ("Photo: Ann Lee / Getty Images", "credit", "Photo: Ann Lee / Getty Images"),
        ("We sell the Reefmaker™ rack.", "trademark", "We sell the Reefmaker™ rack."),
    ],
)
def test_rights_are_noted_where_the_source_states_them(text: str, kind: str, noted: str) -> None:
    first = rights_notes(text)[0]
    assert (first["kind"], first["text"]) == (kind, noted)
    assert text[first["span"]["start"] : first["span"]["end"]] == noted
    assert first["note"].endswith(".")


def test_ordinary_text_has_no_rights_notes_and_endless_text_a_few() -> None:
    assert rights_notes(TEXT) == []
    assert rights_notes("He spoke with confidence of the photograph. Copy the recipe (a) and (c).") == []
    assert len(rights_notes("© 2026 A. " * 5000)) == MAX_NOTES
    assert rights_notes("." * 200_000 + "a" * 200_000) == []
