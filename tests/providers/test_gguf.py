"""The local model's process: what hurts it hurts nobody else, and it never outlives whoever started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generation.companions.catalogue import BY_ID
from generation.companions.models import Message
from generation.media.child import Maker
from generation.media.processes import ROOT
from generation.providers.base import ChatRequest, Said, SourceText
from generation.providers.gguf import engine as engines
from generation.providers.gguf.adapters import GgufText, fitted
from generation.providers.gguf.engine import Engine, engine
from generation.providers.registry import adapter, configured
from tests.api import Api
from tests.asgi import get_stream
from tests.companions.reading import answer_of
from tests.providers.gguf import model_path
from wire.errors import MissingModel, ProviderError, ProviderUnavailable

ASKED = ChatRequest(persona=BY_ID["editor"], said=(Said(speaker="user", text="A film about a lamp"),))


def test_where_a_model_is_set_it_talks_and_elsewhere_the_studio_does(
    model: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert configured("text") == "gguf"
    talker = adapter("text", Maker())
    assert (talker.info.provider, talker.info.model) == ("gguf", model_path().stem)
    assert configured("image") == "local"
    monkeypatch.delenv("STUDIO_LLM_GGUF")
    assert configured("text") == "local"
    with pytest.raises(MissingModel, match="STUDIO_LLM_GGUF"):
        engine()


def test_a_model_that_dies_in_an_answer_fails_that_answer_alone(model: Engine) -> None:
    model.connection()
    before = model.pid
    talk = GgufText(Maker()).converse(ASKED)
    assert next(talk).text
    assert before is not None
    os.kill(before, signal.SIGKILL)
    with pytest.raises(ProviderUnavailable):
        list(talk)
    assert next(GgufText(Maker()).converse(ASKED)).text, "the next question starts it again"
    assert model.pid not in (None, before)


def test_a_model_that_hangs_is_replaced(model: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PROBE_S", 0.5)
    model.connection()
    hung = model.pid
    assert hung is not None
    model.end_if_hung()
    assert model.pid == hung, "it reacts"
    os.kill(hung, signal.SIGSTOP)
    while _state(hung) != "T":
        time.sleep(0.01)
    model.end_if_hung()
    assert model.pid is None


def test_a_model_that_outgrows_its_memory_is_ended(model: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "resident_mb", lambda pid: 10_000.0)
    greedy = Engine(model.path)
    try:
        with pytest.raises(ProviderError, match="could not be loaded: needed more than"):
            greedy.connection()
        assert greedy.pid is None
    finally:
        greedy.stop()


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="there is no file"):
        Engine(tmp_path / "none.gguf").connection()
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ProviderError, match=r"broken\.gguf could not be loaded"):
        Engine(tmp_path / "broken.gguf").connection()


def test_it_ends_with_whoever_started_it(model: Engine) -> None:
    """Killed, so that no clean-up of Python's runs."""
    program = (
        "import sys; from pathlib import Path; from generation.providers.gguf.engine import Engine;"
        f"e = Engine(Path({str(model.path)!r})); e.connection(); print(e.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert parent.stdout is not None
    assert parent.stdin is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/status").exists() and "Z" not in _state(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists() or "Z" in _state(pid)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


@pytest.mark.django_db(transaction=True)
async def test_a_companion_streams_what_the_model_says(model: Engine, api: Api) -> None:
    body = {"companion_id": "editor", "messages": [{"role": "user", "content": "A film about a lamp"}]}
    status, _, read = await get_stream("/api/v1/chat/stream", api.token, method="POST", body=body, within_s=180)
    assert status == 200, read
    heard = answer_of(read)
    assert len(heard.chunks) > 20, "token by token"
    (done,) = heard.events["done"]
    assert (done["provider"], done["model"]) == ("gguf", model_path().stem)
    kept = await Message.objects.aget(speaker="assistant")
    assert kept.text == heard.text
    assert kept.data, "what the studio's own companion notes, so that the next turn builds on it"


def test_a_long_talk_is_cut_to_what_the_model_can_hold() -> None:
    said = tuple(Said(speaker="user", text=f"{number} " + "word " * 200) for number in range(40))
    sources = (SourceText(id="src_1", text="fact " * 9000),)
    short = fitted(ChatRequest(persona=BY_ID["editor"], said=said, sources=sources), 8192)
    assert short.said[-1] == said[-1]
    assert 0 < len(short.said) < len(said)
    assert sum(len(one.text) for one in (*short.said, *short.sources)) < 8192 / 2 * 3
    assert fitted(ASKED, 2048) == ASKED
