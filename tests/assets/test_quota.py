"""An organization that keeps as much as it may begins nothing that stores files."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Organization
from generation.assets.models import Blob
from generation.assets.quota import require_room, stored_bytes
from generation.assets.services import store_each, store_file
from generation.jobs.models import Job
from tests.api import Api, open_api
from tests.jobs.test_rivals import together
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


@pytest.fixture
def two_files(tmp_path: Path, settings: Any) -> list[Path]:
    """Of 60 bytes each, of which an organization may keep 100 in all."""
    settings.STUDIO_STORAGE_BYTES, settings.STUDIO_STORAGE_GRACE_BYTES = 70, 30
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_bytes(path.name.encode() * 12)
    return paths


@pytest.mark.both
def test_files_are_kept_together_or_not_at_all(world: World, two_files: list[Path]) -> None:
    ada = world.ada.organization.pk
    with pytest.raises(QuotaFull) as full:
        store_each(ada, two_files)
    assert full.value.details == {"storedBytes": 0, "maxBytes": 70}
    assert not Blob.objects.exists()
    assert [one.size for one in store_each(ada, [two_files[0]] * 2)] == [60, 60]
    assert store_each(ada, [two_files[0]])[0].size == 60, "what is there already takes no room"
    with pytest.raises(QuotaFull):
        store_each(ada, two_files)
    assert (stored_bytes(ada), store_each(ada, [])) == (60, [])


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_files_that_come_at_once_do_not_pass_the_limit_together(world: World, two_files: list[Path]) -> None:
    ada = world.ada.organization.pk

    def come(path: Path) -> bool:
        try:
            store_each(ada, [path])
        except QuotaFull:
            return False
        return True

    assert sorted(together(*(partial(come, path) for path in two_files))) == [False, True]
    assert stored_bytes(ada) == 60


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
