"""Room on the disk: who finds none says so in words, and nothing is begun where little is left. Knows no Django."""

import errno
import shutil
import sqlite3
from pathlib import Path

from wire.errors import StorageFull

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def storage_full(error: BaseException | None) -> StorageFull | None:
    """The error in our own words if it, or what led to it, is a disk that takes no more; None for any other."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return StorageFull()
        if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorname", "").startswith("SQLITE_FULL"):
            return StorageFull()
        error = error.__cause__ or error.__context__
    return None


def require_room(folder: Path, *, at_least: int) -> None:
    """Raises `StorageFull` where fewer bytes than `at_least` are free for what is to be made."""
    if shutil.disk_usage(folder).free < at_least:
        raise StorageFull("The studio's disk is almost full, so nothing new is begun. Tell your operator.")
