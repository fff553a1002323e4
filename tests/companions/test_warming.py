"""The first talk after the start: what it would wait for has been done, and nothing of that is left behind."""

import re
from typing import Any

import pytest

from generation.companions.catalogue import BY_ID
from generation.companions.models import Message, Session
from generation.companions.services import warming
from generation.providers.base import ChatRequest, Said
from generation.providers.local.companion.converse import converse
from tests.api import Api


def compiled_by_a_first_turn(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many patterns are compiled before the first piece of text."""
    made: list[Any] = []
    compile_ = re._compiler.compile  # type: ignore[attr-defined]
    with monkeypatch.context() as patched:
        patched.setattr(re._compiler, "compile", lambda *given: made.append(given) or compile_(*given))  # type: ignore[attr-defined]
        brief = Said(speaker="user", text="We launch Nimbus, a folding bicycle for commuters. 30 seconds, playful.")
        next(p for p in converse(ChatRequest(persona=BY_ID["editor"], said=(brief,))) if p.kind == "text")
    return len(made)


def test_the_first_turn_finds_its_patterns_compiled(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    re.purge()
    cold = compiled_by_a_first_turn(monkeypatch)
    re.purge()
    warming.warm_up()
    assert cold > 50
    assert compiled_by_a_first_turn(monkeypatch) < cold / 5


def test_nothing_is_written(api: Api) -> None:
    warming.warm_up()
    assert not Session.objects.exists()
    assert not Message.objects.exists()
