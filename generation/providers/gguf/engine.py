"""The model's process as its parent sees it: started at the first question, kept warm, replaced when it is lost."""

import atexit
import contextlib
import json
import logging
import os
import secrets
import selectors
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import httpcore

from generation.media.child import WATCH_EVERY_S
from generation.media.footprint import resident_mb
from generation.media.processes import child_environment, on_lasting_thread
from generation.providers.base import Connection
from generation.providers.gguf.child import Wish
from wire.errors import MissingModel, ProviderError

log = logging.getLogger(__name__)
START_S = 300.0  # tens of gigabytes from a slow disk
PROBE_S = 30.0  # a sign of life from a model that is busy with a long prompt


def _number(name: str, usual: int) -> int:
    return int(os.environ.get(name) or usual)


class Engine:
    """One model file's process, shared by all threads of this one. Several answers are made side by side."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.context = _number("STUDIO_LLM_CONTEXT", 8192)
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._owner = os.getpid()
        self._ended_for = ""  # why we ended it

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def connection(self) -> Connection:
        """Where the model answers now; starts it where it does not run. Raises `MissingModel`, `ProviderError`."""
        with self._guard:
            if self._owner != os.getpid():  # forked since: that process is the other one's
                self._process, self._connection, self._owner = None, None, os.getpid()
            if self._process is not None and self._process.poll() is not None:
                self._forget()
            if self._connection is None:
                self._connection = self._start()
            return self._connection

    def how_it_ended(self) -> str:
        """Why the process is gone, as the end of a sentence; empty while it runs."""
        process = self._process
        if process is None or process.poll() is None:
            return ""
        if self._ended_for:
            return self._ended_for
        return f"ended (signal {-process.returncode})" if process.returncode < 0 else "ended"

    def end_if_hung(self) -> None:
        """After an answer that did not come: kill the process unless the model still reacts."""
        connection = self._connection
        if connection is None:
            return
        try:
            # Unlike /health, /slots is answered by the thread that runs the model.
            headers = [(b"Authorization", f"Bearer {connection.key}".encode())]
            url = f"{connection.base_url.removesuffix('/v1')}/slots"
            limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PROBE_S)}
            httpcore.request("GET", url, headers=headers, extensions=limits)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
            self.stop()

    def stop(self) -> None:
        """Ends the process; the next question starts another."""
        with self._guard:
            if self._process is not None and self._owner == os.getpid():
                self._process.kill()
                self._process.wait()
            self._forget()

    def _forget(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._process = self._connection = None

    def _start(self) -> Connection:
        self._require()
        key = secrets.token_urlsafe(32)
        ready, out = os.pipe()
        command = [sys.executable, "-m", "generation.providers.gguf.child", str(os.getpid()), str(out)]
        try:
            process = on_lasting_thread(
                lambda: subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=(out,),
                    env=child_environment(),
                    start_new_session=True,
                )
            )
        except BaseException:
            os.close(ready)
            raise
        finally:
            os.close(out)
        self._process, self._ended_for, wish = process, "", self._wish(key)
        threading.Thread(target=self._watch, args=(process, wish), name="gguf-memory", daemon=True).start()
        assert process.stdin is not None  # noqa: S101 - it was asked for
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(wish.as_json())
            process.stdin.flush()
        try:
            address = self._address(ready)
        except BaseException:
            process.kill()
            process.wait()
            self._forget()
            raise
        finally:
            os.close(ready)
        return Connection(base_url=f"{address}/v1", key=key, model=self.path.stem)

    def _require(self) -> None:
        if not self.path.is_file():
            raise MissingModel(f"STUDIO_LLM_GGUF names {self.path}, where there is no file.")
        if find_spec("xllamacpp") is None:
            raise MissingModel("The local language model needs xllamacpp. Install it with `make gguf`.")

    def _wish(self, key: str) -> Wish:
        size_mb = self.path.stat().st_size >> 20
        return Wish(
            model=str(self.path),
            key=key,
            context=self.context,
            answer=_number("STUDIO_LLM_ANSWER_TOKENS", self.context // 2),
            users=max(2, _number("STUDIO_LLM_USERS", 2)),
            threads=_number("STUDIO_LLM_THREADS", max(1, (os.cpu_count() or 1) // 2)),
            rss_limit_mb=_number("STUDIO_LLM_MEMORY_MB", size_mb + size_mb // 2 + 4096),
        )

    def _address(self, ready: int) -> str:
        """What the child says once its model is loaded."""
        said, deadline = b"", time.monotonic() + START_S
        with selectors.DefaultSelector() as selector:
            selector.register(ready, selectors.EVENT_READ)
            while not said.endswith(b"\n"):
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise ProviderError(f"The model {self.path.name} was not loaded within {START_S:g} seconds.")
                chunk = os.read(ready, 4096)
                if not chunk:
                    cause = self._ended_for or "its process ended"
                    raise ProviderError(f"The model {self.path.name} could not be loaded: {cause}.")
                said += chunk
        answer = json.loads(said)
        if "address" not in answer:
            log.error("The model %s could not be loaded: %s", self.path, answer["error"])
            raise ProviderError(
                f"The model {self.path.name} could not be loaded: it may be no GGUF file, or want more memory. "
                "The log says more."
            )
        return str(answer["address"])

    def _watch(self, process: subprocess.Popen[bytes], wish: Wish) -> None:
        """Ends a process that grows past its limit. Its memory counts the mapped model too."""
        while process.poll() is None:
            if resident_mb(process.pid) > wish.rss_limit_mb:
                self._ended_for = f"needed more than {wish.rss_limit_mb} MB of memory and was stopped"
                process.kill()
            time.sleep(WATCH_EVERY_S)


_engines: dict[str, Engine] = {}
_engines_guard = threading.Lock()


def engine() -> Engine:
    """The engine of the model that the operator chose. Raises `MissingModel` where none was."""
    path = os.environ.get("STUDIO_LLM_GGUF", "")
    if not path:
        raise MissingModel("No local language model is configured. Set STUDIO_LLM_GGUF to the path of a GGUF file.")
    with _engines_guard:
        return _engines.setdefault(path, Engine(Path(path)))


@atexit.register
def _end_all() -> None:
    for one in _engines.values():
        one.stop()


def _forget_guards() -> None:
    global _engines_guard
    _engines_guard = threading.Lock()
    _engines.clear()  # the parent's


os.register_at_fork(after_in_child=_forget_guards)
