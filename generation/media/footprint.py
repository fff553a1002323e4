"""How much memory a process and its descendants occupy, read from /proc."""

import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_mb(pid: int) -> float:
    """Resident memory of `pid` and its descendants in MB; 0 where there is no /proc or no such process."""
    pages, queue = 0, [pid]
    while queue:
        process = Path("/proc") / str(queue.pop())
        try:
            pages += int((process / "statm").read_text().split()[1])
            for task in (process / "task").iterdir():
                queue += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, ValueError):
            continue  # it ended while we looked
    return pages * _PAGE / (1 << 20)
