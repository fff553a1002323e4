"""What tells a tail that there may be news: SQLite's own counter, a published word, or the clock."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from valkey import Valkey
from valkey.asyncio import Valkey as AsyncValkey
from valkey.exceptions import ValkeyError

log = logging.getLogger(__name__)

CHANNEL = "studio:job-news"  # each message is the id of a job whose log has grown
LOOK_EVERY_S = 0.02  # at SQLite's data_version, which costs microseconds
POLL_EVERY_S = 0.25  # a query, where nothing cheaper tells of a change
CALM_POLL_EVERY_S = 1.0  # the same beside a listener: a writer may have lost its way to Valkey, and a word is no log
RETRY_S = 2.0
ASK_AFTER_S = 5.0


class ChangeWatch:
    """Tells whether any watched job may have news; lives in the tail's thread.

    SQLite's `PRAGMA data_version` moves when any other connection commits, so a look every few milliseconds is exact.
    Elsewhere only the clock tells: time for a query. Beside a listener (`is_calm`) that is a safety net.
    """

    def __init__(self) -> None:
        self.is_calm = False
        self._sqlite = _beside_sqlite()
        self._seen = None
        self._polled_at = 0.0

    @property
    def is_exact(self) -> bool:
        return self._sqlite is not None

    @property
    def every_s(self) -> float:
        if self.is_exact:
            return LOOK_EVERY_S
        return CALM_POLL_EVERY_S if self.is_calm else POLL_EVERY_S

    def has_changed(self) -> bool:
        if self._sqlite is not None:
            (version,) = self._sqlite.execute("PRAGMA data_version").fetchone()
            changed, self._seen = version != self._seen, version
            return changed
        if time.monotonic() - self._polled_at < 0.9 * self.every_s:  # a timer may ring a little early
            return False
        self._polled_at = time.monotonic()
        return True

    def close(self) -> None:
        if self._sqlite is not None:
            self._sqlite.close()
        connection.close()


def _beside_sqlite() -> sqlite3.Connection | None:
    """A connection that sees every other one's commits, where the database is an SQLite file."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or "memory" in name:
        return None
    return sqlite3.connect(name, isolation_level=None)


class Publisher:
    """Says which job has news. Never an error and hardly a delay: whoever does not hear it looks a second later."""

    def __init__(self, url: str) -> None:
        self._client = Valkey.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._silent_until = 0.0

    def publish(self, job_id: str) -> None:
        if time.monotonic() < self._silent_until:
            return
        try:
            self._client.publish(CHANNEL, job_id)
        except (ValkeyError, OSError) as error:
            self._silent_until = time.monotonic() + RETRY_S
            log.warning("Valkey took no word of a job's news (%s); readers find it by polling.", error)


_publishers: dict[str, Publisher] = {}


def announce(job_id: str) -> None:
    """Once this transaction has committed, wake the tails that follow the job."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _publisher(settings.REDIS_URL).publish(job_id), robust=True)


def _publisher(url: str) -> Publisher:
    if url not in _publishers:
        _publishers[url] = Publisher(url)
    return _publishers[url]


class Listener:
    """Hears what other processes publish, and says by `is_listening` whether it can be relied on just now."""

    def __init__(self, url: str, heard: Callable[[str], None]) -> None:
        self._url, self._heard = url, heard
        self.is_listening = False

    async def run(self) -> None:
        """Listen until canceled; a store that is away is asked again every `RETRY_S`."""
        while True:
            try:
                await self._listen()
            except (ValkeyError, OSError) as error:
                if self.is_listening:
                    log.warning("Valkey is gone (%s); the tail polls until it is back.", error)
            finally:
                self.is_listening = False
            await asyncio.sleep(RETRY_S)

    async def _listen(self) -> None:
        async with AsyncValkey.from_url(self._url, socket_connect_timeout=2) as client:
            pubsub = client.pubsub()
            try:
                await pubsub.subscribe(CHANNEL)
                self.is_listening = True
                await self._hear(pubsub)
            finally:
                with suppress(ValkeyError, OSError):
                    await pubsub.aclose()

    async def _hear(self, pubsub: Any) -> None:
        """Pass on what is said. A connection that died without a word must not pass for a quiet one: it is asked."""
        was_asked = False
        while True:
            message = await pubsub.get_message(timeout=ASK_AFTER_S)
            if message is None and was_asked:
                raise ConnectionError("it does not answer")
            if message is None:
                await pubsub.ping()
            elif message["type"] == "message":
                self._heard(message["data"].decode())
            was_asked = message is None
