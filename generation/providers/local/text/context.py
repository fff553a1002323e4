"""What a sentence loses when it leaves its place: pronouns, surnames and "the university" get their names back."""

import re

from generation.providers.base import Span

from . import lexicon, speech
from .people import Cast, Person
from .reading import Reading, Sentence

_LEADING = re.compile(r"^(?:But |And |So |Yet |Then )?(He|She|It|They|His|Her|Its|Their)\b")
_CONJUNCTION = re.compile(
    r"^(?:But|And|So|Yet|Or|Then|Instead|However|Meanwhile|Also|Similarly|Likewise|As a result|Therefore|Thus"
    r"|Hence|Consequently),? +"
)
_HEADS = (
    "university|council|cooperative|trust|company|college|institute|hospital|school|club|charity"
    "|foundation|museum|society|association|library|group|agency|theatre|orchestra|bakery|mill|network|project|centre|federation"
)


class Context:
    """What listeners have heard so far, in the script's own order."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._met: set[str] = set()
        self._orgs: set[str] = set()
        self.last_index = -2

    def knows(self, name: str) -> bool:
        return name in self._met

    def meet(self, name: str) -> None:
        self._met.add(name)

    def tell(self, text: str, sentences: tuple[Sentence, ...]) -> tuple[str, tuple[Span, ...]]:
        """`text` as it must be worded at this point, and the extra evidence for what was put in."""
        first = sentences[0]
        cast = self._reading.casts[first.source.id]
        extra: list[Span] = []
        if first.index != self.last_index + 1:
            text, spans = self._resolve_opening(text, first, cast)
            extra += spans
        text, spans = self._name_fully(text, first, cast)
        extra += spans
        self.last_index = sentences[-1].index
        return text, tuple(extra)

    def tell_phrase(self, text: str, sentence: Sentence) -> tuple[str, tuple[Span, ...]]:
        """Names put back in a phrase taken from beside a sentence; the place in the telling does not move."""
        text, spans = self._name_fully(text, sentence, self._reading.casts[sentence.source.id])
        return text, tuple(spans)

    def _resolve_opening(self, text: str, sentence: Sentence, cast: Cast) -> tuple[str, list[Span]]:
        text = (
            _capitalised(_CONJUNCTION.sub("", text)) if not re.match(r"(?:So far|Then again|And yet)", text) else text
        )
        match = _LEADING.match(text)
        if not match or not sentence.needs_previous:
            return text, []
        found = antecedent(match.group(1), sentence, self._reading)
        if found is None:
            return text, []
        name, span = found
        owner = match.group(1) in ("His", "Her", "Its", "Their")
        name = _possessive(name) if owner else name
        return _capitalised(name + text[match.end(1) :]), [span]

    def _name_fully(self, text: str, sentence: Sentence, cast: Cast) -> tuple[str, list[Span]]:
        extra: list[Span] = []
        for person in cast.people:
            if person.name in text:
                self._met.add(person.name)
            elif person.name not in self._met and len(person.name.split()) > 1 and not _yields_name(person, cast):
                alias = re.compile(
                    rf"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|Professor|Cllr|Councillor|Sir"
                    rf"|Dame)\.? )?\b{re.escape(person.short)}\b|\b{re.escape(_first(person))}\b(?! [A-Z])"
                )
                changed = _put_once(alias, person.name, text)
                if changed != text:
                    text = changed
                    self._met.add(person.name)
                    extra.append(Span(source_id=sentence.source.id, start=person.span[0], end=person.span[1]))
        return self._name_organisation(text, sentence, cast, extra)

    def _name_organisation(
        self, text: str, sentence: Sentence, cast: Cast, extra: list[Span]
    ) -> tuple[str, list[Span]]:
        for name, span in cast.organisations.items():
            if name in text:
                self._orgs.add(name)
                continue
            head = re.search(rf"\b({_HEADS})\b", name.lower().split(" of ")[0].split(" for ")[0])
            rivals = [other for other in cast.organisations if head and head.group(1) in other.lower()]
            if head is None or name in self._orgs or span[0] > sentence.start or len(rivals) > 1:
                continue
            article = re.match(r"(?:the|The) $", sentence.source.text[max(0, span[0] - 4) : span[0]])
            full = f"the {name}" if article else name
            bare = re.search(rf"\b[Tt]he {head.group(1)}\b(?! (?:of|for) )", text)
            at_head = bare is not None and bare.group()[0] == "T"
            full = full[0].upper() + full[1:] if at_head and article else full
            changed = text[: bare.start()] + full + text[bare.end() :] if bare else text
            if changed != text:
                text = _capitalised(changed)
                self._orgs.add(name)
                extra.append(Span(source_id=sentence.source.id, start=span[0], end=span[1]))
        return text, extra


def _yields_name(person: Person, cast: Cast) -> bool:
    """Whether a bare surname means somebody else: the one of that name whom the source speaks of most."""
    namesakes = [other for other in cast.people if other.short == person.short]
    return max(namesakes, key=lambda other: len(other.places)) is not person


def _put_once(alias: re.Pattern[str], name: str, text: str) -> str:
    """The first bare alias replaced by the full name; one that is part of another's name stays."""
    for match in alias.finditer(text):
        if not re.search(
            r"(?<!\w)(?!(?:But|And|So|Yet|When|If|As|Then|That|Because) )[A-Z][\w’'-]* $", text[: match.start()]
        ) and not re.match(r" [A-Z]", text[match.end() :]):
            return text[: match.start()] + name + text[match.end() :]
    return text


def _first(person: Person) -> str:
    words = [word for word in person.name.split() if word.lower().rstrip(".") not in lexicon.TITLES]
    return words[0]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _possessive(name: str) -> str:
    return name + ("’" if name.endswith("s") and name.lower() == name else "’s")


def antecedent(pronoun: str, sentence: Sentence, reading: Reading) -> tuple[str, Span] | None:
    """The name or noun phrase that a leading pronoun stands for, or None where that is not certain."""
    cast = reading.casts[sentence.source.id]
    low = pronoun.lower()
    before = reading.sentences[sentence.index - 1] if sentence.index else None
    if before is None or before.source.id != sentence.source.id:
        return None
    if low in ("he", "she", "his", "her"):
        gender = "male" if low in ("he", "his") else "female"
        person = _meant(cast, sentence, gender, reading)
        if person is None:
            return None
        return person.name, Span(source_id=sentence.source.id, start=person.span[0], end=person.span[1])
    if before.block != sentence.block or before.is_spoken:
        return None
    subject = subject_of(before.text)
    if subject is None:
        return None
    is_plural = subject.split()[-1].endswith("s") and not subject.split()[-1].endswith(("ss", "us", "is"))
    if is_plural != (low in ("they", "their")):
        return None
    return subject, Span(source_id=before.source.id, start=before.start, end=before.end)


def _meant(cast: Cast, sentence: Sentence, gender: str, reading: Reading) -> Person | None:
    """Who "she" is: whom the sentence before names, at a paragraph's head whom the source is about; else nobody."""
    fitting = [p for p in cast.people if p.gender in (gender, "neutral")]
    near = [p for p in fitting if any(0 < sentence.start - at < 900 for at in p.places)]
    hero = _hero(fitting, reading)
    before = reading.sentences[sentence.index - 1]
    named_before = [p for p in near if p.name in before.people]
    if before.block == sentence.block and len(named_before) == 1:
        return named_before[0]
    if gender == "female" and before.block == sentence.block and not re.search(r"\b(?:she|her)\b", before.text, re.I):
        return None  # "The trawler had left. Her skipper …": a ship or a country may be meant
    if before.block != sentence.block and hero:
        return hero
    if len(near) == 1 and hero in (None, near[0]):
        return near[0]
    if not near:
        return hero
    in_block = [
        p
        for p in near
        if any(s.block == sentence.block and p.name in s.people for s in _block_before(reading, sentence))
    ]
    if len(in_block) == 1 and hero in (None, in_block[0]):
        return in_block[0]
    ranked = sorted(near, key=lambda p: -len(p.places))
    return ranked[0] if len(ranked) > 1 and len(ranked[0].places) >= 3 * len(ranked[1].places) else None


def _block_before(reading: Reading, sentence: Sentence) -> list[Sentence]:
    return reading.sentences[max(0, sentence.index - 8) : sentence.index]


def _hero(people: list[Person], reading: Reading) -> Person | None:
    """The one person in the headline, or the only one of whom the source speaks again and again."""
    titled = [p for p in people if p.short in reading.headline]
    if titled:
        return max(titled, key=lambda p: len(p.places))
    often = [p for p in people if len(p.places) >= 4]
    return often[0] if len(often) == 1 else None


def subject_of(text: str) -> str | None:
    """The noun phrase before a sentence's verb, when it is short and plain; "a" becomes "the"."""
    words = text.split()
    if not words or _LEADING.match(text):
        return None
    for index, word in enumerate(words[:7]):
        low = word.lower().strip(",.")
        if index and lexicon.is_finite(low):
            phrase = words[:index]
            break
        if index and (
            word.endswith((",", ":", ";"))
            or low in ("in", "on", "at", "by", "from", "with", "and", "or", "that", "which", "who", "for", "to")
        ):
            return None
    else:
        return None
    if phrase[0].lower() in (
        "there",
        "this",
        "that",
        "these",
        "those",
        "we",
        "i",
        "you",
        "when",
        "if",
        "as",
        "in",
        "by",
        "every",
        "last",
        "most",
        "more",
        "each",
        "what",
    ):
        return None
    while len(phrase) > 1 and (
        phrase[-1] in ("now", "also", "still", "already", "then", "often", "never", "always", "alone", "once")
        or phrase[-1].endswith("ly")
    ):
        phrase = phrase[:-1]
    if phrase[0].lower() in ("a", "an"):
        phrase[0] = "The"
    subject = " ".join(phrase)
    return subject if phrase[0][0].isupper() and 1 <= len(phrase) <= 5 else None


def stands_alone(sentence: Sentence, reading: Reading) -> bool:
    """Whether the sentence can be told without the one before it, names put in where needed."""
    if not sentence.needs_previous:
        return True
    if sentence.leans:
        return False
    bare = _capitalised(_CONJUNCTION.sub("", sentence.text))
    match = _LEADING.match(bare)
    inside = re.search(
        r"\b(?:of|in|for|by|to|with|at|on) (?:that|those|these|this) \w+|\b(?:it|them|there|so)[.!?]?$", sentence.text
    )
    if match is None:
        first = next(iter(speech.words_of(bare)), "th")  # without a word there is nothing to tell
        return bare != sentence.text and not first.lower().startswith("th") and not inside
    return antecedent(match.group(1), sentence, reading) is not None and not inside
