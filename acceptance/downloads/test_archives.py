"""`GET /user/projects/export` over two gigabytes of films: streamed, at the reader's pace, beside everybody else."""

import json
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from generation.media.footprint import resident_mb
from tests.jobs.hosts import ROOT, eventually
from tests.web_host import Client, WebHost

pytestmark = [pytest.mark.processes, pytest.mark.both]
FILMS, FILM_BYTES = 8, 256 * 1024 * 1024
MOST_GROWTH_MB = 50

_FILL = """
import hashlib, sys
from pathlib import Path
import django
django.setup()
from django.utils import timezone
from generation.assets.models import Asset, Blob
from generation.jobs.models import Job
from generation.projects.models import Project
from generation.workflows.models import Workflow
organization, films, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
now = timezone.now()
project = Project.objects.create(organization_id=organization, name="../\\u202eTheirs")
for number in range(films):
    sha = hashlib.sha256(str(number).encode()).hexdigest()
    blob = Blob.objects.create(organization_id=organization, sha256=sha, size=size)
    asset = Asset.objects.create(
        organization_id=organization, blob=blob, content_type="video/mp4", filename="film.mp4"
    )
    path = Path(path_of(asset))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as film:
        film.truncate(size)  # a hole: two gigabytes to read, none on the disk
    # Two of one shape, and a format that is no file name.
    row = {
        "filmAssetId": asset.pk, "format": "../../etc", "cut": "main", "durationMs": 9000, "width": 720, "height": 1280,
    }
    result = {"videos": [row, row], "images": [], "documents": []} if not number else {"videos": [row]}
    job = Job.objects.create(
        organization_id=organization, kind="workflow.cinematic", status="succeeded", result=result, created_at=now,
        available_at=now, finished_at=now,
    )
    Workflow.objects.create(
        organization_id=organization, project_id=project.pk, job_id=job.pk, type="cinematic", quality="standard",
        created_at=now,
    )
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebHost]:
    host = WebHost(tmp_path_factory.mktemp("web"), name="downloads")
    host.migrate()
    host.start_web()
    yield host
    host.stop()


@pytest.fixture(scope="module")
def client(host: WebHost) -> Client:
    client = host.client("Ada", tier="elevated")
    command = [sys.executable, "-c", _FILL, client.organization, str(FILMS), str(FILM_BYTES)]
    subprocess.run(command, env=host.env, cwd=ROOT, check=True)
    assert client.call("GET", "/user/projects").status == 200
    return client


def asked(client: Client) -> socket.socket:
    """A connection on which the archive has been asked for, and nothing read."""
    connection = socket.create_connection(("127.0.0.1", client.port), timeout=300)
    head = f"GET /api/v1/user/projects/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {client.token}\r\n"
    connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
    return connection


def taken(connection: socket.socket, out: Path) -> None:
    """All of an answer's body, out of its chunks, into a file."""
    with connection, connection.makefile("rb", buffering=1 << 20) as source:
        assert source.readline().split()[1] == b"200"
        while source.readline().strip():
            pass
        with out.open("wb") as file:
            while size := int(source.readline(), 16):
                left = size
                while left:
                    piece = source.read(left)
                    left -= len(piece)
                    # Holes stay holes.
                    file.seek(len(piece), 1) if not piece.strip(b"\0") else file.write(piece)
                source.readline()
            file.truncate()


@pytest.fixture
def growth_mb(host: WebHost) -> Callable[[], float]:
    before = resident_mb(host.webs[0].pid)
    return lambda: resident_mb(host.webs[0].pid) - before


def test_two_archives_at_once_take_no_memory_and_leave_others_their_turn(
    host: WebHost, client: Client, growth_mb: Callable[[], float], tmp_path: Path, record_property: Callable
) -> None:
    readers = [Thread(target=taken, args=(asked(client), tmp_path / f"{n}.zip")) for n in range(2)]
    worst_mb, worst_s, asked_for = 0.0, 0.0, 0
    for reader in readers:
        reader.start()
    while any(reader.is_alive() for reader in readers):
        began = time.monotonic()
        assert client.call("GET", "/user/credits").status == 200
        worst_s, asked_for = max(worst_s, time.monotonic() - began), asked_for + 1
        worst_mb = max(worst_mb, growth_mb())
        time.sleep(0.1)
    record_property("MB that the web process grew by", worst_mb)
    record_property("slowest other request, s", worst_s)
    assert worst_mb < MOST_GROWTH_MB
    assert asked_for > 3
    assert worst_s < 2
    with zipfile.ZipFile(tmp_path / "0.zip") as archive:
        names = archive.namelist()
        assert len(set(names)) == len(names) == 1 + FILMS + FILMS + 1
        assert not [name for name in names if ".." in name.split("/") or name.startswith("/")]
        assert json.loads(archive.read("projects.json"))[0]["missing"] == []
        assert sum(one.file_size for one in archive.infolist()) > FILMS * FILM_BYTES
    assert (tmp_path / "1.zip").stat().st_size == (tmp_path / "0.zip").stat().st_size


def test_a_reader_who_stalls_and_then_leaves_costs_nothing(
    host: WebHost, client: Client, growth_mb: Callable[[], float], record_property: Callable
) -> None:
    connection = asked(client)
    assert connection.recv(12) == b"HTTP/1.1 200"
    time.sleep(5)  # what an impatient server would have read from the disk by now
    record_property("MB for a reader who stalls", growth_mb())
    assert growth_mb() < MOST_GROWTH_MB
    connection.close()
    opened = Path(f"/proc/{host.webs[0].pid}/fd")
    eventually(lambda: not [f for f in opened.iterdir() if str(host.data / "blobs") in _target(f)], within_s=20)
    assert client.call("GET", "/user/credits").status == 200
    assert "Traceback" not in host.output


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
