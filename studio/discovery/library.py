"""Everything there is to read: the documents under docs/ and the reference made from the operation table, all Markdown.

Only what is in `pages()` can be named: a path is looked up, never joined.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from studio.discovery import reference
from studio.discovery.table import FAMILIES

HOME = "quickstart"
# Where a document stands in the index; what is named nowhere is a guide.
_SECTIONS: dict[str, tuple[str, ...]] = {
    "Begin": (HOME, "concepts", "gallery", "glossary"),
    "Families": tuple(family.guide for family in FAMILIES),
    "Reference": (*(f"api/{family.name}" for family in FAMILIES), "errors", "limits"),
    "Guides": ("clients", "agents", "provenance"),
    "Run it": (
        "self-hosting",
        "operating",
        "settings",
        "operations",
        "upgrading",
        "scaling",
        "benchmarks",
        "blender",
        "licensing",
        "locking",
    ),
    "Decisions": (),
}
_HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """`name` is the path below /docs/. A page of an operation stands in no section: its family's page leads to it."""

    name: str
    section: str
    text: str

    @property
    def title(self) -> str:
        return plain(self.text.split("\n", 1)[0].removeprefix("# "))

    @property
    def summary(self) -> str:
        """The first paragraph, without marks."""
        blocks = self.text.split("\n\n")[1:]
        return next((plain(block) for block in blocks if block[:1] not in "|#!`>-"), self.title)

    def passages(self) -> Iterator[tuple[str, str]]:
        """(heading, text) of each part, for searching. Recipes of the reference are left out: they all look alike."""
        is_recipe = self.name.startswith("api/")
        text = _FENCE.sub("" if is_recipe else lambda found: found.group().replace("\n#", "\n "), self.text)
        heads = list(_HEADING.finditer(text))
        for head, after in zip(heads, [*heads[1:], None], strict=True):
            yield plain(head.group(2)), plain(text[head.end() : after.start() if after else None])


@cache
def pages() -> dict[str, Page]:
    """Every page by its name, in the order of the index."""
    root = Path(settings.BASE_DIR) / "docs"
    texts = {str(path.relative_to(root).with_suffix("")): path.read_text() for path in root.glob("**/*.md")}
    texts |= reference.documents()
    found = [Page(name, _section(name), text) for name, text in texts.items()]
    return {page.name: page for page in sorted(found, key=_place)}


def index() -> dict[str, list[Page]]:
    """The pages by section, in order."""
    by_section: dict[str, list[Page]] = {section: [] for section in _SECTIONS}
    for page in pages().values():
        if page.section:
            by_section[page.section].append(page)
    return by_section


def plain(markdown: str) -> str:
    """Text as it reads: no links, marks, table rules or line breaks."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"^\|?[\s|:-]+\|$", "", text, flags=re.MULTILINE)
    text = re.sub(r"[`*]|^#+ ", "", text, flags=re.MULTILINE)
    return " ".join(text.replace("|", " ").split())


def _section(name: str) -> str:
    for section, names in _SECTIONS.items():
        if name in names:
            return section
    if name.startswith("api/"):
        return ""
    return "Decisions" if name.startswith("adr/") else "Guides"


def _place(page: Page) -> tuple[int, int, str]:
    sections = list(_SECTIONS)
    if not page.section:
        return len(sections), 0, page.name
    named = _SECTIONS[page.section]
    return sections.index(page.section), named.index(page.name) if page.name in named else len(named), page.name
