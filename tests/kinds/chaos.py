"""Harm done to a running studio: who is hit by what, and what is whole again when."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.jobs.hosts import parent, signal_all, tree
from tests.kinds.hosts import KindsHost

FREEZE_S = 30.0
AWAY_S = 30.0
STORM_S = 15.0


class Server(Protocol):
    """What a studio needs and can do without for a while."""

    def go_away(self) -> None: ...

    def come_back(self) -> None: ...


@dataclass
class Chaos:
    """One of `harms` every `every_s` seconds to a studio of `hosts` worker hosts, which share data and database.

    Each host is a supervisor; one that was killed is started again at once, as a service manager does. What lasts is
    over after its time, and not done twice at once.
    """

    host: KindsHost
    hosts: int
    database: Server
    cache: Server | None = None
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    away_s: float = AWAY_S
    freeze_s: float = FREEZE_S
    most_away: int = 2
    done: Counter[str] = field(default_factory=Counter)
    left: dict[str, tuple[float, Callable[[], None]]] = field(default_factory=dict)  # what is over when, and how
    mains: list[Any] = field(default_factory=list)

    @property
    def harms(self) -> dict[str, tuple[int, Callable[[], bool]]]:
        """By name: how often among the others, and what does it; False where it cannot be done now."""
        return {
            "worker killed": (6, self.kill_worker),
            "cluster killed": (1, self.kill_cluster),
            "main killed": (1, self.kill_main),
            "group killed": (1, self.kill_group),
            "host frozen": (1, self.freeze),
            "database stopped": (1, self.stop_database),
            "Valkey stopped": (1, self.stop_cache),
            "providers failing": (1, self.raise_storm),
        }

    def start(self) -> None:
        self.mains = [self.host.start_worker() for _ in range(self.hosts)]

    def harm(self) -> str:
        """Do something; its name."""
        names = list(self.harms)
        weights = [self.harms[name][0] for name in names]
        while True:
            (name,) = self.dice.choices(names, weights)
            if self.harms[name][1]():
                self.done[name] += 1
                return name

    def tend(self) -> None:
        """End what has lasted long enough, and start again who was killed."""
        clock = time.monotonic()
        for name, (until, end) in list(self.left.items()):
            if clock >= until:
                del self.left[name]
                end()
        self.mains = [self.host.start_worker() if main.poll() is not None else main for main in self.mains]

    def relent(self) -> None:
        """End everything that lasts."""
        for name in list(self.left):
            self.left.pop(name)[1]()
        self.tend()

    # ------------------------------------------------------------ harms

    def kill_worker(self) -> bool:
        workers = [pid for pid in self._processes() if parent(parent(pid)) in self._pids()]
        return self._kill([self.dice.choice(workers)] if workers else [])

    def kill_cluster(self) -> bool:
        clusters = [pid for pid in self._processes() if parent(pid) in self._pids()]
        return self._kill([self.dice.choice(clusters)] if clusters else [])

    def kill_main(self) -> bool:
        return self._kill([self.dice.choice(self._pids())])

    def kill_group(self) -> bool:
        return self._kill(tree(self.host, self.dice.choice(self._pids())))

    def freeze(self) -> bool:
        if "host frozen" in self.left:
            return False
        frozen = tree(self.host, self.dice.choice(self._pids()))
        signal_all(frozen, signal.SIGSTOP)
        self._last("host frozen", self.freeze_s, lambda: signal_all(frozen, signal.SIGCONT))
        return True

    def stop_database(self) -> bool:
        if "database" in self.left or self.done["database stopped"] >= self.most_away:
            return False
        self.database.go_away()
        self._last("database", self.away_s, self.database.come_back)
        return True

    def stop_cache(self) -> bool:
        if self.cache is None or "Valkey" in self.left:
            return False
        self.cache.go_away()
        self._last("Valkey", STORM_S, self.cache.come_back)
        return True

    def raise_storm(self) -> bool:
        storm = self.host.data / "storm"
        if storm.exists():
            return False
        storm.touch()
        self._last("storm", STORM_S, lambda: storm.unlink(missing_ok=True))
        return True

    def _last(self, name: str, seconds: float, end: Callable[[], None]) -> None:
        self.left[name] = time.monotonic() + seconds, end

    def _pids(self) -> list[int]:
        return [main.pid for main in self.mains]

    def _processes(self) -> list[int]:
        return [pid for pid, command in self.host.pids().items() if "worker --cluster" in command]

    def _kill(self, pids: Any) -> bool:
        signal_all(set(pids), signal.SIGKILL)
        return bool(pids)


class SqliteServer:
    """What comes nearest to an absence of SQLite: one who holds the file for itself."""

    def __init__(self, host: KindsHost) -> None:
        self._path = host.data / "studio.sqlite3"
        self._holder: Any = None

    def go_away(self) -> None:
        import sqlite3

        self._holder = sqlite3.connect(self._path, isolation_level=None, timeout=60)
        self._holder.execute("BEGIN EXCLUSIVE")

    def come_back(self) -> None:
        self._holder.execute("ROLLBACK")
        self._holder.close()


def end_all(host: KindsHost) -> set[int]:
    """Stop a studio's hosts with SIGTERM; the processes that are left after it."""
    for process in host.processes:
        if process.poll() is None:
            process.terminate()
    for process in host.processes:
        with suppress(Exception):
            process.wait(25)
    time.sleep(1)
    left = set(host.pids())
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return left
