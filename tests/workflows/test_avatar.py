"""A presenter's film through the job engine: written, spoken, acted, filmed, charged."""

import pytest

from generation.jobs.models import Job, ProviderCall
from generation.workflows.catalogue import TYPES
from generation.workflows.writing.brief import read_brief
from generation.workflows.writing.direction import direct
from generation.workflows.writing.presenting import presented
from tests.api import Api
from tests.workflows.conftest import Work
from tests.workflows.test_types import made

CONCEPT = "Ledgerly, an invoicing app for small teams"


@pytest.mark.media
def test_a_presenter_is_drawn_acts_and_speaks(api: Api, quick: None, work: Work) -> None:
    api.post("/user/brand", {"name": "Ledgerly", "industry": "software", "colors": {"primary": "#1f7f80"}})
    result = made(api, work, type="avatar", concept=CONCEPT, formats="9:16")
    assert [video["format"] for video in result["videos"]] == ["9:16"]
    direction = result["direction"]
    assert direction["presenter"]["name"]
    assert all(section["speaker"] == direction["presenter"]["name"] for section in direction["sections"])
    operations = [call.operation for call in ProviderCall.objects.filter(job=Job.objects.latest("pk"))]
    assert (operations.count("presenter"), operations.count("act"), operations.count("card")) == (1, 1, 1)


def test_the_direction_of_a_presenter_can_be_reviewed_before_anything_is_spoken(api: Api, work: Work) -> None:
    answer = api.post("/workflow", {"type": "avatar", "concept": CONCEPT, "hitl": True})
    assert answer.json["cost"] == 2
    (job,) = work()
    assert (job.status, ProviderCall.objects.filter(job=job).count()) == ("suspended", 0)
    shown = api.get(f"/workflow/{answer.json['jobId']}/direction").json["data"]["direction"]
    assert shown["presenter"]["place"]


def directed(concept: str, framework: str = "aida", *, is_long: bool = False) -> dict:
    brief = read_brief(concept=concept)
    return presented(direct(brief, framework=framework, seed=7), brief, is_long=is_long)


@pytest.mark.parametrize("framework", ["pas", "aida", "sb7", "cialdini", "uvp", "bant"])
def test_a_presenter_greets_speaks_to_one_person_and_ends_on_something_to_do(framework: str) -> None:
    sections = directed(CONCEPT, framework)["sections"]
    assert sections[0]["line"].startswith(("Hi", "Hello", "Good"))
    said = " ".join(section["line"] for section in sections).lower()
    assert said.count("you") + said.count("let me") >= 3
    assert not {"i bought", "i use", "my own", "changed my life"} & set(said.split(". "))
    assert sections[-1]["role"] in ("action", "call_to_action", "scarcity", "timing", "commitment", "invite", "success")
    for section in sections:
        assert section["words"].lower() in section["line"].lower()


def test_what_is_said_last_stands_on_the_card() -> None:
    direction = directed(CONCEPT)
    asked = direction["sections"][-1]
    assert asked["role"] == "action"
    assert direction["callToAction"].split(" · ")[0] in asked["line"]


def test_tone_and_trade_choose_who_presents_and_where() -> None:
    baker, banker = (
        directed("A warm film for Crumb, a bakery")["presenter"],
        directed("Expert ad for a bank")["presenter"],
    )
    assert (baker["gender"], baker["place"]) == ("female", "kitchen")
    assert (banker["gender"], banker["place"]) == ("male", "office")
    assert baker["wears"] != banker["wears"]


def test_both_tiers_are_told_apart() -> None:
    standard, premium = (TYPES["avatar"].tiers[quality] for quality in ("standard", "premium"))
    assert (standard.resolution, premium.resolution) == ("720p", "1080p")
    assert premium.seconds > standard.seconds
    assert standard.more != premium.more
