"""What is found: a line that leads somewhere, and lines of a kind under their heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Hit:
    """`about` says what the title does not; `kind` names the thing where hits of several kinds stand together."""

    title: str
    url: str
    icon: str
    about: str = ""
    kind: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Group:
    """`is_cut`: there is more than is shown."""

    title: str
    hits: Sequence[Hit]
    is_cut: bool = False
