"""Three prompts through Blender: each a picture with light, a subject and layers, and twice the same to the eye."""

import json
import subprocess
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from generation.providers.base import PictureRequest
from generation.providers.blender import pictures, words
from generation.providers.blender.read import read_scene

PROMPTS = (
    "a perfume bottle on a marble table, rim light, 85 mm, shallow depth of field",
    "a living room in the morning, sunlight through the window",
    "a mountain lake at dawn, mist over the water",
)


def _has_bpy() -> bool:
    try:
        found = subprocess.run(
            [pictures.interpreter(), "-c", "import importlib.util as u; print(int(u.find_spec('bpy') is not None))"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return bool(json.loads(found.stdout))
    except (OSError, ValueError):
        return False


pytestmark = pytest.mark.skipif(not _has_bpy(), reason="bpy is not installed: make blender")


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt_becomes_a_picture_in_layers(prompt: str, tmp_path: Path) -> None:
    request = PictureRequest(prompt=prompt, width=192, height=108, seed=3)
    made = pictures.draw(request, tmp_path / "one")
    flat = cv2.imread(str(made.path))
    assert flat.shape == (108, 192, 3)
    assert np.std(flat) > 20  # neither black nor blown out
    far, near = (cv2.imread(str(layer.path), cv2.IMREAD_UNCHANGED) for layer in made.layers)
    assert far.shape == near.shape == (108 + 2 * 9, 192 + 2 * 15, 4)
    assert far[:, :, 3].min() == 255
    assert 0.005 < np.mean(near[:, :, 3] > 127) < 0.8
    assert not list((tmp_path / "one").glob("*/"))  # no scratch left behind
    again = pictures.draw(request, tmp_path / "two")
    apart = cv2.absdiff(flat, cv2.imread(str(again.path)))
    assert apart.max() <= 8  # not to the bit: two threads do not always add up in the same order
    assert np.mean(apart > 0) < 0.01


NAMES = (*words.SUBJECTS, *words.ROOMS, *words.LANDS, *(f"a {name} sphere" for name in words.MATERIALS))
GROUNDS = tuple(f"a sphere on {name}" for name in words.SURFACES)


@pytest.mark.parametrize("name", [*NAMES, *GROUNDS, "polished bottle, night, rain", "hills at night in snow"])
def test_everything_there_is_a_word_for_can_be_rendered(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "read_scene", partial(read_scene, samples=1))
    made = pictures.draw(PictureRequest(prompt=name, width=64, height=64), tmp_path)
    assert "painted" not in made.description
    assert len(made.layers) == 2


def test_other_ratios_are_composed_not_cropped(tmp_path: Path) -> None:
    for width, height in ((108, 192), (128, 128)):
        request = PictureRequest(prompt="a ceramic vase, product shot", width=width, height=height)
        made = pictures.draw(request, tmp_path / f"{width}")
        mask = cv2.imread(str(made.layers[1].path), cv2.IMREAD_UNCHANGED)[:, :, 3] > 127
        rows, columns = np.nonzero(mask)
        assert columns.min() > 0
        assert columns.max() < mask.shape[1] - 1
        assert rows.min() > 0
        assert rows.max() < mask.shape[0] - 1
