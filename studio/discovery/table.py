"""The operation table: every operation that is served, read off the OpenAPI document once.

The reference pages, `llms.txt`, the agent index and the site map are all made from it, so none can name an operation
that is not served or leave out one that is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

# Deeper than this a schema is shown as "object": nobody reads five levels of a table.
_MAX_DEPTH = 4
_STREAM = "text/event-stream"


@dataclass(frozen=True)
class Family:
    """A family of the API, and where its documents begin."""

    name: str
    title: str
    summary: str
    guide: str


FAMILIES = (
    Family("story", "Story", "Sources to table reads, decks, boards, trailers and films, with revisions.", "story"),
    Family("studio", "Studio", "Companions to talk to, documents they draw up, pictures and short films.", "studio"),
    Family("workflows", "Workflows", "Adverts by type, brand, knowledge base, analytics.", "workflows"),
    Family("editor", "Editor", "Footage, segments, previews, grades, variants and exports.", "editor"),
    Family("external", "External", "Pictures for an organization's own product.", "external"),
    Family("webhooks", "Webhooks", "Endpoints that are told of events, and their deliveries.", "webhooks"),
    Family("openai", "OpenAI's clients", "The door through which OpenAI's own clients drive this studio.", "openai"),
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body. `path` is dotted, `[]` marks the items of a list."""

    path: str
    kind: str
    is_required: bool = False
    description: str = ""
    values: tuple[str, ...] = ()
    place: str = "body"


@dataclass(frozen=True)
class Operation:
    """`idempotency` is none, accepted or required. `refusals` are the statuses of the family's error envelope."""

    id: str
    family: str
    method: str
    path: str
    summary: str
    description: str
    scopes: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    body_type: str
    answer: tuple[Field, ...]
    answer_type: str
    status: str
    refusals: tuple[str, ...]
    idempotency: str
    has_dry_run: bool
    streams: bool


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document. Nothing in it depends on the request, so it is made once a process."""
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation, by family and then by path."""
    whole = document()
    found = [
        _operation(whole, method, path, told)
        for path, methods in whole["paths"].items()
        for method, told in methods.items()
    ]
    order = [family.name for family in FAMILIES]
    return tuple(sorted(found, key=lambda operation: (order.index(operation.family), operation.path)))


def of_family(name: str) -> tuple[Operation, ...]:
    return tuple(operation for operation in operations() if operation.family == name)


def _operation(whole: dict[str, Any], method: str, path: str, told: dict[str, Any]) -> Operation:
    parameters = tuple(_parameter(whole, parameter) for parameter in told.get("parameters", ()))
    key = next((field for field in parameters if field.path == "Idempotency-Key"), None)
    status, answered = next((code, reply) for code, reply in told["responses"].items() if code < "400")
    answer_type, answer = _content(whole, answered.get("content", {}))
    body_type, body = _content(whole, told.get("requestBody", {}).get("content", {}))
    return Operation(
        id=told["operationId"],
        family=told["x-family"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        description=told.get("description", ""),
        scopes=tuple(told["x-scopes"]),
        parameters=parameters,
        body=_unique(_fields(whole, body)),
        body_type=body_type,
        answer=_unique(_fields(whole, answer)),
        answer_type=answer_type,
        status=status,
        refusals=tuple(sorted(code for code in told["responses"] if code >= "400")),
        idempotency="none" if key is None else "required" if key.is_required else "accepted",
        has_dry_run=any(field.path == "dry_run" for field in parameters),
        streams=answer_type == _STREAM,
    )


def _content(whole: dict[str, Any], content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The first media type of a body, and its schema."""
    for media_type, told in content.items():
        return media_type, _resolved(whole, told.get("schema", {}))
    return "", {}


def _parameter(whole: dict[str, Any], told: dict[str, Any]) -> Field:
    schema = _resolved(whole, told.get("schema", {}))
    return Field(
        path=told["name"],
        kind=_kind(whole, schema),
        is_required=told.get("required", False),
        description=_words(told, schema),
        values=_values(whole, schema),
        place=told["in"],
    )


def _fields(
    whole: dict[str, Any], schema: dict[str, Any], prefix: str = "", seen: tuple[str, ...] = ()
) -> Iterator[Field]:
    """Walk a schema depth first. `seen` names the components on the way, so that one within itself ends."""
    for part in _alternatives(whole, schema):
        yield from (replace(field, is_required=False) for field in _fields(whole, part, prefix, seen))
    required = schema.get("required", ())
    for name, told in schema.get("properties", {}).items():
        inner, path, on_way = told, f"{prefix}{name}", seen
        while True:
            on_way += _names(inner)
            inner = _resolved(whole, inner)
            if inner.get("type") != "array":
                break
            path, inner = f"{path}[]", inner.get("items", {})
        outer = _resolved(whole, told)
        yield Field(
            path=path,
            kind=_kind(whole, outer),
            is_required=name in required,
            description=_words(told, outer),
            values=_values(whole, inner),
        )
        is_repeated = len(set(on_way)) < len(on_way)
        if path.count(".") + 1 < _MAX_DEPTH and not is_repeated:
            yield from _fields(whole, inner, f"{path}.", on_way)


def _unique(fields: Iterator[Field]) -> tuple[Field, ...]:
    """What several alternatives share is told once."""
    found: dict[str, Field] = {}
    for field in fields:
        found.setdefault(field.path, field)
    return tuple(found.values())


def _names(schema: dict[str, Any]) -> tuple[str, ...]:
    reference = _reference(schema)
    return (reference,) if reference else ()


def _reference(schema: dict[str, Any]) -> str:
    """The component that a schema is, also where it is wrapped to carry a description or to be nullable."""
    for key in ("allOf", "oneOf", "anyOf"):
        parts = [part for part in schema.get(key, ()) if part.get("type") != "null" and part != {"enum": [None]}]
        if len(parts) == 1:
            return _reference(parts[0])
    return str(schema.get("$ref", ""))


def _resolved(whole: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = _reference(schema)
    return whole["components"]["schemas"][reference.rpartition("/")[2]] if reference else schema


def _words(told: dict[str, Any], schema: dict[str, Any]) -> str:
    """What is said of a field, without the list of its values that the generator adds."""
    text: str = told.get("description") or schema.get("description", "")
    return " ".join(line.strip() for line in text.splitlines() if not line.startswith("* `")).strip()


_FORMATS = {"uri": "URL", "date-time": "date and time", "binary": "file", "date": "date"}


def _kind(whole: dict[str, Any], schema: dict[str, Any]) -> str:
    """A type in words: `string`, `integer or null`, `list of object`."""
    told = schema.get("type", "")
    kinds = set(told if isinstance(told, list) else [told]) - {""}
    for part in _alternatives(whole, schema):
        kinds |= set(_kind(whole, part).split(" or ")) - {"anything"}
    if "array" in kinds:
        items = _kind(whole, _resolved(whole, schema.get("items", {})))
        kinds = kinds - {"array"} | {f"list of {items}"}
    if "enum" in schema and not kinds:
        kinds = {"null"} if schema["enum"] == [None] else {"string"}
    if schema.get("format") in _FORMATS:
        kinds = kinds - {"string"} | {_FORMATS[schema["format"]]}
    names = sorted(kinds - {"null"}) or ["anything"]
    return " or ".join([*names, "null"] if "null" in kinds else names)


def _alternatives(whole: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [_resolved(whole, part) for part in (*schema.get("oneOf", ()), *schema.get("anyOf", ()))]


def _values(whole: dict[str, Any], schema: dict[str, Any]) -> tuple[str, ...]:
    allowed = [*schema.get("enum", ()), *schema.get("items", {}).get("enum", ())]
    allowed += [value for part in _alternatives(whole, schema) for value in part.get("enum", ())]
    return tuple(dict.fromkeys(str(value) for value in allowed if value not in (None, "")))
