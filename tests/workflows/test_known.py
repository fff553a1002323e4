"""Adverts say what the brand knows, word for word, and name where it stands."""

from typing import Any

import pytest

from generation.brand.knowledge import vectors
from generation.brand.knowledge.services import delete_document
from generation.brand.models import Chunk, Document
from generation.jobs.models import Checkpoint, ProviderCall
from generation.providers.local.embedding import passage_vectors
from generation.workflows.models import Workflow
from generation.workflows.pipeline import direct
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
    where = {"number": 0, "start": 100, "end": 100 + len(text)}
    vectors.store(api.organization.pk, [Chunk.objects.create(document=document, text=text, vector=vector, **where)])
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


@pytest.mark.both
def test_what_was_cited_of_a_forgotten_document_is_gone(api: Api, work: Work) -> None:
    api.post("/user/brand", {"name": "Noor", "industry": "perfume"})
    document, other = know(api, TEXT), know(api, "Noor perfume is free to try in every shop on Sundays.")
    before = cited(api, work, framework="bant")
    assert {section["evidence"]["documentId"] for section in before} == {document.pk, other.pk}
    assert api.delete(f"/user/brand/knowledge/{document.pk}").status == 200
    (workflow,) = Workflow.objects.all()
    kept = api.get(f"/workflow/{workflow.pk}/direction").json["data"]["direction"]["sections"]
    evidence = [section["evidence"] for section in kept if section["evidence"]]
    assert {"documentId": document.pk, "isForgotten": True} in evidence
    assert [one["documentId"] for one in evidence if "text" in one] == [
        section["evidence"]["documentId"] for section in before if section["evidence"]["documentId"] == other.pk
    ]
    for told in (*Checkpoint.objects.values_list("output"), *ProviderCall.objects.values_list("data")):
        assert f"'document_id': '{document.pk}'" not in str(told)
    hits = api.get("/user/brand/knowledge/search?q=perfume").json["data"]["results"]
    assert [hit["documentId"] for hit in hits] == [other.pk]


def test_a_direction_that_is_written_while_its_document_is_forgotten_cites_it_no_more(
    api: Api, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, direct_ = know(api, TEXT), direct.direct

    def deleted_meanwhile(*given: Any, **options: Any) -> Any:
        told = direct_(*given, **options)
        delete_document(document)
        return told

    monkeypatch.setattr(direct, "direct", deleted_meanwhile)
    (mark,) = {tuple(sorted(section["evidence"])) for section in cited(api, work)}
    assert mark == ("documentId", "isForgotten")


def test_what_has_nothing_to_do_with_the_request_is_left_alone(api: Api, work: Work) -> None:
    know(api, "Invoices are due within thirty days. The audit is free of charge for members.")
    assert cited(api, work) == []
