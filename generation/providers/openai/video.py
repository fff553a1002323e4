"""Films from a vendor that speaks OpenAI's API: submitted, asked for now and then, fetched.

OpenAI itself stopped filming in September 2026. The protocol is spoken by other servers, of which one has to be named.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.media.child import Maker
from generation.media.plan import Rate
from generation.media.quiet import Quiet
from generation.providers.base import OPERATORS, Connection, VideoRequest, VideoResult
from generation.providers.openai.client import MAX_FILM_BYTES, client, info_of, told, translated
from generation.providers.vendors import received
from wire.errors import ProviderError, ProviderRejected, ProviderUnavailable

RATE = Rate(25)
SECONDS = (4, 8, 12)  # what the vendor films; the longest is how much one task can be
_SIZES = {"1280x720": 16 / 9, "720x1280": 9 / 16}
_GOING_ON, _DONE, _FAILED = ("queued", "in_progress"), "completed", "failed"


class OpenAiVideo:
    """One task films up to `longest_ms`. The film is cut to its shape and length, never stretched."""

    longest_ms = SECONDS[-1] * 1000

    def __init__(self, maker: Maker | Quiet, connection: Connection = OPERATORS) -> None:
        self._connection = connection
        self.info = info_of("video", connection)

    def submit(self, request: VideoRequest) -> dict[str, Any]:
        ratio, seconds = request.width / request.height, math.ceil(request.duration_ms / 1000)
        size: Any = min(_SIZES, key=lambda name: abs(math.log(_SIZES[name] / ratio)))
        lasting: Any = str(next((known for known in SECONDS if known >= seconds), SECONDS[-1]))
        prompt = f"{request.prompt}. Without {request.negative}" if request.negative else request.prompt
        with translated():
            task = client(self._connection).videos.create(
                model=self.info.model, prompt=prompt, size=size, seconds=lasting
            )
            task_id = task.id
        if not isinstance(task_id, str) or not 0 < len(task_id) <= 200:
            raise ProviderUnavailable("The provider's answer could not be read. Try again shortly.")
        return {"task": task_id}

    def is_done(self, task: Mapping[str, Any]) -> bool:
        with translated():
            found = client(self._connection).videos.retrieve(task["task"])
            status, error = found.status, found.error
        if status == _FAILED:
            raise ProviderRejected(f"The provider could not film this: {told(getattr(error, 'message', None))}")
        if status not in (*_GOING_ON, _DONE):
            raise ProviderUnavailable("The provider's answer could not be read. Try again shortly.")
        return status == _DONE

    def fetch(self, task: Mapping[str, Any], request: VideoRequest, out: Path) -> VideoResult:
        from generation.media.received import receive_film

        raw = out.with_name(f"{out.stem}.answer")
        with translated():
            videos = client(self._connection, most_bytes=MAX_FILM_BYTES).videos.with_streaming_response
            with videos.download_content(task["task"], variant="video") as answer:
                answer.stream_to_file(raw)
        frames = RATE.frames_at(request.duration_ms)
        with received():
            film = receive_film(raw, out, width=request.width, height=request.height, rate=RATE, frames=frames)
        raw.unlink()
        notes = (f"The last picture was held for {film.held} frames.",) if film.held else ()
        return VideoResult(path=out, width=request.width, height=request.height, frames=film.frames, notes=notes)

    def cancel(self, task: Mapping[str, Any]) -> None:
        """Tell the vendor that nobody wants it any more. Whether it listens makes no difference here."""
        try:
            with translated():
                client(self._connection).videos.delete(task["task"])
        except ProviderError:
            return
