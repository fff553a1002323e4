"""Scores rest on what is measured: harm, flicker and seams are found, and meaning is never claimed."""

from pathlib import Path

import numpy as np
import pytest

from generation.media.edits.make import edit
from generation.media.mp4 import Mp4Writer
from generation.media.scores import Score, score
from generation.providers.base import EditBox, EditRequest
from tests.media.edits.scenes import HEIGHT, RATE, WIDTH, scene
from wire.errors import GenerationFailed

pytestmark = pytest.mark.media

FRAMES = 12
BOX = EditBox(x=0.3, y=0.3, width=0.34, height=0.4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scores")


@pytest.fixture(scope="module")
def original(folder: Path) -> Path:
    return scene(folder / "scene.mp4", FRAMES)


def spoiled(original: Path, path: Path, change: object) -> Path:
    """The original with `change(number, picture)` done to each picture (I420)."""
    import av

    with av.open(str(original)) as file, Mp4Writer(path, WIDTH, HEIGHT, RATE, sound=None, crf=10) as out:
        for number, frame in enumerate(file.decode(video=0)):
            out.write(change(number, frame.to_ndarray(format="yuv420p").copy()))  # type: ignore[operator]
    return path


def test_a_good_edit_is_rated_by_what_it_did(folder: Path, original: Path) -> None:
    request = EditRequest(source=original, start=0, end=FRAMES, rate=RATE, prompt="black and white", box=BOX)
    made = edit(request, folder / "good").variants[0]
    found: Score = score(original, made.path, rate=RATE, prompt="black and white", box=BOX)
    assert found.measured.ssim_outside is not None
    assert found.measured.ssim_outside > 0.99
    assert found.measured.saturation < 0.12
    assert found.rating >= 85
    assert found.overall_rating.startswith(("Excellent", "Good"))
    assert "Done, as measured: Black and white" in found.fidelity_to_prompt
    assert "vision provider" in found.fidelity_to_prompt
    assert "no flicker" in found.visual_quality
    assert "no seam" in found.visual_quality
    plain = score(original, original, rate=RATE, prompt="black and white", box=BOX)
    assert plain.rating < 50
    assert "hardly measurable" in plain.fidelity_to_prompt
    same = score(original, original, rate=RATE, prompt="black and white", compare_to="original")
    assert same.rating > 95
    assert same.measured.ssim_inside > 0.999


def test_flicker_is_found(folder: Path, original: Path) -> None:
    def dim(number: int, picture: np.ndarray) -> np.ndarray:
        picture[:HEIGHT] = picture[:HEIGHT] - (14 if number % 2 else 0)
        return picture

    found = score(original, spoiled(original, folder / "flicker.mp4", dim), rate=RATE, prompt="darker")
    assert found.measured.flicker > 3
    assert "flickers" in found.visual_quality


def test_a_seam_and_harm_outside_are_found(folder: Path, original: Path) -> None:
    def patched(number: int, picture: np.ndarray) -> np.ndarray:
        x, y = round((BOX.x) * WIDTH) + 3 * number, round(BOX.y * HEIGHT)
        picture[y : y + round(BOX.height * HEIGHT), x : x + round(BOX.width * WIDTH)] = 235
        return picture

    seam = score(original, spoiled(original, folder / "seam.mp4", patched), rate=RATE, prompt="brighter", box=BOX)
    assert seam.measured.seam is not None
    assert seam.measured.seam > 1
    assert "edge of the box can be seen" in seam.visual_quality

    def noisy(number: int, picture: np.ndarray) -> np.ndarray:
        noise = np.random.default_rng(number).normal(0, 12, (HEIGHT, WIDTH))
        picture[:HEIGHT] = np.clip(picture[:HEIGHT] + noise, 16, 235)
        return picture

    harmed = score(original, spoiled(original, folder / "noisy.mp4", noisy), rate=RATE, prompt="brighter", box=BOX)
    assert harmed.measured.ssim_outside is not None
    assert harmed.measured.ssim_outside < 0.9
    assert harmed.rating < seam.rating


def test_other_sizes_are_refused(folder: Path, original: Path) -> None:
    with Mp4Writer(folder / "small.mp4", 64, 64, RATE, sound=None) as out:
        out.write(np.full((96, 64), 128, np.uint8))
    with pytest.raises(GenerationFailed):
        score(original, folder / "small.mp4", rate=RATE, prompt="brighter")
