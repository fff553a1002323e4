"""The scaled profile from wheels: two daphne, two granian, three workers, PostgreSQL, Valkey, a bucket, nginx in front.

Every process has a data folder and a host name of its own, so nothing works that relies on a shared disk.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.assets.buckets import KEYS, new_bucket, s3_server
from tests.jobs.hosts import ROOT, Host, create_database, eventually
from tests.postgres import PostgresServer
from tests.valkey import ValkeyServer
from tests.web_host import _PREPARE, Client

APPS = "acceptance.scaled.hostnames.Named,tests.timelines.held.Held"


@dataclass
class Machine(Host):
    """One container: its processes see the cluster's servers and no other machine's folder."""

    name: str = ""
    shared: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        return {**super().env, **self.shared, "ACCEPTANCE_HOSTNAME": self.name}

    def run(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.data / "output.log").open("ab") as log:
            process = subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:  # granian's own processes outlive it unless it ends them itself
            if "granian" in str(process.args) and process.poll() is None:
                process.terminate()
                process.wait(60)
        super().stop()


@dataclass
class Cluster:
    machines: dict[str, Machine]
    ports: dict[str, int]

    def client(self, name: str, **options: Any) -> Client:
        """A new tenant, who speaks to the front."""
        given = [name, str(options.get("credits", 1000)), str(options.get("plans", 0)), options.get("tier", "default")]
        command = [sys.executable, "-c", _PREPARE, *given]
        env = self.machines["web-1"].env
        done = subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True)
        return Client(self.ports["front"], **json.loads(done.stdout))

    def at(self, client: Client, server: str) -> Client:
        """The same caller, who speaks to one server by itself."""
        return Client(self.ports[server], client.token, client.organization, client.plans)

    def job(self, job_id: str) -> dict[str, Any]:
        return self.machines["web-1"].job(job_id)

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.machines["web-1"].query(sql, *values)

    def worker_of(self, job_id: str) -> tuple[Machine, int]:
        """The machine that has the job, and the process there that runs it."""
        host, _, pid, _ = self.job(job_id)["worker"].split("/")
        return self.machines[host], int(pid)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def a_cluster(folder: Path) -> Iterator[Cluster]:
    with ExitStack() as left:
        postgres = PostgresServer()
        left.callback(postgres.stop)
        valkey = ValkeyServer()
        left.callback(valkey.stop)
        address = left.enter_context(s3_server())
        ports = {name: free_port() for name in ("web-1", "web-2", "api-1", "api-2", "front")}
        shared = {
            "STUDIO_SECRET_KEY": secrets.token_hex(32), "STUDIO_KEY_PEPPERS": f"1:{secrets.token_hex(32)}",
            "STUDIO_SEALING_KEYS": secrets.token_hex(32), "REDIS_URL": valkey.url,
            "AWS_STORAGE_BUCKET_NAME": new_bucket(address), "AWS_S3_ENDPOINT_URL": address,
            "AWS_S3_REGION_NAME": "us-east-1", "AWS_ACCESS_KEY_ID": KEYS["access_key"],
            "AWS_SECRET_ACCESS_KEY": KEYS["secret_key"], "STUDIO_MAKERS": "1", "STUDIO_TRUSTED_PROXIES": "127.0.0.1",
            "STUDIO_PUBLIC_URL": f"http://127.0.0.1:{ports['front']}",
        }  # fmt: skip
        url = create_database(postgres.url, f"scaled-{os.getpid()}")
        names = ["web-1", "web-2", "api-1", "api-2", "worker-1", "worker-2", "worker-3"]
        machines = {name: _machine(folder / name, url, name, shared) for name in names}
        cluster = Cluster(machines, ports)
        for machine in machines.values():
            left.callback(machine.stop)
        migrated = machines["worker-1"].manage("migrate", "--verbosity", "0").wait(900)
        assert migrated == 0, machines["worker-1"].output
        _start(cluster)
        left.enter_context(_front(folder, ports))
        yield cluster


def _machine(data: Path, url: str, name: str, shared: dict[str, str]) -> Machine:
    data.mkdir(parents=True)
    return Machine(data, url, apps=APPS, name=name, shared=shared)


def _start(cluster: Cluster) -> None:
    for name, machine in cluster.machines.items():
        port = str(cluster.ports.get(name, 0))
        if name.startswith("web"):
            address = ["-v", "0", "-b", "127.0.0.1", "-p", port]
            machine.run(sys.executable, "-m", "studio.web", *address, "studio.asgi:application")
        elif name.startswith("api"):
            granian = str(Path(sys.executable).with_name("granian"))
            options = ["--interface", "wsgi", "--port", port, "--blocking-threads", "8", "--no-access-log"]
            machine.run(granian, *options, "studio.wsgi:application")
        else:
            machine.start_worker()
    for name in ("web-1", "web-2", "api-1", "api-2"):
        eventually(lambda: _answers(cluster.ports[name]), within_s=900)  # noqa: B023 - asked at once


def _answers(port: int) -> bool:
    try:
        return Client(port, "", "", []).call("GET", "/health").status == 200
    except OSError:
        return False


@contextmanager
def _front(folder: Path, ports: dict[str, int]) -> Iterator[None]:
    """nginx with the configuration of the documentation, its addresses put in."""
    text = (ROOT / "docs" / "deploy" / "nginx.conf").read_text()
    for name, port in ports.items():
        text = text.replace(f"server {name}:8000;", f"server 127.0.0.1:{port};")
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{ports['front']};").replace("/tmp/nginx", f"{folder}/nginx")  # noqa: S108
    configuration = folder / "nginx.conf"
    configuration.write_text(text)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    command = [program, "-c", str(configuration), "-e", "stderr", "-g", "daemon off; user root;"]
    with (folder / "nginx.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        eventually(lambda: _answers(ports["front"]))
        yield
    finally:
        process.terminate()
        process.wait()
