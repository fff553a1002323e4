"""All types of workflows."""

from generation.jobs.registry import Pipeline, Stage, register
from generation.workflows.kinds import DIRECTION, REVIEW, WorkflowType
from generation.workflows.pipeline.review import review
from generation.workflows.types.ad_optimizer import AD_OPTIMIZER
from generation.workflows.types.avatar import AVATAR
from generation.workflows.types.brand import BRAND
from generation.workflows.types.cinematic import CINEMATIC
from generation.workflows.types.clone import CLONE
from generation.workflows.types.factory import FACTORY
from generation.workflows.types.influencer import INFLUENCER
from generation.workflows.types.local_audit import LOCAL_AUDIT
from generation.workflows.types.painpoint import PAINPOINT
from generation.workflows.types.staticad import STATICAD

_MADE = (AVATAR, CINEMATIC, FACTORY, CLONE, INFLUENCER, BRAND, STATICAD, PAINPOINT, AD_OPTIMIZER, LOCAL_AUDIT)
TYPES: dict[str, WorkflowType] = {one.name: one for one in _MADE}
NAMES = tuple(TYPES)
_REVIEW = Stage(REVIEW, review, weight=0.001, label="Waiting for your review")


def pipelines_of(kind: WorkflowType) -> list[Pipeline]:
    """A type's pipelines: the one that runs through, and the one that lets a person see the direction first."""
    plain = Pipeline(kind.kind(is_reviewed=False), kind.title, kind.steps)
    if not kind.is_directed:
        return [plain]
    at = next(number for number, step in enumerate(kind.steps, start=1) if step.name == DIRECTION)
    reviewed = (*kind.steps[:at], _REVIEW, *kind.steps[at:])
    return [plain, Pipeline(kind.kind(is_reviewed=True), f"{kind.title}, reviewed", reviewed)]


def register_pipelines() -> None:
    for kind in TYPES.values():
        for pipeline in pipelines_of(kind):
            register(pipeline)
