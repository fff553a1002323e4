"""The web process's own children for what is made while somebody waits: pictures out of videos that stay open there."""

import threading

from django.conf import settings

from generation.media.child import Maker
from generation.media.crew import Crew

PREVIEW_TIMEOUT_S = 60.0
_RSS_LIMIT_MB = 2048
_guard = threading.Lock()
_crew: Crew | None = None


def previewer() -> Maker:
    """Makers for previews, started with the first one."""
    global _crew
    with _guard:
        if _crew is None:
            _crew = Crew(max(1, min(2, settings.STUDIO_MAKERS)), rss_limit_mb=_RSS_LIMIT_MB)
        return _crew


def close() -> None:
    """End the makers; the next preview starts new ones."""
    global _crew
    with _guard:
        if _crew is not None:
            _crew.kill()
            _crew = None
