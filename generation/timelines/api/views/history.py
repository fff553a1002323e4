"""A timeline's history: listed, undone, redone, restored; and its order."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.timelines.api import present, schemas, serializers
from generation.timelines.api.views.base import PAGE, READ, WRITE, EditorView
from generation.timelines.services import history, segments
from generation.timelines.services.access import timeline_of
from wire.errors import NotFound
from wire.requests import read_body, transacted


class TimelineView(EditorView):
    """Edits of the whole timeline: each answers with what plays now."""

    scopes = {"POST": WRITE}

    def answer(self, request: Request, now: history.Playing) -> Response:
        return Response(present.timeline(now.timeline, now.segments, base_url=self.base_url(request)))


class History(EditorView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="getHistory",
        summary="List a timeline's revisions, the latest first",
        responses=schemas.HistoryPage,
        parameters=PAGE,
    )
    def get(self, request: Request, project_id: str) -> Response:
        project = self.project(project_id)
        page = self.page(request, history.revisions_of(project.pk))
        printed = present.history(timeline_of(project), page.items)
        return Response({**printed, "next_cursor": page.next_cursor})


class Undo(TimelineView):
    @extend_schema(
        operation_id="undoEdit", summary="Undo the last edit", request=None, responses=schemas.TimelineAnswer
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, project_id: str) -> Response:
        return self.answer(request, history.undo(self.project(project_id).pk))


class Redo(TimelineView):
    @extend_schema(
        operation_id="redoEdit", summary="Redo what was undone last", request=None, responses=schemas.TimelineAnswer
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, project_id: str) -> Response:
        return self.answer(request, history.redo(self.project(project_id).pk))


class Restore(TimelineView):
    @extend_schema(
        operation_id="restoreTimeline",
        summary="Play an earlier revision again",
        request=serializers.TimelineRestore,
        responses=schemas.TimelineAnswer,
        parameters=[OpenApiParameter("revision", OpenApiTypes.INT, OpenApiParameter.PATH)],
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, project_id: str, revision: str) -> Response:
        project = self.project(project_id)
        if not (revision.isascii() and revision.isdecimal() and len(revision) <= 9):
            raise NotFound("A revision is a whole number; see the timeline's history.", kind="revision")
        expected = read_body(request, serializers.TimelineRestore).get("expected")
        now = history.restore(project.pk, int(revision), principal=self.principal, expected=expected)
        return self.answer(request, now)


class Reorder(TimelineView):
    @extend_schema(
        operation_id="reorderSegments",
        summary="Play the segments in another order",
        request=serializers.Reorder,
        responses=schemas.TimelineAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, project_id: str) -> Response:
        project = self.project(project_id)
        body = read_body(request, serializers.Reorder)
        return self.answer(request, segments.reorder(project.pk, body["segment_ids"], principal=self.principal))
