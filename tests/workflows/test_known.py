"""Adverts say what the brand knows, word for word, and name where it stands."""

from typing import Any

from generation.brand.models import Chunk, Document
from generation.providers.local.embedding import passage_vectors
from tests.api import Api, open_api
from tests.workflows.conftest import CONCEPT, Work

TEXT = (
    "# Noor\n\nNoor Oud is aged for eleven months in cedar casks in Muscat. “We wait until the wood gives in,” said "
    "Laila Haddad, the perfumer.\n\nEvery perfume bottle is refilled for free. Bottle | $84"
)
LINES = ["We wait until the wood gives in.", "Noor Oud is aged for eleven months in cedar casks in Muscat."]


def know(api: Api, text: str) -> Document:
    document = Document.objects.create(
        organization_id=api.organization.pk, kind="FILE", filename="noor.txt", status=Document.Status.READY
    )
    (vector,) = passage_vectors([text])
    Chunk.objects.create(document=document, number=0, start=100, end=100 + len(text), text=text, vector=vector)
    return document


def cited(api: Api, work: Work, **request: Any) -> list[dict[str, Any]]:
    """The sections of the direction that stand on something; nothing is filmed."""
    job = api.post("/workflow", {"type": "brand", "concept": CONCEPT, "hitl": True, **request}).json["jobId"]
    work()
    sections = api.get(f"/workflow/{job}/direction").json["data"]["direction"]["sections"]
    return [section for section in sections if section["evidence"]]


def test_a_script_says_what_the_brand_knows_and_where_it_stands(api: Api, work: Work) -> None:
    know(open_api("Other"), "Other perfume is free on Mondays.")
    api.post("/user/brand", {"name": "Noor", "industry": "perfume"})
    document = know(api, TEXT)
    found = cited(api, work)
    assert [section["line"] for section in found] == LINES
    for section in found:
        evidence = section["evidence"]
        assert evidence["documentId"] == document.pk
        assert evidence["text"] == TEXT[evidence["start"] - 100 : evidence["end"] - 100]
    offered = [section["line"] for section in cited(api, work, framework="bant")]
    assert "Every perfume bottle is refilled for free." in offered


def test_what_has_nothing_to_do_with_the_request_is_left_alone(api: Api, work: Work) -> None:
    know(api, "Invoices are due within thirty days. The audit is free of charge for members.")
    assert cited(api, work) == []
