"""MoviePy's side of `bench.motion`, run by the Python of .venv-peers: prints one line of JSON.

The idiomatic recipe of MoviePy 2: a clip resized by a function of time, set into the middle of a composition. The CPU
time counts the work and ffmpeg's, as its child, but not the start of Python and the imports.
"""

import json
import os
import sys

import numpy as np
from moviepy import CompositeVideoClip, ImageClip


def film(still: str, width: int, height: int, seconds: float, amount: float) -> CompositeVideoClip:
    grown = ImageClip(still).with_duration(seconds).resized(lambda t: 1 + amount * t / seconds)
    return CompositeVideoClip([grown.with_position("center")], size=(width, height))


def cpu_s() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    task = json.loads(sys.argv[1])
    clip = film(task["still"], task["width"], task["height"], task["frames"] / task["fps"], task["amount"])
    top, left, side = task["corner"]
    corner = np.s_[top : top + side, left : left + side]
    began = cpu_s()
    corners = [frame[corner].copy() for frame in clip.iter_frames(fps=task["fps"])]
    drawn = cpu_s()
    encoder = {"codec": "libx264", "preset": task["preset"], "ffmpeg_params": ["-crf", task["crf"]]}
    clip.write_videofile(task["out"], fps=task["fps"], logger=None, **encoder)
    written = cpu_s()
    np.save(task["corners"], np.array(corners) @ [0.2126, 0.7152, 0.0722])
    print(json.dumps({"frames_s": drawn - began, "film_s": written - drawn}))


if __name__ == "__main__":
    main()
