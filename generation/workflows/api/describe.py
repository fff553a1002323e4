"""What each type of workflow makes, as the API's description says it."""

from generation.workflows.catalogue import TYPES
from generation.workflows.kinds import WorkflowType


def described() -> str:
    return "\n".join(["What the types make:", "", *(_line(kind) for kind in TYPES.values())])


def _line(kind: WorkflowType) -> str:
    needs = " or ".join("a brand profile" if name == "brand" else f"`{name}`" for name in kind.needs)
    tiers = " ".join(f"{quality.capitalize()}: {tier.more}" for quality, tier in kind.tiers.items())
    return f"- `{kind.name}` ({kind.title}; needs {needs}): {kind.summary} {tiers}"
