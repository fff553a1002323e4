"""The reference as Markdown, made from the operation table and the dialects: a page a family and an operation, errors,
limits. It is Markdown so that people, search and language models read one text.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from studio.discovery.examples import catalogue
from studio.discovery.openapi import FAMILIES as DIALECTS
from studio.discovery.table import FAMILIES, Family, Field, Operation, of_family, operations
from wire import errors
from wire.dialect import Dialect, Usage, per_organization


@cache
def documents() -> dict[str, str]:
    """Markdown by name below /docs/."""
    made = {f"api/{family.name}": _family(family) for family in FAMILIES}
    recipes = _recipes()
    made |= {page_of(operation): _page(operation, recipes.get(operation.id, ())) for operation in operations()}
    return made | {"errors": _errors(), "limits": _limits()}


def page_of(operation: Operation) -> str:
    return f"api/{operation.family}/{operation.id}"


def _family(family: Family) -> str:
    rows = (
        (f"[{operation.summary}]({family.name}/{operation.id}.md)", f"`{operation.method} {operation.path}`",
         _scopes(operation))
        for operation in of_family(family.name)
    )  # fmt: skip
    return "\n\n".join(
        [
            f"# {family.title}: every operation",
            f"{family.summary} [The guide](../{family.guide}.md) tells how they go together; "
            "[errors](../errors.md) and [limits](../limits.md) are the same for all of them.",
            _table(("Operation", "Request", "Scope"), rows),
        ]
    )


def _page(operation: Operation, recipes: Iterable[dict[str, str]]) -> str:
    parts = [f"# {operation.summary}", f"`{operation.method} {operation.path}` · {_scopes(operation)}"]
    parts += [operation.description] if operation.description else []
    parts += [_behaviour(operation)] if _behaviour(operation) else []
    if operation.parameters:
        parts += ["## Parameters", _fields(operation.parameters, has_place=True)]
    if operation.body_type:
        parts += [f"## Body, as {operation.body_type}", _fields(operation.body) or "No fields are required."]
    parts += [f"## Answer: {operation.status}", _answer(operation)]
    refusals = ", ".join(operation.refusals)
    parts += ["## Refusals", f"{refusals}: [what each means, and what to do](../../errors.md#{operation.family})."]
    for recipe in recipes:
        parts += [f"## {recipe['id']}: curl and Node", f"```sh\n{recipe['curl']}\n```", f"```js\n{recipe['node']}\n```"]
    parts += [f"[All operations of this family](../{operation.family}.md)"]
    return "\n\n".join(parts)


def _behaviour(operation: Operation) -> str:
    told = []
    if operation.idempotency == "required":
        told.append(
            "It needs an `Idempotency-Key`: sent again with the same key and body, it answers as the first time."
        )
    if operation.idempotency == "accepted":
        told.append("With an `Idempotency-Key` it is safe to send again: the first answer comes back.")
    if operation.has_dry_run:
        told.append("`?dry_run=true` answers with the price and the balance after it, and does nothing.")
    if operation.streams:
        told.append("The answer is a stream of Server-Sent Events.")
        if operation.method == "GET":
            told.append("`Last-Event-ID` goes on after the event of that number, without a gap.")
    return " ".join(told)


def _answer(operation: Operation) -> str:
    if operation.streams:
        return "Events, each with a type and JSON."
    if operation.answer:
        return _fields(operation.answer)
    return f"A body of type `{operation.answer_type}`." if operation.answer_type else "No body."


def _fields(fields: Iterable[Field], *, has_place: bool = False) -> str:
    rows = [
        (
            f"`{field.path}`",
            *((field.place,) if has_place else ()),
            field.kind + (", required" if field.is_required else ""),
            " ".join(filter(None, (field.description, _values(field)))),
        )
        for field in fields
    ]
    names = ("Name", "In", "Type", "Meaning") if has_place else ("Name", "Type", "Meaning")
    return _table(names, rows) if rows else ""


def _values(field: Field) -> str:
    return "One of " + ", ".join(f"`{value}`" for value in field.values) + "." if field.values else ""


def _scopes(operation: Operation) -> str:
    return " or ".join(f"`{scope}`" for scope in operation.scopes) or "public"


def _recipes() -> dict[str, list[dict[str, str]]]:
    """The recipes of each operation."""
    found: dict[str, list[dict[str, str]]] = {}
    for recipe in catalogue():
        found.setdefault(recipe["operationId"], []).append(recipe)
    return found


def _errors() -> str:
    parts = [
        "# Errors, and what to do",
        "Every refusal comes in its family's own envelope, with a sentence that says what to do. Nothing is charged "
        "for it and nothing is lost. A 429 and a 503 carry `Retry-After` where the wait is known; every answer "
        "carries a request id that the request log and the server's log know.",
    ]
    for family in FAMILIES:
        parts += [f"## {family.name}", _table(("Status", "Code", "When, and what to do"), _refusals(_dialect(family)))]
    return "\n\n".join(parts)


def _refusals(dialect: Dialect) -> Iterator[tuple[str, str, str]]:
    """A row for each pair of status and code: core errors that the family tells alike stand together."""
    sentences: dict[tuple[int, str], list[str]] = {}
    for error in _kinds(errors.StudioError):
        status, code = dialect.codes.get(error.code, dialect.codes["internal_error"])
        sentences.setdefault((status, code), []).append(error.default_message)
    for (status, code), told in sorted(sentences.items()):
        yield str(status), f"`{code}`", " ".join(dict.fromkeys(told))


def _kinds(kind: type[errors.StudioError]) -> Iterator[type[errors.StudioError]]:
    yield kind
    for inner in kind.__subclasses__():
        if inner.__module__ == errors.__name__:
            yield from _kinds(inner)


def _limits() -> str:
    parts = [
        "# Limits",
        "Limits are counted exactly, in memory on one machine and in Valkey on several. Every answer says what is "
        "left. Keys of tier `elevated` have the second figure; an organization's limits can be raised in the admin.",
    ]
    for family in FAMILIES:
        dialect = _dialect(family)
        whom = "an organization" if dialect.counted_by is per_organization else "each key from each address"
        headers = ", ".join(f"`{name}`" for name in dialect.limit_headers(Usage(1, 1, 0)))
        rows = (
            (f"`{name}`", str(limit.count), str(limit.elevated or limit.count), _window(limit.window_s))
            for name, limit in dialect.limits.items()
        )
        parts += [
            f"## {family.name}",
            f"Counted for {whom}; told in {headers}.",
            _table(("Routes", "Standard", "Elevated", "In each"), rows),
        ]
    return "\n\n".join(parts)


def _window(seconds: int) -> str:
    return {1: "second", 60: "minute", 3600: "hour", 86_400: "day"}.get(seconds, f"{seconds} s")


def _dialect(family: Family) -> Dialect:
    return next(dialect for dialect in DIALECTS if dialect.family == family.name)


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [names, tuple("---" for _ in names), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
