"""Secrets at rest: unreadable without the key, readable again with it, and movable to a new one."""

from typing import Any

import pytest

from accounts.sealing import SealBroken, reseal, seal, unseal


def test_what_is_sealed_shows_nothing_and_opens_again() -> None:
    sealed = seal("whsec_çafé")
    assert "whsec" not in sealed
    assert sealed != seal("whsec_çafé")
    assert unseal(sealed) == "whsec_çafé"


def test_an_older_key_opens_and_a_lost_one_does_not(settings: Any) -> None:
    settings.STUDIO_SEALING_KEYS = ["old" * 20]
    sealed = seal("secret")
    settings.STUDIO_SEALING_KEYS = ["new" * 20, "old" * 20]
    moved = reseal(sealed)
    settings.STUDIO_SEALING_KEYS = ["new" * 20]
    assert unseal(moved) == "secret"
    with pytest.raises(SealBroken):
        unseal(sealed)


def test_what_was_changed_does_not_open() -> None:
    sealed = seal("secret")
    with pytest.raises(SealBroken):
        unseal(sealed[:-4] + ("AAAA" if sealed[-4:] != "AAAA" else "BBBB"))
