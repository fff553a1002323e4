"""How children are started and bounded, and why none outlives its parent.

The kernel sends PR_SET_PDEATHSIG when the *thread* that forked ends, not the process. So every child is forked by one
thread that lives as long as the process; callers may be short-lived threads. Work that starts processes of its own
must make them die with the child (`die_with_parent`) and leave them in its group, which is what a kill reaches.
"""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The parts of the environment that makers need. All else stays out, secrets above all.
_KEPT = {"PATH", "HOME", "LANG", "TZ", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH"}
_KEPT_PREFIXES = ("LC_", "PYTHON", "STUDIO_")
_SECRET_WORDS = ("SECRET", "KEY", "TOKEN", "PASSWORD", "PEPPER", "DATABASE", "REDIS")


_spawner: ThreadPoolExecutor | None = None
_spawner_guard = threading.Lock()


def on_lasting_thread(start: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    """The process that `start` forks, forked by a thread that lives as long as this process."""
    global _spawner
    with _spawner_guard:
        if _spawner is None:
            _spawner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="maker-spawner")
        return _spawner.submit(start).result()


def _forget_spawner() -> None:
    # A fork copies the executor but not its thread.
    global _spawner, _spawner_guard
    _spawner, _spawner_guard = None, threading.Lock()


os.register_at_fork(after_in_child=_forget_spawner)


def child_environment() -> dict[str, str]:
    """What a child gets of the environment: what makers need, and no secrets."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or (name.startswith(_KEPT_PREFIXES) and not any(word in name for word in _SECRET_WORDS))
    }
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # Workers run side by side: libraries that start one thread per core would only get in each other's way.
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        **kept,
        **single,
        "OPENCV_FOR_THREADS_NUM": "1",
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONFAULTHANDLER": "1",
    }


def die_with_parent(parent_pid: int) -> None:
    """Has the kernel kill this process when the thread that forked it ends; exits if it is gone already."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent_pid:
        os._exit(1)


def limit_resources(rss_limit_mb: int) -> None:
    """Bounds this process, which may hold `rss_limit_mb` resident, and offers it to the kernel when memory runs out."""
    gib = 1 << 30
    # Address space counts mapped libraries and models: this only stops a single absurd allocation.
    for kind, limit in (
        (resource.RLIMIT_AS, (rss_limit_mb << 20) + 16 * gib),
        (resource.RLIMIT_FSIZE, 16 * gib),
        (resource.RLIMIT_NOFILE, 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (soft, soft))
    # When memory runs short, the kernel should take the child rather than the worker or the database.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")
