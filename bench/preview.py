"""Previews beside ffmpeg: one frame at random times of a minute at 1080p, and a strip of sixty frames.

One run, the same source for all, in turn: this studio with a proxy and without, ffmpeg called for each frame (and, for
honesty, ffmpeg called once with its fps filter for the whole strip). Medians of wall time, and processor time beside
them: a busy machine changes the first more than the second.
"""

import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median

import av
import cv2
import imageio_ffmpeg
import numpy as np

from generation.media.child import Maker
from generation.media.plan import Rate
from generation.media.timeline.ingest import inspect, make_index, make_proxy
from generation.media.timeline.model import Cut, Timeline

WIDTH, HEIGHT, FPS, SECONDS, GOP = 1920, 1080, 25, 60, 25
TIMES, STRIP, ROUNDS = 50, 60, 3
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
BARS = {"frame, proxy": 0.02, "frame, source": 0.7, "strip, proxy": 0.05}


def film(folder: Path) -> Path:
    """A minute of a detailed picture that the camera pans over, with the grain of a lens in the dark."""
    rng = np.random.default_rng(1)
    noise = rng.standard_normal((HEIGHT + 200, WIDTH + 600, 3)).astype(np.float32)
    soft = sum(cv2.GaussianBlur(noise, (0, 0), sigma) * sigma for sigma in (2.5, 8.0, 30.0))
    wall = cv2.normalize(soft, None, 20, 235, cv2.NORM_MINMAX, cv2.CV_8U)
    path = folder / "source.mp4"
    params = f"keyint={GOP}:min-keyint={GOP}:scenecut=0"
    with av.open(str(path), "w") as file:
        stream = file.add_stream(
            "libx264", rate=FPS, options={"preset": "veryfast", "crf": "20", "x264-params": params}
        )
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(SECONDS * FPS):
            left, top = round(300 + 290 * np.sin(number / 90)), round(100 + 95 * np.sin(number / 70))
            picture = np.ascontiguousarray(wall[top : top + HEIGHT, left : left + WIDTH])
            cv2.putText(picture, str(number), (80, 160), 0, 4, (255, 255, 255), 8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        file.mux(stream.encode(None))
    return path


@dataclass
class Row:
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, work: Callable[[], object], child: int | None = None) -> None:
        """Times a call; `child` is the process that does the work, if it is not one that ends with it."""
        cpu, began = _cpu_s(child), time.perf_counter()
        work()
        self.wall.append(time.perf_counter() - began)
        self.cpu.append(_cpu_s(child) - cpu)


def _cpu_s(child: int | None) -> float:
    used = os.times()
    total = used.user + used.system + used.children_user + used.children_system
    if child is not None:
        ticks = Path(f"/proc/{child}/stat").read_text().rsplit(") ", 1)[1].split()
        total += (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
    return total


class Studio:
    """The warm process that answers for previews."""

    def __init__(self, source: Path, proxy: Path, index: Path, folder: Path) -> None:
        self._maker = Maker()
        self._source, self._folder, self._names = source, folder / "studio", count()
        self._folder.mkdir()
        self._proxies, self._indexes = {source: proxy}, {source: index}
        self._timeline = Timeline(Rate(FPS), WIDTH, HEIGHT, (Cut(source, 0, SECONDS * FPS),))
        self.pid: int = self._maker.call("os:getpid")

    def _fresh(self, suffix: str = "") -> Path:
        """A new name, as in the studio: ext4 writes a file to the disk at once when it takes another's place."""
        return self._folder / f"{next(self._names)}{suffix}"

    def frame(self, number: int, *, with_proxy: bool) -> None:
        self._maker.call(
            "generation.media.timeline.preview:still",
            self._timeline,
            number,
            self._fresh(".jpg"),
            proxies=self._proxies if with_proxy else {},
            indexes=self._indexes,
        )

    def strip(self, numbers: list[int], *, with_proxy: bool) -> None:
        self._maker.call(
            "generation.media.timeline.preview:strip",
            self._timeline,
            numbers,
            self._fresh(),
            width=320,
            proxies=self._proxies if with_proxy else {},
            indexes=self._indexes,
        )

    def close(self) -> None:
        self._maker.kill()


def by_ffmpeg(source: Path, number: int, out: Path, *, width: int | None = None) -> None:
    out.unlink(missing_ok=True)
    command = [FFMPEG, "-v", "error", "-ss", f"{number / FPS:.3f}", "-i", str(source), "-frames:v", "1"]
    command += ["-vf", f"scale={width}:-2"] if width else []
    subprocess.run([*command, "-q:v", "3", str(out)], check=True)


def by_one_ffmpeg(source: Path, folder: Path) -> None:
    graph = f"fps={STRIP}/{SECONDS},scale=320:-2"
    subprocess.run([FFMPEG, "-v", "error", "-y", "-i", str(source), "-vf", graph, str(folder / "%03d.jpg")], check=True)


def measured(source: Path, folder: Path) -> dict[str, Row]:
    found = inspect(source)
    index = make_index(source, folder, found)
    made = make_proxy(source, index, folder, rate=Rate(FPS))
    studio = Studio(source, made.proxy, index, folder)
    rows = {name: Row() for name in ("frame, proxy", "frame, source", "frame, ffmpeg", "strip, proxy", "strip, source",
                                     "strip, ffmpeg × 60", "strip, ffmpeg once")}  # fmt: skip
    chosen = random.Random(7).sample(range(SECONDS * FPS), TIMES)
    spread = [round(n * (SECONDS * FPS - 1) / (STRIP - 1)) for n in range(STRIP)]
    try:
        for with_proxy in (True, False):
            studio.frame(0, with_proxy=with_proxy)
        for number in chosen:
            rows["frame, proxy"].take(lambda n=number: studio.frame(n, with_proxy=True), studio.pid)  # type: ignore[misc]
            rows["frame, source"].take(lambda n=number: studio.frame(n, with_proxy=False), studio.pid)  # type: ignore[misc]
            rows["frame, ffmpeg"].take(lambda n=number: by_ffmpeg(source, n, folder / "peer.jpg"))  # type: ignore[misc]
        for _ in range(ROUNDS):
            rows["strip, proxy"].take(lambda: studio.strip(spread, with_proxy=True), studio.pid)
            rows["strip, source"].take(lambda: studio.strip(spread, with_proxy=False), studio.pid)
            rows["strip, ffmpeg once"].take(lambda: by_one_ffmpeg(source, folder))
            rows["strip, ffmpeg × 60"].take(
                lambda: [by_ffmpeg(source, n, folder / "peer.jpg", width=320) for n in spread]
            )
    finally:
        studio.close()
    return rows


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = measured(film(folder), folder)
    print(f"{'60 s at 1080p, key frames each second':<38} {'ms':>9} {'CPU ms':>9} {'of ffmpeg':>10} {'bar':>6}")
    for name, row in rows.items():
        peer = rows["frame, ffmpeg" if name.startswith("frame") else "strip, ffmpeg × 60"]
        share = median(row.wall) / median(peer.wall)
        bar = f"{BARS[name]:6.2f}" if name in BARS else ""
        cpu = sum(row.cpu) / len(row.cpu) * 1000  # the kernel counts in ticks of 10 ms: only the mean says something
        print(f"{name:<38} {median(row.wall) * 1000:9.1f} {cpu:9.1f} {share:9.3f} x {bar}")


if __name__ == "__main__":
    main()
