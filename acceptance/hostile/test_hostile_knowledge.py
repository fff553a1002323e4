"""Hostile documents through the API, a real worker and its sandbox: refused or failed with a reason, in ten seconds.

Beside each: how long it took, how much the worker and the web process grew, and whether anything stayed behind. Then a
good file is read.
"""

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from generation.media.footprint import resident_mb
from tests.brand import made
from tests.brand.test_knowledge import FORM, HARBOUR, form
from tests.jobs.crashes import tree
from tests.jobs.hosts import eventually
from tests.media import hostile_documents as hostile
from tests.web_host import Client, WebHost

pytestmark = [pytest.mark.processes, pytest.mark.both]
MOST_S, MOST_GROWTH_MB = 10.0, 50.0
TEN_MB = 10 * 1024 * 1024
KNOWLEDGE = "/user/brand/knowledge"


def full(piece: bytes) -> bytes:
    """Ten megabytes of a PDF that is none."""
    return (b"%PDF-1.7\n" + piece * (TEN_MB // len(piece)))[:TEN_MB]


def table_of_objects() -> bytes:
    lines = b"0000000000 65535 f \n" * 500_000
    return b"%PDF-1.7\nxref\n0 500000\n" + lines + b"trailer << /Size 500000 /Root 1 0 R >>\nstartxref\n9\n%%EOF"


# What ends in either way, as the machine is fast: understood to be nothing, or given up while it was looked through.
SLOW = "unreadable timeout"
# Name of the file, what it holds, and why it is refused: at once (400) or later; "" for what is read.
CASES: dict[str, tuple[str, Callable[[], bytes], str | int]] = {
    "zip-bomb": ("bomb.docx", lambda: made.ZIP_BOMB, "zip_bomb"),
    "many-entries": ("many.docx", lambda: made.MANY_ENTRIES, "zip_bomb"),
    "xml-bomb": ("laughs.docx", lambda: made.docx("&b;", head=made.EXPANDING), "unsafe_xml"),
    "xxe": ("xxe.docx", lambda: made.docx("&a;", head=made.READING), "unsafe_xml"),
    "far-cell": ("far.xlsx", lambda: made.PRICES, ""),
    "encrypted-pdf": ("locked.pdf", hostile.encrypted_pdf, "pdf_encrypted"),
    "scanned-pdf": ("scan.pdf", hostile.scanned_pdf, "pdf_scanned"),
    "encrypted-zip": ("locked.docx", lambda: made.LOCKED, "encrypted"),
    "encrypted-office": ("locked.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), 400),
    "csv-formulas": ("calc.csv", lambda: b'Name;Link\nNoor;"=HYPERLINK(""http://x"")"\n', ""),
    "pdf-as-text": ("words.txt", hostile.good_pdf, ""),
    "text-as-pdf": ("words.pdf", lambda: HARBOUR, 400),
    "zip-as-docx": ("readme.docx", lambda: made.zipped({"readme.txt": b"words"}), "not_office"),
    "nul-bytes": ("nul.txt", lambda: b"a\x00b\x00" * 1000, 400),
    "nul-in-words": ("nul.csv", lambda: HARBOUR + b"\x00" + HARBOUR, ""),
    "ten-mb-and-one": ("large.txt", lambda: b"a" * (TEN_MB + 1), 400),
    "flate-bomb": ("flate.pdf", hostile.flate_bomb, "*"),
    "flate-bomb-twice": ("flate2.pdf", hostile.flate_bomb_twice, "*"),
    "noise-10mb": ("noise.pdf", lambda: full(random.Random(7).randbytes(1 << 20)), "unreadable"),
    "objects-10mb": ("objects.pdf", lambda: full(b"1 0 obj\n<< /A 1 >>\nendobj\n"), SLOW),
    "open-10mb": ("open.pdf", lambda: full(b"<< "), "unreadable"),
    "starts-10mb": ("starts.pdf", lambda: full(b"startxref\n1\n"), SLOW),
    "xref-10mb": ("xref.pdf", table_of_objects, SLOW),
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebHost]:
    host = WebHost(tmp_path_factory.mktemp("knowledge"), name="knowledge")
    host.migrate()
    host.start_web()
    host.start_worker()
    yield host
    host.stop()


@pytest.fixture(scope="module")
def client(host: WebHost) -> Client:
    """Once a good file was read, so that everything is loaded that ever will be."""
    client = host.client("Ada", tier="elevated")
    for number in range(3):
        assert read(client, f"warm{number}.txt", HARBOUR + str(number).encode())[0]["status"] == "READY"
    return client


def read(client: Client, name: str, body: bytes) -> tuple[dict[str, Any], float]:
    """What became of the file, and the seconds from its arrival to that; its status is 400 where it was refused."""
    began = time.monotonic()
    answer = client.call("POST", f"{KNOWLEDGE}/files", form(name, body), **{"Content-Type": FORM})
    if answer.status != 200:
        assert answer.json["error"]
        return {"status": answer.status}, time.monotonic() - began
    path = f"{KNOWLEDGE}/{answer.json['data']['id']}"

    def told() -> dict[str, Any] | None:
        time.sleep(0.2)
        found: dict[str, Any] = client.call("GET", path).json["data"]
        return found if found["status"] in ("READY", "FAILED") else None

    return eventually(told, within_s=60), time.monotonic() - began


def footprint(host: WebHost) -> dict[int, float]:
    """Resident megabytes of each process that stays: the web's, the supervisor's, the workers' and their makers'."""
    return {pid: resident_mb(pid) for pid in host.pids()}


def left_behind(host: WebHost) -> list[str]:
    """Folders of attempts and of the sandbox, and processes nobody waits for."""
    folders = [str(path) for path in host.data.rglob("studio-sandbox-*")] + [*map(str, (host.data / "work").glob("*"))]
    alive = set(host.pids())
    roots = [process.pid for process in host.processes if process.pid in alive]
    return folders + [str(pid) for pid in alive - set().union(*(tree(host, root) for root in roots))]


@pytest.mark.parametrize("case", CASES)
def test_hostile(case: str, host: WebHost, client: Client, record_property: Callable[[str, float], None]) -> None:
    name, make, outcome = CASES[case]
    body = make()
    before = footprint(host)
    told, took_s = read(client, name, body)
    record_property(f"{case}: seconds", took_s)
    after = footprint(host)
    growth = max((after[pid] - before[pid] for pid in after.keys() & before.keys()), default=0.0)
    record_property(f"{case}: MB grown", growth)
    if outcome == 400:
        assert told["status"] == 400
    elif outcome == "":
        assert told["status"] == "READY"
    else:
        assert told["status"] == "FAILED"
        assert told["failure"]["message"]
        assert outcome == "*" or told["failure"]["code"] in str(outcome).split()
        assert str(host.data) not in told["failure"]["message"]
    assert took_s <= MOST_S
    assert growth <= MOST_GROWTH_MB
    eventually(lambda: left_behind(host) == [], within_s=5)
    good, _ = read(client, f"after-{case}.txt", HARBOUR + case.encode())
    assert good["status"] == "READY"
