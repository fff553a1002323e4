"""A patient server by itself, for `test_patience`: it pours into whoever asks, and says how that ended.

Arguments: the port, and the seconds without reading after which a reader is cut off.
"""

import asyncio
import os
import sys
from typing import Any

from twisted.internet import asyncioreactor

asyncioreactor.install(asyncio.new_event_loop())

from wire import patience, sse  # noqa: E402

CHUNK = os.urandom(64 * 1024)


def say(what: str) -> None:
    print(what, flush=True)


async def download(send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    while True:
        await send({"type": "http.response.body", "body": CHUNK, "more_body": True})


class Endless:
    is_over = False

    def take(self) -> bytes:
        return CHUNK

    def listen(self, _on_news: object) -> None: ...


async def welcome() -> bool:
    return True


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    try:
        if scope["path"] == "/download":
            await download(send)
        else:
            await sse.stream_feed(
                Endless(), send=send, receive=receive, headers=[], is_still_welcome=welcome, heartbeat_s=1.0
            )
    except BaseException as error:
        say(type(error).__name__)
        raise
    say("ended")


if __name__ == "__main__":
    port, patience.STALLED_S = int(sys.argv[1]), float(sys.argv[2])
    endpoints = [f"tcp:port={port}:interface=127.0.0.1"]
    patience.PatientServer(app, endpoints=endpoints, signal_handlers=False, ready_callable=lambda: say("ready")).run()
