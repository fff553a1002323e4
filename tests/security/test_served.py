"""What is served and what the OpenAPI document names are the same set, raw routes included."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from studio import asgi
from tests.matrix.conftest import document

ROOTS = ("/api/", "/openai/")


def served(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[tuple[str, str]]:
    """(method, path) of each of the API's views, as OpenAPI writes paths."""
    for entry in patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from served(entry.url_patterns, path)
        elif path.startswith(ROOTS) and (view := getattr(entry.callback, "view_class", None)):
            yield from ((method, path) for method in view.scopes)


def test_every_operation_is_named_and_every_named_one_served() -> None:
    raw = {(method, route.path) for route in asgi.RAW_ROUTES if route.path for method in route.methods}
    ours = {*served(get_resolver().url_patterns), *((method, path) for method, path in raw if method != "HEAD")}
    named = {(method.upper(), path) for path, methods in document()["paths"].items() for method in methods}
    assert ours == named
