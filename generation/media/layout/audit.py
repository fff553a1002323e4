"""A page's audit as a PDF: the score, the four sections with what was seen, what to do first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generation.media.layout.pages import Box, Document, Item, Page, Text
from generation.media.layout.pdf import write_pdf

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 54.0  # A4 in points
INK, PAPER, SOFT, GOOD, BAD = "16181d", "faf8f4", "6b7079", "2f7d57", "b3432f"
_NAMES = {"message": "Message", "offer": "Offer", "proof": "Proof", "callToAction": "Call to action"}


def write_audit(report: dict[str, Any], out: Path) -> int:
    """Writes the report; returns how many pages it has."""
    pages = [_cover(report)]
    pages += [Page(ground=PAPER, items=tuple(items), title=title) for title, items in _sections(report)]
    return write_pdf(
        Document(width=WIDTH, height=HEIGHT, pages=tuple(pages), title=f"Audit of {report['url']}", author="Studio"),
        out,
    )


def _cover(report: dict[str, Any]) -> Page:
    room = WIDTH - 2 * MARGIN
    tone = _tone(report["score"])
    items: list[Item] = [Text(MARGIN, 60, room, "PAGE AUDIT", 10, SOFT, weight=600, tracking=0.12)]
    title = Text(
        MARGIN, 84, room, report["title"] or report["url"], 26, INK, family="fraunces", weight=600, leading=1.15
    )
    items += [title, Text(MARGIN, 92 + title.height, room, report["url"], 10, SOFT)]
    items.append(Text(MARGIN, 190, 200, str(report["score"]), 84, tone, family="fraunces", weight=600))
    items.append(Text(MARGIN, 296, 200, "of 100", 12, SOFT))
    for number, section in enumerate(report["sections"]):
        row = 206 + number * 32
        items.append(Text(270, row, 140, _NAMES[section["section"]], 12, INK, weight=500))
        items.append(Box(390, row + 4, 130, 8, "e3ded3"))
        items.append(Box(390, row + 4, max(1.3 * section["score"], 1), 8, _tone(section["score"])))
        items.append(Text(525, row, 30, str(section["score"]), 11, INK, align="right"))
    items.append(Text(MARGIN, 364, room, "What to do first", 16, INK, family="fraunces", weight=600))
    y = 396.0
    for number, entry in enumerate(report["priorities"], start=1):
        items.append(Text(MARGIN, y, 22, f"{number}", 14, BAD, family="fraunces", weight=600))
        advice = Text(MARGIN + 26, y, room - 26, entry["advice"], 12, INK, weight=500)
        seen = Text(MARGIN + 26, y + advice.height + 2, room - 26, f"Seen: {entry['seen']}", 9.5, SOFT)
        items += [advice, seen]
        y += advice.height + seen.height + 16
    if report.get("rewrites"):
        items += _rewrites(report["rewrites"], y + 6, room)
    return Page(ground=PAPER, items=tuple(items), title="Overview")


def _rewrites(rewrites: dict[str, Any], y: float, room: float) -> list[Item]:
    items: list[Item] = [Text(MARGIN, y, room, "Worth a try", 16, INK, family="fraunces", weight=600)]
    y += 30
    for name, told in (("Heading", rewrites["headline"]), ("Call", rewrites["callToAction"])):
        items.append(Text(MARGIN, y, 60, name, 10, SOFT, weight=600))
        lines = Text(MARGIN + 66, y, room - 66, "\n".join(f"“{line}”" for line in told["try"]), 11, INK)
        items.append(lines)
        y += lines.height + 12
    return items


def _sections(report: dict[str, Any]) -> list[tuple[str, list[Item]]]:
    """Two sections a page, each check with a mark, what was seen, and advice where it failed."""
    pages: list[tuple[str, list[Item]]] = []
    for pair in (report["sections"][:2], report["sections"][2:]):
        items: list[Item] = []
        y = 60.0
        for section in pair:
            y = _section(items, section, y)
        pages.append((" · ".join(_NAMES[section["section"]] for section in pair), items))
    return pages


def _section(items: list[Item], section: dict[str, Any], y: float) -> float:
    room = WIDTH - 2 * MARGIN
    items.append(Text(MARGIN, y, room - 60, _NAMES[section["section"]], 20, INK, family="fraunces", weight=600))
    items.append(
        Text(WIDTH - MARGIN - 60, y + 2, 60, str(section["score"]), 18, _tone(section["score"]), family="fraunces",
             weight=600, align="right")
    )  # fmt: skip
    y += 38
    for check in section["checks"]:
        y = _check(items, check, y, room)
    return y + 22


def _check(items: list[Item], check: dict[str, Any], y: float, room: float) -> float:
    color = GOOD if check["passed"] else BAD
    items.append(Box(MARGIN, y + 4, 9, 9, color))
    texts: Sequence[tuple[str, float, str, int]] = (
        (check["asks"], 12, INK, 500),
        (f"Seen: {check['seen']}", 9.5, SOFT, 400),
        *(((check["advice"], 10.5, BAD, 400),) if check["advice"] else ()),
    )
    for words, size, tone, weight in texts:
        text = Text(MARGIN + 22, y, room - 22, words, size, tone, weight=weight)
        items.append(text)
        y += text.height + 1
    return y + 9


def _tone(score: int) -> str:
    return GOOD if score >= 70 else "b07a2a" if score >= 40 else BAD
