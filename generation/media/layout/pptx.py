"""Pages as PowerPoint: real text boxes, pictures with their alternative texts, charts that can be edited, notes."""

import io
from pathlib import Path
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from generation.media.layout.pages import Bars, Box, Document, Item, Page, Picture, Ring, Text
from generation.media.layout.pdf import MAX_IMAGE_SIDE, cropped

_BLANK = 6  # the empty layout of the library's own template
# Families of the same kind that every office has, as the studio's own are not on the reader's computer. Those
# that stand for a brand's typeface are free to be installed.
_NAMES = {
    "inter": "Arial", "fraunces": "Georgia", "montserrat": "Montserrat", "lora": "Georgia",
    "playfair-display": "Playfair Display", "oswald": "Oswald", "roboto-slab": "Rockwell", "nunito": "Nunito",
    "jetbrains-mono": "Courier New", "caveat": "Caveat",
}  # fmt: skip
# What a computer without the family puts in its place: 34 is a sans serif, 18 a serif of varying width.
_SWISS, _ROMAN, _MODERN, _SCRIPT = "34", "18", "49", "66"
_PITCH = {
    "inter": _SWISS, "fraunces": _ROMAN, "montserrat": _SWISS, "lora": _ROMAN, "playfair-display": _ROMAN,
    "oswald": _SWISS, "roboto-slab": _ROMAN, "nunito": _SWISS, "jetbrains-mono": _MODERN, "caveat": _SCRIPT,
}  # fmt: skip
_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_BOLD_FROM = 600
_SPARE = 1.06  # a text box is a little wider than its longest line: other programs set type a little wider


def write_pptx(document: Document, out: Path) -> int:
    """Writes the document; returns how many slides it has."""
    out.parent.mkdir(parents=True, exist_ok=True)
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(document.width), Pt(document.height)
    deck.core_properties.title = document.title
    deck.core_properties.author = document.author
    for page in document.pages:
        _slide(deck, page)
    unfinished = out.with_name(f".{out.name}.part")
    deck.save(str(unfinished))
    unfinished.replace(out)
    return len(document.pages)


def _slide(deck: Any, page: Page) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = RGBColor.from_string(page.ground.upper())
    for item in page.items:
        _add(slide, item)
    if page.notes:
        slide.notes_slide.notes_text_frame.text = page.notes


def _add(slide: Any, item: Item) -> None:
    if isinstance(item, Text):
        _add_text(slide, item)
    elif isinstance(item, Box):
        _add_box(slide, item)
    elif isinstance(item, Picture):
        _add_picture(slide, item)
    elif isinstance(item, Bars):
        _add_bars(slide, item)
    elif isinstance(item, Ring):
        _add_ring(slide, item)


def _add_text(slide: Any, text: Text) -> None:
    extra = text.width * (_SPARE - 1)
    left = text.x - {"left": 0.0, "center": extra / 2, "right": extra}[text.align]
    shape = slide.shapes.add_textbox(Pt(left), Pt(text.y), Pt(text.width + extra), Pt(text.height))
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for number, part in enumerate(text.text.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = _ALIGN[text.align]
        paragraph.line_spacing = Pt(text.size * text.leading)
        run = paragraph.add_run()
        run.text = part
        font = run.font
        font.size, font.bold = Pt(text.size), text.weight >= _BOLD_FROM
        font.color.rgb = RGBColor.from_string(text.color.upper())
        font.name = _NAMES[text.family]
        latin = run._r.get_or_add_rPr().find(qn("a:latin"))
        latin.set("pitchFamily", _PITCH[text.family])
        if text.tracking:
            run._r.get_or_add_rPr().set("spc", str(round(text.tracking * text.size * 100)))


def _add_box(slide: Any, box: Box) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height))
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(box.color.upper())
    if box.opacity < 1:
        color = shape.fill._xPr.find(qn("a:solidFill")).find(qn("a:srgbClr"))
        alpha = color.makeelement(qn("a:alpha"), {"val": str(round(box.opacity * 100_000))})
        color.append(alpha)


def _add_picture(slide: Any, picture: Picture) -> None:
    with Image.open(picture.path) as image:
        cut = cropped(image.convert("RGB"), picture.width / picture.height)
    cut.thumbnail((MAX_IMAGE_SIDE, MAX_IMAGE_SIDE))
    held = io.BytesIO()
    cut.save(held, format="JPEG", quality=88)
    held.seek(0)
    shape = slide.shapes.add_picture(held, Pt(picture.x), Pt(picture.y), Pt(picture.width), Pt(picture.height))
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)


def _add_bars(slide: Any, bars: Bars) -> None:
    data = CategoryChartData()
    data.categories = list(reversed(bars.labels))  # the chart counts from the bottom
    data.add_series("", list(reversed(bars.values)))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Pt(bars.x), Pt(bars.y), Pt(bars.width), Pt(bars.height), data
    )
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    chart.category_axis.format.line.fill.background()
    chart.category_axis.tick_labels.font.size = Pt(14)
    chart.category_axis.tick_labels.font.color.rgb = RGBColor.from_string(bars.ink.upper())
    plot = chart.plots[0]
    plot.gap_width = 60
    series = plot.series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = RGBColor.from_string(bars.color.upper())
    for number, shown in enumerate(reversed(bars.shown)):
        label = series.points[number].data_label
        label.position = XL_LABEL_POSITION.OUTSIDE_END
        label.text_frame.text = shown
        run = label.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(16), True
        run.font.color.rgb = RGBColor.from_string(bars.ink.upper())


def _add_ring(slide: Any, ring: Ring) -> None:
    data = CategoryChartData()
    data.categories = ["share", "rest"]
    data.add_series("", [ring.share, 1 - ring.share])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.DOUGHNUT, Pt(ring.x), Pt(ring.y), Pt(ring.size), Pt(ring.size), data)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    for number, color in enumerate((ring.color, ring.rest)):
        point = chart.plots[0].series[0].points[number]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = RGBColor.from_string(color.upper())
        point.format.line.fill.background()
