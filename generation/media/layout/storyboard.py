"""A storyboard as PDF: its frames in order, each with its picture, its shot data and what is heard over it."""

from pathlib import Path

from generation.media.layout.pages import BoardFrame, BoardSheet, Box, Document, Item, Page, Picture, Text, fitted
from generation.media.layout.pdf import write_pdf

WIDTH, HEIGHT = 841.9, 595.3  # A4, landscape
MARGIN, GUTTER, HEAD, FOOT = 36.0, 18.0, 50.0, 26.0
WORDS = 92.0  # the least height that a frame's words have under its picture
PAPER, INK, QUIET, RULE, ACCENT = "fbfaf7", "1c1d21", "6f6e69", "dddad2", "b4552d"


def write_board(sheet: BoardSheet, out: Path) -> int:
    """Writes the PDF; returns its number of pages."""
    columns, rows = grid(sheet.ratio)
    a_page = columns * rows
    groups = [sheet.frames[at : at + a_page] for at in range(0, len(sheet.frames), a_page)]
    pages = tuple(
        _page(sheet, group, columns, rows, number=number, count=len(groups))
        for number, group in enumerate(groups, start=1)
    )
    return write_pdf(Document(f"{sheet.title} — storyboard", sheet.credit, WIDTH, HEIGHT, pages), out)


def grid(ratio: float) -> tuple[int, int]:
    """Columns and rows of a page: as large as pictures of that shape can be with room for their words."""
    best = (0.0, 1, 1)
    for columns in range(2, 7):
        for rows in range(1, 4):
            width = _cell_width(columns)
            height = (HEIGHT - HEAD - FOOT - MARGIN - (rows - 1) * GUTTER) / rows
            shown = min(width, (height - WORDS) * ratio)
            area = columns * rows * shown * shown / ratio
            if columns * rows - 1 < 6 and shown > 110 and area > best[0]:
                best = (area, columns, rows)
    return best[1], best[2]


def _cell_width(columns: int) -> float:
    return (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns


def _page(
    sheet: BoardSheet, frames: tuple[BoardFrame, ...], columns: int, rows: int, *, number: int, count: int
) -> Page:
    first, last = frames[0].number, frames[-1].number
    items: list[Item] = [
        Text(MARGIN, 20, 520, sheet.title, 17, INK, "fraunces", 600),
        Text(WIDTH - MARGIN - 260, 24, 260, f"Frames {first} to {last}", 9, QUIET, align="right"),
        Box(MARGIN, HEAD - 4, WIDTH - 2 * MARGIN, 0.6, RULE),
        Text(MARGIN, HEIGHT - 24, 520, sheet.credit, 8, QUIET),
        Text(WIDTH - MARGIN - 100, HEIGHT - 24, 100, f"{number} / {count}", 8, QUIET, align="right"),
    ]
    width = _cell_width(columns)
    height = (HEIGHT - HEAD - FOOT - MARGIN / 2 - (rows - 1) * GUTTER) / rows
    for at, frame in enumerate(frames):
        x = MARGIN + at % columns * (width + GUTTER)
        y = HEAD + 8 + at // columns * (height + GUTTER / 2)
        items += _cell(frame, x, y, width, height - 8, sheet.ratio)
    return Page(PAPER, tuple(items), title=f"Frames {first} to {last}")


def _cell(frame: BoardFrame, x: float, y: float, width: float, height: float, ratio: float) -> list[Item]:
    shown = min(width, (height - WORDS) * ratio)
    picture_height = shown / ratio
    below = y + picture_height + 6
    seconds = f"{frame.duration_ms / 1000:.1f} s"
    data = f"{frame.size}  ·  {frame.angle}  ·  {frame.move}"
    items: list[Item] = [
        Picture(x, y, shown, picture_height, frame.picture, frame.action),
        Text(x, below, 30, f"{frame.number}", 13, ACCENT, "fraunces", 600, 1.1),
        fitted(Text(x + 26, below, shown - 80, frame.heading, 7.5, INK, weight=600), height=10, least=5.5),
        Text(x + shown - 54, below, 54, f"{_clock(frame.start_ms)} · {seconds}", 7, QUIET, align="right"),
        fitted(Text(x + 26, below + 10, shown - 26, data, 7.5, QUIET), height=10, least=5.5),
    ]
    room = y + height - below - 24
    action = fitted(Text(x, below + 24, shown, frame.action, 8, QUIET, leading=1.25), height=min(21, room), least=7.5)
    items.append(action)
    if frame.line:
        said = f"{frame.character.upper()}  {frame.line}"
        top = below + 24 + action.height + 3
        left = max(11.0, room - action.height - 3)
        items.append(fitted(Text(x, top, shown, said, 8.5, INK, leading=1.28), height=left, least=7))
    return items


def _clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02}"
