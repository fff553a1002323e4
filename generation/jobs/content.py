"""What decides a result, as one hash: equal keys, equal parts, so that an unchanged part is never made twice."""

import hashlib
import json
from dataclasses import asdict, is_dataclass
from typing import Any

from django.utils import timezone

from generation.assets.models import Asset
from generation.jobs.models import ProviderCall
from generation.jobs.states import Status
from generation.providers.base import ProviderInfo


def content_key(info: ProviderInfo, operation: str, *requests: Any) -> str:
    """The hash of a request (dataclasses and plain data) and of who answers it. Paths do not belong into it."""
    plain = [asdict(one) if is_dataclass(one) and not isinstance(one, type) else one for one in requests]
    text = json.dumps([info.provider, info.model, operation, plain], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def finished_before(key: str, *, organization_id: str, project_id: str | None) -> ProviderCall | None:
    """A finished call of this project with that content whose files are all still there, or None."""
    calls = ProviderCall.objects.filter(
        content_key=key,
        status=ProviderCall.FINISHED,
        job__organization_id=organization_id,
        job__project_id=project_id,
    ).order_by("-pk")
    for call in calls[:3]:
        kept = set(call.files.values())
        if Asset.objects.filter(pk__in=kept, organization_id=organization_id).count() == len(kept):
            return call
    return None


def is_being_made(key: str, *, organization_id: str, project_id: str | None, but_for: str) -> bool:
    """Whether a job of this project, another one than `but_for`, is making just that at this moment."""
    return (
        ProviderCall.objects.filter(
            content_key=key,
            status=ProviderCall.STARTED,
            job__organization_id=organization_id,
            job__project_id=project_id,
            job__status=Status.RUNNING,
            job__lease_until__gt=timezone.now(),
        )
        .exclude(job_id=but_for)
        .exists()
    )
