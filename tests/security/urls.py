"""Every entry of the API that takes an address, read off its document: a new one is not known here, and fails."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.api import Answer, Api
from tests.matrix.conftest import document
from tests.wire import hostile_urls

Entry = tuple[str, str, str]  # method, path, field
_NAMES = re.compile(r"(?:^|_)(?:url|uri|href|link|source)s?$|[a-z](?:Url|Uri|URL|Href|Link)s?$", re.IGNORECASE)


def entries() -> set[Entry]:
    """Parameters and fields of bodies of format uri, or named like an address."""
    found = set()
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", []):
                if _is_address(parameter["name"], parameter.get("schema", {})):
                    found.add((method.upper(), path, parameter["name"]))
            for content in operation.get("requestBody", {}).get("content", {}).values():
                found |= {(method.upper(), path, name) for name in _fields(content.get("schema", {}), "", frozenset())}
    return found


def _fields(schema: dict[str, Any], name: str, seen: frozenset[str]) -> Iterator[str]:
    if reference := schema.get("$ref"):
        if reference in seen:
            return
        named = document()["components"]["schemas"][reference.rpartition("/")[2]]
        yield from _fields(named, name, seen | {reference})
    for one in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _fields(one, name, seen)
    if name and "properties" not in schema and _is_address(name.rpartition(".")[2].removesuffix("[]"), schema):
        yield name
    for key, inner in schema.get("properties", {}).items():
        yield from _fields(inner, f"{name}.{key}" if name else key, seen)
    if "items" in schema:
        yield from _fields(schema["items"], f"{name}[]", seen)


def _is_address(name: str, schema: dict[str, Any]) -> bool:
    return schema.get("format") == "uri" or bool(_NAMES.search(name))


def hostile(port: int) -> list[str]:
    """The corpus of `wire.fetch`'s own tests, each with a canary's port."""
    hosts = [f"http://{host}:{port}/" for host in (*hostile_urls.LOOPBACK, *hostile_urls.ELSEWHERE)]
    return [*hosts, *(url.format(p=port) for url in (*hostile_urls.ODD_SHAPES, *hostile_urls.MALFORMED))]


def senders(ids: dict[str, str]) -> dict[Entry, Callable[[Api, str], Answer]]:
    """How to give an address to each entry."""
    sources = f"/story-projects/{ids['project_id']}/sources"
    endpoint = f"/webhook-endpoints/{ids['endpoint_id']}"
    clone = {"type": "clone", "concept": "A quay"}
    return {
        ("POST", "/api/v1/project", "video_url"): lambda api, url: api.post("/project", {"video_url": url}),
        ("POST", "/api/v1/story-projects/{project_id}/sources", "uri"): lambda api, url: api.post(
            sources, {"type": "url", "uri": url}, key=str(hash(url))
        ),
        ("POST", "/api/v1/user/brand/knowledge/urls", "url"): lambda api, url: api.post(
            "/user/brand/knowledge/urls", {"url": url, "depth": 1}
        ),
        ("POST", "/api/v1/webhook-endpoints", "url"): lambda api, url: api.post("/webhook-endpoints", {"url": url}),
        ("PATCH", "/api/v1/webhook-endpoints/{endpoint_id}", "url"): lambda api, url: api.patch(endpoint, {"url": url}),
        ("POST", "/api/v1/workflow", "url"): lambda api, url: api.post("/workflow", {**clone, "url": url}),
    }
