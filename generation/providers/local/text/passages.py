"""Passages: the smallest stretches of source that can be told alone, with their spoken forms, evidence and tags."""

import re
from dataclasses import dataclass, replace

from generation.providers.base import SourceText, Span

from . import lexicon, speech
from .facts import sentence_weight
from .quotes import Quote
from .reading import Reading, Sentence
from .segment import plain, split_sentences
from .shapes import SourceKind

# A voice holds the floor for some fifteen seconds, no longer.
MAX_QUOTE_WORDS = 38

_TAGS: dict[str, re.Pattern[str]] = {
    "change": re.compile(
        r"\b(?:launch\w*|open(?:s|ed)|first|new|now|begins?|began|won|wins|finished"
        r"|completed|introduc\w+|adds?|added|becomes?|became|released?|awarded|beat|replac\w+|announc\w+)\b",
        re.I,
    ),
    "need": re.compile(
        r"\b(?:need\w*|want\w*|depend\w*|lack\w*|without|problem|shortage|used to|usual\w*"
        r"|tr(?:y|ying|ied) to|closed?|clos(?:e|ing)|until|hope\w*|waiting|struggl\w+)\b",
        re.I,
    ),
    "origin": re.compile(
        r"\b(?:began|idea|founded|started|since (?:19|20)\d\d|took over|grew up|born"
        r"|built in|in (?:19|20)\d\d|years ago|originally|grandmother|inherited)\b",
        re.I,
    ),
    "mechanism": re.compile(
        r"\b(?:pumps?|sends?|uses?|works?|draws?|turns?|lifts?|runs?|connects?|stores?"
        r"|lets?|allows?|bake[sd]?|makes?|repairs?|takes?|collects?|measures?|built|build|design\w*|train\w*"
        r"|deliver\w*|supports?|weld\w+|through|by hand)\b",
        re.I,
    ),
    "together": re.compile(
        r"\b(?:together|partner\w*|joint\w*|collaborat\w*|alongside|with (?:the )?help"
        r"|volunteers?|neighbours?|crews?|apprentices?|shared?|each other|community|team|members|regulars"
        r"|between them|worked with)\b",
        re.I,
    ),
    "method": re.compile(
        r"\b(?:recorded|measured|sensors?|diary|diaries|matched|compared|sampled|interviewed"
        r"|tested|surveyed|trial|participants|data|over \w+ (?:summers|years|months|weeks))\b",
        re.I,
    ),
    "finding": re.compile(
        r"\b(?:found|results?|difference|fell|rose|cooler|warmer|higher|lower|less|more"
        r" than|increased|decreased|reported|showed?|shown|appear|depended|improved|reduced|lost|likely"
        r"|percent|per cent)\b",
        re.I,
    ),
    "question": re.compile(r"\b(?:whether|asked|why|how|question|puzzle|unclear|wonder\w*)\b|\?", re.I),
    "action": re.compile(
        r"^(?:Visit|Come|Book|Join|Apply|Donate|Give|Sign|Call|Register|Download|Upgrade"
        r"|Update|Take|Bring|Try|Ask|See|Contact|Tell|Send)\b|\b(?:are welcome|is welcome|free to|(?:can|may)"
        r" be (?:sent|given|made)|doors open|tickets)\b"
    ),
    "image": re.compile(
        r"\b(?:morning|dawn|evening|night|midnight|noon|light|rain|snow|door|window|street"
        r"|oven|smell\w*|hands?|table|bench|kitchen|smoke|bell|sea|field|roof|stands?|sits?|lit)\b",
        re.I,
    ),
    "money": re.compile(r"[$£€¥]\s?\d|\b(?:pounds|dollars|euros|cost\w*|price|budget|fund\w*|lent|paid|pays?)\b", re.I),
    "brag": re.compile(
        r"\b(?:leading|world-class|innovative|award-winning|best-in-class|cutting-edge|excited"
        r"|thrilled|delighted|proud to|pleased to)\b",
        re.I,
    ),
    "step": re.compile(
        r"^(?:\d+[.)] )?(?:First|Then|Next|Finally|After that|Now|Mix|Cut|Place|Remove|Press"
        r"|Open|Add|Turn|Install|Click|Heat|Fold|Knead|Leave|Check|Attach|Measure|Pour|Unplug|Choose|Wash|Dry|Hold|Tighten|Fixed|Added|Improved|Changed|Put|Set|Let|Stir|Take)\b"
    ),
}


@dataclass(frozen=True)
class Passage:
    """`forms` runs from the fullest to the shortest way to say it. `speaker` is set where it is a quote."""

    key: int
    sentences: tuple[Sentence, ...]
    forms: tuple[str, ...]
    evidence: tuple[Span, ...]
    weight: float
    tags: dict[str, float]
    position: float
    speaker: str | None = None
    attribution: Span | None = None
    question: Span | None = None  # what an interviewer asked, where the quote is the answer

    @property
    def is_quote(self) -> bool:
        return self.speaker is not None

    @property
    def text(self) -> str:
        return self.forms[0]

    @property
    def last_index(self) -> int:
        return self.sentences[-1].index


def read_passages(reading: Reading, kind: SourceKind) -> list[Passage]:
    """All passages in source order. A story's sentences stay whole, and its long speeches come in breaths."""
    is_story = kind == "story"
    total = len(reading.sentences)
    passages: list[Passage] = []
    takes = (
        _has_words
        if reading.is_foreign
        else _is_tellable
        if any(_is_tellable(s, speech.clean(s.text)) for s in reading.sentences)
        else _has_words
    )
    for sentence in reading.sentences:
        told_by_others = sentence.is_spoken and not (is_story and all(not q.speaker for q in sentence.quotes))
        if told_by_others:
            continue
        as_it_stands = is_story or reading.is_foreign or sentence.kind == "row"
        forms = [speech.clean(sentence.text)] if as_it_stands else speech.spoken_forms(sentence.text)
        if kind == "update" and sentence.kind == "bullet" and _DONE.match(sentence.text):
            forms = [f"This release {form[0].lower()}{form[1:]}" for form in forms]
        forms = [form for form in forms if form and len(form.split()) <= 60]
        is_bare = kind == "instruction" and (
            bool(_AMOUNT.match(sentence.text)) or not (speech.has_finite(sentence.text) or is_numbered(sentence))
        )
        if not forms or is_bare or not takes(sentence, forms[0]):
            continue
        spans = ((sentence.start, sentence.end), *([sentence.head] if sentence.head else []))
        passages.append(
            Passage(
                key=len(passages),
                sentences=(sentence,),
                forms=tuple(forms),
                evidence=tuple(Span(source_id=sentence.source.id, start=start, end=end) for start, end in spans),
                weight=_weight(sentence, total, kind),
                tags=_tags(sentence, total) | ({"verb": 1.0} if as_it_stands and not is_story else {}),
                position=sentence.position,
            )
        )
    top = max(
        (p for p in passages if p.tags["figure"] and p.tags["alone"]),
        key=lambda p: (p.tags["surprise"], -p.position),
        default=None,
    )
    if top and top.tags["surprise"] >= 0.6:
        top.tags["top"] = 1.0
    _mark_local(reading, passages)
    for quote in _utterances(reading, len(passages), total, in_breaths=is_story):
        passages.append(quote)
    return passages


def _mark_local(reading: Reading, passages: list[Passage]) -> None:
    """In a report of many sections, "the journey takes 62 minutes" puzzles without the place that its heading names."""
    headings = {sentence.heading for sentence in reading.sentences if sentence.heading}
    if len(headings) < 6:
        return
    body = " ".join(sentence.text for sentence in reading.sentences)
    names = {heading for heading in headings if len(heading.split()) <= 3 and body.count(heading) >= 2}
    for passage in passages:
        heading = passage.sentences[0].heading
        if heading in names and heading not in passage.text:
            passage.tags["local"] = 1.0


# A line of a list of ingredients or parts.
_AMOUNT = re.compile(
    r"^\d[\d./,]*\s*(?:g|kg|ml|cl|l|tsp|tbsp|teaspoons?|tablespoons?|cups?|oz|lemons?|eggs?|pieces?)\b", re.I
)
_DONE = re.compile(
    r"(?:Added|Fixed|Removed|Dropped|Improved|Changed|Renamed|Updated|Introduced|Replaced|Moved|Raised|Reduced|Deprecated)\b"
)


def _weight(sentence: Sentence, total: int, kind: SourceKind) -> float:
    weight = sentence_weight(sentence, total)
    # An abstract and a conclusion are what the authors themselves would tell first.
    is_own_summary = kind == "research" and re.match(
        r"(?:abstract|summary|key findings|conclusions?)\b", sentence.heading, re.I
    )
    return weight + (0.3 if is_own_summary else 0.0)


_ABOUT_ITSELF = re.compile(
    r"^(?:The|This) (?:table|figure|chart|graph|section|chapter|document|report|page)"
    r" (?:shows|below|above|lists|describes)",
    re.I,
)


def _is_tellable(sentence: Sentence, text: str) -> bool:
    if _ABOUT_ITSELF.match(text):
        return False
    if is_numbered(sentence) or sentence.kind == "row":
        return True
    if sentence.kind == "bullet":
        return len(text.split()) >= 2
    words = speech.words_of(text)
    letters = sum(ch.isalpha() for ch in text)
    return (len(words) >= 2 and letters > 0.5 * len(text) and speech.has_finite(text)) or (
        len(words) >= 3 and text[-1] in "?!"
    )


def _has_words(sentence: Sentence, text: str) -> bool:
    """What remains where no sentence looks like one: labels, other languages. Told as it stands."""
    return sum(ch.isalpha() for ch in text) >= 4


def is_numbered(sentence: Sentence) -> bool:
    """Whether the source sets it at the head of a numbered item: a step, whatever its verb."""
    return bool(
        re.search(r"(?:^|\n)\s*\(?\d{1,2}[.)]\s*$", sentence.source.text[max(0, sentence.start - 8) : sentence.start])
    )


def _tags(sentence: Sentence, total: int) -> dict[str, float]:
    text = sentence.text
    tags = {name: 1.0 for name, pattern in _TAGS.items() if pattern.search(text)}
    tags["lead"] = max(0.0, 1.0 - sentence.index / max(4.0, 0.2 * total))
    tags["surprise"] = max((f.surprise for f in sentence.figures), default=0.0)
    tags["figure"] = 1.0 if any(not f.in_words or f.is_percent for f in sentence.figures) else 0.0
    first_word = re.match(r"[A-Za-z]+", text)
    if first_word and first_word.group().lower() in lexicon.BASE_VERBS and sentence.kind == "bullet":
        tags["step"] = 1.0
    strong = re.search(
        r"\b(?:could not|cannot|can't|too (?:short|few|small)|unable|failed|not yet|did not|do not|does not"
        r"|lost|short)\b",
        text,
    )
    is_under_doubt = re.match(r"(?:limitations?|known issues|caveats?|risks?|what we don)", sentence.heading, re.I)
    tags["hedge"] = (1.0 if strong else 0.75) if (sentence.is_hedge and not tags.get("step")) or is_under_doubt else 0.0
    tags["verb"] = 1.0 if speech.has_finite(text) or is_numbered(sentence) else 0.0
    if sentence.kind == "row":
        tags |= {"figure": 1.0, "surprise": 0.5, "finding": 1.0, "verb": 1.0}
    tags["named"] = (
        1.0 if any(not lexicon.is_calendar(n) for n in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", text)) else 0.0
    )
    tags["soft_hedge"] = 1.0 if sentence.is_soft_hedge and not tags["hedge"] else 0.0
    tags["future"] = 1.0 if sentence.is_future else 0.0
    tags["past"] = 1.0 if sentence.is_past else 0.0
    tags["person"] = 1.0 if sentence.people else 0.0
    tags["short"] = 1.0 if sentence.words <= 14 else 0.4 if sentence.words <= 20 else 0.0
    tags["alone"] = 0.0 if sentence.needs_previous else 1.0
    tags["vague"] = 1.0 if _is_vague(sentence) else 0.0
    tags["conclusion"] = 1.0 if re.match(r"(?:conclusion|what this means|discussion)", sentence.heading, re.I) else 0.0
    return tags


def _is_vague(sentence: Sentence) -> bool:
    """Whether it begins on "the repair" of which a listener has not heard: no name, no explanation after the noun."""
    match = re.match(
        r"(?:The|These|Those|This|That|Such) ((?:[a-z-]+ ){0,2}?)([a-z-]+)\b(?! (?:of|at|in|for|on|that|who|which)\b)",
        sentence.text,
    )
    if sentence.kind == "row":
        return True
    if not match:
        return False
    noun = match.group(2).rstrip("s")
    earlier = sentence.source.text[: sentence.start].lower()
    return sentence.index > 0 and (noun in earlier or not match.group(1))


def _utterances(reading: Reading, first_key: int, total: int, *, in_breaths: bool) -> list[Passage]:
    """Quotes of one speaker in a row, joined: "A," said X. "B." is one utterance of two sentences."""
    found: list[Passage] = []
    for source in reading.sources:
        run: list[Quote] = []
        for quote in [*reading.quotes[source.id], None]:
            goes_on = (
                quote
                and run
                and not quote.is_fragment
                and quote.speaker == run[-1].speaker
                and not quote.question
                and quote.outer_start - run[-1].outer_end < 120
                and "\n\n" not in source.text[run[-1].outer_end : quote.outer_start]
            )
            if run and not goes_on:
                passage = _utterance(reading, source, run, first_key + len(found), total)
                if passage and in_breaths and sum(q.end - q.start for q in run) > 90:
                    found += _breaths(passage, source, run)
                elif passage:
                    found.append(passage)
                run = []
            if quote and quote.speaker and not quote.is_fragment:
                run.append(quote)
    return found


def _utterance(reading: Reading, source: SourceText, run: list[Quote], key: int, total: int) -> Passage | None:
    parts: list[str] = []
    for quote in run:
        text = plain(source.text[quote.start : quote.end], source.text)
        if parts:
            follows_on = text[:1].islower()
            parts[-1] = parts[-1].rstrip(",") if follows_on else re.sub(r",$", ".", parts[-1])
        parts.append(text)
    whole = speech.finish(" ".join(parts))
    around = [s for s in reading.sentences if s.source.id == source.id and any(s.start <= q.start < s.end for q in run)]
    if not around or not whole:
        return None
    first = around[0]
    tags = {name: 1.0 for name, pattern in _TAGS.items() if pattern.search(whole) and name != "action"}
    words = len(whole.split())
    tags |= {
        "quote": 1.0,
        "person": 1.0,
        "alone": 0.9,
        "surprise": 0.25
        + 0.3
        * bool(
            re.search(
                r"\b(?:never"
                r"|cannot|forty|nobody|only|not)\b|\d",
                whole,
            )
        ),
        "short": 1.0 if words <= 16 else 0.6 if words <= 26 else 0.0,
        "hedge": 0.7 if lexicon.STRONG_HEDGES.search(whole) else 0.0,
        "lead": 0.0,
        "future": 0.0,
        "verb": 1.0,
        "named": 1.0,
    }
    weight = 0.5 + 0.3 * (6 <= words <= 32) - 0.2 * first.position - (0.35 if tags.get("brag") else 0.0)
    asked = run[0].question
    if asked and _LEANS.match(whole):
        tags["alone"] = 0.0  # "Yes. In 2009…" is no beginning
    attributed = next((q.attribution for q in run if q.attribution), None)
    return Passage(
        key=key,
        sentences=tuple(around),
        forms=tuple(_windows(whole)),
        weight=weight,
        tags=tags,
        position=first.position,
        speaker=run[0].speaker,
        evidence=tuple(Span(source_id=source.id, start=q.start, end=q.end) for q in run),
        attribution=Span(source_id=source.id, start=attributed[0], end=attributed[1]) if attributed else None,
        question=Span(source_id=source.id, start=asked[0], end=asked[1]) if asked else None,
    )


def _breaths(passage: Passage, source: SourceText, run: list[Quote]) -> list[Passage]:
    """A long speech as one passage a sentence, each with its own span, for a story to cut between."""
    parts: list[Passage] = []
    for quote in run:
        for piece in split_sentences(source.text, quote.start, quote.end, []):
            text = speech.finish(plain(source.text[piece.start : piece.end], source.text))
            inside = tuple(s for s in passage.sentences if s.start < piece.end and s.end > piece.start)
            span = Span(source_id=source.id, start=piece.start, end=piece.end)
            parts.append(
                replace(
                    passage,
                    key=passage.key + len(parts),
                    forms=(text,),
                    evidence=(span,),
                    sentences=inside or passage.sentences,
                )
            )
    return parts


def _windows(whole: str) -> list[str]:
    """The utterance and its shorter stretches of whole sentences, none of which leans on what was cut."""
    sentences = re.split(r"(?<=[.!?…])\s+(?=[A-Z“‘\"'])", whole)
    windows = [whole] if len(whole.split()) <= MAX_QUOTE_WORDS or len(sentences) == 1 else []
    for size in range(len(sentences) - 1, 0, -1):
        for start in (len(sentences) - size, 0):
            window = " ".join(sentences[start : start + size])
            following = sentences[start + size] if start + size < len(sentences) else ""
            # "The lesson is not X." must not be cut from "It is Y."
            leans = (start > 0 and _needs_cut(sentences[start], " ".join(sentences[:start]))) or _ANSWERS.match(
                following
            )
            if 4 <= len(window.split()) <= MAX_QUOTE_WORDS and window not in windows and not leans:
                windows.append(window)
    return windows[:4] or [whole]


def _needs_cut(first: str, cut: str) -> bool:
    """Whether the first sentence of a window says too little without what stood before it."""
    if _LEANS.match(first) or _EXISTENTIAL.match(first) or _COMPARES.search(first):
        return True
    known = re.match(r"The ((?:[a-z-]+ ){0,2}?[a-z-]+)", first)
    return known is not None and known.group(1).split()[-1].rstrip("s") in cut.lower()


def leans_on_question(answer: str) -> bool:
    """Whether an answer says too little without what was asked: "Yes. In 2009…", "About 160 a year"."""
    return bool(_LEANS.match(answer)) or not speech.has_finite(re.split(r"(?<=[.!?]) ", answer)[0])


_LEANS = re.compile(
    r"(?:It|This|That|They|These|Those|He|She|And|But|So|Then|You|Yes|No|About|Perhaps)\b"
    r"|(?:\w+ ){1,2}(?:it|them|that)\b"
)
# "There was nothing else in the whole world": no subject, no figure, nobody; the point stood before it.
_EXISTENTIAL = re.compile(
    r"(?:There|Here)(?:['’]s| (?:is|was|are|were|has|had)\b)(?![^.]*\d)|(?:Nothing|Nobody|None|Not)\b"
)
_COMPARES = re.compile(r"\b(?:else|otherwise|too|as well|either|likewise|the same|the other|another)\b")
_ANSWERS = re.compile(r"(?:It|But|And|That|This|Yet|Instead|They|You|So|Now|These|Because)\b")
