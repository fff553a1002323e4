"""Real web processes on one port, which a test starts, kills and starts again, and calls as a client would."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import SERVER_URL
from tests.jobs.hosts import ROOT, Host, create_database

_PREPARE = """
import json, sys
import django
django.setup()
from django.utils import timezone
from generation.projects.models import Project
from generation.stories.models import StoryPlan
from tests.world import make_tenant
tenant = make_tenant(sys.argv[1], monthly=0, perpetual=int(sys.argv[2]), now=timezone.now())
tenant.organization.tier = sys.argv[4]
tenant.organization.save()
project = Project.objects.create(organization_id=tenant.organization.pk, name="Theirs")
plans = [
    StoryPlan.objects.create(
        project=project, status="APPROVED", target={}, artifact_requests=[{"type": "table_read"}], quote={},
        source_ids=[],
    ).pk
    for _ in range(int(sys.argv[3]))
]
print(json.dumps({"token": tenant.token, "organization": tenant.organization.pk, "plans": plans}))
"""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """One tenant's key, and approved plans of theirs (each makes a job of 11 credits)."""

    port: int
    token: str
    organization: str
    plans: list[str]

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """`path` is below /api/v1. Raises OSError or HTTPException when the process dies before it answers."""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, f"/api/v1{path}", data, sent)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, headers, response.read())
        finally:
            connection.close()

    def at_once(self, count: int, method: str, path: str, body: Any = None, **headers: str) -> list[Reply]:
        with ThreadPoolExecutor(min(count, 64)) as pool:
            calls = [pool.submit(self.call, method, path, body, **headers) for _ in range(count)]
            return [call.result() for call in calls]

    @property
    def balance(self) -> int:
        return int(self.call("GET", "/credits").json["credits"]["balance"])


class WebHost(Host):
    """The test holds the socket, so the port stays theirs while the web process is away."""

    def __init__(self, data: Path, *, name: str, redis_url: str = "", **options: Any) -> None:
        server = os.environ.get(SERVER_URL)
        url = create_database(server, f"{name}-{os.getpid()}") if server else ""
        super().__init__(data, database_url=url, **options)
        self._redis_url = redis_url
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = int(self._listener.getsockname()[1])
        self.webs: list[subprocess.Popen[bytes]] = []

    @property
    def env(self) -> dict[str, str]:
        return {**super().env, "REDIS_URL": self._redis_url}

    def start_web(self) -> subprocess.Popen[bytes]:
        """One more web process on the port; connections wait until one answers."""
        fd = self._listener.fileno()
        command = [sys.executable, "-m", "studio.web", "-v", "0", "--fd", str(fd), "studio.asgi:application"]
        with (self.data / "output.log").open("ab") as log:
            web = subprocess.Popen(command, env=self.env, cwd=ROOT, pass_fds=(fd,), stdout=log, stderr=log)
        self.webs.append(web)
        self.processes.append(web)
        return web

    def close_port(self) -> None:
        """From now on only the web processes that were started have the port."""
        self._listener.close()

    def kill_web(self) -> None:
        """SIGKILL: no handler runs, no transaction is ended, no answer is sent."""
        for web in self.webs:
            web.send_signal(signal.SIGKILL)
            web.wait()
        self.webs.clear()

    def client(self, name: str, *, credits: int = 1000, plans: int = 0, tier: str = "default") -> Client:
        """A new tenant."""
        command = [sys.executable, "-c", _PREPARE, name, str(credits), str(plans), tier]
        done = subprocess.run(command, env=self.env, cwd=ROOT, check=True, capture_output=True, text=True)
        return Client(self.port, **json.loads(done.stdout))

    def stop(self) -> None:
        super().stop()
        self._listener.close()
