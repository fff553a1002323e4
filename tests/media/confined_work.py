"""What a hostile file might make its reader do, for the tests of the sandbox."""

import ctypes
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generation.media.sandbox import refusal


def read(path: Path, *, times: int = 1) -> str:
    return path.read_text() * times


def refuse(path: Path) -> None:
    raise refusal("pdf_encrypted", "It is locked.")


def attempt(path: Path, *, secret: str, outside: str, port: int) -> dict[str, str]:
    """Tries everything that must not work; says for each what came of it."""

    def fork() -> None:
        if os.fork() == 0:
            os._exit(0)

    def by_thread() -> None:
        told: list[Any] = []
        thread = threading.Thread(target=lambda: told.append(path.read_text()))
        thread.start()
        thread.join()
        assert told

    tries = {
        "read": lambda: Path(secret).read_text(),
        "list": lambda: list(Path("/").iterdir()),
        "home": lambda: list(Path(__file__).parents[2].iterdir()),
        "write": lambda: Path(outside).write_text("x"),
        "delete": lambda: Path(secret).unlink(),
        "proc": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
        "tcp": lambda: socket.create_connection(("127.0.0.1", port), timeout=2),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
        "unix": lambda: socket.socket(socket.AF_UNIX),
        "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "fork": fork,
        "spawn": lambda: subprocess.run(["/bin/true"], check=True),
        "exec": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
        "kill": lambda: os.kill(os.getppid(), 0),
        "thread": by_thread,
        "scratch": lambda: (path.parent / "scratch").write_text("x"),
    }
    found = {}
    for name, act in tries.items():
        try:
            act()
            found[name] = "done"
        except (OSError, subprocess.SubprocessError) as error:
            found[name] = type(error).__name__
    found["environment"] = " ".join(sorted(os.environ))
    return found


def hog_memory(path: Path) -> int:
    kept = []
    while True:
        kept.append(b"x" * (32 << 20))


def spin(path: Path) -> None:
    while True:
        pass


def sleep(path: Path) -> None:
    time.sleep(60)


def many_threads(path: Path) -> None:
    for _ in range(200):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    time.sleep(30)


def crash(path: Path) -> None:
    ctypes.string_at(0)


def recurse(path: Path) -> Any:
    return recurse(path)


def fill_disk(path: Path) -> None:
    with (path.parent / "big").open("wb") as sink:
        while True:
            sink.write(bytes(1 << 20))


def talk(path: Path) -> str:
    return "x" * (40 << 20)


def raw_answer(path: Path) -> None:
    """A reader that was taken over writes its own answer."""
    for fd in range(3, 64):
        try:
            os.write(fd, b'{"result": ')
        except OSError:
            continue
    os._exit(0)


def join(inputs: list[Path], out: Path, *, report: Callable[[float, str], None], glue: str) -> int:
    """Long work on several files."""
    whole = glue.join(path.read_text() for path in inputs)
    (out / "joined").write_text(whole)
    report(0.5, "half")
    time.sleep(0.2)
    report(7.0, "over")
    return len(whole)


def overreach(inputs: list[Path], out: Path, *, report: Callable[[float, str], None], secret: str) -> dict[str, str]:
    tries = {
        "change an input": lambda: inputs[0].write_text("x"),
        "delete an input": lambda: inputs[0].unlink(),
        "read its neighbour": lambda: Path(secret).read_text(),
        "write its neighbour": lambda: Path(secret).write_text("x"),
        "list its folder": lambda: list(inputs[0].parent.iterdir()),
    }
    found = {}
    for name, act in tries.items():
        try:
            act()
            found[name] = "done"
        except OSError as error:
            found[name] = type(error).__name__
    return found


def babble(inputs: list[Path], out: Path, *, report: Callable[[float, str], None]) -> None:
    """A process that was taken over says more than it should."""
    line = b'{"progress": [0.5, "x"]}\n{"progress": "none"}\n{"progress": {}}\n'
    for fd in range(3, 64):
        try:
            os.write(fd, line * 200 + b'{"result": "tale"}\n{"result": "other"}')
        except OSError:
            continue
    os._exit(0)
