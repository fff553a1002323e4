"""Whether the database is there. While it is not, every request is told so at once instead of waiting for it.

A pool's clients wait half a minute for a connection, and it looks ever more rarely for a server that went away. So
the first error makes us look ourselves; where nobody answers, the pool is closed, which ends all waiting, and a thread
looks twice a second until the server is back. Requests that were let in before may still come and open a pool anew:
it is closed with every look. The next request after them opens the one that stays.
"""

import logging
import threading
import time

from django.db import InterfaceError, OperationalError, connection, connections

from wire.errors import Unavailable

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5
ANSWER_WITHIN_S = 1
DATABASE_ERRORS = (OperationalError, InterfaceError)


class Watch:
    """One per process. `is_away` is a flag: asking costs nothing."""

    def __init__(self) -> None:
        self._away = threading.Event()
        self._lock = threading.Lock()

    @property
    def is_away(self) -> bool:
        return self._away.is_set()

    def note_error(self) -> None:
        """Called where a statement failed for want of the database: look whether it is there at all."""
        if connection.vendor != "postgresql":
            return
        with self._lock:
            if self.is_away or _answers():
                return
            self._away.set()
            log.error("The database does not answer; requests are refused until it does.")
            threading.Thread(target=self._wait_for_it, name="database-watch", daemon=True).start()

    def _wait_for_it(self) -> None:
        _close_pool()
        while not _answers():
            time.sleep(LOOK_EVERY_S)
            _close_pool()
        log.error("The database answers again.")
        self._away.clear()


watch = Watch()


def as_unavailable(error: BaseException) -> Unavailable | None:
    """The error in our own words if a database that cannot be used is the cause."""
    if not isinstance(error, DATABASE_ERRORS):
        return None
    log.warning("the database could not be used: %s", error)
    watch.note_error()
    return away()


def away() -> Unavailable:
    return Unavailable("The database cannot be used right now. Retry in a few seconds.", retry_after=2)


def _answers() -> bool:
    """Ask by a connection of our own: the pool's may be broken, or all taken."""
    default = connections["default"]
    try:
        parameters = default.get_connection_params() | {"connect_timeout": ANSWER_WITHIN_S}
        default.Database.connect(**parameters).close()  # type: ignore[attr-defined]
    except default.Database.Error:  # type: ignore[attr-defined]
        return False
    return True


def _close_pool() -> None:
    """This process's pool, of which every thread's connection wrapper has the same."""
    default = connections["default"]
    pools = getattr(default, "_connection_pools", {})  # to ask for `default.pool` would open one
    if pool := pools.pop(default.alias, None):
        pool.close(timeout=0)  # its waiters are told only once its threads have ended, or need not be waited for
