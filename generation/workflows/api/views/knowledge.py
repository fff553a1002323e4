"""The brand's knowledge base: files and pages in, passages out."""

import tempfile
from pathlib import Path
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from generation.brand.knowledge import services
from generation.brand.knowledge.crawl import MAX_PAGES, check_address
from generation.brand.knowledge.files import MAX_FILE_BYTES
from generation.brand.knowledge.search import MAX_RESULTS, search
from generation.workflows.api import present, schemas, serializers
from generation.workflows.api.views.base import PAGE, FamilyView, asked
from generation.workflows.api.views.uploads import PART_HEADS, form_of, receive
from wire.errors import ValidationFailed
from wire.pagination import paginate
from wire.requests import read_body, transacted

FILES_PATH = "/api/v1/user/brand/knowledge/files"
BODY_CAPS = {FILES_PATH: MAX_FILE_BYTES + PART_HEADS}
_MAX_QUERY_CHARS = 1000


class Knowledge(FamilyView):
    scopes = {"GET": ("brand:read",)}

    @extend_schema(
        operation_id="listKnowledge",
        summary="The knowledge base's documents, newest first",
        responses=schemas.KnowledgePage,
        parameters=PAGE,
    )
    def get(self, request: Request) -> Response:
        rows = services.documents(self.organization_id)
        page = paginate(rows, limit=request.query_params.get("limit"), cursor=request.query_params.get("cursor"))
        printed = [present.document(row) for row in page.items]
        return Response(present.answer({"documents": printed, "nextCursor": page.next_cursor}))


class KnowledgeFiles(FamilyView):
    parser_classes = (MultiPartParser,)
    scopes = {"POST": ("brand:write",)}

    def _store(self, request: Request) -> dict[str, Any]:
        """Keep the bytes, ahead of the transaction."""
        with tempfile.TemporaryDirectory(prefix="studio-knowledge-") as folder:
            path = Path(folder) / "upload"
            name = receive(request, path, field="file", most_bytes=MAX_FILE_BYTES)
            return {"file": services.store_upload(self.organization_id, path, name)}

    @extend_schema(
        operation_id="addKnowledgeFile",
        summary="Add a file to the knowledge base",
        description="At most 10 MB (10,485,760 bytes). A file that is known already answers with its document.",
        request=form_of("file", "PDF, DOCX, XLSX, CSV, TXT"),
        responses=schemas.KnowledgeAnswer,
    )
    @transacted(before=_store)
    def post(self, request: Request, file: services.StoredFile) -> Response:
        document = services.add_file(file, principal=self.principal)
        return Response(present.answer(present.document(document)))


class KnowledgeUrls(FamilyView):
    scopes = {"POST": ("brand:write",)}

    def _check(self, request: Request) -> dict[str, Any]:
        """Look the host up, ahead of the transaction."""
        body = read_body(request, serializers.KnowledgeUrl)
        return {"url": check_address(body["url"]), "depth": body["depth"]}

    @extend_schema(
        operation_id="addKnowledgeUrl",
        summary="Add a web page, or a page and those it links to, to the knowledge base",
        description=f"Where robots.txt lets it be read. Depth 1 reads up to {MAX_PAGES} pages of the same site.",
        request=serializers.KnowledgeUrl,
        responses=schemas.KnowledgeAnswer,
    )
    @transacted(idempotency="accepted", before=_check)
    def post(self, request: Request, url: str, depth: int) -> Response:
        document = services.add_url(url, depth, principal=self.principal)
        return Response(present.answer(present.document(document)))


class KnowledgeSearch(FamilyView):
    scopes = {"GET": ("brand:read",)}

    @extend_schema(
        operation_id="searchKnowledge",
        summary="Passages of the knowledge base, the nearest in meaning first",
        responses=schemas.KnowledgeHitsAnswer,
        parameters=[
            OpenApiParameter("q", str, required=True, description="What to look for, at most 1000 characters."),
            OpenApiParameter("limit", int, description=f"1 to {MAX_RESULTS}; 5 by default."),
        ],
    )
    def get(self, request: Request) -> Response:
        query = asked(request, "q")
        if len(query) > _MAX_QUERY_CHARS:
            raise ValidationFailed(f"q may have at most {_MAX_QUERY_CHARS:,} characters.", field="q")
        hits = search(self.organization_id, query, limit=_limit(request))
        return Response(present.answer({"query": query, "results": [present.hit(hit) for hit in hits]}))


def _limit(request: Request) -> int:
    value = request.query_params.get("limit") or "5"
    if not (value.isascii() and value.isdecimal() and len(value) < 4 and 1 <= int(value) <= MAX_RESULTS):
        raise ValidationFailed(f"limit must be a whole number from 1 to {MAX_RESULTS}.", field="limit")
    return int(value)


class KnowledgeDocument(FamilyView):
    scopes = {"GET": ("brand:read",), "DELETE": ("brand:write",)}

    @extend_schema(operation_id="getKnowledgeDocument", summary="One document", responses=schemas.KnowledgeAnswer)
    def get(self, request: Request, document_id: str) -> Response:
        return Response(present.answer(present.document(services.access_document(document_id, self.organization_id))))

    @extend_schema(
        operation_id="deleteKnowledgeDocument",
        summary="Forget a document: its text, vectors and file",
        responses={200: schemas.KnowledgeDeletedAnswer},
    )
    @transacted()
    def delete(self, request: Request, document_id: str) -> Response:
        services.delete_document(services.access_document(document_id, self.organization_id))
        return Response(present.answer({"id": document_id, "deleted": True}))
