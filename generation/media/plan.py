"""What to render, as plain data: a film of shots made of layers, its captions, and a mix of sounds.

Picture times are integer frames over a rational rate and half-open; sound times are milliseconds. Every class
pickles, so that a plan can cross into the child process that renders it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from generation.media.puppet.rig import Rig
from generation.media.typefaces import OWN, Typefaces


@dataclass(frozen=True)
class Rate:
    """Frames per second as `numerator / denominator`, e.g. 24000 / 1001."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise ValueError(f"a rate is positive, not {self.numerator}/{self.denominator}")

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    def frames_at(self, ms: int) -> int:
        """The frame boundary nearest to `ms`."""
        return round(Fraction(ms, 1000) * self.fraction)

    def ms_at(self, frames: int) -> int:
        """The millisecond nearest to the start of frame `frames`."""
        return round(Fraction(frames * 1000) / self.fraction)

    def samples_at(self, frames: int, sample_rate: int) -> int:
        """How many audio samples last as long as `frames`."""
        return round(Fraction(frames * sample_rate) / self.fraction)


MoveKind = Literal["push", "pull", "pan_left", "pan_right", "tilt_up", "tilt_down", "parallax", "hold"]
Eases = Literal["both", "in", "out"]
Focus = Literal["deep", "to_near", "to_far"]
Light = Literal["steady", "rise", "fall"]
CaptionStyle = Literal["lines", "words"]
OverlayKind = Literal["title", "figure", "lower_third", "note", "keyword", "logo"]


@dataclass(frozen=True)
class Layer:
    """A PNG (RGB or RGBA, straight alpha), larger than the frame by the shot's overscan on each side.

    `depth` 0 is far, 1 is near.
    """

    path: Path
    depth: float = 0.0


@dataclass(frozen=True)
class Move:
    """A camera move; `amount` is the fraction of the frame by which the nearest plane grows or travels.

    It gathers speed and slows down again. A match cut goes through a move: the shot before only eases "in" and leaves
    at full speed, the one after only "out".
    """

    kind: MoveKind
    amount: float = 0.05
    eases: Eases = "both"


@dataclass(frozen=True)
class Overlay:
    """Words on the picture during `[start_frame, end_frame)` of its shot, fades included.

    A keyword stands on a plate of `color` (#rrggbb), on the `side` of the picture (-1 left, 1 right). A logo is a
    `picture` as `logos.fit_logo` writes it, over the title; its words say whose it is.
    """

    kind: OverlayKind
    text: str
    subtitle: str = ""
    start_frame: int = 0
    end_frame: int = 0
    color: str = ""
    side: int = -1
    picture: Path | None = None


@dataclass(frozen=True)
class Presenter:
    """Somebody drawn who speaks in a shot: who they are, and what they do from `first_frame` of their track on.

    `track` is a NumPy file, float32 [frames of the film, columns] as `puppet.pose.COLUMNS` names them.
    """

    rig: Rig
    track: Path
    first_frame: int = 0


@dataclass(frozen=True)
class Shot:
    """`frames` of one picture. `layers` run from far to near.

    `overscan` is the fraction of the frame's size by which every layer is larger on each side. The first
    `dissolve_frames` mix with the shot before, which keeps moving underneath (in the first shot: with black);
    a dissolve takes no time of its own. The focus is deep, or racks to the near or the far planes; the light is
    steady, or rises or falls over the shot. A presenter stands among the layers.
    """

    frames: int
    layers: tuple[Layer, ...]
    overscan: float
    move: Move
    overlays: tuple[Overlay, ...] = ()
    dissolve_frames: int = 0
    focus: Focus = "deep"
    light: Light = "steady"
    presenter: Presenter | None = None


@dataclass(frozen=True)
class Cue:
    """One caption, shown during `[start_ms, end_ms)` of the film."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


SCRIM_FADE_MS = 400
CAPTION_PAUSE_MS = 1500  # the captions' scrim stays up through pauses shorter than this


@dataclass(frozen=True)
class Caption:
    """A cue as a shot sees it: `[start_frame, end_frame)` from the shot's first frame, perhaps beyond its ends."""

    start_frame: int
    end_frame: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ShotPlan:
    """All that decides the frames of one shot of a film, so that it can be rendered, kept and replaced by itself.

    `before` is the shot that it dissolves from, if it does; `tail_frames` is how long it moves on under the next.
    `scrims` are the stretches, in frames of the shot, during which the captions' scrim is up; `has_captions` says
    whether the film has any, which decides where names go.
    """

    width: int
    height: int
    rate: Rate
    shot: Shot
    captions: tuple[Caption, ...] = ()
    scrims: tuple[tuple[int, int], ...] = ()
    before: Shot | None = None
    tail_frames: int = 0
    has_captions: bool = False
    caption_style: CaptionStyle = "lines"
    faces: Typefaces = OWN


@dataclass(frozen=True)
class FilmPlan:
    """A film of `width` × `height` pixels (both even).

    `audio` is any file with sound; it is cut or padded to the picture's length. With `burn_captions` the cues
    are set into the picture: as quiet lines at its bottom, or as large words below its middle.
    """

    width: int
    height: int
    rate: Rate
    shots: tuple[Shot, ...]
    cues: tuple[Cue, ...] = ()
    audio: Path | None = None
    burn_captions: bool = True
    title: str = ""
    caption_style: CaptionStyle = "lines"
    faces: Typefaces = OWN

    @property
    def frames(self) -> int:
        return sum(shot.frames for shot in self.shots)

    def shot_plans(self) -> tuple[ShotPlan, ...]:
        """Each shot by itself; rendered and joined they are the film."""
        tails = [shot.dissolve_frames for shot in self.shots[1:]] + [0]
        cues = self.cues if self.burn_captions else ()
        spans = [Caption(self.rate.frames_at(c.start_ms), self.rate.frames_at(c.end_ms), c.lines) for c in cues]
        stretches = self._scrims(spans)
        plans, start = [], 0
        for number, shot in enumerate(self.shots):
            plans.append(
                ShotPlan(
                    width=self.width,
                    height=self.height,
                    rate=self.rate,
                    shot=shot,
                    captions=tuple(
                        Caption(c.start_frame - start, c.end_frame - start, c.lines)
                        for c in spans
                        if c.end_frame > start and c.start_frame < start + shot.frames
                    ),
                    scrims=self._within(stretches, start, shot.frames),
                    before=self.shots[number - 1] if number and shot.dissolve_frames else None,
                    tail_frames=tails[number],
                    has_captions=bool(cues),
                    caption_style=self.caption_style,
                    faces=self.faces,
                )
            )
            start += shot.frames
        return tuple(plans)

    def _scrims(self, captions: Sequence[Caption]) -> list[tuple[int, int]]:
        """Stretches of the film during which the captions' scrim is up."""
        lead, pause = self.rate.frames_at(SCRIM_FADE_MS // 2), self.rate.frames_at(CAPTION_PAUSE_MS)
        stretches: list[tuple[int, int]] = []
        for caption in captions:
            if stretches and caption.start_frame - stretches[-1][1] < pause:
                stretches[-1] = stretches[-1][0], caption.end_frame + lead
            else:
                stretches.append((caption.start_frame - lead, caption.end_frame + lead))
        return stretches

    def _within(self, stretches: Sequence[tuple[int, int]], start: int, frames: int) -> tuple[tuple[int, int], ...]:
        """Those that reach into a shot, in its frames, cut where they no longer change anything in it."""
        beyond = self.rate.frames_at(3 * SCRIM_FADE_MS)
        return tuple(
            (max(first - start, -beyond), min(last - start, frames + beyond))
            for first, last in stretches
            if last > start and first < start + frames
        )

    def problems(self) -> list[str]:
        """Everything that makes the plan impossible to render, in words; empty when it is sound."""
        found: list[str] = []
        if self.width <= 0 or self.height <= 0 or self.width % 2 or self.height % 2:
            found.append(f"the size {self.width}×{self.height} is not a pair of even, positive numbers")
        if not self.shots:
            found.append("there are no shots")
        for number, shot in enumerate(self.shots, start=1):
            name = f"shot {number}"
            if shot.frames <= 0:
                found.append(f"{name} has no frames")
            if not shot.layers:
                found.append(f"{name} has no layers")
            if shot.overscan < 0:
                found.append(f"{name} has a negative overscan")
            if not 0 <= shot.dissolve_frames <= shot.frames:
                found.append(f"{name} dissolves over {shot.dissolve_frames} of its {shot.frames} frames")
            for overlay in shot.overlays:
                if not 0 <= overlay.start_frame < overlay.end_frame <= shot.frames:
                    found.append(f"{name} has an overlay outside of it: {overlay.text!r}")
                if not overlay.text.strip():
                    found.append(f"{name} has a {overlay.kind} without words")
        for before, after in zip(self.cues, self.cues[1:], strict=False):
            if after.start_ms < before.end_ms:
                found.append(f"the captions at {before.start_ms} ms and {after.start_ms} ms overlap")
        return found


@dataclass(frozen=True)
class Placed:
    """A sound that starts at `start_ms`, `gain_db` louder than its kind's usual level.

    `volume` (0 to 1) is a listener's fader on top: 0.5 is half as loud to the ear (-10 dB), 0 silent. `pan` runs from
    -1 (left) to 1 (right). Lines that overlap are both heard.
    """

    path: Path
    start_ms: int
    gain_db: float = 0.0
    volume: float = 1.0
    pan: float = 0.0


@dataclass(frozen=True)
class Bed:
    """The air of a place during `[start_ms, end_ms)`: looped without a seam to its length, far under everything.

    It enters `lead_ms` before its scene (a J cut) and lingers `tail_ms` after it (an L cut).
    """

    path: Path
    start_ms: int
    end_ms: int
    volume: float = 1.0
    lead_ms: int = 350
    tail_ms: int = 450


@dataclass(frozen=True)
class MixPlan:
    """Exactly `duration_ms` of sound: lines of speech, one piece of music from the start, effects, beds.

    `music_volume` is a fader like that of `Placed`. Without any bed, a quiet room's tone lies under everything.
    """

    duration_ms: int
    speech: tuple[Placed, ...] = ()
    music: Path | None = None
    effects: tuple[Placed, ...] = ()
    beds: tuple[Bed, ...] = ()
    music_volume: float = 1.0

    def problems(self) -> list[str]:
        """Everything that makes the plan impossible to mix, in words; empty when it is sound."""
        found: list[str] = []
        if self.duration_ms <= 0:
            found.append(f"it lasts {self.duration_ms} ms")
        faders = [("the music", self.music_volume)]
        faders += [(one.path.name, one.volume) for one in (*self.speech, *self.effects)]
        faders += [(bed.path.name, bed.volume) for bed in self.beds]
        found += [f"the volume of {name} is {volume:g}, not 0 to 1" for name, volume in faders if not 0 <= volume <= 1]
        for placed in (*self.speech, *self.effects):
            if not -1 <= placed.pan <= 1:
                found.append(f"{placed.path.name} is panned to {placed.pan:g}, not -1 to 1")
        for bed in self.beds:
            if bed.end_ms <= bed.start_ms or bed.lead_ms < 0 or bed.tail_ms < 0:
                found.append(f"the bed {bed.path.name} ends before it starts")
        return found


@dataclass(frozen=True)
class ShotResult:
    """A rendered shot without sound. `still` is a JPEG of its middle without words, of the film's size; `score` says
    how good a poster it would make.
    """

    path: Path
    frames: int
    still: Path
    score: float


@dataclass(frozen=True)
class FilmResult:
    """A finished film. `poster` is a JPEG of its best frame, of the film's size."""

    path: Path
    frames: int
    duration_ms: int
    width: int
    height: int
    poster: Path


@dataclass(frozen=True)
class MixResult:
    """A finished mix: 48 kHz stereo WAV. `lufs` is integrated (ITU-R BS.1770), `true_peak_db` in dBTP."""

    path: Path
    duration_ms: int
    lufs: float
    true_peak_db: float
