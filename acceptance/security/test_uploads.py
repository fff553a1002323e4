"""`tests/security/test_uploads.py` in full: every hostile file through every door, each answered within ten seconds."""

import time

import pytest

from tests.api import Api, open_api
from tests.security.hostile_files import all_files, form
from tests.security.test_uploads import DOORS, assert_held, send


@pytest.fixture
def api(db: None) -> Api:
    return open_api()


@pytest.mark.parametrize("door", DOORS)
def test_every_file_through_every_door(api: Api, door: str) -> None:
    for name, body in all_files().items():
        for kind in ("image/png", "application/pdf", "text/html"):
            began = time.monotonic()
            assert_held(send(api, door, form(body, content_type=kind)), name)
            assert time.monotonic() - began < 10, name
