"""Sign-in is throttled by address in the cache; every test starts with an unspent one."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def unspent_throttles() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
