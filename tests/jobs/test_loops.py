"""What other apps have done every so often is named in a setting, and turns in the worker's supervisor."""

import importlib
import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from generation.jobs import loops
from generation.jobs.loops import NAMED_LOOPS, Loop, named_loops
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_between_its_turns_a_loop_holds_no_connection(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A pool has fewer connections than the supervisor may have loops; those that sleep would starve the sweeper."""
    settings.STUDIO_LOOPS = {}
    stop, held = threading.Event(), []

    def turn(_: datetime) -> None:
        held.append(connection.connection is not None)
        connection.ensure_connection()
        if len(held) == 2:
            stop.set()
            raise RuntimeError("A loop that fails holds none either.")

    monkeypatch.setattr(loops, "_loops", {"turn": Loop("turn", 0.01, turn)})
    (thread,) = loops.start_loops(stop)
    thread.join(30)
    assert held == [False, False]
