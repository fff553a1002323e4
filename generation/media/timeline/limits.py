"""What a film may be so that the studio takes it, and what handling one may cost."""

from generation.media.sandbox import Limits

MOST_BYTES = 20 << 30
MOST_PIXELS = 8192 * 4352  # 8K, with the padding that encoders add
LONGEST_SIDE = 8192
SHORTEST_SIDE = 16  # as shown: less is no film to render
LONGEST_S = 4 * 3600
MOST_FRAMES = LONGEST_S * 60
FASTEST_RATE = 240
MOST_STREAMS = 16
MOST_INDEX_BYTES = 96 << 20  # of an MP4's moov box: four hours at 60 frames a second take a third of it
DEEPEST_BOX = 10
MOST_BOXES = 400_000

VIDEO_CODECS = (
    "h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "prores", "dnxhd",
    "ffv1", "libvpx", "libvpx-vp9",
)  # fmt: skip
AUDIO_CODECS = (
    "aac", "mp3", "mp3float", "mp2", "mp2float", "mp1", "ac3", "eac3", "opus", "libopus", "vorbis", "libvorbis", "flac",
    "alac", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be",
    "pcm_u8", "pcm_mulaw", "pcm_alaw", "pcm_bluray",
)  # fmt: skip


INSPECTION = Limits(wall_s=9.0, cpu_s=8, rss_mb=1536)


def reading(size: int) -> Limits:
    """Limits for reading all packets of a file of `size` bytes once, from a slow disk."""
    wall = 30 + size / 20e6
    return Limits(wall_s=wall, cpu_s=round(wall), rss_mb=1536, file_mb=160)


def work(seconds: float, pixels: int) -> Limits:
    """Limits for going once through a film of that length and picture size, on a machine that has other work too."""
    share = max(1.0, pixels / (1920 * 1080))
    wall = 60 + 3 * seconds * share
    return Limits(
        wall_s=wall,
        cpu_s=round(wall),
        rss_mb=1024 + round(256 * share),
        file_mb=64 + round(seconds * 0.75),  # 6 Mbit/s: three times what a proxy takes
    )
