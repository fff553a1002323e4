"""What a script with MoviePy 2 does for `bench.export`; runs in the peers' own virtual environment."""

import json
import sys

from moviepy import VideoFileClip, concatenate_videoclips

source, segments, gop, _ = json.loads(sys.argv[1])
clip = VideoFileClip(source)
film = concatenate_videoclips([clip.subclipped(start, end) for start, end, _ in segments])
film.write_videofile(
    sys.argv[2],
    codec="libx264",
    preset="veryfast",
    audio_codec="aac",
    audio_bitrate="192k",
    ffmpeg_params=["-crf", "18", "-g", "25", "-keyint_min", "25", "-sc_threshold", "0"],
    logger=None,
)
