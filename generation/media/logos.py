"""A brand's logo: a stranger's picture, opened by a confined process alone, kept as it is seen and set into pictures.

Set small into a picture's lower right corner, or over a film's title, inside the title-safe margin; on a plate of its
own where it would not be seen.
"""

import io
import re
from pathlib import Path
from typing import Any

import lxml.etree
import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from generation.media.sandbox import Limits, confined_work, refusal

MOST_BYTES = 4 << 20
MOST_PIXELS = 4096 * 4096
SHORTEST_SIDE, LONGEST_SIDE = 32, 1024  # pixels
_WIDTH, _HEIGHT, _MARGIN = 0.16, 0.10, 0.05  # of the picture's; the margin of its shorter side
_FILM_WIDTH, _FILM_HEIGHT = 0.24, 0.11  # of a film's frame; it stands for seconds, among large words
_LEAST_CONTRAST = 60.0  # of 255, between what is under the logo and the logo itself
_PLATE_PAD, _PLATE_ALPHA = 0.12, 215  # of the logo's longer side; of 255
_SVG_HEAD = 4096  # bytes in which an SVG says what it is
_SVG_LEFT_OUT = ("image", "feImage", "foreignObject", "script")
_MOST_DRAWN_OUT = 16
_HERE = "generation.media.logos"
_LIMITS = Limits(wall_s=20.0, cpu_s=15, rss_mb=1024)


def receive_logo(raw: Path, out: Path) -> None:
    """Write the picture `raw` (PNG, JPEG, WebP or SVG) anew as a PNG without its empty border, of 1024 pixels at most.

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


def fit_logo(logo: Path, out: Path, frame: tuple[int, int]) -> None:
    """Write the logo (PNG) at the size at which it stands over the title of a film of `frame` (width, height)."""
    confined_work(f"{_HERE}:_fit", [logo], out.parent, limits=_LIMITS, name=out.name, frame=list(frame))
    _require(out)


def badge(fitted: Path, luma: NDArray[np.uint8], left: float, top: float) -> tuple[NDArray[np.uint8], int, int]:
    """A fitted logo for a place of a frame of that luma ([height, width], 16..235), on a plate where it needs one.

    Returns (BGRA of even sides, x, y).
    """
    with Image.open(fitted, formats=("PNG",)) as opened:
        logo = opened.convert("RGBA")
    x, y = int(left), int(top)
    grey = (luma[y : y + logo.height, x : x + logo.width, None].astype(np.float32) - 16) * (255 / 219)
    # A title's shade darkens what is under it, by half at most.
    seen = all(_is_seen(np.asarray(logo, np.float32), grey * share) for share in (1.0, 0.5))
    pad = 0 if seen else round(max(logo.size) * _PLATE_PAD)
    sides = [side + 2 * pad + (side % 2) for side in logo.size]
    ground = Image.new("RGBA", (sides[0], sides[1]), (*_plate_color(logo), 0))
    if pad:
        cover = Image.new("L", ground.size, 0)
        ImageDraw.Draw(cover).rounded_rectangle((0, 0, sides[0] - 1, sides[1] - 1), radius=pad, fill=_PLATE_ALPHA)
        ground.putalpha(cover)
    ground.alpha_composite(logo, (pad, pad))
    corner = [max(0, place - pad) // 2 * 2 for place in (x, y)]
    rgba = np.asarray(ground)
    return np.ascontiguousarray(rgba[..., (2, 1, 0, 3)]), corner[0], corner[1]


def _require(out: Path) -> None:
    if not out.is_file() or out.is_symlink():
        raise refusal("unreadable", "The picture is damaged in a way that misled its reader.")


# ---------------------------------------------------------------- in the confined process


def _receive(inputs: list[Path], out: Path, *, report: Any, name: str) -> None:
    logo = _drawn(inputs[0]) if _is_svg(inputs[0]) else _opened(inputs[0])
    box = logo.getchannel("A").point(lambda alpha: 255 if alpha > 8 else 0).getbbox()
    if box is None:
        raise refusal("empty", "The logo is transparent all over.")
    logo = logo.crop(box)
    if min(logo.size) < SHORTEST_SIDE // 2 or max(logo.size) < SHORTEST_SIDE:
        raise refusal("too_small", f"A logo must be at least {SHORTEST_SIDE} pixels long.")
    logo.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    logo.save(out / name, "PNG")


def _is_svg(source: Path) -> bool:
    with source.open("rb") as file:
        return b"<svg" in file.read(_SVG_HEAD)


def _drawn(source: Path) -> Image.Image:
    """An SVG with nothing that leads out of its file: no entities, pictures, scripts or foreign markup."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = lxml.etree.fromstring(source.read_bytes(), parser)
        if root.getroottree().docinfo.doctype or lxml.etree.QName(root).localname != "svg":
            raise ValueError
        for element in list(root.iter()):
            if not isinstance(element.tag, str) or lxml.etree.QName(element).localname in _SVG_LEFT_OUT:
                lxml.etree.strip_elements(root, element.tag, with_tail=False)
        svg = lxml.etree.tostring(root, encoding="unicode")
        across, down = _svg_sides(root)
        width, height = (LONGEST_SIDE, None) if across >= down else (None, LONGEST_SIDE)
        png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=width, height=height)
    except (lxml.etree.XMLSyntaxError, ValueError):
        raise refusal("unreadable", "The logo is no SVG that can be drawn.") from None
    with Image.open(io.BytesIO(bytes(png)), formats=("PNG",)) as picture:
        return picture.convert("RGBA")


def _svg_sides(root: Any) -> tuple[float, float]:
    """Its proportions, by the view box or else its width and height. Raises ValueError for none, or a ribbon."""
    box = [float(part) for part in re.findall(r"[\d.]+", root.get("viewBox", ""))]
    named = [
        float(part[0]) if (part := re.findall(r"[\d.]+", root.get(name, ""))) else 0.0 for name in ("width", "height")
    ]
    across, down = box[-2:] if len(box) == 4 else named
    if min(across, down) <= 0 or max(across, down) > _MOST_DRAWN_OUT * min(across, down):
        raise ValueError
    return across, down


def _fit(inputs: list[Path], out: Path, *, report: Any, name: str, frame: list[int]) -> None:
    logo = _opened(inputs[0])
    _scaled(logo, frame[0] * _FILM_WIDTH, frame[1] * _FILM_HEIGHT).save(out / name, "PNG")


def _scaled(logo: Image.Image, width: float, height: float) -> Image.Image:
    scale = min(width / logo.width, height / logo.height)
    sides = [max(1, round(side * scale)) for side in logo.size]
    return logo.resize((sides[0], sides[1]), Image.Resampling.LANCZOS)


def _opened(source: Path) -> Image.Image:
    """Its size is known from its headers before anything is decoded."""
    Image.MAX_IMAGE_PIXELS = None  # ours is the cap
    try:
        with Image.open(source, formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise refusal("too_big", f"The logo has {picture.width} × {picture.height} pixels: too many.")
            return picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError):
        raise refusal("unreadable", "The logo is no PNG, JPEG, WebP or SVG picture that can be read.") from None


def _stamp(inputs: list[Path], out: Path, *, report: Any, name: str) -> None:
    with Image.open(inputs[0], formats=("PNG",)) as opened:
        picture = opened.convert("RGB")
    logo = _opened(inputs[1])
    width, height = picture.size
    logo = _scaled(logo, width * _WIDTH, height * _HEIGHT)
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
    pad = round(max(logo.size) * _PLATE_PAD)
    mask = Image.new("L", picture.size, 0)
    box = (left - pad, top - pad, left + logo.width + pad, top + logo.height + pad)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius=pad, fill=_PLATE_ALPHA)
    mask = mask.filter(ImageFilter.GaussianBlur(max(1, pad / 10)))
    picture.paste(Image.new("RGB", picture.size, _plate_color(logo)), (0, 0), mask)


def _plate_color(logo: Image.Image) -> tuple[int, int, int]:
    """White or black, whichever the logo stands out from."""
    seen = np.asarray(logo, np.float32)
    weight = seen[..., 3:] / 255
    mean = float((seen[..., :3] * weight).sum() / max(1e-6, 3 * weight.sum()))
    return (255, 255, 255) if mean < 128 else (16, 16, 18)
