"""`/openai/v1/models` and `/openai/v1/images/generations`."""

import base64
import time
from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation.assets.services import get_asset, read_bytes
from generation.companions.api.present import asset_url, note_of
from generation.companions.api.views.base import base_url
from generation.companions.catalogue import COMPANIONS
from generation.companions.door.dialect import DOOR_DIALECT, note_headers
from generation.imagery.api.made import once_of
from generation.imagery.services.orders import ImageOrder, generation_of, start_image
from generation.jobs.models import Job
from generation.jobs.waiting import finished
from wire.admit import ANY_CALLER
from wire.errors import NotFound
from wire.requests import StudioView, read_body, transacted

MOST = 4
_HD = ("hd", "high")


class ImageBody(serializers.Serializer):
    prompt = serializers.CharField(max_length=4000)
    model = serializers.CharField(max_length=120, required=False, allow_null=True)
    n = serializers.IntegerField(min_value=1, max_value=MOST, required=False, allow_null=True)
    size = serializers.CharField(max_length=11, required=False, allow_null=True)
    quality = serializers.ChoiceField(
        ["standard", "hd", "low", "medium", "high", "auto"], required=False, allow_null=True
    )
    style = serializers.ChoiceField(["vivid", "natural"], required=False, allow_null=True)  # type: ignore[assignment]
    response_format = serializers.ChoiceField(["url", "b64_json"], required=False, allow_null=True)
    user = serializers.CharField(max_length=200, required=False, allow_null=True)


def _begin(view: "Images", request: Request) -> list[Job]:
    body = read_body(request, ImageBody)
    size = body.get("size")
    order = ImageOrder(
        prompt=body["prompt"],
        size="1024x1024" if size in (None, "auto") else size,
        quality="hd" if body.get("quality") in _HD else "standard",
        style=body.get("style") or "natural",
        model=body.get("model") or "",
    )
    once = once_of(request, view)
    return [
        start_image(order, principal=view.principal, once=f"{once} {number}" if once else None)
        for number in range(body.get("n") or 1)
    ]


def _wait(view: "Images", request: Request) -> dict[str, Any]:
    with transaction.atomic():
        jobs = _begin(view, request)
    return {"jobs": [finished(job.pk) for job in jobs]}


class Images(StudioView):
    dialect = DOOR_DIALECT
    route_family = "generation"
    scopes = {"POST": ("image:generate",)}
    note = ""

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(*args, **kwargs)
        for name, value in note_headers(self.note).items():
            response[name] = value
        return response

    @extend_schema(
        operation_id="openaiImages",
        summary="Draw pictures by OpenAI's clients",
        request=ImageBody,
        responses=inline_serializer(
            "OpenaiImages",
            {"created": serializers.IntegerField(), "data": serializers.ListField(child=serializers.DictField())},
        ),
    )
    @transacted(idempotency="accepted", is_billable=True, before=_wait)
    def post(self, request: Request, jobs: list[Job] | None = None) -> Response:
        if jobs is None:
            _begin(self, request)
            return Response({})
        self.note = " ".join(dict.fromkeys(filter(None, (note_of(job).get("note") for job in jobs))))
        is_inline = read_body(request, ImageBody).get("response_format") == "b64_json"
        return Response({"created": int(time.time()), "data": [_printed(request, job, is_inline) for job in jobs]})


def _printed(request: Request, job: Job, is_inline: bool) -> dict[str, str]:
    made = generation_of(job)
    asset = get_asset(made.asset_id, organization_id=made.organization_id)
    if is_inline:
        return {"b64_json": base64.b64encode(read_bytes(asset)).decode(), "revised_prompt": made.prompt}
    return {"url": asset_url(asset, base_url(request)), "revised_prompt": made.prompt}


def _models() -> dict[str, dict[str, Any]]:
    names = [*(one.id for one in COMPANIONS), "studio-image", "studio-speech", "studio-video"]
    return {name: {"id": name, "object": "model", "created": 1_767_225_600, "owned_by": "studio"} for name in names}


class Models(StudioView):
    dialect = DOOR_DIALECT
    scopes = {"GET": (ANY_CALLER,)}

    @extend_schema(
        operation_id="openaiModels",
        summary="What OpenAI's clients may name as a model",
        responses=inline_serializer(
            "OpenaiModels",
            {"object": serializers.CharField(), "data": serializers.ListField(child=serializers.DictField())},
        ),
    )
    def get(self, request: Request) -> Response:
        return Response({"object": "list", "data": list(_models().values())})


class Model(StudioView):
    dialect = DOOR_DIALECT
    scopes = {"GET": (ANY_CALLER,)}

    @extend_schema(
        operation_id="openaiModel",
        summary="One of those models",
        responses=inline_serializer(
            "OpenaiModel",
            {
                "id": serializers.CharField(),
                "object": serializers.CharField(),
                "created": serializers.IntegerField(),
                "owned_by": serializers.CharField(),
            },
        ),
    )
    def get(self, request: Request, model: str) -> Response:
        found = _models().get(model)
        if found is None:
            raise NotFound(f"There is no model {model[:120]}. List the models to see which there are.", kind="model")
        return Response(found)
