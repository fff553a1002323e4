"""Each type makes something of its own, and the premium tier makes more of it."""

from typing import Any

import pytest

from billing.prices import price
from billing.services import balance
from generation.workflows.catalogue import TYPES
from generation.workflows.kinds import operation_of
from tests.api import Api
from tests.workflows.conftest import CONCEPT, Work

pytestmark = pytest.mark.media


def made(api: Api, work: Work, **body: Any) -> dict[str, Any]:
    """The result of a workflow, after checking that it cost what it is priced at."""
    before = balance(api.organization.pk).balance
    answer = api.post("/workflow", body)
    assert answer.status == 200, answer.body
    (ran,) = work()
    assert ran.status == "succeeded", ran.error_message
    cost = price(operation_of(body["type"], body.get("quality", "standard")))
    assert before - balance(api.organization.pk).balance == ran.charged == cost
    result: dict[str, Any] = api.get(f"/workflow/{answer.json['jobId']}").json["data"]["result"]
    return result


def test_pain_points_are_ranked_and_the_film_opens_on_the_sharpest(api: Api, quick: None, work: Work) -> None:
    result = made(api, work, type="painpoint", concept="Ledgerly, an invoicing app for small teams")
    pains = result["report"]["painPoints"]
    assert [pain["rank"] for pain in pains] == list(range(1, len(pains) + 1))
    assert result["direction"]["sections"][0]["line"] == pains[0]["pain"]
    assert [(video["format"], video["duration"]) for video in result["videos"]] == [("9:16", 12)]


def test_a_brand_gets_a_film_of_seven_parts_and_a_short_cut(api: Api, quick: None, work: Work) -> None:
    api.post("/user/brand", {"name": "Noor", "industry": "perfume", "colors": {"primary": "#112233"}})
    result = made(api, work, type="brand")
    assert [(video["cut"], video["format"]) for video in result["videos"]] == [("main", "16:9"), ("short", "9:16")]
    assert result["videos"][0]["duration"] >= 2 * result["videos"][1]["duration"]
    assert (result["direction"]["title"], len(result["direction"]["sections"])) == ("Noor", 7)
    assert "#112233" in result["direction"]["look"]["palette"]


def test_a_brand_without_a_profile_or_a_concept_is_refused(api: Api) -> None:
    answer = api.post("/workflow", {"type": "brand"})
    assert (answer.status, "brand profile" in answer.json["error"]) == (400, True)


def test_an_influencer_is_seen_between_scenes_and_captioned_word_by_word(api: Api, quick: None, work: Work) -> None:
    result = made(api, work, type="influencer", concept=CONCEPT)
    speakers = [section["speaker"] for section in result["direction"]["sections"]]
    assert speakers[0]
    assert None in speakers
    assert result["direction"]["captions"] == "words"


@pytest.mark.parametrize("name", list(TYPES))
def test_premium_promises_more(name: str) -> None:
    standard, premium = (TYPES[name].tiers[quality] for quality in ("standard", "premium"))
    assert premium.more != standard.more
    assert (premium.seconds, premium.resolution, premium.extras) != (
        standard.seconds,
        standard.resolution,
        standard.extras,
    )
