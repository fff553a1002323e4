"""When keys were last used, and hashes under a newer pepper: written behind the requests instead of inside them."""

from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q

from accounts.models import ApiKey
from accounts.write_behind import WriteBehind

GRAIN = timedelta(minutes=1)


class LastUsed(WriteBehind):
    """Collects uses in memory; each key is written at most once a minute."""

    thread_name = "key-last-used"

    def __init__(self) -> None:
        super().__init__()
        self._pending: dict[str, datetime] = {}
        self._noted: dict[str, datetime] = {}

    def note(self, key_id: str, at: datetime) -> None:
        """Remember a use; touches no database."""
        with self._lock:
            previous = self._noted.get(key_id)
            if previous is not None and timedelta(0) <= at - previous < GRAIN:
                return
            self._noted[key_id] = at
            self._pending[key_id] = at
        self._ensure_thread()

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


class Rehashes(WriteBehind):
    """Keys whose secret was seen under an older pepper, with its hash under the newest."""

    thread_name = "key-rehash"

    def __init__(self) -> None:
        super().__init__()
        self._pending: dict[str, tuple[int, str]] = {}

    def note(self, key_id: str, pepper_version: int, secret_hash: str) -> None:
        with self._lock:
            self._pending[key_id] = (pepper_version, secret_hash)
        self._ensure_thread()

    def flush(self) -> int:
        """Write the newer hashes; returns the number of keys. Raises DatabaseError and keeps them."""
        with self._lock:
            pending, self._pending = self._pending, {}
        if not pending:
            return 0
        try:
            with transaction.atomic():
                for key_id, (version, secret_hash) in sorted(pending.items()):
                    older = ApiKey.objects.filter(pk=key_id, pepper_version__lt=version)
                    older.update(pepper_version=version, secret_hash=secret_hash)
        except DatabaseError:
            with self._lock:
                self._pending = {**pending, **self._pending}
            raise
        return len(pending)


last_used = LastUsed()
rehashes = Rehashes()
