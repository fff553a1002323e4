"""Keep child processes running: restart with backoff, pass signals on, and leave none behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from generation.jobs.tether import tethered

_TICK_S = 0.2
_MAX_BACKOFF_S = 8.0  # jobs must be taken up again within 30 s of whatever happened, starting included
_HEALTHY_S = 60.0  # a child that lived so long starts its backoff anew


@dataclass
class Child:
    """One supervised process, in a session of its own so that Ctrl-C reaches only the supervisor."""

    name: str
    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    restart_at: float = 0.0
    kill_at: float | None = None

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, *, clock: float) -> None:
        self.process = subprocess.Popen(
            tethered(list(self.command)),
            env=os.environ | self.env,
            pass_fds=self.pass_fds,
            start_new_session=True,
        )
        self.started_at = clock

    def signal(self, number: int) -> None:
        if self.is_running:
            os.killpg(self.pid or 0, number) if number == signal.SIGKILL else os.kill(self.pid or 0, number)

    def note_death(self, *, clock: float) -> None:
        """Reap it and decide when it is started again: at once after a long life, later after each short one."""
        if clock - self.started_at > _HEALTHY_S:
            self.failures = 0
        self.restart_at = clock + min(_MAX_BACKOFF_S, 0.5 * 2**self.failures if self.failures else 0.0)
        self.failures += 1
        self.process, self.kill_at = None, None


class Supervisor:
    """Runs its children in the foreground until SIGTERM or SIGINT, then stops them within `stop_within_s` seconds.

    `tick` is called a few times a second; it must not block. `leave` is called once, before the children are stopped.
    Call `run` from the main thread: the children die with the thread that starts them.
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        stop_within_s: float,
        tick: Callable[[], None],
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        self.children = children
        self._stop_within_s = stop_within_s
        self._tick = tick
        self._leave = leave
        self._signals = 0

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        try:
            while not self._signals:
                self._keep_running(clock=time.monotonic())
                self._tick()
                time.sleep(_TICK_S)
        finally:
            self._stop()

    def restart(self, child: Child, why: str, *, within_s: float = 0.0) -> None:
        """End a child; it is started again like one that died. It has `within_s` seconds to end by itself."""
        if child.kill_at is not None:
            return  # it is being ended
        self._say(f"restarting {child.name}: {why}")
        child.kill_at = time.monotonic() + within_s
        if within_s:
            child.signal(signal.SIGTERM)

    def _keep_running(self, *, clock: float) -> None:
        for child in self.children:
            if child.kill_at is not None and clock >= child.kill_at:
                child.signal(signal.SIGKILL)
            if child.process is not None and not child.is_running:
                code = child.process.returncode
                child.note_death(clock=clock)
                self._say(f"{child.name} ended ({code}); starting it again in {child.restart_at - clock:.1f} s")
            if child.process is None and clock >= child.restart_at:
                child.start(clock=clock)

    def _stop(self) -> None:
        self._leave()
        deadline = time.monotonic() + self._stop_within_s
        for child in self.children:
            child.signal(signal.SIGTERM)
        # A second signal means now.
        while any(child.is_running for child in self.children):
            if time.monotonic() > deadline or self._signals > 1:
                for child in self.children:
                    child.signal(signal.SIGKILL)
            time.sleep(0.05)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1

    @staticmethod
    def _say(what: str) -> None:
        print(f"studio: {what}", file=sys.stderr, flush=True)


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write so that a reader sees the whole file or none."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(json.dumps(data))
    partial.replace(path)
