"""Every path that is served, read from the tables that serve it: a new route falls under the tests by itself."""

import re
from collections.abc import Iterator
from itertools import takewhile

from django.urls import URLPattern, URLResolver, get_resolver

from studio import asgi

# What stands for a parameter, by converter; a name or an expression that wants something else has it here.
_BY_CONVERTER = {"int": "1", "str": "nothing", "slug": "nothing", "path": "nothing", "uuid": "0" * 32}
_SIMPLE = re.compile(r"<(?:(?P<converter>\w+):)?\w+>")
_GROUP = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)")


def django_paths() -> list[str]:
    """One path of each of Django's patterns."""
    return sorted(set(_below(get_resolver().url_patterns, "/")))


def _below(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for entry in patterns:
        path = prefix + filled(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _below(entry.url_patterns, path)
        else:
            yield path


def filled(pattern: str) -> str:
    pattern = _GROUP.sub("nothing", pattern)
    pattern = _SIMPLE.sub(lambda found: _BY_CONVERTER[found["converter"] or "str"], pattern)
    return re.sub(r"\((?:\?:)?[^()]*\)[?*]?", "", pattern).replace("\\", "").strip("^$").replace("/?", "/")


def raw_paths() -> list[tuple[str, str]]:
    """(method, path) of each raw ASGI route."""
    return [(method, _of_raw(route.pattern.pattern)) for route in asgi.RAW_ROUTES for method in route.methods]


def _of_raw(pattern: str) -> str:
    path = _GROUP.sub("nothing", pattern).replace("[^/]+", "nothing").replace("\\", "")
    return "".join(takewhile(lambda one: one not in "?$", path))
