"""What the settings make of the environment. Pure of Django, because the settings import it."""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url

_SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN: a deferred upgrade would fail at once instead of waiting.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # 16 MB of pages to each connection: with the usual 2 a hold among ten million entries took half as long again.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;"
    ),
}

# A host that vanished without a word would be waited for until the kernel gives up, a quarter of an hour later.
_POSTGRES_OPTIONS = {
    "connect_timeout": 5,  # seconds, as the next three
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}


def flag(name: str, default: bool = False) -> bool:
    """Whether it is switched on: 1, true, yes or on."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """The words between its commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def kept_secret(folder: Path, name: str) -> str:
    """A secret made on first use and kept in `folder`, readable by its owner alone.

    The link is what decides: of two processes that start at once, one wins and both read the winner's secret.
    """
    path = folder / name
    if not path.exists():
        fresh = path.with_name(f".{name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # a rival process was first; its secret is the one
        finally:
            fresh.unlink()
    return path.read_text().strip()


def database(url: str, *, is_pooled: bool) -> dict[str, Any]:
    """Django's settings of the database at `url`; on PostgreSQL with a pool of connections, where that is wanted."""
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = dict(_SQLITE_OPTIONS)
        found["CONN_MAX_AGE"] = 600  # opening costs more than most queries: three PRAGMAs and the schema read anew
    else:
        found["OPTIONS"] = {**_POSTGRES_OPTIONS, **found.get("OPTIONS", {})}
        if is_pooled:
            found["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "reconnect_timeout": 5}
    return found
