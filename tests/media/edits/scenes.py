"""A small film to edit: a textured wall, and a textured square that crosses it."""

from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from generation.media.plan import Rate
from tests.media.pictures import texture
from tests.media.timeline.sources import heard

WIDTH, HEIGHT, RATE = 320, 192, Rate(25)


def scene(path: Path, frames: int, *, has_thing: bool = True) -> Path:
    """`frames` of a wall; the square moves right by three pixels a frame, over its own soft ground."""
    wall = np.dstack([texture(WIDTH, HEIGHT, seed, softness=3) // 2 + 60 for seed in (1, 2, 3)])
    thing = np.dstack([texture(96, 70, seed, softness=2) for seed in (4, 5, 6)])
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=RATE.fraction, options={"preset": "veryfast", "crf": "12"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.codec_context.color_range, video.codec_context.colorspace = ColorRange.MPEG, Colorspace.ITU709
        audio = file.add_stream("aac", rate=48_000, layout="stereo", options={"aac_coder": "fast"})
        for number in range(frames):
            picture = wall.copy()
            if has_thing:
                left = 84 + 3 * number
                picture[60:130, left : left + 96] = thing
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(
                format="yuv420p", dst_colorspace="ITU709"
            )
            frame.pts = number
            file.mux(video.encode(frame))
        file.mux(video.encode(None))
        total = RATE.samples_at(frames, 48_000)
        for at in range(0, total, 1024):
            wave = np.tile(heard(at / 48_000, min(1024, total - at), 48_000), (2, 1)).astype(np.float32)
            block = av.AudioFrame.from_ndarray(np.ascontiguousarray(wave), "fltp", "stereo")
            block.sample_rate, block.pts = 48_000, at
            file.mux(audio.encode(block))
        file.mux(audio.encode(None))
    return path
