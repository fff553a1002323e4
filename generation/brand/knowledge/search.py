"""Passages by meaning: every vector of the organization compared with the question's, none left out.

Where PostgreSQL can compare (`vectors`) it does; elsewhere it is done here, in memory. A process then keeps the vectors
of the organizations that ask, by document. Which documents there are is asked anew each time; they never change once
they are READY, so only what is new is loaded and what was deleted is never found.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generation.brand.knowledge import vectors
from generation.brand.knowledge.services import documents
from generation.brand.models import Chunk, Document
from generation.providers.local.embedding import SIZE, query_vector

MAX_KEPT_BYTES = 512 * 1024 * 1024
MAX_RESULTS = 20
_READ_AT_ONCE = 2000


@dataclass(frozen=True)
class Block:
    """A document's passages: their ids as int64 of shape (n,), and their vectors as float32 of shape (n, 384)."""

    ids: np.ndarray
    vectors: np.ndarray


@dataclass(frozen=True)
class Hit:
    chunk: Chunk
    score: float


_Shelf = dict[str, Block]
_kept: "OrderedDict[str, _Shelf]" = OrderedDict()
_guard = threading.Lock()


def search(organization_id: str, query: str, *, limit: int) -> list[Hit]:
    """The `limit` passages nearest to the query, the nearest first. Raises `MissingModel`."""
    return nearest(organization_id, lambda: query_vector(query), limit=limit)


def nearest(organization_id: str, ask: Callable[[], np.ndarray], *, limit: int, keeps: bool = True) -> list[Hit]:
    """The `limit` passages nearest to what `ask` gives, float32 of shape (384,); it is asked if there are passages.

    Without `keeps` this process forgets the vectors again: for one that seldom asks.
    """
    if vectors.is_there():
        return _nearest_there(organization_id, ask, limit=limit)
    blocks = [block for block in _shelf_of(organization_id, keeps=keeps).values() if block.ids.size]
    if not blocks:
        return []
    question = _rounded(ask())
    scores = np.concatenate([block.vectors @ question for block in blocks])
    ids = np.concatenate([block.ids for block in blocks])
    best = np.argpartition(-scores, min(limit, len(scores)) - 1)[:limit]
    best = best[np.argsort(-scores[best], kind="stable")]
    return _hits(list(zip(ids[best].tolist(), scores[best].tolist(), strict=True)))


def _nearest_there(organization_id: str, ask: Callable[[], np.ndarray], *, limit: int) -> list[Hit]:
    count = vectors.count(organization_id)
    if not count:
        return []
    is_exact = count <= vectors.EXACT_UP_TO
    return _hits(vectors.nearest_ids(organization_id, _rounded(ask()), limit=limit, is_exact=is_exact))


def _hits(near: list[tuple[int, float]]) -> list[Hit]:
    found = Chunk.objects.defer("vector").select_related("document").in_bulk([pk for pk, _ in near])
    return [Hit(found[pk], score) for pk, score in near if pk in found]


def _rounded(question: np.ndarray) -> np.ndarray:
    """As fine as the passages' vectors are: both ways of comparing then give the same scores."""
    return question.astype("<f2").astype(np.float32)


def _shelf_of(organization_id: str, *, keeps: bool) -> _Shelf:
    ready = documents(organization_id).filter(status=Document.Status.READY)
    wanted = list(ready.order_by("pk").values_list("pk", flat=True))
    with _guard:
        known = _kept.get(organization_id, {})
    fresh = _load([pk for pk in wanted if pk not in known])
    shelf = {pk: block for pk in wanted if (block := known.get(pk) or fresh.get(pk))}
    if keeps:
        _keep(organization_id, shelf)
    return shelf


def _keep(organization_id: str, shelf: _Shelf) -> None:
    with _guard:
        _kept[organization_id] = shelf
        _kept.move_to_end(organization_id)
        while len(_kept) > 1 and _size() > MAX_KEPT_BYTES:
            _kept.popitem(last=False)


def _size() -> int:
    return sum(block.vectors.nbytes for shelf in _kept.values() for block in shelf.values())


def _load(document_ids: list[str]) -> _Shelf:
    if not document_ids:
        return {}
    rows = Chunk.objects.filter(document_id__in=document_ids).exclude(vector=None).order_by("document_id", "number")
    ids: dict[str, list[int]] = {pk: [] for pk in document_ids}
    packed: dict[str, bytearray] = {pk: bytearray() for pk in document_ids}
    read = rows.values_list("document_id", "pk", "vector").iterator(chunk_size=_READ_AT_ONCE)
    for document_id, number, vector in read:
        ids[document_id].append(number)
        packed[document_id] += bytes(vector or b"")
    return {pk: Block(np.array(ids[pk], np.int64), _unpacked(packed[pk])) for pk in document_ids}


def _unpacked(packed: bytearray) -> np.ndarray:
    return np.frombuffer(bytes(packed), dtype="<f2").astype(np.float32).reshape(-1, SIZE)
