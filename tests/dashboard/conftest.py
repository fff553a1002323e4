"""Two signed-in people who know nothing of each other, and one of each thing that pages show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from generation.jobs.models import Job
from generation.projects.models import Artifact, Project, Revision, Source
from generation.projects.services import add_inline_source, create_project
from generation.stories.models import StoryPlan
from generation.stories.services import create_story_job, share
from studio.dashboard.access import principal_of
from tests.world import Tenant, World

TEXT = "The harbour reopened on Monday. “We waited nine years,” said Mara Lindt, the harbour master."
SPAN = {"start": 0, "end": 31}


class Browser:
    """A person's browser: follows nothing by itself, and keeps what it was answered."""

    def __init__(self, user: User | None) -> None:
        self.client = Client()
        if user:
            self.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(path, data)


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Any) -> None:
    settings.STUDIO_DATA = tmp_path
    settings.CSRF_FAILURE_VIEW = "studio.dashboard.refusals.csrf_failure"


@pytest.fixture
def ada(world: World) -> Browser:
    return Browser(world.ada.owner)


@pytest.fixture
def bob(world: World) -> Browser:
    return Browser(world.bob.owner)


@pytest.fixture
def nobody(db: None) -> Browser:
    return Browser(None)


@pytest.fixture
def project(world: World) -> Project:
    return create_project(world.ada.organization.pk, name="Harbour", description="A port opens again.")


@pytest.fixture
def source(project: Project) -> Source:
    return add_inline_source(
        project,
        type="text",
        content=TEXT,
        label="Harbour notice",
        retention_policy="EXTRACTED_ONLY",
        metadata=None,
        now=timezone.now(),
    )


@pytest.fixture
def make_plan(project: Project, source: Source) -> Callable[..., StoryPlan]:
    """A plan as the planner leaves it, waiting for its decision."""

    def make(**fields: Any) -> StoryPlan:
        span = {**SPAN, "sourceId": source.pk}
        envelope = {
            "title": "The harbour opens",
            "logline": "A town gets its sea back.",
            "summary": "The harbour reopened.",
            "thesis": "Nine years of waiting ended on Monday.",
            "evidence": [{"kind": "event", "text": "The harbour reopened on Monday.", "speaker": None, **span}],
            "gaps": ["Who paid for it?"],
            "journeyBeats": [
                {
                    "index": 1,
                    "heading": "The quay",
                    "mood": "hopeful",
                    "place": "harbour",
                    "lines": 2,
                    "opensWith": "It opened.",
                }
            ],
            "audioSystem": {"cast": [{"name": "Narrator", "role": "narrator", "gender": "neutral"}]},
        }
        given = {
            "status": StoryPlan.Status.REQUIRES_APPROVAL,
            "target": {"audience": "the town", "objective": "see it", "outcome": "come"},
            "artifact_requests": [{"type": "table_read", "mode": "documentary", "durationSeconds": 30}],
            "source_ids": [source.pk],
            "envelope": envelope,
            "quote": {"total": 11, "lineItems": [{"kind": "artifact", "label": "Table read", "credits": 11}]},
            "generated_at": timezone.now(),
        }
        return StoryPlan.objects.create(project=project, **{**given, **fields})

    return make


@pytest.fixture
def plan(make_plan: Callable[..., StoryPlan]) -> StoryPlan:
    return make_plan()


def principal(tenant: Tenant) -> Any:
    return principal_of(tenant.owner.pk, tenant.organization.pk)


@pytest.fixture
def job(world: World, make_plan: Callable[..., StoryPlan]) -> Job:
    """A job in the queue, with its artifact."""
    approved = make_plan(status=StoryPlan.Status.APPROVED)
    return create_story_job({"storyPlanId": approved.pk}, principal=principal(world.ada))


@pytest.fixture
def artifact(job: Job, source: Source) -> Artifact:
    """The job's artifact with its script, as the writer leaves it."""
    row = Artifact.objects.get(job_id=job.pk)
    line = {"character": "Narrator", "text": "It opened on Monday.", "evidence": [{"source_id": source.pk, **SPAN}]}
    scene = {
        "heading": "The quay",
        "mood": "hopeful",
        "place": "harbour",
        "time_of_day": "dawn",
        "weather": "clear",
        "picture": "a quay",
        "lines": [line],
    }
    script = {
        "title": "The harbour opens",
        "logline": "A town gets its sea back.",
        "characters": [{"name": "Narrator", "role": "narrator"}],
        "scenes": [scene],
    }
    Revision.objects.create(artifact=row, number=1, content={"script": script}, model="studio-writer-1")
    share(row, now=timezone.now())
    row.status = Artifact.Status.READY
    row.save()
    return row
