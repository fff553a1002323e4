"""What OpenAPI calls the operation that a view answers."""

from typing import Any

_ids: dict[tuple[type, str], str] = {}


def operation_id(view: Any, method: str) -> str:
    """The operation's id, such as `createStoryProject`; empty where none is written down. Looked up once a process."""
    key = type(view), method
    if key not in _ids:
        handler = getattr(view, "get" if method == "HEAD" else method.lower(), None)
        schema_class = getattr(handler, "kwargs", {}).get("schema")
        _ids[key] = _id_of(schema_class, view, method) if schema_class else ""
    return _ids[key]


def _id_of(schema_class: Any, view: Any, method: str) -> str:
    schema = schema_class()
    schema.view, schema.method, schema.path = view, method, ""
    try:
        return str(schema.get_operation_id())
    except (AttributeError, TypeError):  # no id of its own: drf-spectacular would make one from the path
        return ""
