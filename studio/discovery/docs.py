"""The documents under docs/, as pages. Only files that are there can be named: a path is looked up, never joined."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_HOME = "quickstart"
_FIRST = (_HOME, "story", "editor")


@cache
def _pages() -> dict[str, Path]:
    """Every page by its path below /docs/, what to begin with first, decisions last."""
    root = Path(settings.BASE_DIR) / "docs"
    found = {str(path.relative_to(root).with_suffix("")): path for path in root.glob("**/*.md")}
    return dict(sorted(found.items(), key=lambda item: (item[0] not in _FIRST, "/" in item[0], item[0])))


@cache
def _rendered(name: str) -> SafeString:
    """A page as HTML. Raw HTML in a document is shown as text: documents are ours, and stay plain."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(_pages()[name].read_text())
    for tag in ("pre", "table"):  # both scroll where they are too wide, which a keyboard has to be able to do
        html = html.replace(f"<{tag}>", f'<{tag} tabindex="0">')
    return mark_safe(html)  # noqa: S308 - rendered from our own files with raw HTML switched off


@cache
def _files() -> dict[str, tuple[Path, str]]:
    """What documents show and lead to beside pages, by its path below /docs/: pictures and example texts."""
    root = Path(settings.BASE_DIR) / "docs"
    kinds = {".jpg": "image/jpeg", ".txt": "text/plain; charset=utf-8"}
    found = [path for path in root.glob("*/*") if path.suffix in kinds]
    return {str(path.relative_to(root)): (path, kinds[path.suffix]) for path in found}


def title_of(name: str) -> str:
    return _pages()[name].read_text().split("\n", 1)[0].removeprefix("# ")


def page(request: HttpRequest, name: str = _HOME) -> HttpResponse | FileResponse:
    """`GET /docs/` and `GET /docs/<name>`"""
    if name in _files():
        path, content_type = _files()[name]
        return FileResponse(path.open("rb"), content_type=content_type)
    name = name.removesuffix(".md")
    if name not in _pages():
        raise Http404
    index = [(other, title_of(other)) for other in _pages()]
    context = {"title": title_of(name), "html": _rendered(name), "index": index, "current": name}
    return render(request, "docs/page.html", context)
