"""Ad optimizer: an advert measured, judged, and cut better without a word of it lost."""

from generation.jobs.registry import Stage
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import film, optimizer

TIERS = {
    "standard": Tier(more="Measures before and after, and an improved cut."),
    "premium": Tier(extras={"tall": True}, more="The same, and a vertical version that shows the whole picture."),
}

AD_OPTIMIZER = WorkflowType(
    name="ad-optimizer",
    title="Ad Optimizer",
    summary="An advert's hook, pace, lettering, contrast and loudness measured, and an improved cut of it.",
    needs=("url",),
    formats=(),
    framework="aida",
    tiers=TIERS,
    steps=(
        Stage("fetch", optimizer.fetch, weight=10, label="Fetching the advert"),
        Stage("measure", optimizer.measure, weight=30, label="Measuring it"),
        Stage("improve", optimizer.improve, weight=55, label="Cutting it better"),
        Stage("delivery", optimizer.deliver, weight=5, label="Delivering", commit=film.tell_ready),
    ),
    makes=("video", "report"),
)
