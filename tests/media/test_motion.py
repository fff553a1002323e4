"""Moves are smooth below the pixel, never show a layer's edge, and nearer planes move more than farther ones."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.media.motion import EASE_FRAMES, inverse_matrix, placement, progress, shares
from generation.media.plan import Layer, Move, Rate, Shot
from generation.media.planes import ShotPicture
from tests.media.pictures import band_layer, flat_layer, textured_layer

KINDS = ["push", "pull", "pan_left", "pan_right", "tilt_up", "tilt_down", "parallax", "hold"]


class TestEasing:
    @given(st.integers(2, 600))
    def test_it_runs_from_nothing_to_all_without_turning_back(self, frames):
        done = [progress(frame, frames) for frame in range(frames)]
        assert done[0] == 0
        assert done[-1] == pytest.approx(1)
        assert all(b >= a for a, b in itertools.pairwise(done))

    @given(st.integers(3, 600))
    def test_it_is_the_same_backwards(self, frames):
        for frame in range(frames):
            back = 1 - progress(frames - 1 - frame, frames)
            assert progress(frame, frames) == pytest.approx(back, abs=1e-9)

    def test_it_takes_twelve_frames_to_get_going(self):
        done = [progress(frame, 48) for frame in range(48)]
        speed = np.diff(done)
        assert speed[0] < speed.max() / 20
        assert np.argmax(speed > speed.max() * 0.98) >= EASE_FRAMES - 2

    @given(st.integers(3, 600))
    def test_a_match_cut_goes_through_at_full_speed(self, frames):
        leaving, arriving = ([progress(n, frames, eases) for n in range(frames)] for eases in ("in", "out"))
        assert (leaving[0], arriving[-1]) == (0, pytest.approx(1))
        assert all(b >= a for a, b in itertools.pairwise(leaving))
        speed = np.diff(leaving)
        assert speed[-1] == pytest.approx(speed.max())
        assert arriving == pytest.approx([1 - done for done in reversed(leaving)])

    def test_one_frame_stands_still(self):
        assert progress(0, 1) == 0

    def test_the_tail_under_a_dissolve_goes_on_from_where_the_shot_ends(self):
        assert progress(99, 112) < progress(111, 112) == pytest.approx(1)


class TestPlanes:
    def test_planes_move_one_to_a_tenth_from_near_to_far(self):
        far, middle, near_middle, near = shares([0, 1 / 3, 2 / 3, 1])
        assert (far, near) == (pytest.approx(0.1), 1)
        assert middle == pytest.approx(0.3, abs=0.03)
        assert near_middle == pytest.approx(0.6, abs=0.05)

    def test_a_single_picture_makes_the_whole_move(self):
        assert shares([0.0]) == [1.0]

    @given(
        st.sampled_from(KINDS),
        st.floats(0, 0.3),
        st.floats(0.1, 1),
        st.floats(0, 1),
        st.floats(0, 0.15),
        st.sampled_from([(1280, 720), (720, 1280), (640, 640)]),
        st.floats(0.5, 2),
    )
    def test_no_move_ever_shows_the_edge_of_a_layer(self, kind, amount, share, done, overscan, size, finer):
        layer = tuple(round(edge * (1 + 2 * overscan) * finer) for edge in size)
        where = placement(Move(kind, amount), share, done, *size, overscan)
        matrix = inverse_matrix(where, size, layer, overscan)
        for corner in itertools.product((0, size[0] - 1), (0, size[1] - 1)):
            x, y = matrix @ (*corner, 1)
            # Half a pixel past the centre of the outermost one still belongs to it; layer sizes are rounded.
            assert -1 <= x <= layer[0]
            assert -1 <= y <= layer[1]

    def test_left_and_right_up_and_down_are_opposites(self):
        for one, other in (("pan_left", "pan_right"), ("tilt_up", "tilt_down")):
            a = placement(Move(one, 0.06), 1, 0.2, 1280, 720, 0.08)
            b = placement(Move(other, 0.06), 1, 0.2, 1280, 720, 0.08)
            assert (a.dx, a.dy) == (-b.dx, -b.dy) != (0, 0)

    def test_a_camera_that_pans_left_sees_things_move_right(self):
        before = placement(Move("pan_left", 0.06), 1, 0, 1280, 720, 0.08)
        after = placement(Move("pan_left", 0.06), 1, 1, 1280, 720, 0.08)
        assert after.dx - before.dx == pytest.approx(0.06 * 1280)


PERIOD = 24.0  # pixels of the layer between two crests of the grating


def grating_layer(folder: Path, width: int, height: int, overscan: float) -> Layer:
    """Waves across and down: their phase tells where the layer is, to a hundredth of a pixel."""
    across = np.arange(round(width * (1 + 2 * overscan)))[None, :]
    down = np.arange(round(height * (1 + 2 * overscan)))[:, None]
    waves = 128 + 50 * np.cos(2 * np.pi * across / PERIOD) + 50 * np.cos(2 * np.pi * down / PERIOD)
    cv2.imwrite(str(folder / "grating.png"), waves.astype(np.uint8))
    return Layer(folder / "grating.png")


def crest(patch: np.ndarray, period: float) -> np.ndarray:
    """How far (x, y) the wave at the middle of a square patch is past its crest, in pixels."""
    side = len(patch)
    window = np.hanning(side)
    wave = np.exp(-2j * np.pi * (np.arange(side) - (side - 1) / 2) / period) * window
    across, down = (patch * window[:, None] @ wave).sum(), (patch.T * window[:, None] @ wave).sum()
    return np.angle([across, down]) * period / (2 * np.pi)


@pytest.mark.media
class TestPixels:
    @pytest.mark.parametrize("kind", ["pan_right", "tilt_up", "push", "parallax"])
    def test_each_frame_is_where_the_camera_says_to_a_fiftieth_of_a_pixel(self, tmp_path, kind):
        size, frames, overscan, move = (480, 320), 100, 0.08, Move(kind, 0.04)
        layer = grating_layer(tmp_path, *size, overscan)
        layer_size = (round(480 * 1.16), round(320 * 1.16))
        picture = ShotPicture(Shot(frames, (layer,), overscan, move), *size)
        middle = np.array([264 + 95.5, 24 + 95.5, 1])
        errors = []
        for number in range(frames):
            where = placement(move, 1, progress(number, frames), *size, overscan)
            period = PERIOD * where.scale
            expected = inverse_matrix(where, size, layer_size, overscan) @ middle * where.scale
            seen = crest(picture.frame(number)[24 : 24 + 192, 264 : 264 + 192].astype(float), period)
            errors.append((seen - expected + period / 2) % period - period / 2)
        assert np.abs(errors).max() <= 0.02
        jitter = np.abs(np.diff(errors, axis=0)).max()
        assert jitter <= 0.01

    def test_a_hold_is_the_same_frame_again_and_again(self, tmp_path):
        layer = textured_layer(tmp_path, 320, 180, 0.08)
        picture = ShotPicture(Shot(20, (layer,), 0.08, Move("hold")), 320, 180)
        first = picture.frame(0)
        assert all(np.array_equal(picture.frame(number), first) for number in (1, 10, 19))

    def test_the_near_plane_passes_in_front_of_the_far_one(self, tmp_path):
        width, height = 480, 320
        layers = (textured_layer(tmp_path, width, height, 0.08), band_layer(tmp_path, width, height, 0.08, 1.0))
        picture = ShotPicture(Shot(50, layers, 0.08, Move("parallax", 0.06)), width, height)
        a, b = picture.frame(5)[:height], picture.frame(45)[:height]
        upper, lower = np.s_[20:140, 100:380], np.s_[180:300, 100:380]
        far, near = (cv2.phaseCorrelate(a[part] * 1.0, b[part] * 1.0)[0][0] for part in (upper, lower))
        assert near < far < 0
        assert far / near == pytest.approx(0.1, abs=0.05)

    def test_a_rack_of_focus_makes_one_plane_sharp_while_another_gets_soft(self, tmp_path):
        width, height = 480, 320
        layers = (textured_layer(tmp_path, width, height, 0.08), band_layer(tmp_path, width, height, 0.08, 1.0))
        picture = ShotPicture(Shot(60, layers, 0.08, Move("hold"), focus="to_near"), width, height)
        upper, lower = np.s_[20:140, 40:440], np.s_[190:300, 40:440]
        detail = [
            [
                float(cv2.Laplacian(picture.frame(number)[part].astype(np.float32), cv2.CV_32F).std())
                for part in (upper, lower)
            ]
            for number in (0, 8, 40, 59)
        ]
        far, near = zip(*detail, strict=True)
        assert far[0] > far[1] > far[2] == far[3]
        assert near[0] < near[1] < near[2] == near[3]

    def test_light_that_rises_ends_as_the_picture_is(self, tmp_path):
        layer = flat_layer(tmp_path, 64, 64, 0.1, "#c08040")
        lit = ShotPicture(Shot(50, (layer,), 0.1, Move("hold"), light="rise"), 64, 64)
        plain = ShotPicture(Shot(50, (layer,), 0.1, Move("hold")), 64, 64).frame(0)
        levels = [int(lit.frame(number)[10, 10]) for number in range(50)]
        assert levels == sorted(levels)
        assert levels[0] - 16 == pytest.approx(0.8 * (plain[10, 10] - 16), abs=1)
        assert np.array_equal(lit.frame(49), plain)

    def test_a_plane_is_blended_by_its_alpha(self, tmp_path):
        layers = (
            flat_layer(tmp_path, 64, 64, 0, "#000000"),
            flat_layer(tmp_path, 64, 64, 0, "#ffffff80", depth=1.0),
        )
        frame = ShotPicture(Shot(9, layers, 0, Move("hold")), 64, 64).frame(0)
        assert frame[:64] == pytest.approx(16 + 219 * 0x80 / 255, abs=1)

    @pytest.mark.parametrize(
        ("colour", "yuv"),
        [
            ("#ffffff", (235, 128, 128)),
            ("#000000", (16, 128, 128)),
            ("#ff0000", (63, 102, 240)),
            ("#0000ff", (32, 240, 118)),
        ],
    )
    def test_colours_are_bt709_in_limited_range(self, tmp_path, colour, yuv):
        layer = flat_layer(tmp_path, 64, 64, 0.1, colour)
        frame = ShotPicture(Shot(9, (layer,), 0.1, Move("push")), 64, 64).frame(4)
        assert (frame[10, 10], frame[64:80].ravel()[100], frame[80:].ravel()[100]) == pytest.approx(yuv, abs=1)

    def test_finer_layers_cover_the_same_frame_unstretched(self, tmp_path):
        shot = Shot(9, (textured_layer(tmp_path, 200, 100, 0.08),), 0.08, Move("hold"))
        picture = cv2.imread(str(shot.layers[0].path), cv2.IMREAD_GRAYSCALE)
        fine = tmp_path / "fine.png"
        cv2.imwrite(str(fine), cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
        plain = ShotPicture(shot, 200, 100).frame(0)
        doubled = ShotPicture(Shot(9, (Layer(fine),), 0.08, Move("hold")), 200, 100).frame(0)
        assert np.abs(plain[:100].astype(int) - doubled[:100]).mean() < 2


def test_times_round_to_whole_frames_and_samples():
    rate = Rate(24000, 1001)
    assert rate.frames_at(1001) == 24
    assert rate.ms_at(24) == 1001
    assert rate.samples_at(24, 48000) == 48048
