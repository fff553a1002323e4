"""A still in motion at 1080p: this studio's renderer beside MoviePy and ffmpeg's zoompan, in time and in jitter.

One run: every maker renders the same 5 s push over the same picture, in turn, several times; medians of the CPU time a
frame and ratios are printed. Jitter is how far each decoded frame lies from the smooth path through its neighbours, in
pixels.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

import av
import cv2
import imageio_ffmpeg
import numpy as np
from moviepy.editor import ImageClip, VideoClip

from generation.media.plan import Layer, Move, Rate, Shot, ShotPlan
from generation.media.shot import render_shot

WIDTH, HEIGHT, FPS, FRAMES, OVERSCAN, AMOUNT = 1920, 1080, 25, 125, 0.08, 0.06
ROUNDS = 3


def picture(folder: Path) -> Path:
    """A detailed still with the overscan of a layer."""
    size = round(HEIGHT * (1 + 2 * OVERSCAN)), round(WIDTH * (1 + 2 * OVERSCAN))
    noise = np.random.default_rng(1).standard_normal((*size, 3)).astype(np.float32)
    soft = sum(cv2.GaussianBlur(noise, (0, 0), sigma) * sigma for sigma in (2.5, 8.0, 30.0))
    path = folder / "still.png"
    cv2.imwrite(str(path), cv2.normalize(soft, None, 20, 235, cv2.NORM_MINMAX, cv2.CV_8U))
    return path


def by_studio(still: Path, out: Path) -> None:
    shot = Shot(FRAMES, (Layer(still, 1.0),), OVERSCAN, Move("push", AMOUNT))
    render_shot(ShotPlan(WIDTH, HEIGHT, Rate(FPS), shot), out)


def by_moviepy(still: Path, out: Path) -> None:
    """The usual recipe: resize the clip by a function of time, crop to the frame."""
    clip = ImageClip(str(still)).set_duration(FRAMES / FPS)
    grown = clip.resize(lambda t: 1 + AMOUNT * t * FPS / FRAMES)

    def frame(t: float) -> np.ndarray:
        whole = grown.get_frame(t)
        top, left = (whole.shape[0] - HEIGHT) // 2, (whole.shape[1] - WIDTH) // 2
        return whole[top : top + HEIGHT, left : left + WIDTH]

    VideoClip(frame, duration=FRAMES / FPS).write_videofile(
        str(out), fps=FPS, codec="libx264", preset="veryfast", ffmpeg_params=["-crf", "18"], logger=None
    )


def by_zoompan(still: Path, out: Path) -> None:
    zoom = f"zoompan=z='1+{AMOUNT}*on/{FRAMES}':x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)'"
    graph = f"{zoom}:d={FRAMES}:s={WIDTH}x{HEIGHT}:fps={FPS},format=yuv420p"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(still), "-vf", graph]
    command += ["-frames:v", str(FRAMES), "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", str(out)]
    subprocess.run(command, check=True)


MAKERS: dict[str, Callable[[Path, Path], None]] = {
    "studio": by_studio,
    "MoviePy": by_moviepy,
    "ffmpeg zoompan": by_zoompan,
}


def jitter(film: Path) -> float:
    """The 95th percentile, in pixels, of how far a corner's step from frame to frame leaves the steps around it."""
    with av.open(str(film)) as file:
        corner = [f.to_ndarray(format="gray")[80:336, 100:356].astype(np.float64) for f in file.decode(video=0)]
    window = np.outer(np.hanning(256), np.hanning(256))
    steps = np.array([cv2.phaseCorrelate(a, b, window)[0] for a, b in pairwise(corner)])
    kernel = np.ones(9) / 9
    smooth = np.column_stack([np.convolve(steps[:, axis], kernel, "valid") for axis in (0, 1)])
    return float(np.percentile(np.abs(steps[4:-4] - smooth).max(axis=1), 95))


def _cpu_s() -> float:
    """Processor time of this process and its children: what a busy neighbour does not change."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        still = picture(folder)
        times: dict[str, list[float]] = {maker: [] for maker in MAKERS}
        for _ in range(ROUNDS):
            for maker, make in MAKERS.items():
                began = _cpu_s()
                make(still, folder / f"{maker}.mp4")
                times[maker].append((_cpu_s() - began) / FRAMES * 1000)
        studio = median(times["studio"])
        print(f"{'still motion 1080p':<18} {'CPU ms':>10} {'jitter px':>10} {'studio is':>10}")
        for maker in MAKERS:
            middle = median(times[maker])
            print(f"{maker:<18} {middle:10.1f} {jitter(folder / f'{maker}.mp4'):10.3f} {studio / middle:9.2f} x")


if __name__ == "__main__":
    main()
