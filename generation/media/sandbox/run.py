"""Start a confined process for untrusted files, watch it, and take its answer for what it is: a stranger's."""

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from generation.media.footprint import resident_mb
from wire.errors import GenerationFailed

ROOT = Path(__file__).resolve().parents[3]
_LOOK_EVERY_S = 0.05
_REPORT_EVERY_S = 0.05  # reports that come faster are dropped
_REPORT_BYTES = 1000
_STDERR_TAIL = 2000

Report = Callable[[float, str], None]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """`wall_s` and `cpu_s` in seconds; `rss_mb` is resident memory, `file_mb` the largest file that may be written."""

    wall_s: float = 9.0
    cpu_s: int = 8
    rss_mb: int = 768
    threads: int = 32
    answer_mb: int = 16
    file_mb: int = 64


def budget(size: int) -> Limits:
    """Limits for a file of `size` bytes that honestly takes longer the larger it is: a second more for each 0.5 MB.

    For readers that keep their own clock (`documents.pdf`): what has given nothing within the first nine seconds has to
    be refused by then, and the rest is for what is being read with success.
    """
    more = min(20, size // 500_000)
    return Limits(wall_s=9.0 + more, cpu_s=8 + more)


def pdf_clock(limits: Limits) -> dict[str, float]:
    """How long a PDF that gives words may be read, for it to answer before its limits run out."""
    return {"within_s": limits.wall_s - 2}


def refusal(reason: str, message: str) -> GenerationFailed:
    """What a reader raises about a file that it cannot use; crosses to the parent with its reason."""
    return GenerationFailed(message, reason=reason)


def confined(
    target: str,
    source: Path,
    *,
    limits: Limits,
    within: Path | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
    **arguments: Any,
) -> Any:
    """The JSON-ready result of `target` ("package.module:function"), called with a private copy of `source`.

    The copy lies in a folder of its own below `within`: one that is cleared when this process is killed as well.

    Raises GenerationFailed with `reason`: the reader's own, or `timeout`, `too_complex` (memory, threads, size of the
    answer), `unreadable` (it crashed), `stopped` (`is_wanted` said no).
    """
    folder = Path(tempfile.mkdtemp(prefix="studio-sandbox-", dir=within))
    try:
        shutil.copyfile(source, folder / "input")
        return _watched(target, folder, limits, {"arguments": arguments}, is_wanted)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def confined_work(
    target: str,
    inputs: Sequence[Path],
    out: Path,
    *,
    limits: Limits,
    report: Report | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
    **arguments: Any,
) -> Any:
    """As `confined`, for long work on large files: the result of `target(inputs, out, report=…, **arguments)`.

    `inputs` are read where they lie, not copied; `out` is a folder that it may write to, and what it wrote stays there
    however it ends. `report` gets `(fraction, message)` as the work goes on; what it raises ends the work.
    """
    folder = Path(tempfile.mkdtemp(prefix="studio-sandbox-", dir=out))
    work = {"inputs": [str(path.resolve()) for path in inputs], "out": str(out.resolve()), "arguments": arguments}
    try:
        return _watched(target, folder, limits, work, is_wanted, report)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _watched(
    target: str,
    folder: Path,
    limits: Limits,
    work: dict[str, Any],
    is_wanted: Callable[[], bool],
    report: Report | None = None,
) -> Any:
    answers, sink = os.pipe()
    try:
        process = _start(target, folder, limits, work, sink)
    except BaseException:
        os.close(answers)
        raise
    finally:
        os.close(sink)
    try:
        return _outcome(*_listen(process, answers, limits, is_wanted, _Answer(report)))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(answers)
        if process.stderr:
            process.stderr.close()


def _start(target: str, folder: Path, limits: Limits, work: dict[str, Any], sink: int) -> "subprocess.Popen[bytes]":
    told = {"cpu_s": limits.cpu_s, "rss_mb": limits.rss_mb, "file_mb": limits.file_mb, **work}
    (folder / "request").write_text(json.dumps(told))  # a command line is no place for a film's thousand cuts
    command = [sys.executable, "-m", "generation.media.sandbox.shim"]
    command += [str(sink), str(os.getpid()), target, str(folder)]
    # Built from nothing: the studio's own environment holds secrets.
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV") if name in os.environ}
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    home = {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=(sink,),
        env={**kept, **single, **home},
        cwd=folder,
        start_new_session=True,
    )


class _Answer:
    """What a process says, line by line: reports, then one answer."""

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self._next = 0.0
        self._looked = 0
        self.received = bytearray()

    def add(self, chunk: bytes) -> None:
        self.received += chunk
        while (end := self.received.find(b"\n", self._looked)) >= 0:
            line = bytes(self.received[:end])
            if not line.startswith(b'{"progress"') or len(line) > _REPORT_BYTES:
                break  # the answer
            del self.received[: end + 1]
            self._looked = 0
            self._pass_on(line)
        else:
            self._looked = len(self.received)

    def _pass_on(self, line: bytes) -> None:
        now = time.monotonic()
        if self._report is None or now < self._next:
            return
        self._next = now + _REPORT_EVERY_S
        try:
            fraction, message = json.loads(line)["progress"]
            told = min(max(float(fraction), 0.0), 1.0), str(message)
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        self._report(*told)


def _listen(
    process: "subprocess.Popen[bytes]", answers: int, limits: Limits, is_wanted: Callable[[], bool], answer: _Answer
) -> tuple[bytes, bytes]:
    """What the process says until it closes its end, and the last of its stderr.

    Raises GenerationFailed when it goes beyond a limit.
    """
    deadline = time.monotonic() + limits.wall_s
    tail, next_look = b"", 0.0
    errors = cast(IO[bytes], process.stderr)
    with selectors.DefaultSelector() as selector:
        selector.register(answers, selectors.EVENT_READ)
        selector.register(errors, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select(_LOOK_EVERY_S):
                chunk = os.read(key.fd, 1 << 16)
                if key.fd != answers:
                    tail = (tail + chunk)[-_STDERR_TAIL:]
                    if not chunk:
                        selector.unregister(errors)
                elif chunk:
                    answer.add(chunk)
                    if len(answer.received) > limits.answer_mb << 20:
                        raise refusal("too_complex", "The file holds more than can be taken out of it.")
                else:
                    return _whole(process, answer.received, tail), tail
            if time.monotonic() >= next_look:
                _check(process, limits, deadline, is_wanted)
                next_look = time.monotonic() + _LOOK_EVERY_S


def _check(process: "subprocess.Popen[bytes]", limits: Limits, deadline: float, is_wanted: Callable[[], bool]) -> None:
    if time.monotonic() > deadline:
        raise refusal("timeout", f"The file took longer than {limits.wall_s:g} seconds to read and was given up.")
    if resident_mb(process.pid) > limits.rss_mb:
        raise refusal("too_complex", f"The file needs more than {limits.rss_mb} MB of memory to be read.")
    if _threads(process.pid) > limits.threads:
        raise refusal("too_complex", "Reading the file started too many threads.")
    if not is_wanted():
        raise refusal("stopped", "The reading was stopped.")


def _threads(pid: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return 0  # no /proc, or it has just ended


def _whole(process: "subprocess.Popen[bytes]", received: bytearray, tail: bytes) -> bytes:
    if received:
        return bytes(received)
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        code = 0  # it closed its answer and goes on: it will be killed
    if code == -signal.SIGXCPU or code == -signal.SIGKILL:
        raise refusal("timeout", "The file took too much processor time to read and was given up.")
    error = refusal("unreadable", "The file is damaged in a way that stopped its reader.")
    error.add_note(f"exit code {code}; {tail.decode(errors='replace')}")
    raise error


def _outcome(answer: bytes, stderr: bytes) -> Any:
    try:
        told = json.loads(answer)
        if "result" in told:
            return told["result"]
        reason, message = str(told["reason"]), str(told["message"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise refusal("unreadable", "The file is damaged in a way that misled its reader.") from None
    error = refusal(reason[:60], message[:500])
    if stderr:
        error.add_note(stderr.decode(errors="replace"))
    raise error
