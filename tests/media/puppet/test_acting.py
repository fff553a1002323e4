"""What a presenter does beside speaking, and where they stand."""

from pathlib import Path

import numpy as np
import pytest

from generation.media.puppet.acting import Stretch, act
from generation.media.puppet.pose import COLUMNS, Pose, pose_of
from generation.media.puppet.puppet import Puppet
from generation.providers.base import TimedPhrase
from generation.providers.local.speech.sounds import spread_sounds
from tests.media.puppet.drawn import frame_of, rig

pytestmark = pytest.mark.media
_AT = {name: column for column, name in enumerate(COLUMNS)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rig")


def performed(seed: int, seconds: int = 40) -> np.ndarray:
    phrases = [
        TimedPhrase(text="Look twice before you open the blue door, my friend.", start_ms=at, end_ms=at + 3000)
        for at in range(500, seconds * 1000 - 3500, 4000)
    ]
    stretches = [Stretch(p.start_ms, p.end_ms, 0.4, n % 3 == 0, (-1, 0, 1)[n % 3]) for n, p in enumerate(phrases)]
    loudness = np.ones(seconds * 200 + 1)
    return act(spread_sounds(phrases), loudness, stretches, frames=seconds * 25, fps=25.0, seed=seed)


def test_the_same_seed_acts_the_same_and_another_one_otherwise() -> None:
    assert np.array_equal(performed(1, 12), performed(1, 12))
    assert not np.allclose(performed(1, 12)[:, 8:], performed(2, 12)[:, 8:])


def test_eyes_blink_every_few_seconds_never_evenly() -> None:
    shut = np.flatnonzero(performed(4)[:, _AT["lid"]] > 0.95)
    blinks = [at for at, before in zip(shut, [-9, *shut], strict=False) if at - before > 1]
    pauses = np.diff(blinks) / 25
    assert 8 <= len(blinks) <= 22
    assert pauses.max() <= 6.6
    assert pauses.std() > 0.4
    lasts = [sum(performed(4)[max(at - 4, 0) : at + 5, _AT["lid"]] > 0.3) for at in blinks]
    assert 2 <= np.median(lasts) <= 5  # about 150 ms


def test_nothing_that_moves_comes_round_again() -> None:
    for name in ("yaw", "tilt", "breath", "raised"):
        values = performed(7)[:, _AT[name]]
        values = (values - values.mean()) / values.std()
        for lag in range(75, 500):
            same = np.corrcoef(values[:-lag], values[lag:])[0, 1]
            assert same < 0.9, (name, lag)


def test_a_hand_comes_up_only_where_it_speaks_along() -> None:
    track = performed(3, 14)
    assert track[:, _AT["arm_left"]].max() > 0.9
    assert track[:25, _AT["arm_left"]].max() >= 0
    quiet = act((), np.zeros(401), [Stretch(0, 2000, hand=1)], frames=50, fps=25.0, seed=3)
    assert quiet[:, _AT["arm_right"]].max() == 0
    assert quiet[:, _AT["open"]].max() == 0


def test_two_brands_are_presented_by_two_people_in_their_own_colours(folder: Path) -> None:
    one, other = rig(folder / "a", name="Amina"), rig(folder / "b", name="Clara", color="#b8322f")
    frames = [frame_of(drawn, Puppet(drawn), Pose()) for drawn in (one, other)]
    apart = [np.abs(a.astype(float) - b).mean() for a, b in zip(*frames, strict=True)]
    assert apart[0] > 4
    assert max(apart[1:]) > 3


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (240, 240), (240, 300)])
def test_the_face_lies_in_the_safe_area_of_every_format_whatever_it_does(folder: Path, width: int, height: int) -> None:
    drawn = rig(folder / f"{width}x{height}", width=width, height=height)
    puppet, wall = Puppet(drawn), 128
    for row in performed(5, 10)[::50]:
        pose = pose_of(row)._replace(arm_left=0.0, arm_right=0.0)
        luma = frame_of(drawn, puppet, pose)[0][: int(drawn.y + 8 * drawn.cm)]
        rows = np.flatnonzero((np.abs(luma.astype(int) - wall) > 6).any(axis=1))
        assert rows[0] >= 0.05 * height
    assert 0.05 * width <= drawn.x - 9 * drawn.cm
    assert drawn.x + 9 * drawn.cm <= 0.95 * width
    assert drawn.y + 13 * drawn.cm <= 0.74 * height  # captions begin below the chin
