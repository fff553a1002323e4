"""Sources read, scripts written, talks held and documents drawn up: the contracts of `story` and `text`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from generation.providers.base.ground import Gender, Mood
from generation.providers.base.sources import SourceText, Span
from generation.providers.base.talk import ChatPiece, ChatRequest, DraftRequest

FactKind = Literal["figure", "quote", "event", "claim", "name", "definition", "hedge"]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that a source says. `text` is that of the span, on one line; `speaker` only for quotes."""

    kind: FactKind
    text: str
    span: Span
    weight: float
    speaker: str | None = None


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What a set of sources says, ranked. `gaps` are questions that the sources leave open."""

    title: str
    summary: str
    thesis: str
    facts: tuple[Fact, ...]
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Target:
    audience: str = ""
    objective: str = ""
    outcome: str = ""
    tone: str = ""
    industry: str = ""
    distribution_context: str = ""


Mode = Literal["documentary", "podcast", "drama"]
Narration = Literal["auto", "include", "suppress"]
Role = Literal["narrator", "host", "expert", "sceptic", "witness", "quoted"]


@dataclass(frozen=True, kw_only=True)
class ScriptRequest:
    """What to write. `duration_ms` is the length of the finished film, pauses and titles included.

    `is_staged` says whether the notes may give the script a form (a courtroom, a letter): a deck's is only its quarry.
    """

    sources: tuple[SourceText, ...]
    target: Target
    duration_ms: int
    title: str | None = None
    mode: Mode = "documentary"
    narration: Narration = "auto"
    notes: str = ""
    forbidden_words: tuple[str, ...] = ()
    words_per_minute: float = 155.0
    seed: int = 0
    is_staged: bool = True


@dataclass(frozen=True, kw_only=True)
class Character:
    name: str
    role: Role
    gender: Gender = "neutral"
    description: str = ""


LineKind = Literal["", "fact", "quote", "intro", "question", "link"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One spoken line. `evidence` is empty only for connective lines that state no fact.

    `kind` says what the line does ("" where nobody knows), `cue` which connective it is (a name of the writer's
    phrase book, so that it can be reworded in another tone), `weight` how much the script would miss it (0 to 1).
    """

    character: str
    text: str
    evidence: tuple[Span, ...] = ()
    pause_after_ms: int = 400
    kind: LineKind = ""
    cue: str = ""
    weight: float = 0.5


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A figure to be drawn: `values` with `labels`, in `unit`."""

    kind: Literal["number", "bars", "compare", "share"]
    title: str
    values: tuple[float, ...]
    labels: tuple[str, ...]
    unit: str = ""
    display: str = ""  # the figure as the source writes it, e.g. "$42 million"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A stretch of the script in one place and mood. `picture` is a prompt in plain words for the picture maker."""

    heading: str
    mood: Mood
    place: str
    time_of_day: Literal["dawn", "day", "dusk", "night"]
    weather: Literal["clear", "cloudy", "rain", "snow", "fog"]
    picture: str
    lines: tuple[Line, ...]
    chart: Chart | None = None
    is_own_picture: bool = False  # somebody has written it: then it is shown, whatever the lines speak of
    beat: str = ""  # the movement of the story that it carries, e.g. "hook", "doubt"; "" where nobody knows


@dataclass(frozen=True, kw_only=True)
class Script:
    """`form` is what the notes made of it ("a courtroom"), "" for none; `unmet` what of them was not done, and why."""

    title: str
    logline: str
    characters: tuple[Character, ...]
    scenes: tuple[Scene, ...]
    form: str = ""
    unmet: tuple[str, ...] = ()


class StoryProvider(Protocol):
    """Reads sources and writes scripts of which every factual line stands on a place in them."""

    def digest(self, sources: tuple[SourceText, ...]) -> Digest: ...

    def write_script(self, request: ScriptRequest) -> Script: ...


class TextProvider(Protocol):
    def converse(self, request: ChatRequest) -> Iterator[ChatPiece]: ...

    def draft(self, request: DraftRequest) -> dict[str, Any]: ...
