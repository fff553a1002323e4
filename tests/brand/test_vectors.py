"""Where PostgreSQL compares the vectors itself it finds what comparing them in memory finds, and of one's own alone."""

from collections.abc import Iterator

import numpy as np
import pytest
from django.db import connection

from generation.brand.knowledge import search, vectors
from generation.brand.models import Chunk, Document
from generation.providers.local.embedding import SIZE

COUNT, ASKED = 600, 20


@pytest.fixture
def points() -> np.ndarray:
    """Vectors in a few dozen clumps, as texts about a few dozen things would be."""
    random = np.random.default_rng(7)
    clumps = random.normal(size=(30, SIZE))
    found = clumps[random.integers(0, 30, COUNT + ASKED)] + random.normal(size=(COUNT + ASKED, SIZE)) * 0.6
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype("<f2")


@pytest.fixture
def filled(db: None, points: np.ndarray) -> Iterator[None]:
    """Two organizations whose vectors are alike, and a document that is not READY."""
    if not vectors.is_there():
        pytest.skip("this database has no pgvector")
    for owner, status in (("org_a", "READY"), ("org_b", "READY"), ("org_a", "FAILED")):
        document = Document.objects.create(organization_id=owner, kind="FILE", status=status)
        rows = [
            Chunk(document=document, number=at, start=0, end=1, text="x", vector=one.tobytes())
            for at, one in enumerate(points[:COUNT])
        ]
        vectors.store(owner, Chunk.objects.bulk_create(rows))
    yield
    search._kept.clear()


@pytest.mark.both
@pytest.mark.parametrize("is_indexed", [False, True])
def test_both_ways_find_the_same(
    filled: None, points: np.ndarray, is_indexed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_indexed:
        monkeypatch.setattr(vectors, "EXACT_UP_TO", 0)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    common = 0
    for question in points[COUNT:].astype(np.float32):
        there = search.nearest("org_a", lambda question=question: question, limit=10)
        with monkeypatch.context() as here:
            here.setattr(vectors, "is_there", lambda: False)
            exact = search.nearest("org_a", lambda question=question: question, limit=10)
        assert {hit.chunk.document.organization_id for hit in there} == {"org_a"}
        assert {hit.chunk.document.status for hit in there} == {"READY"}
        common += len({hit.chunk.pk for hit in there} & {hit.chunk.pk for hit in exact})
        if not is_indexed:
            assert [hit.score for hit in there] == pytest.approx([hit.score for hit in exact], abs=1e-5)
    assert common >= 10 * ASKED * (0.95 if is_indexed else 1)


@pytest.mark.both
def test_vectors_from_before_the_extension_came_are_taken_over(filled: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE brand_chunk SET embedding = NULL, owner_id = NULL")
    vectors.install_after_migrate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM brand_chunk WHERE embedding IS NULL OR owner_id IS NULL")
        assert cursor.fetchone() == (0,)
    chunk = Chunk.objects.order_by("pk")[17]
    with connection.cursor() as cursor:
        cursor.execute("SELECT embedding::text FROM brand_chunk WHERE id = %s", [chunk.pk])
        told = np.array([float(one) for one in cursor.fetchone()[0].strip("[]").split(",")], dtype="<f2")
    assert told.tobytes() == bytes(chunk.vector), "number for number"
