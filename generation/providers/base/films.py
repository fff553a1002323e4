"""Films to order: the contract of `video`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class VideoRequest:
    """A shot by prompt. The provider may film it another size and length; what it hands over is exactly this one."""

    prompt: str
    width: int
    height: int
    duration_ms: int
    negative: str = ""
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class VideoResult:
    """`path` is an MP4 of exactly the asked size and length, 25 frames a second. `notes` say what is unusual."""

    path: Path
    width: int
    height: int
    frames: int
    notes: tuple[str, ...] = ()


class VideoProvider(Protocol):
    """Filming takes minutes: it is submitted, asked for now and then, and fetched. A task is JSON-ready data.

    Where no such provider is configured, films are painted pictures that the studio moves a camera over.
    """

    longest_ms: int

    def submit(self, request: VideoRequest) -> dict[str, Any]: ...

    def is_done(self, task: Mapping[str, Any]) -> bool:
        """Raises ProviderRejected when the provider gave the task up."""
        ...

    def fetch(self, task: Mapping[str, Any], request: VideoRequest, out: Path) -> VideoResult: ...

    def cancel(self, task: Mapping[str, Any]) -> None: ...
