"""A page as its visitors meet it: what it promises, asks for and shows as proof. For adverts and audits.

Runs in the sandbox, on a stranger's bytes.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from generation.media.documents.charset import decode, is_binary
from generation.media.documents.cleaning import letters, tidy
from generation.media.sandbox import refusal

MIN_LETTERS = 20
MOST, LONGEST = 60, 600  # entries of a list, characters of one
_CALL = re.compile(
    r"\b(?:buy|shop|order|book|reserve|call|start|try|get|sign up|join|subscribe|download|contact|request|schedule|"
    r"demo|quote|learn more|discover|find|see|apply|register|add to|donate|visit|talk to)\b",
    re.I,
)
_AMOUNT = r"\d(?:[\d.,]*\d)?"
_PRICE = re.compile(
    rf"(?:[$€£¥]\s?{_AMOUNT}|\b{_AMOUNT}\s?(?:€|EUR|USD|GBP|CHF)\b|\bfree\b|\b\d{{1,2}}\s?% off\b)", re.I
)
# What somebody says in a sentence; a name or a word in quotation marks is shorter.
_SAID = re.compile(r"“([^“”]{20,400})”|\"([^\"\n]{20,400})\"|«([^«»]{20,400})»")
_PHONE = re.compile(r"(?<![\d.])\+?\d[\d\s()/.-]{6,18}\d(?![\d.])")
_HIDDEN = ("script", "style", "noscript", "template", "svg", "iframe")
_NAVIGATION = ("nav", "footer", "header")


def read_landing(path: Path, *, content_type: str = "", charset: str = "", url: str = "") -> dict[str, Any]:
    """What the page says, in plain lists. Raises GenerationFailed with the reason `no_text` or `unreadable`."""
    body = path.read_bytes()
    if is_binary(body):
        raise refusal("unreadable", "The address serves a file that is no page.")
    markup = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", decode(body, charset))
    try:
        tree = lxml.html.document_fromstring(markup)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise refusal("unreadable", "The page is not HTML that can be read.") from error
    for element in list(tree.iter(*_HIDDEN)):
        element.drop_tree()
    text = tidy("\n".join(_blocks(tree)))
    if letters(text) < MIN_LETTERS:
        raise refusal("no_text", "The page holds no readable text: scripts may fill it in, or it asks for a sign-in.")
    return {
        "url": url,
        "host": (urlsplit(url).hostname or "").removeprefix("www."),
        "title": _meta(tree, "og:title") or _first(tree, "//title"),
        "siteName": _meta(tree, "og:site_name"),
        "description": _meta(tree, "description") or _meta(tree, "og:description"),
        "themeColor": _meta(tree, "theme-color"),
        "language": (tree.get("lang") or "").split("-")[0][:8],
        "isResponsive": bool(_meta(tree, "viewport")),
        "headline": _first(tree, "//h1"),
        "headings": _texts(tree, "//h1|//h2|//h3"),
        "paragraphs": _texts(tree, "//p|//li|//blockquote"),
        "calls": _calls(tree),
        "quotes": _quotes(tree),
        "prices": _unique(_PRICE.findall(text)),
        "phones": _unique(match.strip() for match in _PHONE.findall(text) if sum(c.isdigit() for c in match) >= 8),
        "forms": len(tree.xpath("//form")),
        "fields": len(tree.xpath("//form//input[not(@type='hidden')]|//form//select|//form//textarea")),
        "images": len(tree.xpath("//img")),
        "imagesWithoutText": len(tree.xpath("//img[not(@alt) or normalize-space(@alt)='']")),
        "words": len(text.split()),
        "text": text[:100_000],
    }


def _blocks(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for element in tree.iter("h1", "h2", "h3", "h4", "p", "li", "blockquote", "td", "dd", "dt", "figcaption"):
        yield _text_of(element)


def _text_of(element: lxml.html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(element.text_content())).strip()[:LONGEST]


def _first(tree: lxml.html.HtmlElement, query: str) -> str:
    return next((text for element in tree.xpath(query)[:5] if (text := tidy(_text_of(element)))), "")


def _texts(tree: lxml.html.HtmlElement, query: str) -> list[str]:
    return _unique(tidy(_text_of(element)) for element in tree.xpath(query)[: 4 * MOST])


def _quotes(tree: lxml.html.HtmlElement) -> list[str]:
    """What is set as a quotation, then what stands in quotation marks within a paragraph."""
    told = [*_texts(tree, "//blockquote|//q")]
    paragraphs = _texts(tree, "//p|//li")
    spoken = ["".join(found.groups("")).strip(" ,") for text in paragraphs for found in _SAID.finditer(text)]
    return _unique([*told, *(text for text in spoken if not any(text in one for one in told))])


def _meta(tree: lxml.html.HtmlElement, name: str) -> str:
    found = tree.xpath("//meta[@name=$name or @property=$name]/@content", name=name)
    return tidy(str(found[0]))[:LONGEST] if found else ""


def _calls(tree: lxml.html.HtmlElement) -> list[str]:
    """What the page asks its visitors to do, in its order: buttons, and links outside of its navigation."""
    elements = tree.xpath("//button|//input[@type='submit']|//a")
    found = []
    for element in elements[:400]:
        if any(parent.tag in _NAVIGATION for parent in element.iterancestors()) and element.tag == "a":
            continue
        text = tidy(element.get("value") or "") if element.tag == "input" else tidy(_text_of(element))
        if 2 <= len(text) <= 40 and _CALL.search(text):
            found.append(text)
    return _unique(found)


def _unique(texts: Any) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))[:MOST]
