"""How an edited stretch compares with what it was made from: measured, and said in words that claim no more."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np

from generation.media.edits.intents import Operation, read
from generation.media.edits.region import Region
from generation.media.edits.tracking import track
from generation.media.edits.variants import named
from generation.media.plan import Rate
from generation.media.timeline.decode import Pictures
from generation.media.timeline.fit import BT709, Frame, fit
from generation.media.timeline.index import Footage, index
from generation.providers.base import EditBox
from wire.errors import GenerationFailed

CompareTo = Literal["prompt", "original"]

_SAMPLES = 10  # frames that are compared at full size
_SMALL = 160  # pixels across of the frames in which flicker is looked for
NOT_MEASURED = (
    "Whether it looks like what was meant is not measured: that needs a vision provider, and none is configured."
)


@dataclass(frozen=True)
class Measured:
    """Plain numbers. Ratios are variant / original; 1 means alike.

    `ssim_inside`, `ssim_outside`: structural similarity of what was edited and of what was not (None without a box).
    `sharpness`, `brightness`, `saturation`: ratios within the edited part. `warmth`: shift from blue to yellow there,
    in steps of CIE b*. `flicker`: how much more the light jumps from frame to frame than in the original, in percent of
    white. `seam`: how much steeper the change is along the box's edge than it may be to go unseen (1: just visible).
    `changed`: mean change of the edited part, in percent of white. `frames`, `original_frames`: how long the files are.
    """

    ssim_inside: float
    ssim_outside: float | None
    sharpness: float
    brightness: float
    saturation: float
    warmth: float
    contrast: float
    flicker: float
    seam: float | None
    changed: float
    frames: int
    original_frames: int


@dataclass(frozen=True)
class Score:
    """The editor's four sentences and what they rest on. `rating` is 0 to 100. `prompt_adherence`, what
    only eyes can judge, is "unavailable"."""

    overall_rating: str
    details: str
    fidelity_to_prompt: str
    visual_quality: str
    rating: int
    measured: Measured
    prompt_adherence: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def score(
    original: Path,
    variant: Path,
    *,
    rate: Rate,
    prompt: str,
    box: EditBox | None = None,
    unsupported: Sequence[str] = (),
    compare_to: CompareTo = "prompt",
    flavour: int = 0,
) -> Score:
    """Compares a variant with the stretch that it was made from; both are files of the same rate and size.

    `flavour` says which interpretation it is (0 for the first variant). Raises GenerationFailed when either file cannot
    be read or their pictures differ in size.
    """
    measured = _measured(_as_it_is(original), _as_it_is(variant), rate, box)
    operations = read(prompt, has_box=box is not None).operations
    checks = [_check(operation, measured) for operation in operations]
    rating = _rating(measured, operations, checks, unsupported, compare_to)
    return Score(
        overall_rating=f"{_grade(rating)} ({rating} of 100)",
        details=_details(measured, compare_to),
        fidelity_to_prompt=_fidelity(operations, checks, unsupported, flavour),
        visual_quality=_quality(measured, operations),
        rating=rating,
        measured=measured,
        prompt_adherence="unavailable",
    )


# ---------------------------------------------------------------- measuring

_Standing = tuple[Path, int, int]  # a file, its size and when it was written


def _as_it_is(path: Path) -> _Standing:
    try:
        found = path.stat()
    except FileNotFoundError:
        raise GenerationFailed(f"There is no file {path.name}.") from None
    return path, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=8)  # a variant is held against the prompt and then against the original
def _measured(original: _Standing, variant: _Standing, rate: Rate, box: EditBox | None) -> Measured:
    return _Films(original[0], variant[0], rate, box).measured()


class _Films:
    def __init__(self, original: Path, variant: Path, rate: Rate, box: EditBox | None) -> None:
        self._rate = rate
        self._paths = original, variant
        self._footages: list[Footage] = [index(path) for path in self._paths]
        sizes = [(footage.width // 2 * 2, footage.height // 2 * 2) for footage in self._footages]
        if sizes[0] != sizes[1]:
            raise GenerationFailed("The variant's pictures have another size than the original's.")
        self.width, self.height = sizes[0]
        self.frames = min(footage.frames for footage in self._footages)
        self._box = None
        if box is not None:
            self._box = box.x * self.width, box.y * self.height, box.width * self.width, box.height * self.height

    def _pictures(self, which: int, wanted: Iterator[int] | range | list[int]) -> Iterator[np.ndarray]:
        footage = self._footages[which]
        shown = (footage.frame_at(number, self._rate) for number in wanted)
        with Pictures(self._paths[which], footage) as source:
            for frame in fit(source.frames(shown), footage, Frame(self.width, self.height, BT709)):
                yield np.asarray(frame.to_ndarray(format="yuv420p"))

    def measured(self) -> Measured:
        region = self._region()
        every = max(1, self.frames // _SAMPLES)
        chosen = list(range(every // 2, self.frames, every))[:_SAMPLES] or [0]
        pairs = [
            _compared(one, other, region, number, self.height)
            for number, one, other in zip(chosen, self._pictures(0, chosen), self._pictures(1, chosen), strict=True)
        ]
        kept = [pair for pair in pairs if pair is not None]
        if not kept:
            raise GenerationFailed("The box is in none of the frames that were compared.")
        mean = {name: _mean([pair[name] for pair in kept]) for name in kept[0]}
        sharpness, brightness = mean["sharpness"] or 1.0, mean["brightness"] or 1.0
        return Measured(
            ssim_inside=round(mean["ssim_inside"] or 0.0, 4),
            ssim_outside=None if mean["ssim_outside"] is None else round(mean["ssim_outside"], 4),
            sharpness=round(sharpness, 3),
            brightness=round(brightness, 3),
            saturation=round(mean["saturation"] or 0.0, 3),
            warmth=round(mean["warmth"] or 0.0, 2),
            contrast=round(mean["contrast"] or 1.0, 3),
            flicker=round(self._flicker(), 2),
            seam=None if mean["seam"] is None else round(mean["seam"], 2),
            changed=round(mean["changed"] or 0.0, 2),
            frames=self._footages[1].frames,
            original_frames=self._footages[0].frames,
        )

    def _region(self) -> Region | None:
        if self._box is None:
            return None
        lumas = (picture[: self.height] for picture in self._pictures(0, range(self.frames)))
        return Region(self.width, self.height, self._box, track(lumas, self._box))

    def _flicker(self) -> float:
        """The mean jump of the whole picture's light against the mean of its neighbours, beyond the original's."""
        jumps = []
        for which in (0, 1):
            levels = np.array([_light(picture, self.height) for picture in self._pictures(which, range(self.frames))])
            middle = (levels[:-2] + levels[2:]) / 2
            jumps.append(float(np.abs(levels[1:-1] - middle).mean()) if len(middle) else 0.0)
        return max(0.0, jumps[1] - jumps[0]) / 2.19


def _light(yuv: np.ndarray, height: int) -> float:
    small = cv2.resize(yuv[:height], (_SMALL, max(2, _SMALL * height // yuv.shape[1])), interpolation=cv2.INTER_AREA)
    return float(small.mean())


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _compared(
    one: np.ndarray, other: np.ndarray, region: Region | None, number: int, height: int
) -> dict[str, float | None] | None:
    """What can be said of a pair of I420 pictures; None where the box is not in them."""
    a, b = one[:height].astype(np.float32), other[:height].astype(np.float32)
    alike = _ssim(a, b)
    inside = np.ones(a.shape, bool)
    outside: np.ndarray | None = None
    seam: float | None = None
    if region is not None:
        patch = region.patch(number)
        if patch is None:
            return None
        inside = np.zeros(a.shape, bool)
        inside[patch.top : patch.top + patch.height, patch.left : patch.left + patch.width] = patch.weight > 0.5
        rim = cv2.dilate(inside.astype(np.uint8), np.ones((25, 25), np.uint8)) > 0
        outside = ~rim
        seam = _seam(b - a, inside)
    chroma = [_chroma(picture, height) for picture in (one, other)]
    half = cv2.resize(inside.astype(np.uint8), chroma[0].shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    strength = [float(np.hypot(c[..., 0], c[..., 1])[half].mean()) for c in chroma]
    return {
        "ssim_inside": float(alike[inside].mean()),
        "ssim_outside": float(alike[outside].mean()) if outside is not None and outside.any() else None,
        "sharpness": _ratio(_detail(b, inside), _detail(a, inside)),
        "brightness": _ratio(float(b[inside].mean()) - 16, float(a[inside].mean()) - 16),
        "contrast": _ratio(float(b[inside].std()), float(a[inside].std())),
        "saturation": _ratio(strength[1], strength[0]),
        "warmth": float((chroma[1] - chroma[0])[half].mean(axis=0) @ np.array([-0.6, 0.5])),
        "seam": seam,
        "changed": float(np.abs(b - a)[inside].mean()) / 2.19,
    }


def _chroma(yuv: np.ndarray, height: int) -> np.ndarray:
    planes = yuv[height:].reshape(2, height // 2, yuv.shape[1] // 2)
    return np.moveaxis(planes, 0, -1).astype(np.float32) - 128


def _ratio(one: float, other: float) -> float:
    return max(0.0, one) / max(other, 0.5)


def _detail(luma: np.ndarray, where: np.ndarray) -> float:
    return float(np.abs(cv2.Laplacian(luma, cv2.CV_32F))[where].mean())


def _seam(change: np.ndarray, inside: np.ndarray) -> float:
    """The step of the change across the edge of the edited part, against what the eye lets pass (4 levels a pixel)."""
    mask = inside.astype(np.uint8)
    edge = (cv2.dilate(mask, np.ones((3, 3), np.uint8)) - cv2.erode(mask, np.ones((3, 3), np.uint8))) > 0
    soft = cv2.GaussianBlur(change, (0, 0), 1.5)  # a pattern in the change is no seam
    steep = cv2.magnitude(
        cv2.Sobel(soft, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(soft, cv2.CV_32F, 0, 1, scale=0.125)
    )
    return float(np.median(steep[edge])) / 4 if edge.any() else 0.0


def _ssim(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Structural similarity around each pixel (Wang, Bovik, Sheikh, Simoncelli 2004)."""
    mean_a, mean_b = (cv2.GaussianBlur(values, (11, 11), 1.5) for values in (a, b))
    spread_a = cv2.GaussianBlur(a * a, (11, 11), 1.5) - mean_a * mean_a
    spread_b = cv2.GaussianBlur(b * b, (11, 11), 1.5) - mean_b * mean_b
    shared = cv2.GaussianBlur(a * b, (11, 11), 1.5) - mean_a * mean_b
    upper = (2 * mean_a * mean_b + 6.5025) * (2 * shared + 58.5225)
    return np.asarray(upper / ((mean_a**2 + mean_b**2 + 6.5025) * (spread_a + spread_b + 58.5225)))


# ---------------------------------------------------------------- saying

# What an operation must do to a number if it did anything: (which, at least, at most).
_EXPECTED: dict[str, tuple[str, float, float]] = {
    "night": ("brightness", 0.0, 0.75), "dusk": ("brightness", 0.0, 0.92), "darken": ("brightness", 0.0, 0.95),
    "noir": ("saturation", 0.0, 0.25), "brighten": ("brightness", 1.04, 99), "day": ("brightness", 1.03, 99),
    "black_and_white": ("saturation", 0.0, 0.12), "desaturate": ("saturation", 0.0, 0.9),
    "saturate": ("saturation", 1.06, 99), "warm": ("warmth", 0.8, 999), "golden_hour": ("warmth", 0.8, 999),
    "sepia": ("warmth", 0.5, 999), "cool": ("warmth", -999, -0.8), "contrast": ("contrast", 1.02, 99),
    "flat": ("contrast", 0.0, 0.97), "fog": ("contrast", 0.0, 0.95), "blur": ("sharpness", 0.0, 0.8),
    "sharpen": ("sharpness", 1.04, 99), "denoise": ("sharpness", 0.0, 1.0), "grain": ("sharpness", 1.02, 99),
}  # fmt: skip
_SAID = {
    "brightness": "brightness is at {0:.0%} of the original's", "saturation": "colour is at {0:.0%} of the original's",
    "contrast": "contrast is at {0:.0%} of the original's", "sharpness": "detail is at {0:.0%} of the original's",
}  # fmt: skip


def _check(operation: Operation, measured: Measured) -> tuple[bool, str]:
    """Whether the numbers bear an operation out, and the number in words."""
    if operation.kind not in _EXPECTED:
        return measured.changed > 0.15, f"{measured.changed:.1f} % of white changed on average"
    name, least, most = _EXPECTED[operation.kind]
    value = getattr(measured, name)
    if name == "warmth":
        return (
            least <= value <= most,
            f"colour moved {abs(value):.1f} steps towards {'yellow' if value > 0 else 'blue'}",
        )
    return least <= value <= most, _SAID[name].format(value)


def _rating(
    measured: Measured,
    operations: Sequence[Operation],
    checks: Sequence[tuple[bool, str]],
    unsupported: Sequence[str],
    compare_to: CompareTo,
) -> int:
    """From 100 down: for harm to what was to stay, flicker and seams, and for what was asked for and is not there."""
    points = 100.0
    if measured.ssim_outside is not None:
        points -= min(40.0, max(0.0, 0.99 - measured.ssim_outside) * 800)
    kinds = {operation.kind for operation in operations}
    if not kinds & {"flicker", "storm", "old_film", "glitch", "fade_in", "fade_out", "vhs"}:
        points -= min(30.0, measured.flicker * 12)
    if measured.seam is not None:
        points -= min(20.0, max(0.0, measured.seam - 1) * 10)
    points -= min(30.0, abs(measured.frames - measured.original_frames) * 10)
    if compare_to == "prompt":
        asked = len(operations) + len(unsupported)
        met = sum(is_met for is_met, _ in checks)
        points -= 60 * (1 - met / asked) if asked else 60
    else:
        points -= 45 * (1 - max(0.0, measured.ssim_inside))
    return max(0, min(100, round(points)))


def _grade(rating: int) -> str:
    return next(
        word
        for least, word in ((90, "Excellent"), (75, "Good"), (55, "Fair"), (35, "Weak"), (0, "Poor"))
        if rating >= least
    )


def _details(measured: Measured, compare_to: CompareTo) -> str:
    parts = [f"The edited part keeps {measured.ssim_inside:.0%} of the original's structure (SSIM)"]
    if measured.ssim_outside is not None:
        parts.append(f"what lies outside the box {measured.ssim_outside:.1%}")
    said = ", ".join(parts) + "."
    same = measured.frames == measured.original_frames
    length = "It is as long as the original, to the frame." if same else (
        f"It has {measured.frames} frames, the original {measured.original_frames}."
    )  # fmt: skip
    rated = "what the prompt asked for" if compare_to == "prompt" else "the original"
    return f"{said} {length} Rated against {rated}, from measurements alone."


def _fidelity(
    operations: Sequence[Operation], checks: Sequence[tuple[bool, str]], unsupported: Sequence[str], flavour: int
) -> str:
    done: list[str] = []
    doubtful: list[str] = []
    for operation, (is_met, fact) in zip(operations, checks, strict=True):
        (done if is_met else doubtful).append(f"{named(operation, flavour)} ({fact})")
    said = []
    if done:
        said.append(f"Done, as measured: {'; '.join(done)}.")
    if doubtful:
        said.append(f"Asked for, but hardly measurable: {'; '.join(doubtful)}.")
    said += unsupported
    return " ".join([*said, NOT_MEASURED])


def _quality(measured: Measured, operations: Sequence[Operation]) -> str:
    said = [f"Detail is at {measured.sharpness:.0%} of the original's"]
    is_steady = measured.flicker < 0.25
    flicker = "no flicker beyond the original's" if is_steady else f"light flickers by {measured.flicker:.1f} %"
    said.append(flicker)
    if measured.seam is not None:
        said.append("no seam at the edge of the box" if measured.seam < 1 else "the edge of the box can be seen")
    return ", ".join(said) + "."
