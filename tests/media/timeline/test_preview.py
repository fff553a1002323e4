"""One frame of a timeline is exactly the frame that its export would show there, from the proxy as from the source."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from generation.media.plan import Rate
from generation.media.timeline import preview
from generation.media.timeline.index import index
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.preview import still, strip
from generation.media.timeline.proxy import write_proxy, write_strip
from tests.media.timeline.sources import RATE, Shape, make, read
from wire.errors import GenerationFailed, ValidationFailed

pytestmark = pytest.mark.media

UNEVEN = (0, 40, 90, 200, 220, 400, 420, 440, 480, 700, 740, 780, 1000, 1040)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("preview")


@pytest.fixture(scope="module")
def source(folder: Path) -> Path:
    return make(folder / "long.mp4", Shape(pictures=120, gop=50, is_open=True, width=320, height=180))


@pytest.fixture(scope="module")
def proxy(folder: Path, source: Path) -> Path:
    write_proxy(source, index(source), folder / "long.proxy.mp4", rate=RATE)
    return folder / "long.proxy.mp4"


def shown(path: Path) -> tuple[int, int] | None:
    return read(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))


def test_stills_are_exact_to_the_frame(folder: Path, source: Path, proxy: Path) -> None:
    timeline = Timeline(RATE, 320, 180, (Cut(source, 30, 70), Cut(None, 0, 10), Cut(source, 0, 120)))
    out = folder / "still.jpg"
    for proxies in ({}, {source: proxy}):
        for frame, wanted in ((0, 30), (39, 69), (45, None), (50, 0), (99, 49), (7, 37), (169, 119)):
            still(timeline, frame, out, proxies=proxies)
            assert shown(out) == (None if wanted is None else (0, wanted))


def test_a_strip_has_each_frame_and_the_last_one(folder: Path, source: Path, proxy: Path) -> None:
    timeline = Timeline(RATE, 320, 180, (Cut(source, 60, 120), Cut(source, 0, 60)))
    wanted = [119, 0, 30, 59, 60, 90, 30]
    for proxies in ({}, {source: proxy}):
        paths = strip(timeline, wanted, folder / "strip", width=160, proxies=proxies)
        assert [shown(path) for path in paths] == [(0, (60 + frame) % 120) for frame in wanted]
        assert cv2.imread(str(paths[0])).shape == (90, 160, 3)


def test_an_uneven_rate_shows_what_was_seen_at_the_time(folder: Path) -> None:
    source = make(folder / "uneven.mp4", Shape(pictures=len(UNEVEN), times=UNEVEN, sound_rate=0))
    footage = index(source)
    assert not footage.is_constant
    rate = Rate(30)
    write_proxy(source, footage, folder / "uneven.proxy.mp4", rate=rate)
    timeline = Timeline(rate, 160, 96, (Cut(source, 0, 30),))
    for proxies in ({}, {source: folder / "uneven.proxy.mp4"}):
        for frame in (0, 1, 3, 8, 13, 14, 21, 29):
            still(timeline, frame, folder / "uneven.jpg", proxies=proxies)
            at = max(n for n, ms in enumerate(UNEVEN) if Fraction(ms, 1000) <= Fraction(frame, 30))
            assert shown(folder / "uneven.jpg") == (0, at)


@pytest.mark.parametrize(
    "shape",
    [
        Shape(pictures=20, turned=90),
        Shape(pictures=20, pixel_format="yuv420p10le", sound_rate=0),
        Shape(pictures=20, width=161, height=97, codec="libvpx-vp9", suffix=".webm", pixel_format="yuv444p"),
        Shape(pictures=20, is_interlaced=True, rate=Rate(30000, 1001)),
    ],
    ids=["turned", "10 bit", "odd size", "interlaced"],
)
def test_unusual_sources_have_proxies_that_show_the_same(folder: Path, shape: Shape) -> None:
    source = make(folder / f"unusual{shape.suffix}", shape)
    proxy = folder / "unusual.proxy.mp4"
    write_proxy(source, index(source), proxy, rate=shape.rate)
    timeline = Timeline(shape.rate, 160, 96, (Cut(source, 0, 20),))
    for number in (0, 7, 19):
        still(timeline, number, folder / "a.jpg")
        still(timeline, number, folder / "b.jpg", proxies={source: proxy})
        one, other = (cv2.imread(str(folder / name)).astype(int) for name in ("a.jpg", "b.jpg"))
        assert abs(one - cv2.resize(other.astype(np.uint8), one.shape[1::-1]).astype(int)).mean() < 8
        if not shape.turned:
            assert shown(folder / "a.jpg") == shown(folder / "b.jpg") == (0, number)


def test_the_grade_is_on_it(folder: Path, source: Path, proxy: Path) -> None:
    dark = Timeline(RATE, 320, 180, (Cut(source, 5, 6, Grade(brightness=-0.6)),))
    plain = Timeline(RATE, 320, 180, (Cut(source, 5, 6),))
    still(dark, 0, folder / "dark.jpg", proxies={source: proxy})
    still(plain, 0, folder / "plain.jpg", proxies={source: proxy})
    assert cv2.imread(str(folder / "dark.jpg")).mean() < cv2.imread(str(folder / "plain.jpg")).mean() - 12


def test_other_shapes_lie_on_black(folder: Path, source: Path, proxy: Path) -> None:
    tall = Timeline(RATE, 200, 320, (Cut(source, 0, 10),))
    for proxies in ({}, {source: proxy}):
        still(tall, 3, folder / "tall.jpg", proxies=proxies)
        picture = cv2.imread(str(folder / "tall.jpg"))
        height, width = picture.shape[:2]
        assert height > width
        assert picture[: height // 4].max() < 8
        assert picture[height // 2 - 5 : height // 2 + 5].mean() > 30


def test_frames_outside_are_refused_with_the_last(folder: Path, source: Path) -> None:
    timeline = Timeline(RATE, 320, 180, (Cut(source, 0, 10),))
    with pytest.raises(ValidationFailed) as outside:
        still(timeline, 10, folder / "out.jpg")
    assert outside.value.details["last"] == 9
    with pytest.raises(ValidationFailed):
        strip(timeline, [0] * 301, folder / "s", width=160)
    with pytest.raises(GenerationFailed):
        still(Timeline(RATE, 320, 180, (Cut(folder / "gone.mp4", 0, 10),)), 0, folder / "out.jpg")


def test_a_replaced_file_is_read_anew(folder: Path) -> None:
    path = folder / "replaced.mp4"
    timeline = Timeline(RATE, 160, 96, (Cut(path, 0, 5),))
    for source in (0, 1):
        make(path, Shape(pictures=5, sound_rate=0), source=source)
        still(timeline, 2, folder / "replaced.jpg")
        assert shown(folder / "replaced.jpg") == (source, 2)


def test_no_more_videos_stay_open_than_are_useful(folder: Path) -> None:
    preview._reels.forget()
    for number in range(8):
        path = make(folder / f"many{number}.mp4", Shape(pictures=2, sound_rate=0))
        still(Timeline(RATE, 160, 96, (Cut(path, 0, 2),)), 1, folder / "many.jpg")
    assert len(preview._reels._open) == 6


def test_thumbnails_stand_in_rows(folder: Path, proxy: Path) -> None:
    layout = write_strip(proxy, folder / "strip.jpg", rate=RATE, frames=120)
    sheet = cv2.imread(str(folder / "strip.jpg"))
    assert layout == {"count": 3, "columns": 10, "width": 160, "height": 90, "every": 50}
    assert sheet.shape == (90, 480, 3)
    number = read(cv2.cvtColor(sheet[:, 320:480], cv2.COLOR_BGR2GRAY))
    assert number == (0, 100)
