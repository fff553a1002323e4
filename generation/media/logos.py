"""A brand's logo: a stranger's picture, opened by a confined process alone, kept as it is seen and set into pictures.

Set small into the lower right corner, inside the title-safe margin; on a plate of its own where it would not be seen.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.media.sandbox import Limits, confined_work, refusal

MOST_BYTES = 4 << 20
MOST_PIXELS = 4096 * 4096
SHORTEST_SIDE, LONGEST_SIDE = 32, 1024  # pixels
_WIDTH, _HEIGHT, _MARGIN = 0.16, 0.10, 0.05  # of the picture's; the margin of its shorter side
_LEAST_CONTRAST = 60.0  # of 255, between what is under the logo and the logo itself
_HERE = "generation.media.logos"
_LIMITS = Limits(wall_s=20.0, cpu_s=15, rss_mb=1024)


def receive_logo(raw: Path, out: Path) -> None:
    """Write the picture `raw` (PNG, JPEG or WebP) anew as a PNG without its empty border, at most 1024 pixels long.

    Raises GenerationFailed with `reason`: `unreadable`, `too_large`, `too_big`, `too_small`, `empty`.
    """
    if raw.stat().st_size > MOST_BYTES:
        raise refusal("too_large", f"A logo may have at most {MOST_BYTES >> 20} MB.")
    confined_work(f"{_HERE}:_receive", [raw], out.parent, limits=_LIMITS, name=out.name)
    _require(out)


def stamp_logo(picture: Path, logo: Path, out: Path) -> None:
    """Write `picture` (PNG) with the logo in its corner to `out`, in another folder than both or by another name."""
    confined_work(f"{_HERE}:_stamp", [picture, logo], out.parent, limits=_LIMITS, name=out.name)
    _require(out)


def _require(out: Path) -> None:
    if not out.is_file() or out.is_symlink():
        raise refusal("unreadable", "The picture is damaged in a way that misled its reader.")


# ---------------------------------------------------------------- in the confined process


def _receive(inputs: list[Path], out: Path, *, report: Any, name: str) -> None:
    logo = _opened(inputs[0])
    box = logo.getchannel("A").point(lambda alpha: 255 if alpha > 8 else 0).getbbox()
    if box is None:
        raise refusal("empty", "The logo is transparent all over.")
    logo = logo.crop(box)
    if min(logo.size) < SHORTEST_SIDE // 2 or max(logo.size) < SHORTEST_SIDE:
        raise refusal("too_small", f"A logo must be at least {SHORTEST_SIDE} pixels long.")
    logo.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    logo.save(out / name, "PNG")


def _opened(source: Path) -> Image.Image:
    """Its size is known from its headers before anything is decoded."""
    Image.MAX_IMAGE_PIXELS = None  # ours is the cap
    try:
        with Image.open(source, formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise refusal("too_big", f"The logo has {picture.width} × {picture.height} pixels: too many.")
            return picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError):
        raise refusal("unreadable", "The logo is no PNG, JPEG or WebP picture that can be read.") from None


def _stamp(inputs: list[Path], out: Path, *, report: Any, name: str) -> None:
    with Image.open(inputs[0], formats=("PNG",)) as opened:
        picture = opened.convert("RGB")
    logo = _opened(inputs[1])
    width, height = picture.size
    scale = min(width * _WIDTH / logo.width, height * _HEIGHT / logo.height)
    logo = logo.resize([max(1, round(side * scale)) for side in logo.size], Image.Resampling.LANCZOS)
    margin = round(min(width, height) * _MARGIN)
    left, top = width - margin - logo.width, height - margin - logo.height
    under = np.asarray(picture.crop((left, top, left + logo.width, top + logo.height)), np.float32)
    if not _is_seen(np.asarray(logo, np.float32), under):
        _plate(picture, logo, left, top)
    picture.paste(logo, (left, top), logo)
    picture.save(out / name, "PNG", compress_level=5)


def _is_seen(logo: NDArray[np.float32], under: NDArray[np.float32]) -> bool:
    """Whether most of the logo stands out from what lies under it."""
    weight = logo[..., 3] / 255
    apart = np.abs(logo[..., :3] - under).max(axis=2)
    return float((apart * weight).sum() / max(1e-6, weight.sum())) >= _LEAST_CONTRAST


def _plate(picture: Image.Image, logo: Image.Image, left: int, top: int) -> None:
    """A soft plate of white or black behind the logo, whichever it stands out from."""
    from PIL import ImageDraw, ImageFilter

    seen = np.asarray(logo, np.float32)
    weight = seen[..., 3:] / 255
    mean = float((seen[..., :3] * weight).sum() / max(1e-6, 3 * weight.sum()))
    pad = round(max(logo.size) * 0.12)
    mask = Image.new("L", picture.size, 0)
    box = (left - pad, top - pad, left + logo.width + pad, top + logo.height + pad)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius=pad, fill=215)
    mask = mask.filter(ImageFilter.GaussianBlur(max(1, pad / 10)))
    picture.paste(Image.new("RGB", picture.size, (255,) * 3 if mean < 128 else (16, 16, 18)), (0, 0), mask)
