"""Which operations agents get as tools, and how arguments become a request. Read off the operation table: no tool can
ask for what its operation does not take.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from studio.discovery.table import Operation, document, operations

# By the way in which they are used. An agent chooses better among tens of tools than among all operations; the rest are
# reached by HTTP.
_CHOSEN = {
    "story": (
        "getCapabilities getCredits createProject listProjects getProject createSource getSource listSources "
        "createPlan getPlan approvePlan rejectPlan createJob getJob explainJob cancelJob resumeJob getJobReceipt "
        "listJobArtifacts getArtifact getArtifactScript refineArtifact listRevisions restoreRevision finalizeArtifact "
        "listVoices recastVoice"
    ),
    "studio": "generateImage generateVideo getStudioJob createExport",
    "editor": (
        "createEditorProject getEditorProject splitSegment trimSegment deleteSegment reorderSegments undoEdit redoEdit "
        "gradeSegment previewFrame generateVariants getEditorJob scoreVariant acceptVariant getExport"
    ),
    "workflows": (
        "createWorkflow getWorkflow listWorkflows getWorkflowDirection resumeWorkflow cancelWorkflow createBatch "
        "getBatchStatus getUserBrand setUserBrand addKnowledgeUrl searchKnowledge getUserStats"
    ),
}
# What ends or takes away something that somebody may want back.
_DESTRUCTIVE = frozenset(["rejectPlan", "cancelJob", "deleteSegment", "cancelWorkflow"])
_KEY = "idempotency_key"
_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class Tool:
    """A tool as it is listed. `path`, `query` and `body` name the arguments that go there."""

    name: str
    title: str
    description: str
    schema: dict[str, Any]
    operation: Operation
    path: tuple[str, ...]
    query: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def is_read_only(self) -> bool:
        return self.operation.method == "GET"

    @property
    def is_destructive(self) -> bool:
        return self.operation.id in _DESTRUCTIVE


@dataclass(frozen=True)
class Call:
    """The request that a tool's arguments make. `idempotency_key` is "" where the operation takes none."""

    method: str
    path: str
    query: dict[str, Any]
    body: dict[str, Any] | None
    idempotency_key: str


@cache
def tools() -> dict[str, Tool]:
    """Every tool by its name."""
    chosen = [name for names in _CHOSEN.values() for name in names.split()]
    by_id = {operation.id: operation for operation in operations()}
    found = [_tool(by_id[name]) for name in chosen]
    return {tool.name: tool for tool in found}


def call_of(tool: Tool, arguments: Mapping[str, Any], *, fallback_key: str) -> Call:
    """The request. `fallback_key` is the Idempotency-Key where the agent gave none of its own."""
    path = re.sub(r"\{(\w+)\}", lambda found: quote(str(arguments.get(found[1], "")), safe=""), tool.operation.path)
    takes_key = tool.operation.idempotency != "none"
    return Call(
        method=tool.operation.method,
        path=path,
        query={name: _plain(arguments[name]) for name in tool.query if arguments.get(name) is not None},
        body={name: arguments[name] for name in tool.body if name in arguments} if tool.operation.body_type else None,
        idempotency_key=str(arguments.get(_KEY) or fallback_key) if takes_key else "",
    )


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tool(operation: Operation) -> Tool:
    told = document()["paths"][operation.path][operation.method.lower()]
    parameters = {p["name"]: p for p in told.get("parameters", ()) if p["in"] in ("path", "query")}
    body, required = _body(told)
    properties = {name: _described(parameter) for name, parameter in parameters.items()} | body
    needed = [name for name, parameter in parameters.items() if parameter.get("required")] + list(required)
    if operation.idempotency != "none":
        properties[_KEY] = {"type": "string", "description": "Give the same one when you call again: it is done once."}
    schema: dict[str, Any] = {"type": "object", "properties": properties, "required": needed}
    if definitions := _definitions(properties):
        schema["$defs"] = definitions
    return Tool(
        name=_snake(operation.id),
        title=operation.summary,
        description=_description(operation),
        schema=_portable(json.loads(json.dumps(schema).replace(_REFERENCE, "#/$defs/"))),
        operation=operation,
        path=tuple(name for name, parameter in parameters.items() if parameter["in"] == "path"),
        query=tuple(name for name, parameter in parameters.items() if parameter["in"] == "query"),
        body=tuple(body),
    )


def _body(told: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A body's fields with their schemas, and which are required; of several forms, all fields and none required."""
    content = told.get("requestBody", {}).get("content", {})
    schema = _resolved(next((told["schema"] for told in content.values()), {}))
    if "oneOf" in schema:
        forms = [_resolved(form) for form in schema["oneOf"]]
        return {name: inner for form in forms for name, inner in form.get("properties", {}).items()}, ()
    return dict(schema.get("properties", {})), tuple(schema.get("required", ()))


def _described(parameter: dict[str, Any]) -> dict[str, Any]:
    told = {"description": parameter["description"]} if parameter.get("description") else {}
    return {**parameter.get("schema", {}), **told}


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].removeprefix(_REFERENCE)]
    return found


def _definitions(properties: dict[str, Any]) -> dict[str, Any]:
    """The components that are named in it, and those that are named in them."""
    found: dict[str, Any] = {}
    waiting = list(_references(properties))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = document()["components"]["schemas"][name]
            waiting += _references(found[name])
    return found


def _portable(schema: Any) -> Any:
    """The same schema with one `type` a branch: some models' function declarations know no list of types."""
    if isinstance(schema, list):
        return [_portable(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _portable(inner) for name, inner in schema.items() if (name, inner) != ("additionalProperties", {})}
    if not isinstance(told.get("type"), list):
        return told
    said = {name: told.pop(name) for name in ("title", "description", "default", "examples") if name in told}
    return {**said, "anyOf": [{"type": "null"} if kind == "null" else _of_type(told, kind) for kind in told["type"]]}


def _of_type(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    """A branch of a schema of several types."""
    branch = {**schema, "type": kind}
    if "enum" in branch:
        branch["enum"] = [value for value in branch["enum"] if value is not None]
    return branch


def _references(value: Any) -> Iterator[str]:
    for found in re.finditer(rf'"{_REFERENCE}(\w+)"', json.dumps(value)):
        yield found[1]


def _description(operation: Operation) -> str:
    parts = [f"{operation.summary}.", operation.description]
    if operation.has_dry_run:
        parts.append("With dry_run it says what it would cost and does nothing; ask so before you spend credits.")
    return " ".join(part for part in parts if part)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def listed() -> list[dict[str, Any]]:
    """The tools as data, for the documentation."""
    return [
        {
            "name": tool.name,
            "title": tool.title,
            "description": tool.description,
            "inputSchema": tool.schema,
            "scopes": list(tool.operation.scopes),
            "readOnly": tool.is_read_only,
            "destructive": tool.is_destructive,
        }
        for tool in tools().values()
    ]
