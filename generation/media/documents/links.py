"""A page with where it leads to, and what it asks of robots."""

from pathlib import Path
from typing import Any

import trafilatura

from generation.media.documents.charset import decode
from generation.media.documents.pages import PLAIN, read_page

_MOST_LINKS = 500
_MOST_URL_CHARS = 2000


def read_linked_page(path: Path, *, content_type: str, charset: str = "", url: str = "") -> dict[str, Any]:
    """As `read_page`, with `links` as they are written there, `isHidden` and `base` (its own, or "").

    `isHidden` is a page that asks not to be indexed. One that asks not to be followed has no links.
    """
    found = read_page(path, content_type=content_type, charset=charset, url=url)
    links: list[str] = []
    asked, base = "", ""
    tree = None if content_type in PLAIN else trafilatura.load_html(decode(path.read_bytes(), charset))
    if tree is not None:
        asked = " ".join(str(value).lower() for value in tree.xpath(_ASKED)[:10])
        base = next((str(value)[:_MOST_URL_CHARS] for value in tree.xpath("//base/@href")[:1]), "")
        written = (str(value).strip() for value in tree.xpath("//a[@href]/@href")[: 4 * _MOST_LINKS])
        links = list(dict.fromkeys(link for link in written if 0 < len(link) <= _MOST_URL_CHARS))[:_MOST_LINKS]
    return {**found, **what_is_asked(asked, links), "base": base}


def what_is_asked(said: str, links: list[str]) -> dict[str, Any]:
    """`isHidden` and the `links` that are left by what a page or its server tells robots."""
    words = {word.strip() for word in said.replace(",", " ").split()}
    return {"isHidden": bool(words & {"noindex", "none"}), "links": [] if words & {"nofollow", "none"} else links}


_ASKED = "//meta[translate(@name, 'ROBTS', 'robts')='robots' or translate(@name, 'STUDIO', 'studio')='studio']/@content"
