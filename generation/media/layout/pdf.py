"""Pages as PDF, their type embedded: every face is turned from its web font into the TrueType that PDF holds."""

import functools
import io
import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont as WebFont
from PIL import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from generation.media.fonts import Family, font_file, script_runs
from generation.media.layout.pages import Bars, Box, Document, Item, Page, Picture, Ring, Text

MAX_IMAGE_SIDE = 1800  # pixels; a page of a document shows no more


def write_pdf(document: Document, out: Path) -> int:
    """Writes the document; returns how many pages it has."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.part")
    canvas = Canvas(str(unfinished), pagesize=(document.width, document.height), pageCompression=1)
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    canvas.setCreator("Studio")
    for number, page in enumerate(document.pages, start=1):
        _draw(canvas, page, document)
        if page.title:
            canvas.bookmarkPage(f"page-{number}")
            canvas.addOutlineEntry(page.title, f"page-{number}")
        canvas.showPage()
    canvas.save()
    unfinished.replace(out)
    return len(document.pages)


def _draw(canvas: Canvas, page: Page, document: Document) -> None:
    canvas.setFillColor(HexColor(f"#{page.ground}"))
    canvas.rect(0, 0, document.width, document.height, stroke=0, fill=1)
    for item in page.items:
        _draw_item(canvas, item, document.height)


def _draw_item(canvas: Canvas, item: Item, top: float) -> None:
    if isinstance(item, Text):
        _draw_text(canvas, item, top)
    elif isinstance(item, Box):
        canvas.setFillColor(HexColor(f"#{item.color}"), alpha=item.opacity)
        canvas.rect(item.x, top - item.y - item.height, item.width, item.height, stroke=0, fill=1)
        canvas.setFillAlpha(1)
    elif isinstance(item, Picture):
        _draw_picture(canvas, item, top)
    elif isinstance(item, Bars):
        _draw_bars(canvas, item, top)
    elif isinstance(item, Ring):
        _draw_ring(canvas, item, top)


def _draw_text(canvas: Canvas, text: Text, top: float) -> None:
    step = text.size * text.leading
    for number, line in enumerate(text.lines):
        width = text.face.width(line)
        x = text.x + {"left": 0.0, "center": (text.width - width) / 2, "right": text.width - width}[text.align]
        baseline = top - text.y - number * step - step / 2 - text.size * 0.35
        _draw_line(canvas, text, line, x, baseline)


def _draw_line(canvas: Canvas, text: Text, line: str, x: float, baseline: float) -> None:
    words = canvas.beginText(x, baseline)
    words.setFillColor(HexColor(f"#{text.color}"))
    words.setCharSpace(text.tracking * text.size)
    for run, script in script_runs(text.family, line):
        words.setFont(_registered(text.family, script, text.weight), text.size)
        words.textOut(run)
    canvas.drawText(words)


@functools.lru_cache(maxsize=64)
def _registered(family: Family, script: str, weight: int) -> str:
    """The name under which the PDF library knows the face."""
    name = f"{family}-{script}-{weight}"
    font = WebFont(font_file(family, script, weight))
    font.flavor = None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.ttf"
        font.save(path)
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


def _draw_picture(canvas: Canvas, picture: Picture, top: float) -> None:
    with Image.open(picture.path) as image:
        cut = cropped(image.convert("RGB"), picture.width / picture.height)
        cut.thumbnail((MAX_IMAGE_SIDE, MAX_IMAGE_SIDE))
        held = io.BytesIO()
        cut.save(held, format="JPEG", quality=88)  # which the PDF holds as it is; pixels would be ten times as large
        held.seek(0)
        y = top - picture.y - picture.height
        canvas.drawImage(ImageReader(held), picture.x, y, picture.width, picture.height)


def cropped(image: Image.Image, ratio: float) -> Image.Image:
    """The largest part of the picture, from its middle, that is `ratio` times as wide as high."""
    width, height = image.size
    if width / height > ratio:
        keep = round(height * ratio)
        return image.crop(((width - keep) // 2, 0, (width - keep) // 2 + keep, height))
    keep = round(width / ratio)
    return image.crop((0, (height - keep) // 2, width, (height - keep) // 2 + keep))


def _draw_bars(canvas: Canvas, bars: Bars, top: float) -> None:
    for item in bar_items(bars):
        _draw_item(canvas, item, top)


def bar_items(bars: Bars) -> list[Text | Box]:
    """The chart as text and boxes."""
    items: list[Text | Box] = []
    step = bars.height / len(bars.values)
    most = max(bars.values) or 1.0
    for number, (label, value, shown) in enumerate(zip(bars.labels, bars.values, bars.shown, strict=True)):
        y = bars.y + number * step
        items.append(Text(bars.x, y, bars.width, label, 14, bars.ink))
        items.append(Box(bars.x, y + 24, max(2.0, (bars.width - 150) * value / most), step * 0.36, bars.color))
        right = bars.x + (bars.width - 150) * value / most + 12
        items.append(Text(right, y + 22, 140, shown, 20, bars.ink, weight=600))
    return items


def _draw_ring(canvas: Canvas, ring: Ring, top: float) -> None:
    thick = ring.size * 0.16
    box = (
        ring.x + thick / 2,
        top - ring.y - ring.size + thick / 2,
        ring.x + ring.size - thick / 2,
        top - ring.y - thick / 2,
    )
    canvas.setLineWidth(thick)
    for color, start, extent in ((ring.rest, 90, 359.99), (ring.color, 90, -360 * ring.share)):
        canvas.setStrokeColor(HexColor(f"#{color}"))
        path = canvas.beginPath()
        path.arc(*box, startAng=start, extent=extent)
        canvas.drawPath(path, stroke=1, fill=0)
