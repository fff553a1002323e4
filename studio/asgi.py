"""The ASGI application: raw routes for streams and files, Django for the rest."""

import os
import re

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

# Imported after Django is set up, because they reach models.
from generation.assets.serve import serve_asset  # noqa: E402
from generation.stories.api.dialect import STORY  # noqa: E402
from generation.stories.api.streams import RAW_ROUTES as STORY_STREAMS  # noqa: E402
from wire.asgi import RawRoute, build  # noqa: E402

MEDIA = RawRoute(re.compile(r"/media/(?P<token>[^/]+)/[^/]+"), ("GET", "HEAD"), STORY, serve_asset)

application = build([MEDIA, *STORY_STREAMS], django_application, STORY)
