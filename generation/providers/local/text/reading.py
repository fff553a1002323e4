"""One pass over the sources: sentences with their features, people, quotes and the kind of text it is."""

import re
from dataclasses import dataclass, field, replace

from generation.providers.base import SourceText

from . import interview, language, lexicon, segment, tables
from .ban import NOTHING, Ban
from .figures import Figure, find_figures
from .people import Cast, Person, read_cast
from .quotes import Quote, find_quotes
from .segment import Block, plain, read_blocks, split_sentences

# A script of ten minutes has some 120 sentences; a source rarely says more in its first thousand.
MAX_SENTENCES = 1_000

_DEPENDENT = re.compile(
    r"^(?:But |And |So |Then |Yet |Or )?(?:He|She|They|It|This|These|Those|That|Such|His|Her|Their|Its|Both"
    r"|Neither|Instead|Others?|The former|The latter|As a result|There,|Here,|Them|Some of|One of (?:them"
    r"|these)|Either way|Similarly|Likewise|Therefore|Thus|Hence|Consequently)\b"
)
_EXPLETIVE = re.compile(
    r"^(?:But |And |So )?(?:It (?:is|was|has been|will be|would be|takes?|took|costs?) (?:\w+ ){0,3}(?:that"
    r"|to|for|clear|likely)\b|Those who|This (?:year|week|summer|autumn|winter|spring|month|morning|evening|season)\b)"
)
_INNER = re.compile(
    r"\b(?:(?:of|in|for|by|to|with|at|after|before|on) (?:that|those|these|this) (?!year|week|month|summer"
    r"|winter|spring|autumn|season)\w+|the same\b|the latter|the former|that (?:sum|amount|man|woman|year"
    r"|time)\b|then \w+ (?:that|those)\b|such an?\b|did so\b|do so\b|as well as we\b)",
    re.I,
)
_ELLIPTIC = re.compile(
    r"^The (?:oldest|youngest|largest|smallest|best|worst|others?|rest|second|third|last|former|latter|two"
    r"|three|first)\b(?! \w+ (?:of|in) [A-Z])"
    r"|^(?:Many|Most|Some|Few|None) (?:others?|of (?:them|these|those))\b|^Others?\b|\b(?:did|does|do|was"
    r"|were|is|has|had|will|can)(?: not|n't)?[.!]$"
)
_OBJECT = re.compile(
    r"^(?:We|I|You|The \w+) (?:\w+ ){1,9}?(?:this|it|them|that)(?: (?:in|to|on|at|for|by|with|from|as)\b|[.!]$)"
)
_FRONTED = re.compile(
    r"^(?:In|On|At|During|After|Before|By|For|From|With|Over) (?:[\w-]+ ){1,6}?(?:it|they|he|she) [a-z]+"
)
_AMOUNT = re.compile(r"\b\d[\d,.]* (?:kilos?|kg|tonnes?|litres?|grams?)(?: (?:a|per|each) \w+)?[.]$")
_TRAILING = re.compile(r"\b(?:it|them|him|her|there|so)[.!?]?[\"”]?$", re.I)
_PAST = re.compile(
    rf"\b(?:in (?:19|20)\d\d|last (?:year|week|month|winter|summer|autumn|spring|season)|since (?:19|20)\d\d"
    rf"|yesterday|{lexicon.MONTH} (?:19|20)\d\d|in {lexicon.MONTH}|ago)\b",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:will|plans? to|aims? to|intends? to|expects? to|hopes? to|is due|are due|next (?:year|week|month"
    r"|spring|summer|autumn|winter|season|phase|step)|by 20\d\d|from \d{1,2} [A-Z]|takes place|upcoming|going"
    r" to|scheduled|starts? on|begins? on|opens? on)\b"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? {lexicon.MONTH}(?: \d{{4}})?|{lexicon.MONTH} \d{{1,2}}(?:st|nd|rd"
    rf"|th)?(?:,? \d{{4}})?|{lexicon.MONTH} (?:19|20)\d\d|(?:in|since|by|until|from) (?:19|20)\d\d|{lexicon.WEEKDAY})\b"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence; `[start, end)` indexes its source, `text` is it as spoken, `index` counts through all sources."""

    index: int
    source: SourceText
    start: int
    end: int
    text: str
    block: int
    kind: str
    heading: str
    position: float
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    needs_previous: bool = False
    leans: bool = False  # on a noun that only the sentence before introduced
    is_hedge: bool = False
    is_soft_hedge: bool = False
    is_past: bool = False
    is_future: bool = False
    has_date: bool = False
    is_first_person: bool = False
    people: tuple[str, ...] = ()
    head: tuple[int, int] | None = None  # of a table's row, the range of the column heads

    @property
    def raw(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_spoken(self) -> bool:
        """Somebody's quoted words rather than the source's own; quoted fragments inside a sentence do not count."""
        return any(not q.is_fragment for q in self.quotes)


@dataclass
class Reading:
    """Everything the reader found in one set of sources."""

    sources: tuple[SourceText, ...]
    sentences: list[Sentence] = field(default_factory=list)
    casts: dict[str, Cast] = field(default_factory=dict)
    quotes: dict[str, list[Quote]] = field(default_factory=dict)
    headline: str = ""
    headline_span: tuple[str, int, int] | None = None
    headings: list[str] = field(default_factory=list)
    top_headings: list[str] = field(default_factory=list)
    place: str = ""
    asked: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # turns of a transcript, labels included
    ban: Ban = NOTHING  # what must not be said
    is_foreign: bool = False  # not in English: told in the source's own sentences, without connectives of ours

    @property
    def people(self) -> list[tuple[str, Person]]:
        return [(key, person) for key, cast in self.casts.items() for person in cast.people]

    def text_of(self, source_id: str) -> str:
        return next(source.text for source in self.sources if source.id == source_id)


def read(sources: tuple[SourceText, ...]) -> Reading:
    """Reads all sources; work is bounded by `segment.MAX_CHARS` a source and `MAX_SENTENCES` in all."""
    reading = Reading(sources, is_foreign=not language.is_english("\n".join(s.text[:20_000] for s in sources)))
    for source in sources:
        _read_source(reading, source, MAX_SENTENCES // len(sources))
    return reading


def _read_source(reading: Reading, source: SourceText, limit: int) -> None:
    text = source.text
    blocks = read_blocks(source)
    body = [b for b in blocks if b.kind in ("paragraph", "bullet")]
    lines_only = not body
    if lines_only:
        # A source of bare lines: every one looks like a heading, so they are read as a list.
        labels = [b for b in blocks if b.kind in ("title", "heading")]
        body = labels[1:] or labels
        blocks = [Block("bullet", b.start, b.end) if b in body else b for b in blocks]
        body = [b for b in blocks if b.kind == "bullet"]
    # In other languages marks and verbs of saying differ: their sentences are told whole.
    quotes = [] if reading.is_foreign else [q for b in body for q in find_quotes(text, b.start, b.end)]
    cast = read_cast(
        text, [(b.start, b.end) for b in blocks if b.kind in ("paragraph", "bullet", "boilerplate")], quotes
    )
    quotes = _carry_speakers(text, quotes, cast, body)
    turns = interview.turns_of(text[: segment.MAX_CHARS])
    if turns:
        spoken = interview.answers(text, turns, cast)
        quotes = sorted(
            [q for q in quotes if not any(a.outer_start <= q.start < a.end for a in spoken)] + spoken,
            key=lambda q: q.outer_start,
        )
        reading.asked[source.id] = [(turn.opens, turn.end) for turn in turns]
    reading.casts[source.id], reading.quotes[source.id] = cast, quotes
    for block in blocks:
        if block.kind in ("title", "heading"):
            reading.headings.append(plain(text[block.start : block.end], text))
            if not reading.sentences and body and block.start < body[0].start:
                reading.top_headings.append(reading.headings[-1])
        if block.kind == "title" and not reading.headline and (len(body) > 0):
            reading.headline = plain(text[block.start : block.end], text)
            reading.headline_span = (source.id, block.start, block.end)
        reading.place = reading.place or block.place
    kept = 0
    rows = tables.rows_of(text, blocks)
    for number, block in enumerate(blocks):
        if number in rows and kept < limit:
            reading.sentences.append(_row(reading, source, rows[number], number, block))
            kept += 1
        if block.kind not in ("paragraph", "bullet") or kept >= limit:
            continue
        inside = [q for q in quotes if block.start <= q.outer_start < block.end]
        for piece in split_sentences(text, block.start, block.end, [(q.outer_start, q.outer_end) for q in inside]):
            if any(start <= piece.start < end for start, end in reading.asked.get(source.id, ())) and not any(
                q.outer_start <= piece.start < q.outer_end for q in inside
            ):
                continue  # an interviewer's question is told with its answer
            sentence = _sentence(reading, source, piece.start, piece.end, number, block, cast, inside)
            if sentence.text and re.search(r"\w", sentence.text):
                before = reading.sentences[-1] if reading.sentences and reading.sentences[-1].block == number else None
                if not sentence.needs_previous and _leans_on(
                    sentence.text, before, text[: before.start] if before else ""
                ):
                    sentence = replace(sentence, needs_previous=True, leans=True)
                reading.sentences.append(sentence)
                kept += 1


def _sentence(
    reading: Reading,
    source: SourceText,
    start: int,
    end: int,
    number: int,
    block: Block,
    cast: Cast,
    quotes: list[Quote],
) -> Sentence:
    text = plain(source.text[start:end], source.text)
    own = tuple(q for q in quotes if q.outer_start < end and q.outer_end > start)
    outside = _outside(source.text, start, end, own)
    return Sentence(
        index=len(reading.sentences),
        source=source,
        start=start,
        end=end,
        text=text,
        block=number,
        kind=block.kind,
        heading=block.heading,
        position=start / max(1, len(source.text)),
        figures=tuple(find_figures(source.text, start, end)),
        quotes=own,
        needs_previous=_depends(text),
        is_hedge=bool(lexicon.STRONG_HEDGES.search(text)),
        is_soft_hedge=bool(lexicon.SOFT_HEDGES.search(text)),
        is_past=bool(_PAST.search(text)),
        is_future=bool(_FUTURE.search(outside)),
        has_date=bool(DATE.search(text)),
        is_first_person=bool(
            re.search(
                r"\b(?:we|our|us|I"
                r"|my)\b(?![.’'])",
                outside,
                re.I if "US" not in outside else 0,
            )
        ),
        people=tuple(p.name for p in cast.people if any(start <= at < end for at in p.places)),
    )


def _row(reading: Reading, source: SourceText, row: tables.Row, number: int, block: Block) -> Sentence:
    """A row of a table, read as a sentence of its own."""
    return Sentence(
        index=len(reading.sentences),
        source=source,
        start=row.start,
        end=row.end,
        text=row.text,
        block=number,
        kind="row",
        heading=block.heading,
        position=row.start / max(1, len(source.text)),
        head=row.head,
    )


def _outside(text: str, start: int, end: int, quotes: tuple[Quote, ...]) -> str:
    kept, position = [], start
    for quote in quotes:
        kept.append(text[position : max(position, min(quote.outer_start, end))])
        position = max(position, quote.outer_end)
    return " ".join([*kept, text[position:end]])


def _depends(text: str) -> bool:
    if _EXPLETIVE.match(text):
        return False
    if _ELLIPTIC.search(text) or _OBJECT.match(text) or _AMOUNT.search(text) or _FRONTED.match(text):
        return True
    if len(text.split()) <= 3 and not re.search(r"\d", text):
        return True  # "Nobody was hurt."
    if (
        _DEPENDENT.match(text)
        or _INNER.search(text)
        or (
            re.match(r"\w+(?: \w+)? (?:it|them|this|that)\b(?! \w+ing)", text)
            and not re.match(r"(?:That|When|If|While|As|Because|Since|Once) ", text)
        )
    ):
        return True
    return len(text.split()) < 12 and bool(_TRAILING.search(text))


_INTRODUCED = re.compile(r"\b(?:[Aa]n?|[Oo]ne|two|three|some) ((?:[a-z-]+ ){0,3}[a-z-]{4,})")


def _leans_on(text: str, before: Sentence | None, earlier: str) -> bool:
    """Whether "the store" here is the "hot water store" that only the sentence before has introduced."""
    if before is None:
        return False
    for noun in re.findall(r"\b[Tt]he ([a-z-]{4,})\b", text):
        phrase = next((m for m in _INTRODUCED.findall(before.text) if noun in m.split()), None)
        if phrase and not re.search(rf"\b{noun}", earlier):
            return True
    return False


def _carry_speakers(text: str, quotes: list[Quote], cast: Cast, body: list[Block]) -> list[Quote]:
    """Pronouns and bare surnames become the people they mean; a quote nobody claims keeps no speaker."""
    resolved: list[Quote] = []
    for quote in quotes:
        speaker = quote.speaker
        person = None
        if speaker and speaker.lower() in ("he", "she", "they"):
            gender = {"he": "male", "she": "female"}.get(speaker.lower())
            person = cast.last_before(quote.outer_start, gender)
            if person and gender and person.gender == "neutral":
                person.gender = (
                    "male" if gender == "male" else "female"
                )  # the source's own pronoun knows better than a table of names
        elif speaker and speaker.lower() not in ("i", "we"):
            person = cast.find(speaker)
        elif not speaker and not quote.is_fragment:
            person = _implied(text, quote, resolved, cast, body)
        name = person.name if person else (speaker if speaker and speaker.lower().startswith("the ") else None)
        resolved.append(
            Quote(
                quote.start, quote.end, quote.outer_start, quote.outer_end, name, quote.attribution, quote.is_fragment
            )
        )
    return resolved


def _implied(text: str, quote: Quote, before: list[Quote], cast: Cast, body: list[Block]) -> Person | None:
    block = next((b for b in body if b.start <= quote.outer_start < b.end), None)
    if block is None:
        return None
    here = [p for p in cast.people if any(block.start <= at < block.end for at in p.places)]
    if len(here) == 1:
        return here[0]
    earlier = [q.speaker for q in before if q.speaker]
    gap = quote.outer_start - before[-1].outer_end if before else 999
    if (
        text[block.start : quote.outer_start].strip() == ""
        and gap < 250
        and len(earlier) >= 2
        and earlier[-1] != earlier[-2]
    ):
        # An exchange without attributions: the two speakers take turns.
        return cast.find(earlier[-2])
    return None
