"""Discovery operations. All but capabilities are public."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import switches
from accounts.scopes import SCOPES
from billing.prices import price
from generation.projects.models import Artifact, Source
from generation.projects.sources import FETCHED_TYPES, MAX_INLINE_BYTES
from generation.stories.api.present import STATUS_OF_JOB
from generation.stories.api.serializers import ARTIFACT_TYPES, MODES
from generation.stories.api.views.base import StoryView
from generation.stories.digests import FIELDS as DIGEST_FIELDS
from generation.stories.services import INLINE_TYPES, KINDS, SOURCE_TYPES
from generation.workflows.catalogue import NAMES as WORKFLOW_NAMES
from generation.workflows.catalogue import TYPES
from generation.workflows.kinds import QUALITIES, operation_of
from studio.discovery import schemas, table
from studio.discovery.examples import catalogue, setup
from wire.database import DATABASE_ERRORS, as_unavailable
from wire.errors import Unavailable
from wire.version import VERSION


class HealthBody(serializers.Serializer):
    status = serializers.CharField()
    version = serializers.CharField()


class HealthAnswer(serializers.Serializer):
    success = serializers.BooleanField()
    status = serializers.CharField()
    version = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field]:
        # Declared here because `data` is an attribute of every serializer.
        return super().get_fields() | {"data": HealthBody()}


class Health(StoryView):
    route_family = "discovery"
    scopes = {"GET": ()}

    @extend_schema(operation_id="getHealth", summary="Liveness and version", responses=HealthAnswer)
    def get(self, request: Request) -> Response:
        """Answers only while the database does."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DATABASE_ERRORS as error:
            raise as_unavailable(error) or Unavailable() from None
        body = {"status": "ok", "version": VERSION}
        return Response({"success": True, **body, "data": body})


class OpenApi(StoryView):
    route_family = "discovery"
    scopes = {"GET": ()}

    @extend_schema(operation_id="getOpenApi", summary="This document", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response(table.document())


class Examples(StoryView):
    route_family = "discovery"
    scopes = {"GET": ()}

    @extend_schema(operation_id="getExamples", summary="Recipes for every flow", responses=schemas.Examples)
    def get(self, request: Request) -> Response:
        base_url = self.base_url(request)
        return Response({"version": "v1", "baseUrl": base_url, "setup": setup(base_url), "recipes": catalogue()})


class Capabilities(StoryView):
    route_family = "discovery"
    scopes = {"GET": ("story:read",)}

    @extend_schema(operation_id="getCapabilities", summary="What this studio can do", responses=schemas.Capabilities)
    def get(self, request: Request) -> Response:
        return Response(capabilities())


# What describes the API: name, path, and whether this studio serves it.
DOCUMENTS = (
    ("openapi", "/api/v1/openapi.json", "available"),
    ("examples", "/api/v1/examples", "available"),
    ("llms", "/llms.txt", "available"),
    ("llmsFull", "/llms-full.txt", "available"),
    ("docsSite", "/docs/", "available"),
    ("agentIndex", "/agent-index.json", "available"),
    ("searchIndex", "/docs/search-index.json", "available"),
    ("cliCommands", "/docs/cli-commands.json", "available"),
    ("mcpTools", "/docs/mcp-tools.json", "available"),
    ("sitemap", "/sitemap.xml", "available"),
    ("robots", "/robots.txt", "available"),
)


# What an operator can turn off while it runs, and a client should know before it asks.
SHOWN_SWITCHES = ("new_jobs", "workflows", "url_sources", "live_reads", "external_providers", "webhooks")


def capabilities() -> dict[str, Any]:
    """The live feature manifest; every "available" in it is served by this process."""
    return {
        "version": "v1",
        "status": "foundation",
        "auth": {"schemes": ["bearer_api_key"], "scopes": list(SCOPES), "supportsIdempotency": True},
        "projects": {"available": True, "crudScopes": {"read": "story:read", "write": "story:write"}},
        "sources": {
            "types": [_source_type(kind) for kind in SOURCE_TYPES],
            "retentionPolicies": Source.Retention.values,
            "digest": {
                "availability": "available",
                "statuses": Source.DigestStatus.values,
                "fields": list(DIGEST_FIELDS),
            },
        },
        "artifacts": {kind: _artifact_type(kind) for kind in ARTIFACT_TYPES},
        "jobs": {
            "available": True,
            "statuses": ["PENDING", *dict.fromkeys(STATUS_OF_JOB.values()), "PARTIAL"],
            "artifactStatuses": Artifact.Status.values,
        },
        "workflows": {name: _workflow(name) for name in WORKFLOW_NAMES},
        "switches": {name: switches.is_on(name) for name in SHOWN_SWITCHES},
        "docs": {name: {"url": url, "availability": state} for name, url, state in DOCUMENTS},
    }


def _source_type(kind: str) -> dict[str, Any]:
    if kind in INLINE_TYPES:
        return {"type": kind, "availability": "available", "maxInlineBytes": MAX_INLINE_BYTES}
    content_types, max_bytes = FETCHED_TYPES[kind]
    return {
        "type": kind,
        "availability": "available",
        "maxFetchBytes": max_bytes,
        "contentTypes": list(content_types),
        "note": "Fetched when the source is created, from public addresses only; poll until READY or FAILED.",
    }


def _artifact_type(kind: str) -> dict[str, Any]:
    if kind not in KINDS:
        return {"availability": "planned"}
    made = KINDS[kind]
    told: dict[str, Any] = {"outputs": list(made.outputs), "availability": "available"}
    if "mode" in made.heeds:
        told["modes"] = list(MODES)
    if made.lengths_s:
        told["durationSeconds"] = dict(zip(("min", "default", "max"), made.lengths_s, strict=True))
    return told


def _workflow(name: str) -> dict[str, Any]:
    kind = TYPES[name]
    return {
        "availability": "available",
        "title": kind.title,
        "summary": kind.summary,
        "needs": list(kind.needs),
        "formats": list(kind.formats),
        "tiers": {
            quality: {"credits": price(operation_of(name, quality)), "makes": kind.tiers[quality].more}
            for quality in QUALITIES
        },
    }


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"version": VERSION, "public_url": settings.STUDIO_PUBLIC_URL})
