"""Each type makes something of its own, and the premium tier makes more of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from billing.prices import price
from billing.services import balance
from generation.assets.services import open_signed, signed_url, store_file
from generation.films import trailer
from generation.media.mp4 import Mp4Writer
from generation.media.plan import Rate
from generation.workflows.catalogue import TYPES
from generation.workflows.kinds import operation_of
from tests.api import Api
from tests.files import path_of
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
    assert [video["format"] for video in result["videos"]] == ["9:16"]


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


def test_a_static_ad_is_composed_for_every_format(api: Api, quick: None, work: Work) -> None:
    result = made(api, work, type="staticad", concept=CONCEPT, quality="premium", formats="16:9,9:16")
    assert len(result["images"]) == 6
    for image in result["images"]:
        asset, _ = open_signed(image["url"].split("/media/")[1].split("/")[0])
        across, down = map(int, image["format"].split(":"))
        with Image.open(path_of(asset)) as still:
            assert abs(still.width / still.height - across / down) < 0.02
    assert result["imageUrl"] == result["images"][0]["url"]
    assert len({image["cut"] for image in result["images"]}) == 3


PAGE = """<html lang="en"><head><title>Ledgerly – invoices that send themselves</title>
<meta name="viewport" content="width=device-width"><meta property="og:site_name" content="Ledgerly">
<meta name="theme-color" content="#3346c7"></head><body><h1>Invoices that send themselves</h1>
<p>Ledgerly is an invoicing app for small teams. You write it once, and it goes out on the first of the month.</p>
<p>More than 4,200 teams send their invoices with Ledgerly.</p>
<blockquote>“I have my Fridays back,” says Ruth Okafor, who runs a bakery in Leeds.</blockquote>
<p>Free for 30 days, then $9 a month. Cancel anytime.</p><a href="/start">Start free trial</a></body></html>"""
POOR = "<html><head><title>Welcome</title></head><h1>Welcome</h1><p>We leverage our innovative solutions.</p></html>"


def test_a_factory_films_a_page_in_its_own_words_for_every_format(
    api: Api, quick: None, work: Work, page: Callable[[str], str]
) -> None:
    result = made(api, work, type="factory", url=page(PAGE))
    cuts = [(video["cut"], video["format"]) for video in result["videos"]]
    assert cuts == [("main", "16:9"), ("main", "9:16"), ("main", "1:1"), ("short", "9:16")]
    direction = result["direction"]
    assert (direction["title"], "#3346c7" in direction["look"]["palette"]) == ("Ledgerly", True)
    assert "Start free trial" in direction["callToAction"]
    quoted = [section["evidence"]["text"] for section in direction["sections"] if section["evidence"]]
    assert quoted
    assert all(text in PAGE for text in quoted)


def test_an_audit_tells_a_good_page_from_a_poor_one(api: Api, work: Work, page: Callable[[str], str]) -> None:
    good = made(api, work, type="local-audit", url=page(PAGE), quality="premium")
    poor = made(api, work, type="local-audit", url=page(POOR))
    assert good["report"]["score"] > 70 > 30 > poor["report"]["score"]
    seen = {check["check"]: check for section in good["report"]["sections"] for check in section["checks"]}
    assert seen["price"]["seen"].startswith("Free, $9")
    assert "Ruth Okafor" in seen["quote"]["seen"]
    assert (len(good["report"]["rewrites"]["headline"]["try"]), poor["report"]["rewrites"]) == (3, None)
    advised = [entry["check"] for entry in poor["report"]["priorities"]]
    assert advised[0] == "call"
    document = good["documents"][0]
    asset, _ = open_signed(document["url"].split("/media/")[1].split("/")[0])
    text = "".join(sheet.extract_text() for sheet in PdfReader(path_of(asset)).pages)
    assert "What to do first" in text
    assert api.post("/workflow", {"type": "local-audit", "url": "https://x", "hitl": True}).status == 400


def test_a_page_that_cannot_be_read_costs_nothing_and_says_why(
    api: Api, work: Work, page: Callable[[str], str]
) -> None:
    for url in (page("<html></html>"), "http://10.0.0.1/"):
        job_id = api.post("/workflow", {"type": "local-audit", "url": url}).json["jobId"]
        work()
        told = api.get(f"/workflow/{job_id}").json["data"]
        assert (told["status"], told["charged"], bool(told["error"])) == ("failed", 0, True)


@pytest.fixture
def advert(api: Api, tmp_path: Path) -> str:
    """A dull advert of three shots that last 4, 1 and 2 s, quiet and flat, at an address of the studio's own."""
    path, rate = tmp_path / "advert.mp4", Rate(25)
    time = np.arange(7 * 48_000, dtype=np.float32) / 48_000
    sound = np.repeat(0.02 * np.sin(2 * np.pi * 220 * time)[:, None], 2, axis=1)
    with Mp4Writer(path, 192, 108, rate, sound=sound) as film:
        for shade, frames in ((90, 100), (150, 25), (115, 50)):
            for number in range(frames):
                picture = np.full((108, 192, 3), shade + 35, np.uint8)
                picture[:, :96] = shade - 35
                picture[20:60, 30 + number % 40 : 60 + number % 40] = (shade - 30, shade, 255 - shade)
                film.write(cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420))
    asset = store_file(api.organization.pk, path, content_type="video/mp4", filename="advert.mp4")
    return f"https://studio.example{signed_url(asset, expires_s=60)}"


def test_an_advert_is_measured_and_cut_better(api: Api, work: Work, advert: str) -> None:
    result = made(api, work, type="ad-optimizer", url=advert)
    report = result["report"]
    assert [shot["lengthMs"] for shot in report["shots"]] == [4000, 1000, 2000]
    parts = {part["part"]: part["score"] for part in report["parts"]}
    after = {part["part"]: part["score"] for part in report["after"]["parts"]}
    assert set(parts) == {"hook", "pace", "lettering", "contrast", "loudness"}
    assert after["loudness"] > parts["loudness"] + 20
    assert after["contrast"] > parts["contrast"]
    assert after["hook"] > parts["hook"]
    assert "first cut came at 4.0 s" in " ".join(report["improvements"])
    assert len(report["improvements"]) == 4
    assert [(video["cut"], video["duration"]) for video in result["videos"]] == [("improved", 7)]


def test_a_clone_takes_the_rhythm_and_the_colours_and_no_picture(
    api: Api, quick: None, work: Work, advert: str
) -> None:
    result = made(api, work, type="clone", url=advert, concept=CONCEPT)
    assert result["report"]["applied"]["shotLengthsMs"] == [4000, 1000, 2000]
    assert set(result["report"]["reference"]["palette"]) & set(result["direction"]["look"]["palette"])


def test_a_borrowed_rhythm_decides_where_pictures_change() -> None:
    assert trailer._borrowed(0, 10_000, [1000, 3000, 1000, 5000], 10_000) == [0, 1000, 4000, 5000, 10_000]
    assert trailer._borrowed(2000, 10_000, [1000, 3000, 1000, 5000], 20_000) == [2000, 8000, 10_000]


def test_what_is_no_film_is_refused_uncharged(api: Api, work: Work, page: Callable[[str], str]) -> None:
    job_id = api.post("/workflow", {"type": "ad-optimizer", "url": page(PAGE)}).json["jobId"]
    work()
    told = api.get(f"/workflow/{job_id}").json["data"]
    assert (told["status"], told["charged"]) == ("failed", 0)


@pytest.mark.parametrize("name", list(TYPES))
def test_premium_promises_more(name: str) -> None:
    standard, premium = (TYPES[name].tiers[quality] for quality in ("standard", "premium"))
    assert premium.more != standard.more
    assert (premium.seconds, premium.resolution, premium.extras) != (
        standard.seconds,
        standard.resolution,
        standard.extras,
    )
