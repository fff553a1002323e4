"""Talks and documents by a local model. It speaks the openai protocol, so that adapter does the talking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import (
    OPERATORS,
    ChatPiece,
    ChatRequest,
    Connection,
    DraftRequest,
    Provider,
    ProviderInfo,
    Said,
)
from generation.providers.gguf.engine import Engine, engine
from generation.providers.openai.client import client
from generation.providers.openai.text import OpenAiText
from wire.errors import ProviderUnavailable

_CHARS_A_TOKEN = 3  # cautious: English has some four
_PERSONA_TOKENS = 600


class GgufText:
    """As any vendor of that protocol, but for the process behind it and for how much it can hold."""

    def __init__(self, maker: Maker | Quiet, connection: Connection = OPERATORS) -> None:
        self._maker = maker
        self._engine: Engine = engine()
        # Nothing outside of this host knows of a call, so an interrupted one may be made again.
        self.info = ProviderInfo("gguf", Path(self._engine.path).stem[:120], ("idempotent",))

    def converse(self, request: ChatRequest) -> Iterator[ChatPiece]:
        with self._told_apart():
            yield from self._speaker().converse(fitted(request, self._engine.context))

    def draft(self, request: DraftRequest) -> dict[str, Any]:
        with self._told_apart():
            return self._speaker().draft(request)

    def _speaker(self) -> OpenAiText:
        return _Patient(self._maker, self._engine.connection())

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        """A model that did not answer is looked at: gone, hung, or only slow."""
        try:
            yield
        except ProviderUnavailable as error:
            if why := self._engine.how_it_ended():
                raise ProviderUnavailable(f"The local model {why}. It starts again with the next question.") from None
            self._engine.end_if_hung()
            raise error from None


class _Patient(OpenAiText):
    """A whole document takes this host minutes: token by token, it is seen to come."""

    def _whole(self, **asked: Any) -> str:
        stream = client(self._connection).chat.completions.create(model=self.info.model, stream=True, **asked)
        return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)


def fitted(request: ChatRequest, context_tokens: int) -> ChatRequest:
    """The conversation as the model can hold it: half of the context is for the answer, the newest words come first,
    and the sources share what is left."""
    room = (context_tokens // 2 - _PERSONA_TOKENS) * _CHARS_A_TOKEN
    said: list[Said] = []
    for one in reversed(request.said):
        if said and room < len(one.text):
            break
        said.insert(0, one if len(one.text) <= room else replace(one, text=one.text[-max(room, 200) :]))
        room -= len(one.text)
    each = max(0, room) // max(1, len(request.sources))
    sources = tuple(replace(source, text=source.text[:each]) for source in request.sources if each > 200)
    return replace(request, said=tuple(said), sources=sources)


GGUF = Provider(title="A language model on this host", adapters={"text": GgufText})
