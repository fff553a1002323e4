"""Who holds a lease: a name for a process that no other process ever has, and a way to tell that it is dead."""

import os
import socket
from pathlib import Path

_PROC = Path("/proc")


def here() -> str:
    """This host as processes can see each other: host name, boot and process namespace."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text()[:8]
        namespace = (_PROC / "self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:  # not Linux: a lease can then only run out
        boot, namespace = "?", "?"
    return f"{socket.gethostname()[:60]}/{boot}-{namespace}/"


def process_name(pid: int | None = None) -> str:
    """`host/boot-namespace/pid/start`, of this process by default."""
    pid = os.getpid() if pid is None else pid
    return f"{here()}{pid}/{_started(pid)}"


def is_dead(worker: str) -> bool:
    """Whether the process of that name is certainly gone. False for processes of other hosts: nobody can tell."""
    if not worker.startswith(here()) or "?" in worker:
        return False
    pid, started = worker.rsplit("/", 2)[1:]
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """When the process started, in clock ticks since boot; "" if there is none (a zombie is none)."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    state, start = fields[0], fields[19]
    return "" if state in "ZX" else start
