"""What `manage.py check` says about how strangers' files are handled."""

import ipaddress
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from generation.media.sandbox.confine import lacking


@register()
def files_can_be_confined(**_options: Any) -> list[CheckMessage]:
    """Without the kernel's help a reader that a hostile file takes over is held by limits of time and memory alone."""
    missing = lacking()
    if not missing:
        return []
    hint = f"This kernel lacks {'; and '.join(missing)}. Run the worker on one that has them."
    return [Warning("Untrusted files are opened without full confinement.", hint=hint, id="projects.W001")]


@register()
def fetching_is_not_open_to_everything(**_options: Any) -> list[CheckMessage]:
    """An allowlist that holds the loopback lets whoever adds a source read this host's own services."""
    loopback = (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"), ipaddress.ip_address("169.254.169.254"))
    open_ = [network for network in settings.STUDIO_FETCH_ALLOW if any(address in network for address in loopback)]
    if not open_:
        return []
    hint = "Name only the networks whose pages are meant to be sources."
    names = ", ".join(map(str, open_))
    return [
        Warning(f"STUDIO_FETCH_ALLOW opens this host or its cloud's metadata: {names}.", hint=hint, id="projects.W002")
    ]
