"""Variants: accepted, scored, discarded."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.timelines.api import present, schemas
from generation.timelines.api.views.base import READ, WRITE, EditorView
from generation.timelines.models import Variant
from generation.timelines.services import scores
from generation.timelines.services.accept import accept, discard
from generation.timelines.services.access import access_variant, timeline_of
from wire.errors import ValidationFailed
from wire.requests import transacted

_COMPARE_TO = OpenApiParameter("compare_to", str, enum=scores.COMPARISONS, description="`prompt` by default.")


class VariantView(EditorView):
    def variant(self, variant_id: str) -> Variant:
        return access_variant(variant_id, organization_id=self.organization_id)


class VariantDetail(VariantView):
    scopes = {"DELETE": WRITE}

    @extend_schema(
        operation_id="discardVariant",
        summary="Offer a variant no longer",
        responses={200: schemas.EditorDeleted},
    )
    @transacted(idempotency="accepted")
    def delete(self, request: Request, variant_id: str) -> Response:
        discard(self.variant(variant_id))
        return Response({"deleted": True})


class VariantAccept(VariantView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="acceptVariant",
        summary="Play a variant in place of what it was made from",
        request=None,
        responses=schemas.SegmentAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, variant_id: str) -> Response:
        variant = self.variant(variant_id)
        segment = accept(variant, principal=self.principal)
        printed = present.segment(segment, timeline_of(variant.project), base_url=self.base_url(request))
        return Response(printed)


class VariantScore(VariantView):
    route_family = "previews"
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="scoreVariant",
        summary="How good a variant is",
        responses=schemas.ScoreAnswer,
        parameters=[_COMPARE_TO],
    )
    def get(self, request: Request, variant_id: str) -> Response:
        variant = self.variant(variant_id)
        compare_to = request.query_params.get("compare_to") or "prompt"
        if compare_to not in scores.COMPARISONS:
            raise ValidationFailed("compare_to must be prompt or original.", field="compare_to")
        found = scores.score(variant, compare_to=compare_to)
        return Response({"variant_id": variant.pk, "compare_to": compare_to, "score": found})
