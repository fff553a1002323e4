"""A provider's stream outside of any job, behind the same breaker and worth the same retries: a talk, word by word."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from generation.jobs import breaker
from generation.providers.base import ProviderInfo
from wire.errors import ProviderError, ProviderUnavailable

log = logging.getLogger(__name__)
Piece = TypeVar("Piece")
PAUSE_S = (0.2, 0.6)
_TRIES = 2  # somebody waits for the first word


def guarded(
    info: ProviderInfo, operation: str, begin: Callable[[], Iterator[Piece]], *,
    sleep: Callable[[float], None] = time.sleep, rng: random.Random | None = None,
) -> Iterator[Piece]:  # fmt: skip
    """The pieces of `begin()`. A transient failure before the first one is tried again once, if it is worth it.

    Whoever fails often is not asked at all for a while: `ProviderUnavailable` says for how long. Nothing is asked of
    the database for what runs on this host. Call it outside of any transaction.
    """
    if info.provider == breaker.LOCAL:
        yield from begin()
        return
    _require_open(info, operation)
    for tried in range(1, _TRIES + 1):
        is_begun = False
        try:
            for piece in begin():
                is_begun = True
                yield piece
        except ProviderError as error:
            is_last = is_begun or tried == _TRIES
            if not _is_worth_another(info, operation, error, is_last=is_last):
                raise
            log.info("%s at %s: try %s failed (%s).", info.provider, operation, tried, error.message)
            sleep((rng or random).uniform(*PAUSE_S))
        else:
            with transaction.atomic():
                breaker.note_answer(info, operation)
            return


def _require_open(info: ProviderInfo, operation: str) -> None:
    now = timezone.now()
    with transaction.atomic():
        until = breaker.closed_until(info, operation, now=now)
    if until is not None:
        seconds = max(1, round((until - now).total_seconds()))
        raise ProviderUnavailable(
            f"The provider has not answered well lately and is left alone for {seconds} s. Try again then.",
            retry_after=seconds,
        )


def _is_worth_another(info: ProviderInfo, operation: str, error: ProviderError, *, is_last: bool) -> bool:
    now = timezone.now()
    with transaction.atomic():
        if not error.transient:
            breaker.note_answer(info, operation)
            return False
        open_until = breaker.note_failure(info, operation, now=now)
        if asked_s := int(error.details.get("retry_after", 0)):
            breaker.leave_alone(info, operation, until=now + timedelta(seconds=asked_s))
        return not (is_last or open_until or asked_s) and breaker.may_retry(info, operation, now=now)
