"""Settings of a studio that tries failed deliveries again at once, and whose receivers may be on the loopback."""

from studio.settings import *  # noqa: F403
from wire.addresses import networks

STUDIO_WEBHOOK_DELAYS_S = (0.2,) * 40
STUDIO_FETCH_ALLOW = networks(["127.0.0.0/8"])
