"""`/livez` and `/readyz`: whether this process should be left running, and whether it should be sent requests."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from valkey import Valkey
from valkey.exceptions import ValkeyError

Check = Callable[[], str]  # what is wrong, "" for nothing

_state = {"is_draining": False, "is_migrated": False}


def drain() -> None:
    """From now on this process says that it wants no more requests; it still answers them."""
    _state["is_draining"] = True


@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """It answers, so it lives. Asks nothing else: a database that is away is no reason to restart the web."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 with what is wrong, in words that tell a stranger nothing."""
    wrong = {name: problem for name, check in CHECKS.items() if (problem := check())}
    told = {name: wrong.get(name, "ok") for name in CHECKS}
    return JsonResponse({"status": "unavailable" if wrong else "ok", "checks": told}, status=503 if wrong else 200)


def _draining() -> str:
    return "shutting down" if _state["is_draining"] else ""


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return ""


def _migrations() -> str:
    """Asked until the answer is yes: a database does not lose migrations under a running process."""
    if not _state["is_migrated"]:
        try:
            executor = MigrationExecutor(connection)
            _state["is_migrated"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return "unknown"
    return "" if _state["is_migrated"] else "not all applied"


def _valkey() -> str:
    if not settings.REDIS_URL:
        return ""
    try:
        with Valkey.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as server:
            server.ping()
    except ValkeyError:
        return "does not answer"
    return ""


def _disk() -> str:
    free = shutil.disk_usage(settings.STUDIO_DATA).free
    return "" if free >= settings.STUDIO_MIN_FREE_MB * 1024 * 1024 else "almost full"


CHECKS: dict[str, Check] = {
    "draining": _draining,
    "database": _database,
    "migrations": _migrations,
    "valkey": _valkey,
    "disk": _disk,
}
