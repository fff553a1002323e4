"""The external reference's requests as printed, its answers, its errors and its headers."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from accounts.keys import issue_key
from billing.services import balance
from generation.brand.logo import keep_logo, remove_logo
from generation.brand.services import change_profile
from generation.imagery.api.dialect import EXTERNAL
from generation.imagery.models import Generation
from generation.jobs import context
from generation.jobs.models import Job
from tests.api import open_api
from tests.companions.test_printed import api_file
from tests.external.conftest import External
from tests.media.test_logos import logo_at
from tests.stories.golden.shape import TEXT, assert_printed
from wire.errors import GenerationFailed, ProviderRejected, ProviderUnavailable
from wire.ratelimit import limiter

V1 = {"prompt": "modern office workspace with natural light", "aspectRatio": "16:9", "resolution": "2K"}
V2 = {
    "prompt": "a team celebrating a product launch in a modern office",
    "category": "category_product_launch",
    "aspectRatio": "16:9",
    "resolution": "2K",
    "cinematicMode": True,
}
KEY = "550e8400-e29b-41d4-a716-446655440000"


class Sketch:
    """A painter that takes no time: one grey pixel, blown up."""

    asked: list[Any] = []

    def __init__(self, maker: object, connection: object = None) -> None:
        from generation.providers.base import ProviderInfo

        self.info = ProviderInfo("local", "sketch-1")

    def draw(self, request: Any, folder: Any) -> Any:
        import cv2
        import numpy as np

        from generation.providers.base import PictureResult

        if "refuse" in request.prompt:
            raise ProviderRejected("The painter does not draw this.")
        self.asked.append(request)
        cv2.imwrite(str(folder / "sketch.png"), np.full((8, 8, 3), 128, np.uint8))
        return PictureResult(
            path=folder / "sketch.png", width=8, height=8, layers=(), overscan=0.0, description="a sketch"
        )


@pytest.fixture(autouse=True)
def sketching(monkeypatch: pytest.MonkeyPatch) -> type[Sketch]:
    Sketch.asked = []
    monkeypatch.setattr(context, "adapter_for", lambda *asked, **named: Sketch(asked[2]))
    return Sketch


def test_the_printed_v1_request(external: External, serving: list[Job]) -> None:
    answer = external.post("/v1/generate-image", V1, key=KEY)
    assert answer.status == 200, answer.body
    printed = {"success": True, "generationId": TEXT, "imageUrl": TEXT, "aspectRatio": "16:9", "resolution": "2K"}
    assert_printed(printed, answer.json)
    assert set(answer.json) == set(printed)
    assert answer.json["generationId"].startswith("gen_")
    assert answer.json["imageUrl"].endswith(f"/{answer.json['generationId']}.png")
    limit = {name: answer.headers[f"X-RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")}
    assert (limit["Limit"], limit["Remaining"]) == ("60", "59")
    assert int(limit["Reset"]) > 1_700_000_000
    assert balance(external.api.organization.pk).balance == 999


def test_the_printed_v2_request(external: External, serving: list[Job], sketching: type[Sketch]) -> None:
    answer = external.post("/v2/cinematic-image", V2, key=KEY)
    assert answer.status == 200, answer.body
    told = answer.json
    assert set(told) == {
        "success", "generationId", "imageUrl", "visualMetaphor", "semanticTranslationMs", "providerLatencyMs",
    }  # fmt: skip
    assert told["visualMetaphor"].startswith("A dynamic team moment")
    assert "warm cinematic lighting and shallow depth of field" in told["visualMetaphor"]
    assert told["semanticTranslationMs"] >= 1
    assert told["providerLatencyMs"] >= 1
    (asked,) = sketching.asked
    assert (asked.width, asked.height, asked.place) == (2048, 1152, "office")
    assert balance(external.api.organization.pk).balance == 998


def test_the_brand_decides_the_look_and_the_request_cannot(
    external: External, serving: list[Job], sketching: type[Sketch]
) -> None:
    look = {
        "colors": ["#0A6E5C"],
        "tone": "warm, exact",
        "look": "flat",
        "look_notes": "morning light",
        "constraints": ["crowds"],
    }
    change_profile(external.api.organization.pk, look, actor="test")
    sent = {
        **V2,
        "prompt": "a team in the style of neon anime #ff00ff",
        "brand": {"colors": ["#ff00ff"]},
        "tone": "loud",
    }
    told = external.post("/v2/cinematic-image", sent).json
    (asked,) = sketching.asked
    assert (asked.brand_colors, asked.style, asked.negative) == (("#0a6e5c",), "flat", "crowds")
    assert "anime" not in asked.prompt
    assert "ff00ff" not in asked.prompt
    assert "warm, exact in tone" in told["visualMetaphor"]


def test_the_brands_logo_stands_in_the_corner_of_every_picture(
    external: External, serving: list[Job], sketching: type[Sketch], tmp_path: Path
) -> None:
    keep_logo(external.api.organization.pk, logo_at(tmp_path / "raw", color=(250, 0, 0, 255)), actor="test")
    for path, body in (("/v1/generate-image", V1), ("/v2/cinematic-image", V2)):
        picture = api_file(external.post(path, {**body, "resolution": "1K"}).json["imageUrl"])
        with Image.open(picture) as opened:
            width, height = opened.size
            corner = opened.convert("RGB").getpixel((width - round(0.05 * height) - 10, round(0.95 * height) - 10))
        assert corner == (250, 0, 0)
    remove_logo(external.api.organization.pk, actor="test")
    picture = api_file(external.post("/v1/generate-image", V1).json["imageUrl"])
    with Image.open(picture) as opened:
        assert opened.convert("RGB").getextrema()[0][1] < 250


def test_the_same_key_gives_the_same_answer_and_another_payload_a_conflict(
    external: External, serving: list[Job]
) -> None:
    first = external.post("/v1/generate-image", V1, key=KEY)
    again = external.post("/v1/generate-image", V1, key=KEY)
    assert again.body == first.body
    assert again.headers["Idempotency-Replayed"] == "true"
    other = external.post("/v1/generate-image", {**V1, "prompt": "another"}, key=KEY)
    assert (other.status, other.json["code"]) == (409, "idempotency_conflict")
    assert Generation.objects.count() == 1
    assert balance(external.api.organization.pk).balance == 999


def test_a_retry_whose_first_try_lost_its_process_finds_the_same_picture(
    external: External, serving: list[Job]
) -> None:
    from wire.models import IdempotencyRecord

    first = external.post("/v1/generate-image", V1, key=KEY).json
    IdempotencyRecord.objects.all().delete()  # as if the process had died before it stored the answer
    again = external.post("/v1/generate-image", V1, key=KEY).json
    assert again["generationId"] == first["generationId"]
    assert (Generation.objects.count(), Job.objects.count()) == (1, 1)


def flat(answer: Any) -> tuple[int, str]:
    assert set(answer.json) == {"success", "code", "message", "requestId"}
    assert answer.json["success"] is False
    assert answer.json["requestId"].startswith("req_")
    assert answer.json["requestId"] == answer.headers["X-Request-Id"]
    return answer.status, answer.json["code"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"prompt": ""}, "prompt"),
        ({"category": "category_cats"}, "category_customer_story"),
        ({"aspectRatio": "9:1"}, "aspectRatio"),
        ({"aspectRatio": "wide"}, "aspectRatio"),
        ({"resolution": "8K"}, "1K, 2K"),
        ({"cinematicMode": "perhaps"}, "cinematicMode"),
    ],
)
def test_a_bad_body_is_a_bad_request_that_says_why(external: External, change: dict[str, Any], says: str) -> None:
    answer = external.post("/v2/cinematic-image", V2 | change)
    assert flat(answer) == (400, "bad_request")
    assert says in answer.json["message"]
    assert not Job.objects.exists()


def test_every_other_error_has_the_flat_form(external: External, serving: list[Job]) -> None:
    v1 = "/v1/generate-image"
    assert flat(external.post(v1, V1, Authorization="Bearer sh_wrong")) == (401, "unauthorized")
    assert flat(external.post(v1, V1, Authorization="")) == (401, "unauthorized")
    assert flat(external.post(v1, V1, **{"X-External-Org-Id": "org_other"})) == (403, "forbidden")
    assert flat(external.post(v1, V1, **{"X-External-Org-Id": " "})) == (400, "bad_request")
    _, reading = issue_key(external.api.organization, name="Reading", scopes=["story:read"])
    assert flat(external.post(v1, V1, Authorization=f"Bearer {reading}")) == (403, "forbidden")
    assert flat(external.call("GET", v1)) == (400, "bad_request")
    assert flat(external.call("POST", "/v3/generate-image", V1)) == (400, "bad_request")
    assert flat(external.call("POST", v1, b"{")) == (400, "bad_request")
    assert flat(external.post(v1, {**V1, "prompt": "refuse"})) == (400, "bad_request")
    poor = External(open_api("Poor", credits=0))
    assert flat(poor.post(v1, V1)) == (402, "insufficient_balance")


def test_an_upstream_failure_is_an_internal_error_that_is_counted_nowhere(
    external: External, serving: list[Job], sketching: type[Sketch], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, request: object, folder: object) -> None:
        raise GenerationFailed("The paint ran out.")

    monkeypatch.setattr(sketching, "draw", fail)
    assert flat(external.post("/v1/generate-image", V1)) == (500, "internal_error")
    assert external.call("GET", "/usage").json["generations"] == 0
    assert balance(external.api.organization.pk).balance == 1000
    away = EXTERNAL.reply(ProviderUnavailable(retry_after=7), "req_1")
    assert (away.status, EXTERNAL.envelope(away)["code"]) == (503, "unavailable")


def test_more_than_sixty_a_minute_of_an_organization_are_throttled_whatever_the_key(external: External) -> None:
    limiter.clear()
    _, other = issue_key(external.api.organization, name="Other", scopes=["external:generate"])
    for number in range(60):
        token = other if number % 2 else external.api.token
        assert external.call("GET", "/categories", Authorization=f"Bearer {token}").status == 200
    answer = external.post("/v1/generate-image", V1)
    assert flat(answer) == (429, "rate_limited")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_usage_counts_each_success_and_no_failure(external: External, serving: list[Job]) -> None:
    external.post("/v1/generate-image", V1)
    external.post("/v2/cinematic-image", V2)
    assert external.post("/v2/cinematic-image", {**V2, "prompt": "refuse this"}).status == 400
    told = external.call("GET", "/usage").json
    assert (told["generations"], told["credits"]) == (2, 3)
    assert told["totals"] == [
        {"version": "v1", "generations": 1, "credits": 1},
        {"version": "v2", "generations": 1, "credits": 2},
    ]
    assert [item["category"] for item in told["items"]] == ["category_product_launch", None]
    answer = external.call("GET", "/usage?format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(answer.body.decode().splitlines()) == 3
    assert external.call("GET", "/usage?from=2999-01-01").json["generations"] == 0
    assert external.call("GET", "/usage?from=soon").status == 400
    assert External(open_api("Other")).call("GET", "/usage").json["generations"] == 0


def test_a_dry_run_quotes_and_does_nothing(external: External) -> None:
    told = external.call("POST", "/v2/cinematic-image?dry_run=true", V2).json
    assert (told["quote"]["total"], told["balance"]) == (2, {"before": 1000, "after": 998})
    assert not Job.objects.exists()
