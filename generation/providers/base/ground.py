"""What several contracts speak of."""

from dataclasses import dataclass, field
from typing import Literal

Gender = Literal["female", "male", "neutral"]
Mood = Literal["hopeful", "tense", "wistful", "proud", "curious", "night", "calm"]


@dataclass(frozen=True)
class ProviderInfo:
    """Who did the work, as responses name it.

    `account` is the id of the customer's own account that pays for it. `gives_way` says that the studio itself stands
    in when it fails, `stands_in_because` why the studio does already.
    """

    provider: str
    model: str
    capabilities: tuple[str, ...] = field(default=())
    capability: str = ""
    account: str = ""
    gives_way: bool = False
    stands_in_because: str = ""
