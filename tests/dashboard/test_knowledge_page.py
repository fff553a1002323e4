"""The knowledge base on its page: a file is added, looked up and forgotten; refusals stand at their field."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.brand.models import Chunk, Document
from generation.providers.local.embedding import passage_vectors
from tests.dashboard.conftest import Browser
from tests.dashboard.test_queries import MOST
from tests.world import World

PAGE = "/dashboard/knowledge"
TEXT = "Every bottle is refilled for free."


def read(world: World, count: int) -> None:
    """Documents as a worker leaves them."""
    (vector,) = passage_vectors([TEXT])
    for number in range(count):
        document = Document.objects.create(
            organization_id=world.ada.organization.pk, kind="FILE", filename=f"{number}.txt", status="READY"
        )
        Chunk.objects.create(document=document, number=0, start=0, end=len(TEXT), text=TEXT, vector=vector)


def test_a_file_is_added_and_forgotten(ada: Browser, bob: Browser) -> None:
    answer = ada.post(f"{PAGE}/files", file=SimpleUploadedFile("prices.csv", b"Scent,Price\nNoor,54\n"))
    assert answer["Location"] == PAGE
    document = Document.objects.get()
    assert "prices.csv" in ada.get(PAGE).content.decode()
    assert "prices.csv" not in bob.get(PAGE).content.decode()
    assert bob.post(f"{PAGE}/{document.pk}/forget").status_code == 404
    ada.post(f"{PAGE}/{document.pk}/forget")
    assert not Document.objects.exists()


def test_what_cannot_be_read_is_told_at_the_field(ada: Browser) -> None:
    answer = ada.post(f"{PAGE}/files", file=SimpleUploadedFile("photo.txt", b"\x89PNG\r\n\x1a\n0"))
    assert (answer.status_code, "cannot be read" in answer.content.decode()) == (422, True)
    answer = ada.post(f"{PAGE}/urls", url="http://127.0.0.1/")
    assert (answer.status_code, "not a public address" in answer.content.decode()) == (422, True)
    assert not Document.objects.exists()


def test_looking_up_costs_the_same_however_much_is_known(ada: Browser, world: World) -> None:
    def cost() -> int:
        ada.get(f"{PAGE}?q=refill")  # what is new is loaded once
        with CaptureQueriesContext(connection) as queries:
            assert TEXT in ada.get(f"{PAGE}?q=refill").content.decode()
        return len(queries)

    read(world, 2)
    few = cost()
    read(world, 8)
    assert cost() == few <= MOST
