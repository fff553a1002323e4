"""Static files from the checkout and the packages, compressed as they are asked for: no build step to forget."""

import gzip
import re
from functools import cached_property
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response, StaticFile

_TEXT = (".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".xml")
_WORTH_BYTES = 500  # below, the headers are most of what travels
_TAKES_GZIP = re.compile(r"\bgzip\b")


class CompressedFile(StaticFile):
    """A file of text, sent compressed to who takes it so. What its first request made stays in memory.

    A copy on the disk could be swept away with a temporary folder, or stay behind a process that was killed. All of
    the files together would take less than 2 MB.
    """

    def get_headers(self, headers_list: Any, files: Any) -> Headers:
        """The tag is weak, for both forms have it: no piece of one completes the other."""
        headers: Headers = super().get_headers(headers_list, files)
        headers["Vary"] = "Accept-Encoding"
        if "ETag" in headers:
            headers["ETag"] = f"W/{headers['ETag']}"
        return headers

    def get_response(self, method: str, request_headers: Any) -> Response:
        takes_gzip = _TAKES_GZIP.search(request_headers.get("HTTP_ACCEPT_ENCODING", ""))
        if method not in ("GET", "HEAD") or not takes_gzip or "HTTP_RANGE" in request_headers:
            return super().get_response(method, request_headers)
        answer = super().get_response("HEAD", request_headers)  # opens no file
        if answer.status is not HTTPStatus.OK:
            return answer
        headers = Headers(list(answer.headers))
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(self._compressed))
        return Response(answer.status, headers.items(), BytesIO(self._compressed) if method == "GET" else None)

    @cached_property
    def _compressed(self) -> bytes:
        (_, path, _) = self.alternatives[0]
        return gzip.compress(Path(path).read_bytes(), mtime=0)


class CompressedStatics(WhiteNoiseMiddleware):
    """WhiteNoise, which by itself compresses only what `collectstatic` copied."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        found = super().get_static_file(path, url, stat_cache)
        if self.autorefresh or len(found.alternatives) > 1 or not path.endswith(_TEXT):
            return found
        headers = Headers(list(found.alternatives[0][2]))
        if int(headers["Content-Length"] or 0) < _WORTH_BYTES:
            return found
        return CompressedFile(path, headers.items(), stat_cache=stat_cache)
