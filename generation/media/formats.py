"""Opening media files, by content and from a fixed list of formats."""

from pathlib import Path

import av
from av.container import InputContainer

from wire.errors import GenerationFailed

# A file that says it is a playlist could make the reader open other files: only plain containers are read.
WHITELIST = "mov,mp4,m4a,matroska,webm,avi,mpegts,wav,w64,mp3,flac,ogg,aac,aiff,caf,png_pipe,jpeg_pipe,webp_pipe"


def opened(path: Path) -> InputContainer:
    """An open container; use it in a `with`. Raises GenerationFailed when it is none of the formats read here."""
    if not Path(path).is_file():
        raise GenerationFailed(f"There is no file {Path(path).name}.")
    try:
        return av.open(str(path), options={"format_whitelist": WHITELIST, "protocol_whitelist": "file"})
    except av.error.FFmpegError as error:
        raise GenerationFailed(f"{Path(path).name} cannot be read as sound or film ({error.strerror}).") from error
