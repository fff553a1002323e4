"""The story family's jobs, one module each; `register_pipelines` signs them up with the engine."""

from generation.jobs.registry import register
from generation.stories.pipeline.artifacts import ARTIFACTS
from generation.stories.pipeline.coverage import COVERAGE
from generation.stories.pipeline.finalize import FINALIZE_AUDIO, FINALIZE_VIDEO
from generation.stories.pipeline.illustrate import ILLUSTRATE
from generation.stories.pipeline.live import LIVE_READ, REHEARSAL
from generation.stories.pipeline.planning import PLAN
from generation.stories.pipeline.refine import REFINE
from generation.stories.pipeline.sources import SOURCE
from generation.stories.pipeline.staging import STAGING
from generation.stories.pipeline.start import START

PIPELINES = (
    ARTIFACTS,
    COVERAGE,
    FINALIZE_AUDIO,
    FINALIZE_VIDEO,
    ILLUSTRATE,
    LIVE_READ,
    PLAN,
    REFINE,
    REHEARSAL,
    SOURCE,
    START,
    *STAGING,
)


def register_pipelines() -> None:
    for pipeline in PIPELINES:
        register(pipeline)
