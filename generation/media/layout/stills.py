"""Pictures as documents and pages need them."""

from pathlib import Path

from PIL import Image

QUALITY = 88  # of 100


def as_jpeg(picture: Path, out: Path) -> Path:
    """Writes the picture as a JPEG of the same size."""
    with Image.open(picture) as image:
        image.convert("RGB").save(out, format="JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out
