"""Data folders that a test run makes once and copies: migrating takes seconds, copying does not."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

# The folder of the run, which its parallel processes share.
TEMPLATES = "STUDIO_TEST_TEMPLATES"


def copied(name: str, make: Callable[[Path], None], into: Path) -> None:
    """Copies the folder that `make` fills, when it is first asked for in this run, into `into`."""
    folder = Path(os.environ[TEMPLATES])
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / name).exists():
            unfinished = folder / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder / name)
    shutil.copytree(folder / name, into, dirs_exist_ok=True)
