"""Every operation of the API by its name, for what no command of its own exists."""

import inspect
import json
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer

from studio_sdk.agents import bridge
from studio_sdk.cli.session import session
from studio_sdk.transport import Download, Event

_FAMILIES = ("story", "studio", "workflows", "editor", "external", "webhooks")


def register(app: typer.Typer) -> None:
    app.command()(mcp)
    app.command()(operations)
    app.command()(call)


def operations(word: Annotated[str, typer.Argument(help="Only those with this word.")] = "") -> None:
    """List every operation of the API."""
    rows = [
        {"name": name, "family": family, "what": (inspect.getdoc(method) or "").split("\n")[0]}
        for family in _FAMILIES
        for name, method in _methods(family).items()
    ]
    session.list([row for row in rows if word.lower() in json.dumps(row).lower()], ("name", "family", "what"))


def call(
    operation: Annotated[str, typer.Argument(help="As list_projects; see: studio operations")],
    fields: Annotated[
        list[str] | None, typer.Argument(help="name=value; a value that is JSON is read as such.")
    ] = None,
) -> None:
    """Call any operation: studio call split_segment segment_id=seg_… split_ts=2.5"""
    named = dict(_field(one) for one in fields or ())
    answer: Any = _method(operation)(**named)
    if isinstance(answer, Download):
        return session.show({"file": str(answer.save(f"{operation}.bin"))})
    if isinstance(answer, Iterator):
        for event in answer:
            print(json.dumps(_told(event), ensure_ascii=False), flush=True)
        return None
    return session.show(answer)


def mcp() -> None:
    """Speak the Model Context Protocol over standard input and output, for agents that start a program."""
    bridge(session.client.transport, sys.stdin, sys.stdout)


def _methods(family: str) -> dict[str, Callable[..., Any]]:
    from studio_sdk import families

    kind = getattr(families, family.capitalize())
    generated = next(base for base in kind.__mro__ if base.__name__.endswith("Operations"))
    return {name: method for name, method in vars(generated).items() if not name.startswith("_")}


def _method(operation: str) -> Callable[..., Any]:
    name = operation if "_" in operation or operation.islower() else _snake(operation)
    for family in _FAMILIES:
        if name in _methods(family):
            method: Callable[..., Any] = getattr(getattr(session.client, family), name)
            return method
    raise typer.BadParameter(f"There is no operation {operation!r}. See: studio operations")


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _field(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"{text!r} has to be name=value.")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _told(event: Event) -> dict[str, Any]:
    return {"event": event.name, "id": event.id, "data": event.json}
