"""Office files and tables become lines that say what they mean; hostile ones a refusal with its reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.brand.knowledge.passages import MAX_CHARS, cut
from generation.media.documents.office import read_office
from generation.media.documents.tables import read_csv
from tests.brand import made
from wire.errors import GenerationFailed

Read = Callable[[Path], dict[str, Any]]


def read(reader: Read, folder: Path, body: bytes) -> dict[str, Any]:
    path = folder / "input"
    path.write_bytes(body)
    return reader(path)


def test_word_keeps_paragraphs_and_headings(tmp_path: Path) -> None:
    found = read(read_office, tmp_path, made.docx("The oud is aged &amp; cut by hand", style="Heading2"))
    assert found["text"] == "## The oud is aged & cut by hand"


def test_a_cell_at_the_far_corner_costs_one_cell(tmp_path: Path) -> None:
    found = read(read_office, tmp_path, made.PRICES)
    assert found["text"].split("\n") == ["Scent | Price", "Scent: Noor Oud; Price: 54", "far away"]


def test_formulas_in_a_csv_are_text(tmp_path: Path) -> None:
    found = read(read_csv, tmp_path, b'Name;Link\nNoor;"=HYPERLINK(""http://x"")"\n')
    assert found["text"] == 'Name | Link\nName: Noor; Link: =HYPERLINK("http://x")'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (made.ZIP_BOMB, "zip_bomb"),
        (made.MANY_ENTRIES, "zip_bomb"),
        (made.docx("&b;", head=made.EXPANDING), "unsafe_xml"),
        (made.docx("&a;", head=made.READING), "unsafe_xml"),
        (made.LOCKED, "encrypted"),
        (made.zipped({"readme.txt": b"words"}), "not_office"),
        (made.docx("Cut off in the middle of it all")[:-30], "unreadable"),
        (made.docx(""), "no_text"),
    ],
    ids=["bomb", "entries", "entities", "xxe", "encrypted", "zip", "cut", "empty"],
)  # fmt: skip
def test_hostile_files_are_refused_with_the_reason(tmp_path: Path, body: bytes, reason: str) -> None:
    with pytest.raises(GenerationFailed) as refused:
        read(read_office, tmp_path, body)
    assert refused.value.details["reason"] == reason


def test_passages_cover_the_text_and_none_is_too_long() -> None:
    text = "# One\n\n" + "A sentence about the quay. " * 90 + "\n\n# Two\n\n" + "x" * 2000
    spans = cut(text)
    assert "".join("".join(text[low:high].split()) for low, high in spans) == "".join(text.split())
    assert max(high - low for low, high in spans) <= MAX_CHARS
    assert any(text[low:].startswith("# Two") for low, _ in spans)
    assert cut(" \n ") == []
