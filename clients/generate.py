#!/usr/bin/env python3
"""Write what the clients take from the OpenAPI document: Python's types and methods, TypeScript's table of operations.

`make clients` runs it, into src/ or the folder that is named, before it builds the package. What it writes is not kept
in the repository, so it cannot be stale.
"""

import json
import keyword
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / "clients" / "python" / "src" / "studio_sdk" / "api"
TYPESCRIPT = ROOT / "clients" / "typescript" / "src"
# The door for OpenAI's clients is theirs to call.
FAMILIES = ("story", "studio", "workflows", "editor", "external", "webhooks")
_HEAD = '"""{}\n\nMade by clients/generate.py from the OpenAPI document; not to be edited."""\n\n'
_SHARED_HEADERS = ("Idempotency-Key", "Last-Event-ID", "X-External-Org-Id")
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z]|\b|\d)|[A-Z]?[a-z]+|[A-Z]+|\d+")
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def snake(name: str) -> str:
    """`artifactRequests` as `artifact_requests`; a word of the language's own gets a `_`."""
    joined = "_".join(word.lower() for word in _WORDS.findall(name))
    return f"{joined}_" if keyword.iskeyword(joined) or joined in ("self", "id", "type", "format") else joined


def annotation(schema: dict[str, Any], module: str = "") -> str:
    """A schema as Python writes it. `module` stands before the names of components."""
    if "$ref" in schema:
        return module + schema["$ref"].rpartition("/")[2]
    for key in ("oneOf", "anyOf", "allOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(annotation(part, module) for part in schema[key])) or "Any"
    if "enum" in schema:
        return _literal(schema["enum"])
    kinds = schema.get("type", "")
    if isinstance(kinds, list):
        return " | ".join(dict.fromkeys(annotation({**schema, "type": kind}, module) for kind in kinds))
    if kinds == "array":
        return f"list[{annotation(schema.get('items', {}), module)}]"
    if kinds == "object":
        extra = schema.get("additionalProperties")
        return f"dict[str, {annotation(extra, module) if isinstance(extra, dict) else 'Any'}]"
    return _PLAIN.get(kinds, "Any")


def _literal(values: list[Any]) -> str:
    if values == [None]:
        return "None"
    return f"Literal[{', '.join(json.dumps(value) for value in values)}]" if values else "Any"


def types(document: dict[str, Any]) -> str:
    """The module of types: a TypedDict for each object, a Literal for each choice."""
    parts = [_HEAD.format("What requests and answers hold, as the API prints it.")]
    parts += [
        "from __future__ import annotations\n\nfrom typing import Any, Literal, NotRequired, TypeAlias, TypedDict\n"
    ]
    components = document["components"]["schemas"]
    # Aliases are read when the module is loaded: those that name components stand after them.
    names_others = [name for name, schema in components.items() if "properties" not in schema and "$ref" in str(schema)]
    for name, schema in components.items():
        if "properties" not in schema and name not in names_others:
            parts.append(f"{name}: TypeAlias = {annotation(schema)}\n")
    parts += [_typed_dict(name, schema) for name, schema in components.items() if "properties" in schema]
    parts += [f"{name}: TypeAlias = {annotation(components[name])}\n" for name in names_others]
    return "\n".join(parts)


def _typed_dict(name: str, schema: dict[str, Any]) -> str:
    required, fields = schema.get("required", ()), schema["properties"]
    told = {
        field: annotation(inner) if field in required else f"NotRequired[{annotation(inner)}]"
        for field, inner in fields.items()
    }
    if any(keyword.iskeyword(field) or not field.isidentifier() for field in told):
        inner = ", ".join(f"{json.dumps(field)}: {json.dumps(kind)}" for field, kind in told.items())
        return f"{name} = TypedDict({json.dumps(name)}, {{{inner}}})\n"
    text = _docstring(schema.get("description", ""), "    ")
    return f"class {name}(TypedDict):\n{text}" + "".join(f"    {field}: {kind}\n" for field, kind in told.items())


def _docstring(text: str, indent: str) -> str:
    text = "\n".join(line.rstrip() for line in text.splitlines() if not line.startswith("* `")).strip()
    text = text.replace('"""', "'''").replace("\n", f"\n{indent}").replace(f"\n{indent}\n", "\n\n")
    if text.endswith('"'):
        text += " "
    return f'{indent}"""{text}"""\n' if text else ""


def operations(document: dict[str, Any], family: str) -> str:
    """A family's module: a class with a method for each operation."""
    found = [
        _method(document, method.upper(), path, operation)
        for path, by_method in document["paths"].items()
        for method, operation in by_method.items()
        if operation["x-family"] == family
    ]
    parts = [_HEAD.format(f"Every operation of the {family} family.")]
    parts += ["from collections.abc import Iterator\nfrom typing import Any, Literal\n"]
    parts += ["from studio_sdk.api import types as t"]
    parts += ["from studio_sdk.transport import NOT_GIVEN, Download, Event, Family, File, NotGiven\n"]
    parts += [f'class {family.capitalize()}Operations(Family):\n    """The {family} family as the API has it."""\n']
    return "\n".join([*parts, *found])


def _method(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> str:
    parameters = [p for p in operation.get("parameters", ()) if p["name"] not in _SHARED_HEADERS]
    in_path = [p for p in parameters if p["in"] == "path"]
    query = [p for p in parameters if p["in"] == "query"]
    body = _body(document, operation)
    answer = next(reply for code, reply in operation["responses"].items() if code < "400").get("content", {})
    kind = next(iter(answer), "")
    returns = _returns(kind, answer)
    positional = [f"{snake(p['name'])}: str" for p in in_path]
    named = sorted(_named(query, body), key=lambda item: "=" in item)
    has_key = any(p["name"] == "Idempotency-Key" for p in operation.get("parameters", ()))
    named += ["idempotency_key: str | None = None"] if has_key else []
    signature = ", ".join(["self", *positional, *(["*", *named] if named else [])])
    lines = [f"    def {snake(operation['operationId'])}({signature}) -> {returns}:"]
    lines.append(_docstring(_told(method, path, operation), " " * 8).rstrip())
    call = [json.dumps(method), _path(path), *_mapping("query", query), *_mapping("body", body)]
    call += ["idempotency_key=idempotency_key", "is_repeatable=True"] if has_key else []
    sends_file = "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
    call += ["as_form=True"] if sends_file else []
    maker = {"text/event-stream": "stream", "application/json": "call", "": "call"}.get(kind, "download")
    done = f"self._{maker}({', '.join(call)})"
    # Through a name of its type: what JSON holds is anything to a type checker.
    lines += (
        [f"        answer: {returns} = {done}", "        return answer"]
        if maker == "call" and kind
        else [f"        return {done}"]
    )
    return "\n".join(lines) + "\n"


def _returns(kind: str, answer: dict[str, Any]) -> str:
    if kind == "text/event-stream":
        return "Iterator[Event]"
    if kind == "application/json":
        return annotation(answer[kind].get("schema", {}), "t.")
    return "Download" if kind else "None"


def _told(method: str, path: str, operation: dict[str, Any]) -> str:
    scopes = " or ".join(operation["x-scopes"]) or "no scope"
    text = f"{operation.get('summary', '').rstrip('.')}.\n\n`{method} {path}`, {scopes}."
    return f"{text}\n\n{operation['description']}" if operation.get("description") else text


def _body(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body as parameters, the required ones marked."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        return list(_fields(document, content["schema"]))
    return []


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Fields of an object; of one of several objects the fields of all, none of them required."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        yield {"name": name, "schema": inner, "required": name in required}
    seen: set[str] = set()
    for part in schema.get("oneOf", ()):
        for field in _fields(document, part):
            if field["name"] not in seen:
                yield {**field, "required": False}
            seen.add(field["name"])


def _named(query: list[dict[str, Any]], body: list[dict[str, Any]]) -> Iterator[str]:
    for parameter in (*query, *body):
        schema = parameter.get("schema", {})
        kind = "File" if schema.get("format") == "binary" else annotation(schema, "t.")
        if parameter.get("required"):
            yield f"{snake(parameter['name'])}: {kind}"
        else:
            yield f"{snake(parameter['name'])}: {kind} | NotGiven = NOT_GIVEN"


def _path(path: str) -> str:
    if "{" not in path:
        return json.dumps(path)
    return 'f"' + re.sub(r"\{(\w+)\}", lambda found: f"{{self._quoted({snake(found.group(1))})}}", path) + '"'


def _mapping(name: str, parameters: list[dict[str, Any]]) -> Iterator[str]:
    if parameters:
        inner = ", ".join(f"{json.dumps(p['name'])}: {snake(p['name'])}" for p in parameters)
        yield f"{name}={{{inner}}}"


def written(document: dict[str, Any]) -> dict[Path, str]:
    """Every file that is made, with its text as the formatter leaves it."""
    made = {"__init__": _HEAD.format("What the OpenAPI document says."), "types": types(document)}
    made |= {family: operations(document, family) for family in FAMILIES}
    return {PYTHON / f"{name}.py": _formatted(text, PYTHON / f"{name}.py") for name, text in made.items()}


def table(document: dict[str, Any]) -> str:
    """TypeScript's table: what its client has to know of an operation to call it."""
    rows = [
        f'  {operation["operationId"]}: ["{method.upper()}", "{path}", "{_idempotency(operation)}"],'
        for path, by_method in document["paths"].items()
        for method, operation in by_method.items()
    ]
    head = "// Every operation: method, path, and whether it takes an Idempotency-Key. Made by clients/generate.py."
    tail = "} as const;\n\nexport type OperationName = keyof typeof OPERATIONS;"
    return "\n".join([head, "", "export const OPERATIONS = {", *rows, tail, ""])


def _idempotency(operation: dict[str, Any]) -> str:
    key = next((p for p in operation.get("parameters", ()) if p["name"] == "Idempotency-Key"), None)
    return "none" if key is None else "required" if key["required"] else "accepted"


def _formatted(text: str, path: Path) -> str:
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--fix-only", "--quiet", "--select", "I,F401"], ["format"]):
        text = subprocess.run(
            [*ruff, *command, "--stdin-filename", str(path), "-"],
            input=text,
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
        ).stdout
    return text


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    import django

    django.setup()
    import studio.urls  # noqa: F401 - signs the pipelines up, on which the schema depends
    from studio.discovery.table import document

    out = Path(sys.argv[1]) if len(sys.argv) > 1 else PYTHON
    out.mkdir(parents=True, exist_ok=True)
    for path, text in written(document()).items():
        (out / path.name).write_text(text)
    if len(sys.argv) == 1:
        (TYPESCRIPT / "operations.ts").write_text(table(document()))
        (TYPESCRIPT / "openapi.json").write_text(json.dumps(document()))


if __name__ == "__main__":
    main()
