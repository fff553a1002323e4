"""What other apps have done every so often is named in a setting, and turns in the worker's supervisor."""

import importlib
from datetime import datetime
from typing import Any

import pytest

from generation.jobs.loops import NAMED_LOOPS, named_loops
from tests.world import NOW

called: list[datetime] = []


def tidy(*, now: datetime) -> None:
    called.append(now)


def test_a_named_function_is_called_with_the_time(settings: Any) -> None:
    settings.STUDIO_LOOPS = {f"{__name__}.tidy": 30.0}
    (loop,) = named_loops()
    assert (loop.name, loop.every_s) == (f"{__name__}.tidy", 30.0)
    loop.run(NOW)
    assert called == [NOW]


@pytest.mark.parametrize("name", ["no_such_app.tidy", f"{__name__}.no_such_function"])
def test_what_is_not_installed_is_left_out(name: str, settings: Any) -> None:
    settings.STUDIO_LOOPS = {name: 30.0}
    assert named_loops() == []


@pytest.mark.parametrize("name", NAMED_LOOPS)
def test_every_loop_of_the_studio_exists_and_does_its_work(name: str, db: None) -> None:
    module, _, function = name.rpartition(".")
    getattr(importlib.import_module(module), function)(now=NOW)
