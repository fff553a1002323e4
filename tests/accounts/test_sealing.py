"""Secrets at rest: unreadable without the key, readable again with it, and movable to a new one."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.sealing import SealBroken, reseal, seal, sealed_columns, unseal
from generation.webhooks.models import Endpoint, Secret


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


def test_every_stored_secret_is_moved_to_a_new_key(db: None, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert (Secret, "sealed") in set(sealed_columns())
    now = timezone.now()
    settings.STUDIO_SEALING_KEYS = ["old" * 20]
    for number in range(3):
        endpoint = Endpoint.objects.create(organization_id="org_1", url="inbox:", created_at=now)
        Secret.objects.create(endpoint=endpoint, sealed=seal(f"secret {number}"), created_at=now)
    lost = Endpoint.objects.create(organization_id="org_1", url="inbox:", created_at=now)
    Secret.objects.create(endpoint=lost, sealed="nonsense", created_at=now)
    settings.STUDIO_SEALING_KEYS = ["new" * 20, "old" * 20]
    call_command("reseal")
    assert "3 secrets sealed anew, 1 could not be opened." in capsys.readouterr().out
    settings.STUDIO_SEALING_KEYS = ["new" * 20]
    found = Secret.objects.exclude(endpoint=lost).order_by("pk").values_list("sealed", flat=True)
    assert [unseal(sealed) for sealed in found] == ["secret 0", "secret 1", "secret 2"]
