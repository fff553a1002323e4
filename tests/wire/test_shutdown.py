"""A web process is told to stop in the midst of its clients: none of them loses an answer."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.hosts import eventually
from tests.web_host import WebHost
from tests.wire import crowd

pytestmark = [pytest.mark.processes, pytest.mark.both]

LARGE = 12 * 1024 * 1024  # more than what the kernel holds for a reader
PACE = 6 * 1024 * 1024


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebHost]:
    monkeypatch.setenv("STUDIO_DRAIN_S", "1")
    host = WebHost(tmp_path, name="shutdown")
    try:
        host.migrate()
        yield host
    finally:
        host.stop()


async def ended(
    host: WebHost, ground: crowd.Ground
) -> tuple[list[crowd.Seen], list[list[int]], crowd.Seen, tuple[int, int]]:
    """What clients saw who came before and after the process was told to stop; followers' ids; the download; what
    came by WebSocket.
    """
    (web,) = host.webs
    seen: list[crowd.Seen] = []
    download = asyncio.create_task(crowd.ask_once(host.port, ground.large, pace=PACE))
    following = [asyncio.create_task(crowd.follow(host.port, ground, number)) for number in range(4)]
    listening = asyncio.create_task(crowd.listen(host.port, ground))
    paths = ("/livez", "/api/v1/health", "/readyz")
    asking = [crowd.come_again(host.port, path, seen, lambda: web.poll() is not None) for path in paths * 2]
    rest = asyncio.gather(*asking)
    await asyncio.to_thread(eventually, lambda: len(seen) > 30)
    web.terminate()
    await rest
    return seen, await asyncio.gather(*following), await download, await listening


def test_what_had_begun_is_answered_and_nobody_is_cut_off(host: WebHost) -> None:
    host.start_web()
    ground = crowd.prepare(host, large_bytes=LARGE)
    began = time.monotonic()
    host.close_port()
    seen, followed, download, listened = asyncio.run(asyncio.wait_for(ended(host, ground), 120))
    assert host.webs[0].wait(30) == 0
    assert "Traceback" not in host.output
    assert set(crowd.count(seen)) <= {"whole", "refused"}, crowd.facts(seen, began)
    assert (download.word, download.status) == ("whole", 200)
    ready = [each.status for each in sorted(seen, key=lambda each: each.at) if each.path == "/readyz" and each.status]
    assert ready == sorted(ready), "ready, and then no more"
    assert {200, 503} == set(ready)
    leaving = next(each.at for each in seen if each.status == 503)
    served = [each for each in seen if each.at > leaving and each.path != "/readyz" and each.word == "whole"]
    assert {each.status for each in served} == {200}, "it says that it leaves, and answers on"
    assert all(each.is_last for each in seen if each.status == 503)
    assert followed == [[1, 2]] * 4
    assert listened == (2, 1012)
