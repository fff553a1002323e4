"""The people, organisations and places that a source names: full forms, roles, genders and short forms."""

import re
from dataclasses import dataclass, field

from generation.providers.base import Gender

from . import lexicon, roles
from .quotes import NAME, Quote

_SAY = "|".join(sorted(lexicon.SAY_VERBS, key=len, reverse=True))
_ROLE_AFTER = re.compile(r"^,\s+((?:who|an?|the|its|our|[A-Z][\w’']+['’]s|[a-z])[^,.;:\"“”()—–\n]{2,90})")
_ROLE_BEFORE = re.compile(r"(?:^|[\s,\"”])((?:[a-z][\w-]+ ){0,3}[a-z][\w-]+) $")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|outside|across|to|of) $")
_ORG_JOIN = re.compile(r"^(?: (?:of|for|the|and|&) (?:the )?[A-Z][\w’'-]*\w(?: [A-Z][\w’'-]*\w)*)+")


@dataclass
class Person:
    """A named person. `name` is the fullest form in the source, `span` its first place; `role` as written there."""

    name: str
    span: tuple[int, int]
    role: str = ""
    role_span: tuple[int, int] | None = None
    gender: Gender = "neutral"
    places: list[int] = field(default_factory=list)

    @property
    def short(self) -> str:
        return self.name.split()[-1]


@dataclass
class Cast:
    """Everybody and everything named in one source, with offsets of each mention."""

    people: list[Person] = field(default_factory=list)
    organisations: dict[str, tuple[int, int]] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def find(self, written: str) -> Person | None:
        """The person whom `written` ("Dr Hellgren", "Moe", "Ruth") means."""
        words = _name_words(written)
        if not words:
            return None
        for person in self.people:
            if set(words) <= set(_name_words(person.name)):
                return person
        return None

    def last_before(self, offset: int, gender: str | None = None) -> Person | None:
        """The person mentioned last before an offset, of that gender if one is asked for."""
        best, best_at = None, -1
        for person in self.people:
            if gender and person.gender not in (gender, "neutral"):
                continue
            at = max((place for place in person.places if place < offset), default=-1)
            if at > best_at:
                best, best_at = person, at
        return best


def _name_words(name: str) -> list[str]:
    words = re.sub(r"['’]s\b", "", name).replace(".", "").split()
    return [word for word in words if word.lower() not in lexicon.TITLES] or words


def read_cast(text: str, ranges: list[tuple[int, int]], quotes: list[Quote]) -> Cast:
    """Names in the given body ranges of one source; quote attributions count as proof of personhood."""
    cast = Cast()
    spoken = {quote.speaker for quote in quotes if quote.speaker}
    mentions = [m for start, end in ranges for m in _mentions(text, start, end)]
    counts: dict[str, int] = {}
    for name, _, _ in mentions:
        counts[name] = counts.get(name, 0) + 1
    persons = [m for m in mentions if _is_person(text, m, spoken, counts)]
    for name, start, end in sorted(persons, key=lambda m: (-len(_name_words(m[0])), m[1])):
        _add_person(cast, text, name, start, end)
    known = {word for person in cast.people for word in _name_words(person.name)}
    for name, start, end in mentions:
        _add_other(cast, text, name, start, end, known)
    for person in cast.people:
        person.places.sort()
    cast.people.sort(key=lambda person: person.places[0])
    return cast


def _mentions(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    found = []
    for match in NAME.finditer(text, start, end):
        begin, stop = match.span()
        words = match.group().split(" ")
        while words and words[0].lower().rstrip("'s").rstrip("’s") in lexicon.NOT_NAMES:
            begin += len(words[0]) + 1
            words = words[1:]
        while words and words[-1].lower() in lexicon.NOT_NAMES:
            stop -= len(words[-1]) + 1
            words = words[:-1]
        if not words or (stop - begin) < 2:
            continue
        name = text[begin:stop]
        if name.endswith(("'s", "’s")):
            name, stop = name[:-2], stop - 2
        found.append((name, begin, stop))
    return found


def _is_person(text: str, mention: tuple[str, int, int], spoken: set[str], counts: dict[str, int]) -> bool:
    name, start, end = mention
    words = name.split()
    lows = [word.lower().rstrip(".") for word in words]
    if any(low in lexicon.ORG_WORDS for low in lows) or (name.isupper() and len(name) > 3):
        return False
    if lows[0] in lexicon.TITLES:
        return len(words) > 1
    if _ORG_JOIN.match(text[end : end + 60]) and lows[0] not in lexicon.FEMALE | lexicon.MALE:
        return False
    is_first_name = lows[0] in lexicon.FEMALE or lows[0] in lexicon.MALE
    if len(words) > 1 and is_first_name:
        return not re.match(r" (?:Street|Road|Lane|Square|Bridge|Park|House)\b", text[end : end + 9])
    if name in spoken:
        return True
    if len(words) == 1 and is_first_name:
        month = lows[0] in ("may", "april", "june", "august")
        return not month and (counts[name] > 1 or bool(re.match(rf" (?:{_SAY})\b", text[end : end + 14])))
    at_place = _PLACE_BEFORE.search(text[max(0, start - 8) : start])
    if len(words) in (2, 3) and counts.get(words[-1]) and not at_place and not _takes_article(text, words):
        return True  # named in full once, and by the last name alone elsewhere
    before = re.search(r"\b([a-z]+), $", text[max(0, start - 24) : start])
    if len(words) in (2, 3) and before and before.group(1) in lexicon.ROLE_NOUNS:
        return True
    after = text[end : end + 40]
    return len(words) in (2, 3) and bool(re.match(r", (?:\d{2},|aged \d|an? [a-z ]*\w)", after)) and _has_role(after)


def _takes_article(text: str, words: list[str]) -> bool:
    """Whether the name, or its last word alone, stands after an article somewhere: "the Parliament", "a Green Deal"."""
    either = rf"(?:{re.escape(' '.join(words))}|{re.escape(words[-1])})"
    return re.search(rf"\b(?:the|an?|this|that|our|its|their) {either}\b", text, re.I) is not None


_KIN = "niece|nephew|daughter|son|wife|husband|widow|sister|brother|mother|father|granddaughter|grandson|cousin"


# "who now cooks for the shelter": something lasting, which makes a sentence of its own.
_WHO_DOES = re.compile(
    r"who (?:now |still |also )?(?!is|was|has|does|says|asks|knows|wants|thinks|hopes|adds|believes)[a-z]+s [a-z]"
)


def _has_role(words: str) -> bool:
    return any(word in lexicon.ROLE_NOUNS for word in re.findall("[a-z]+", words.lower()))


def _add_person(cast: Cast, text: str, name: str, start: int, end: int) -> None:
    person = cast.find(name)
    if person is None:
        person = Person(name, (start, end), gender=lexicon.guess_gender(name))  # type: ignore[arg-type]
        cast.people.append(person)
    person.places.append(start)
    titled = name.split()[0].lower().rstrip(".") in lexicon.TITLES
    if titled and person.gender == "neutral":
        person.gender = lexicon.guess_gender(name)  # type: ignore[assignment]
    if not person.role:
        _read_role(person, text, start, end)


def _read_role(person: Person, text: str, start: int, end: int) -> None:
    after = _ROLE_AFTER.match(text[end : end + 140])
    if after:
        role = re.split(r" (?:whose|which|where|when|said|says|and (?:he|she|they|we)|told)\b", after.group(1))[
            0
        ].rstrip()
        is_who = role.startswith("who ")
        if (
            (
                is_who
                and re.match(
                    r"who (?:leads|runs|heads|chairs|directs|founded|owns|manages|coordinates|teaches|led|ran|built) ",
                    role,
                )
            )
            or (is_who and _WHO_DOES.match(role))
            or (not is_who and _has_role(role) and len(role.split()) <= 16)
        ):
            person.role = role
            person.role_span = (end + after.start(1), end + after.start(1) + len(role))
            return
    coach = re.search(
        r"(?:^|[\s\"”])((?:[A-Z][\w ]{1,30}['’]s |the |its |their )(?:[a-z-]+ ){0,2}([a-z]+)), $",
        text[max(0, start - 70) : start],
    )
    if coach and coach.group(2) in lexicon.ROLE_NOUNS:
        person.role, person.role_span = coach.group(1), (start - 2 - len(coach.group(1)), start - 2)
        return
    kin = re.search(rf"\b(?:[Hh]er|[Hh]is) ({_KIN}), $", text[max(0, start - 20) : start])
    if kin:
        person.role, person.role_span = f"of-kin {kin.group(1)}", (start - 2 - len(kin.group()) + 2, start - 2)
        return
    apposition = roles.before_name(text, start, end) or roles.after_name(text, end)
    if apposition:
        person.role, person.role_span = apposition
        return
    before = _ROLE_BEFORE.search(text[max(0, start - 60) : start])
    if before:
        words = before.group(1).split()
        while words and (
            words[0] in lexicon.SAY_VERBS or words[0] in ("the", "a", "an", "its", "by", "from", "and", "for", "to")
        ):
            words = words[1:]
        if (
            words
            and words[-1] in lexicon.ROLE_NOUNS
            and not any(lexicon.is_finite(w) and w not in lexicon.ROLE_NOUNS and w != "lead" for w in words)
        ):
            person.role = " ".join(words)
            person.role_span = (start - 1 - len(person.role), start - 1)


def _add_other(cast: Cast, text: str, name: str, start: int, end: int, known: set[str]) -> None:
    words = name.split()
    if set(_name_words(name)) <= known or cast.find(name):
        person = cast.find(name)
        if person and start not in person.places:
            person.places.append(start)
        return
    join = _ORG_JOIN.match(text[end : end + 80])
    lows = {word.lower() for word in words}
    if join and (lows & lexicon.ORG_WORDS or " & " in join.group()):
        end += join.end()
        name, words = text[start:end], text[start:end].split()
        lows = {word.lower() for word in words}
    if lows & lexicon.ORG_WORDS and len(words) > 1:
        cast.organisations.setdefault(name, (start, end))
    elif _PLACE_BEFORE.search(text[max(0, start - 8) : start]) and not _is_date_word(name):
        cast.places.setdefault(name, (start, end))
    elif len(words) > 1 or (name.isupper() and 2 <= len(name) <= 6):
        cast.organisations.setdefault(name, (start, end))


def _is_date_word(name: str) -> bool:
    return name.split()[0].lower() in lexicon.MONTHS
