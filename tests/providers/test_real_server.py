"""The openai provider against a real server of that protocol, over HTTP: llama.cpp's, with a small model."""

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from generation.companions.catalogue import BY_ID
from generation.media.child import Maker
from generation.providers.base import ChatRequest, Connection, DraftRequest, Said
from generation.providers.gguf.engine import Engine
from generation.providers.local.adapters import LocalText
from generation.providers.openai.adapters import OpenAiText
from wire.addresses import networks
from wire.errors import ProviderError, ProviderRejected


def question(text: str = "A film about a lamp", companion: str = "editor") -> ChatRequest:
    return ChatRequest(persona=BY_ID[companion], said=(Said(speaker="user", text=text),))


def busy(connection: Connection) -> int:
    """How many answers the server is making."""
    asked = urllib.request.Request(
        connection.base_url.removesuffix("/v1") + "/slots", headers={"Authorization": f"Bearer {connection.key}"}
    )
    with urllib.request.urlopen(asked) as answer:
        return sum(slot["is_processing"] for slot in json.load(answer))


def test_its_tokens_stream_and_a_turn_is_whole(model: Engine) -> None:
    pieces = list(OpenAiText(Maker(), model.connection()).converse(question()))
    words = [piece.text for piece in pieces if piece.kind == "text"]
    assert len(words) > 20, "token by token"
    assert "".join(words).strip()
    assert {"suggestion", "notes"} <= {piece.kind for piece in pieces}


def test_two_are_answered_at_once(model: Engine) -> None:
    asked = [question("A film about a lamp"), question("Music for a storm", "sound-designer")]
    talks = [OpenAiText(Maker(), model.connection()).converse(one) for one in asked]
    firsts = [next(talk).text for talk in talks]  # both have begun before either has ended
    assert busy(model.connection()) == 2
    with ThreadPoolExecutor(2) as threads:
        rests = list(threads.map(lambda talk: "".join(piece.text for piece in talk), talks))
    assert all(first + rest for first, rest in zip(firsts, rests, strict=True))
    assert rests[0] != rests[1]


def test_a_reader_who_leaves_stops_the_model(model: Engine) -> None:
    talk = OpenAiText(Maker(), model.connection()).converse(question())
    next(talk)
    talk.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 30
    while busy(model.connection()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert busy(model.connection()) == 0


def test_a_whole_document_keeps_to_its_schema(model: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small form, so that a small model has filled it before its answer must end."""
    form: dict[str, Any] = {"title": "A lamp", "tone": "calm", "number": 4, "is_final": False}
    monkeypatch.setattr(LocalText, "draft", lambda self, request: dict(form))
    request = DraftRequest(kind="brief", overrides={"tone": "calm"})
    made = OpenAiText(Maker(), model.connection()).draft(request)
    assert set(made) == set(form)
    assert (made["tone"], made["number"], made["is_final"]) == ("calm", 4, False)
    assert made["title"].strip()


def test_a_wrong_key_is_told_without_it(model: Engine) -> None:
    wrong = replace(model.connection(), key="sk-wrong-key-1234567890")
    with pytest.raises(ProviderError, match="does not accept") as caught:
        list(OpenAiText(Maker(), wrong).converse(question()))
    assert "1234567890" not in repr(caught.value)
    assert "1234567890" not in repr(wrong)


def test_what_is_longer_than_the_model_can_hold_is_refused(model: Engine) -> None:
    with pytest.raises(ProviderRejected, match="context"):
        list(OpenAiText(Maker(), model.connection()).converse(question("a lamp " * 2500)))


def test_a_customers_address_must_be_public_unless_the_operator_opened_it(model: Engine) -> None:
    theirs = replace(model.connection(), allowed=())
    with pytest.raises(ProviderError, match="not a public address"):
        list(OpenAiText(Maker(), theirs).converse(question()))
    opened = replace(theirs, allowed=networks(["127.0.0.0/8"]))
    talk = OpenAiText(Maker(), opened).converse(question())
    assert next(talk).text
    talk.close()  # type: ignore[attr-defined]
