"""How good a variant is, as it was measured when it was made. Meaning is judged only where somebody can see."""

from typing import Any

from generation.timelines.models import Variant
from wire.errors import GenerationFailed

COMPARISONS = ("prompt", "original")
_PRINTED = ("overall_rating", "details", "fidelity_to_prompt", "visual_quality")


def score(variant: Variant, *, compare_to: str) -> dict[str, Any]:
    """The four printed sentences, and in `measures` the numbers behind them. Raises GenerationFailed without any."""
    known = variant.scores.get(compare_to) or {}
    if "measured" not in known:
        why = known.get("error") or "This variant was not measured. Generate again."
        raise GenerationFailed(why, reason="not_measured")
    numbers = {"rating": known["rating"], **known["measured"], "prompt_adherence": known["prompt_adherence"]}
    return {name: known[name] for name in _PRINTED} | {"measures": numbers}
