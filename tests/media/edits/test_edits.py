"""Edits change what was asked for, where it was asked for, for exactly as long, and leave the sound as it was."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from generation.media.edits.make import edit
from generation.media.timeline.index import CLEAN, index
from generation.providers.base import EditBox, EditRequest, EditResult
from tests.media.edits.scenes import HEIGHT, RATE, WIDTH, scene
from tests.media.timeline.sources import sound_in
from wire.errors import ProviderRejected, ValidationFailed

pytestmark = pytest.mark.media

FRAMES = 16
BOX = EditBox(x=0.3, y=0.3, width=0.3, height=0.36)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scene(tmp_path_factory.mktemp("edits") / "scene.mp4", FRAMES + 8)


def edited(source: Path, folder: Path, prompt: str, box: EditBox | None = None, **more: int) -> EditResult:
    return edit(EditRequest(source=source, start=4, end=4 + FRAMES, rate=RATE, prompt=prompt, box=box, **more), folder)


def frames(path: Path) -> np.ndarray:
    import av

    with av.open(str(path)) as file:
        return np.stack([frame.to_ndarray(format="bgr24") for frame in file.decode(video=0)])


def test_variants_differ_and_last_as_long_as_the_range(source: Path, tmp_path: Path) -> None:
    result = edited(source, tmp_path, "make it night with rain")
    original = frames(source)[4 : 4 + FRAMES]
    first, second = (frames(variant.path) for variant in result.variants)
    assert len(first) == len(second) == FRAMES
    assert first.mean() < original.mean() * 0.7
    assert np.abs(first.astype(int) - second).mean() > 3
    assert result.variants[0].title == "Moonlit night, steady rain"
    assert result.variants[0].title != result.variants[1].title
    footage = index(result.variants[0].path)
    assert (footage.rate, footage.frames, footage.width, footage.height) == (RATE, FRAMES, WIDTH, HEIGHT)
    assert footage.packet_flags[0] & CLEAN
    ours, theirs = sound_in(result.variants[0].path), sound_in(source)
    begins = RATE.samples_at(4, 48_000)
    assert np.corrcoef(ours[4000:20000], theirs[begins + 4000 : begins + 20000])[0, 1] > 0.99
    assert cv2.imread(str(result.variants[0].preview)).shape == (HEIGHT, WIDTH, 3)


def test_outside_the_box_nothing_changes(source: Path, tmp_path: Path) -> None:
    result = edited(source, tmp_path, "black and white, strongly blurred", BOX)
    original = frames(source)[4 : 4 + FRAMES]
    for variant in result.variants:
        made = frames(variant.path)
        for number in range(0, FRAMES, 5):
            changed = np.abs(made[number].astype(int) - original[number]).max(axis=2) > 24
            rows, columns = np.nonzero(cv2.erode(changed.astype(np.uint8), np.ones((3, 3))))
            assert len(rows) > 200
            outside = np.ones((HEIGHT, WIDTH), bool)
            outside[rows.min() - 8 : rows.max() + 8, columns.min() - 8 : columns.max() + 8] = False
            assert rows.max() - rows.min() < 0.5 * HEIGHT
            assert columns.max() - columns.min() < 0.45 * WIDTH
            assert structure(original[number], made[number])[outside].mean() >= 0.99


def structure(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """SSIM of each pixel's surroundings."""
    a, b = (cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float64) for picture in (one, other))

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    ma, mb = mean(a), mean(b)
    va, vb, vab = mean(a * a) - ma * ma, mean(b * b) - mb * mb, mean(a * b) - ma * mb
    return (2 * ma * mb + 6.5) * (2 * vab + 58.5) / ((ma * ma + mb * mb + 6.5) * (va + vb + 58.5))


def test_the_box_follows_what_is_in_it(source: Path, tmp_path: Path) -> None:
    result = edited(source, tmp_path, "pixelate it", BOX)
    original, made = frames(source)[4 : 4 + FRAMES], frames(result.variants[0].path)

    def middle(number: int) -> float:
        apart = np.abs(made[number].astype(int) - original[number]).max(axis=2) > 20
        return float(np.nonzero(apart)[1].mean())

    assert middle(FRAMES - 1) - middle(0) == pytest.approx(3 * (FRAMES - 1), abs=6)  # the thing moves by 3 a frame


def test_what_moves_over_a_background_can_be_removed(source: Path, tmp_path: Path) -> None:
    result = edited(source, tmp_path, "remove the square", BOX)
    clean = frames(scene(tmp_path / "clean.mp4", FRAMES + 8, has_thing=False))[4 : 4 + FRAMES]
    for number in (0, FRAMES // 2, FRAMES - 1):
        apart = np.abs(frames(result.variants[0].path)[number].astype(int) - clean[number])
        assert apart.mean() < 3
        assert np.percentile(apart, 99) < 30


def test_time_is_bent_within_the_range(source: Path, tmp_path: Path) -> None:
    result = edited(source, tmp_path, "slow motion")
    original = frames(source)[4 : 4 + FRAMES].astype(int)
    slow, ramp = (frames(variant.path).astype(int) for variant in result.variants)
    assert len(slow) == len(ramp) == FRAMES
    assert np.abs(slow[8] - original[4]).mean() < 3
    assert np.abs(ramp[FRAMES - 1] - original[FRAMES - 1]).mean() < 3
    backwards = edited(source, tmp_path / "back", "play it backwards", BOX).variants[0]
    back = frames(backwards.path).astype(int)
    assert np.abs(back[0] - original[FRAMES - 1]).mean() < 3
    assert "changed in all of it" in backwards.unsupported[0], "a box cannot have a time of its own"


def test_nothing_that_can_be_done_is_said_so(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ProviderRejected) as refused:
        edited(source, tmp_path, "make him smile")
    assert refused.value.details["unsupported"]
    assert "What can be done" in refused.value.message
    with pytest.raises(ValidationFailed):
        edited(source, tmp_path, "night", EditBox(x=1.2, y=0, width=0.5, height=0.5))


def test_the_same_request_makes_the_same_film(source: Path, tmp_path: Path) -> None:
    one = edited(source, tmp_path / "one", "glitch", seed=3).variants[0].path
    other = edited(source, tmp_path / "other", "glitch", seed=3).variants[0].path
    assert np.abs(frames(one).astype(int) - frames(other)).mean() < 0.5  # x264 itself is not always the same


def test_words_are_written_on_the_box_and_on_the_picture(source: Path, tmp_path: Path) -> None:
    original = frames(source)[4 : 4 + FRAMES].astype(int)
    on_box = frames(edited(source, tmp_path / "box", 'put "SOLD OUT" on it', BOX).variants[1].path).astype(int)
    apart = np.abs(on_box[FRAMES // 2] - original[FRAMES // 2]).max(axis=2)
    rows, columns = np.nonzero(apart > 60)
    assert 0.3 * HEIGHT <= rows.min() < rows.max() <= 0.66 * HEIGHT
    assert columns.max() <= (0.6 * WIDTH) + 3 * FRAMES
    assert len(rows) > 800
    title = frames(edited(source, tmp_path / "title", "write “The End”").variants[0].path).astype(int)
    assert (np.abs(title[FRAMES // 2] - original[FRAMES // 2]).max(axis=2) > 60).sum() > 300


@pytest.mark.parametrize(
    "prompt",
    [
        "snow, fog and dust, storm with god rays", "sketch", "watercolour", "oil painting", "comic", "halftone",
        "pixel art", "vhs", "neon glow", "lens flare, vignette, flickering", "tilt-shift, blur the background",
        "motion blur, sharper, less noise", "zoom in, handheld, mirror, letterbox, fade in, fade out",
        "dark sky at dusk",
    ],
)  # fmt: skip
def test_every_manner_makes_a_picture(source: Path, tmp_path: Path, prompt: str) -> None:
    result = edit(EditRequest(source=source, start=0, end=3, rate=RATE, prompt=prompt), tmp_path)
    for variant in result.variants:
        made = frames(variant.path)
        assert made.shape == (3, HEIGHT, WIDTH, 3)
        assert variant.title
        assert variant.applied
    original = frames(source)[:3].astype(int)
    assert np.abs(made.astype(int) - original).mean() > 0.5
