"""How good a variant is: measured, and judged against the prompt only where somebody can see."""

from typing import Any

from generation.timelines.models import Variant
from wire.errors import GenerationFailed


def score(variant: Variant, *, compare_to: str) -> dict[str, Any]:
    """The printed four fields and what was measured when the variant was made.

    Raises GenerationFailed for a variant without measures.
    """
    known = variant.scores.get(compare_to)
    if known is None:
        raise GenerationFailed("This variant was not measured. Generate again.", reason="not_measured")
    found: dict[str, Any] = known
    return found
