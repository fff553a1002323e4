"""Styles, angles, ratios and brands: what the eye must find in small renderings."""

from pathlib import Path

import numpy as np
import pytest

from generation.providers.local.pictures import draw
from generation.providers.local.pictures.brief import read_request
from generation.providers.local.pictures.draw import set_stage
from generation.providers.local.pictures.registry import SUBJECTS
from tests.pictures.world import distance, grey_thumbnail, pixels, request

pytestmark = pytest.mark.media


@pytest.mark.parametrize("style", ["flat", "noir", "watercolor", "line", "minimal"])
def test_a_style_changes_every_layer_and_keeps_the_values_apart(tmp_path: Path, style: str) -> None:
    plain = draw(request(width=160, height=90), tmp_path / "plain")
    styled = draw(request(width=160, height=90, style=style), tmp_path / style)
    assert distance(pixels(plain.path), pixels(styled.path)) > 0.008
    assert len(styled.layers) == len(plain.layers)
    assert style in styled.description
    assert grey_thumbnail(pixels(styled.path)).std() > 0.05
    if style == "noir":
        image = pixels(styled.path).astype(int)
        assert np.ptp(image, axis=2).mean() < 12, "silver has no colour"


def test_an_angle_makes_another_picture_of_the_same_shot(tmp_path: Path) -> None:
    frames = {
        angle: pixels(draw(request(width=160, height=90, place="street", angle=angle), tmp_path / angle).path)
        for angle in ("level", "low", "high")
    }
    assert distance(frames["level"], frames["low"]) > 0.03
    assert distance(frames["low"], frames["high"]) > 0.03


RATIOS = [(160, 90), (90, 160), (120, 120), (96, 120), (210, 90)]


@pytest.mark.parametrize(("width", "height"), RATIOS)
def test_a_thing_stands_inside_the_safe_area_of_every_frame(width: int, height: int) -> None:
    stage = set_stage(read_request(request(prompt="a bottle of perfume", place="", width=width, height=height)))
    thing, frame = SUBJECTS["perfume"], stage.frame
    left, top = stage.camera.point((-thing.width / 2, thing.height, 1.25))
    right, foot = stage.camera.point((thing.width / 2, 0.0, 1.25))
    assert frame.w * 0.05 <= left < right <= frame.w * 0.95
    assert frame.h * 0.05 <= top < foot <= frame.h * 0.80
    assert foot - top >= frame.h * 0.2, "composed for the frame, not left over in it"


@pytest.mark.parametrize("shot_size", ["insert", "medium"])
@pytest.mark.parametrize("seed", range(4))
def test_a_thing_stands_beside_the_words_that_will_stand_on_the_left(shot_size: str, seed: int) -> None:
    asked = request(prompt="a bottle of perfume", place="", shot_size=shot_size, seed=seed, is_titled=True)
    stage = set_stage(read_request(asked))
    thing, frame = SUBJECTS["perfume"], stage.frame
    left, _ = stage.camera.point((-thing.width / 2, 0.0, 1.25))
    right, _ = stage.camera.point((thing.width / 2, 0.0, 1.25))
    assert frame.w * 0.6 <= left < right <= frame.w * 0.95


@pytest.mark.parametrize(("width", "height"), RATIOS)
@pytest.mark.parametrize("place", ["factory", "street", "beach", "forest", "classroom"])
def test_a_standing_figure_is_whole_in_every_frame(place: str, width: int, height: int) -> None:
    stage = set_stage(read_request(request(prompt="an engineer", place=place, width=width, height=height)))
    z = stage.camera.distance_for(1.75, stage.layout.figure)
    y = stage.footing(z)
    assert stage.frame.h * 0.05 <= stage.camera.point((0, y + 1.8, z))[1]
    assert stage.camera.point((0, y, z))[1] <= stage.frame.h * 0.97
    assert stage.frame.w * 0.2 <= stage.layout.column <= stage.frame.w * 0.8


@pytest.mark.parametrize(
    "prompt", ["an engineer in a factory", "a market", "portrait of a doctor", "a bottle of perfume"]
)
def test_a_brand_colour_takes_at_most_an_eighth_of_the_picture(tmp_path: Path, prompt: str) -> None:
    asked = request(prompt=prompt, place="", brand_colors=("#ff00aa",), width=160, height=90)
    image = pixels(draw(asked, tmp_path).path).astype(int)
    brand = (image[..., 0] > image[..., 1] + 70) & (image[..., 2] > image[..., 1] + 30)
    assert brand.mean() < 0.12
