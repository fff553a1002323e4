"""OpenAPI 3.1 from the views: operation ids, scopes, error answers in each family's form, raw routes declared."""

import inspect
from typing import Any

from drf_spectacular.openapi import AutoSchema

from wire.dialect import Dialect, Reply

_JSON = "application/json"
SECURITY_SCHEMES = {
    "bearerKey": {"type": "http", "scheme": "bearer", "description": "An API key: `Authorization: Bearer sh_…`"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A signed-in browser."},
}
# Core errors that operations can answer with beside their own: any; those with a key; those that name something; those
# that take a body, and so may begin work. Each family says which status that is. 405 is the answer to other methods.
_ALWAYS = ("rate_limited", "internal_error", "unavailable", "validation_failed")
_WITH_KEY = ("authentication_required", "insufficient_scope")
_OF_SOMETHING = ("not_found", "artifact_not_ready", "job_state_invalid")
_OF_WORK = (
    "idempotency_conflict", "payload_too_large", "unsupported_media_type", "insufficient_credits", "plan_state_invalid",
    "source_fetch_failed", "provider_error", "provider_unavailable", "provider_rejected", "generation_failed",
)  # fmt: skip


class OperationSchema(AutoSchema):
    """Names the tag by the view's family and writes down the scopes of which an operation needs one."""

    def get_tags(self) -> list[str]:
        return [self.view.dialect.family] if hasattr(self.view, "dialect") else ["studio"]

    def get_description(self) -> str:  # type: ignore[override] # drf-spectacular takes no arguments, its base does
        """What the handler says, or else the view's own class: a base class speaks to its subclasses."""
        handler = getattr(self.view, self.method.lower(), None)
        return inspect.getdoc(handler) or inspect.cleandoc(type(self.view).__dict__.get("__doc__") or "")

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is not None and hasattr(self.view, "dialect"):
            scopes = getattr(self.view, "scopes", {}).get(self.method, ())
            handler = getattr(self.view, self.method.lower(), None)
            if use := getattr(handler, "idempotency", None):
                operation.setdefault("parameters", []).append(_idempotency_key(is_required=use == "required"))
            complete(operation, self.view.dialect, scopes, method=self.method)
            for other in getattr(self.view, "also_speaks", ()):
                _add_refusals(operation, other, scopes, method=self.method)
        return operation


def _idempotency_key(*, is_required: bool) -> dict[str, Any]:
    return {
        "in": "header",
        "name": "Idempotency-Key",
        "required": is_required,
        "description": "A UUID of your own: a retry with the same key and body gets the first answer again.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    }


def complete(operation: dict[str, Any], dialect: Dialect, scopes: tuple[str, ...], *, method: str) -> None:
    """Add to an operation what follows from its family: security, scopes and the error answers."""
    operation["x-scopes"] = list(scopes)
    operation["x-family"] = dialect.family
    operation["security"] = [{"bearerKey": []}, {"session": []}] if scopes else []
    _add_refusals(operation, dialect, scopes, method=method)


def _add_refusals(operation: dict[str, Any], dialect: Dialect, scopes: tuple[str, ...], *, method: str) -> None:
    codes = [*_ALWAYS, *(_WITH_KEY if scopes else ())]
    if method != "GET" or operation.get("parameters"):
        codes += _OF_SOMETHING
    if method in ("POST", "PUT", "PATCH"):
        codes += _OF_WORK
    expected = {str(dialect.codes[code][0]) for code in codes}
    content = {_JSON: {"schema": {"$ref": f"#/components/schemas/{error_name(dialect)}"}}}
    for status in sorted(expected):
        operation["responses"].setdefault(status, {"description": "Refused; see the code.", "content": content})


def error_name(dialect: Dialect) -> str:
    return f"{dialect.family.capitalize()}Error"


def error_component(dialect: Dialect) -> dict[str, Any]:
    """The schema of a family's error envelope, read off a sample."""
    sample = dialect.envelope(Reply(400, "code", "message", {"field": "name"}, "id"))
    component = _schema_of(sample, dialect.envelope(Reply(400, "code", "message", {}, "id")))
    codes = sorted({code for _, code in dialect.codes.values()})
    for holder in (component, component["properties"].get("error", {})):
        if "code" in holder.get("properties", {}):
            holder["properties"]["code"] = {"type": "string", "enum": codes}
            holder["required"] = [name for name in holder["required"] if name != "details"]
    return component


def _schema_of(value: Any, bare: Any) -> dict[str, Any]:
    """The schema of a sample; `bare` is what stands there when there is nothing to tell, which may be null."""
    if isinstance(value, dict):
        if "field" in value:
            return {"type": "object", "additionalProperties": True}
        told = bare if isinstance(bare, dict) else {}
        properties = {name: _schema_of(item, told.get(name, item)) for name, item in value.items()}
        return {"type": "object", "properties": properties, "required": list(properties)}
    kind = "boolean" if isinstance(value, bool) else "string"
    return {"type": [kind, "null"] if bare is None else kind}
