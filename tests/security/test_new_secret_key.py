"""A new STUDIO_SECRET_KEY, with the one before among the fallbacks, takes nothing from anybody.

Keys under peppers (`tests/accounts/test_keys.py`), sealed secrets (`test_sealing.py`), second factors
(`test_two_factor.py`) and rings in the queue (`test_queue.py`) have tests of their own.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from generation.assets.services import open_signed, signed_url, store_file
from tests.world import World
from wire.errors import NotFound

pytestmark = pytest.mark.django_db


def change(settings: Any, *, keeps: bool) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one " * 5, [settings.SECRET_KEY] if keeps else []


@pytest.mark.parametrize("keeps", [True, False])
def test_who_is_signed_in_stays_so(world: World, client: Client, settings: Any, keeps: bool) -> None:
    client.force_login(world.ada.owner)
    assert client.get("/dashboard").status_code == 200
    change(settings, keeps=keeps)
    assert client.get("/dashboard").status_code == (200 if keeps else 302)


@pytest.mark.parametrize("keeps", [True, False])
def test_links_to_files_go_on_to_open(world: World, settings: Any, tmp_path: Path, keeps: bool) -> None:
    (tmp_path / "x.png").write_bytes(b"x")
    stored = store_file(world.ada.organization.pk, tmp_path / "x.png", content_type="image/png", filename="x.png")
    token = signed_url(stored, expires_s=600).split("/")[-2]
    change(settings, keeps=keeps)
    if keeps:
        assert open_signed(token)[0].pk == stored.pk
    else:
        with pytest.raises(NotFound):
            open_signed(token)
    assert open_signed(signed_url(stored, expires_s=600).split("/")[-2])[0].pk == stored.pk
