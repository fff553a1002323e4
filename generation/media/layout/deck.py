"""A pitch deck's slides laid out: one rule for each kind of slide, for wide and for upright ones."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generation.media.fonts import Family
from generation.media.layout.pages import Bars, Box, Deck, Document, Item, Page, Picture, Ring, Slide, Text, fitted
from generation.media.layout.pdf import write_pdf
from generation.media.layout.pptx import write_pptx

SHORT_SIDE = 540.0  # points
PIXELS_A_POINT = 1.5
PAPER, INK, QUIET, RULE, NIGHT, PALE = "f8f6f1", "191b20", "75726b", "dedad1", "15171c", "c9c5bb"
ACCENT = "b4552d"
ON_NIGHT = "f6f4ef"
# How much of the slide the picture takes: of the width, or of the height of an upright one.
_SHARES = {"cover": 0.56, "ask": 0.56, "picture": 0.48, "steps": 0.36, "points": 0.36, "quote": 0.36}
_FOOT = 34.0


@dataclass(frozen=True)
class _Area:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class _Sheet:
    width: float
    height: float
    accent: str
    family: Family = "fraunces"

    @property
    def is_tall(self) -> bool:
        return self.width < self.height

    @property
    def margin(self) -> float:
        return 0.1 * SHORT_SIDE


def write_deck(deck: Deck, pptx: Path, pdf: Path | None) -> int:
    """Writes the deck as PPTX and, with `pdf`, as PDF; returns its number of slides."""
    document = lay_out(deck)
    if pdf:
        write_pdf(document, pdf)
    return write_pptx(document, pptx)


def lay_out(deck: Deck) -> Document:
    width, height = _slide_size(deck.ratio)
    sheet = _Sheet(width, height, deck.colors[0] if deck.colors else ACCENT, deck.family)
    count = len(deck.slides)
    pages = tuple(_page(slide, sheet, deck, number, count) for number, slide in enumerate(deck.slides, start=1))
    return Document(deck.title, deck.author, width, height, pages)


def picture_size(kind: str, ratio: float) -> tuple[int, int] | None:
    """Width and height in pixels of the picture that a slide of that kind has room for; None where it has none."""
    if kind not in _SHARES:
        return None
    area = _picture_area(kind, _Sheet(*_slide_size(ratio), ACCENT))
    return 2 * round(area.width * PIXELS_A_POINT / 2), 2 * round(area.height * PIXELS_A_POINT / 2)


def _slide_size(ratio: float) -> tuple[float, float]:
    return (SHORT_SIDE * ratio, SHORT_SIDE) if ratio >= 1 else (SHORT_SIDE, SHORT_SIDE / ratio)


def _picture_area(kind: str, sheet: _Sheet) -> _Area:
    share = _SHARES[kind]
    if sheet.is_tall:
        return _Area(0, 0, sheet.width, round(sheet.height * min(share, 0.46)))
    width = round(sheet.width * share)
    left = kind in ("quote", "ask")
    return _Area(0 if left else sheet.width - width, 0, width, sheet.height)


def _words_area(slide: Slide, sheet: _Sheet) -> _Area:
    """Where the words stand: beside the picture, under it on an upright slide, or all of the slide."""
    margin = sheet.margin
    whole = _Area(margin, margin, sheet.width - 2 * margin, sheet.height - 2 * margin)
    if slide.picture is None:
        return whole
    shown = _picture_area(slide.kind, sheet)
    if sheet.is_tall:
        top = shown.height + margin * 0.8
        return _Area(margin, top, whole.width, sheet.height - top - margin)
    width = sheet.width - shown.width - 1.7 * margin
    return _Area(margin * 0.85 if shown.x else shown.width + margin * 0.85, margin, width, whole.height)


def _page(slide: Slide, sheet: _Sheet, deck: Deck, number: int, count: int) -> Page:
    is_dark = slide.kind in ("cover", "ask")
    ground, quiet = (NIGHT, PALE) if is_dark else (PAPER, QUIET)
    area = _words_area(slide, sheet)
    items: list[Item] = []
    if slide.picture:
        shown = _picture_area(slide.kind, sheet)
        items.append(Picture(shown.x, shown.y, shown.width, shown.height, slide.picture, slide.alt))
    items += _KINDS[slide.kind](slide, area, sheet)
    foot = sheet.height - _FOOT
    if slide.source:
        source = Text(area.x, foot, area.width - 60, slide.source, 8.5, quiet)
        items.append(fitted(source, height=12, least=6.5))
    if number > 1:
        items.append(Text(area.x + area.width - 50, foot, 50, f"{number} / {count}", 8.5, quiet, align="right"))
    elif deck.author:
        items.append(Text(area.x, foot, area.width, deck.author, 9, quiet))
    return Page(ground, tuple(items), notes=slide.notes, title=slide.title or slide.eyebrow)


def _eyebrow(slide: Slide, area: _Area, sheet: _Sheet, *, color: str = "") -> list[Item]:
    words = Text(
        area.x, area.y, area.width, slide.eyebrow.upper(), 10.5, color or sheet.accent, weight=600, tracking=0.09
    )
    return [fitted(words, height=15, least=7)]


def _headline(slide: Slide, area: _Area, sheet: _Sheet, *, size: float, color: str = INK, height: float = 0.0) -> Text:
    words = Text(area.x, area.y + 30, area.width, slide.title, size, color, sheet.family, 600, 1.16)
    return fitted(words, height=height or area.height * 0.62, least=17)


def _cover(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    title = _headline(slide, area, sheet, size=46, color=ON_NIGHT, height=area.height * 0.5)
    top = max(area.y + area.height * 0.30, area.y + 30) if not sheet.is_tall else area.y + 48
    title = _moved(title, top)
    body = Text(area.x, title.y + title.height + 18, area.width, slide.body, 15.5, PALE, leading=1.42)
    rule = Box(area.x, title.y - 16, 46, 3, sheet.accent)
    left = area.y + area.height - body.y
    return [*_eyebrow(slide, area, sheet, color=PALE), rule, title, fitted(body, height=left, least=10)]


def _moved(text: Text, y: float) -> Text:
    return Text(**{**text.__dict__, "y": y})


def _picture(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    title = _headline(slide, area, sheet, size=27, height=area.height * (0.55 if slide.body else 0.85))
    items: list[Item] = [*_eyebrow(slide, area, sheet), title]
    if slide.body:
        top = title.y + title.height + 20
        items.append(Box(area.x, top, 46, 2, sheet.accent))
        body = Text(area.x, top + 16, area.width, slide.body, 15, QUIET, leading=1.45)
        items.append(fitted(body, height=area.y + area.height - top - 20, least=10))
    return items


def _statement(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    words = Text(area.x, area.y, area.width * 0.92, slide.title, 36, INK, sheet.family, 500, 1.24)
    words = fitted(words, height=area.height - 60, least=17)
    top = area.y + 26 + max(0.0, (area.height - 60 - words.height) / 2)
    return [*_eyebrow(slide, area, sheet), Box(area.x, top - 20, 46, 3, sheet.accent), _moved(words, top)]


def _figure(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    size = 170.0
    number = Text(area.x, area.y + 34, area.width, slide.figure, size, sheet.accent, sheet.family, 600, 1.05)
    number = fitted(number, height=size * 1.06, least=40)
    top = number.y + number.height + 14
    told = Text(area.x, top, area.width * (1 if sheet.is_tall else 0.78), slide.title, 21, INK, leading=1.4)
    return [*_eyebrow(slide, area, sheet), number, fitted(told, height=area.y + area.height - top, least=11)]


def _steps(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    items: list[Item] = [*_eyebrow(slide, area, sheet)]
    top, room = area.y + 38, area.height - 44
    step = room / max(len(slide.points), 1)
    for number, (figure, words) in enumerate(slide.points):
        y = top + number * step
        items.append(Box(area.x, y, area.width, 0.8, RULE))
        items.append(Text(area.x, y + 12, 40, figure, 26, sheet.accent, sheet.family, 600, 1.1))
        told = Text(area.x + 46, y + 14, area.width - 46, words, 16, INK, leading=1.4)
        items.append(fitted(told, height=step - 22, least=9.5))
    return items


def _quote(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    name_height = 50.0
    words = Text(area.x, area.y, area.width, f"“{slide.title.strip('“”')}”", 33, INK, sheet.family, 500, 1.26)
    words = fitted(words, height=area.height - name_height - 40, least=15)
    top = area.y + 26 + max(0.0, (area.height - name_height - 40 - words.height) / 2)
    under = top + words.height + 18
    role = Text(area.x, under + 21, area.width, slide.role, 12, QUIET, leading=1.3)
    return [
        *_eyebrow(slide, area, sheet),
        _moved(words, top),
        Text(area.x, under, area.width, slide.who, 15, INK, weight=600),
        *([fitted(role, height=32, least=9)] if slide.role else []),
    ]


def _chart(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    title = _headline(slide, area, sheet, size=26, height=72)
    top = title.y + title.height + 20
    labels = tuple(label for _, label in slide.points)
    shown = tuple(figure for figure, _ in slide.points)
    height = min(area.y + area.height - top, 70.0 * len(slide.values))
    bars = Bars(area.x, top, area.width, height, labels, slide.values, shown, sheet.accent, INK)
    return [*_eyebrow(slide, area, sheet), title, bars]


def _share(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    size = min(area.width * (0.6 if sheet.is_tall else 0.34), area.height * 0.72)
    x = area.x + ((area.width - size) / 2 if sheet.is_tall else 0)
    y = area.y + 34 if sheet.is_tall else area.y + (area.height - size) / 2 + 8
    inside = Text(x, y + size / 2 - size * 0.12, size, slide.figure, size * 0.2, INK, sheet.family, 600, 1.2, "center")
    left = area.x if sheet.is_tall else area.x + size + 0.9 * sheet.margin
    width = area.width if sheet.is_tall else area.width - size - 0.9 * sheet.margin
    top = y + size + 26 if sheet.is_tall else area.y + 34
    told = Text(left, top, width, slide.title, 23, INK, sheet.family, 500, 1.34)
    told = fitted(told, height=area.y + area.height - top, least=12)
    if not sheet.is_tall:
        told = _moved(told, max(top, y + (size - told.height) / 2))
    ring = Ring(x, y, size, slide.values[0], sheet.accent, RULE)
    return [*_eyebrow(slide, area, sheet), ring, inside, told]


def _glance(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    items: list[Item] = [*_eyebrow(slide, area, sheet)]
    columns = 1 if sheet.is_tall else 2
    rows = -(-len(slide.points) // columns)
    gap = 36.0
    width, step = (area.width - (columns - 1) * gap) / columns, (area.height - 36) / rows
    for number, (figure, label) in enumerate(slide.points):
        x, y = area.x + number % columns * (width + gap), area.y + 38 + number // columns * step
        items.append(Box(x, y, width, 0.8, RULE))
        shown = fitted(Text(x, y + 14, width, figure, 60, sheet.accent, sheet.family, 600, 1.1), height=67, least=24)
        told = Text(x, y + 18 + shown.height, width, label, 15, INK, leading=1.35)
        items += [shown, fitted(told, height=max(20.0, step - shown.height - 26), least=9.5)]
    return items


def _points(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    title = _headline(slide, area, sheet, size=30, height=76)
    items: list[Item] = [*_eyebrow(slide, area, sheet), title]
    top = title.y + title.height + 22
    room = (area.y + area.height - top) / max(len(slide.points), 1)
    for _, words in slide.points:
        told = fitted(
            Text(area.x + 18, top, area.width - 18, words, 17, INK, leading=1.42), height=room - 16, least=9.5
        )
        items += [Box(area.x, top + 2, 3, told.height - 4, sheet.accent), told]
        top += told.height + 30
    return items


def _ask(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    return _cover(slide, area, sheet)


def _sources(slide: Slide, area: _Area, sheet: _Sheet) -> list[Item]:
    title = _headline(slide, area, sheet, size=28, height=70)
    items: list[Item] = [*_eyebrow(slide, area, sheet), title]
    y = title.y + title.height + 22
    bottom = area.y + area.height
    groups = {"Source": "Read for it", "Open": "What they leave open"}
    for kind, heading in groups.items():
        told = [words for tag, words in slide.points if tag == kind]
        if not told or y > bottom - 34:
            continue
        items.append(Text(area.x, y, area.width, heading, 11, QUIET, weight=600))
        y += 20
        for words in told:
            one = fitted(Text(area.x, y, area.width, words, 14, INK, leading=1.38), height=42, least=10)
            if y + one.height > bottom:
                break
            items.append(one)
            y += one.height + 6
        y += 12
    return items


_KINDS: dict[str, Callable[[Slide, _Area, _Sheet], list[Item]]] = {
    "cover": _cover,
    "picture": _picture,
    "statement": _statement,
    "figure": _figure,
    "steps": _steps,
    "quote": _quote,
    "chart": _chart,
    "share": _share,
    "glance": _glance,
    "points": _points,
    "ask": _ask,
    "sources": _sources,
}
