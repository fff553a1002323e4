"""How a customer comes by a job of each kind: the request that starts it, as small as it may honestly be.

    python -m tests.kinds.orders '[["story.plan", 2], ["studio.image", 5]]'

runs in the project of the environment and prints the ids by kind as JSON. Nothing is worked on but what an order needs
to stand on (a film on a timeline), by this process itself; no request waits for its job.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any
from unittest import mock

if __name__ == "__main__":
    import django

    django.setup()

if TYPE_CHECKING:
    from tests.api import Api

BRIEF = "Lumo, a solar lamp for campers who hate batteries. Warm."
CONCEPT = "Luxury perfume ad with golden tones"
PAGE = b"""<html lang="en"><head><title>Ledgerly - invoices that send themselves</title></head><body>
<h1>Invoices that send themselves</h1><p>Ledgerly is an invoicing app for small teams.</p>
<p>More than 4,200 teams send their invoices with Ledgerly.</p><a href="/start">Start free trial</a></body></html>"""
TEXT = (
    b"The Tidewater pump heats four hundred flats with water from the harbour. It was switched on in Aarhus on Monday."
)
SMALL = "256x256"
LEFT = 503  # where the answer waits for the job: nobody waits here, and the job stays in the queue


@dataclass
class Customer:
    """An organization with credits, what it has made so far, and a number that differs from order to order."""

    api: "Api"
    number: int = 0
    posts: int = 0

    def post(self, path: str, body: Any, *, expected: int = 200, **headers: str) -> Any:
        from wire.ratelimit import limiter

        limiter.clear()  # a crowd of customers, seen as one
        self.posts += 1
        answer = self.api.post(path, body, key=f"post-{self.posts}", **headers)
        assert answer.status == expected, (path, answer.body)
        return answer.json

    def project(self) -> str:
        """A new one: plans of one project supersede each other."""
        return str(self.post("/story-projects", {"name": "Kinds"})["project"]["id"])

    @cached_property
    def footage(self) -> str:
        """A project of the editor's with a film of three seconds on its timeline."""
        from generation.jobs import registry

        project = self.upload()
        with mock.patch.object(registry, "kinds", return_value=["editor.import"]):
            work_off()
        return project

    def upload(self) -> str:
        from tests.media.timeline.sources import Shape, make

        project = str(self.post("/project", {"name": f"Film {self.number}"})["id"])
        asked = self.api.post(f"/project/{project}/upload", {"file_name": "a.mp4", "content_type": "video/mp4"}).json
        with tempfile.TemporaryDirectory() as folder:
            film = make(Path(folder) / "a.mp4", Shape(pictures=75), source=self.number % 100)
            _received(asked["upload_url"], film)
        return project

    @property
    def read(self) -> str:
        """A table read of a few words, READY, whose plan nobody needs any more."""
        from generation.jobs.models import Job
        from generation.jobs.services import cancel_job
        from tests.stories.staged import a_read

        artifact = a_read(self.api)
        plans = Job.objects.filter(organization_id=self.api.organization.pk, kind="story.plan", status="queued")
        cancel_job(plans.latest("pk").pk, reason="the read is there")
        return artifact

    def address(self, body: bytes, content_type: str, name: str) -> str:
        """Where the studio finds bytes without a network: among its own files."""
        from generation.assets.services import signed_url, store_file

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(body)
            asset = store_file(self.api.organization.pk, path, content_type=content_type, filename=name)
        return f"https://studio.example{signed_url(asset, expires_s=7 * 24 * 3600)}"

    @cached_property
    def advert(self) -> str:
        from tests.media.timeline.sources import Shape, make

        with tempfile.TemporaryDirectory() as folder:
            film = make(Path(folder) / "advert.mp4", Shape(pictures=100, width=192, height=108), source=7)
            return self.address(film.read_bytes(), "video/mp4", "advert.mp4")

    @property
    def principal(self) -> Any:
        from accounts.scopes import SCOPES
        from wire.principal import Principal

        return Principal(self.api.organization.pk, None, None, frozenset(SCOPES))


def work_off() -> None:
    """Work through the queue in this process."""
    from django.utils import timezone

    from generation.jobs.claim import claim_next
    from generation.jobs.identity import process_name
    from generation.jobs.runner import run_job
    from generation.media.child import Maker

    maker = Maker()
    try:
        while job := claim_next(worker=process_name(), now=timezone.now()):
            run_job(job, maker=maker, stopping=Event())
    finally:
        maker.kill()


def _received(url: str, film: Path) -> None:
    """The bytes of an upload, as the route for them takes them in."""

    from generation.timelines.services import uploads

    footage, principal = uploads.open_upload(url.rpartition("/upload/")[2].partition("/")[0])
    with uploads.on_its_way(footage).appending() as sent:
        sent.write(Path(film).read_bytes())
    uploads.finish_upload(footage, principal=principal)


# ---------------------------------------------------------------- by kind


def _knowledge(one: Customer) -> None:
    from tests.brand.test_knowledge import send

    assert send(one.api, f"harbour-{one.number}.txt", TEXT + b" %d" % one.number).status == 200


def _clip(one: Customer) -> None:
    from generation.timelines.models import Segment
    from generation.timelines.services.clips import clip_path, open_clip

    segment = Segment.objects.get(pk=_graded(one))
    open_clip(clip_path(segment).split("/segments/")[1].partition("/")[0])


def _graded(one: Customer) -> str:
    """The film's segment, with a grade that it did not have before: what is rendered of it is new."""
    path = f"/project/{one.footage}"
    one.post(f"/segment/{one.api.get(path).json['segments'][0]['id']}/color-grade", {"contrast": 0.01 * one.number})
    return str(one.api.get(path).json["segments"][0]["id"])


def _export(one: Customer) -> None:
    _graded(one)
    one.post("/export", {"project_id": one.footage, "format": "mp4"})


def _generate(one: Customer) -> None:
    body = {"project_id": one.footage, "prompt": "make it dusk", "start_ts": 0.0, "end_ts": 1.0}
    one.post("/ai/generate", body)


def _external(version: str, body: dict[str, Any], one: Customer) -> None:
    import uuid

    headers = {"Authorization": f"Bearer {one.api.token}", "X-External-Org-Id": one.api.organization.pk}
    headers["Idempotency-Key"] = str(uuid.uuid4())
    data = json.dumps(body)
    one.api._client.post(f"/api/external/{version}", data, content_type="application/json", headers=headers)


def _planned(one: Customer) -> str:
    text = (Path(__file__).parents[2] / "docs" / "examples" / "press-release.txt").read_text()
    project = one.project()
    source = one.post(f"/story-projects/{project}/sources", {"type": "text", "content": text})["source"]["id"]
    request = {"type": "table_read", "mode": "documentary", "durationSeconds": 12}
    target = {"audience": "everyone", "objective": "explain the news", "outcome": "retell it"}
    body = {"target": target, "artifactRequests": [request], "sourceIds": [source], "autoApprove": True}
    return str(one.post(f"/story-projects/{project}/story-plans", body)["plan"]["id"])


def _start(one: Customer) -> None:
    from django.db import transaction

    from generation.projects.models import Project, Source
    from generation.stories.services import start_film

    project = one.project()
    text = (Path(__file__).parents[2] / "docs" / "examples" / "press-release.txt").read_text()
    source = one.post(f"/story-projects/{project}/sources", {"type": "text", "content": text})["source"]["id"]
    item = {"type": "table_read", "mode": "documentary", "durationSeconds": 12}
    target = {"audience": "everyone", "objective": "explain the news", "outcome": "retell it"}
    with transaction.atomic():
        start_film(
            Project.objects.get(pk=project), Source.objects.get(pk=source),
            {"target": target, "artifactRequests": [item]}, principal=one.principal,
        )  # fmt: skip


def _artifacts(one: Customer) -> None:
    """The plan stands as approved as one that a customer made does; planning is a kind of its own."""
    from generation.jobs.models import Job
    from generation.jobs.services import cancel_job
    from generation.stories.models import StoryPlan

    plan = _planned(one)
    cancel_job(Job.objects.get(kind="story.plan", subject_id=plan).pk, reason="approved at once")
    StoryPlan.objects.filter(pk=plan).update(status=StoryPlan.Status.APPROVED, failure_code=None, failure_message=None)
    one.post("/story-jobs", {"storyPlanId": plan})


def _on_read(path: str, body: dict[str, Any], one: Customer) -> None:
    one.post(f"/artifacts/{one.read}/{path}", body)


def _sfx(one: Customer) -> None:
    """Of another prompt each time: equal ones share their sound."""
    body = {"op": "add", "entryIndex": 1, "label": "door knock", "prompt": f"{one.number} knocks on a wooden door"}
    one.post(f"/artifacts/{one.read}/sfx", body)


def _illustrate(one: Customer) -> None:
    from django.db import transaction

    from generation.projects.models import Artifact
    from generation.stories.services.illustrate import illustrate, plan_id_of

    artifact = Artifact.objects.get(pk=one.read)
    with transaction.atomic():
        illustrate(artifact, revision=1, plan_id=plan_id_of(artifact))


def _token(one: Customer) -> str:
    return str(one.api.get(f"/artifacts/{one.read}").json["artifact"]["manifest"]["shareToken"])


def _live(one: Customer) -> None:
    one.post("/share/table-read/start-live", {"token": _token(one)})


def _rehearse(one: Customer) -> None:
    assert one.api._client.get(f"/share/table-read/{_token(one)}").status_code == 200


def _source(one: Customer) -> None:
    url = one.address(PAGE + b"<!-- %d -->" % one.number, "text/html", "page.html")
    one.post(f"/story-projects/{one.project()}/sources", {"type": "url", "uri": url})


def _voice_sample(one: Customer) -> None:
    from generation.stories.staging.voices import audition, catalogue

    offered = catalogue(one.api.organization.pk)
    voices = [voice.id for voice in offered.voices]
    audition(voices[one.number % len(voices)], offered, principal=one.principal)


def _speech(one: Customer) -> None:
    from django.db import transaction

    from generation.companions.services.speech import SpeechOrder, start_speech

    with transaction.atomic():
        start_speech(SpeechOrder(text="It was only the post.", voice="a"), principal=one.principal)


def _document(one: Customer) -> None:
    body = {"session_id": f"s{one.number}", "artifact_type": "brief", "context": {"brief": BRIEF}}
    one.post("/artifacts/generate", body, expected=LEFT)


def _image(one: Customer) -> None:
    one.post("/studio/image", {"prompt": f"a harbour at dusk {one.number}", "size": SMALL}, expected=LEFT)


def _video(one: Customer) -> None:
    one.post("/studio/video", {"prompt": "slow push in on a lamp", "duration_s": 1, "resolution": "720p"})


def _workflow(type_: str, is_reviewed: bool, one: Customer) -> None:
    body: dict[str, Any] = {"type": type_, "concept": CONCEPT, "formats": "1:1"}
    if type_ in ("factory", "local-audit"):
        body = {"type": type_, "url": one.address(PAGE, "text/html", "page.html")}
    if type_ in ("clone", "ad-optimizer"):
        body["url"] = one.advert
    if type_ == "ad-optimizer":
        del body["concept"], body["formats"]
    one.post("/workflow", {**body, **({"hitl": True} if is_reviewed else {})})


_DIRECTED = ("avatar", "brand", "cinematic", "clone", "factory", "influencer", "painpoint", "staticad")
ORDERS: dict[str, Callable[[Customer], None]] = {
    "brand.knowledge": _knowledge,
    "editor.clip": _clip,
    "editor.export": _export,
    "editor.generate": _generate,
    "editor.import": lambda one: one.upload() and None,
    "external.v1": partial(_external, "v1/generate-image", {"prompt": "an office", "aspectRatio": "1:1"}),
    "external.v2": partial(
        _external, "v2/cinematic-image",
        {"prompt": "a team", "category": "category_product_launch", "aspectRatio": "1:1", "cinematicMode": True},
    ),
    "story.artifacts": _artifacts,
    "story.coverage": partial(_on_read, "coverage", {}),
    "story.finalize_audio": partial(_on_read, "finalize", {"mode": "audio", "record": True}),
    "story.finalize_video": partial(_on_read, "finalize", {"mode": "video", "record": True}),
    "story.illustrate": _illustrate,
    "story.live": _live,
    "story.music": partial(_on_read, "music", {"musicCoveragePercent": 0.35}),
    "story.plan": lambda one: _planned(one) and None,
    "story.refine": partial(_on_read, "refine", {"instruction": "rename the narrator to Dana", "scope": "screenplay"}),
    "story.rehearse": _rehearse,
    "story.sfx": _sfx,
    "story.source": _source,
    "story.start": _start,
    "story.voice_sample": _voice_sample,
    "studio.document": _document,
    "studio.image": _image,
    "studio.speech": _speech,
    "studio.video": _video,
    **{f"workflow.{type_}": partial(_workflow, type_, False) for type_ in (*_DIRECTED, "ad-optimizer", "local-audit")},
    **{f"workflow.{type_}.reviewed": partial(_workflow, type_, True) for type_ in _DIRECTED},
}  # fmt: skip


def place(wanted: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    """The ids of the jobs by kind, in a new organization; fails where an order starts no job, or two, of its kind."""
    from django.utils import timezone

    from generation.imagery.api import made
    from generation.jobs.models import Job
    from tests.api import open_api
    from wire.errors import Unavailable

    def leave(job_id: str) -> None:
        raise Unavailable

    one = Customer(open_api(f"Kinds{timezone.now():%H%M%S%f}", credits=1_000_000))
    one.api.organization.is_strict_providers = True  # nobody stands in for who fails
    one.api.organization.save()
    placed: dict[str, list[str]] = {}
    with mock.patch.object(made, "finished", leave):
        for kind, count in wanted:
            for _ in range(count):
                one.number += 1
                mine = Job.objects.filter(organization_id=one.api.organization.pk, kind=kind, status="queued")
                before = set(mine.values_list("pk", flat=True))
                ORDERS[kind](one)
                (job_id,) = set(mine.values_list("pk", flat=True)) - before
                placed.setdefault(kind, []).append(job_id)
    return placed


if __name__ == "__main__":
    print(json.dumps(place(json.loads(sys.argv[1]))))
