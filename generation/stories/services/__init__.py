"""What the story family does: requests, plans, jobs, finalizing, sharing. Knows no HTTP."""

from generation.stories.services.finalize import (
    FINALIZE_KINDS,
    PRICE_OF_MODE,
    finalize,
    finalize_status,
    latest_rendition,
    render_status,
)
from generation.stories.services.jobs import (
    ARTIFACTS_KIND,
    JOB_KINDS,
    access_job,
    cancel_story_job,
    create_story_job,
    jobs_of,
    of_plan,
    resume_story_job,
)
from generation.stories.services.live import LIVE_KIND, find_live, live_status, start_live
from generation.stories.services.plans import PLAN_KIND, access_plan, approve_plan, create_plan, plans_of, reject_plan
from generation.stories.services.refine import MAX_INSTRUCTION_CHARS, REFINE_KIND, REFINE_SCOPES, refine, refinement_of
from generation.stories.services.requests import AVAILABLE_TYPES, MAX_DURATION_S, MIN_DURATION_S, duration_s
from generation.stories.services.sharing import (
    MAX_SHARE_LINK_DAYS,
    SHARE_LINK_DAYS,
    open_share,
    renew_link,
    require_link,
    revoke_link,
    share,
    share_token,
)
from generation.stories.services.sources import INLINE_TYPES, SOURCE_TYPES, create_source, prepare_source

__all__ = [
    "ARTIFACTS_KIND",
    "AVAILABLE_TYPES",
    "FINALIZE_KINDS",
    "INLINE_TYPES",
    "JOB_KINDS",
    "LIVE_KIND",
    "MAX_DURATION_S",
    "MAX_INSTRUCTION_CHARS",
    "MAX_SHARE_LINK_DAYS",
    "MIN_DURATION_S",
    "PLAN_KIND",
    "PRICE_OF_MODE",
    "REFINE_KIND",
    "REFINE_SCOPES",
    "SHARE_LINK_DAYS",
    "SOURCE_TYPES",
    "access_job",
    "access_plan",
    "approve_plan",
    "cancel_story_job",
    "create_plan",
    "create_source",
    "create_story_job",
    "duration_s",
    "finalize",
    "finalize_status",
    "find_live",
    "jobs_of",
    "latest_rendition",
    "live_status",
    "of_plan",
    "open_share",
    "plans_of",
    "prepare_source",
    "refine",
    "refinement_of",
    "reject_plan",
    "render_status",
    "renew_link",
    "require_link",
    "resume_story_job",
    "revoke_link",
    "share",
    "share_token",
    "start_live",
]
