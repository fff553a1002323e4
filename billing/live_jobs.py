"""Whether a job may still end its hold itself. Jobs live above billing, so a setting names who answers."""

from django.conf import settings
from django.utils.module_loading import import_string


def is_live(job_id: str) -> bool:
    """Ask the function named by `STUDIO_LIVE_JOB`, which may lock the job's row. Without one every job is live."""
    name = getattr(settings, "STUDIO_LIVE_JOB", "")
    return import_string(name)(job_id) if name else True
