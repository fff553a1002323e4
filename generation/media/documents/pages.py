"""The readable text of a web page, as Markdown with its headings, lists and quotes; or of a plain text file."""

import logging
import re
from pathlib import Path
from typing import Any

import lxml.html
import trafilatura

from generation.media.documents.charset import decode, is_binary
from generation.media.documents.cleaning import capped, letters, tidy
from generation.media.sandbox import refusal

MIN_LETTERS = 20
PLAIN = ("text/plain", "text/markdown")
_TITLE_CHARS = 300
# Where a page has no part that looks like its text: everything that is on it, but for these.
_NO_TEXT = ("script", "style", "noscript", "template", "svg", "iframe", "nav", "footer", "form", "head")
_BLOCKS = re.compile(r"^(?:p|div|li|h[1-6]|br|tr|section|article|blockquote|dd|dt|pre|td|th)$")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what is wrong with a page is said in our own words


def read_page(path: Path, *, content_type: str, charset: str = "", url: str = "") -> dict[str, Any]:
    """`text`, `title`, `isTruncated` of what a server sent as `content_type`.

    Raises GenerationFailed with the reason `no_text` or `unreadable`.
    """
    body = path.read_bytes()
    if body.startswith(b"%PDF-"):
        raise refusal("unreadable", "The address serves a PDF. Attach it as a source of type pdf.")
    if is_binary(body):
        raise refusal("unreadable", "The address serves a file that is no text, whatever its content type says.")
    markup = decode(body, charset)
    if content_type in PLAIN:
        title, text = "", tidy(markup)
    else:
        title, text = _read_html(markup, url)
    if letters(text) < MIN_LETTERS:
        if content_type in PLAIN:
            raise refusal("no_text", "There is hardly any text in it.")
        raise refusal(
            "no_text",
            "The page holds no readable text. It may be filled in by scripts or ask for a sign-in: "
            "copy its text and attach that.",
        )
    text, is_truncated = capped(text)
    return {"text": text, "title": title[:_TITLE_CHARS] or None, "isTruncated": is_truncated}


_BEGINS_WITH_TAG = re.compile(r"\s*<(?:[a-zA-Z]|!--)")


def _read_html(markup: str, url: str) -> tuple[str, str]:
    # Trafilatura takes a page that does not say html at its beginning for something else.
    if "html" not in markup[:50].lower() and _BEGINS_WITH_TAG.match(markup):
        markup = f"<!doctype html>{markup}"
    # A string that declares its encoding is refused by lxml; ours is decoded already.
    tree = trafilatura.load_html(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", markup))
    if tree is None:
        raise refusal("unreadable", "The page is not HTML that can be read.")
    title = _title(tree)
    text = trafilatura.extract(
        tree, url=url or None, output_format="markdown", include_comments=False, include_formatting=True,
        include_tables=True, include_links=False, include_images=False, favor_recall=True, deduplicate=False,
    )  # fmt: skip
    found = tidy(_plain_marks(text or ""))
    if letters(found) < MIN_LETTERS:
        found = tidy(_all_text(tree))
    return title, found


_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_FOOTNOTE = re.compile(r"<sup>\s*\\?\[[^\]<]{1,12}\\?\]\s*</sup>")
_RAISED = re.compile(r"<(su[bp])>([^<\n]{0,40})</su[bp]>")
_ESCAPED = re.compile(r"\\([\[\]*_`|])")
_HIGH_AND_LOW = {
    "sup": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}


def _plain_marks(markdown: str) -> str:
    """Without emphasis, escapes and footnote marks in lines: a quotation is what was said, not how it was set."""
    text = _FOOTNOTE.sub("", markdown)
    text = _RAISED.sub(lambda found: found[2].translate(_HIGH_AND_LOW[found[1]]), text)
    lines = [_ITALIC.sub(r"\1", _BOLD.sub(r"\2", line)) for line in text.split("\n")]
    return _ESCAPED.sub(r"\1", "\n".join(lines))


def _title(tree: lxml.html.HtmlElement) -> str:
    for query in ("//meta[@property='og:title']/@content", "//title//text()", "//h1//text()"):
        found = tidy(" ".join(str(part) for part in tree.xpath(query)[:20])).replace("\n", " ")
        if found:
            return found
    return ""


def _all_text(tree: lxml.html.HtmlElement) -> str:
    """Every text on the page, block by block, in order; iterative, so that depth does not matter."""
    parts: list[str] = []
    skipped: lxml.html.HtmlElement | None = None
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start":
            if skipped is None and element.tag in _NO_TEXT:
                skipped = element
            if skipped is None:
                parts += ["\n\n" if _BLOCKS.match(str(element.tag)) else "", element.text or ""]
            continue
        if element is skipped:
            skipped = None
        if skipped is None:
            parts += ["\n\n" if event == "end" and _BLOCKS.match(str(element.tag)) else "", element.tail or ""]
    return "".join(parts)
