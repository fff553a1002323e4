"""A request names who is to draw and to speak; whoever it means does the work, and the result says so."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from accounts.models import Organization
from generation.jobs.models import Job, ProviderCall
from generation.providers.local.adapters import LOCAL
from generation.routing.models import ProviderAccount
from generation.routing.services import accounts_of, add_account, choose, remove_account
from tests.api import Api, open_api
from tests.films.quick import Pictures
from tests.providers.vendor import Vendor, a_vendor, picture, sound, status
from tests.workflows.conftest import CONCEPT, Work
from wire.addresses import networks

IMAGES, SPEECH = "/images/generations", "/audio/speech"
AD = {"type": "staticad", "concept": CONCEPT, "formats": "1:1"}


@pytest.fixture
def vendor(api: Api, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendor]:
    """A small vendor with which the organization has an account, chosen for nothing, beside a studio that is quick."""
    monkeypatch.setitem(LOCAL.adapters, "image", Pictures)  # type: ignore[arg-type]
    settings.STUDIO_FETCH_ALLOW = networks(["127.0.0.0/8"])
    with a_vendor() as running:
        add_account(
            api.organization.pk, name="Theirs", provider="openai", key="sk-theirs-1234567", base_url=running.url,
            by=api.organization.members.get(), now=timezone.now(),
        )  # fmt: skip
        running.replies[IMAGES] = picture(512, 512)
        yield running


def made(api: Api, work: Work, **body: Any) -> dict[str, Any]:
    answer = api.post("/workflow", {**AD, **body})
    assert answer.status == 200, answer.body
    (ran,) = work()
    assert ran.status == "succeeded", ran.error_message
    result: dict[str, Any] = api.get(f"/workflow/{answer.json['jobId']}").json["data"]["result"]
    return result


@pytest.mark.media
@pytest.mark.parametrize(
    ("wish", "model"),
    [
        ("Theirs", "gpt-image-1"),
        ("openai", "gpt-image-1"),
        ("dall-e-3", "dall-e-3"),
        ("openai/their-own", "their-own"),
        ("theirs/dall-e-3", "dall-e-3"),
    ],
)
def test_the_account_that_is_named_draws_with_the_model_that_is_named(
    api: Api, work: Work, vendor: Vendor, wish: str, model: str
) -> None:
    result = made(api, work, models={"image": wish})
    assert result["models"] == {
        "image": {"asked": wish, "provider": "openai", "model": model, "fallback": False, "note": None}
    }
    assert [(one["path"], one["body"]["model"]) for one in vendor.asked] == [(IMAGES, model)]
    assert (
        ProviderCall.objects.get(operation="picture").account == Job.objects.get().params["picks"]["image"]["account"]
    )


@pytest.mark.media
def test_local_is_the_studio_itself_whatever_the_organization_has_chosen(api: Api, work: Work, vendor: Vendor) -> None:
    account = accounts_of(api.organization.pk).get()
    owner, now = api.organization.members.get(), timezone.now()
    choose(api.organization.pk, "image", account_id=account.pk, model="their-own", by=owner, now=now)
    told = made(api, work, models={"image": "local", "voice": ""})["models"]["image"]
    assert (told["asked"], told["provider"], vendor.asked) == ("local", "local", [])
    told = made(api, work)["models"]["image"]
    assert (told["asked"], told["provider"], told["model"]) == (None, "openai", "their-own")
    assert made(api, work, models={"image": "openai"})["models"]["image"]["model"] == "their-own"


@pytest.mark.media
@pytest.mark.parametrize("name", ["cinematic", "avatar"])
def test_a_film_is_spoken_by_whom_the_request_names(
    api: Api, quick: None, work: Work, vendor: Vendor, name: str
) -> None:
    vendor.replies[SPEECH] = sound(0.3 * np.sin(2 * np.pi * 220 * np.arange(36_000) / 24_000).astype(np.float32))
    film = {"type": name, "formats": "16:9", "models": {"voice": "openai/tts-1", "video": "local"}}
    told = made(api, work, **film)["models"]
    assert (told["voice"]["provider"], told["voice"]["model"]) == ("openai", "tts-1")
    assert (told["video"]["asked"], told["video"]["provider"]) == ("local", "local")
    assert {one["body"]["model"] for one in vendor.asked} == {"tts-1"}


@pytest.mark.parametrize(
    ("models", "said"),
    [
        ({"image": "local/gpt-image-1"}, "Choose one of local, local/quick-painter, Theirs, Theirs/gpt-image-1"),
        ({"image": "openai/"}, "models.image"),
        ({"voice": "<script>"}, "Choose one of local, local/kokoro-82m-int8, Theirs"),
        ({"video": "local/sora-2"}, "Choose one of local, local/studio-render-1."),
    ],
)
def test_what_can_be_no_makers_name_is_refused_with_all_that_can_be_chosen(
    api: Api, vendor: Vendor, models: dict[str, str], said: str
) -> None:
    refused(api, models, said)


@pytest.mark.parametrize(
    ("models", "said"),
    [
        ({"image": "midjourney"}, "Choose one of local, local/quick-painter, Theirs, Theirs/gpt-image-1"),
        ({"voice": "cartesia"}, "Choose one of local, local/kokoro-82m-int8, Theirs"),
        ({"video": "openai"}, "Choose one of local, local/studio-render-1."),
    ],
)
def test_a_strict_organization_is_refused_who_is_not_configured(
    api: Api, vendor: Vendor, models: dict[str, str], said: str
) -> None:
    Organization.objects.update(is_strict_providers=True)
    refused(api, models, said)


def refused(api: Api, models: dict[str, str], said: str) -> None:
    answer = api.post("/workflow", {**AD, "models": models})
    assert (answer.status, answer.json["success"], said in answer.json["error"]) == (400, False, True), answer.body
    batch = api.post("/batch", {"workflows": [AD, {**AD, "models": models}]})
    assert (batch.status, "workflows[1]: models." in batch.json["error"]) == (400, True)
    assert not Job.objects.exists()


@pytest.mark.media
def test_who_is_not_configured_is_stood_in_for_by_whom_the_organization_has_chosen(
    api: Api, quick: None, work: Work, vendor: Vendor
) -> None:
    choose(
        api.organization.pk, "image", account_id=accounts_of(api.organization.pk).get().pk, model="",
        by=api.organization.members.get(), now=timezone.now(),
    )  # fmt: skip
    wishes = {"image": "black-forest-labs/flux-1.1-pro", "voice": "cartesia", "video": "veo-3"}
    told = made(api, work, type="cinematic", formats="16:9", models=wishes)["models"]
    assert {word: (told[word]["asked"], told[word]["fallback"]) for word in told} == {
        word: (wish, True) for word, wish in wishes.items()
    }
    assert [told[word]["provider"] for word in ("image", "voice", "video")] == ["openai", "local", "local"]
    assert told["voice"]["note"] == "“cartesia” is not configured here."


@pytest.mark.media
def test_anothers_account_is_as_one_that_there_is_not(work: Work, vendor: Vendor) -> None:
    stranger = open_api("Stranger")
    for name in ("Theirs", "openai", ProviderAccount.objects.get().pk):
        assert made(stranger, work, models={"image": name})["models"]["image"]["fallback"] is True
    assert vendor.asked == []
    Organization.objects.update(is_strict_providers=True)
    assert stranger.post("/workflow", {**AD, "models": {"image": "Theirs"}}).status == 400


@pytest.mark.media
@pytest.mark.parametrize("is_strict", [False, True])
def test_who_fails_is_stood_in_for_unless_the_organization_is_strict(
    api: Api, work: Work, vendor: Vendor, is_strict: bool
) -> None:
    Organization.objects.update(is_strict_providers=is_strict)
    vendor.replies[IMAGES] = status(401)
    job_id = api.post("/workflow", {**AD, "models": {"image": "openai"}}).json["jobId"]
    work()
    told = api.get(f"/workflow/{job_id}").json["data"]
    if is_strict:
        assert (told["status"], told["charged"], "does not accept" in told["error"]) == ("failed", 0, True)
    else:
        maker = told["result"]["models"]["image"]
        assert (maker["provider"], maker["fallback"]) == ("local", True)
        assert "does not accept" in maker["note"]


@pytest.mark.media
def test_an_account_that_is_removed_meanwhile_is_stood_in_for(api: Api, work: Work, vendor: Vendor) -> None:
    job_id = api.post("/workflow", {**AD, "models": {"image": "Theirs"}}).json["jobId"]
    remove_account(ProviderAccount.objects.get(), by=api.organization.members.get(), now=timezone.now())
    work()
    maker = api.get(f"/workflow/{job_id}").json["data"]["result"]["models"]["image"]
    assert (maker["asked"], maker["provider"], maker["fallback"]) == ("Theirs", "local", True)
