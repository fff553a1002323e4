"""The confined process: limits itself, imports what it is to run, gives up everything else, then opens the file.

`python -m generation.media.sandbox.shim <answer fd> <parent pid> <target> <folder>`, started by `run`, which left
limits and arguments as JSON in the folder. The answer is one JSON object: `{"result": …}`, or `{"reason": …, "message":
…}` for a file that cannot be used; lines `{"progress": [fraction, message]}` may come before it.
"""

import contextlib
import importlib
import json
import os
import resource
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generation.media.processes import die_with_parent
from generation.media.sandbox.confine import confine
from wire.errors import GenerationFailed

ROOT = Path(__file__).resolve().parents[3]
REPORT_EVERY_S = 0.1


def _limit(limits: dict[str, Any]) -> None:
    cpu_s, megabytes = limits["cpu_s"], limits["rss_mb"]
    wanted = (
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_AS, (megabytes << 20) + (4 << 30)),  # mapped libraries count: only absurd allocations end here
        (resource.RLIMIT_FSIZE, limits["file_mb"] << 20),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_STACK, 64 << 20),
    )
    for kind, value in wanted:
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
    # When memory runs short, the kernel should take this process rather than the worker or the database.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")


def libraries() -> list[Path]:
    """Where code may still be loaded from: Python, its packages, system libraries, and our own two packages."""
    paths = {Path(path) for name, path in sysconfig.get_paths().items() if name in ("stdlib", "platstdlib", "purelib")}
    paths |= {Path(entry) for entry in sys.path if entry.endswith("-packages") or "lib-dynload" in entry}
    paths |= {Path(sys.base_prefix) / "lib", ROOT / "generation", ROOT / "wire"}
    system = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/etc/localtime")
    return [*paths, *map(Path, system), Path("/etc/ld.so.cache"), Path("/dev/null"), Path("/dev/urandom")]


def _reporter(answers: int) -> Callable[[float, str], None]:
    due = 0.0

    def report(fraction: float, message: str = "") -> None:
        nonlocal due
        now = time.monotonic()
        if now >= due:
            due = now + REPORT_EVERY_S
            os.write(answers, json.dumps({"progress": [float(fraction), message[:200]]}).encode() + b"\n")

    return report


def _answer(target: str, folder: Path, told: dict[str, Any], answers: int) -> dict[str, Any]:
    module, _, name = target.partition(":")
    function = getattr(importlib.import_module(module), name)
    inputs, out = [Path(path) for path in told.get("inputs", ())], told.get("out")
    confine(readable=[*libraries(), *inputs], writable=[folder, *([Path(out)] if out else [])])
    try:
        if out:
            return {"result": function(inputs, Path(out), report=_reporter(answers), **told["arguments"])}
        return {"result": function(folder / "input", **told["arguments"])}
    except GenerationFailed as error:
        return {"reason": error.details.get("reason", "unreadable"), "message": error.message}
    except MemoryError:
        return {"reason": "too_complex", "message": "The file needs too much memory to be read."}
    except RecursionError:
        return {"reason": "too_complex", "message": "The file is nested too deeply to be read."}
    except Exception as error:
        print(f"{type(error).__name__}: {error}"[:2000], file=sys.stderr)
        return {"reason": "unreadable", "message": "The file is damaged or not of the kind it says."}


def main() -> None:
    answers, parent, target, folder = sys.argv[1:]
    die_with_parent(int(parent))
    told = json.loads((Path(folder) / "request").read_bytes())
    _limit(told)
    answer = _answer(target, Path(folder), told, int(answers))
    with os.fdopen(int(answers), "wb") as sink:
        sink.write(json.dumps(answer).encode())
    os._exit(0)  # no clean-up of ours: whatever the file left behind in this process ends here


if __name__ == "__main__":
    main()
