"""The passages' vectors inside of PostgreSQL, where its extension pgvector (0.8 or later) is there.

Two columns that Django's model does not know, `owner_id` and `embedding`, and their indexes are made after every
`migrate`, so that an extension that comes later is found. They hold what `Chunk.vector` holds, number for number.
"""

import logging
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from generation.brand.models import Chunk
from generation.providers.local.embedding import SIZE

log = logging.getLogger(__name__)

TABLE = Chunk._meta.db_table
# Up to so many passages of an organization are compared one by one: exact, and as fast as the index. Beyond, the index
# is asked: the organization then has a good share of what stands in it.
EXACT_UP_TO = 20_000
_OLDEST = (0, 8)  # the first that goes on in the index until enough of the organization's own are found
_FILL_AT_ONCE = 500
_INSTALL = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS owner_id varchar(40)",
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS embedding halfvec({SIZE})",
    f"CREATE INDEX IF NOT EXISTS brand_chunk_owner ON {TABLE} (owner_id) WHERE embedding IS NOT NULL",
    f"CREATE INDEX IF NOT EXISTS brand_chunk_near ON {TABLE} USING hnsw (embedding halfvec_ip_ops)",
)
# Vectors have length one, so the inner product is the cosine; pgvector gives it negated. Adding 0 keeps a query from
# the index.
_NEAREST = f"""
    SELECT c.id, -(c.embedding <#> %s::halfvec) FROM {TABLE} c JOIN brand_document d ON d.id = c.document_id
    WHERE c.owner_id = %s AND c.embedding IS NOT NULL AND d.status = 'READY'
    ORDER BY (c.embedding <#> %s::halfvec){{exactly}} LIMIT %s
"""  # noqa: S608  # nosec B608 # a constant name
_SEARCH = (
    "SET LOCAL hnsw.ef_search = 200",
    "SET LOCAL hnsw.iterative_scan = strict_order",
    "SET LOCAL hnsw.max_scan_tuples = 100000",
)


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Make columns and indexes where they can be made, and fill them for passages that were indexed before."""
    database = connections[using]
    is_there.cache_clear()
    if not _has_extension(database):
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT to_regclass('brand_chunk_near')")
        if cursor.fetchone() == (None,):
            for statement in _INSTALL:  # each locks the table, which is why they are not run for nothing
                cursor.execute(statement)
    _fill(database)


def _has_extension(database: BaseDatabaseWrapper) -> bool:
    if database.vendor != "postgresql" or TABLE not in database.introspection.table_names():
        return False
    with database.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
        if cursor.fetchone() is None:
            return False
        try:
            with transaction.atomic(using=database.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
        except DatabaseError as error:
            log.warning("pgvector is installed but may not be used: %s", error)
            return False
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        version = tuple(map(int, cursor.fetchone()[0].split(".")[:2]))
    if version < _OLDEST:
        log.warning("pgvector %s is too old to be used; 0.8 is needed.", ".".join(map(str, version)))
    return version >= _OLDEST


def _fill(database: BaseDatabaseWrapper) -> None:
    missing = f"""
        SELECT c.id, c.vector, d.organization_id FROM {TABLE} c JOIN brand_document d ON d.id = c.document_id
        WHERE c.vector IS NOT NULL AND c.embedding IS NULL ORDER BY c.id LIMIT {_FILL_AT_ONCE}
    """  # noqa: S608  # nosec B608 # a constant name
    with database.cursor() as cursor:
        while True:
            cursor.execute(missing)
            if not (rows := cursor.fetchall()):
                return
            cursor.executemany(_STORE, [(owner, written(bytes(vector)), pk) for pk, vector, owner in rows])


@cache
def is_there() -> bool:
    """Whether this database compares vectors itself; asked once a process."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'embedding'", [TABLE])
        return cursor.fetchone() is not None


_STORE = f"UPDATE {TABLE} SET owner_id = %s, embedding = %s::halfvec WHERE id = %s"  # noqa: S608  # nosec B608 # a constant name


def store(organization_id: str, chunks: Sequence[Chunk]) -> None:
    """Beside `Chunk.vector`, in its transaction."""
    if is_there():
        with connection.cursor() as cursor:
            cursor.executemany(_STORE, [(organization_id, written(bytes(c.vector or b"")), c.pk) for c in chunks])


def written(packed: bytes) -> str:
    """A vector as pgvector reads it; each float16 comes back as it was."""
    return "[" + ",".join(f"{number:.9g}" for number in np.frombuffer(packed, dtype="<f2").astype(np.float32)) + "]"


def count(organization_id: str) -> int:
    """How many passages the organization has, as far as it matters."""
    most = EXACT_UP_TO + 1
    own = f"SELECT 1 FROM {TABLE} WHERE owner_id = %s AND embedding IS NOT NULL LIMIT {most}"  # noqa: S608  # nosec B608 # a constant name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({own}) AS own", [organization_id])  # noqa: S608  # nosec B608 # a constant name
        return int(cursor.fetchone()[0])


def nearest_ids(organization_id: str, question: np.ndarray, *, limit: int, is_exact: bool) -> list[tuple[int, float]]:
    """(chunk id, score) of the organization's passages nearest to `question`, of READY documents; nearest first."""
    asked = written(question.astype("<f2").tobytes())
    query = _NEAREST.format(exactly=" + 0" if is_exact else "")
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in () if is_exact else _SEARCH:
            cursor.execute(statement)
        cursor.execute(query, [asked, organization_id, asked, limit])
        found = [(int(pk), float(score)) for pk, score in cursor.fetchall()]
    if not is_exact and len(found) < limit:
        return nearest_ids(organization_id, question, limit=limit, is_exact=True)
    return found
