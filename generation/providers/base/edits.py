"""Stretches of films changed: the contract of `video_edit`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generation.media.plan import Rate

SMALLEST_BOX = 0.004  # of the picture's area: less cannot be seen


@dataclass(frozen=True, kw_only=True)
class EditBox:
    """A part of the picture, in fractions of its width and height from the top left. It is where the thing is in the
    first frame of the range; the edit follows the thing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class EditRequest:
    """Frames [start, end) of `source`, counted at `rate`, to be changed as `prompt` says, inside `box` or everywhere.

    `variants` is how many different answers are wanted, two at least. The same request makes the same variants.
    """

    source: Path
    start: int
    end: int
    rate: Rate
    prompt: str
    box: EditBox | None = None
    variants: int = 2
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class EditVariant:
    """`path` is an MP4 of exactly the range's frames, `preview` a JPEG of its middle frame.

    `title` says in a few words what it does, `applied` in sentences, `unsupported` what the prompt asked for and it
    does not do.
    """

    path: Path
    preview: Path
    title: str
    applied: tuple[str, ...]
    unsupported: tuple[str, ...]
    frames: int
    duration_ms: int


@dataclass(frozen=True, kw_only=True)
class EditResult:
    variants: tuple[EditVariant, ...]


class EditProvider(Protocol):
    def check(self, prompt: str, *, has_box: bool) -> None:
        """Raises ProviderRejected when nothing of the prompt can be done, before anything is rendered for it.

        A provider that cannot tell does nothing."""
        ...

    def edit(self, request: EditRequest, folder: Path, on_progress: Callable[[float, str], None]) -> EditResult:
        """Writes variants into `folder`. Raises ProviderRejected when nothing that the prompt asks for can be done."""
        ...
