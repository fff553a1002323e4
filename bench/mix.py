"""The mix of a 60 s film, beside ffmpeg's `amix`, `sidechaincompress` and `loudnorm` doing the nearest to it.

Speech, music and effects are synthetic and alike for both. Ours measures, ducks ahead of the words, limits true peaks
and lays room tone; ffmpeg (the wheel `imageio-ffmpeg`) compresses the music by the speech and normalises in one pass.
CPU times stay comparable on a machine that is busy with other things.
"""

import argparse
import math
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from generation.media.mix import loudness, mix, true_peak_db
from generation.media.plan import MixPlan, Placed
from generation.media.sound import RATE, read_sound, write_wav

LINES = 12
TARGET_CPU = 1.0  # of ffmpeg's


def sounds(folder: Path, seconds: int) -> MixPlan:
    """A film's worth of sound: a line every five seconds, music throughout, an effect between the lines."""
    rng = np.random.default_rng(7)

    def noise(name: str, length: float, level: float) -> Path:
        time_s = np.arange(int(length * RATE)) / RATE
        swell = 0.3 + 0.7 * np.abs(np.sin(2 * np.pi * 1.7 * time_s))
        write_wav(folder / name, (rng.standard_normal((len(time_s), 2)) * level * swell[:, None]).clip(-1, 1))
        return folder / name

    starts = range(1000, seconds * 1000 - 4000, seconds * 1000 // LINES)
    lines = tuple(Placed(noise(f"line{at}.wav", 3.4, 0.08), at) for at in starts)
    effects = tuple(Placed(noise(f"effect{at}.wav", 0.6, 0.1), at + 3600) for at in starts)
    return MixPlan(seconds * 1000, speech=lines, music=noise("music.wav", seconds, 0.1), effects=effects)


def by_ffmpeg(plan: MixPlan, out: Path) -> None:
    """The same sounds through one filter graph."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", "-i", str(plan.music)]
    placed = (*plan.speech, *plan.effects)
    for one in placed:
        command += ["-i", str(one.path)]
    delays = [f"[{n}]adelay={one.start_ms}:all=1[d{n}]" for n, one in enumerate(placed, start=1)]
    spoken = "".join(f"[d{n}]" for n in range(1, len(plan.speech) + 1))
    others = "".join(f"[d{n}]" for n in range(len(plan.speech) + 1, len(placed) + 1))
    graph = [
        *delays,
        f"{spoken}amix={len(plan.speech)}:normalize=0,apad,asplit[speech][key]",
        "[0][key]sidechaincompress=threshold=0.02:ratio=8:attack=150:release=500[music]",
        f"{others}amix={len(plan.effects)}:normalize=0[effects]",
        "[speech][music][effects]amix=3:normalize=0,loudnorm=I=-16:TP=-1.5:LRA=11,aresample=48000[out]",
    ]
    seconds = str(plan.duration_ms / 1000)
    command += ["-filter_complex", ";".join(graph), "-map", "[out]", "-t", seconds, str(out)]
    subprocess.run(command, check=True)


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Wall clock and CPU seconds, children's included."""

    def cpu() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    wall, before = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - wall, cpu() - before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    best: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = sounds(folder, options.seconds)
        jobs: dict[str, tuple[Path, Callable[[], object]]] = {
            "studio": (folder / "ours.wav", lambda: mix(plan, folder / "ours.wav")),
            "ffmpeg": (folder / "theirs.wav", lambda: by_ffmpeg(plan, folder / "theirs.wav")),
        }
        for _ in range(options.rounds):
            for who, (_, work) in jobs.items():
                figures = measured(work)
                best[who] = min(best.get(who, (math.inf, math.inf)), figures, key=lambda pair: pair[1])
        print(f"mix of {options.seconds} s      wall s   cpu s    LUFS   true peak dB")
        for who, (path, _) in jobs.items():
            heard = read_sound(path)
            wall, cpu = best[who]
            print(f"{who:<18} {wall:8.2f} {cpu:7.2f} {loudness(heard):7.2f} {true_peak_db(heard):14.2f}")
    ratio = best["studio"][1] / best["ffmpeg"][1]
    print(f"CPU beside ffmpeg  {ratio:.2f} ×  (bar {TARGET_CPU:.1f} ×: {'kept' if ratio <= TARGET_CPU else 'missed'})")


if __name__ == "__main__":
    main()
