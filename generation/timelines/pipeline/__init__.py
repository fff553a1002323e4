"""The editor's jobs: importing footage, making variants, rendering segments and exports."""

from generation.jobs.registry import register
from generation.timelines.pipeline.generate import GENERATE
from generation.timelines.pipeline.imports import IMPORT
from generation.timelines.pipeline.render import CLIP, EXPORT
from generation.timelines.pipeline.spread import PIECE

PIPELINES = (CLIP, EXPORT, GENERATE, IMPORT, PIECE)


def register_pipelines() -> None:
    for pipeline in PIPELINES:
        register(pipeline)
