"""Every place, hour and weather can be drawn, reads small, and differs from its neighbour."""

from pathlib import Path

import pytest

from generation.providers.local.pictures import draw
from tests.pictures.world import PLACE_KEYS, detail, distance, grey_thumbnail, pixels, request

pytestmark = pytest.mark.media

HOURS = ("dawn", "day", "dusk", "night")
WEATHERS = ("clear", "cloudy", "rain", "snow", "fog")
SHOTS = ("wide", "medium", "close", "insert", "extreme_wide")
CONDITIONS = [
    (key, HOURS[i % 4], WEATHERS[(i * 3) % 5], SHOTS[(i + shift) % 5])
    for shift in (0, 2)
    for i, key in enumerate(PLACE_KEYS)
]


@pytest.mark.parametrize(("place", "hour", "weather", "shot"), CONDITIONS)
def test_a_place_reads_as_a_grey_thumbnail_and_leaves_the_lower_third_calm(
    tmp_path: Path, place: str, hour: str, weather: str, shot: str
) -> None:
    wanted = request(prompt="", place=place, time_of_day=hour, weather=weather, shot_size=shot)
    image = pixels(draw(wanted, tmp_path).path)
    small = grey_thumbnail(image)
    spread = sorted(small.ravel())
    low, high = spread[len(spread) // 20], spread[-len(spread) // 20]
    assert high - low > 0.11, "dark, middle and light must part"
    assert detail(image[int(image.shape[0] * 0.72) :]) < 0.06, "captions need a quiet ground"


class TestNeighbours:
    @pytest.mark.parametrize("place", ["laboratory", "harbour", "bakery", "office", "wind farm"])
    def test_shots_of_one_scene_at_different_sizes_look_different(self, tmp_path: Path, place: str) -> None:
        frames = [
            pixels(draw(request(place=place, prompt="an engineer", shot_size=size, seed=n), tmp_path / size).path)
            for n, size in enumerate(("wide", "medium", "close"))
        ]
        assert distance(frames[0], frames[1]) > 0.03
        assert distance(frames[1], frames[2]) > 0.03

    def test_a_tall_frame_is_composed_anew_and_not_cropped(self, tmp_path: Path) -> None:
        wide = pixels(draw(request(width=320, height=180), tmp_path / "w").path)
        tall = pixels(draw(request(width=180, height=320), tmp_path / "t").path)
        middle = wide[:, 110:211]
        assert distance(middle, tall) > 0.05

    def test_films_have_palettes_of_their_own(self, tmp_path: Path) -> None:
        one, other = (pixels(draw(request(palette_seed=n, place="office"), tmp_path / str(n)).path) for n in (0, 5))
        assert distance(one, other) > 0.03


class TestColour:
    def test_a_brand_colour_is_an_accent_and_never_a_flood(self, tmp_path: Path) -> None:
        image = pixels(draw(request(brand_colors=("#ff00aa",), prompt="a car", place="road"), tmp_path).path).astype(
            int
        )
        brand = (image[..., 0] > image[..., 1] + 70) & (image[..., 2] > image[..., 1] + 30)
        assert 0 < brand.mean() < 0.10

    def test_night_is_darker_than_day_and_dusk_is_warmer(self, tmp_path: Path) -> None:
        means = {
            hour: pixels(draw(request(time_of_day=hour, place="coast", prompt=""), tmp_path / hour).path).mean(
                axis=(0, 1)
            )
            for hour in ("day", "dusk", "night")
        }
        assert means["night"].sum() < 0.6 * means["day"].sum()
        assert means["dusk"][0] / means["dusk"][2] > means["day"][0] / means["day"][2]
