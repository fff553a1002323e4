"""Heavy work for the maker's child, which knows no Django."""

import os
import resource
import time
from pathlib import Path
from typing import Any


def wait_for(gate: str, report: Any = None) -> int:
    """In the maker's child: work until the gate file appears. Returns the child's pid."""
    while not Path(gate).exists():
        if report:
            report(0.5, "waiting")
        time.sleep(0.02)
    return os.getpid()


def nap(seconds: float, report: Any = None) -> None:
    time.sleep(seconds)


def pid() -> int:
    return os.getpid()


def outgrow(path: str) -> None:
    """Write more than this process may: what a quota or a full disk does to it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
    Path(path).write_bytes(bytes(1 << 20))
