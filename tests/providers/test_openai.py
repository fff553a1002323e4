"""Talks, documents and pictures of the openai provider, against a server that speaks its protocol."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import pytest

from generation.companions.catalogue import BY_ID
from generation.media.child import Maker
from generation.media.finish import finish_picture
from generation.providers.base import ChatRequest, DraftRequest, PictureRequest, Said
from generation.providers.local.companion.drafts import draft
from generation.providers.openai.adapters import OpenAiImage, OpenAiText
from generation.providers.openai.text import filled, schema_of
from generation.providers.registry import adapter
from tests.jobs.hosts import ROOT
from tests.providers.vendor import KEY, Vendor, completion, picture, status, tokens
from wire.errors import MissingModel, ProviderUnavailable

CHAT, IMAGES = "/chat/completions", "/images/generations"


def talk(here: Any) -> list[Any]:
    said = (Said(speaker="user", text="A film about a lamp"),)
    return list(OpenAiText(here).converse(ChatRequest(persona=BY_ID["editor"], said=said)))


def test_tokens_come_as_they_are_sent_and_turns_still_build(vendor: Vendor, here: Any) -> None:
    vendor.replies[CHAT] = tokens("Cut ", "on the ", "gesture.")
    pieces = talk(here)
    assert [piece.text for piece in pieces if piece.kind == "text"] == ["Cut ", "on the ", "gesture."]
    assert {"suggestion", "notes"} <= {piece.kind for piece in pieces}
    (asked,) = vendor.asked
    assert asked["key"] == f"Bearer {KEY}"
    assert asked["body"]["messages"][0]["content"].startswith("You are the Editor.")
    assert asked["body"]["messages"][1] == {"role": "user", "content": "A film about a lamp"}


def test_what_cannot_be_sent_or_stored_is_left_out_of_a_talk(vendor: Vendor, here: Any) -> None:
    vendor.replies[CHAT] = tokens("Cut\x00 ", "on \ud83d", "it 🎬")
    assert "".join(piece.text for piece in talk(here)) == "Cut on it 🎬"
    assert filled({"title": "x"}, '{"title": "a\\ud83d"}', keep={}) == {"title": "x"}


def test_a_stream_that_is_cut_is_an_error_and_not_a_short_answer(vendor: Vendor, here: Any) -> None:
    vendor.replies[CHAT] = tokens("Half a ", ends=False)
    with pytest.raises(ProviderUnavailable, match="broke off"):
        talk(here)


def test_without_a_key_the_message_names_the_setting(monkeypatch: pytest.MonkeyPatch, here: Any) -> None:
    monkeypatch.delenv("STUDIO_OPENAI_API_KEY", raising=False)
    with pytest.raises(MissingModel, match="STUDIO_OPENAI_API_KEY"):
        talk(here)


def test_a_document_is_filled_in_and_what_must_stay_stays(vendor: Vendor, here: Any) -> None:
    vendor.replies[CHAT] = completion('{"title": "Better", "duration_s": 999, "movements": [], "evil": 1}')
    request = DraftRequest(kind="brief", said=(Said(speaker="user", text="A film about Lumo, a lamp"),))
    made = OpenAiText(here).draft(request)
    assert made["title"] == "Better"
    assert made["duration_s"] != 999
    assert len(made["movements"]) > 2
    assert "evil" not in made
    schema = vendor.asked[0]["body"]["response_format"]["json_schema"]["schema"]
    assert set(schema["properties"]) == set(made)


def test_what_the_style_overrides_say_a_model_cannot_unsay(vendor: Vendor, here: Any) -> None:
    request = DraftRequest(
        kind="prompt_pack",
        said=(Said(speaker="user", text="A film about Lumo, a lamp"),),
        overrides={"lighting": "dramatic rim light", "grade": "bleach bypass"},
        version="1.2.0",
    )
    form = draft(request)
    said = {**form, "version": "9.9.9", "style_bible": {**form["style_bible"], "lighting": "flat", "texture": "rough"}}
    flat = {"lighting": "flat", "prompt": "a lamp, flat light", "action": "a blue coat", "aspect_ratio": "1:1"}
    said["shots"] = [{**shot, **flat} for shot in form["shots"]]
    right = "a lamp, dramatic rim light, grade: bleach bypass"
    said["shots"][0] |= {"prompt": right, "action": "a red coat"}
    vendor.replies[CHAT] = completion(json.dumps(said))
    made = OpenAiText(here).draft(request)
    assert made["version"] == "1.2.0"
    assert made["style_bible"]["lighting"] == "dramatic rim light"
    assert made["style_bible"]["texture"] == "rough"
    assert {shot["lighting"] for shot in made["shots"]} == {"dramatic rim light"}
    assert {shot["aspect_ratio"] for shot in made["shots"]} == {"16:9"}
    assert made["shots"][0]["prompt"] == right
    assert made["shots"][1]["prompt"] == form["shots"][1]["prompt"], "the model's own had lost the override"
    assert "wardrobe" in [warning["kind"] for warning in made["continuity"]], "of the model's own words"


@pytest.mark.parametrize("text", ["", "no", "[1]", '{"title": NaN}', '{"a": Infinity}', "[" * 100_000])
def test_what_is_no_json_object_is_tried_again(text: str) -> None:
    with pytest.raises(ProviderUnavailable, match="JSON"):
        filled({"title": "x"}, text, keep={})


def test_a_schema_says_what_a_value_is() -> None:
    found = schema_of({"a": "x", "b": [1], "c": {"d": None}, "e": True})
    assert found["required"] == ["a", "b", "c", "e"]
    assert found["properties"]["b"] == {"type": "array", "items": {"type": "integer"}}
    assert found["properties"]["e"] == {"type": "boolean"}


def test_a_picture_is_cut_to_its_shape_and_never_stretched(vendor: Vendor, tmp_path: Path, here: Any) -> None:
    vendor.replies[IMAGES] = picture(96, 64)
    request = PictureRequest(prompt="a lamp", width=64, height=64, brand_colors=("#0a6e5c",), negative="people")
    made = OpenAiImage(here).draw(request, tmp_path)
    pixels = cv2.imread(str(made.path))
    assert pixels.shape == (64, 64, 3)
    assert (pixels[:, :31, 2] > 200).all()
    assert (pixels[:, 33:, 2] < 60).all(), "the seam is still in the middle"
    assert cv2.imread(str(made.layers[0].path)).shape == (74, 74, 3)
    body = vendor.asked[0]["body"]
    assert (body["size"], body["n"]) == ("1024x1024", 1)
    assert "#0a6e5c" in body["prompt"]
    assert "without people" in body["prompt"]


def test_a_picture_that_is_none_is_tried_again(vendor: Vendor, tmp_path: Path, here: Any) -> None:
    for data in ([], [{"b64_json": "?"}], [{"url": "http://127.0.0.1:1/x.png"}]):
        vendor.replies[IMAGES] = status(200, {"created": 1, "data": data})
        with pytest.raises(ProviderUnavailable):
            OpenAiImage(here).draw(PictureRequest(prompt="a", width=64, height=64), tmp_path)


def test_the_environment_picks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PROVIDER_IMAGE", "openai")
    monkeypatch.setenv("STUDIO_OPENAI_IMAGE_MODEL", "dall-e-3")
    chosen = adapter("image", Maker())
    assert (chosen.info.provider, chosen.info.model) == ("openai", "dall-e-3")


def test_a_picture_of_the_right_shape_is_left_whole(tmp_path: Path) -> None:
    import numpy as np

    cv2.imwrite(str(tmp_path / "a.png"), np.arange(64 * 64 * 3, dtype=np.uint8).reshape(64, 64, 3))
    out = finish_picture(tmp_path / "a.png", tmp_path / "b.png", 64, 64)
    assert (cv2.imread(str(out)) == cv2.imread(str(tmp_path / "a.png"))).all()


def test_a_process_that_only_names_providers_loads_none_of_their_libraries() -> None:
    program = (
        "import sys, generation.providers.registry as registry\n"
        "registry.providers()\n"
        "print(sorted({'numpy', 'scipy', 'av', 'cv2', 'openai', 'onnxruntime'} & sys.modules.keys()))"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
