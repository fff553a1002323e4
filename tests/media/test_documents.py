"""Pages and PDFs become the text that a person would copy; hostile ones become a refusal, and the next one is read."""

import contextlib
import io
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from generation.media.documents.charset import decode
from generation.media.documents.cleaning import MAX_TEXT_BYTES, capped, tidy
from generation.media.documents.pages import read_page
from generation.media.documents.pdf import paragraphs, read_pdf
from generation.media.sandbox import Limits, budget, confined, pdf_clock
from tests.media import hostile_documents as made
from wire.errors import GenerationFailed

PAGE = """<!doctype html><html><head><title>Reef nursery opens | Tidewater</title></head><body>
<nav><a href="/">Home</a><a href="/shop">Shop</a></nav>
<main><article><h1>Reef nursery opens</h1>
<p>Tidewater Labs opened a reef nursery on Monday, <b>three years</b> after the storm. It holds 4,200&nbsp;corals.</p>
<h2>What it does</h2><p>“We waited nine years,” said <em>Mara Lindt</em>, the harbour master, at the opening.</p>
<ul><li>Corals grow on racks for a year</li><li>Divers plant them out in spring</li></ul>
<ol><li>Grow the first thousand</li><li>Plant them on the outer reef</li></ol>
<blockquote><p>The reef is our sea wall, and we had forgotten to maintain it.</p></blockquote>
<script>alert("never")</script></article></main><footer><p>Subscribe to our newsletter</p></footer></body></html>"""


def page_of(tmp_path: Path, body: str | bytes, **given: str) -> dict[str, Any]:
    path = tmp_path / "input"
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return read_page(path, **{"content_type": "text/html", **given})


def pdf_of(tmp_path: Path, body: bytes) -> dict[str, Any]:
    path = tmp_path / "input"
    path.write_bytes(body)
    return read_pdf(path)


class TestPages:
    def test_the_article_with_its_headings_and_lists_and_without_the_frame(self, tmp_path):
        found = page_of(tmp_path, PAGE)
        lines = [line for line in found["text"].split("\n") if line]
        assert lines[0] == "# Reef nursery opens"
        assert (
            "Tidewater Labs opened a reef nursery on Monday, three years after the storm. It holds 4,200 corals."
            in lines
        )
        assert "“We waited nine years,” said Mara Lindt, the harbour master, at the opening." in lines
        assert "## What it does" in lines
        assert "- Corals grow on racks for a year" in lines
        assert any("Plant them on the outer reef" in line for line in lines)
        assert any("The reef is our sea wall" in line for line in lines)
        for frame in ("Home", "Shop", "Subscribe", "alert"):
            assert frame not in found["text"]
        assert found["title"] == "Reef nursery opens | Tidewater"

    def test_marks_inside_of_a_line_go_and_what_they_mean_stays(self, tmp_path):
        body = (
            "<article><h1>Emissions</h1><p>The plant emits 10<sup>6</sup> tonnes of CO<sub>2</sub> a year<sup>"
            "<a href='#1'>[1]</a></sup>, the <i>largest</i> source of <b>all</b> in snake_case_town.</p>"
            "<ul><li>First point made here<ul><li>Its own detail</li></ul></li>"
            "<li>Second point made here</li></ul></article>"
        )
        text = page_of(tmp_path, body)["text"]
        assert "10⁶ tonnes of CO₂ a year, the largest source of all in snake_case_town." in text
        assert "\n  - Its own detail" in text

    def test_plain_text_is_taken_as_it_is(self, tmp_path):
        text = "# Not markup <b>here</b>\n\n  indented & kept"
        assert page_of(tmp_path, text, content_type="text/plain")["text"] == text

    def test_a_page_without_an_article_still_gives_its_words(self, tmp_path):
        body = "<html><body><table><tr><td>Opening hours</td><td>from nine to five on weekdays</td></tr></table></body>"
        assert "from nine to five on weekdays" in page_of(tmp_path, body)["text"]

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ("", "unreadable"), ("<html><body></body></html>", "no_text"), (made.script_page(), "no_text"),
            (made.binary_page(), "unreadable"), (made.good_pdf(), "unreadable"), (bytes(5000), "unreadable"),
        ],
    )  # fmt: skip
    def test_pages_without_words_are_refused(self, tmp_path, body, reason):
        with pytest.raises(GenerationFailed) as failure:
            page_of(tmp_path, body)
        assert failure.value.details["reason"] in (reason, "no_text")

    def test_no_entity_reaches_a_file(self, tmp_path):
        assert "root:" not in page_of(tmp_path, made.foreign_entity())["text"]


class TestCharsets:
    TEXT = "<p>Die Fähre fährt übermorgen – für 4 €, sagt Zoë.</p>"

    @pytest.mark.parametrize(
        ("encoding", "said", "declared"),
        [
            ("utf-8", "utf-8", ""), ("utf-8", "", ""), ("utf-8", "iso-8859-1", ""), ("utf-8", "", "windows-1252"),
            ("cp1252", "windows-1252", ""), ("cp1252", "iso-8859-1", ""), ("cp1252", "", "latin1"),
            ("cp1252", "utf-8", "windows-1252"), ("utf-16", "", ""), ("utf-16", "utf-8", ""),
            ("utf-8-sig", "ascii", ""),
            ("cp1252", "no-such-charset", "cp1252"), ("cp1252", "zlib_codec", "cp1252"),
            ("utf-8", "utf-7", ""),
            ("cp1252", "utf-8", ""), ("cp1252", "", "utf-8"), ("cp1252", "", ""),
        ],
    )  # fmt: skip
    def test_what_was_written_is_read_whatever_is_said_of_it(self, encoding, said, declared):
        text = f'<meta charset="{declared}">{self.TEXT}' if declared else self.TEXT
        assert decode(text.encode(encoding), said) == text

    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("koi8-r", "Паром ходит каждый день"),
            ("shift_jis", "船は毎日出ます"),
            ("gb2312", "渡轮每天开"),
            ("iso2022_jp", "船は毎日出ます"),
        ],
    )
    def test_other_scripts(self, encoding, text):
        assert decode(text.encode(encoding), encoding) == text

    def test_control_characters_and_endless_space_go(self):
        assert tidy("a\x00b\x1b[31m \t c\u200b\r\n\r\n\r\n\r\nd\ufeff") == "ab[31m c\n\nd"

    def test_a_long_text_is_cut_at_a_paragraph(self):
        text, is_cut = capped("\n\n".join(["ä" * 999] * 2000))
        assert is_cut
        assert len(text.encode()) <= MAX_TEXT_BYTES
        assert text.endswith("ä" * 999)
        assert capped("short") == ("short", False)


class TestPdfs:
    def test_text_pages_and_title_without_running_heads(self, tmp_path):
        found = pdf_of(tmp_path, made.good_pdf(pages=12))
        assert (found["pageCount"], found["title"], found["isTruncated"]) == (12, "Harbour notice", False)
        assert found["text"].count(made.SENTENCE) == 12
        assert "Page 3 of 12" not in found["text"]
        assert "annual report" not in found["text"]

    def test_lines_are_joined_into_paragraphs_again(self):
        lines = [
            "The harbour reopened on Monday after nine years of work on the",
            "sea wall, which the board had paid for with a loan from the re-",
            "gion.",
            "A second paragraph begins here and runs on to the next line of",
            "the page.",
            "• An item of a list",
            "• Another item",
            "",
            "A Heading",
            "",
            "Text.",
        ]
        assert paragraphs(lines).split("\n\n") == [
            "The harbour reopened on Monday after nine years of work on the sea wall, "
            "which the board had paid for with a loan from the region.",
            "A second paragraph begins here and runs on to the next line of the page.",
            "• An item of a list",
            "• Another item",
            "A Heading",
            "Text.",
        ]

    @pytest.mark.parametrize(
        ("make", "reason"),
        [
            (made.encrypted_pdf, "pdf_encrypted"), (made.scanned_pdf, "pdf_scanned"), (made.page_for_pdf, "not_a_pdf"),
            (made.noise, "unreadable"), (lambda: b"%PDF-1.7", "unreadable"), (lambda: b"", "not_a_pdf"),
        ],
    )  # fmt: skip
    def test_each_kind_of_failure_has_a_code_and_says_what_to_do(self, tmp_path, make, reason):
        with pytest.raises(GenerationFailed) as failure:
            pdf_of(tmp_path, make())
        assert failure.value.details["reason"] == reason


@pytest.mark.parametrize(("stuck_at", "read"), [(0, None), (2, 2)], ids=["nothing", "two-pages"])
def test_what_was_read_when_the_time_is_up_is_kept_and_nothing_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stuck_at: int, read: int | None
) -> None:
    extract, asked = pypdf.PageObject.extract_text, []

    def stuck(page: Any) -> str:
        asked.append(page)
        if len(asked) <= stuck_at:
            return extract(page)
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        while True:  # as pypdf does in a loop of its own; only the alarm ends it
            with contextlib.suppress(Exception):
                pass

    monkeypatch.setattr(pypdf.PageObject, "extract_text", stuck)
    if read is None:
        with pytest.raises(GenerationFailed) as failure:
            pdf_of(tmp_path, made.good_pdf(pages=4))
        assert failure.value.details["reason"] == "timeout"
    else:
        found = pdf_of(tmp_path, made.good_pdf(pages=4))
        assert (found["text"].count(made.SENTENCE), found["isTruncated"]) == (read, True)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


# What takes long to make or to read stands in acceptance/hostile.
QUICK: tuple[Callable[[], bytes], ...] = (
    made.flate_bomb_twice, made.billion_objects, made.deep_dictionaries, made.xref_loop, made.page_tree_loop,
    made.scripts_and_launches, made.form_loop, made.map_bomb, made.length_loop, made.deep_page, made.entity_bomb,
    made.foreign_entity, made.open_comments, made.codec_lie,
)  # fmt: skip


@pytest.mark.parametrize("make", QUICK, ids=lambda make: make.__name__)
def test_hostile_files_are_read_or_refused(tmp_path: Path, make: Callable[[], bytes]) -> None:
    assert_survives(tmp_path / "file", make)


def test_the_next_good_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(made.good_pdf())
    found = confined("generation.media.documents.pdf:read_pdf", path, limits=budget(path.stat().st_size))
    assert made.SENTENCE in found["text"]
    path.write_bytes(made.GOOD_PAGE)
    page = confined("generation.media.documents.pages:read_page", path, limits=Limits(), content_type="text/html")
    assert made.SENTENCE in page["text"]


REASONS = {
    "none", "too_complex", "unreadable", "timeout", "no_text", "pdf_scanned", "pdf_encrypted", "not_a_pdf",
}  # fmt: skip


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_that_only_restricts_printing_is_read(tmp_path: Path, algorithm: Any) -> None:
    """Such files open without a password; the decryption happens inside of the confined process."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made.good_pdf()))
    writer.encrypt("", owner_password="owner", algorithm=algorithm)
    writer.write(tmp_path / "file")
    found = confined("generation.media.documents.pdf:read_pdf", tmp_path / "file", limits=Limits())
    assert made.SENTENCE in found["text"]


def assert_survives(path: Path, make: Callable[[], bytes]) -> float:
    """Read the file as the studio does; only words that are in it may come out. Returns the seconds it took."""
    body = make()
    path.write_bytes(body)
    is_pdf = make in made.PDFS
    reader = "generation.media.documents." + ("pdf:read_pdf" if is_pdf else "pages:read_page")
    limits = budget(len(body)) if is_pdf else Limits()
    arguments: dict[str, Any] = pdf_clock(limits) if is_pdf else {"content_type": "text/html"}
    found, reason = {"text": ""}, "none"
    began = time.monotonic()
    try:
        found = confined(reader, path, limits=limits, **arguments)
    except GenerationFailed as error:
        reason = error.details["reason"]
    took_s = time.monotonic() - began
    assert reason in REASONS
    assert "root:" not in found["text"]
    assert len(found["text"].encode()) <= MAX_TEXT_BYTES
    return took_s
