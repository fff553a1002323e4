"""`manage.py serve`: the whole studio in the foreground, web and worker under one supervisor."""

import http.client
import os
import socket
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from generation.jobs.supervise import Child, Supervisor, write_json

STOP_WITHIN_S = 18.0  # worker and web take up to 16 s to end what has begun, the web after STUDIO_DRAIN_S


class Command(BaseCommand):
    help = "Serve web and worker until Ctrl-C or SIGTERM. STUDIO_HOST and STUDIO_PORT (0: a free port) say where."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-migrate", action="store_true", help="Do not bring the database up to date first.")
        parser.add_argument("--ready-file", type=Path, help="Write URL and pids here as JSON once the studio answers.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_migrate"]:
            call_command("migrate", interactive=False, verbosity=0)
        Studio(_listen(settings.STUDIO_HOST, settings.STUDIO_PORT), options["ready_file"]).run()


def _listen(host: str, port: int) -> socket.socket:
    """The web's socket. The supervisor holds it, so that the port stays ours while the web restarts."""
    if ":" in host:
        raise CommandError("STUDIO_HOST must be an IPv4 address or a name; put a proxy in front for IPv6.")
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CommandError(f"Cannot listen on {host} port {port}: {error.strerror}. Set STUDIO_PORT.") from error
    listener.listen(1024)
    return listener


class Studio:
    """The web and worker processes of the embedded profile, and the word that they answer."""

    def __init__(self, listener: socket.socket, ready_file: Path | None) -> None:
        self._listener = listener
        self._ready_file = ready_file
        self._host, self._port = listener.getsockname()[:2]
        env = {"STUDIO_PORT": str(self._port)}
        manage = str(settings.BASE_DIR / "manage.py")
        self._web = Child("web", self._web_command(), env=env, pass_fds=(listener.fileno(),))
        self._worker = Child("worker", [sys.executable, manage, "worker"], env=env)
        self._has_answered = threading.Event()
        self._announced: dict[str, int | None] = {}

    @property
    def url(self) -> str:
        host = {"0.0.0.0": "127.0.0.1"}.get(self._host, self._host)  # noqa: S104  # nosec B104 # is only compared with
        return f"http://{host}:{self._port}"

    def run(self) -> None:
        threading.Thread(target=self._wait_for_answer, daemon=True).start()
        Supervisor(
            [self._web, self._worker],
            stop_within_s=STOP_WITHIN_S + settings.STUDIO_DRAIN_S,
            tick=self._announce,
            leave=self._listener.close,  # once the web listens no more, nobody does: callers are refused, not kept
        ).run()

    def _web_command(self) -> list[str]:
        listener = str(self._listener.fileno())
        return [sys.executable, "-m", "studio.web", "-v", "0", "--fd", listener, "studio.asgi:application"]

    def _wait_for_answer(self) -> None:
        pause = threading.Event()
        while not self._has_answered.is_set():
            try:
                connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)
                connection.request("HEAD", "/")
                connection.getresponse()
                self._has_answered.set()
            except (OSError, http.client.HTTPException):
                pause.wait(0.2)
            finally:
                connection.close()

    def _announce(self) -> None:
        """Say the URL once, and keep the ready file true when a process was restarted."""
        pids = {"serve": os.getpid(), "web": self._web.pid, "worker": self._worker.pid}
        if not self._has_answered.is_set() or pids == self._announced:
            return
        if not self._announced:
            print(f"Studio is at {self.url} (Ctrl-C stops it)", flush=True)
        self._announced = pids
        if self._ready_file:
            write_json(self._ready_file, {"url": self.url, "pids": pids})
