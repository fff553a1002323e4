"""The cluster's guard rests until its time is up, it is told to stop, or a process that it looks after dies."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess

import pytest

from generation.jobs import cluster as module
from generation.jobs.cluster import Cluster, Flag

FOR_EVER_S = 3600.0


@pytest.fixture
def sleeper() -> Iterator[BaseProcess]:
    process = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(FOR_EVER_S,))
    process.start()
    yield process
    process.kill()
    process.join()


@pytest.fixture
def guarding(sleeper: BaseProcess, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """A cluster that has just spawned one process, and runs nothing."""
    monkeypatch.setattr(
        module.Sentinel, "__init__", lambda self, stop_event, **_: setattr(self, "stop_event", stop_event)
    )
    monkeypatch.setattr(module.Sentinel, "spawn_process", lambda self, *_: sleeper)
    cluster = Cluster()
    cluster.pusher = cluster.monitor = cluster.spawn_process(print)
    cluster.pool = []
    return cluster


def rest(flag: Flag) -> threading.Thread:
    thread = threading.Thread(target=flag.wait, args=(FOR_EVER_S,), daemon=True)
    thread.start()
    return thread


def test_the_guard_wakes_when_a_process_dies(
    guarding: Cluster, sleeper: BaseProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SETTLED_S", 0.0)
    resting = rest(guarding.stop_event)
    sleeper.kill()
    resting.join(30)
    assert not resting.is_alive()
    assert not guarding.stop_event.is_set()


def test_the_guard_rests_on_when_a_process_dies_young(
    guarding: Cluster, sleeper: BaseProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SETTLED_S", FOR_EVER_S)
    resting = rest(guarding.stop_event)
    sleeper.kill()
    sleeper.join()
    resting.join(0.5)
    assert resting.is_alive()
    guarding.stop_event.set()
    resting.join(30)
    assert not resting.is_alive()
