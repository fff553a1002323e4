"""What several contracts speak of."""

from dataclasses import dataclass, field
from typing import Literal

Gender = Literal["female", "male", "neutral"]
Mood = Literal["hopeful", "tense", "wistful", "proud", "curious", "night", "calm"]


@dataclass(frozen=True)
class ProviderInfo:
    """Who did the work, as responses name it."""

    provider: str
    model: str
    capabilities: tuple[str, ...] = field(default=())
