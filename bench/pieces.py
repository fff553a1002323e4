"""A long export in pieces: two workers beside one single-threaded encoder, and what a hundred would take.

    python -m bench.pieces [--seconds N] [--height N]

The film is encoded whole by one process; then its pieces by two, and joined. Every encoder has one thread, so that
the settings, and to the bit the results, are the same. Processor time counts all processes; the clock only says
something where two cores are free.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import av
import numpy as np

from generation.media.plan import Rate
from generation.media.timeline import encode
from generation.media.timeline.index import index
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.render import PIECE_CHUNKS, chunks_of, render_chunks, render_timeline

ROOT = Path(__file__).parents[1]
RATE = Rate(25)
WORKERS = 2
STARTING_S = 2.0  # claim, process, copies of the sources
BAR_CPU = 1.1  # what splitting may cost


def source(path: Path, seconds: int, height: int) -> Path:
    """Moving gradients under film grain: neither free to encode nor hopeless."""
    width, rng = height * 16 // 9 // 2 * 2, np.random.default_rng(1)
    grain = rng.normal(0, 6, (8, height, width)).astype(np.float32)
    across = np.linspace(0, 4 * np.pi, width, dtype=np.float32)
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "16", "g": "25"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        chroma = np.full((height // 2, width), 128, np.uint8)
        for number in range(seconds * 25):
            luma = 120 + 60 * np.sin(across + number / 9)[None, :] + grain[number % 8]
            picture = np.concatenate([luma.clip(16, 235).astype(np.uint8), chroma])
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        file.mux(stream.encode(None))
    return path


def timeline_of(path: Path) -> tuple[Timeline, dict[Path, Any]]:
    known = {path: index(path)}
    frames = len(known[path].pts)
    with av.open(str(path)) as film:
        shape = film.streams.video[0]
        return Timeline(RATE, shape.width, shape.height, (Cut(path, 0, frames, Grade(contrast=0.05)),)), known


def work(path: Path, out: Path, keys: list[str]) -> None:
    """In a process of its own: the whole film, or the chunks of `keys`, or their joining."""
    encode.THREADS = 1
    timeline, known = timeline_of(path)
    if keys:
        render_chunks(timeline, out, keys, footages=known, smart=False)
    else:
        render_timeline(timeline, out, footages=known, smart=False, parts=out.parent / "parts")


def timed(*jobs: tuple[Path, Path, list[str]]) -> tuple[float, float]:
    """(processor seconds, seconds) of doing these side by side."""
    began, before = time.perf_counter(), os.times()
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.pieces", "--work", json.dumps([str(path), str(out), keys])], cwd=ROOT
        )
        for path, out, keys in jobs
    ]
    if any(process.wait() for process in running):
        raise SystemExit("a worker failed")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=240)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        path, out, keys = json.loads(options.work)
        work(Path(path), Path(out), keys)
        return 0
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as scratch:
        folder = Path(scratch)
        path = source(folder / "source.mp4", options.seconds, options.height)
        encode.THREADS = 1
        keys = list(chunks_of(*timeline_of(path), smart=False))
        pieces = [keys[at : at + PIECE_CHUNKS] for at in range(0, len(keys), PIECE_CHUNKS)]
        alone = timed((path, folder / "alone" / "film.mp4", []))
        shares = [[key for piece in pieces[number::WORKERS] for key in piece] for number in range(WORKERS)]
        parts = folder / "joined" / "parts"
        made = timed(*((path, parts, share) for share in shares if share))
        joined = timed((path, folder / "joined" / "film.mp4", []))
        same = (folder / "alone" / "film.mp4").read_bytes() == (folder / "joined" / "film.mp4").read_bytes()
    each = made[0] / len(pieces)
    cpu, wall = made[0] + joined[0], made[1] + joined[1]
    print(f"{options.seconds} s at {options.height} lines, {len(keys)} chunks in {len(pieces)} pieces")
    print(f"one encoder            {alone[0]:7.1f} s of processor {alone[1]:7.1f} s by the clock")
    print(f"{WORKERS} workers and joining  {cpu:7.1f} s of processor {wall:7.1f} s by the clock")
    print(f"of that joining        {joined[0]:7.1f} s of processor; a piece {each:.1f} s")
    print(f"the same film to the bit: {'yes' if same else 'NO'}; by the clock {alone[1] / wall:.2f} × as fast")
    for workers in (1, 2, 10, 100):
        rounds = math.ceil(len(pieces) / workers)
        alone_s, spread_s = alone[0], rounds * (each + STARTING_S) + joined[0]
        print(f"{workers:>4} workers with a core each: {spread_s:7.1f} s, {alone_s / spread_s:5.1f} × one encoder")
    long = 3600 / options.seconds
    for workers in (100,):
        count = math.ceil(len(pieces) * long)
        spread_s = math.ceil(count / workers) * (each + STARTING_S) + joined[0] * long
        print(f"an hour of it with {workers}: {count} pieces, {spread_s:.0f} s in place of {alone[0] * long:.0f} s")
    is_good = same and cpu <= BAR_CPU * alone[0]
    print(f"bar: the same film, and ≤ {BAR_CPU} × the processor time: {'met' if is_good else 'missed'}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
