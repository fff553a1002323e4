"""From a film plan to an MP4 and a poster."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from generation.media.lettering import Inset, Typesetter, scrim_strength
from generation.media.mp4 import Mp4Writer
from generation.media.plan import Cue, FilmPlan, FilmResult, Overlay, Rate, Shot
from generation.media.planes import ShotPicture
from generation.media.sound import RATE, fitted, read_sound
from wire.errors import GenerationFailed

Report = Callable[[float, str], None]

TITLE_FADE_MS, OVERLAY_FADE_MS, CAPTION_FADE_MS, SCRIM_FADE_MS = 600, 350, 80, 400
CAPTION_PAUSE_MS = 1500  # the scrim stays up through pauses shorter than this
REPORT_EVERY_FRAMES = 12


def render_film(plan: FilmPlan, out: Path, *, report: Report | None = None) -> FilmResult:
    """Renders `plan` to `out` (MP4) and its best frame to a PNG beside it, named `out` with `.poster.png`.

    Both appear whole or not at all. `report` gets fractions of the frames done. Raises GenerationFailed when the
    plan does not hold together or a file of it cannot be read.
    """
    if found := plan.problems():
        raise GenerationFailed(f"The film cannot be rendered: {'; '.join(found)}.", problems=found)
    out.parent.mkdir(parents=True, exist_ok=True)
    samples = plan.rate.samples_at(plan.frames, RATE)
    sound = fitted(read_sound(plan.audio), samples) if plan.audio else None
    unfinished = out.with_name(f".{out.name}.part")
    poster, unfinished_poster = out.with_suffix(".poster.png"), out.with_name(f".{out.name}.poster.part.png")
    best = _BestFrame()
    try:
        with Mp4Writer(unfinished, plan.width, plan.height, plan.rate, sound=sound, title=plan.title) as film:
            for number, frame in enumerate(_frames(plan, best), start=1):
                film.write(frame)
                if report and (number % REPORT_EVERY_FRAMES == 0 or number == plan.frames):
                    report(number / plan.frames, f"frame {number} of {plan.frames}")
        cv2.imwrite(str(unfinished_poster), cv2.cvtColor(best.frame, cv2.COLOR_YUV2BGR_I420))
        unfinished_poster.replace(poster)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
        unfinished_poster.unlink(missing_ok=True)
    return FilmResult(out, plan.frames, plan.rate.ms_at(plan.frames), plan.width, plan.height, poster)


class _BestFrame:
    """Keeps the frame that would make the best still: strong values, some colour, no words on it."""

    def __init__(self) -> None:
        self.frame: np.ndarray = np.zeros((3, 2), np.uint8)
        self._score = -1.0

    def consider(self, frame: np.ndarray, height: int) -> None:
        luma = cv2.resize(frame[:height], (96, 54), interpolation=cv2.INTER_AREA).astype(np.float32)
        colours = frame[height:].reshape(2, -1)[:, ::7].astype(np.float32) - 128
        detail = float(np.abs(cv2.Laplacian(luma, cv2.CV_32F)).mean())
        score = float(luma.std()) + 0.5 * float(np.hypot(*colours).mean()) + 1.5 * min(detail, 12.0)
        if score > self._score:
            self.frame, self._score = frame.copy(), score


def _frames(plan: FilmPlan, best: _BestFrame) -> Iterator[np.ndarray]:
    """All frames of the film, words included; offers each shot's middle to `best` before words go on it."""
    words = _Words(plan)
    tails = [shot.dissolve_frames for shot in plan.shots[1:]] + [0]
    previous: ShotPicture | None = None
    start = 0
    with ThreadPoolExecutor(max_workers=1) as ahead:  # the next shot's layers load while this one is drawn

        def prepared(index: int) -> "Future[ShotPicture] | None":
            if index >= len(plan.shots):
                return None
            return ahead.submit(ShotPicture, plan.shots[index], plan.width, plan.height, tail_frames=tails[index])

        coming = prepared(0)
        for index, shot in enumerate(plan.shots):
            picture = coming.result() if coming else None
            coming = prepared(index + 1)
            if picture is None:
                return
            words.begin_shot(shot, start, picture.frame(shot.frames // 2))
            for number in range(shot.frames):
                frame = picture.frame(number)
                if number < shot.dissolve_frames:
                    share = _eased((number + 1) / (shot.dissolve_frames + 1))
                    under = previous.frame(plan.shots[index - 1].frames + number) if previous else _black(frame)
                    frame = cv2.addWeighted(frame, share, under, 1 - share, 0)
                if number == shot.frames // 2:
                    best.consider(frame, plan.height)
                words.lay_on(frame, number)
                yield frame
            previous, start = picture, start + shot.frames


def _black(frame: np.ndarray) -> np.ndarray:
    black = np.full_like(frame, 128)
    black[: len(frame) * 2 // 3] = 16
    return black


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)


def envelope(frame: int, start: int, end: int, fade: float) -> float:
    """Opacity at `frame` of something shown during `[start, end)`, with fades of `fade` frames inside of it."""
    if not start <= frame < end:
        return 0.0
    fade = min(fade, (end - start) / 3)
    if fade < 1:
        return 1.0
    return _eased(min((frame - start + 1) / (fade + 1), (end - frame) / (fade + 1), 1.0))


class _Words:
    """All that is written on the film. Told of each shot as it begins, so that scrims suit the picture."""

    def __init__(self, plan: FilmPlan) -> None:
        self._plan = plan
        self._rate: Rate = plan.rate
        self._cues: tuple[Cue, ...] = plan.cues if plan.burn_captions else ()
        self._setter = Typesetter(plan.width, plan.height, has_captions=bool(self._cues))
        self._setter.fit_captions([line for cue in self._cues for line in cue.lines])
        self._spans = [(self._rate.frames_at(cue.start_ms), self._rate.frames_at(cue.end_ms)) for cue in self._cues]
        self._stretches = self._merged()
        self._next = 0
        self._caption: tuple[int, Inset] | None = None
        self._scrim: Inset | None = None
        self._overlays: list[tuple[Overlay, Inset]] = []
        self._start = 0

    def begin_shot(self, shot: Shot, start: int, frame: np.ndarray) -> None:
        """`frame` is any clean frame of the shot, which begins at the film's frame `start`."""
        luma = frame[: self._plan.height]
        self._start = start
        self._overlays = [(overlay, self._setter.overlay(overlay, luma)) for overlay in shot.overlays]
        if self._cues:
            behind = float(np.percentile(luma[self._setter.caption_region()], 90))
            self._scrim = self._setter.caption_scrim(scrim_strength(behind, wanted=0.35))

    def lay_on(self, frame: np.ndarray, number: int) -> None:
        """Writes on frame `number` of the shot, in place."""
        height, at = self._plan.height, self._start + number
        if self._scrim:
            fade = self._frames(SCRIM_FADE_MS)
            opacity = max((envelope(at, start, end, fade) for start, end in self._stretches), default=0.0)
            self._scrim.lay_on(frame, height, opacity)
        for overlay, inset in self._overlays:
            fade = self._frames(TITLE_FADE_MS if overlay.kind == "title" else OVERLAY_FADE_MS)
            inset.lay_on(frame, height, envelope(number, overlay.start_frame, overlay.end_frame, fade))
        self._lay_caption(frame, at)

    def _lay_caption(self, frame: np.ndarray, at: int) -> None:
        while self._next < len(self._spans) and self._spans[self._next][1] <= at:
            self._next += 1
        if self._next == len(self._spans) or at < self._spans[self._next][0]:
            return
        if self._caption is None or self._caption[0] != self._next:
            self._caption = self._next, self._setter.caption(self._cues[self._next].lines)
        start, end = self._spans[self._next]
        opacity = envelope(at, start, end, self._frames(CAPTION_FADE_MS))
        self._caption[1].lay_on(frame, self._plan.height, opacity)

    def _merged(self) -> list[tuple[int, int]]:
        """Stretches of the film during which the captions' scrim is up."""
        lead, pause = round(self._frames(SCRIM_FADE_MS) / 2), self._frames(CAPTION_PAUSE_MS)
        stretches: list[tuple[int, int]] = []
        for start, end in self._spans:
            if stretches and start - stretches[-1][1] < pause:
                stretches[-1] = stretches[-1][0], end + lead
            else:
                stretches.append((start - lead, end + lead))
        return stretches

    def _frames(self, ms: int) -> float:
        return float(ms * self._rate.fraction / 1000)
