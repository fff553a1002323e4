"""What other apps have done every so often is named in a setting, and turns in the worker's supervisor."""

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.assets.storage import store
from generation.jobs import loops
from generation.jobs.loops import NAMED_LOOPS, Loop, named_loops
from tests.assets.buckets import file_storage
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
@pytest.mark.django_db
def test_every_loop_of_the_studio_exists_and_looks_for_its_work(name: str, settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {"blobs": file_storage(tmp_path / "blobs")}
    settings.STUDIO_LOOPS = {name: NAMED_LOOPS[name]}
    (loop,) = named_loops()
    file = tmp_path / "stray"
    file.write_bytes(b"A file without a row: its loop looks for files first.")
    store().overwrite(f"org_b/{'0' * 2}/{'0' * 64}", file)
    with CaptureQueriesContext(connection) as asked:
        loop.run(timezone.now() + timedelta(days=2))
    assert any(query["sql"].startswith(("SELECT", "DELETE")) for query in asked)


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
