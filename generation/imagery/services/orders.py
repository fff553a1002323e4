"""Orders for pictures and films: checked, priced, and made by jobs."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Organization
from billing.prices import single_quote
from generation.films.frame import frame_size
from generation.imagery.models import Generation
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS
from generation.jobs.services import create_job
from generation.jobs.states import LIVE, Status
from generation.projects.services import access_project, require_open
from generation.routing.routes import provider_name
from wire.errors import ProviderRejected, ValidationFailed
from wire.principal import Principal

IMAGE_KIND, VIDEO_KIND = "studio.image", "studio.video"
SIDE_PX = (256, 2048)
MAX_RATIO = 3.0
MAX_FILM_SIDE = 1920
MAX_SECONDS = 60
_SIZE = re.compile(r"(\d{2,5})x(\d{2,5})")
_RATIO = re.compile(r"\d{1,2}:\d{1,2}")
_REUSE = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class ImageOrder:
    """A picture as it was asked for. `provider` and `model` are wishes; the answer names who did it."""

    prompt: str
    negative: str = ""
    size: str = "1024x1024"
    quality: str = "standard"
    style: str = "natural"
    seed: int | None = None
    provider: str = ""
    model: str = ""


@dataclass(frozen=True, kw_only=True)
class VideoOrder:
    """A film as it was asked for: `size` in pixels, or else a shape and how fine it is."""

    prompt: str
    negative: str = ""
    duration_s: float = 5.0
    aspect_ratio: str = "16:9"
    resolution: str = "720p"
    size: str = ""
    style: str = "natural"
    seed: int | None = None
    provider: str = ""
    model: str = ""


def start_image(
    order: ImageOrder, *, principal: Principal, project_id: str | None = None, once: str | None = None
) -> Job:
    """Hold the credits and queue the picture. Inside the caller's transaction.

    `once` names the request: the job that an earlier try of it started is returned instead of a second one.
    Raises `ValidationFailed`, `ProjectNotFound`, `InsufficientCredits`.
    """
    width, height = picture_size(order.size)
    params = asdict(order) | {"width": width, "height": height, "seed": seed_of(order.seed)}
    operation = "image_hd" if order.quality == "hd" else "image"
    return start(IMAGE_KIND, operation, params, principal=principal, project_id=project_id, once=once, priority=EXPRESS)


def start_video(
    order: VideoOrder, *, principal: Principal, project_id: str | None = None, once: str | None = None
) -> Job:
    """The same for a short film, whose job the caller follows."""
    if not 1 <= order.duration_s <= MAX_SECONDS:
        raise ValidationFailed(f"duration_s must lie between 1 and {MAX_SECONDS}.", field="duration_s")
    width, height = film_size(order.size) if order.size else _shape(order)
    params = asdict(order) | {"width": width, "height": height, "seed": seed_of(order.seed)}
    return start(
        VIDEO_KIND, "video", params, principal=principal, project_id=project_id, once=once,
        duration_s=order.duration_s,
    )  # fmt: skip


def _shape(order: VideoOrder) -> tuple[int, int]:
    if not _RATIO.fullmatch(order.aspect_ratio) or "0" in order.aspect_ratio.split(":"):
        raise ValidationFailed("aspect_ratio must be two numbers such as 16:9.", field="aspect_ratio")
    try:
        return frame_size(order.aspect_ratio, order.resolution)
    except ValidationFailed as error:
        raise ValidationFailed("aspect_ratio must lie between 1:3 and 3:1.", field="aspect_ratio") from error


def start(
    kind: str,
    operation: str,
    params: dict[str, Any],
    *,
    principal: Principal,
    project_id: str | None = None,
    once: str | None = None,
    duration_s: float | None = None,
    priority: int | None = None,
) -> Job:
    """Create the job of an order, or find the one that `once` started before."""
    organization_id = principal.organization_id
    subject_id = once_id(once) if once else None
    if subject_id and (job := earlier_job(kind, subject_id, organization_id)):
        return job
    _refuse_fallback(params.get("provider", ""), default_provider(kind, organization_id), organization_id)
    if project_id:
        require_open(access_project(project_id, organization_id=organization_id))
    return create_job(
        organization_id=organization_id,
        kind=kind,
        params=params,
        project_id=project_id,
        subject_id=subject_id,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=single_quote(operation, operation, duration_s=duration_s),
        operation=f"imagery.{operation}",
        priority=priority,
    )


def once_id(once: str) -> str:
    """A request's own name as a job's subject."""
    return f"once_{hashlib.sha256(once.encode()).hexdigest()[:32]}"


def earlier_job(kind: str, subject_id: str, organization_id: str) -> Job | None:
    """The job that the same request started and that is still good: queued, running or done."""
    rows = Job.objects.filter(subject_id=subject_id, organization_id=organization_id, kind=kind)
    alive = rows.filter(status__in=[*LIVE, Status.SUCCEEDED], created_at__gt=timezone.now() - _REUSE)
    return alive.order_by("-created_at").first()


def picture_size(size: str) -> tuple[int, int]:
    """(width, height) of "1792x1024". Raises `ValidationFailed` for what cannot be drawn."""
    found = _SIZE.fullmatch(size)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    low, high = SIDE_PX
    if not (low <= width <= high and low <= height <= high) or max(width, height) > MAX_RATIO * min(width, height):
        raise ValidationFailed(
            f"size must be WIDTHxHEIGHT, each {low} to {high}, at most 3:1, such as 1792x1024.", field="size"
        )
    return width, height


def film_size(size: str) -> tuple[int, int]:
    """The same for a film, whose sides are even and at most 1920."""
    width, height = picture_size(size)
    if width % 2 or height % 2 or max(width, height) > MAX_FILM_SIDE:
        raise ValidationFailed(f"A film's size must be even and at most {MAX_FILM_SIDE} on each side.", field="size")
    return width, height


def seed_of(seed: int | None) -> int:
    return secrets.randbelow(2**31) if seed is None else seed


def is_fallback(wanted: str, done_by: str) -> bool:
    """Whether somebody else did it than was asked for."""
    return bool(wanted) and wanted not in ("auto", done_by)


def _refuse_fallback(wanted: str, done_by: str, organization_id: str) -> None:
    """Raises `ProviderRejected` where somebody else would do it and the organization does not want that."""
    if not is_fallback(wanted, done_by):
        return
    if Organization.objects.filter(pk=organization_id, is_strict_providers=True).exists():
        raise ProviderRejected(
            f"The provider {wanted} is not configured here, and this organization never falls back to another.",
            provider=wanted,
        )


def default_provider(kind: str, organization_id: str, given_up: Mapping[str, str] | None = None) -> str:
    """Who makes orders of that kind for the organization. Films that nobody films are painted and moved."""
    films = provider_name(organization_id, "video", given_up=given_up) if kind == VIDEO_KIND else "local"
    return provider_name(organization_id, "image", given_up=given_up) if films == "local" else films


def generation_of(job: Job) -> Generation:
    """What a succeeded job delivered."""
    return Generation.objects.get(job_id=job.pk)
