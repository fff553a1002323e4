"""Static files from the checkout and the packages, compressed as they are asked for: no build step to forget."""

import gzip
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import finalize

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

_TEXT = (".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".txt", ".xml")
_WORTH_BYTES = 1_000  # below, the headers are most of what travels


class CompressedStatics(WhiteNoiseMiddleware):
    """WhiteNoise, which compresses only what `collectstatic` copied. Here each file is at its first request.

    The compressed copies are the process's own and go with it, so that none outlives the file that it was made of.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._plain: dict[str, str] = {}
        self._folder: Path | None = None
        super().__init__(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if path := self._plain.pop(request.path_info, None):
            with suppress(OSError):  # no room: it travels as it is
                self._compress(request.path_info, path)
        return super().__call__(request)

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        if path.endswith(_TEXT) and not self.autorefresh:
            self._plain[url] = path
        return super().get_static_file(path, url, stat_cache)

    def _compress(self, url: str, path: str) -> None:
        """Put a compressed copy beside the file in the table, if it has none and is worth one."""
        whole, known = Path(path).read_bytes(), self.files[url].alternatives
        if len(whole) < _WORTH_BYTES or len(known) > 1:
            return
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="studio-static-"))
            finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        copy = self._folder / f"{uuid4().hex}.gz"
        copy.write_bytes(gzip.compress(whole, mtime=0))
        headers = [(name, value) for name, value in known[0][2] if name != "Content-Length"]
        self.files[url] = StaticFile(path, headers, encodings={"gzip": str(copy)})
