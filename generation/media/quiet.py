"""Work that nobody waits for, done in a child process so that it gives way to everything else on the machine.

Linux counts niceness by thread, and only root may take it back: so the work runs in a thread of its own, whose
niceness ends with it, and the child is as quick as before for the next call.
"""

import os
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

NICENESS = 15


class Quiet:
    """A maker's `call`, made to give way."""

    def __init__(self, maker: Any) -> None:
        self._maker = maker

    def call(self, target: str, *args: Any, **options: Any) -> Any:
        return self._maker.call("generation.media.quiet:run_quietly", target, *args, **options)


def run_quietly(target: str, *args: Any, **kwargs: Any) -> Any:
    """Run "package.module:function" in a nice thread and return what it returns, or raise what it raised."""
    module, _, name = target.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    results: list[Any] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
            results.append(function(*args, **kwargs))
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=work, name="quiet")
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return results[0]
