"""What a picture costs, counted as work: full-size passes through the vector renderer and points drawn."""

from pathlib import Path

import pytest

from generation.providers.local.pictures.brief import read_request
from generation.providers.local.pictures.draw import draw, set_stage
from tests.pictures.world import PLACE_KEYS, pixels, request

FULL_PASSES = 10  # about 60 ms each at 1280x720 on one core, so that a picture stays within two seconds
SOFT_PASSES = 30  # a sixteenth of the pixels
SVG_BYTES = 2_500_000


@pytest.mark.parametrize("place", PLACE_KEYS)
def test_a_scene_takes_few_passes_and_a_bounded_drawing(place: str) -> None:
    stage = set_stage(read_request(request(place=place, prompt="two engineers and a laptop", weather="rain")))
    passes = [step for plane in stage.planes.values() for step in plane.passes]
    assert sum(step.kind == "sharp" for step in passes) <= FULL_PASSES
    assert sum(step.kind == "soft" for step in passes) <= SOFT_PASSES
    assert sum(len(fragment) for step in passes for fragment in step.body) <= SVG_BYTES


@pytest.mark.media
def test_a_large_picture_can_be_drawn(tmp_path: Path) -> None:
    result = draw(request(width=2048, height=1152), tmp_path)
    assert pixels(result.path).shape == (1152, 2048, 3)
