"""A companion's answer as it comes: made in a thread, handed to an event loop, stopped when nobody listens."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import close_old_connections

from generation.companions.models import Message
from generation.companions.services.sessions import Turn, end_turn
from generation.companions.services.talker import Talker
from generation.providers.base import ChatPiece, ChatRequest
from wire.errors import StudioError

log = logging.getLogger(__name__)
_AHEAD = 64  # pieces that may wait for a slow reader
# Threads of their own: a talk waits for its reader and its model, and must not keep the server's threads from others.
_talkers = ThreadPoolExecutor(max_workers=64, thread_name_prefix="talk")


@dataclass
class Answer:
    """An answer under way. `message` is set once it was written down, whole or broken; `talker` once there is one."""

    turn: Turn
    text: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    message: Message | None = None
    talker: Talker | None = None
    stopped: threading.Event = field(default_factory=threading.Event)


async def answer_pieces(answer: Answer) -> AsyncGenerator[ChatPiece | StudioError, None]:
    """The pieces of the answer; a `StudioError` as the last one where the provider failed.

    However it ends, what was said is written down: whole, or as far as the reader stayed.
    """
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[ChatPiece | StudioError | None] = asyncio.Queue(_AHEAD)
    work = loop.run_in_executor(_talkers, _work, answer, pieces, loop)
    is_whole = False
    try:
        while (piece := await pieces.get()) is not None:
            yield piece
        is_whole = True
    finally:
        answer.stopped.set()
        if not is_whole:
            _drain(pieces)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(work)


def _work(
    answer: Answer, pieces: "asyncio.Queue[ChatPiece | StudioError | None]", loop: asyncio.AbstractEventLoop
) -> None:
    """In a thread: make the pieces and put them down one by one; write down what was said before the last word."""

    def put(piece: ChatPiece | StudioError | None) -> None:
        if not answer.stopped.is_set():
            asyncio.run_coroutine_threadsafe(pieces.put(piece), loop).result()

    try:
        _answer(answer, put)
    finally:
        close_old_connections()
        put(None)


def _answer(answer: Answer, put: "Callable[[ChatPiece | StudioError | None], None]") -> None:
    failure: StudioError | None = None
    is_whole = False
    try:
        answer.talker = Talker(answer.turn.session.organization_id)
        is_whole = _collect(answer, answer.talker.converse(answer.turn.request), put)
    except StudioError as error:
        failure = error
    except Exception:
        log.exception("A companion's answer broke off.")
        failure = StudioError()
    answer.message = end_turn(
        answer.turn.session,
        companion_id=answer.turn.persona.id,
        text="".join(answer.text),
        notes=answer.notes or _earlier(answer.turn),
        is_whole=is_whole,
        provider=answer.talker.info.provider if answer.talker else "",
        model=answer.talker.info.model if answer.talker else "",
    )
    if failure is not None:
        put(failure)


def _collect(answer: Answer, made: Iterator[ChatPiece], put: Any) -> bool:
    """Whether the whole answer was made; not if it was stopped."""
    for piece in made:
        if answer.stopped.is_set():
            return False  # a generator is closed when it is dropped, and with it what it reads from
        if piece.kind == "notes":
            answer.notes = piece.data
            continue
        if piece.kind == "text":
            answer.text.append(piece.text)
        put(piece)
    return not answer.stopped.is_set()


def _earlier(turn: Turn) -> dict[str, Any]:
    return next((one.data for one in reversed(turn.request.said) if one.speaker == "assistant" and one.data), {})


def _drain(pieces: "asyncio.Queue[Any]") -> None:
    """Let a thread that waits for room go on, so that it sees that it was stopped."""
    while not pieces.empty():
        pieces.get_nowait()


def answer_at_once(turn: Turn) -> Answer:
    """The whole answer, for a caller that cannot be told it piece by piece. Outside of any transaction."""
    answer = Answer(turn)
    _answer(answer, lambda piece: None)
    return answer


async def pieces_of(provider: Any, request: ChatRequest) -> AsyncGenerator[ChatPiece | StudioError, None]:
    """The pieces of an answer that nobody keeps; a `StudioError` as the last one where the provider failed."""
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[ChatPiece | StudioError | None] = asyncio.Queue(_AHEAD)
    stopped = threading.Event()

    def put(piece: ChatPiece | StudioError | None) -> None:
        if not stopped.is_set():
            asyncio.run_coroutine_threadsafe(pieces.put(piece), loop).result()

    def work() -> None:
        try:
            for piece in provider.converse(request):
                if stopped.is_set():
                    return
                put(piece)
        except StudioError as error:
            put(error)
        except Exception:
            log.exception("A companion's answer broke off.")
            put(StudioError())
        finally:
            close_old_connections()
            put(None)

    working = loop.run_in_executor(_talkers, work)
    try:
        while (piece := await pieces.get()) is not None:
            yield piece
    finally:
        stopped.set()
        _drain(pieces)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(working)
