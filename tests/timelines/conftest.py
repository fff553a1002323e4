from collections.abc import Iterator

import pytest

from generation.timelines import rendering
from tests.timelines.world import Editing, editing


@pytest.fixture(scope="session", autouse=True)
def no_makers_left() -> Iterator[None]:
    yield
    rendering.close()


@pytest.fixture
def work(db: None) -> Editing:
    return editing()
