from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from tests.providers.vendor import KEY, Vendor, a_vendor


class Here:
    """A maker that works in this process."""

    def call(self, target: str, *args: Any, **options: Any) -> Any:
        options.pop("timeout_s", None)
        module, _, name = target.partition(":")
        return getattr(import_module(module), name)(*args, **options)


@pytest.fixture
def here() -> Any:
    return Here()


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendor]:
    """One that runs, and that the environment names."""
    with a_vendor() as running:
        monkeypatch.setenv("STUDIO_OPENAI_BASE_URL", running.url)
        monkeypatch.setenv("STUDIO_OPENAI_API_KEY", KEY)
        yield running
