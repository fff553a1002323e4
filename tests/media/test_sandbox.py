"""A confined process reads its file and does nothing else; however it ends, the parent gets a readable refusal."""

import socket
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from generation.media.sandbox import Limits, budget, confined, confined_work
from generation.media.sandbox.confine import lacking
from tests.wire.web import canary
from wire.errors import GenerationFailed

WORK = "tests.media.confined_work"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text("Hello.")
    return path


def reason_of(file: Path, work: str, **limits: Any) -> str:
    with pytest.raises(GenerationFailed) as failure:
        confined(f"{WORK}:{work}", file, limits=Limits(**limits))
    assert failure.value.message.endswith(".")
    return failure.value.details["reason"]


def test_the_reader_gets_a_copy_and_its_arguments(file: Path) -> None:
    assert confined(f"{WORK}:read", file, limits=budget(6), times=2) == "Hello.Hello."
    assert reason_of(file, "refuse") == "pdf_encrypted"


@pytest.mark.skipif(bool(lacking()), reason="this kernel cannot confine")
def test_nothing_but_the_file_can_be_reached(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_SECRET_KEY", "secret")
    secret, outside = tmp_path / "secret", tmp_path / "outside"
    secret.write_text("secret")
    with canary() as bird, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", bird.port))
        told = confined(
            f"{WORK}:attempt", file, limits=Limits(), secret=str(secret), outside=str(outside), port=bird.port
        )
        ear.setblocking(False)
        with pytest.raises(BlockingIOError):
            ear.recv(1)
        assert bird.knocks == 0
    environment = told.pop("environment")
    assert "STUDIO" not in environment
    assert (told.pop("thread"), told.pop("scratch")) == ("done", "done")
    assert [name for name, outcome in told.items() if outcome == "done"] == []
    assert secret.read_text() == "secret"
    assert not outside.exists()


@pytest.mark.parametrize(
    ("work", "limits", "reasons"),
    [
        ("hog_memory", {"rss_mb": 150}, {"too_complex"}),
        ("spin", {"cpu_s": 1}, {"timeout"}),
        ("sleep", {"wall_s": 1.0}, {"timeout"}),
        ("many_threads", {"threads": 20}, {"too_complex"}),
        ("crash", {}, {"unreadable"}),
        ("recurse", {}, {"too_complex"}),
        ("fill_disk", {"file_mb": 4}, {"unreadable"}),
        ("talk", {"answer_mb": 2}, {"too_complex"}),
        ("raw_answer", {}, {"unreadable"}),
    ],
)
def test_excess_ends_in_a_refusal_and_the_next_file_is_read(file: Path, work: str, limits: Any, reasons: set) -> None:
    assert reason_of(file, work, **limits) in reasons
    assert confined(f"{WORK}:read", file, limits=Limits()) == "Hello."


def test_no_folder_and_no_process_stay_behind(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # others leave theirs in the common one meanwhile
    began = time.monotonic()
    with pytest.raises(GenerationFailed) as failure:
        confined(f"{WORK}:sleep", file, limits=Limits(wall_s=30), is_wanted=lambda: time.monotonic() < began + 0.5)
    assert failure.value.details["reason"] == "stopped"
    assert not list(tmp_path.glob("studio-sandbox-*"))
    alive = [
        p
        for p in Path("/proc").glob("[0-9]*/cmdline")
        if b"sandbox.shim" in _read(p) and str(file).encode() in _read(p)
    ]
    assert alive == []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_long_work_reads_its_inputs_in_place_and_leaves_what_it_made(file: Path, tmp_path: Path) -> None:
    other, out = tmp_path / "other", tmp_path / "out"
    other.write_text("Bye.")
    out.mkdir()
    reports: list[tuple[float, str]] = []
    told = confined_work(
        f"{WORK}:join", [file, other], out, limits=Limits(), report=lambda *said: reports.append(said), glue=" "
    )
    assert told == 11
    assert (out / "joined").read_text() == "Hello. Bye."
    assert [path.name for path in out.iterdir()] == ["joined"]
    assert reports == [(0.5, "half"), (1.0, "over")]


@pytest.mark.skipif(bool(lacking()), reason="this kernel cannot confine")
def test_long_work_cannot_touch_more(file: Path, tmp_path: Path) -> None:
    secret, out = tmp_path / "secret", tmp_path / "out"
    secret.write_text("secret")
    out.mkdir()
    told = confined_work(f"{WORK}:overreach", [file], out, limits=Limits(), secret=str(secret))
    assert [name for name, outcome in told.items() if outcome == "done"] == []
    assert (file.read_text(), secret.read_text()) == ("Hello.", "secret")


def test_a_report_that_raises_ends_the_work(file: Path, tmp_path: Path) -> None:
    class LostError(Exception): ...

    def report(fraction: float, message: str) -> None:
        raise LostError

    with pytest.raises(LostError):
        confined_work(f"{WORK}:join", [file], tmp_path, limits=Limits(), report=report, glue="")
    assert not list(tmp_path.glob("studio-sandbox-*"))


def test_a_babbling_process_is_refused(file: Path, tmp_path: Path) -> None:
    assert confined_work(f"{WORK}:join", [file], tmp_path, limits=Limits(), glue="") == 6  # nobody listens
    with pytest.raises(GenerationFailed) as failure:
        confined_work(f"{WORK}:babble", [file], tmp_path, limits=Limits(), report=lambda *said: None)
    assert failure.value.details["reason"] == "unreadable"
