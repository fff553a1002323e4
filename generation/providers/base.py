"""The vocabulary between the studio and its providers: one request and one result per capability.

All are small frozen dataclasses of plain data, so that they pickle into a child process and serialise into a
checkpoint. Times are milliseconds, sizes are pixels, text offsets are Python string indices.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from generation.media.plan import Rate

# ---------------------------------------------------------------- text


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """One source as the writer reads it. `id` is the source's id; spans index into `text`."""

    id: str
    text: str
    label: str | None = None
    is_markdown: bool = False


@dataclass(frozen=True, kw_only=True)
class Span:
    """Half-open range `[start, end)` of characters in the source `source_id`."""

    source_id: str
    start: int
    end: int


FactKind = Literal["figure", "quote", "event", "claim", "name", "definition", "hedge"]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that a source says. `text` is verbatim from the span; `speaker` only for quotes."""

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
Gender = Literal["female", "male", "neutral"]
VoiceQuality = Literal["checked", "fair"]
Mood = Literal["hopeful", "tense", "wistful", "proud", "curious", "night", "calm"]


@dataclass(frozen=True, kw_only=True)
class ScriptRequest:
    """What to write. `duration_ms` is the length of the finished film, pauses and titles included."""

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
    beat: str = ""  # the movement of the story that it carries, e.g. "hook", "doubt"; "" where nobody knows


@dataclass(frozen=True, kw_only=True)
class Script:
    title: str
    logline: str
    characters: tuple[Character, ...]
    scenes: tuple[Scene, ...]


# ---------------------------------------------------------------- conversation

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


PieceKind = Literal["text", "suggestion", "artifact", "notes"]


@dataclass(frozen=True, kw_only=True)
class ChatPiece:
    """The next piece of an answer: words, or data beside them. `notes` is what `Said.data` is to hold."""

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


class TextProvider(Protocol):
    def digest(self, sources: tuple[SourceText, ...]) -> Digest: ...

    def write_script(self, request: ScriptRequest) -> Script: ...

    def converse(self, request: ChatRequest) -> Iterator[ChatPiece]: ...

    def draft(self, request: DraftRequest) -> dict[str, Any]: ...


# ---------------------------------------------------------------- speech


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A voice on offer. `id` is stable, `name` is for people, `locale` is a BCP 47 tag such as `en-US`.

    `quality` is honest: "checked" voices are understood word by word by a recogniser in the tests, "fair" ones mostly
    (other languages, and blends made to order). `limits` says what the voice cannot do.
    `blend_of` names the voices that a blended one is made of. `preview` is a sentence in its own language.
    """

    id: str
    name: str
    gender: Gender
    locale: str
    description: str = ""
    pitch_hz: float = 0.0
    accent: str = ""
    quality: VoiceQuality = "checked"
    limits: str = ""
    preview: str = ""
    blend_of: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return self.locale.split("-")[0]


@dataclass(frozen=True, kw_only=True)
class SpeechRequest:
    """A line to be spoken. `pace` 1.0 is the voice's own, 1.1 a tenth faster; `pauses` stretches the silences.

    `tone` is a mood or a word for the delivery ("urgent", "calm"): it bends pace by at most a tenth, and pauses.
    `language` (BCP 47) says what the text is in; empty, it is the voice's own.
    """

    text: str
    voice: str
    pace: float = 1.0
    pauses: float = 1.0
    tone: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class TimedPhrase:
    """A stretch of the text as spoken, `[start_ms, end_ms)` from the start of the sound."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, kw_only=True)
class SpeechResult:
    """`path` is a mono WAV (16 bit, `rate` Hz), trimmed to the speech, level about -16 LUFS."""

    path: Path
    rate: int
    duration_ms: int
    phrases: tuple[TimedPhrase, ...]


@dataclass(frozen=True, kw_only=True)
class SpeechChunk:
    """The next stretch of a line that is spoken as it is made: 16 bit little-endian mono PCM, pauses included.

    `start_ms` and the phrases' times count from the start of the line.
    """

    index: int
    pcm: bytes
    rate: int
    start_ms: int
    phrases: tuple[TimedPhrase, ...]
    is_last: bool


class SpeechProvider(Protocol):
    def voices(self) -> tuple[Voice, ...]: ...

    def speak(self, request: SpeechRequest, out: Path) -> SpeechResult: ...


# ---------------------------------------------------------------- music and sound


@dataclass(frozen=True, kw_only=True)
class MusicSection:
    """A scene's music. `density` runs from 0 (bare) to 1 (full), `weight` is its presence: 1 as usual, 0.5 half as
    loud (0 to 2). `prompt` steers this section beside the request's own. With `enabled` off nothing is played: what
    sounded before rings out, and the theme goes on counting.
    """

    mood: Mood
    duration_ms: int
    density: float = 0.5
    prompt: str = ""
    weight: float = 1.0
    enabled: bool = True


@dataclass(frozen=True, kw_only=True)
class MusicRequest:
    """One cue for a film: a theme, varied section by section; the last that is played ends on a cadence and rings out.

    `seed` alone decides the theme and the key: other prompts, lengths or moods are variations of the same music.
    """

    sections: tuple[MusicSection, ...]
    prompt: str = ""
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class SoundRequest:
    """A sound effect by prompt, e.g. "three crisp knocks on a wooden door"."""

    prompt: str
    duration_ms: int | None = None
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class SoundResult:
    """`path` is a stereo WAV (16 bit, 48 kHz)."""

    path: Path
    duration_ms: int
    description: str = ""


class MusicProvider(Protocol):
    def compose(self, request: MusicRequest, out: Path) -> SoundResult: ...


class SoundProvider(Protocol):
    def make_sound(self, request: SoundRequest, out: Path) -> SoundResult: ...


# ---------------------------------------------------------------- pictures

ShotSize = Literal["extreme_wide", "wide", "medium", "close", "insert"]


CameraAngle = Literal["level", "low", "high"]
PictureStyle = Literal["painted", "flat", "noir", "watercolor", "line", "minimal"]


@dataclass(frozen=True, kw_only=True)
class Sitter:
    """Whom a portrait shows. The same sitter has the same face in every picture of every film; only the light and
    the palette change. `description` may name age, skin, hair, glasses, beard; what it leaves open, the name decides.
    """

    name: str
    role: str = ""
    description: str = ""
    gender: Gender = "neutral"


@dataclass(frozen=True, kw_only=True)
class PictureRequest:
    """A still in layers. `palette_seed` is one per film, `seed` one per shot; same request, same pixels.

    `brand_colors` are `#rrggbb` accents. With `chart`, the picture is that figure, set in the film's look; with
    `sitter`, a head-and-shoulders portrait. Hour, weather, mood, size, angle and style may also stand in the prompt
    ("a harbour at dusk, low angle"): its words count wherever the field has its default. `people` says who those are
    whom the prompt names by their calling, so that a person looks in a scene as in the portrait.
    """

    prompt: str
    width: int
    height: int
    place: str = ""
    time_of_day: str = "day"
    weather: str = "clear"
    mood: Mood = "calm"
    shot_size: ShotSize = "wide"
    chart: Chart | None = None
    brand_colors: tuple[str, ...] = ()
    palette_seed: int = 0
    seed: int = 0
    sitter: Sitter | None = None
    people: tuple[Sitter, ...] = ()
    angle: CameraAngle = "level"
    style: PictureStyle = "painted"
    negative: str = ""  # what must not be seen, e.g. "people, text"
    focus_subject: int = 0  # which of the prompt's people or things the shot is about, counted from 0 and wrapping
    source: str = ""  # where a chart's figure comes from, set small under it


@dataclass(frozen=True, kw_only=True)
class PictureLayer:
    """An RGBA PNG, larger than the frame by the overscan on each side; `depth` 0 is the far plane, 1 the near one."""

    path: Path
    depth: float


@dataclass(frozen=True, kw_only=True)
class PictureResult:
    """`path` is the flat RGB PNG of exactly the asked size; `layers` run from far to near.

    `notes` say what was asked for and is not in the picture, or is there as something else.
    """

    path: Path
    width: int
    height: int
    layers: tuple[PictureLayer, ...]
    overscan: float  # fraction of the frame's size added on each side of every layer, e.g. 0.08
    description: str = ""
    notes: tuple[str, ...] = ()


class PictureProvider(Protocol):
    def draw(self, request: PictureRequest, folder: Path) -> PictureResult: ...


# ---------------------------------------------------------------- edits of films


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


@dataclass(frozen=True)
class ProviderInfo:
    """Who did the work, as responses name it."""

    provider: str
    model: str
    capabilities: tuple[str, ...] = field(default=())
