"""What the player lays on the pictures with WebGL is what the server's grade makes of them: patch by patch."""

import io
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.dashboard.seat import CHROMIUM, seated
from tests.films.studio_host import StudioHost, a_studio

pytestmark = [
    pytest.mark.processes,
    pytest.mark.media,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
WIDTH, HEIGHT, ACROSS, DOWN = 320, 192, 4, 2
PATCHES = (
    (200, 60, 50), (60, 170, 80), (50, 80, 190), (128, 128, 128),
    (230, 200, 160), (40, 40, 45), (90, 180, 190), (215, 205, 60),
)  # fmt: skip
GRADES = (
    {"brightness": 0.2, "contrast": 0.25, "saturation": 0.4, "temperature": 0.3, "gamma": 1.2, "hue_shift": 15},
    {"brightness": -0.15, "contrast": -0.2, "saturation": -0.5, "temperature": -0.5, "gamma": 0.8, "hue_shift": -30},
)
_PATIENCE_MS = 240_000
MOST_APART = 6.0  # of 255, on a patch's mean: two decoders and 4:2:0 lie between them
# The canvas is empty between two frames: looks at every one until it holds a picture.
_LOOK = """async ([across, down]) => {
  const canvas = document.querySelector("canvas[data-look]");
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  for (let looks = 0; looks < 400; looks++) {
    await new Promise(requestAnimationFrame);
    if (canvas.hidden || !canvas.width) continue;
    Object.assign(paint.canvas, { width: canvas.width, height: canvas.height });
    paint.drawImage(canvas, 0, 0);
    const seen = [];
    for (let row = 0; row < down; row++) for (let column = 0; column < across; column++) {
      const x = Math.floor(canvas.width * (column + 0.5) / across) - 8;
      const y = Math.floor(canvas.height * (row + 0.5) / down) - 8;
      const { data } = paint.getImageData(x, y, 16, 16);
      const sums = [0, 0, 0];
      data.forEach((value, index) => index % 4 < 3 && (sums[index % 4] += value / 256));
      seen.push(sums);
    }
    if (seen.flat().some((value) => value > 0)) return seen;
  }
  return null;
}"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_WORKERS="1") as host:
        yield host


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "patches.mp4"
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for number, color in enumerate(PATCHES):
        row, column = divmod(number, ACROSS)
        height, width = HEIGHT // DOWN, WIDTH // ACROSS
        picture[row * height : (row + 1) * height, column * width : (column + 1) * width] = color
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "4"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = stream.codec_context
        context.colorspace, context.color_primaries, context.color_trc, context.color_range = 1, 1, 1, 1
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace="itu709")
        for number in range(100):
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def patches_of(picture: np.ndarray) -> np.ndarray:
    """The mean of the middle of each patch; shape (patches, 3), 0 to 255."""
    height, width = picture.shape[0] // DOWN, picture.shape[1] // ACROSS
    middles = []
    for number in range(len(PATCHES)):
        row, column = divmod(number, ACROSS)
        y, x = row * height + height // 2, column * width + width // 2
        middles.append(picture[y - 8 : y + 8, x - 8 : x + 8].reshape(-1, 3).mean(axis=0))
    return np.array(middles)


@pytest.mark.parametrize("grade", GRADES)
def test_the_players_grade_is_the_servers(studio: StudioHost, film: Path, grade: dict[str, float]) -> None:
    with seated(studio) as seat:
        page = seat.page
        seat.go("/dashboard/editor/new")
        page.set_input_files("#files", [film])
        page.wait_for_url("**/dashboard/editor/proj_*")
        page.get_by_text("320 × 192").wait_for(timeout=_PATIENCE_MS)
        project = page.url.rpartition("/")[2]
        segment = studio.api("GET", f"/project/{project}")["segments"][0]["id"]
        preview = studio.api("POST", f"/segment/{segment}/grade-preview", grade)["preview_frame_url"]
        status, _, body = studio.call("GET", preview.removeprefix(studio.url))
        assert status == 200
        wanted = patches_of(np.asarray(Image.open(io.BytesIO(body)).convert("RGB"), np.float64))
        page.route("**/media/segments/**", lambda route: route.abort())  # its own clip never comes
        studio.api("POST", f"/segment/{segment}/color-grade", grade)
        page.reload()
        page.get_by_text("320 × 192").wait_for()
        page.keyboard.press("Space")
        seen = page.evaluate(_LOOK, [ACROSS, DOWN])
        assert seen is not None, "the player laid no grade on what it plays"
        apart = np.abs(np.array(seen) - wanted)
        assert apart.max() <= MOST_APART, (apart.max(), np.round(seen), np.round(wanted))
        plain = np.abs(wanted - np.array(PATCHES, np.float64)).max()
        assert plain > 3 * MOST_APART, "a grade that changes nothing would prove nothing"
