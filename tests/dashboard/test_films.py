"""One field and one button lead to a film's job, by the services that the API uses; what stands in the way is said."""

from collections.abc import Iterator
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Organization, User
from billing.models import Account
from billing.prices import price
from billing.services import balance
from generation.jobs import runner
from generation.jobs.claim import claim_next
from generation.jobs.lease import Heartbeat
from generation.jobs.models import Job
from generation.jobs.runner import run_job
from generation.jobs.services import wake_job
from generation.jobs.states import Status
from generation.media.child import Maker
from generation.projects.models import Project, Source
from generation.projects.sources import SOURCE_KIND
from generation.stories.models import StoryPlan
from generation.stories.services import ARTIFACTS_KIND, PLAN_KIND, START_KIND
from tests.dashboard.conftest import Browser
from tests.world import World

BRIEF = (
    "The bakery Lenz in Basel opens at five in the morning. Mara Lenz bakes with flour from three farms on the Jura. "
    "“The oven is older than I am,” says Mara Lenz. It was built in 1921 and has never been cold since."
)
CHOICES = {"duration_s": "15", "aspect_ratio": "9:16"}


@pytest.fixture
def maker() -> Iterator[Maker]:
    maker = Maker()
    yield maker
    maker.kill()


@pytest.fixture
def worked(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs what is queued but for the film itself, and lets what waits look again, until all is still."""
    monkeypatch.setattr(runner, "Heartbeat", partial(Heartbeat, beat_s=3600.0))
    kinds = (START_KIND, PLAN_KIND, SOURCE_KIND)

    def work() -> None:
        while True:
            while job := claim_next(worker="test/1/1", now=timezone.now(), kinds=kinds):
                run_job(job, maker=maker, stopping=Event())
            waiting = list(Job.objects.filter(kind=START_KIND, status=Status.SUSPENDED))
            if not waiting:
                return
            for job in waiting:
                wake_job(job.pk, reason="time_to_look_again")

    return work


def begin(browser: Browser, **given: Any) -> Any:
    return browser.post("/dashboard/films/new", **{"brief": BRIEF, **CHOICES, **given})


def test_from_sign_up_to_the_films_job(db: None, worked: Any) -> None:
    browser = Client()
    given = {"email": "pat@example.com", "password1": "a long enough one", "name": "Pat", "organization": "Pat's"}
    assert browser.post("/accounts/signup/", given).status_code == 302
    first = browser.get("/dashboard").content.decode()
    assert f"Make a film for {price('production_video')} credits" in first
    answer = browser.post("/dashboard/films/new", {"brief": BRIEF, **CHOICES})
    where = answer.headers["Location"]
    assert "Reading what you gave" in browser.get(where).content.decode()

    worked()
    film = Job.objects.get(kind=ARTIFACTS_KIND)
    plan = StoryPlan.objects.get()
    assert plan.status == StoryPlan.Status.APPROVED
    assert film.params["artifactRequests"] == [
        {"type": "production_video", "durationSeconds": 15, "aspectRatio": "9:16"}
    ]
    assert (film.price, film.user_id) == (price("production_video"), User.objects.get().pk)
    assert balance(Organization.objects.get().pk).held == film.price
    page = browser.get(where).content.decode()
    assert f"/api/v1/story-jobs/{film.pk}/events" in page
    assert "The bakery Lenz in Basel opens at five in the morning" in page


def test_a_start_that_is_run_again_makes_nothing_twice(ada: Browser, worked: Any) -> None:
    begin(ada)
    worked()
    start = Job.objects.get(kind=START_KIND)
    start.checkpoints.all().delete()  # as if the worker had died before it wrote them down
    Job.objects.filter(pk=start.pk).update(status=Status.QUEUED, finished_at=None, result=None)
    worked()
    assert Job.objects.filter(kind=ARTIFACTS_KIND).count() == StoryPlan.objects.count() == 1
    start.refresh_from_db()
    assert start.result["jobId"] == Job.objects.get(kind=ARTIFACTS_KIND).pk


def test_a_file_is_read_first(ada: Browser, worked: Any) -> None:
    begin(ada, brief="", file=SimpleUploadedFile("lenz-bakery.md", BRIEF.encode()))
    assert Project.objects.get().name == "lenz-bakery"
    worked()
    assert Source.objects.get().status == Source.Status.READY
    assert Job.objects.filter(kind=ARTIFACTS_KIND).count() == 1


def test_what_cannot_be_read_ends_with_its_cause_and_is_not_charged(world: World, ada: Browser, worked: Any) -> None:
    where = begin(ada, brief="", file=SimpleUploadedFile("broken.pdf", b"%PDF-1.4 and nothing more")).headers[
        "Location"
    ]
    worked()
    page = ada.get(where).content.decode()
    assert "It did not become a film" in page
    assert "Nothing was charged" in page
    assert balance(world.ada.organization.pk).held == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"brief": "A film"}, "Say a little more"),
        ({"brief": ""}, "Say a little more"),
        ({"brief": "\x00" * 60}, "Null characters are not allowed"),
        ({"brief": "http://127.0.0.1/secret"}, "public"),
        ({"duration_s": "600"}, "Select a valid choice"),
        ({"aspect_ratio": "3:1"}, "Select a valid choice"),
        ({"file": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100)}, "is a picture"),
    ],
)
def test_what_is_refused_is_said_and_leaves_no_project(ada: Browser, given: dict[str, Any], words: str) -> None:
    answer = begin(ada, **given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Project.objects.filter(deleted_at__isnull=True).exists()
    assert not Job.objects.filter(kind=START_KIND).exists()


def test_who_has_too_few_credits_is_told_what_to_do(world: World, ada: Browser) -> None:
    Account.objects.filter(organization=world.ada.organization).update(
        monthly_balance=0, monthly_allowance=0, perpetual_balance=19
    )
    for html in (ada.get("/dashboard").content.decode(), begin(ada).content.decode()):
        assert "The credits do not suffice" in html
        assert "costs 20 credits; you have 19 credits" in html
        assert "/dashboard/subscription" in html
        assert "Make a film for" not in html
    assert not Project.objects.exists()


def test_the_page_is_its_organizations_alone(ada: Browser, bob: Browser) -> None:
    where = begin(ada).headers["Location"]
    assert bob.get(where).status_code == 404
    assert bob.post(f"{where}/cancel").status_code == 404
    assert ada.post(f"{where}/cancel").status_code == 302
    assert Job.objects.get(kind=START_KIND).status == Status.CANCELED
    assert "Stopped" in ada.get(where).content.decode()
