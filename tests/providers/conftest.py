from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from generation.providers.gguf.engine import Engine, engine
from tests.providers.gguf import choose_model
from tests.providers.vendor import KEY, Vendor, a_vendor
from tests.stories.conftest import api  # noqa: F401 - a fixture


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


@pytest.fixture(scope="session")
def kept_model() -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        choose_model(patch)
        running = engine()
    yield running
    running.stop()


@pytest.fixture
def model(kept_model: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A real language model in its process, and with it a real server of OpenAI's protocol. Starts once a session."""
    choose_model(monkeypatch)
    return kept_model
