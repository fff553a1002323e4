"""What a type of workflow is: what it asks for, what it makes in each tier, and the steps that make it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generation.jobs.registry import Stage

Quality = Literal["standard", "premium"]
QUALITIES: tuple[Quality, ...] = ("standard", "premium")
FORMATS = ("16:9", "9:16", "1:1", "4:5")
DIRECTION, REVIEW = "art_direction", "review"


@dataclass(frozen=True, kw_only=True)
class Tier:
    """What a tier makes. `seconds` and `resolution` of films (0 and "" for types that make none), `passes` how often
    a picture is drawn beyond its size; `more` is what else sets it apart, in a sentence for people."""

    seconds: int = 0
    resolution: str = "720p"
    sections: int | None = None
    extras: Mapping[str, Any] | None = None
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkflowType:
    """`needs` are the fields of which one must be sent: "concept", "url" or "brand" (the profile's name).

    `formats` are made when none is asked for. `steps` come first to last; the first one writes the art direction.
    """

    name: str
    title: str
    summary: str
    needs: tuple[str, ...]
    formats: tuple[str, ...]
    framework: str
    tiers: Mapping[str, Tier]
    steps: tuple[Stage, ...]
    makes: tuple[str, ...] = ("video",)
    check: Callable[[dict[str, Any]], None] | None = None

    @property
    def is_directed(self) -> bool:
        """Whether there is an art direction that a person could look at."""
        return any(step.name == DIRECTION for step in self.steps)

    def kind(self, *, is_reviewed: bool) -> str:
        """The kind of its jobs; those that a person looks at have a step more."""
        return f"workflow.{self.name}.reviewed" if is_reviewed else f"workflow.{self.name}"


def operation_of(name: str, quality: str) -> str:
    """Its row in the price table."""
    return f"{name}_{quality}"
