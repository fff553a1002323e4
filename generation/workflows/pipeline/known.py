"""What the brand's knowledge base has to say to an advert, word for word and with where it stands."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generation.brand.knowledge.search import Hit, nearest
from generation.jobs.context import Made, StageContext
from generation.providers.base import SourceText
from generation.providers.local.text.rank import stems
from generation.workflows.writing.brief import PageFact
from wire.errors import GenerationFailed, MissingModel

_MOST_PASSAGES = 6
# Vectors of four bits tell near from far only roughly: below this, a passage must also share a word.
_SURELY_NEAR = 0.82
_MAX_OFFER_CHARS = 120
_OFFER = re.compile(r"[$€£]\s?\d|\bfree\b|\b\d{1,2}\s?%|\btrial\b|\bguarantee", re.I)
_TABLE = re.compile(r"^#|\||;\s")  # headings and rows are for the eye; nobody says them
_SENTENCE = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]?")


def offers(lines: Iterable[str]) -> list[str]:
    """Lines that promise something, short enough to be said."""
    return [line for line in lines if _OFFER.search(line) and len(line) <= _MAX_OFFER_CHARS]


def known_facts(ctx: StageContext, about: str, profile: dict[str, Any]) -> list[PageFact]:
    """Facts of the passages that are nearest to what the advert is about; [] where the brand knows nothing of it."""
    wanted = " ".join(part for part in (about, profile.get("name"), profile.get("industry")) if part).strip()
    if not wanted:
        return []

    def ask() -> Any:
        # In the maker's process, where the model is loaded already: the worker stays small.
        return ctx.maker.call("generation.providers.local.embedding:query_vector", wanted[:1000], timeout_s=60)

    try:
        hits = nearest(ctx.organization_id, ask, limit=_MOST_PASSAGES, keeps=False)
    except MissingModel:
        return []  # an advert is made without it as well
    words = set(stems(wanted))
    near = [hit for hit in hits if hit.score >= _SURELY_NEAR or words & set(stems(f"{hit.chunk.text} {_called(hit)}"))]
    return _facts(ctx, near) if near else []


def _called(hit: Hit) -> str:
    return str(hit.chunk.document)


def _facts(ctx: StageContext, hits: list[Hit]) -> list[PageFact]:
    writer = ctx.adapter("story")
    by_id = {str(hit.chunk.pk): hit for hit in hits}
    given = tuple(SourceText(id=key, text=hit.chunk.text, label=_called(hit)) for key, hit in by_id.items())

    def make(folder: Path) -> Made:
        facts = writer.digest(given).facts
        told = [
            {"kind": f.kind, "text": f.text, "speaker": f.speaker or ""}
            | _where(by_id[f.span.source_id], f.span.start, f.span.end)
            for f in facts
        ]
        return Made({"facts": told})

    try:
        made = ctx.call("knowledge-digest", info=writer.info, operation="digest", make=make).data["facts"]
    except GenerationFailed:  # too little is said to tell facts from: its offers are left
        made = []
    promised = [fact for hit in hits for fact in _offers_of(hit)]
    found = [*promised, *(PageFact(**fact) for fact in made)]
    return [fact for fact in found if not _TABLE.search(fact.text)]


def _offers_of(hit: Hit) -> list[PageFact]:
    found = []
    for match in _SENTENCE.finditer(hit.chunk.text):
        text = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if offers([text]):
            found.append(PageFact("offer", text, **_where(hit, start, start + len(text))))
    return found


def _where(hit: Hit, start: int, end: int) -> dict[str, Any]:
    chunk = hit.chunk
    return {
        "url": chunk.page_url,
        "document_id": chunk.document_id,
        "start": chunk.start + start,
        "end": chunk.start + end,
    }
