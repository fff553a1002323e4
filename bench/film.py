"""A press release to a finished film, a picture and a shot, all local: what each takes on this machine.

The film goes the whole way that a client goes, over HTTP and through the worker: `clients/demo.py`.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from generation.media.plan import Layer, Move, Rate, Shot, ShotPlan
from generation.media.shot import render_shot
from generation.providers.base import PictureRequest
from generation.providers.local.pictures import draw

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60
PICTURES = (
    "a harbour with a fishing boat",
    "an engineer at a heat pump in a factory",
    "a bakery with loaves and a baker",
)


def main() -> None:
    print(f"{'what':<44} {'seconds':>8} {'bar':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drawn, shot = [], []
        draw(PictureRequest(prompt="a lamp", width=320, height=180), folder / "warm")
        for number, prompt in enumerate(PICTURES):
            began = time.perf_counter()
            request = PictureRequest(prompt=prompt, width=1280, height=720, seed=number)
            picture = draw(request, folder / str(number))
            drawn.append(time.perf_counter() - began)
            layers = tuple(Layer(layer.path, layer.depth) for layer in picture.layers)
            plan = ShotPlan(1280, 720, Rate(25), Shot(125, layers, picture.overscan, Move("parallax", 0.05)))
            render_shot(plan, folder / f"{number}.mp4")
            shot.append(time.perf_counter() - began)
    row("720p picture, median of three", median(drawn), 2)
    row("5 s 720p shot with its picture, median of three", median(shot), 10)
    began = time.perf_counter()
    command = [sys.executable, str(ROOT / "clients" / "demo.py"), "--seconds", str(SECONDS)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    row(f"press release to {SECONDS} s film at 720p, start of studio included", time.perf_counter() - began, SECONDS)
    print(printed)


def row(what: str, seconds: float, bar: int) -> None:
    print(f"{what:<44} {seconds:8.1f} {bar:6}", flush=True)


if __name__ == "__main__":
    main()
