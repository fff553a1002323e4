"""Companions, playground and brand pages, without JavaScript."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generation.assets.models import Asset
from generation.brand.services import profile_of
from generation.companions.api import serializers
from generation.companions.models import Message, Session
from generation.jobs.models import Job
from studio.dashboard.companions import as_html
from studio.dashboard.snippets import snippets
from tests.dashboard.conftest import Browser
from tests.world import World

BRIEF = "We launch Lumo, a solar lamp for campers. 45 seconds."


def test_companions_are_shown_and_a_talk_goes_on(ada: Browser, bob: Browser, world: World) -> None:
    page = ada.get("/dashboard/companions").content.decode()
    assert page.count('class="card companion"') == 6
    answer = ada.post("/dashboard/companions/s1/say", companion_id="editor", text=BRIEF)
    assert answer.status_code == 302
    ada.post("/dashboard/companions/s1/say", companion_id="producer", text="make it shorter")
    talk = ada.get("/dashboard/companions/s1").content.decode()
    assert "<strong>Rhythm.</strong>" in talk
    assert "30 seconds instead of 45" in talk
    assert "Lumo" not in bob.get("/dashboard/companions/s1").content.decode()
    assert ada.post("/dashboard/companions/s1/forget").status_code == 302
    assert not Message.objects.exists()
    assert bob.post("/dashboard/companions/s1/forget").status_code == 404


def test_words_that_look_like_markup_are_shown_as_words(ada: Browser) -> None:
    text = "<script>alert(1)</script> **bold** `code` *soft*"
    ada.post("/dashboard/companions/s1/say", companion_id="editor", text=text)
    page = ada.get("/dashboard/companions/s1").content.decode()
    assert "<script>alert" not in page
    assert "<strong>bold</strong> <code>code</code> <em>soft</em>" in page


def test_lists_become_lists() -> None:
    assert as_html("a\n\n- b\n- c\n\nd") == "<p>a</p><ul><li>b</li><li>c</li></ul><p>d</p>"
    assert as_html("1. a\n2. b\n- c") == "<ol><li>a</li><li>b</li></ol><ul><li>c</li></ul>"


IMAGE = {"prompt": "A quay", "size": "512x512", "quality": "hd", "style": "noir", "seed": "7", "provider": "openai"}
VIDEO = {"prompt": "A quay", "duration_s": "6", "aspect_ratio": "9:16", "resolution": "720p", "style": "natural"}


@pytest.mark.parametrize(("what", "price", "body"), [("image", 2, IMAGE), ("video", 8, VIDEO)])
def test_an_order_is_queued_followed_and_canceled(
    ada: Browser, bob: Browser, what: str, price: int, body: dict[str, Any]
) -> None:
    page = ada.get(f"/dashboard/playground/{what}").content.decode()
    assert page.count('class="snippet"') == 3
    answer = ada.post(f"/dashboard/playground/{what}", **body)
    job = Job.objects.get(kind=f"studio.{what}")
    assert (answer.status_code, job.price) == (302, price)
    here = f"/dashboard/playground/{what}/{job.pk}"
    assert "data-reread" in ada.get(here).content.decode()
    assert bob.get(here).status_code == 404
    assert ada.get(here.replace(what, "video" if what == "image" else "image")).status_code == 404
    ada.post(f"{here}/cancel")
    assert "Nothing was charged" in ada.get(here).content.decode()


def test_what_cannot_be_made_is_told_at_its_field(ada: Browser) -> None:
    refused = ada.post(
        "/dashboard/playground/video", prompt="", duration_s="900", aspect_ratio="16:9", resolution="720p"
    )
    assert refused.status_code == 422
    assert refused.content.decode().count('aria-invalid="true"') == 2
    assert not Job.objects.exists()


def test_the_snippets_say_the_same_and_quote_what_needs_it(rf: Any) -> None:
    body = {"prompt": "it's \"so\" $HOME `x` \\ 🎬\nnext ''' end", "seed": 3}
    curl, python, _ = snippets(rf.get("/"), "/api/v1/studio/image", body)
    told = subprocess.run(
        ["sh", "-c", curl["code"].replace("curl -X", "printf '%s\\n' -X", 1)], capture_output=True, text=True
    )
    assert json.loads(told.stdout.split("\n-d\n")[1]) == body
    inner = re.search(r"body = (json\.loads\(r'''.*'''\))", python["code"], re.S)
    assert inner
    done = subprocess.run(
        [sys.executable, "-c", f"import json; print(json.dumps({inner[1]}))"], capture_output=True, text=True
    )
    assert json.loads(done.stdout) == body


def test_every_parameter_of_the_api_is_on_its_playground(ada: Browser) -> None:
    shown = {"image": serializers.ImageCreate, "video": serializers.VideoCreate}
    for what, body in shown.items():
        page = ada.get(f"/dashboard/playground/{what}").content.decode()
        assert set(re.findall(r'name="(\w+)"', page)) >= set(body().fields)
    talk = ada.get("/dashboard/companions/s1?with=editor").content.decode()
    assert set(re.findall(r'name="(\w+)"', talk)) >= {"companion_id", "project_id", "text"}
    for name in ("curl", "python", "node"):
        code = html.unescape(re.findall(rf'<code id="snippet-{name}">(.*?)</code>', talk, re.S)[0])
        assert "/api/v1/chat/stream" in code
        assert '"companion_id": "editor"' in code
        assert '"session_id": "s1"' in code


def test_speech_is_ordered_as_openais_clients_do(ada: Browser, bob: Browser) -> None:
    page = ada.get("/dashboard/playground/speech").content.decode()
    assert "/openai/v1/audio/speech" in page
    assert "--output speech.mp3" in page
    order = {
        "input": "Hello there.",
        "model": "studio-speech",
        "voice": "nova",
        "response_format": "flac",
        "speed": "2",
    }
    answer = ada.post("/dashboard/playground/speech", **order)
    job = Job.objects.get(kind="studio.speech")
    here = f"/dashboard/playground/speech/{job.pk}"
    assert (answer.status_code, answer["Location"]) == (302, here)
    assert (job.price, job.params["voice"], job.params["pace"]) == (1, "af_nova", 2.0)
    assert "Hello there." in ada.get(here).content.decode()
    assert bob.get(here).status_code == 404
    assert ada.post("/dashboard/playground/speech", **{**order, "speed": "9"}).status_code == 422
    assert ada.post(f"{here}/cancel").status_code == 302
    job.refresh_from_db()
    assert (job.status, job.charged) == ("canceled", 0)


def test_the_brand_is_changed_and_a_wrong_colour_told(ada: Browser, bob: Browser, world: World) -> None:
    ada.post("/dashboard/brand", name="Lumo", colors="#0A6E5C\n#ffcc00", look="flat", constraints="crowds")
    profile = profile_of(world.ada.organization.pk)
    assert (profile.colors, profile.look, profile.constraints) == (["#0a6e5c", "#ffcc00"], "flat", ["crowds"])
    assert "#0a6e5c" in ada.get("/dashboard/brand").content.decode()
    refused = ada.post("/dashboard/brand", colors="green")
    assert refused.status_code == 422
    assert "no colour" in refused.content.decode()
    assert "#0a6e5c" not in bob.get("/dashboard/brand").content.decode()


def test_a_logo_is_taken_in_shown_replaced_and_removed(
    ada: Browser, bob: Browser, world: World, tmp_path: Path
) -> None:
    from tests.media.test_logos import logo_at

    def upload(path: Path) -> Any:
        with path.open("rb") as file:
            return ada.post("/dashboard/brand/logo", logo=file)

    assert upload(logo_at(tmp_path / "a.png")).status_code == 302
    first = profile_of(world.ada.organization.pk).logo_asset_id
    assert "logo.png" in ada.get("/dashboard/brand").content.decode()
    assert "logo.png" not in bob.get("/dashboard/brand").content.decode()
    assert upload(logo_at(tmp_path / "b.png", color=(200, 0, 0, 255))).status_code == 302
    second = profile_of(world.ada.organization.pk).logo_asset_id
    assert second not in (None, first)
    assert list(Asset.objects.filter(filename="logo.png").values_list("pk", flat=True)) == [second]
    (tmp_path / "c.svg").write_text("<svg onload='alert(1)'/>")
    refused = upload(tmp_path / "c.svg")
    assert refused.status_code == 422
    assert "no SVG that can be drawn" in refused.content.decode()
    assert ada.post("/dashboard/brand/logo").status_code == 422, "nothing was chosen"
    ada.post("/dashboard/brand/logo", remove="yes")
    assert profile_of(world.ada.organization.pk).logo_asset_id is None
    assert not Asset.objects.filter(filename="logo.png").exists()


def test_a_key_that_is_none_leads_back(ada: Browser) -> None:
    assert ada.get("/dashboard/companions/a%20b").status_code == 302
    assert not Session.objects.exists()
