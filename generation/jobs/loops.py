"""Background loops of the worker's supervisor: the sweeper here, others sign up from `AppConfig.ready`."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import close_old_connections, connection
from django.utils import timezone

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loop:
    """`run(now)` is called again `every_s` seconds after it returned, in a thread of its own; errors are logged."""

    name: str
    every_s: float
    run: Callable[[datetime], None]


_loops: dict[str, Loop] = {}


def register_loop(loop: Loop) -> None:
    _loops[loop.name] = loop


def start_loops(stop: threading.Event) -> list[threading.Thread]:
    """Start every registered loop; they end soon after `stop` is set."""
    threads = [
        threading.Thread(target=_turn, args=(loop, stop), name=loop.name, daemon=True) for loop in _loops.values()
    ]
    for thread in threads:
        thread.start()
    return threads


def _turn(loop: Loop, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            loop.run(timezone.now())
        except Exception:
            log.exception("The loop %s failed; it goes on.", loop.name)
            connection.close()
        stop.wait(loop.every_s)
    connection.close()
