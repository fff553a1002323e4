"""Django's cache in Valkey, so that what counts there (sign-in throttling) counts for all web processes at once."""

import json
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from valkey import ConnectionPool

from wire.counting import Counter


class JsonSerializer:
    """Plain data only: who can write to the store must not be able to run code here, as pickles would let them."""

    def dumps(self, value: Any) -> bytes | int:
        return value if type(value) is int else json.dumps(value).encode()  # an integer as it is, for INCR

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class ValkeyCacheClient(RedisCacheClient):
    """Django's client with the driver that the studio has anyway; its own initializer wants `redis`."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        self._lib = self._client = Counter
        self._servers = servers
        self._pools: dict[int, ConnectionPool] = {}
        self._pool_class = ConnectionPool
        self._serializer = JsonSerializer()
        self._pool_options = options


class ValkeyCache(RedisCache):
    """`LOCATION` is the server's URL; `OPTIONS` go to its connections. Raises Unavailable where it does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ValkeyCacheClient

    def clear(self) -> None:
        """Forget the cache's own keys; Django's way empties the database, in which the limits are counted too."""
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(self.make_key("*")):
            client.delete(key)
