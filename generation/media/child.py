"""A persistent child process for heavy or untrusted work.

`Maker` is the parent's side, `python -m generation.media.child` the child's. Requests and answers are
length-prefixed pickles over two pipes of their own, so that nothing a library prints can corrupt them. The
child leads its own process group and dies with its parent (PR_SET_PDEATHSIG, set by the child itself).

How the child is started, and why it dies with its parent: `generation.media.processes`.
"""

import contextlib
import importlib
import math
import os
import pickle
import resource
import selectors
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from typing import IO, Any, cast

from generation.media.footprint import resident_mb
from generation.media.framing import LENGTH, UnreadableError, framed, next_message
from generation.media.processes import child_environment, die_with_parent, limit_resources, on_lasting_thread
from wire.errors import GenerationFailed, StudioError
from wire.room import storage_full
from wire.telemetry.context import bind, bound
from wire.telemetry.logs import log_to_stderr

WATCH_EVERY_S = 0.2  # how often memory and clock are looked at
REPORT_EVERY_S = 0.05  # the child drops progress reports that come faster
STDERR_TAIL = 4000

Progress = Callable[[float, str], None]

# ---------------------------------------------------------------- the parent's side


class _Child:
    """One running child: its process, the two pipes and what it last wrote to stderr."""

    def __init__(self, rss_limit_mb: int) -> None:
        request_out, self.requests = os.pipe()
        self.answers, answer_in = os.pipe()
        command = [sys.executable, "-m", "generation.media.child"]
        command += [str(n) for n in (request_out, answer_in, os.getpid(), rss_limit_mb)]
        try:
            self.process = on_lasting_thread(
                lambda: subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    pass_fds=(request_out, answer_in),
                    env=child_environment(),
                    start_new_session=True,
                )
            )
        except BaseException:
            os.close(self.requests)
            os.close(self.answers)
            raise
        finally:
            os.close(request_out)
            os.close(answer_in)
        os.set_blocking(self.requests, False)
        self.stderr = cast(IO[bytes], self.process.stderr)
        self.stderr_tail = b""

    def is_alive(self) -> bool:
        """Looks without reaping: until it is reaped, its group's id cannot become someone else's."""
        if self.process.returncode is not None:
            return False
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None

    def let_end(self) -> None:
        """Waits for a child that has closed its pipes to end by itself, so that its exit code is its own."""
        deadline = time.monotonic() + WATCH_EVERY_S * 5
        while self.is_alive() and time.monotonic() < deadline:
            time.sleep(0.005)

    def destroy(self) -> None:
        """Kills the whole group and reaps the child."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def close(self) -> None:
        os.close(self.requests)
        os.close(self.answers)
        self.stderr.close()

    def send(self, request: bytes) -> bytes:
        """Writes what fits into the pipe and returns the rest."""
        with contextlib.suppress(BlockingIOError, BrokenPipeError):
            return request[os.write(self.requests, request) :]
        return request

    def note_stderr(self) -> bool:
        chunk = os.read(self.stderr.fileno(), 1 << 16)
        self.stderr_tail = (self.stderr_tail + chunk)[-STDERR_TAIL:]
        return bool(chunk)


class Maker:
    """A child process that is started at the first call and kept for the next ones; one per worker process.

    `rss_limit_mb` bounds the resident memory of the child and all its descendants together. `lanes` says how many
    calls can run side by side.
    """

    lanes = 1

    def __init__(self, *, rss_limit_mb: int = 4096) -> None:
        self._rss_limit_mb = rss_limit_mb
        self._child: _Child | None = None
        self._owner = os.getpid()
        self._kills = 0
        self._turn = threading.Lock()  # one call at a time
        self._guard = threading.Lock()  # held to look at, signal or reap the child

    def call(
        self,
        target: str,
        *args: Any,
        timeout_s: float = 900,
        on_progress: Progress | None = None,
        on_item: Callable[[Any], None] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Runs `target` ("package.module:function") in the child and returns its result.

        With `on_item` the function is a generator, and each item is handed over as soon as it is there; the result
        is None. What `on_item` raises ends the work and the child.

        With `on_progress` the function gets `report=`, a callable `(fraction, message)`. Raises the
        StudioError that the function raised, or GenerationFailed when it raised anything else, died, outgrew the
        memory limit, took longer than `timeout_s` or was killed; after the last four the next call starts a fresh
        child. Its message is for users; what the log should say hangs on it as notes.
        """
        frame = framed(("call", target, args, kwargs, on_progress is not None, on_item is not None, timeout_s, bound()))
        with self._turn:
            kills = self._kills
            child = self._ready_child()
            try:
                if self._kills != kills:  # killed while it was being started
                    raise _StoppedError("was stopped")
                answer = self._converse(child, frame, time.monotonic() + timeout_s, timeout_s, on_progress, on_item)
            except _StoppedError as stopped:
                failure = self._failure(child, target, str(stopped), kills)
                raise _noted(failure, [str(stopped.__cause__ or "")]) from None
            except BaseException:
                # Whatever interrupts the wait (a lost lease, a signal) leaves work nobody waits for.
                self._discard(child)
                raise
        return _outcome(answer, target)

    def kill(self) -> None:
        """Kills the child and its process group at once, from any thread. A call in flight raises
        GenerationFailed; a later call starts a fresh child."""
        with self._guard:
            self._kills += 1
            if self._child is not None and self._owner == os.getpid():
                self._child.destroy()
                # A call in flight closes the pipes itself, as it may be reading them right now.
                if self._turn.acquire(blocking=False):
                    self._child.close()
                    self._child = None
                    self._turn.release()

    def _ready_child(self) -> _Child:
        with self._guard:
            if self._owner != os.getpid():  # forked since: the child belongs to the other process
                if self._child is not None:
                    self._child.close()
                self._child, self._owner = None, os.getpid()
            if self._child is not None and not self._child.is_alive():
                self._child.destroy()
                self._child.close()
                self._child = None
            if self._child is None:
                self._child = _Child(self._rss_limit_mb)
            return self._child

    def _discard(self, child: _Child) -> None:
        with self._guard:
            child.destroy()
            child.close()
            if self._child is child:
                self._child = None

    def _failure(self, child: _Child, target: str, cause: str, kills: int) -> GenerationFailed:
        with contextlib.suppress(OSError, ValueError):
            os.set_blocking(child.stderr.fileno(), False)
            if cause == "died":
                child.let_end()
            while child.note_stderr():
                pass
        self._discard(child)
        if self._kills != kills:
            cause = "was stopped"
        tail = child.stderr_tail.decode(errors="replace").strip()
        notes = [target, tail]
        if cause == "died":
            cause = _how_it_died(child.process.returncode)
            notes.insert(1, f"exit code {child.process.returncode}")
        return _noted(GenerationFailed(f"The maker {cause}. {_ADVICE}"), notes)

    def _converse(
        self,
        child: _Child,
        request: bytes,
        deadline: float,
        timeout_s: float,
        on_progress: Progress | None,
        on_item: Callable[[Any], None] | None,
    ) -> tuple[Any, ...]:
        received = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(child.answers, selectors.EVENT_READ)
            selector.register(child.stderr, selectors.EVENT_READ)
            selector.register(child.requests, selectors.EVENT_WRITE)
            next_look = time.monotonic() + WATCH_EVERY_S
            while True:
                ready = selector.select(max(0.0, min(next_look, deadline) - time.monotonic()))
                for key, _ in ready:
                    if key.fd == child.requests:
                        request = child.send(request)
                        if not request:
                            selector.unregister(child.requests)
                    elif key.fd == child.answers:
                        chunk = os.read(child.answers, 1 << 20)
                        if not chunk:
                            raise _StoppedError("died")
                        received += chunk
                    elif not child.note_stderr():
                        selector.unregister(key.fileobj)
                while (message := _read(received)) is not None:
                    if message[0] == "item" and on_item:
                        on_item(message[1])
                    elif message[0] != "progress":
                        return message
                    elif on_progress:
                        on_progress(message[1], message[2])
                now = time.monotonic()
                if now >= deadline:
                    raise _StoppedError(f"took longer than {timeout_s:g} seconds and was stopped")
                if now >= next_look:
                    self._check_memory(child)
                    next_look = now + WATCH_EVERY_S

    def _check_memory(self, child: _Child) -> None:
        if resident_mb(child.process.pid) > self._rss_limit_mb:
            raise _StoppedError(f"needed more than {self._rss_limit_mb} MB of memory and was stopped")


class _StoppedError(Exception):
    """Why a call ended without an answer, as the end of a sentence that begins "The maker"."""


_ADVICE = "Try again; if it happens again, tell whoever runs this studio: the log says more."


def _noted(error: GenerationFailed, notes: Iterable[str]) -> GenerationFailed:
    """The error with notes for the log. Whoever asked is told no class, path or line of ours."""
    for note in filter(None, notes):
        error.add_note(note)
    return error


def _how_it_died(returncode: int) -> str:
    if returncode == -signal.SIGXCPU:
        return "used up its processor time and was stopped"
    hint = ", perhaps for lack of memory" if returncode == -signal.SIGKILL else ""
    return f"ended without an answer{hint}"


def _read(received: bytearray) -> tuple[Any, ...] | None:
    try:
        return next_message(received)
    except UnreadableError as problem:
        raise _StoppedError("sent an answer that cannot be read") from problem


def _outcome(answer: tuple[Any, ...], target: str) -> Any:
    kind, *rest = answer
    if kind == "result":
        return rest[0]
    if kind == "error":
        raise rest[0]
    raise _noted(GenerationFailed(f"The maker came upon a fault of its own. {_ADVICE}"), [target, *rest])


# ---------------------------------------------------------------- the child's side


def _allow_cpu_time(wall_s: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    budget = used.ru_utime + used.ru_stime + wall_s * (os.cpu_count() or 1) + 60
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = math.ceil(budget) if hard == resource.RLIM_INFINITY else min(math.ceil(budget), hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


class _Reporter:
    def __init__(self, send: Callable[[tuple[Any, ...]], None]) -> None:
        self._send = send
        self._next = 0.0

    def __call__(self, fraction: float, message: str = "") -> None:
        now = time.monotonic()
        if now >= self._next or fraction >= 1:
            self._next = now + REPORT_EVERY_S
            self._send(("progress", float(fraction), str(message)))


def _answer(request: tuple[Any, ...], send: Callable[[tuple[Any, ...]], None]) -> tuple[Any, ...]:
    _, target, args, kwargs, wants_report, wants_items, timeout_s, ids = request
    _allow_cpu_time(timeout_s)
    with bind(**ids):
        return _outcome_of(target, args, kwargs, send, wants_report=wants_report, wants_items=wants_items)


def _outcome_of(
    target: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    send: Callable[[tuple[Any, ...]], None],
    *,
    wants_report: bool,
    wants_items: bool,
) -> tuple[Any, ...]:
    try:
        module, _, name = target.partition(":")
        function = getattr(importlib.import_module(module), name)
        if wants_report:
            kwargs = {**kwargs, "report": _Reporter(send)}
        if not wants_items:
            return "result", function(*args, **kwargs)
        for item in function(*args, **kwargs):
            send(("item", item))
        return "result", None
    except StudioError as error:
        return "error", error
    except Exception as error:
        if full := storage_full(error):
            return "error", full
        return "crash", traceback.format_exc()


def serve(requests: int, answers: int) -> None:
    """Answers calls until the parent closes its end."""
    os.set_inheritable(requests, False)
    os.set_inheritable(answers, False)
    with os.fdopen(requests, "rb") as source, os.fdopen(answers, "wb", buffering=0) as sink:

        def send(message: tuple[Any, ...]) -> None:
            rest = memoryview(framed(message))
            while rest:
                rest = rest[sink.write(rest) :]

        while len(head := source.read(LENGTH.size)) == LENGTH.size:
            request = pickle.loads(source.read(*LENGTH.unpack(head)))  # noqa: S301  # nosec B301 # our parent
            answer = _answer(request, send)
            try:
                send(answer)
            except (pickle.PicklingError, TypeError, AttributeError) as error:
                send(("crash", f"its result cannot be pickled ({error})"))


def main() -> None:
    requests, answers, parent_pid, rss_limit_mb = map(int, sys.argv[1:])
    die_with_parent(parent_pid)
    limit_resources(rss_limit_mb)
    log_to_stderr()
    serve(requests, answers)


if __name__ == "__main__":
    main()
