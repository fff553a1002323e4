"""A still in motion at 1080p: this studio's renderer beside MoviePy and ffmpeg's zoompan, in time and in jitter.

Every maker makes the same 5 s push over the same picture, in turn, several times: once the frames only, once the film
(x264, veryfast, crf 18). Medians of the CPU time a frame are printed. MoviePy is the one of .venv-peers (`make peers`);
the start of its Python is not counted.

Jitter is how far a corner's step from frame to frame leaves the steps around it, in pixels (95th percentile), on the
frames as they were made and as they are decoded from the film. A step is found by least squares; the row "an ideal
renderer" is the same push by a fifth-order spline in floating point, and shows what the measure itself adds. (Phase
correlation, usual for this, adds 0.05 px: the picture grows between two frames, it does not only shift.)

Measured on 2 cores shared with other work (load 5 to 7), MoviePy 2.2.1 and ffmpeg 7 of imageio-ffmpeg 0.8.1, CPU ms a
frame and jitter as frames / as film:

    studio            8.7 /  21.2    0.011 / 0.060 px
    MoviePy         135.8 / 186.2    0.581 / 0.658 px    studio is 0.06 / 0.11 x
    ffmpeg zoompan    2.7 /  33.0    1.790 / 1.748 px    studio is 3.21 / 0.64 x: it samples whole pixels, fast
    an ideal renderer                0.008 px
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median

import av
import cv2
import imageio_ffmpeg
import numpy as np
from scipy.ndimage import map_coordinates, spline_filter

from generation.media.motion import inverse_matrix, placement, progress
from generation.media.plan import Layer, Move, Rate, Shot, ShotPlan
from generation.media.planes import ShotPicture
from generation.media.shot import render_shot

PEERS = Path(__file__).resolve().parent.parent / ".venv-peers" / "bin" / "python"
WIDTH, HEIGHT, FPS, FRAMES, OVERSCAN = 1920, 1080, 25, 125, 0.08
PUSH = Move("push", 0.06)
PRESET, CRF = "veryfast", "18"  # as in generation/media/mp4.py
TOP, LEFT, SIDE = 80, 100, 256  # the corner whose steps are measured
CORNER = np.s_[TOP : TOP + SIDE, LEFT : LEFT + SIDE]
ROUNDS = 3
BARS = {"MoviePy": 0.15, "ffmpeg zoompan": 1.3}  # the studio's time over theirs
JITTER_BAR = 0.1  # of zoompan's


@dataclass(frozen=True)
class Made:
    """What one maker made: CPU seconds, the film, and the corner of every frame before it was encoded."""

    frames_s: float
    film_s: float
    film: Path
    corners: np.ndarray


@dataclass
class Times:
    """CPU milliseconds a frame, one figure a round."""

    frames: list[float] = field(default_factory=list)
    film: list[float] = field(default_factory=list)


def picture(folder: Path) -> Path:
    """A detailed still with the overscan of a layer."""
    size = round(HEIGHT * (1 + 2 * OVERSCAN)), round(WIDTH * (1 + 2 * OVERSCAN))
    noise = np.random.default_rng(1).standard_normal((*size, 3)).astype(np.float32)
    soft = sum(cv2.GaussianBlur(noise, (0, 0), sigma) * sigma for sigma in (2.5, 8.0, 30.0))
    path = folder / "still.png"
    cv2.imwrite(str(path), cv2.normalize(soft, None, 20, 235, cv2.NORM_MINMAX, cv2.CV_8U))
    return path


def by_studio(still: Path, folder: Path) -> Made:
    shot = Shot(FRAMES, (Layer(still, 1.0),), OVERSCAN, PUSH)
    out = folder / "studio.mp4"
    began = _cpu_s()
    moving = ShotPicture(shot, WIDTH, HEIGHT)
    corners = np.array([moving.frame(number)[CORNER] for number in range(FRAMES)])
    drawn = _cpu_s()
    render_shot(ShotPlan(WIDTH, HEIGHT, Rate(FPS), shot), out)
    return Made(drawn - began, _cpu_s() - drawn, out, corners)


def by_moviepy(still: Path, folder: Path) -> Made:
    out, corners = folder / "moviepy.mp4", folder / "moviepy.npy"
    task = {
        "still": str(still), "out": str(out), "corners": str(corners), "corner": (TOP, LEFT, SIDE),
        "width": WIDTH, "height": HEIGHT, "fps": FPS, "frames": FRAMES, "amount": PUSH.amount,
        "preset": PRESET, "crf": CRF,
    }  # fmt: skip
    command = [str(PEERS), str(Path(__file__).with_name("peer_moviepy.py")), json.dumps(task)]
    times = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return Made(times["frames_s"], times["film_s"], out, np.load(corners))


def by_zoompan(still: Path, folder: Path) -> Made:
    zoom = f"zoompan=z='{1 + 2 * OVERSCAN}*(1+{PUSH.amount}*on/{FRAMES})':x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)'"
    graph = f"{zoom}:d={FRAMES}:s={WIDTH}x{HEIGHT}:fps={FPS},format=yuv420p"
    out, corners = folder / "zoompan.mp4", folder / "zoompan.gray"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(still), "-frames:v", str(FRAMES)]
    began = _cpu_s()
    subprocess.run([*command, "-vf", graph, "-f", "null", "-"], check=True)
    drawn = _cpu_s()
    subprocess.run([*command, "-vf", graph, "-c:v", "libx264", "-preset", PRESET, "-crf", CRF, str(out)], check=True)
    written = _cpu_s()
    cut = f"{graph},crop={SIDE}:{SIDE}:{LEFT}:{TOP},format=gray"
    subprocess.run([*command, "-vf", cut, "-f", "rawvideo", str(corners)], check=True)
    return Made(drawn - began, written - drawn, out, np.fromfile(corners, np.uint8).reshape(-1, SIDE, SIDE))


MAKERS: dict[str, Callable[[Path, Path], Made]] = {
    "studio": by_studio,
    "MoviePy": by_moviepy,
    "ffmpeg zoompan": by_zoompan,
}


def ideal(still: Path) -> np.ndarray:
    """The corners of a push without rounding, by a fifth-order spline in floating point."""
    gray = cv2.imread(str(still), cv2.IMREAD_GRAYSCALE)
    size = gray.shape[1], gray.shape[0]
    spline = spline_filter(gray[: HEIGHT // 2, : WIDTH // 2].astype(np.float64), order=5)
    y, x = np.mgrid[CORNER].astype(np.float64)
    corners = []
    for number in range(FRAMES):
        where = placement(PUSH, 1.0, progress(number, FRAMES), WIDTH, HEIGHT, OVERSCAN)
        (step, _, x0), (_, _, y0) = inverse_matrix(where, (WIDTH, HEIGHT), size, OVERSCAN)
        corners.append(map_coordinates(spline, [step * y + y0, step * x + x0], order=5, prefilter=False))
    return np.array(corners)


def decoded(film: Path) -> np.ndarray:
    with av.open(str(film)) as file:
        return np.array([frame.to_ndarray(format="gray")[CORNER] for frame in file.decode(video=0)])


def step_between(before: np.ndarray, after: np.ndarray, window: np.ndarray) -> np.ndarray:
    """By how many pixels (x, y) the picture moved: least squares over the window, refined until it rests."""
    shift = np.zeros(2)
    down, across = np.gradient(before)
    slopes = np.array([across, down])
    normal = np.einsum("ayx,byx,yx->ab", slopes, slopes, window)
    for _ in range(8):
        matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]])
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        back = cv2.warpAffine(after, matrix, after.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
        change = np.linalg.solve(normal, np.einsum("ayx,yx,yx->a", slopes, before - back, window))
        shift += change
        if np.abs(change).max() < 1e-3:
            break
    return shift


def jitter(corners: np.ndarray) -> float:
    window = np.outer(np.hanning(SIDE), np.hanning(SIDE))
    steps = np.array([step_between(a, b, window) for a, b in pairwise(corners.astype(np.float64))])
    kernel = np.ones(9) / 9
    smooth = np.column_stack([np.convolve(steps[:, axis], kernel, "valid") for axis in (0, 1)])
    return float(np.percentile(np.abs(steps[4:-4] - smooth).max(axis=1), 95))


def _cpu_s() -> float:
    """Processor time of this process and its children: what a busy neighbour does not change."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    if not PEERS.exists():
        sys.exit("MoviePy is missing: make peers")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        still = picture(folder)
        times, made = {maker: Times() for maker in MAKERS}, {}
        for _ in range(ROUNDS):
            for maker, make in MAKERS.items():
                one = made[maker] = make(still, folder)
                times[maker].frames.append(one.frames_s / FRAMES * 1000)
                times[maker].film.append(one.film_s / FRAMES * 1000)
        shakes = {maker: (jitter(one.corners), jitter(decoded(one.film))) for maker, one in made.items()}
        floor = jitter(ideal(still))
    print(f"{'':<20}{'CPU ms a frame':^22}{'jitter px':^22}{'studio is':^22}")
    print(f"{'still motion 1080p':<20}{'frames':>11}{'film':>11}{'frames':>11}{'film':>11}{'frames':>11}{'film':>11}")
    ours = median(times["studio"].frames), median(times["studio"].film)
    for maker in MAKERS:
        theirs = median(times[maker].frames), median(times[maker].film)
        ratios = [f"{a / b:.2f} x" for a, b in zip(ours, theirs, strict=True)]
        shake = "".join(f"{one:11.3f}" for one in shakes[maker])
        print(f"{maker:<20}{theirs[0]:11.1f}{theirs[1]:11.1f}{shake}{ratios[0]:>11}{ratios[1]:>11}")
    print(f"{'an ideal renderer':<20}{'':22}{floor:11.3f}")
    for maker, bar in BARS.items():
        verdict(f"film beside {maker}", ours[1] / median(times[maker].film), bar)
    for which, what in enumerate(("frames", "film")):
        verdict(
            f"jitter of {what} beside zoompan", shakes["studio"][which] / shakes["ffmpeg zoompan"][which], JITTER_BAR
        )


def verdict(what: str, ratio: float, bar: float) -> None:
    print(f"{what:<42} {ratio:.3f} x (bar {bar} x: {'kept' if ratio <= bar else 'missed'})")


if __name__ == "__main__":
    main()
