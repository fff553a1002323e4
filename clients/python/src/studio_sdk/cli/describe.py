"""The command line as data, for the documentation: `python -m studio_sdk.cli.describe`."""

import json
from typing import Any

import typer

from studio_sdk.cli import app

EXIT_CODES = {"0": "done", "1": "failed", "2": "safe to retry as it is"}


def described() -> dict[str, Any]:
    """Every command with its arguments and options."""
    root = typer.main.get_command(app)
    return {
        "program": "studio",
        "help": root.help,
        "exitCodes": EXIT_CODES,
        "commands": list(_commands(root, "studio")),
    }


def _commands(group: Any, prefix: str) -> Any:
    for name, command in group.commands.items():
        path = f"{prefix} {name}"
        if hasattr(command, "commands"):
            yield from _commands(command, path)
        else:
            yield {"command": path, "help": command.help, "parameters": [_parameter(one) for one in command.params]}


def _parameter(parameter: Any) -> dict[str, Any]:
    is_option = parameter.param_type_name == "option"
    return {
        "name": max(parameter.opts, key=len) if is_option else parameter.name,
        "kind": parameter.param_type_name,
        "type": parameter.type_descriptor.annotation.__name__,
        "required": parameter.required,
        "help": getattr(parameter, "help", None) or "",
    }


if __name__ == "__main__":
    print(json.dumps(described(), indent=2, ensure_ascii=False))
