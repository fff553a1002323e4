"""Work that gives way."""

import os
import threading

import pytest

from generation.media.child import Maker
from generation.media.quiet import NICENESS, Quiet, run_quietly
from wire.errors import GenerationFailed


def niceness(_: object = None) -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def fail() -> None:
    raise GenerationFailed("No paint is left.")


def test_it_is_nice_while_it_works_and_not_afterwards() -> None:
    before = niceness()
    assert run_quietly("tests.media.test_quiet:niceness") == NICENESS
    assert niceness() == before


def test_it_raises_what_the_work_raised() -> None:
    with pytest.raises(GenerationFailed, match="No paint"):
        run_quietly("tests.media.test_quiet:fail")


def test_a_maker_can_be_made_quiet_for_some_calls() -> None:
    maker = Maker()
    try:
        assert Quiet(maker).call("tests.media.test_quiet:niceness", 1, timeout_s=30) == NICENESS
        assert maker.call("tests.media.test_quiet:niceness", 1) == 0
    finally:
        maker.kill()
