"""Pages from the web for the knowledge base: an address, and at depth 1 the pages of its site that it links to.

Everything is fetched by `wire.fetch`, one page after the other, where the site's robots.txt lets it be read.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings

from generation.media.documents.cleaning import MAX_TEXT_BYTES
from generation.media.documents.links import what_is_asked
from generation.media.sandbox import Limits, confined, refusal
from generation.projects.sources import own_file
from wire.errors import GenerationFailed, SourceFetchFailed
from wire.fetch import Fetched, Policy, check_url, fetch
from wire.places import Place, parse
from wire.robots import ALL, MAX_BYTES, NOTHING, Robots, read_robots

MAX_PAGES = 20
_WITHIN_S = 120.0
_ROBOTS_WITHIN_S = 10.0
_PAGE_BYTES = 10_000_000
_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf")
_NO_PAGES = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".css", ".js", ".json", ".xml", ".zip", ".gz", ".mp3",
    ".mp4", ".mov", ".webm", ".woff2", ".exe", ".dmg",
)  # fmt: skip


@dataclass(frozen=True)
class ReadPage:
    """A text, and where on the web it stands; "" for a file."""

    text: str
    url: str = ""
    title: str = ""
    is_truncated: bool = False


@dataclass(frozen=True)
class _Visit:
    page: ReadPage
    links: list[Place]


def check_address(url: str) -> str:
    """The address as it will be fetched. Raises `SourceFetchFailed` for one that may not be."""
    return parse(url).href if _is_own(url) else check_url(url, _policy()).href


def _is_own(url: str) -> bool:
    """Whether it is the studio's own address of a file, which is read from the store. Raises `SourceFetchFailed`."""
    own = own_file(url)
    if own is not None:
        own.body.close()
    return own is not None


def _policy(**given: Any) -> Policy:
    asked: dict[str, Any] = {
        "max_bytes": _PAGE_BYTES,
        "content_types": _TYPES,
        "allowed": settings.STUDIO_FETCH_ALLOW,
        "own": own_file,
    }
    return Policy(**asked | given)


class Crawl:
    """One reading of a site. `folder` is private to it, `is_wanted` says whether to go on."""

    def __init__(self, folder: Path, is_wanted: Callable[[], bool]) -> None:
        self._folder, self._is_wanted = folder, is_wanted
        self._robots: dict[tuple[str, str], Robots] = {}

    def read(self, url: str, *, depth: int, tell: Callable[[float], None]) -> list[ReadPage]:
        """The address's page, then those it links to. Raises what keeps the first one from being read.

        Linked pages that cannot be read are left out; so is what goes beyond `MAX_PAGES`, two minutes or 1 MB of text.
        """
        ends_at = monotonic() + _WITHIN_S
        first = self._visit(parse(url))
        pages, seen = [first.page], {url, first.page.url}
        wanted = [place for place in first.links if place.href not in seen] if depth else []
        is_cut = len(wanted) >= MAX_PAGES
        for place in wanted[: MAX_PAGES - 1]:
            if monotonic() > ends_at or sum(len(page.text) for page in pages) > MAX_TEXT_BYTES:
                is_cut = True
                break
            tell(len(pages) / min(MAX_PAGES, len(wanted) + 1))
            try:
                page = self._visit(place).page
            except (SourceFetchFailed, GenerationFailed):
                if not self._is_wanted():
                    raise
                continue
            if page.url not in seen:
                pages.append(page)
                seen.add(page.url)
        return [replace(pages[0], is_truncated=pages[0].is_truncated or is_cut), *pages[1:]]

    def _visit(self, place: Place) -> _Visit:
        self._require_leave(place)
        answer = fetch(place.href, _policy())
        landed = parse(answer.url)
        if landed.href != place.href:
            self._require_leave(landed)  # a redirect leads where another robots.txt may stand
        found = self._read(answer)
        told = what_is_asked(answer.headers.get("x-robots-tag", "").lower(), found.get("links", []))
        if told["isHidden"] or found.get("isHidden"):
            raise refusal("robots_disallowed", f"{landed.host} asks that this page is not indexed.")
        page = ReadPage(found["text"], answer.url, found.get("title") or "", bool(found.get("isTruncated")))
        return _Visit(page, _same_site(landed, found.get("base", ""), told["links"]))

    def _read(self, answer: Fetched) -> dict[str, Any]:
        path = self._folder / "page"
        path.write_bytes(answer.body)
        is_pdf = b"%PDF-" in answer.body[:1024]
        given = {"content_type": answer.content_type, "charset": answer.charset, "url": answer.url}
        target = "pdf:read_pdf" if is_pdf else "links:read_linked_page"
        found: dict[str, Any] = confined(
            f"generation.media.documents.{target}",
            path,
            limits=Limits(),
            within=self._folder,
            is_wanted=self._is_wanted,
            **({} if is_pdf else given),
        )
        return found

    def _require_leave(self, place: Place) -> None:
        if _is_own(place.href):
            return
        site = (place.scheme, place.authority)
        if site not in self._robots:
            self._robots[site] = _robots_of(place)
        if not self._robots[site].may_read(place.target):
            raise refusal("robots_disallowed", f"The robots.txt of {place.host} does not let this page be read.")


def _robots_of(place: Place) -> Robots:
    """What is refused with 4xx is not there, and all is open; a server that fails says nothing, and all is closed."""
    policy = _policy(max_bytes=MAX_BYTES, cuts=True, content_types=None, timeout_s=_ROBOTS_WITHIN_S)
    try:
        return read_robots(fetch(f"{place.scheme}://{place.authority}/robots.txt", policy).body)
    except SourceFetchFailed as error:
        status = error.details.get("status")
        is_absent = isinstance(status, int) and 400 <= status < 500
        if is_absent or error.details.get("reason") == "redirect_limit":
            return ALL
        if status is None:
            raise  # the site itself cannot be reached: its own reason says more
        return NOTHING


def _same_site(page: Place, base: str, links: list[str]) -> list[Place]:
    """The links that lead to other pages of the same site, each once, in the page's order."""
    found: dict[str, Place] = {}
    try:
        base = parse(base, base=page.href).href if base else page.href
    except SourceFetchFailed:
        base = page.href
    for link in links:
        try:
            place = parse(link, base=base)
        except SourceFetchFailed:
            continue
        is_ours = (place.scheme, place.authority) == (page.scheme, page.authority)
        if is_ours and not place.target.partition("?")[0].lower().endswith(_NO_PAGES):
            found.setdefault(place.href, place)
    return list(found.values())
