"""The digest of a set of sources: facts ranked, summary and thesis in the source's own words, open questions."""

import re

from generation.providers.base import Digest, SourceText
from wire.errors import GenerationFailed

from . import speech
from .context import Context, stands_alone
from .facts import collect_facts, sentence_weight
from .reading import Reading, Sentence, read
from .segment import flowing
from .shapes import SourceKind, kind_of
from .titles import title_of

MAX_FACTS = 400


def digest(sources: tuple[SourceText, ...]) -> Digest:
    """What the sources say; work is capped (see `segment.MAX_CHARS`). Raises GenerationFailed on empty sources."""
    reading = read_checked(sources)
    facts = collect_facts(reading)[:MAX_FACTS]
    told = _telling(reading)
    thesis = told[0] if told else None
    ranked = sorted(told[1:], key=lambda s: -sentence_weight(s, len(reading.sentences)))[:2]
    context = Context(reading)
    chosen = sorted({s.index: s for s in ([thesis] if thesis else []) + ranked}.values(), key=lambda s: s.index)
    summary = " ".join(context.tell(speech.clean(s.text), (s,))[0] for s in chosen)
    return Digest(
        title=title_of(reading),
        summary=summary or speech.clean(reading.sentences[0].text),
        thesis=speech.clean(thesis.text) if thesis else speech.clean(reading.sentences[0].text),
        facts=tuple(facts),
        gaps=tuple(gaps(reading, kind_of(reading))),
    )


def read_checked(sources: tuple[SourceText, ...]) -> Reading:
    """Reads the sources and refuses what nobody could write from, naming the cause."""
    if not sources or not any(source.text.strip() for source in sources):
        raise GenerationFailed(
            "The sources are empty: there is nothing to write from. Add text to a source and try again."
        )
    reading = read(sources)
    if not reading.sentences:
        raise GenerationFailed(
            "The sources hold no sentences, only symbols, tables, links or contact lines. Add text that says something."
        )
    return reading


def _telling(reading: Reading) -> list[Sentence]:
    plain = [
        s
        for s in reading.sentences
        if not s.is_spoken and stands_alone(s, reading) and 5 <= s.words <= 45 and speech.has_finite(s.text)
    ]
    return plain or [s for s in reading.sentences if not s.is_spoken][:3]


def spoken_gap(told: str) -> str | None:
    """A question that what was told leaves open, worded for a host; None where none suggests itself."""
    first = re.search(r"\b(?:its|the|their) first (winter|year|season|summer|month)\b", told)
    if first:
        return f"Will it hold after {first.group()}?"
    if re.search(r"\bon average\b", told):
        return "How far do single cases lie from that average?"
    return None


def gaps(reading: Reading, kind: SourceKind) -> list[str]:
    """Questions that a listener would ask and the sources leave open."""
    text = " ".join(s.text for s in reading.sentences)
    figures = [(s, f) for s in reading.sentences for f in s.figures]
    found: list[str] = []
    if kind == "story":
        return found
    for sentence, figure in figures:
        if (
            figure.is_percent
            and re.search(r"\b(?:less|more|lower|higher|faster|cut|reduc|increas|grew|rose|fell)", sentence.text)
            and not re.search(r"\bthan\b|compared|from [\d$£€]|before", sentence.text)
        ):
            much = flowing(sentence.source.text[figure.start : figure.number_end], "").strip()
            found.append(f"{much.capitalize()} compared with what?")
            break
    if (
        kind in ("announcement", "update")
        and not any(f.is_money for _, f in figures)
        and not re.search(r"\b(?:cost|price|free|fund)", text, re.I)
    ):
        found.append("What does it cost, and who pays for it?")
    for sentence, figure in figures:
        written = flowing(sentence.source.text[figure.start : figure.end], "").strip()
        if "average" in written:
            found.append(f"“{written}”: how far do single cases lie from that average?")
            break
    first = re.search(r"\b(?:its|the|their) first (winter|year|season|summer|month)\b", text)
    if first:
        found.append(f"Will it hold after “{first.group()}”?")
    if not any(s.is_future for s in reading.sentences):
        found.append("What happens next, and when?")
    if not any(s.is_hedge for s in reading.sentences):
        found.append("What could go wrong, or is not known yet?")
    speakers = {q.speaker for quotes in reading.quotes.values() for q in quotes if q.speaker}
    if not speakers:
        found.append("Who can speak for this in their own words?")
    elif len(speakers) == 1:
        found.append(f"Who besides {next(iter(speakers))} has checked this?")
    if (
        kind in ("announcement", "research")
        and figures
        and not re.search(
            r"\b(?:measured|recorded|survey|readings|data|according to|audit|study|counted)\b", text, re.I
        )
    ):
        sentence, figure = max(figures, key=lambda pair: pair[1].surprise)
        found.append(f"How was “{flowing(sentence.source.text[figure.start : figure.end], '').strip()}” measured?")
    if not any(s.has_date for s in reading.sentences):
        found.append("When did this happen?")
    return found[:6]
