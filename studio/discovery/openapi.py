"""The whole OpenAPI document: what the views say, plus raw routes, error envelopes and security schemes."""

from typing import Any

from generation.companions.api.chat import RAW_ROUTES as CHAT
from generation.companions.api.dialect import STUDIO
from generation.companions.api.streams import RAW_ROUTES as STUDIO_STREAMS
from generation.companions.door.dialect import DOOR_DIALECT
from generation.companions.door.raw import RAW_ROUTES as OPENAI_DOOR
from generation.imagery.api.dialect import EXTERNAL
from generation.stories.api.dialect import STORY
from generation.stories.api.streams import RAW_ROUTES as STORY_STREAMS
from generation.timelines.api.dialect import EDITOR
from generation.timelines.api.streams import RAW_ROUTES as EDITOR_STREAMS
from generation.webhooks.api.dialect import WEBHOOKS
from generation.workflows.api.dialect import WORKFLOWS
from generation.workflows.api.files import RAW_ROUTES as WORKFLOW_FILES
from generation.workflows.api.streams import RAW_ROUTES as WORKFLOW_STREAMS
from wire.asgi import RawRoute
from wire.openapi import SECURITY_SCHEMES, complete, error_component, error_name

RAW_ROUTES = (
    *STORY_STREAMS, *EDITOR_STREAMS, *CHAT, *STUDIO_STREAMS, *OPENAI_DOOR, *WORKFLOW_STREAMS, *WORKFLOW_FILES,
)  # fmt: skip
_LAST_EVENT_ID = {"in": "header", "name": "Last-Event-ID", "schema": {"type": "integer"}}
FAMILIES = (STORY, STUDIO, WORKFLOWS, EDITOR, EXTERNAL, WEBHOOKS, DOOR_DIALECT)


def add_shared_parts(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A post-processing hook of drf-spectacular."""
    components = result.setdefault("components", {})
    components["securitySchemes"] = SECURITY_SCHEMES
    schemas = components.setdefault("schemas", {})
    spoken = {operation["x-family"] for path in result["paths"].values() for operation in path.values()}
    for route in RAW_ROUTES:
        result["paths"].setdefault(route.path, {})[route.methods[0].lower()] = _raw_operation(route)
        spoken.add(route.dialect.family)
    for dialect in FAMILIES:
        if dialect.family in spoken:
            schemas[error_name(dialect)] = error_component(dialect)
    result["paths"] = dict(sorted(result["paths"].items()))
    components["schemas"] = dict(sorted(schemas.items()))
    plain: dict[str, Any] = _without_anything_or_null(result)
    return plain


def _without_anything_or_null(part: Any) -> Any:
    """drf-spectacular says of a field that may be anything, null too, that it is one of both: null would be two."""
    if isinstance(part, list):
        return [_without_anything_or_null(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _without_anything_or_null(one) for key, one in part.items()}
    if {} in kept.get("oneOf", ()):
        del kept["oneOf"]
    return kept


def _raw_operation(route: RawRoute) -> dict[str, Any]:
    names, is_stream = list(route.pattern.groupindex), route.answers == "text/event-stream"
    told = "Events." if is_stream else "The file."
    operation: dict[str, Any] = {
        "operationId": route.operation_id,
        "summary": route.summary,
        "tags": [route.dialect.family],
        "x-raw": True,
        "parameters": [
            *({"in": "path", "name": name, "required": True, "schema": {"type": "string"}} for name in names),
            *({"in": "query", "name": name, "required": True, "schema": {"type": "string"}} for name in route.query),
            *([] if route.body or not is_stream else [_LAST_EVENT_ID]),
        ],
        "responses": {"200": {"description": told, "content": {route.answers: {"schema": {}}}}},
    }
    if route.body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": route.body}}}
    complete(operation, route.dialect, route.scopes, method=route.methods[0])
    return operation
