"""What `draw` promises: files, sizes, transparency, and the same pixels for the same request."""

from pathlib import Path

import pytest

from generation.providers.local.pictures import draw
from tests.pictures.world import pixels, request
from wire.errors import GenerationFailed

pytestmark = pytest.mark.media


class TestFiles:
    @pytest.mark.parametrize(
        ("width", "height"), [(320, 180), (180, 320), (240, 240), (240, 300), (420, 180), (101, 77)]
    )
    def test_the_flat_picture_has_exactly_the_asked_size(self, tmp_path: Path, width: int, height: int) -> None:
        result = draw(request(width=width, height=height), tmp_path)
        assert pixels(result.path).shape == (height, width, 3)
        assert (result.width, result.height) == (width, height)

    def test_every_layer_is_larger_by_the_overscan_on_each_side(self, tmp_path: Path) -> None:
        result = draw(request(), tmp_path)
        for layer in result.layers:
            height, width, channels = pixels(layer.path).shape
            assert channels == 4
            assert width == 320 + 2 * round(320 * result.overscan)
            assert height == 180 + 2 * round(180 * result.overscan)

    def test_layers_run_from_far_to_near(self, tmp_path: Path) -> None:
        depths = [layer.depth for layer in draw(request(), tmp_path).layers]
        assert depths == sorted(depths)
        assert (depths[0], depths[-1]) == (0.0, 1.0)

    def test_the_farthest_layer_covers_the_frame_and_nearer_ones_let_it_through(self, tmp_path: Path) -> None:
        layers = draw(request(shot_size="wide"), tmp_path).layers
        alphas = [pixels(layer.path)[..., 3] for layer in layers]
        assert alphas[0].min() == 255
        for alpha in alphas[1:]:
            assert (alpha < 8).mean() > 0.05, "a nearer layer must not hide everything"
        assert any((alpha > 250).any() for alpha in alphas[1:])

    def test_the_layers_laid_over_one_another_are_the_flat_picture_but_for_the_finish(self, tmp_path: Path) -> None:
        result = draw(request(), tmp_path)
        frame = None
        for layer in result.layers:
            image = pixels(layer.path).astype(float) / 255
            y, x = round(180 * result.overscan), round(320 * result.overscan)
            part = image[y : y + 180, x : x + 320]
            frame = (
                part[..., :3] * part[..., 3:]
                if frame is None
                else frame * (1 - part[..., 3:]) + part[..., :3] * part[..., 3:]
            )
        assert frame is not None
        assert abs(frame - pixels(result.path) / 255).mean() < 0.04

    @pytest.mark.parametrize(("width", "height"), [(32, 180), (320, 5000)])
    def test_a_size_out_of_range_is_refused_with_the_limits(self, tmp_path: Path, width: int, height: int) -> None:
        with pytest.raises(GenerationFailed, match="64 to 2560"):
            draw(request(width=width, height=height), tmp_path)


class TestDeterminism:
    def test_the_same_request_gives_the_same_bytes(self, tmp_path: Path) -> None:
        first = draw(request(weather="rain", time_of_day="dusk"), tmp_path / "a")
        second = draw(request(weather="rain", time_of_day="dusk"), tmp_path / "b")
        assert first.path.read_bytes() == second.path.read_bytes()
        for one, other in zip(first.layers, second.layers, strict=True):
            assert one.path.read_bytes() == other.path.read_bytes()

    def test_another_seed_gives_another_picture(self, tmp_path: Path) -> None:
        first, second = draw(request(seed=1), tmp_path / "a"), draw(request(seed=2), tmp_path / "b")
        assert first.path.read_bytes() != second.path.read_bytes()
