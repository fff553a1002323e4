"""Exports at 1080p: this studio's engine beside ffmpeg, MoviePy and melt, in processor time and peak memory.

One run: every maker renders the same cuts of the same source with the same encoder settings, in turn, several times.
Three films: everything encoded again; a tenth or so touched in a source of 1 s GOPs; the same in one of 250 frames.
ffmpeg gets one seeked input a segment and the concat filter. Processor time includes children; memory is the largest
sum of a process and its children, looked at every 10 ms.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median

import av
import cv2
import imageio_ffmpeg
import numpy as np

from generation.media.footprint import resident_mb
from generation.media.plan import Rate
from generation.media.timeline.encode import Coding, new_encoder
from generation.media.timeline.fit import BT709, Frame
from generation.media.timeline.index import index
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.plan import plan_render
from generation.media.timeline.render import render_timeline

WIDTH, HEIGHT, FPS, SECONDS = 1920, 1080, 25, 30
GRAIN = 3  # of 255: what a camera adds; each step up costs x264 more, and every maker the same
ROUNDS = int(os.environ.get("ROUNDS", "3"))
PEERS = Path(os.environ.get("STUDIO_PEERS", Path(__file__).resolve().parent.parent / ".venv-peers"), "bin", "python")
# Seconds of the source, most off its key pictures; the last is graded where the film is to be touched there.
SEGMENTS = ((0.0, 8.0), (9.32, 17.0), (18.6, 27.2), (27.52, 29.6))
FAR_OFF = ((0.0, 8.0), (7.0, 16.0), (16.6, 25.0), (27.52, 29.6))  # the same, seconds off the keys of long GOPs
GRADE = Grade(brightness=0.1, saturation=0.15)
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


@dataclass(frozen=True)
class Job:
    """`segments` (start, end, graded) in seconds of `source`; `smart` is for the studio alone."""

    source: Path
    segments: tuple[tuple[float, float, bool], ...]
    gop: int
    smart: bool

    def written(self) -> str:
        return json.dumps([str(self.source), self.segments, self.gop, self.smart])


def source_film(path: Path, gop: int, *, grain: int = GRAIN, seconds: int = SECONDS) -> Path:
    """A detailed scene with a moving camera, film grain and sound."""
    random = np.random.default_rng(1)
    size = HEIGHT + 160, WIDTH + 480
    noise = random.standard_normal(size).astype(np.float32)
    soft = sum(cv2.GaussianBlur(noise, (0, 0), sigma) * sigma for sigma in (2.0, 7.0, 30.0))
    scene = cv2.normalize(soft, None, 40, 210, cv2.NORM_MINMAX, cv2.CV_8U)
    chroma = [cv2.resize(cv2.GaussianBlur(scene, (0, 0), 20 + 9 * n), None, fx=0.5, fy=0.5) for n in range(2)]
    noises = [random.integers(-grain, grain + 1, (HEIGHT, WIDTH), np.int8) for _ in range(5)]
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.options = {
            "preset": "veryfast",
            "crf": "20",
            "x264-params": f"keyint={gop}:min-keyint={gop}:scenecut=0",
        }
        audio = file.add_stream("aac", rate=48_000, layout="stereo")
        for number in range(FPS * seconds):
            left, top = round(240 + 236 * np.sin(number / 90)), round(80 + 78 * np.sin(number / 140))
            left, top = left // 2 * 2, top // 2 * 2
            frame = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
            frame[:HEIGHT] = scene[top : top + HEIGHT, left : left + WIDTH] + noises[number % 5].view(np.uint8)
            planes = frame[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2)
            for plane, whole in zip(planes, chroma, strict=True):
                plane[:] = whole[top // 2 : top // 2 + HEIGHT // 2, left // 2 : left // 2 + WIDTH // 2]
            picture = av.VideoFrame.from_ndarray(frame, format="yuv420p")
            picture.pts, picture.time_base = number, Fraction(1, FPS)
            file.mux(video.encode(picture))
            wave = random.standard_normal((2, 1920)).astype(np.float32) * 0.05
            block = av.AudioFrame.from_ndarray(wave, format="fltp", layout="stereo")
            block.sample_rate, block.pts = 48_000, number * 1920
            file.mux(audio.encode(block))
        file.mux(video.encode(None))
        file.mux(audio.encode(None))
    return path


# ---------------------------------------------------------------- the makers


def timeline_of(job: Job) -> Timeline:
    cuts = (
        Cut(job.source, round(start * FPS), round(end * FPS), GRADE if graded else None)
        for start, end, graded in job.segments
    )
    return Timeline(Rate(FPS), WIDTH, HEIGHT, tuple(cuts))


def by_studio(job: Job, out: Path) -> list[str]:
    # In one of its children, as `generation.media.child` starts them.
    single = [f"{name}=1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")]
    return ["env", *single, sys.executable, "-m", "bench.export", "studio", job.written(), str(out)]


def by_codec(job: Job, out: Path) -> list[str]:
    """What no maker can do without: the source's decoder and x264, in one process, and nothing between them."""
    return [sys.executable, "-m", "bench.export", "codec", job.written(), str(out)]


def decode_and_encode(job: Job) -> None:
    encoder = new_encoder(Coding(Frame(WIDTH, HEIGHT, BT709), Rate(FPS), job.gop))
    wanted = [n for start, end, _ in job.segments for n in range(round(start * FPS), round(end * FPS))]
    with av.open(str(job.source)) as file:
        shown = set(wanted)
        for number, picture in enumerate(file.decode(file.streams.video[0])):
            if number in shown:
                picture.pts, picture.time_base, picture.pict_type = number, Fraction(1, FPS), 0
                encoder.encode(picture)
    encoder.encode(None)


def by_ffmpeg(job: Job, out: Path) -> list[str]:
    command = [FFMPEG, "-v", "error", "-y"]
    graph = labels = ""
    for number, (start, end, graded) in enumerate(job.segments):
        command += ["-ss", f"{start:.3f}", "-t", f"{end - start:.3f}", "-i", str(job.source)]
        label = f"[{number}:v]"
        if graded:
            graph += f"{label}eq=brightness=0.06:saturation=1.15[v{number}];"
            label = f"[v{number}]"
        labels += f"{label}[{number}:a]"
    graph += f"{labels}concat=n={len(job.segments)}:v=1:a=1[v][a]"
    command += ["-filter_complex", graph, "-map", "[v]", "-map", "[a]", "-c:v", "libx264", "-preset", "veryfast"]
    command += ["-crf", "18", "-g", str(FPS), "-keyint_min", str(FPS), "-sc_threshold", "0"]
    return [*command, "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart", str(out)]


def by_moviepy(job: Job, out: Path) -> list[str]:
    return [str(PEERS), str(Path(__file__).with_name("peer_export.py")), job.written(), str(out)]


def by_melt(job: Job, out: Path) -> list[str]:
    command = ["melt", "-silent"]
    for start, end, _ in job.segments:
        command += [str(job.source), f"in={round(start * FPS)}", f"out={round(end * FPS) - 1}"]
    command += [
        "-profile",
        "atsc_1080p_25",
        "-consumer",
        f"avformat:{out}",
        "vcodec=libx264",
        "preset=veryfast",
        "crf=18",
    ]
    return [*command, f"g={FPS}", "keyint_min=25", "sc_threshold=0", "acodec=aac", "ab=192k", "real_time=-1"]


MAKERS: dict[str, Callable[[Job, Path], Sequence[str]]] = {
    "studio": by_studio,
    "ffmpeg": by_ffmpeg,
    "x264 alone": by_codec,
}
if PEERS.exists():
    MAKERS["MoviePy"] = by_moviepy
if shutil.which("melt"):
    MAKERS["melt"] = by_melt


def measured(command: Sequence[str]) -> tuple[float, float]:
    """Processor seconds and peak memory in MB of a command and all that it starts."""
    before = os.times()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0.0

    def look() -> None:
        nonlocal peak
        while process.returncode is None:
            peak = max(peak, resident_mb(process.pid))
            time.sleep(0.01)

    watch = threading.Thread(target=look)
    watch.start()
    if process.wait():
        raise SystemExit(f"{command[0]} failed")
    watch.join()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, peak


def compare(title: str, job: Job, folder: Path, makers: Sequence[str], bars: dict[str, float]) -> None:
    found: dict[str, list[tuple[float, float]]] = {maker: [] for maker in makers}
    for _ in range(ROUNDS):
        for maker in makers:
            found[maker].append(measured(MAKERS[maker](job, folder / f"{maker}.mp4")))
    plan = plan_render(timeline_of(job), {job.source: index(job.source)}, job.smart)
    share = (plan.timeline.frames - plan.copied) / plan.timeline.frames
    print(f"\n{title}: {plan.timeline.frames} frames, {share:.0%} encoded here; load {os.getloadavg()[0]:.1f}")
    print(f"{'':<10} {'CPU s':>8} {'peak MB':>8} {'studio CPU':>11} {'memory':>8} {'bar':>8}")
    cpu, memory = (median(values) for values in zip(*found["studio"], strict=True))
    for maker in makers:
        its_cpu, its_memory = (median(values) for values in zip(*found[maker], strict=True))
        bar = f"{bars[maker]:.2f} x" if maker in bars else ""
        print(
            f"{maker:<10} {its_cpu:8.2f} {its_memory:8.0f} {cpu / its_cpu:9.2f} x {memory / its_memory:6.2f} x {bar:>8}"
        )


def touched(segments: Sequence[tuple[float, float]]) -> tuple[tuple[float, float, bool], ...]:
    return tuple((start, end, (start, end) == segments[-1]) for start, end in segments)


def main() -> None:
    version = subprocess.run([FFMPEG, "-version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
    print(f"{version}; {'MoviePy: ' + str(PEERS) if 'MoviePy' in MAKERS else 'no MoviePy 2 (make peers)'}; ", end="")
    print("melt" if "melt" in MAKERS else "melt is not installed here")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = tuple((start, end, False) for start, end in SEGMENTS)
        both = ["studio", "ffmpeg"]
        short = source_film(folder / "short.mp4", FPS)
        full = {"ffmpeg": 1.1, "MoviePy": 0.55}
        clean = source_film(folder / "clean.mp4", FPS, grain=0)
        compare("full encode, no grain", Job(clean, plain, FPS, False), folder, list(MAKERS), full)
        # With grain, decoder and x264 alone take more than 0.55 of MoviePy's time: no maker can be so far ahead.
        compare("full encode, film grain", Job(short, plain, FPS, False), folder, list(MAKERS), {"ffmpeg": 1.1})
        compare("smart, 1 s GOPs", Job(short, touched(SEGMENTS), FPS, True), folder, both, {"ffmpeg": 0.25})
        long = source_film(folder / "long.mp4", 250)
        compare("smart, 250-frame GOPs", Job(long, touched(FAR_OFF), 250, True), folder, both, {"ffmpeg": 0.6})


if __name__ == "__main__":
    if sys.argv[1:2] == ["codec"]:
        source, segments, gop, smart = json.loads(sys.argv[2])
        decode_and_encode(Job(Path(source), tuple(map(tuple, segments)), gop, smart))
    elif sys.argv[1:2] == ["studio"]:
        source, segments, gop, smart = json.loads(sys.argv[2])
        job = Job(Path(source), tuple(map(tuple, segments)), gop, smart)
        result = render_timeline(timeline_of(job), Path(sys.argv[3]), smart=job.smart)
        if result.fell_back:
            sys.exit(result.fell_back)
    else:
        main()
