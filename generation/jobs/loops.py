"""Background loops of the worker's supervisor: the sweeper here, others sign up from `AppConfig.ready`."""

import importlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import connection
from django.utils import timezone

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loop:
    """`run(now)` is called again `every_s` seconds after it returned, in a thread of its own; errors are logged."""

    name: str
    every_s: float
    run: Callable[[datetime], None]


# What other apps have done every so many seconds; the setting STUDIO_LOOPS replaces it. Named, not imported: a loop
# whose module is not there is left out, so that no app needs another to be installed.
NAMED_LOOPS: dict[str, float] = {
    "billing.schedule.run": 60.0,
    "accounts.closing.close_due": 300.0,
    "accounts.retention.purge_all": 300.0,
    "generation.assets.collect.run": 600.0,
    "generation.assets.collect.run_strays": 24 * 3600.0,
    "generation.jobs.retention.purge": 3600.0,
    "generation.projects.closed.empty_closed": 300.0,
    "generation.timelines.retention.purge": 600.0,
    "generation.webhooks.credits.watch": 30.0,
    "generation.webhooks.retention.purge": 600.0,
    "wire.idempotency.forget_old": 3600.0,
}

_loops: dict[str, Loop] = {}


def register_loop(loop: Loop) -> None:
    _loops[loop.name] = loop


def named_loops() -> list[Loop]:
    """The loops that `STUDIO_LOOPS` names: dotted function → seconds. Each is called as `function(now=…)`."""
    named: dict[str, float] = getattr(settings, "STUDIO_LOOPS", NAMED_LOOPS)
    loops = []
    for name, every_s in named.items():
        module, _, function = name.rpartition(".")
        try:
            run = getattr(importlib.import_module(module), function)
        except (ModuleNotFoundError, AttributeError) as error:
            log.warning("The loop %s is left out: %s", name, error)
            continue
        loops.append(Loop(name, every_s, partial(_call_with_now, run)))
    return loops


def _call_with_now(run: Callable[..., object], now: datetime) -> None:
    run(now=now)


def start_loops(stop: threading.Event) -> list[threading.Thread]:
    """Start every registered loop; they end soon after `stop` is set."""
    loops = [*_loops.values(), *named_loops()]
    threads = [threading.Thread(target=_turn, args=(loop, stop), name=loop.name, daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    return threads


def _turn(loop: Loop, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            loop.run(timezone.now())
        except Exception:
            log.exception("The loop %s failed; it goes on.", loop.name)
        finally:
            connection.close()  # there may be more loops than the pool has connections: asleep, none needs one
        stop.wait(loop.every_s)
