"""Hands each answered request to the log that the accounts floor keeps; named by a setting, as wire knows no app."""

import time
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from wire.principal import Principal


@cache
def _keeper(name: str) -> Any:
    return import_string(name)


def note_request(
    *,
    principal: Principal | None,
    method: str,
    path: str,
    query: str,
    status: int,
    received_at: float | None,
    request_id: str,
    remote_ip: str,
) -> None:
    """`received_at` is `time.monotonic()` at the door. Does not block: the keeper writes in batches of its own."""
    name = getattr(settings, "STUDIO_REQUEST_LOG", "")
    if not name:
        return
    elapsed = 0.0 if received_at is None else time.monotonic() - received_at
    _keeper(name)(
        principal=principal,
        method=method,
        path=path,
        query=query,
        status=status,
        duration_ms=round(elapsed * 1000),
        request_id=request_id,
        remote_ip=remote_ip,
        at=timezone.now(),
    )
