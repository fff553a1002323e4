"""A reader who takes nothing is cut off: its connection ends, and so does whoever was sending."""

import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from tests.jobs.hosts import ROOT, eventually

ESTABLISHED = 1

Pour = Callable[[float], tuple[subprocess.Popen[str], int]]


@pytest.fixture
def pour() -> Iterator[Pour]:
    """Start the server with so many seconds of patience; it and its port."""
    started = []

    def start(patience_s: float) -> tuple[subprocess.Popen[str], int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "tests.wire.pouring", str(port), str(patience_s)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process, port

    yield start
    for process in started:
        process.kill()
        process.communicate()


def freeze_on(port: int, path: str) -> socket.socket:
    """A reader with room for little, who asks and reads nothing."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", port))
    reader.sendall(f"GET {path} HTTP/1.1\r\nHost: studio\r\n\r\n".encode())
    return reader


def is_cut_off(reader: socket.socket) -> bool:
    return struct.unpack("B", reader.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1))[0] != ESTABLISHED


@pytest.mark.parametrize(
    ("path", "patience_s", "ending"),
    [
        ("/download", 1.0, "ConnectionAbortedError"),  # the server itself loses patience
        ("/stream", 60.0, "ended"),  # the stream does, after a heartbeat: leaving is the reader's right
    ],
)
def test_a_reader_who_takes_nothing_is_cut_off(pour: Pour, path: str, patience_s: float, ending: str) -> None:
    process, port = pour(patience_s)
    with freeze_on(port, path) as reader:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == ending
        eventually(lambda: is_cut_off(reader), within_s=10)


def test_a_slow_reader_is_waited_for(pour: Pour) -> None:
    _, port = pour(30.0)
    with freeze_on(port, "/download") as reader:
        reader.settimeout(20)
        taken = 0
        while taken < 1_000_000:
            taken += len(reader.recv(65536))
            time.sleep(0.001)
        assert not is_cut_off(reader)
