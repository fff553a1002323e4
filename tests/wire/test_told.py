"""What an exception is called and says is for the log; whoever asked is told a sentence of ours."""

import ast
from pathlib import Path

import pytest

from wire import errors

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("accounts", "billing", "generation", "studio", "wire")
_TOLD = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"Http404", "refused", "refusal"}
_OWN_WORDS = {"message", "messages", "details", "status_code", "strerror", "verify_message", "code"}


def leaks(source: str) -> list[int]:
    """Lines at which what a user is told is built from a caught exception: the exception itself, its repr or type."""
    found = []
    for handler in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler) and node.name):
        for call in (node for node in ast.walk(handler) if isinstance(node, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if name in _TOLD and any(_names(part, handler.name or "") for part in [*call.args, *call.keywords]):
                found.append(call.lineno)
    return sorted(set(found))


def _names(part: ast.AST, caught: str) -> bool:
    allowed = {
        node.value
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _OWN_WORDS
    }
    asked = {
        argument
        for node in ast.walk(part)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("_")
        for argument in node.args
    }  # a function of the module's own picks its words
    return any(
        isinstance(node, ast.Name) and node.id == caught and node not in allowed | asked for node in ast.walk(part)
    )


@pytest.mark.parametrize(
    ("told", "is_leak"),
    [
        ("GenerationFailed(f'It failed: {error}')", True),
        ("GenerationFailed(f'It failed: {error!r}')", True),
        ("ProviderError(str(error))", True),
        ("ProviderError(type(error).__name__)", True),
        ("Unavailable('No room.', cause=str(error))", True),
        ("Unavailable(f'The disk is full ({error.strerror}).')", False),
        ("GenerationFailed('It failed. Try again.')", False),
    ],
)
def test_a_leak_is_found(told: str, is_leak: bool) -> None:
    source = f"try:\n    work()\nexcept OSError as error:\n    raise {told} from error\n"
    assert leaks(source) == ([4] if is_leak else [])


def test_no_error_for_users_is_built_from_an_exceptions_name_or_text() -> None:
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "migrations" not in path.parts]
    assert len(files) > 300
    assert not [f"{path.relative_to(ROOT)}:{line}" for path in files for line in leaks(path.read_text())]
