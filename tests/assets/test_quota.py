"""An organization that keeps as much as it may begins nothing that stores files."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import Organization
from generation.assets.quota import require_room, stored_bytes
from generation.assets.services import store_file
from generation.jobs.models import Job
from tests.api import Api, open_api
from tests.world import World
from wire.errors import QuotaFull
from wire.ratelimit import limiter

pytestmark = pytest.mark.django_db


def keep(organization_id: str, tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(body)
    store_file(organization_id, path, content_type="text/plain", filename="a.txt")


@pytest.mark.both
def test_equal_files_count_once_and_others_not_at_all(world: World, tmp_path: Path, settings: Any) -> None:
    settings.STUDIO_STORAGE_BYTES = 100
    ada, bob = world.ada.organization, world.bob.organization
    for body in (b"a" * 60, b"a" * 60, b"b" * 39):
        keep(ada.pk, tmp_path, body)
    assert (stored_bytes(ada.pk), stored_bytes(bob.pk)) == (99, 0)
    require_room(ada.pk, 1)
    require_room(bob.pk, 100)
    with pytest.raises(QuotaFull) as full:
        require_room(ada.pk, 2)
    assert full.value.details == {"storedBytes": 99, "maxBytes": 100}
    Organization.objects.filter(pk=ada.pk).update(storage_bytes=1000)
    require_room(ada.pk, 901)


def test_without_a_limit_nothing_is_asked(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        require_room(world.ada.organization.pk, 10**15)


@pytest.fixture
def api(transactional_db: None, settings: Any, tmp_path: Path) -> Api:
    limiter.clear()
    api = open_api()
    settings.STUDIO_STORAGE_BYTES = 100
    keep(api.organization.pk, tmp_path, b"a" * 100)
    return api


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/workflow", {"type": "cinematic", "concept": "A kettle that is quiet.", "quality": "standard"}, 400),
        ("/studio/image", {"prompt": "A quiet kettle"}, 413),
    ],
)
def test_what_would_store_files_is_refused(api: Api, path: str, body: dict[str, Any], status: int) -> None:
    answer = api.post(path, body)
    assert answer.status == status, answer.body
    assert "is its limit" in str(answer.json)
    assert not Job.objects.exists()
