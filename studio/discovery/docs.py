"""The documents as pages: `/docs/`, `/docs/<name>`, the same as Markdown at `/docs/<name>.md`, and a search."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from studio.discovery import library, search

MARKDOWN = "text/markdown; charset=utf-8"


class _Html(RendererHTML):
    """Headings that can be linked to, and links that stay among the pages."""

    def heading_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]) -> str:
        tokens[at].attrSet("id", slugify(library.plain(tokens[at + 1].content)))
        return self.renderToken(tokens, at, options, env)

    def link_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]) -> str:
        target = str(tokens[at].attrGet("href"))
        if "://" not in target:
            tokens[at].attrSet("href", re.sub(r"\.md(?=#|$)", "", target))
        return self.renderToken(tokens, at, options, env)


@cache
def _rendered(name: str) -> SafeString:
    """A page as HTML. Raw HTML in a document is shown as text: documents are ours, and stay plain."""
    reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Html).enable("table")
    html = reader.render(library.pages()[name].text)
    for tag in ("pre", "table"):  # both scroll where they are too wide, which a keyboard has to be able to do
        html = html.replace(f"<{tag}>", f'<{tag} tabindex="0">')
    html = html.replace("<th></th>", "<td></td>")  # an empty corner heads nothing
    return mark_safe(html)  # noqa: S308  # nosec B308 B703 # from our own files, raw HTML switched off


@cache
def _files() -> dict[str, tuple[Path, str]]:
    """What documents show and lead to beside pages, by its path below /docs/: pictures and example texts."""
    root = Path(settings.BASE_DIR) / "docs"
    plain = "text/plain; charset=utf-8"
    kinds = {".jpg": "image/jpeg", ".txt": plain, ".yaml": plain, ".json": "application/json"}
    found = [path for path in root.glob("*/*") if path.suffix in kinds]
    return {str(path.relative_to(root)): (path, kinds[path.suffix]) for path in found}


def page(request: HttpRequest, name: str = library.HOME) -> HttpResponse | FileResponse:
    """`GET /docs/` and `GET /docs/<name>`"""
    if name in _files():
        path, content_type = _files()[name]
        return FileResponse(path.open("rb"), content_type=content_type)
    found = library.pages().get(name.removesuffix(".md"))
    if found is None:
        raise Http404
    if name.endswith(".md"):
        return HttpResponse(found.text, content_type=MARKDOWN)
    family = found.name.split("/")[1] if found.name.startswith("api/") else ""
    context = {
        "title": found.title,
        "html": _rendered(found.name),
        "index": library.index(),
        "current": found.name if found.section else f"api/{family}",
        "is_current": bool(found.section),
        "markdown": f"/docs/{found.name}.md",
    }
    return render(request, "docs/page.html", context)


def results(request: HttpRequest) -> HttpResponse:
    """`GET /docs/search?q=`: the page; with `part=1`, only the list, for the box that searches while one types."""
    query = request.GET.get("q", "")[:200]
    context = {"query": query, "hits": search.find(query), "index": library.index(), "title": "Search"}
    return render(request, "docs/hits.html" if request.GET.get("part") else "docs/search.html", context)
