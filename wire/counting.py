"""Valkey, where web processes share what they count."""

from typing import Any

from valkey import Valkey
from valkey.exceptions import ConnectionError as ValkeyConnectionError
from valkey.exceptions import TimeoutError as ValkeyTimeoutError

from wire.errors import Unavailable

_RETRY_AFTER_S = 5


class Counter(Valkey):
    """A client whose silent server is an error in our own words.

    Without the count there is no limit: a studio that cannot count refuses rather than lets everything in. Who counts
    for other reasons catches it.
    """

    def execute_command(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute_command(*args, **options)
        except (ValkeyConnectionError, ValkeyTimeoutError):
            told = "The store of rate limits does not answer. Retry in a few seconds."
            raise Unavailable(told, retry_after=_RETRY_AFTER_S) from None
