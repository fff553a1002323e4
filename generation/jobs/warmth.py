"""What a worker loads into its child process as it starts, so that the first urgent job need not wait for it."""

import logging
from collections.abc import Callable

from generation.media.child import Maker
from wire.errors import StudioError

log = logging.getLogger(__name__)

_warmers: list[Callable[[Maker], None]] = []


def register_warmer(warmer: Callable[[Maker], None]) -> None:
    """Sign up what a worker's child should load; the apps above do so when they are ready."""
    _warmers.append(warmer)


def warm_up(maker: Maker) -> None:
    """Run all warmers. One that fails costs only time: the job that needs it will say why."""
    for warmer in _warmers:
        try:
            warmer(maker)
        except StudioError as error:
            log.info("A worker could not warm up: %s", error.message)
