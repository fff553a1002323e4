"""Segments: split, trimmed, moved, deleted, graded."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.media.timeline.grade import grade_from
from generation.timelines.api import present, schemas, serializers
from generation.timelines.api.views.base import READ, WRITE, EditorView
from generation.timelines.models import Segment
from generation.timelines.services import previews, segments
from generation.timelines.services.access import timeline_of
from wire.requests import read_body, transacted


class SegmentView(EditorView):
    def printed(self, request: Request, row: Segment, of: Segment) -> dict[str, object]:
        return present.segment(row, timeline_of(of.project), base_url=self.base_url(request))


class SegmentDetail(SegmentView):
    scopes = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @extend_schema(operation_id="getSegment", summary="Read a segment", responses=schemas.SegmentAnswer)
    def get(self, request: Request, segment_id: str) -> Response:
        segment = self.segment(segment_id)
        return Response(self.printed(request, segment, segment))

    @extend_schema(
        operation_id="moveSegment",
        summary="Move a segment to another place of the timeline",
        request=serializers.Move,
        responses=schemas.SegmentAnswer,
    )
    @transacted(idempotency="accepted")
    def patch(self, request: Request, segment_id: str) -> Response:
        segment = self.segment(segment_id)
        body = read_body(request, serializers.Move)
        moved = segments.move(segment, to=body["order_index"], principal=self.principal)
        return Response(self.printed(request, moved, segment))

    @extend_schema(operation_id="deleteSegment", summary="Delete a segment", responses={200: schemas.EditorDeleted})
    @transacted(idempotency="accepted")
    def delete(self, request: Request, segment_id: str) -> Response:
        segments.delete(self.segment(segment_id), principal=self.principal)
        return Response({"deleted": True})


class SegmentSplit(SegmentView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="splitSegment",
        summary="Split a segment in two",
        request=serializers.Split,
        responses=schemas.SplitAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, segment_id: str) -> Response:
        segment = self.segment(segment_id)
        body = read_body(request, serializers.Split)
        left, right = segments.split(segment, at_s=body["split_ts"], principal=self.principal)
        return Response({"left": self.printed(request, left, segment), "right": self.printed(request, right, segment)})


class SegmentTrim(SegmentView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="trimSegment",
        summary="Trim a segment within its original bounds",
        request=serializers.Trim,
        responses=schemas.SegmentAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, segment_id: str) -> Response:
        segment = self.segment(segment_id)
        body = read_body(request, serializers.Trim)
        trimmed = segments.trim(
            segment, start_s=body["new_start_ts"], end_s=body["new_end_ts"], principal=self.principal
        )
        return Response(self.printed(request, trimmed, segment))


class SegmentGrade(SegmentView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="gradeSegment",
        summary="Replace a segment by a graded one",
        request=serializers.ColorGrade,
        responses=schemas.GradeAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, segment_id: str) -> Response:
        segment = self.segment(segment_id)
        grade = grade_from(read_body(request, serializers.ColorGrade))
        graded = segments.color_grade(segment, grade, principal=self.principal)
        return Response({"segment_id": graded.pk, "graded_url": self.printed(request, graded, segment)["url"]})


class SegmentGradePreview(SegmentView):
    route_family = "previews"
    scopes = {"POST": READ}

    @extend_schema(
        operation_id="previewGrade",
        summary="See a segment's middle frame under a grade",
        request=serializers.ColorGrade,
        responses=schemas.GradePreviewAnswer,
    )
    def post(self, request: Request, segment_id: str) -> Response:
        segment = self.segment(segment_id)
        asset = previews.grade_preview(segment, grade_from(read_body(request, serializers.ColorGrade)))
        url = present.file_url(asset.pk, asset.filename, self.base_url(request))
        return Response({"preview_frame_url": url})
