"""Whether those who make things for the editor can be reached, as far as the studio knows without asking them."""

from typing import Any

from django.utils import timezone

from generation.jobs.models import CircuitBreaker
from generation.providers.registry import adapter, configured
from generation.timelines.rendering import previewer
from wire.errors import ProviderError

SERVICES = ("video_edit", "vision", "image", "text", "speech", "music", "sound")
NEEDED = ("video_edit",)  # without it nothing can be generated here


def providers_health() -> dict[str, Any]:
    """`{"status": ok|degraded|unavailable, "providers": […]}`. A provider is degraded while its breaker is open."""
    rows = [_health(service) for service in SERVICES]
    states = {row["status"] for row in rows if row["service"] in NEEDED}
    status = next((state for state in ("unavailable", "degraded") if state in states), "ok")
    return {"status": status, "providers": rows}


def _health(service: str) -> dict[str, Any]:
    told = {"service": service, "provider": configured(service), "model": "", "status": "ok", "message": ""}
    try:
        info = adapter(service, previewer()).info
    except (ProviderError, ImportError, AttributeError) as error:
        said = error.message if isinstance(error, ProviderError) else "It is not installed."
        return told | {"status": "unavailable", "message": said}
    told |= {"provider": info.provider, "model": info.model}
    away = CircuitBreaker.objects.filter(provider=info.provider, open_until__gt=timezone.now())
    if away.exists():
        told |= {"status": "degraded", "message": "It failed several times in a row and is being left alone for now."}
    return told
