"""Local audit: a page judged for message, offer, proof and call to action. No film: a report, as data and as a PDF."""

from generation.jobs.registry import Stage
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import audit

TIERS = {
    "standard": Tier(more="18 checks with what was seen, scores, the five things to do first, a PDF."),
    "premium": Tier(extras={"rewrites": True}, more="The same, with headings and calls to action to try."),
}

LOCAL_AUDIT = WorkflowType(
    name="local-audit",
    title="Local Audit",
    summary="A page audited for message, offer, proof and call to action.",
    needs=("url",),
    formats=(),
    framework="uvp",
    tiers=TIERS,
    steps=(
        Stage("research", audit.research, weight=40, label="Reading the page"),
        Stage("audit", audit.judge, weight=20, label="Judging it"),
        Stage("delivery", audit.deliver, weight=40, label="Writing the report"),
    ),
    makes=("report", "document"),
)
