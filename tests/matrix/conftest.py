"""One tenant's things, one of each kind, for every operation that OpenAPI names."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from generation.assets.services import signed_url, store_file
from generation.brand.knowledge.services import queue
from generation.brand.models import Document
from generation.companions.services.sessions import open_session
from generation.imagery.services.orders import VideoOrder, start_video
from generation.projects import services as projects
from generation.projects.models import Artifact, Revision
from generation.stories import services as stories
from generation.stories.models import StoryPlan
from generation.timelines.services.exports import start_export
from generation.timelines.services.generate import start_generation
from generation.webhooks import services as webhooks
from generation.workflows.services.launch import start_workflow
from tests.api import Api, open_api
from tests.timelines.world import add_project, variant
from wire.principal import Principal
from wire.ratelimit import limiter

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    scopes: tuple[str, ...]
    body: dict[str, Any] = field(hash=False, default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def at(self, ids: dict[str, str]) -> str:
        return self.path.removeprefix(PREFIX).format(**ids | of_family(self.path, ids))


def of_family(path: str, ids: dict[str, str]) -> dict[str, str]:
    """Families call different things by one name: whose job, say, is told by the path."""
    if path.startswith((f"{PREFIX}/job/", f"{PREFIX}/project/")):
        return {"job_id": ids["edit_job_id"], "revision": ids["edit_revision"]}
    return {}


@cache
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(*, streams: bool = False) -> list[Operation]:
    """Every operation of the API that Django answers, or every one that is a raw route: a stream, or a large file."""
    return [
        Operation(method.upper(), path, tuple(operation["x-scopes"]))
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if operation.get("x-raw", False) == streams
    ]


@dataclass(frozen=True)
class Things:
    """A tenant and the ids of what it has, by the path parameter that takes them."""

    api: Api
    ids: dict[str, str]


def some_things(name: str) -> Things:
    api = open_api(name)
    organization_id = api.organization.pk
    principal = Principal(organization_id=organization_id, key_id=None, user_id=None, scopes=frozenset())
    now = timezone.now()
    with transaction.atomic():
        project = projects.create_project(organization_id, name="Ours")
        source = projects.add_inline_source(
            project, type="text", content="Ours alone.", label=None, retention_policy="EXTRACTED_ONLY", metadata=None,
            now=now,
        )  # fmt: skip
        target = {"audience": "a", "objective": "b", "outcome": "c"}
        request = {"target": target, "artifactRequests": [{"type": "table_read"}], "sourceIds": [source.pk]}
        plan = stories.create_plan(project, {**request, "autoApprove": True}, principal=principal)
        StoryPlan.objects.filter(pk=plan.pk).update(status=StoryPlan.Status.APPROVED)
        job = stories.create_story_job({"storyPlanId": plan.pk}, principal=principal)
        artifact = Artifact.objects.get(job_id=job.pk)
        Artifact.objects.filter(pk=artifact.pk).update(status=Artifact.Status.READY)
        Revision.objects.create(artifact=artifact, number=1, content={"script": {"title": "Ours", "scenes": []}})
        stories.share(artifact, now=now)
        session = open_session("ours", organization_id=organization_id, companion_id="editor")
        session.save()
        film = start_video(VideoOrder(prompt="A quay"), principal=principal)
        advert = start_workflow({"type": "cinematic", "concept": "A quay"}, principal=principal)
        endpoint = webhooks.create_endpoint("inbox:", principal=principal).endpoint
        delivery = webhooks.send_test(endpoint)
        document = Document.objects.create(organization_id=organization_id, kind="FILE", filename="ours.txt")
        queue(document, principal)
    edited = add_project(api)
    with transaction.atomic():
        generation = start_generation(edited.project, prompt="dusk", start_s=0, end_s=1, box=None, principal=principal)
        export = start_export(edited.project, format="mp4", principal=principal)
    ids = {
        "segment_id": edited.only,
        "variant_id": variant(edited, 0, 25, job_id=f"job_variants_{name}").pk,
        "edit_job_id": generation.pk,
        "edit_revision": "1",
        "export_job_id": export.pk,
        "project_id": project.pk,
        "source_id": source.pk,
        "plan_id": plan.pk,
        "job_id": job.pk,
        "artifact_id": artifact.pk,
        "revision": "1",
        "session_id": session.key,
        "studio_job_id": film.pk,
        "workflow_id": advert.workflow.pk,
        "source_url": f"https://studio.example{film_address(organization_id)}",
        "video_id": film.pk,
        "endpoint_id": endpoint.pk,
        "delivery_id": delivery.pk,
        "document_id": document.pk,
        "model": "gpt-9",  # models are nobody's: one that there is not
    }
    return Things(api, ids)


def film_address(organization_id: str) -> str:
    """Where a film of the organization's can be fetched."""
    with NamedTemporaryFile(suffix=".mp4") as file:
        file.write(b"film")
        file.flush()
        asset = store_file(organization_id, Path(file.name), content_type="video/mp4", filename="film.mp4")
    return signed_url(asset, expires_s=3600)


def missing_ids(ids: dict[str, str]) -> dict[str, str]:
    """Ids that look like these and name nothing."""
    return {name: f"{value.partition('_')[0]}_{'0' * 24}" for name, value in ids.items()}


def said(body: str, ids: dict[str, str]) -> str:
    """An answer without what differs between any two: the request's id and the ids that were asked for."""
    text = re.sub(r'"requestId": ?"[^"]+"', "", body)
    for value in ids.values():
        text = text.replace(value, "*")
    return text


@pytest.fixture
def ours(db: None) -> Things:
    limiter.clear()
    return some_things("Ours")


@pytest.fixture
def stranger(db: None) -> Api:
    return open_api("Stranger")
