"""`/openai/v1/videos`: films to order as OpenAI's clients start, poll, list and delete them. The studio's own jobs."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from generation.companions.api.present import note_of
from generation.companions.door.dialect import DOOR_DIALECT, note_headers
from generation.imagery.services.films import FILM_SECONDS, access_film, delete_film, films_of
from generation.imagery.services.orders import VideoOrder, start_video
from generation.jobs.models import Job
from generation.jobs.states import Status
from wire.errors import ValidationFailed
from wire.requests import StudioView, read_body, transacted

READ_SCOPES = ("video:generate", "story:read")
_STATUSES = {
    Status.QUEUED: "queued",
    Status.RUNNING: "in_progress",
    Status.SUSPENDED: "in_progress",
    Status.SUCCEEDED: "completed",
    Status.FAILED: "failed",
    Status.CANCELED: "failed",
}
_POLL_MS = "1000"
_MOST = 100


@extend_schema_field(OpenApiTypes.BINARY)
class NotTaken(serializers.Field):
    def to_internal_value(self, data: Any) -> Any:
        raise serializers.ValidationError("Films from a picture or another film are not made here. Leave it out.")


class VideoBody(serializers.Serializer):
    prompt = serializers.CharField(max_length=4000)
    model = serializers.CharField(max_length=120, required=False, allow_null=True)
    seconds = serializers.FloatField(min_value=FILM_SECONDS[0], max_value=FILM_SECONDS[1], required=False)
    size = serializers.CharField(max_length=11, required=False)
    input_reference = NotTaken(required=False)


_VIDEO = inline_serializer(
    "OpenaiVideo",
    {
        "id": serializers.CharField(),
        "object": serializers.CharField(),
        "model": serializers.CharField(),
        "status": serializers.ChoiceField(sorted(set(_STATUSES.values()))),
        "progress": serializers.IntegerField(),
        "created_at": serializers.IntegerField(),
        "completed_at": serializers.IntegerField(allow_null=True),
        "expires_at": serializers.IntegerField(allow_null=True),
        "prompt": serializers.CharField(),
        "seconds": serializers.CharField(),
        "size": serializers.CharField(),
        "remixed_from_video_id": serializers.CharField(allow_null=True),
        "error": serializers.DictField(allow_null=True),
    },
)


_DELETED = inline_serializer(
    "OpenaiVideoDeleted",
    {"id": serializers.CharField(), "object": serializers.CharField(), "deleted": serializers.BooleanField()},
)


class VideoView(StudioView):
    dialect = DOOR_DIALECT


class Videos(VideoView):
    """OpenAI's client sends a film's order as a form, for there may be a file in it."""

    parser_classes = (MultiPartParser, FormParser, JSONParser)
    scopes = {"GET": READ_SCOPES, "POST": ("video:generate",)}

    @property
    def route_family(self) -> str:  # type: ignore[override]
        return "generation" if self.request.method == "POST" else "default"

    @extend_schema(
        operation_id="openaiVideoCreate", summary="Film a scene by OpenAI's clients", request=VideoBody,
        responses=_VIDEO,
    )  # fmt: skip
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request) -> Response:
        body = read_body(request, VideoBody)
        order = VideoOrder(
            prompt=body["prompt"],
            duration_s=body.get("seconds", 4.0),
            size=body.get("size", "720x1280"),
            model=body.get("model") or "",
        )
        return Response(printed(start_video(order, principal=self.principal)))

    @extend_schema(
        operation_id="openaiVideoList",
        summary="List films by OpenAI's clients",
        responses=inline_serializer(
            "OpenaiVideos",
            {
                "object": serializers.CharField(),
                "data": serializers.ListField(child=serializers.DictField()),
                "first_id": serializers.CharField(allow_null=True),
                "last_id": serializers.CharField(allow_null=True),
                "has_more": serializers.BooleanField(),
            },
        ),
        parameters=[
            OpenApiParameter("after", str, description="The id of the last film of the page before."),
            OpenApiParameter("limit", int, description=f"1 to {_MOST}; 20 by default."),
            OpenApiParameter("order", str, enum=["asc", "desc"], description="By age; the newest first by default."),
        ],
    )
    def get(self, request: Request) -> Response:
        limit = _limit(request.query_params.get("limit"))
        rows = list(_page(films_of(self.organization_id), request)[: limit + 1])
        data = [printed(job) for job in rows[:limit]]
        ends = {"first_id": data[0]["id"] if data else None, "last_id": data[-1]["id"] if data else None}
        return Response({"object": "list", "data": data, **ends, "has_more": len(rows) > limit})


def _page(rows: "QuerySet[Job]", request: Request) -> "QuerySet[Job]":
    order, after = request.query_params.get("order", "desc"), request.query_params.get("after")
    if order not in ("asc", "desc"):
        raise ValidationFailed("order must be asc or desc.", field="order")
    if after:
        rows = rows.filter(pk__gt=after) if order == "asc" else rows.filter(pk__lt=after)
    return rows.order_by("pk" if order == "asc" else "-pk")


def _limit(value: str | None) -> int:
    if value is None:
        return 20
    if not (value.isascii() and value.isdecimal() and len(value) <= 3 and 1 <= int(value) <= _MOST):
        raise ValidationFailed(f"limit must lie between 1 and {_MOST}.", field="limit")
    return int(value)


class Video(VideoView):
    scopes = {"GET": READ_SCOPES, "DELETE": ("video:generate",)}

    @extend_schema(operation_id="openaiVideo", summary="Read a film's state by OpenAI's clients", responses=_VIDEO)
    def get(self, request: Request, video_id: str) -> Response:
        job = access_film(video_id, organization_id=self.organization_id)
        headers = {"openai-poll-after-ms": _POLL_MS, **note_headers(note_of(job).get("note", ""))}
        return Response(printed(job), headers=headers)

    @extend_schema(
        operation_id="openaiVideoDelete",
        summary="Stop or delete a film by OpenAI's clients",
        responses={200: _DELETED},
    )
    @transacted()
    def delete(self, request: Request, video_id: str) -> Response:
        delete_film(video_id, organization_id=self.organization_id)
        return Response({"id": video_id, "object": "video.deleted", "deleted": True})


def printed(job: Job) -> dict[str, Any]:
    params, result = job.params, job.result or {}
    status = _STATUSES[Status(job.status)]
    return {
        "id": job.pk,
        "object": "video",
        "model": result.get("model") or params.get("model") or "studio-video",
        "status": status,
        "progress": 100 if status == "completed" else min(99, round(100 * job.progress)),
        "created_at": _second(job.created_at),
        "completed_at": _second(job.finished_at) if status == "completed" else None,
        "expires_at": None,
        "prompt": params["prompt"],
        "seconds": f"{params['duration_s']:g}",
        "size": f"{params['width']}x{params['height']}",
        "remixed_from_video_id": None,
        "error": _error(job) if status == "failed" else None,
    }


def _error(job: Job) -> dict[str, Any]:
    if job.status == Status.CANCELED:
        return {"code": "canceled", "message": f"Canceled: {job.message or 'no reason was given'}"}
    return {"code": job.error_code or "generation_failed", "message": job.error_message or "The film was not made."}


def _second(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
