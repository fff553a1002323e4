"""OpenAI's clients are told in a header that the studio stood in, and why: streamed, in one piece, and for pictures."""

from typing import Any

import openai
import pytest
from asgiref.sync import async_to_sync

from generation.jobs.models import Job
from tests.api import Api
from tests.companions.test_door import BRIEF, client_of
from tests.providers.vendor import Vendor, picture, status, tokens
from tests.routing.conftest import Give

CHAT, IMAGES = "/chat/completions", "/images/generations"
pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "X-Studio-Note"


def asked(api: Api, what: str, **body: Any) -> tuple[str, Any]:
    """The header of an answer and the answer."""

    async def ask() -> tuple[str, Any]:
        async with client_of(api.token) as client:
            makes = {"chat": client.chat.completions, "images": client.images}[what].with_raw_response
            raw = await (makes.create if what == "chat" else makes.generate)(**body)  # type: ignore[union-attr]
            answer = raw.parse()
            if body.get("stream"):
                answer = "".join([chunk.choices[0].delta.content or "" async for chunk in answer])
            return raw.headers.get(NOTE, ""), answer

    return async_to_sync(ask)()


@pytest.mark.parametrize("is_streamed", [False, True])
def test_a_talk_names_who_stood_in_and_why(api: Api, vendor: Vendor, give: Give, is_streamed: bool) -> None:
    give("text")
    vendor.replies[CHAT] = status(401)
    note, answer = asked(api, "chat", model="editor", messages=[BRIEF], stream=is_streamed)
    assert note.isascii()
    assert "Answered by the studio itself" in note
    assert "does not accept the configured key" in note
    assert "Rhythm." in (answer if is_streamed else answer.choices[0].message.content)


@pytest.mark.parametrize("is_streamed", [False, True])
def test_nothing_is_noted_where_the_chosen_one_answers(api: Api, vendor: Vendor, give: Give, is_streamed: bool) -> None:
    give("text")
    vendor.replies[CHAT] = tokens("Cut on ", "the gesture.")
    note, answer = asked(api, "chat", model="editor", messages=[BRIEF], stream=is_streamed)
    assert note == ""
    assert (answer if is_streamed else answer.choices[0].message.content) == "Cut on the gesture."


def test_a_stream_that_cannot_begin_is_an_error_of_its_own(api: Api, vendor: Vendor, give: Give) -> None:
    from accounts.models import Organization

    Organization.objects.filter(pk=api.organization.pk).update(is_strict_providers=True)
    give("text")
    vendor.replies[CHAT] = status(401)
    with pytest.raises(openai.APIStatusError, match="does not accept the configured key") as caught:
        asked(api, "chat", model="editor", messages=[BRIEF], stream=True)
    assert caught.value.status_code >= 500


def test_pictures_name_it_too(api: Api, serving: list[Job], vendor: Vendor, give: Give) -> None:
    give("image")
    vendor.replies[IMAGES] = picture()
    assert asked(api, "images", prompt="A lamp", size="256x256")[0] == ""
    vendor.replies[IMAGES] = status(401)
    note, made = asked(api, "images", prompt="Another lamp", size="256x256")
    assert "Made by the studio itself" in note
    assert made.data[0].url
