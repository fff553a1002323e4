"""The WSGI application, for `/api` and `/admin` in the scaled profile: what answers at once and streams nothing.

Streams, files, sockets and large uploads are raw ASGI routes, which are not here (docs/deploy/nginx.conf).
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
