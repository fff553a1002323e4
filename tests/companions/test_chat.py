"""Conversations over HTTP: what is kept, what is streamed, who may read it."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from generation.companions.models import Message, Session
from generation.companions.services import talker
from generation.companions.services.sessions import begin_turn
from generation.projects.services import add_inline_source, create_project
from generation.providers.base import ChatPiece, ProviderInfo
from studio.asgi import application
from tests.api import Api, open_api
from tests.asgi import get_stream
from tests.companions.reading import Heard, answer_of
from tests.jobs.hosts import eventually
from tests.stories.conftest import EXAMPLES
from wire.errors import ProviderUnavailable

pytestmark = pytest.mark.django_db(transaction=True)
BRIEF = "We launch Lumo, a solar lamp for campers who hate batteries. 45 seconds for Instagram, warm."


async def say(api: Api, text: str, companion: str = "cinematic-director", **more: Any) -> Heard:
    body = {"companion_id": companion, "messages": [{"role": "user", "content": text}], "session_id": "s1", **more}
    status, _, read = await get_stream("/api/v1/chat/stream", api.token, method="POST", body=body)
    assert status == 200, read
    return answer_of(read)


@sync_to_async
def kept() -> list[tuple[str, str]]:
    return [(m.speaker, m.text) for m in Message.objects.order_by("session_id", "number")]


async def test_a_session_remembers_and_the_next_turn_builds_on_it(api: Api) -> None:
    first = await say(api, BRIEF)
    shorter = await say(api, "make it shorter")
    assert "30 seconds instead of 45" in shorter.text
    assert await kept() == [
        ("user", BRIEF), ("assistant", first.text), ("user", "make it shorter"), ("assistant", shorter.text),
    ]  # fmt: skip
    why = await say(api, "why?")
    assert "Lumo" in why.text


async def test_a_client_that_sends_the_whole_conversation_adds_only_what_is_new(api: Api) -> None:
    first = await say(api, BRIEF)
    history = [{"role": "user", "content": BRIEF}, {"role": "assistant", "content": first.text}]
    await say(api, "", messages=[*history, {"role": "user", "content": "what about the ending?"}])
    cut = [{"role": "assistant", "content": first.text[:40]}, {"role": "user", "content": "why?"}]
    await say(api, "", messages=cut)
    said = [text for speaker, text in await kept() if speaker == "user"]
    assert said == [BRIEF, "what about the ending?", "why?"]


async def test_another_companion_goes_on_with_the_same_talk(api: Api) -> None:
    await say(api, BRIEF)
    answer = await say(api, "what does it cost?", companion="producer")
    assert "credits" in answer.text.lower()
    session = await Session.objects.aget(key="s1")
    assert session.companion_id == "producer"


@sync_to_async
def project_with_source(api: Api) -> str:
    from django.utils import timezone

    project = create_project(api.organization.pk, name="Heat")
    text = (EXAMPLES / "press-release.txt").read_text()
    add_inline_source(
        project, type="text", content=text, label="Press release", retention_policy="EXTRACTED_ONLY", metadata=None,
        now=timezone.now(),
    )  # fmt: skip
    return project.pk


async def test_the_projects_sources_are_quoted_and_nothing_else_is_claimed(api: Api) -> None:
    answer = await say(api, "Plan a launch film", project_id=await project_with_source(api))
    assert "Ruth Adeyemi" in answer.text
    assert "38 percent" in answer.text
    refused = await say(api, "Who is the mayor of Paris?")
    assert "Your sources do not answer that" in refused.text


async def test_a_reader_who_leaves_stops_the_answer_and_what_was_said_is_kept(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    class Endless:
        info = ProviderInfo("local", "endless-1")

        def __init__(self, maker: object, connection: object = None) -> None:
            pass

        def converse(self, request: Any) -> Any:
            for number in range(100_000):
                made.append(number)
                yield ChatPiece(kind="text", text=f"{number} ")

    monkeypatch.setattr(talker, "adapter_for", lambda organization_id, capability, maker: Endless(maker))
    body = b'{"companion_id": "editor", "session_id": "s1", "messages": [{"role": "user", "content": "Count"}]}'
    scope = {
        "type": "http", "method": "POST", "path": "/api/v1/chat/stream", "raw_path": b"", "query_string": b"",
        "headers": [(b"authorization", f"Bearer {api.token}".encode()), (b"content-type", b"application/json"),
                    (b"content-length", str(len(body)).encode())],
        "client": ("127.0.0.1", 1), "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    reader = ApplicationCommunicator(application, scope)
    await reader.send_input({"type": "http.request", "body": body, "more_body": False})
    for _ in range(6):
        await reader.receive_output(10)
    await reader.send_input({"type": "http.disconnect"})
    await reader.wait(10)
    assert len(made) < 50_000
    answered = Message.objects.filter(speaker="assistant")
    await sync_to_async(eventually)(lambda: answered.exists())  # its thread may outlive the reader by a moment
    message = await answered.aget()
    assert message.text.startswith("0 1 2 ")
    assert not message.is_whole


async def test_a_provider_that_fails_ends_in_an_error_event_with_the_familys_code(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        info = ProviderInfo("local", "broken-1")

        def __init__(self, maker: object, connection: object = None) -> None:
            pass

        def converse(self, request: Any) -> Any:
            yield ChatPiece(kind="text", text="Half a ")
            raise ProviderUnavailable("The model is away.")

    monkeypatch.setattr(talker, "adapter_for", lambda organization_id, capability, maker: Broken(maker))
    answer = await say(api, BRIEF)
    assert answer.text == "Half a "
    assert answer.events["error"][0] == {"code": "PROVIDER_ERROR", "message": "The model is away.", "details": {}}
    assert not answer.events["done"]


async def test_two_turns_at_once_in_one_session_are_both_kept(api: Api) -> None:
    await asyncio.gather(*(say(api, f"{BRIEF} {n}") for n in range(3)))
    numbers = [m.number async for m in Message.objects.order_by("number")]
    assert numbers == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"companion_id": "nobody"}, 404, "NOT_FOUND"),
        ({"companion_id": None}, 400, "INVALID_REQUEST"),
        ({"messages": []}, 400, "INVALID_REQUEST"),
        ({"messages": "hello"}, 400, "INVALID_REQUEST"),
        ({"messages": [{"role": "assistant", "content": "I speak"}]}, 400, "INVALID_REQUEST"),
        ({"messages": [{"role": "user", "content": "a\x00b"}]}, 400, "INVALID_REQUEST"),
        ({"session_id": "a b"}, 400, "INVALID_REQUEST"),
        ({"project_id": "proj_123"}, 404, "NOT_FOUND"),
    ],
)
async def test_a_bad_turn_is_refused_in_the_familys_envelope(
    api: Api, change: dict[str, Any], status: int, code: str
) -> None:
    body = {"companion_id": "editor", "messages": [{"role": "user", "content": BRIEF}], **change}
    got, _, read = await get_stream("/api/v1/chat/stream", api.token, method="POST", body=body)
    assert (got, code) == (status, read.split('"code": "')[1].split('"')[0]), read
    assert not await Message.objects.aexists()


async def test_odd_words_get_an_answer(api: Api) -> None:
    for text in ("", "🎬🎬🎬", "x" * 20_000, "\u2028\r\n\x0b", "<script>alert(1)</script>", "{subject} {0}", "%s %d"):
        answer = await say(api, text or " ", session_id=None)
        assert answer.text
        assert answer.events["done"]


async def test_another_organizations_session_of_the_same_name_is_another(api: Api) -> None:
    other = await sync_to_async(open_api)("Other")
    await say(api, BRIEF)
    answer = await say(other, "why?")
    assert "Lumo" not in answer.text
    assert await Session.objects.acount() == 2


def test_sessions_are_listed_read_and_forgotten(api: Api) -> None:
    asyncio.run(say(api, BRIEF))
    (listed,) = api.get("/chat/sessions").json["sessions"]
    assert (listed["session_id"], listed["title"]) == ("s1", BRIEF)
    told = api.get("/chat/sessions/s1").json
    assert [message["role"] for message in told["messages"]] == ["user", "assistant"]
    assert api.delete("/chat/sessions/s1").json == {"session_id": "s1", "deleted": True}
    assert api.get("/chat/sessions/s1").status == 404


async def test_a_signed_in_browser_needs_the_csrf_token(api: Api) -> None:
    client = Client()
    owner = await sync_to_async(lambda: api.organization.memberships.get().user)()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    await sync_to_async(client.force_login)(owner, backend=backend)
    cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"
    body = {"companion_id": "editor", "messages": [{"role": "user", "content": BRIEF}]}
    path = "/api/v1/chat/stream"
    refused = await get_stream(path, "", method="POST", body=body, cookie=cookie, host="testserver")
    assert refused[0] == 403
    allowed = await get_stream(
        path, "", method="POST", body=body, cookie=cookie, host="testserver", x_csrftoken="a" * 32
    )
    assert allowed[0] == 200, allowed[2]


def test_a_turn_is_begun_in_few_queries(api: Api, django_assert_num_queries: Any) -> None:
    asked = {"organization_id": api.organization.pk, "companion_id": "editor", "key": "s1"}
    begin_turn(**asked, messages=[{"role": "user", "content": "A film about a lamp"}])
    with django_assert_num_queries(6):  # of which two begin and end the transaction
        turn = begin_turn(**asked, messages=[{"role": "user", "content": "Make it shorter"}])
    assert [one.text for one in turn.request.said] == ["A film about a lamp", "Make it shorter"]
