"""Settings of worker hosts whose leases run out quickly, so that a frozen worker is missed within seconds."""

from studio.settings import *  # noqa: F403

STUDIO_LEASE_S = 3
