"""The words of a Word document or an Excel workbook. Macros, links, pictures and formulas play no part."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generation.media.documents.archive import EnoughError, open_archive, parse_part
from generation.media.documents.cleaning import MAX_TEXT_BYTES, capped, letters, tidy
from generation.media.documents.tables import Row, sentences, table_result
from generation.media.sandbox import refusal

_MAX_CHARS = MAX_TEXT_BYTES * 2  # stop reading here: no more than the cap is kept
_MAX_SHARED_CHARS = 20_000_000
_MAX_CELLS = 500_000
_MIN_LETTERS = 20
_TITLE_CHARS = 300
_SHEET = re.compile(r"xl/worksheets/sheet(\d{1,4})\.xml")
_HEADING = re.compile(r"heading\s?([1-6])", re.IGNORECASE)
_COLUMN = re.compile(r"([A-Z]{1,3})\d{1,7}")
_NOT_OFFICE = "The file is a ZIP, but neither a Word document nor an Excel workbook."


def read_office(path: Path) -> dict[str, Any]:
    """`text`, `title`, `isTruncated` of a DOCX or XLSX, told apart by what is inside.

    Raises GenerationFailed with the reason `not_office`, `zip_bomb`, `unsafe_xml`, `encrypted`, `too_complex`,
    `no_text` or `unreadable`.
    """
    with open_archive(path) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            found = _read_docx(archive)
        elif "xl/workbook.xml" in names:
            found = _read_xlsx(archive)
        else:
            raise refusal("not_office", _NOT_OFFICE)
        found["title"] = _title(archive) if "docProps/core.xml" in names else None
    return found


# ---------------------------------------------------------------- Word


class _Paragraphs:
    """Collects paragraphs; a table's row becomes one line, its cells parted by bars."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.is_cut = False
        self._size = self._in_row = 0
        self._words: list[str] = []
        self._cells: list[str] = []
        self._style = ""
        self._is_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "t":
            self._is_text = True
        elif tag in ("tab", "br", "cr"):
            self._words.append(" ")
        elif tag == "pStyle":
            self._style = attributes.get("val", "")
        elif tag == "tr":
            self._in_row += 1

    def text(self, words: str) -> None:
        if self._is_text:
            self._words.append(words)

    def end(self, tag: str) -> None:
        if tag == "t":
            self._is_text = False
        elif tag == "p":
            self._end_paragraph()
        elif tag == "tr":
            self._in_row -= 1
            if not self._in_row:
                self._keep(" | ".join(self._cells))
                self._cells = []

    def _end_paragraph(self) -> None:
        words = "".join(self._words).strip()
        level, self._words, self._style = _HEADING.match(self._style), [], ""
        if not words:
            return
        if self._in_row:
            self._cells.append(words)
        else:
            self._keep(f"{'#' * int(level[1])} {words}" if level else words)

    def _keep(self, line: str) -> None:
        self.lines.append(line)
        self._size += len(line)
        if self._size > _MAX_CHARS:
            self.is_cut = True
            raise EnoughError


def _read_docx(archive: zipfile.ZipFile) -> dict[str, Any]:
    found = _Paragraphs()
    parse_part(archive, "word/document.xml", start=found.start, end=found.end, text=found.text)
    text, is_truncated = capped(tidy("\n\n".join(found.lines)))
    if letters(text) < _MIN_LETTERS:
        raise refusal("no_text", "The document holds no text, perhaps only pictures.")
    return {"text": text, "isTruncated": is_truncated or found.is_cut}


# ---------------------------------------------------------------- Excel


class _Shared:
    """The workbook's texts, by number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._size = 0
        self._words: list[str] = []
        self._is_text = self._is_phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._is_text = tag == "t" and not self._is_phonetic
        self._is_phonetic = self._is_phonetic or tag == "rPh"

    def text(self, words: str) -> None:
        if self._is_text:
            self._words.append(words)

    def end(self, tag: str) -> None:
        self._is_text = False
        if tag == "rPh":
            self._is_phonetic = False
        elif tag == "si":
            self.texts.append("".join(self._words))
            self._size += len(self.texts[-1])
            self._words = []
            if self._size > _MAX_SHARED_CHARS:
                raise refusal("too_complex", "The workbook holds more text than can be read. Split it.")


class _Cells:
    """A sheet's rows as they stand in the file. What is empty is not written there, and is never walked over."""

    def __init__(self, shared: list[str]) -> None:
        self.rows: list[Row] = []
        self.is_cut = False
        self._shared, self._count, self._size = shared, 0, 0
        self._row: Row = {}
        self._column, self._type, self._words = 0, "", list[str]()
        self._is_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._row, self._column = {}, -1
        elif tag == "c":
            at = _COLUMN.fullmatch(attributes.get("r", ""))
            self._column = _number(at[1]) if at else self._column + 1
            self._type, self._words = attributes.get("t", ""), []
        self._is_value = tag in ("v", "t")  # `f`, the formula, is left out: its last value stands beside it

    def text(self, words: str) -> None:
        if self._is_value:
            self._words.append(words)

    def end(self, tag: str) -> None:
        self._is_value = False
        if tag == "c":
            self._end_cell("".join(self._words).strip())
        elif tag == "row" and self._row:
            self.rows.append(self._row)
            if self._count > _MAX_CELLS or self._size > _MAX_CHARS:
                self.is_cut = True
                raise EnoughError

    def _end_cell(self, value: str) -> None:
        if self._type == "s":
            at = int(value) if value.isdecimal() and len(value) < 10 else -1
            value = self._shared[at].strip() if 0 <= at < len(self._shared) else ""
        if value and self._type != "e":
            self._row[self._column] = value
            self._count += 1
            self._size += len(value)


def _number(letters_: str) -> int:
    """0 of A, 16383 of XFD."""
    found = 0
    for letter in letters_:
        found = found * 26 + ord(letter) - 64
    return found - 1


def _read_xlsx(archive: zipfile.ZipFile) -> dict[str, Any]:
    shared = _Shared()
    if "xl/sharedStrings.xml" in archive.namelist():
        parse_part(archive, "xl/sharedStrings.xml", start=shared.start, end=shared.end, text=shared.text)
    parts, size, is_cut = [], 0, False
    for name in _sheets(archive):
        cells = _Cells(shared.texts)
        parse_part(archive, name, start=cells.start, end=cells.end, text=cells.text)
        said, is_full = sentences(cells.rows)
        parts.append(said)
        size += len(said)
        is_cut = is_cut or is_full or cells.is_cut
        if size > MAX_TEXT_BYTES:
            is_cut = True
            break
    return table_result("\n\n".join(parts), is_cut)


def _sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    found = [match for name in archive.namelist() if (match := _SHEET.fullmatch(name))]
    return (match[0] for match in sorted(found, key=lambda match: int(match[1])))


def _title(archive: zipfile.ZipFile) -> str | None:
    words: list[str] = []
    inside: list[str] = []

    def end(tag: str) -> None:
        inside.pop()

    def text(said: str) -> None:
        if inside[-1:] == ["title"]:
            words.append(said)

    parse_part(archive, "docProps/core.xml", start=lambda tag, _: inside.append(tag), end=end, text=text)
    title = tidy("".join(words)).replace("\n", " ")[:_TITLE_CHARS]
    return title if letters(title) > 2 else None
