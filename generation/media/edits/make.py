"""From a prompt to variants of a stretch of film: read, follow, lay on, encode, with its own sound."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from generation.media.edits import removing
from generation.media.edits.canvas import Bytes, Canvas, Effect, Moment, to_bgr, to_yuv
from generation.media.edits.intents import Operation, Reading, possible, rejected
from generation.media.edits.looks import composed
from generation.media.edits.region import Patch, Region, cropped, laid
from generation.media.edits.tempo import Between, TimeMap, stretched
from generation.media.edits.tracking import Track, track
from generation.media.edits.variants import Recipe, named, recipe
from generation.media.edits.vocabulary import HUES
from generation.media.mp4 import Mp4Writer
from generation.media.sound import RATE, fitted
from generation.media.timeline.decode import Pictures
from generation.media.timeline.fit import BT709, Frame, fit
from generation.media.timeline.grade import Graded
from generation.media.timeline.index import Footage, index
from generation.media.timeline.plan import SoundPiece
from generation.media.timeline.sound import film_sound
from generation.providers.base import EditBox, EditRequest, EditResult, EditVariant
from generation.providers.base.edits import SMALLEST_BOX
from wire.errors import GenerationFailed, ValidationFailed

Report = Callable[[float, str], None]

MOST_VARIANTS = 4
LONGEST_S = 60
# What was left alone beside a box is at 0.99 of itself (SSIM) after encoding, measured on drawn and filmed pictures.
_CRF, _CRF_BESIDE_BOX = 16, 11
_FIXED = ("logo", "watermark", "caption", "captions", "subtitle", "subtitles", "timestamp", "text", "bug", "banner")
_SAMPLES = 14  # pictures from which a background is put together
_TRACKING, _MAKING = 0.12, 0.95  # shares of the work after which each is done


def edit(request: EditRequest, folder: Path, report: Report = lambda fraction, message: None) -> EditResult:
    """Makes the variants in `folder`.

    Raises ProviderRejected when nothing of what the prompt asks for can be done, with `unsupported` and `possible`;
    ValidationFailed for a range or box that makes no sense, GenerationFailed when the film cannot be read.
    """
    reading = possible(request.prompt, has_box=request.box is not None)
    stretch = _Stretch(request)
    folder.mkdir(parents=True, exist_ok=True)
    report(0.01, "following the picture")
    found = _analysed(stretch, reading, report)
    count = min(max(request.variants, 2), MOST_VARIANTS)
    makings = [_Making(stretch, reading, found, flavour) for flavour in range(count)]
    if all(not making.recipe.applied for making in makings):
        raise rejected(Reading((), (*reading.unsupported, *makings[0].recipe.unsupported)))
    variants = _written(stretch, makings, folder, report)
    report(1.0, "done")
    return EditResult(variants=tuple(variants))


# ---------------------------------------------------------------- the stretch of film


class _Stretch:
    """Frames of the range as I420 at the source's own size, in any order that goes forward, and its sound."""

    def __init__(self, request: EditRequest) -> None:
        self.request, self.rate = request, request.rate
        self.footage: Footage = index(request.source)
        self.frames = request.end - request.start
        self.width, self.height = self.footage.width // 2 * 2, self.footage.height // 2 * 2
        if not 0 <= request.start < request.end:
            raise ValidationFailed("The range is at least one frame.", field="start_ts")
        if self.frames / self.rate.fraction > LONGEST_S:
            raise ValidationFailed(f"A stretch of up to {LONGEST_S} seconds can be edited at a time.", field="end_ts")
        self.box = _checked(request.box, self.width, self.height)
        self.unit = self.height / 720 if self.height <= self.width else self.width / 720

    def pictures(self, wanted: Iterator[int] | range) -> Iterator[Bytes]:
        """Frames of the range by number, never going down."""
        shown = (self.footage.frame_at(self.request.start + number, self.rate) for number in wanted)
        with Pictures(self.request.source, self.footage) as source:
            for frame in fit(source.frames(shown), self.footage, Frame(self.width, self.height, BT709)):
                yield np.asarray(frame.to_ndarray(format="yuv420p"))

    def lumas(self) -> Iterator[Bytes]:
        for picture in self.pictures(range(self.frames)):
            yield picture[: self.height]

    def sound(self) -> np.ndarray | None:
        if self.footage.sound is None:
            return None
        start = self.rate.samples_at(self.request.start, RATE)
        count = self.rate.samples_at(self.request.end, RATE) - start
        blocks = list(film_sound([SoundPiece(self.request.source, start, count)], {self.request.source: self.footage}))
        whole = np.concatenate(blocks, axis=1).T if blocks else np.zeros((count, 2), np.float32)
        return np.ascontiguousarray(fitted(whole, self.rate.samples_at(self.frames, RATE)), np.float32)


def _checked(box: EditBox | None, width: int, height: int) -> tuple[float, float, float, float] | None:
    if box is None:
        return None
    left, top = max(0.0, box.x), max(0.0, box.y)
    right, bottom = min(1.0, box.x + box.width), min(1.0, box.y + box.height)
    if right <= left or bottom <= top or (right - left) * (bottom - top) < SMALLEST_BOX:
        raise ValidationFailed("The box is outside the picture or too small to be seen.", field="bounding_box")
    if left <= 0.001 and top <= 0.001 and right >= 0.999 and bottom >= 0.999:
        return None  # all of the picture
    return left * width, top * height, (right - left) * width, (bottom - top) * height


@dataclass(frozen=True)
class _Found:
    """What was learned from the stretch before anything is made."""

    track: Track
    first: Bytes  # BGR, of the box's patch or the whole picture
    samples: tuple[tuple[int, Bytes], ...]
    hues: dict[str, float | None]


def _analysed(stretch: _Stretch, reading: Reading, report: Report) -> _Found:
    is_fixed = any(o.kind == "remove" and any(word in o.target.split() for word in _FIXED) for o in reading.operations)
    needs_track = stretch.box is not None or reading.has("sky", "fog")
    wants_samples = reading.has("remove")
    every = max(1, stretch.frames // _SAMPLES)
    samples: list[tuple[int, Bytes]] = []
    first: list[Bytes] = []

    def lumas() -> Iterator[Bytes]:
        for number, picture in enumerate(stretch.pictures(range(stretch.frames if needs_track else 1))):
            if not first:
                first.append(picture)
            if wants_samples and number % every == every // 2:
                samples.append((number, to_bgr(picture)))
            if number % 25 == 0:
                report(0.01 + _TRACKING * number / stretch.frames, f"following frame {number} of {stretch.frames}")
            yield picture[: stretch.height]

    path = track(lumas(), stretch.box, is_fixed=is_fixed)
    if not first:
        raise GenerationFailed("The stretch has no frame that can be decoded.")
    if not needs_track:
        still = tuple(np.eye(2, 3) for _ in range(stretch.frames))
        path = Track(still, still, stretch.frames)
    whole = to_bgr(first[0])
    if wants_samples:
        samples = [one for one in samples if one[0] < path.shot_end] or [(0, whole)]
    part = whole
    if stretch.box:
        x, y, width, height = (round(value) for value in stretch.box)
        part = whole[max(0, y) : y + height, max(0, x) : x + width]
    hues = {
        o.target: _hue_of(o, part, has_box=stretch.box is not None) for o in reading.operations if o.kind == "recolour"
    }
    return _Found(path, whole, tuple(samples), hues)


def _hue_of(operation: Operation, part: Bytes, *, has_box: bool) -> float | None:
    """The hue that a thing has now: by its name, or the strongest one of the picture (of the box)."""
    for word in operation.target.split():
        if word in HUES:
            return HUES[word]
    small = cv2.resize(part, (96, 96), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    hsv = cv2.cvtColor(small, cv2.COLOR_BGR2HSV).reshape(-1, 3)
    down, across = np.mgrid[-1:1:96j, -1:1:96j]
    middle = np.exp(-1.4 * (down**2 + across**2)).reshape(-1)
    weight = np.clip(hsv[:, 1] - 0.18, 0, 1) * hsv[:, 2] * middle
    if weight.sum() < 12:
        return None
    counts = np.histogram(hsv[:, 0], 36, (0, 360), weights=weight)[0]
    smooth = counts + np.roll(counts, 1) * 0.6 + np.roll(counts, -1) * 0.6
    return float(smooth.argmax() * 10 + 5)


# ---------------------------------------------------------------- one variant


class _Making:
    """One variant in the making: a recipe, and what of each picture it touches."""

    def __init__(self, stretch: _Stretch, reading: Reading, found: _Found, flavour: int) -> None:
        self._stretch, self._track = stretch, found.track
        self._region = Region(stretch.width, stretch.height, stretch.box, found.track) if stretch.box else None
        size = (self._region.width, self._region.height) if self._region else (stretch.width, stretch.height)
        self._canvas = Canvas(
            width=size[0],
            height=size[1],
            fps=float(stretch.rate.fraction),
            frames=stretch.frames,
            seed=stretch.request.seed + 101 * flavour,
            unit=stretch.unit,
            first=self._first(found),
            has_box=self._region is not None,
        )
        operations = tuple(o for o in reading.operations if o.kind != "remove")
        self.recipe: Recipe = recipe(operations, flavour, self._canvas, found.hues)
        self._place = removing.Place()
        self._remove(reading, found, flavour)
        self.unsupported = (*reading.unsupported, *self.recipe.unsupported)
        self._graded = Graded.by(composed(list(self.recipe.looks))) if self.recipe.looks else None
        self.time: TimeMap | None = self.recipe.tempo.at if self.recipe.tempo else None

    def _first(self, found: _Found) -> Bytes:
        patch = self._region.patch(0) if self._region else None
        if patch is None:
            return found.first
        return np.ascontiguousarray(patch.of(found.first))

    def _remove(self, reading: Reading, found: _Found, flavour: int) -> None:
        gone = next((o for o in reading.operations if o.kind == "remove"), None)
        if gone is None or self._stretch.box is None:
            return
        box = self._stretch.box
        plate = removing.plate(found.samples, box, found.track, texture=flavour % 2 == 1)
        remover = removing.Remover(plate, found.track, box, 0.1)
        effect: Effect = removing.covering(remover, self._place)
        seen = round(plate.seen * 100)
        how = "what other frames show behind it"
        if seen <= 60:
            how = "what is around it, as no frame shows what is behind; in a large box that is seen"
        made = f" ({seen} % of it was seen in other frames)" if seen > 60 else ""
        title = named(gone, flavour) if seen < 97 else named(gone, 0)
        kept = self.recipe
        self.recipe = Recipe(
            title=f"{title}, {kept.title[:1].lower() + kept.title[1:]}" if kept.title else title,
            applied=(f"The box is covered with {how}{made}.", *kept.applied),
            before=(effect, *kept.before),
            looks=kept.looks,
            after=kept.after,
            tempo=kept.tempo,
            unsupported=kept.unsupported,
        )

    def picture(self, yuv: Bytes, number: int) -> Bytes:
        """The variant's frame `number`, I420."""
        if self._region is None:
            moment = self._moment(number, (0.0, 0.0, float(self._canvas.width), float(self._canvas.height)))
            return self._through(yuv, moment)
        patch = self._region.patch(number)
        if patch is None:
            return yuv
        self._place.note(number, patch.top, patch.left)
        edited = self._through(cropped(yuv, patch), self._moment(number, patch.box))
        return laid(yuv, edited, self._softened(patch))

    def _softened(self, patch: Patch) -> Patch:
        return patch

    def _moment(self, number: int, box: tuple[float, float, float, float]) -> Moment:
        camera = self._track.camera[min(number, len(self._track.camera) - 1)]
        total = self._stretch.frames
        return Moment(number, number / self._canvas.fps, number / max(1, total - 1), camera, box)

    def _through(self, yuv: Bytes, moment: Moment) -> Bytes:
        if self.recipe.before:
            yuv = to_yuv(_painted(to_bgr(yuv), self.recipe.before, moment))
        if self._graded:
            yuv = self._graded(yuv)
        if self.recipe.after:
            yuv = to_yuv(_painted(to_bgr(yuv), self.recipe.after, moment))
        return yuv


def _painted(bgr: Bytes, effects: tuple[Effect, ...], moment: Moment) -> Bytes:
    for effect in effects:
        bgr = effect(bgr, moment)
    return bgr


# ---------------------------------------------------------------- writing


def _written(stretch: _Stretch, makings: list[_Making], folder: Path, report: Report) -> list[EditVariant]:
    sound = stretch.sound()
    done: list[EditVariant] = []
    span = (_MAKING - _TRACKING) / len(makings)
    for number, making in enumerate(makings):
        path = folder / f"variant-{number + 1}.mp4"
        began = _TRACKING + span * number

        def tell(frame: int, began: float = began, number: int = number) -> None:
            what = f"variant {number + 1}: frame {frame} of {stretch.frames}"
            report(began + span * frame / stretch.frames, what)

        preview = _film(stretch, making, path, sound, tell)
        done.append(
            EditVariant(
                path=path,
                preview=preview,
                title=making.recipe.title,
                applied=making.recipe.applied,
                unsupported=making.unsupported,
                frames=stretch.frames,
                duration_ms=stretch.rate.ms_at(stretch.frames),
            )
        )
    return done


def _film(
    stretch: _Stretch, making: _Making, path: Path, sound: np.ndarray | None, tell: Callable[[int], None]
) -> Path:
    heard = sound
    crf = _CRF_BESIDE_BOX if stretch.box else _CRF
    if sound is not None and making.time is not None:
        heard = stretched(sound, making.time, RATE / float(stretch.rate.fraction))
    unfinished = path.with_name(f".{path.name}.part")
    preview = path.with_suffix(".jpg")
    try:
        with Mp4Writer(unfinished, stretch.width, stretch.height, stretch.rate, sound=heard, crf=crf) as film:
            for number, picture in enumerate(_timed(stretch, making.time)):
                made = making.picture(picture, number)
                film.write(made)
                if number == stretch.frames // 2:
                    preview.write_bytes(cv2.imencode(".jpg", to_bgr(made), [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes())
                if number % 6 == 0:
                    tell(number)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return preview


def _timed(stretch: _Stretch, at: TimeMap | None) -> Iterator[Bytes]:
    """The pictures in the order and at the moments of a time map."""
    if at is None:
        yield from stretch.pictures(range(stretch.frames))
        return
    between = Between()
    places = [(min(int(moment + 1e-6), stretch.frames - 1), float(moment)) for moment in at]
    for start, end in _runs(at):
        run = places[start:end]
        is_back = len(run) > 1 and run[0][1] > run[-1][1]
        needed = sorted({n for whole, _ in run for n in (whole, min(whole + 1, stretch.frames - 1))})
        held: dict[int, Bytes] = {}
        if is_back:
            held = dict(zip(needed, stretch.pictures(iter(needed)), strict=True))
        coming = iter(zip(needed, stretch.pictures(iter(needed)), strict=True)) if not is_back else iter(())
        for whole, moment in run:
            after = min(whole + 1, stretch.frames - 1)
            while after not in held:
                number, picture = next(coming)
                held[number] = picture
            for old in [n for n in held if n < whole] if not is_back else ():
                del held[old]
            share = moment - whole
            if share < 0.04 or after == whole:
                yield held[whole]
            elif share > 0.96:
                yield held[after]
            else:
                yield between.at(held[whole], held[after], share, key=float(whole))


def _runs(at: TimeMap, most: int = 25) -> Iterator[tuple[int, int]]:
    """Pieces that only go forward, whole, and pieces that go backward, a second each: they are held in memory."""
    start = 0
    steps = np.sign(np.diff(at))
    while start < len(at):
        direction = steps[start] if start < len(steps) else 1
        end = start + 1
        while end < len(at) and (steps[end - 1] == direction or steps[end - 1] == 0 or direction == 0):
            if direction == 0:
                direction = steps[end - 1]
            if direction < 0 and end - start >= most:
                break
            end += 1
        yield start, end
        start = end
