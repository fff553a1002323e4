"""A table read written by hand, so that tests of its staging know every line of it."""

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils import timezone

from generation.projects import services as projects
from generation.projects.models import Artifact, Revision
from generation.stories import services as stories
from generation.stories.models import StoryPlan
from tests.api import Api
from wire.principal import Principal


def line(character: str, text: str) -> dict[str, Any]:
    return {"character": character, "text": text}


def scene(heading: str, mood: str, *lines: dict[str, Any]) -> dict[str, Any]:
    return {
        "heading": heading, "mood": mood, "place": "office", "time_of_day": "day", "weather": "clear",
        "picture": "a desk", "lines": list(lines),
    }  # fmt: skip


SCRIPT: dict[str, Any] = {
    "title": "The knock",
    "logline": "Somebody is at the door.",
    "characters": [
        {"name": "Narrator", "role": "narrator"},
        {"name": "Dana Reed", "role": "expert", "gender": "female", "description": "runs the desk"},
        {"name": "Tom Hale", "role": "witness", "gender": "male"},
    ],
    "scenes": [
        scene("INT. OFFICE", "calm", line("Narrator", "It was late."), line("Dana Reed", "Nobody was expected.")),
        scene("INT. DOOR", "tense", line("Tom Hale", "Then came the knock."), line("Narrator", "Everybody froze.")),
        scene("EXT. STREET", "hopeful", line("Dana Reed", "It was only the post.")),
    ],
}


def a_read(api: Api) -> str:
    """The id of a table read with that script, READY and shared."""
    principal = Principal(organization_id=api.organization.pk, key_id=None, user_id=None, scopes=frozenset())
    now = timezone.now()
    with transaction.atomic():
        project = projects.create_project(api.organization.pk, name="Knocks")
        target = {"audience": "a", "objective": "b", "outcome": "c"}
        item = {"type": "table_read", "durationSeconds": 12}
        plan = stories.create_plan(project, {"target": target, "artifactRequests": [item]}, principal=principal)
        StoryPlan.objects.filter(pk=plan.pk).update(status=StoryPlan.Status.APPROVED)
        job = stories.create_story_job({"storyPlanId": plan.pk}, principal=principal)
        stories.cancel_story_job(job)
        artifact = Artifact.objects.get(job_id=job.pk)
        Artifact.objects.filter(pk=artifact.pk).update(
            status=Artifact.Status.READY, failure_code=None, failure_message=None
        )
        Revision.objects.create(artifact=artifact, number=1, content={"script": SCRIPT})
        stories.share(artifact, now=now)
    return artifact.pk


def revise(artifact_id: str, change: Any) -> None:
    """A new revision with the current script, changed in place by `change`."""
    artifact = Artifact.objects.get(pk=artifact_id)
    script = deepcopy(Revision.objects.get(artifact=artifact, number=artifact.current_version).content["script"])
    change(script)
    number = artifact.current_version + 1
    Revision.objects.create(artifact=artifact, number=number, content={"script": script})
    Artifact.objects.filter(pk=artifact_id).update(current_version=number, refine_count=number - 1)
