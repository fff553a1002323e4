"""The text of a PDF, its pages' lines joined into paragraphs again."""

import logging
import re
import signal
import statistics
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdf
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError

from generation.media.documents.cleaning import capped, letters, tidy
from generation.media.documents.lines import unbroken, words_of
from generation.media.sandbox import refusal

MAX_PAGES = 2000
_MAX_PAGE_CHARS = 200_000
_MAX_CHARS = 3_000_000  # stop reading here: no more than the cap is kept
_MIN_LETTERS = 20
_TITLE_CHARS = 300
_MARGIN_LINES = 2  # where running heads and page numbers are looked for
NOTHING_WITHIN_S = 7.0  # with the start of its process before it, a file without words is refused within ten

Json = dict[str, Any]

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # damaged files make it talk without end

_ENCRYPTED = "The PDF is protected by a password. Remove the protection, or attach its text."
_SCANNED = (
    "The PDF holds no text, perhaps only pictures of pages. "
    "Run it through text recognition (OCR) and attach the result."
)


class _TimeUp(BaseException):
    """Not an Exception: neither pypdf nor a loop over pages may take it for a damaged object and go on."""


def read_pdf(path: Path, *, within_s: float = NOTHING_WITHIN_S, nothing_within_s: float = NOTHING_WITHIN_S) -> Json:
    """`text`, `title`, `pageCount`, `isTruncated`. For the main thread of a process of its own: it sets an alarm.

    A file that has given no words within `nothing_within_s` seconds is refused; one that has is read on until
    `within_s`, and what was read by then is kept. Raises GenerationFailed with the reason `not_a_pdf`,
    `pdf_encrypted`, `pdf_scanned`, `too_many_pages`, `too_complex`, `timeout` or `unreadable`.
    """
    with path.open("rb") as source:
        if b"%PDF-" not in source.read(1024):
            raise refusal("not_a_pdf", "The file is not a PDF, whatever its name and content type say.")
    pages: list[list[str]] = []
    count, title, is_cut = 0, None, False
    try:
        with _alarm(nothing_within_s):
            reader = pypdf.PdfReader(path, strict=False)
            count, title = _opened(reader), _title(reader)
            is_cut = _read_pages(reader, pages, more_s=within_s - nothing_within_s)
    except _TimeUp:
        if letters("".join(line for page in pages for line in page)) < _MIN_LETTERS:
            limit = f"{nothing_within_s:g} seconds of reading gave no words"
            raise refusal("timeout", f"The PDF is damaged or too complex: {limit}. Save it anew.") from None
        is_cut = True
    except FileNotDecryptedError:
        raise refusal("pdf_encrypted", _ENCRYPTED) from None
    except LimitReachedError:
        raise refusal("too_complex", "The PDF unpacks to more than can be read.") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        # What a damaged file makes pypdf raise is not only its own errors.
        raise refusal("unreadable", "The PDF is damaged and cannot be read. Save it anew and try again.") from error
    text = tidy("\n\n".join(paragraphs(lines) for lines in without_margins(pages)))
    if letters(text) < _MIN_LETTERS:
        raise refusal("pdf_scanned", _SCANNED)
    text, is_truncated = capped(text)
    return {"text": text, "title": title, "pageCount": count, "isTruncated": is_truncated or is_cut}


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise `_TimeUp` in the block after so many seconds, wherever it is."""

    def ring(*_: object) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _opened(reader: pypdf.PdfReader) -> int:
    """How many pages can be read."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise refusal("pdf_encrypted", _ENCRYPTED)
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise refusal("too_many_pages", f"The PDF has {count:,} pages; the limit is {MAX_PAGES:,}. Split it.")
    if not count:
        raise refusal("unreadable", "The PDF has no pages.")
    return count


def _read_pages(reader: pypdf.PdfReader, pages: list[list[str]], *, more_s: float) -> bool:
    """Add each page's lines; whether there were more than are kept. Words give it `more_s` seconds more.

    A page that cannot be read is left out, unless none can.
    """
    problem: Exception | None = None
    size, has_words = 0, False
    for page in reader.pages:
        try:
            text = page.extract_text()[:_MAX_PAGE_CHARS]
        except (LimitReachedError, FileNotDecryptedError, MemoryError, RecursionError):
            if has_words:  # too late to refuse it
                return True
            raise
        except Exception as error:
            problem = error
            continue
        pages.append([line.strip() for line in tidy(text).split("\n")])
        size += len(text)
        if size > _MAX_CHARS:
            return True
        if not has_words and letters(text) >= _MIN_LETTERS:
            has_words = True
            left_s, _ = signal.getitimer(signal.ITIMER_REAL)
            signal.setitimer(signal.ITIMER_REAL, left_s + more_s)
    if not pages and problem is not None:
        raise ValueError("no page can be read") from problem
    return False


def _title(reader: pypdf.PdfReader) -> str | None:
    try:
        found = reader.metadata.title if reader.metadata else None
    except Exception:
        return None  # a title is not worth failing for
    title = tidy(str(found or "")).replace("\n", " ")[:_TITLE_CHARS]
    return title if letters(title) > 2 else None


def without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Pages without running heads, running feet and page numbers: lines at the edge that most pages share."""

    def shape(line: str) -> str:
        return re.sub(r"\d+", "#", line)

    if len(pages) < 3:
        return pages
    edges = Counter(edge for page in pages for edge in {shape(line) for line in _edge(page)})  # once per page
    common = {edge for edge, times in edges.items() if times >= max(3, len(pages) // 2)}
    cleaned = []
    for page in pages:
        kept = [line for line in page if line]
        while kept and shape(kept[0]) in common:
            kept.pop(0)
        while kept and shape(kept[-1]) in common:
            kept.pop()
        cleaned.append(kept if len(kept) < len([line for line in page if line]) else page)
    return cleaned


def _edge(page: list[str]) -> list[str]:
    lines = [line for line in page if line]
    return lines[:_MARGIN_LINES] + lines[-_MARGIN_LINES:]


_ITEM = re.compile(r"(?:[•‣◦▪–*·-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")


def paragraphs(lines: list[str]) -> str:
    """Lines as they were set, joined where a paragraph runs on: a short line, an item or a gap ends one."""
    lengths = [len(line) for line in lines if len(line) > 20]
    full = statistics.quantiles(lengths, n=10)[7] if len(lengths) > 1 else 0.0
    words = words_of("\n".join(lines))
    out: list[str] = []
    runs_on = False
    for line in lines:
        if not line:
            runs_on = False
            continue
        if runs_on and out and not _ITEM.match(line):
            out[-1] = unbroken(f"{out[-1]}\n{line}", words)
        else:
            out.append(line)
        ends = line[-1] in '.!?:”"' and len(line) < full * 0.85
        runs_on = not ends and len(line) >= full * 0.6
    return "\n\n".join(out)
