"""Requests to the API beside a bare DRF view, in one process on one SQLite file, in turn.

    python -m bench.api [--rounds N] [--requests N]

Whole requests through Django's WSGI handler, so that both sides pay for the same middleware. A ratio is the peer's time
over ours, pair by pair: 0.8 means that we answer 0.8 requests in the time in which the bare view answers one.
"""

import argparse
import io
import json
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from typing import Any


def set_up() -> None:
    os.environ["STUDIO_DATA"] = tempfile.mkdtemp(prefix="studio-bench-")
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ROOT_URLCONF = "bench.peers"
    settings.LOGGING_CONFIG = None
    call_command("migrate", verbosity=0)


def caller(handler: Any, token: str) -> Callable[..., bytes]:
    def call(method: str, path: str, body: dict[str, Any] | None = None, **headers: str) -> bytes:
        data = b"" if body is None else json.dumps(body).encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "bench",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(data),
            "wsgi.url_scheme": "http",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(data)),
            "HTTP_AUTHORIZATION": f"Bearer {token}",
            **headers,
        }
        answered: list[str] = []
        chunks = handler(environ, lambda status, _headers: answered.append(status))
        answer = b"".join(chunks)
        if not answered[0].startswith("200"):
            raise SystemExit(f"{method} {path} answered {answered[0]}: {answer!r}")
        return answer

    return call


def timed(call: Callable[[], object], count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - began) / count


def compare(name: str, ours: Callable[[], object], peer: Callable[[], object], *, rounds: int, requests: int) -> str:
    timed(ours, 20), timed(peer, 20)
    pairs = [(timed(ours, requests), timed(peer, requests)) for _ in range(rounds)]
    mine = statistics.median(pair[0] for pair in pairs) * 1000
    theirs = statistics.median(pair[1] for pair in pairs) * 1000
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    return f"{name:<34} {mine:8.2f} ms {theirs:8.2f} ms {ratio:8.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=60)
    options = parser.parse_args()
    set_up()
    from django.core.handlers.wsgi import WSGIHandler

    from tests.world import make_tenant
    from wire.ratelimit import limiter

    tenant = make_tenant("Bench")
    call = caller(WSGIHandler(), tenant.token)
    project = json.loads(call("POST", "/api/v1/story-projects", {"name": "Bench"}))["project"]["id"]

    def ours(method: str, path: str, *args: Any, **headers: str) -> bytes:
        limiter.clear()  # the limit is not what is measured
        return call(method, path, *args, **headers)

    body = {"name": "Bench", "description": "A project"}
    print(f"{'':<34} {'studio':>11} {'bare DRF':>11} {'ratio':>8}")
    sizes = {"rounds": options.rounds, "requests": options.requests}
    print(
        compare(
            "GET one object (bar 0.8)",
            lambda: ours("GET", f"/api/v1/story-projects/{project}"),
            lambda: call("GET", f"/bare/projects/{project}"),
            **sizes,
        )
    )
    print(
        compare(
            "POST with Idempotency-Key (bar 0.5)",
            lambda: ours("POST", "/api/v1/story-projects", body, HTTP_IDEMPOTENCY_KEY=str(uuid.uuid4())),
            lambda: call("POST", "/bare/projects", body),
            **sizes,
        )
    )


if __name__ == "__main__":
    main()
