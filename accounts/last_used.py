"""When keys were last used, written behind the requests instead of inside them."""

import logging
import os
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Q

from accounts.models import ApiKey

logger = logging.getLogger(__name__)

GRAIN = timedelta(minutes=1)


class LastUsed:
    """Collects uses in memory; a daemon thread writes them a few seconds later, each key at most once a minute.

    A crash loses the uses of the last seconds, never a request. `STUDIO_LAST_USED_FLUSH_S` is the thread's delay in
    seconds; None starts no thread and leaves the writing to whoever calls `flush()`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: dict[str, datetime] = {}
        self._noted: dict[str, datetime] = {}
        self._owner_pid = 0
        self._stopping = threading.Event()

    def note(self, key_id: str, at: datetime) -> None:
        """Remember a use; touches no database."""
        with self._lock:
            previous = self._noted.get(key_id)
            if previous is not None and timedelta(0) <= at - previous < GRAIN:
                return
            self._noted[key_id] = at
            self._pending[key_id] = at
            # A fork inherits the buffer and not the thread: the process that notes starts its own.
            if self._owner_pid == os.getpid():
                return
            delay_s = getattr(settings, "STUDIO_LAST_USED_FLUSH_S", 5.0)
            if delay_s is None:
                return
            self._owner_pid = os.getpid()
        threading.Thread(target=self._write_forever, args=(delay_s,), name="key-last-used", daemon=True).start()

    def flush(self) -> int:
        """Write what was noted, newest time wins; returns the number of keys. Raises DatabaseError and keeps them."""
        with self._lock:
            pending, self._pending = self._pending, {}
            newest = max(self._noted.values(), default=None)
            if newest is not None:
                self._noted = {key: at for key, at in self._noted.items() if newest - at < GRAIN}
        if not pending:
            return 0
        try:
            with transaction.atomic():
                for key_id, at in sorted(pending.items()):
                    unseen = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at)
                    ApiKey.objects.filter(unseen, pk=key_id).update(last_used_at=at)
        except DatabaseError:
            with self._lock:
                self._pending = {**pending, **self._pending}
            raise
        return len(pending)

    def stop(self) -> None:
        """End the thread for good; what it has not written is written by the next `flush()`."""
        self._stopping.set()

    def _write_forever(self, delay_s: float) -> None:
        while not self._stopping.wait(delay_s):
            try:
                close_old_connections()
                self.flush()
            except DatabaseError:
                logger.warning("Key use times could not be written; they are kept for the next round.", exc_info=True)
            finally:
                connection.close()


last_used = LastUsed()
