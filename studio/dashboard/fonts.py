"""Serves the few font files that the pages use, straight from the npm packages, as `static/fonts/…`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

# The latin subsets alone: other scripts fall back to the system's fonts.
FILES = (
    "inter-latin-400-normal.woff2",
    "inter-latin-500-normal.woff2",
    "inter-latin-600-normal.woff2",
    "fraunces-latin-500-normal.woff2",
    "fraunces-latin-500-italic.woff2",
)


class FontFinder(BaseFinder):
    """Finds `fonts/<file>` for the files above; a missing package means system fonts, not an error."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        folder, _, name = path.partition("/")
        place = _place(name) if folder == "fonts" and name in FILES else None
        found = [str(place)] if place and place.is_file() else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in FILES:
            place = _place(name)
            if place.is_file():
                storage = FileSystemStorage(location=place.parent)
                storage.prefix = "fonts"  # type: ignore[attr-defined]  # collectstatic puts it in front of the name
                yield name, storage


def _place(name: str) -> Path:
    family = name.partition("-")[0]
    return Path(settings.BASE_DIR) / "node_modules" / "@fontsource" / family / "files" / name
