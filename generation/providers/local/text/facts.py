"""Facts with exact spans, ranked by position, specificity, surprise and nearness to a query."""

import re

from generation.providers.base import Fact, FactKind, Span

from .reading import Reading, Sentence
from .segment import flowing

_DEFINITION = re.compile(
    r"^(?:An? |The )?[\w'’& -]{2,50}?(?: is| are) (?:an? |the |called |known as |defined as )|\b(?:stands for"
    r"|known as|also called|refers to)\b"
)


def sentence_weight(sentence: Sentence, total: int) -> float:
    """0 to 1: early, specific sentences with surprising figures and names weigh most."""
    lead = max(0.0, 1.0 - sentence.index / max(6, 0.5 * total))
    figure = max((f.surprise for f in sentence.figures), default=0.0)
    names = min(1.0, 0.4 * len(sentence.people) + 0.2 * len(re.findall(r"(?<=[a-z] )[A-Z][a-z]+", sentence.text)))
    length = 1.0 if 7 <= sentence.words <= 28 else 0.4
    weight = 0.28 * lead + 0.32 * figure + 0.15 * names + 0.15 * length + 0.1 * (sentence.has_date or sentence.is_hedge)
    return round(min(1.0, weight), 4)


def collect_facts(reading: Reading) -> list[Fact]:
    """All facts of a reading, heaviest first; a fact's text is that of its span, on one line."""
    facts: list[Fact] = []
    total = len(reading.sentences)
    for sentence in reading.sentences:
        weight = sentence_weight(sentence, total)
        for figure in sentence.figures:
            facts.append(_fact(sentence, "figure", figure.start, figure.end, 0.5 * weight + 0.5 * figure.surprise))
        if not sentence.is_spoken and sentence.words >= 4 and sentence.kind != "row":
            facts.append(_fact(sentence, _kind(sentence), sentence.start, sentence.end, weight))
    for source in reading.sources:
        for quote in reading.quotes[source.id]:
            words = len(source.text[quote.start : quote.end].split())
            if not quote.is_fragment and words >= 3:
                weight = 0.45 + 0.02 * min(words, 15) + (0.15 if quote.speaker else 0.0)
                span = Span(source_id=source.id, start=quote.start, end=quote.end)
                facts.append(
                    Fact(
                        kind="quote",
                        text=flowing(source.text[quote.start : quote.end], source.text),
                        span=span,
                        weight=round(weight, 4),
                        speaker=quote.speaker,
                    )
                )
        facts.extend(_names(reading, source.id, source.text))
    return sorted(facts, key=lambda fact: (-fact.weight, fact.span.source_id, fact.span.start))


def _kind(sentence: Sentence) -> FactKind:
    if sentence.is_hedge:
        return "hedge"
    if sentence.has_date:
        return "event"
    if _DEFINITION.search(sentence.text):
        return "definition"
    return "claim"


def _fact(sentence: Sentence, kind: FactKind, start: int, end: int, weight: float) -> Fact:
    span = Span(source_id=sentence.source.id, start=start, end=end)
    text = flowing(sentence.source.text[start:end], sentence.source.text)
    return Fact(kind=kind, text=text, span=span, weight=round(weight, 4))


def _names(reading: Reading, source_id: str, text: str) -> list[Fact]:
    cast = reading.casts[source_id]
    spans = [person.span for person in cast.people]
    spans += list(cast.organisations.values()) + list(cast.places.values())
    return [
        Fact(
            kind="name",
            text=flowing(text[start:end], text),
            span=Span(source_id=source_id, start=start, end=end),
            weight=round(0.3 - 0.2 * start / max(1, len(text)), 4),
        )
        for start, end in spans
    ]
