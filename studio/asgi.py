"""The ASGI application: raw routes for streams and files, WebSockets by Channels, Django for the rest."""

import os
import re

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

# Imported after Django is set up, because they reach models.
from channels.routing import URLRouter  # noqa: E402
from django.urls import re_path  # noqa: E402

from generation.assets.serve import serve_asset  # noqa: E402
from generation.companions.api.chat import RAW_ROUTES as CHAT  # noqa: E402
from generation.companions.api.streams import RAW_ROUTES as STUDIO_STREAMS  # noqa: E402
from generation.companions.door.raw import RAW_ROUTES as OPENAI_DOOR  # noqa: E402
from generation.stories.api.live import RAW_ROUTES as LIVE_READS  # noqa: E402
from generation.stories.api.sockets import JobSocket  # noqa: E402
from generation.stories.api.streams import RAW_ROUTES as STORY_STREAMS  # noqa: E402
from generation.timelines.api.files import RAW_ROUTES as EDITOR_FILES  # noqa: E402
from generation.timelines.api.streams import RAW_ROUTES as EDITOR_STREAMS  # noqa: E402
from generation.workflows.api.files import RAW_ROUTES as WORKFLOW_FILES  # noqa: E402
from generation.workflows.api.streams import RAW_ROUTES as WORKFLOW_STREAMS  # noqa: E402
from generation.workflows.api.views.brand import BODY_CAPS as LOGO_CAPS  # noqa: E402
from generation.workflows.api.views.knowledge import BODY_CAPS as KNOWLEDGE_CAPS  # noqa: E402
from studio.dashboard.knowledge import BODY_CAPS as KNOWLEDGE_PAGE_CAPS  # noqa: E402
from studio.dashboard.refusals import page_when_away  # noqa: E402
from studio.dashboard.workflows.raw import RAW_ROUTES as WORKFLOW_PAGES  # noqa: E402
from studio.discovery.mcp.route import ROUTE as AGENTS  # noqa: E402
from studio.families import dialect_of  # noqa: E402
from wire.asgi import RawRoute, build, caps  # noqa: E402
from wire.house import HOUSE  # noqa: E402

MEDIA = RawRoute(re.compile(r"/media/(?P<token>[^/]+)/[^/]+"), ("GET", "HEAD"), HOUSE, serve_asset)
RAW_ROUTES = [
    MEDIA, *STORY_STREAMS, *LIVE_READS, *EDITOR_STREAMS, *EDITOR_FILES, *CHAT, *STUDIO_STREAMS, *OPENAI_DOOR,
    *WORKFLOW_STREAMS, *WORKFLOW_FILES, *WORKFLOW_PAGES, AGENTS,
]  # fmt: skip

sockets = URLRouter([re_path(r"^ws/story-jobs/(?P<job_id>[^/]+)$", JobSocket.as_asgi())])

cap_of = caps(RAW_ROUTES, wider=LOGO_CAPS | KNOWLEDGE_CAPS | KNOWLEDGE_PAGE_CAPS)
application = build(
    RAW_ROUTES,
    sockets=sockets,
    django_app=django_application,
    dialect_of=dialect_of,
    cap_of=cap_of,
    page_when_away=page_when_away,
)
