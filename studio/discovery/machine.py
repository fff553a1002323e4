"""What programs and language models read to find their way: llms.txt, the agent index, the site map, robots.txt."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.scopes import SCOPES
from studio.discovery import library, search
from studio.discovery.docs import MARKDOWN
from studio.discovery.mcp import tools
from studio.discovery.reference import page_of
from studio.discovery.table import FAMILIES, Family, Operation, of_family

_SUMMARY = (
    "Studio is a self-hosted generative studio: text, pages, PDFs and footage go in; narrated films, table reads, "
    "decks, adverts, pictures and edits come out, through one versioned HTTP API. A job is never lost and a failure "
    "never charged."
)
_RULES = (
    "Send `Authorization: Bearer sh_…`. Write with an `Idempotency-Key`, and send the same one when you retry. Ask for "
    "the price with `?dry_run=true`. Long work answers with a job: poll it or follow its events. Every error says what "
    "to do."
)
# Behind a sign-in, signed or of somebody's own: nothing there is for a search engine.
_PRIVATE = ("/dashboard", "/admin", "/accounts", "/media", "/share", "/ws", "/api/external", "/openai")


def llms(request: HttpRequest) -> HttpResponse:
    """`GET /llms.txt`, in the form of llmstxt.org."""
    base = _base(request)
    parts = ["# Studio", f"> {_SUMMARY}", _RULES]
    for section, pages in library.index().items():
        links = [f"- [{page.title}]({base}/docs/{page.name}.md): {_short(page.summary)}" for page in pages]
        parts.append("\n".join([f"## {section}", "", *links]))
    parts.append(f"## Optional\n\n- [Everything in one file]({base}/llms-full.txt)\n- [OpenAPI]({base}/openapi.json)")
    return HttpResponse("\n\n".join(parts) + "\n", content_type=MARKDOWN)


def llms_full(request: HttpRequest) -> HttpResponse:
    """`GET /llms-full.txt`: every page, one after the other."""
    texts = (f"<!-- {_base(request)}/docs/{page.name} -->\n\n{page.text.strip()}" for page in library.pages().values())
    return HttpResponse("\n\n---\n\n".join(texts) + "\n", content_type=MARKDOWN)


def agent_index(request: HttpRequest) -> JsonResponse:
    """`GET /agent-index.json`: what can be called, by family, and where it is described."""
    base = _base(request)
    told = {
        "name": "Studio",
        "description": _SUMMARY,
        "rules": _RULES,
        "baseUrl": base,
        "auth": {"type": "http", "scheme": "bearer", "header": "Authorization", "scopes": list(SCOPES)},
        "documents": {
            "openapi": f"{base}/openapi.json",
            "llms": f"{base}/llms.txt",
            "llmsFull": f"{base}/llms-full.txt",
            "docs": f"{base}/docs/",
            "searchIndex": f"{base}/docs/search-index.json",
            "cliCommands": f"{base}/docs/cli-commands.json",
            "mcpTools": f"{base}/docs/mcp-tools.json",
            "mcp": f"{base}/mcp",
            "examples": f"{base}/api/v1/examples",
            "capabilities": f"{base}/api/v1/capabilities",
        },
        "families": [_family(base, family) for family in FAMILIES],
    }
    return JsonResponse(told)


def _family(base: str, family: Family) -> dict[str, Any]:
    return {
        "name": family.name,
        "title": family.title,
        "description": family.summary,
        "guide": f"{base}/docs/{family.guide}",
        "operations": [_operation(base, operation) for operation in of_family(family.name)],
    }


def _operation(base: str, operation: Operation) -> dict[str, Any]:
    return {
        "id": operation.id,
        "summary": operation.summary,
        "method": operation.method,
        "path": operation.path,
        "scopes": list(operation.scopes),
        "idempotencyKey": operation.idempotency,
        "dryRun": operation.has_dry_run,
        "streams": operation.streams,
        "docs": f"{base}/docs/{page_of(operation)}",
    }


def search_index(request: HttpRequest) -> JsonResponse:
    """`GET /docs/search-index.json`"""
    return JsonResponse({"version": 1, "entries": search.entries()})


def cli_commands(request: HttpRequest) -> HttpResponse:
    """`GET /docs/cli-commands.json`: the command line of the Python client, as the client describes itself."""
    text = (Path(settings.BASE_DIR) / "clients" / "python" / "cli-commands.json").read_text()
    return HttpResponse(text, content_type="application/json")


def mcp_tools(request: HttpRequest) -> JsonResponse:
    """`GET /docs/mcp-tools.json`: what agents can call at /mcp."""
    return JsonResponse({"endpoint": f"{_base(request)}/mcp", "transport": "streamable-http", "tools": tools.listed()})


def sitemap(request: HttpRequest) -> HttpResponse:
    """`GET /sitemap.xml`"""
    base = _base(request)
    places = ["/", "/docs/", *(f"/docs/{name}" for name in library.pages())]
    urls = "\n".join(f"  <url><loc>{escape(base + place)}</loc></url>" for place in places)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAP}">\n{urls}\n</urlset>\n'
    return HttpResponse(text, content_type="application/xml")


_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(request: HttpRequest) -> HttpResponse:
    """`GET /robots.txt`"""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE), f"Sitemap: {_base(request)}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _base(request: HttpRequest) -> str:
    return settings.STUDIO_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def _short(text: str) -> str:
    """The first sentence."""
    return text.split(". ", 1)[0].rstrip(".") + "."


# Path → view. studio/urls.py serves them, capabilities and the tests read them.
VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "llms.txt": llms,
    "llms-full.txt": llms_full,
    "agent-index.json": agent_index,
    "docs/search-index.json": search_index,
    "docs/cli-commands.json": cli_commands,
    "docs/mcp-tools.json": mcp_tools,
    "sitemap.xml": sitemap,
    "robots.txt": robots,
}
