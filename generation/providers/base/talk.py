"""A conversation with a companion, and the documents that are drawn up from it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from generation.providers.base.sources import SourceText

Craft = Literal["direction", "writing", "camera", "cutting", "producing", "sound"]
Speaker = Literal["system", "user", "assistant"]


@dataclass(frozen=True, kw_only=True)
class Persona:
    """Whom a person talks to: a craft with its method, the questions it cannot work without, and its voice."""

    id: str
    name: str
    craft: Craft
    role: str
    method: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]  # (what is asked for, the question), the most urgent first
    voice: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message. `data` is what the assistant noted beside its words, given back to it in later turns."""

    speaker: Speaker
    text: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ChatRequest:
    """A conversation whose last message waits for an answer. `prices` maps what can be made to its credits."""

    persona: Persona
    said: tuple[Said, ...]
    sources: tuple[SourceText, ...] = ()
    project: str = ""
    prices: dict[str, int] = field(default_factory=dict)


PieceKind = Literal["text", "suggestion", "artifact", "notes", "notice"]


@dataclass(frozen=True, kw_only=True)
class ChatPiece:
    """The next piece of an answer: words, or data beside them. `notes` is what `Said.data` is to hold.

    A `notice` tells the user something about the answer itself, in `data["message"]`.
    """

    kind: PieceKind
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)


DraftKind = Literal["brief", "script", "shotlist", "prompt_pack"]


@dataclass(frozen=True, kw_only=True)
class DraftRequest:
    """A document to be drawn up from a conversation and what is given beside it.

    `brief`, `script` and `shotlist` are earlier drafts (as `TextProvider.draft` made them) or plain text; `overrides`
    are style keys that win over everything else. `provider_params` go into every shot of a prompt pack.
    """

    kind: DraftKind
    said: tuple[Said, ...] = ()
    sources: tuple[SourceText, ...] = ()
    title: str = ""
    brief: dict[str, Any] | str = ""
    script: dict[str, Any] | str = ""
    shotlist: dict[str, Any] | str = ""
    overrides: dict[str, str] = field(default_factory=dict)
    version: str = "1.0.0"
    aspect_ratio: str = ""
    look: dict[str, Any] = field(default_factory=dict)
