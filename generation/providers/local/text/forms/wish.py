"""What a brief wants a script to be like: its form, who is in it, where it plays, with a narrator or without."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from generation.providers.base import Narration

from .. import lexicon, scenes, staging
from ..positions import kept_notes
from . import kinds
from .kinds import FORMS, Form, Part
from .tell import Company

# "Stage it as a …", "make this a …", "in the style of a …": what follows is a form and not a thing in the source.
_ASKING = (
    r"(?:(?:\b(?:as|like|into|in the (?:form|style|shape|format) of)\s+(?:an? |the |one )?"
    r"|\b(?:form|format|style|genre|shape) ?[:=-]\s+(?:an? |the |one )?"
    r"|\b(?:make|want|write|do|stage|imagine|give me|let it be|should be|must be|it is|it's|this is)"
    r"(?: (?:it|this|me|us|the (?:script|piece|story|read)))?(?: again)?(?: as)?\s+(?:an? |one ))(?:[\w-]+ ){0,2}?)"
)
_AT_HEAD = r"(?:(?:^|[.!?;:\n]\s*)(?:an? |the )?(?:[\w-]+ ){0,2}?)"
_AFTER_HEAD = (
    r"(?=\s*(?:[.,;:!?—–-]|$|\b(?:between|with|where|in which|about|on|style|format|drama|scene|piece|form|to"
    r"|without)\b))"
)
_MARKED = r"(?=[- ](?:style|format|form|piece|script|fashion|drama)\b)"
# What this studio cannot write, because it would have to invent or to rhyme.
_BEYOND = (
    ("poem|ballad|sonnet|haiku|limerick|ode|rhymes?", "verse"),
    ("song|rap|musical|opera|jingle", "a song"),
    ("diary|memoir|autobiography", "a diary"),
    ("comedy|sitcom|stand-?up(?: routine)?|sketch", "a comedy"),
)
_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
_PLACE = re.compile(
    r"\b(?:set|staged?|takes? place|plays?|happens?|meet|sit|placed?)(?: it| this| them| everything| together)?"
    r" (?:in|on|at|aboard|inside|around) (?:an? |the )?([a-z][a-z’' -]{2,30}?)"
    r"(?=[.,;:!?\n]|$| (?:and|with|where|at|in|by|on|during)\b)",
    re.I,
)
_OUTDOORS = re.compile(
    r"\b(?:streets?|beach|fields?|gardens?|parks?|harbour|harbor|sea|shore|forest|woods|mountains?|hill|river|bridge"
    r"|village|square|market|road|roof(?:top)?|deck|island|pier|farm|desert|meadow|orchard|platform|playground)\b"
)
_NO_PLACE = re.compile(r"\b(?:form|style|format|past|present|future|front|stone|tone|end|beginning|order|scenes?)\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_SCENES = re.compile(
    rf"\b(?:in|into|of|has|have) (?:exactly )?({'|'.join(_NUMBERS)}|[1-8]) (?:scenes|acts|parts)\b", re.I
)
_NO_NARRATOR = re.compile(r"\b(?:no|without(?: an?y?)?|drop the|leave out the|skip the) narrat(?:or|ion)\b", re.I)
_A_NARRATOR = re.compile(r"\b(?:with|has|have|add|include|needs?) (?:an?|the) (?:[\w-]+ )?narrator\b", re.I)
_ROLES = "|".join(sorted((re.escape(word) for word in kinds.ROLES), key=len, reverse=True))
_NAMED = (
    re.compile(rf"\b(?i:(?P<role>{_ROLES}))(?: is|,)? (?:(?:named|called) )?(?P<name>{_NAME})"),
    re.compile(rf"\b(?P<name>{_NAME})(?: is|,| as|\s*\()? ?(?:(?:the|an?) )?(?i:(?P<role>{_ROLES}))\b"),
)
_BETWEEN = re.compile(
    r"\bbetween (?:an? |the |her |his |their |one )?(?P<one>[\w’' -]{2,30}?)"
    r" and (?:an? |the |her |his |their |another )?"
    r"(?P<two>[\w’'-]+(?: [A-Z][\w’'-]+)?)",
)
_VERSUS = re.compile(r"\b(?P<one>[A-Z][\w’'-]+) ?(?:/|\bvs\.?|\bversus\b) ?(?P<two>[A-Z][\w’'-]+)")
_LIST = re.compile(
    r"\b(?:roles|cast|characters|voices|speakers|parts)(?: are| is)?[:=—–-]? "
    rf"(?P<all>{_NAME}(?:(?:,? and |, | & ){_NAME})+)"
)


@dataclass(frozen=True)
class Wish:
    """`form` is None where the notes ask for none; `named` are the parts' names by the part.

    `unmet` says what cannot be. `rest` is what the notes say besides: of what is told, not of how.
    """

    form: Form | None = None
    rest: str = ""
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    place: str = ""
    scenes: int | None = None
    narration: Narration | None = None
    unmet: tuple[str, ...] = ()

    def company(self, *, has_narrator: bool, is_story: bool) -> Company:
        """Who is in it: the form's own parts, by the names that the notes give them."""
        form = self.form
        if form is None:
            raise ValueError("There is no company without a form.")
        usual = (form.reader,) if is_story else tuple(part.name for part in form.tellers)
        tellers = self.named.get("teller", ()) or usual
        narrator = (*self.named.get("narrator", ()), "Narrator")[0] if has_narrator else None
        if form.chair is None and form.doubter is None:
            return Company(None, tellers[:1], None, narrator)  # a letter has one writer, whoever else is named
        chair = form.chair
        if chair and chair.role == "narrator" and self.narration == "suppress":
            chair = None
        return Company(self._one("chair", chair), tellers, self._one("doubter", form.doubter), narrator)

    def _one(self, part: str, usual: Part | None) -> str | None:
        given = self.named.get(part)
        return given[0] if given else usual.name if usual else None


def room_of(wish: Wish) -> scenes.Room | None:
    """Where all of it plays: the place that the notes name, else the form's own."""
    if wish.place:
        place = staging.place_of(wish.place, "")
        side = "EXT." if _OUTDOORS.search(wish.place) else "INT."
        return scenes.Room(f"{side} {wish.place.upper()}", place, is_asked=True)
    form = wish.form
    return scenes.Room(form.room, form.place, form.subject) if form and form.room else None


def read_wish(notes: str, people: Collection[str], *, is_talk: bool = False) -> Wish:
    """What the notes ask for. `people` are the names in the sources: nobody of them is made a part.

    `is_talk` says that the script is a talk without any form: then parts alone ask for none.
    """
    kept = kept_notes(notes)
    asked = _form_of(kept)
    named, unmet = _parts_of(kept, people, asked)
    form = asked or (None if is_talk else _implied(named))
    form = replace(form, tellers=form.tellers[:1]) if form and named.get("teller") else form
    rest = _rest_of(notes, form, named)
    return Wish(form, rest, named, _place_of(kept), _scenes_of(kept), _narration_of(notes), (*_beyond(kept), *unmet))


def _narration_of(notes: str) -> Narration | None:
    if _NO_NARRATOR.search(notes):
        return "suppress"
    return "include" if _A_NARRATOR.search(notes) else None


def _rest_of(notes: str, form: Form | None, named: dict[str, tuple[str, ...]]) -> str:
    """The notes without the words for the form, its parts, its place and its scenes."""
    patterns = [_SCENES.pattern, _NO_NARRATOR.pattern, _A_NARRATOR.pattern]
    patterns += [_PLACE.pattern] if _place_of(notes) else []
    patterns += [rf"\b{re.escape(name)}\b" for names in named.values() for name in names]
    if form:
        patterns += [*_asked_with(form.words), rf"\b(?:{_ROLES})s?\b", rf"\b(?:{form.words})\b"]
    for pattern in patterns:
        notes = re.sub(pattern, " ", notes, flags=re.I)
    return notes


def form_asked(words: str) -> str:
    """The name of the form that the words ask for, "" for none; also one that this studio cannot write."""
    kept = kept_notes(words)
    form = _form_of(kept)
    return form.name if form else next((name for words, name in _BEYOND if _asked_at(words, kept) is not None), "")


def _form_of(notes: str) -> Form | None:
    """The form asked for first; the words of one that only name a thing ("the letter from the mayor") ask for none."""
    found = [(at, form) for form in FORMS if (at := _asked_at(form.words, notes)) is not None]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _asked_at(words: str, notes: str) -> int | None:
    for pattern in _asked_with(words):
        match = re.search(pattern, notes, re.I)
        if match:
            return match.start()
    return None


def _asked_with(words: str) -> tuple[str, ...]:
    return (rf"{_ASKING}(?:{words})\b", rf"{_AT_HEAD}(?:{words})\b{_AFTER_HEAD}", rf"\b(?:{words}){_MARKED}")


def _beyond(notes: str) -> list[str]:
    return [
        f"The brief asks for {name}. The studio writes only what the sources say, in prose, so it is not one."
        for words, name in _BEYOND
        if _asked_at(words, notes) is not None
    ]


def _place_of(notes: str) -> str:
    found = _PLACE.search(notes)
    place = found.group(1).strip().lower() if found else ""
    return "" if _NO_PLACE.search(place) or any(re.fullmatch(form.words, place, re.I) for form in FORMS) else place


def _scenes_of(notes: str) -> int | None:
    found = _SCENES.search(notes)
    return (_NUMBERS.get(found.group(1).lower()) or int(found.group(1))) if found else None


def _implied(named: dict[str, tuple[str, ...]]) -> Form | None:
    """The form that the parts alone suggest: two who disagree debate, one who asks another interviews."""
    if "doubter" in named and "teller" in named:
        return next(form for form in FORMS if form.name == "debate")
    if "chair" in named and "teller" in named:
        return next(form for form in FORMS if form.name == "interview")
    return None


# ---------------------------------------------------------------- who is in it


def _parts_of(notes: str, people: Collection[str], form: Form | None) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Names by part, and what the notes ask of people who can say only what they are quoted with."""
    found: dict[str, list[str]] = {}
    unmet: list[str] = []
    own = {word.lower() for name in people for word in (name, name.split()[-1])}

    def add(part: str, name: str) -> None:
        if name.lower() in own or any(word.lower() in own for word in name.split()[-1:]):
            line = f"{name} says only what the sources quote; somebody else tells the rest."
            unmet.extend([line] if line not in unmet else [])
        elif name not in (names := found.setdefault(part, [])):
            names.append(name)

    rest = _add_named(notes, add)
    for one, two in _pairs(rest):
        for part, name in zip(_pair_parts(one, two, form), (one, two), strict=True):
            add(part, name)
    if not found or form is not None:
        _add_roles(rest, add, form)
    if form and (guest := _guest_among(people, notes)):
        add("teller", guest)
    return {part: tuple(names) for part, names in found.items()}, unmet


_WITH = re.compile(r"\b(?:interview|conversation|q ?& ?a|debate|talk|letter) (?:with|by|from) ([^.,;:!?\n]+)", re.I)


def _guest_among(people: Collection[str], notes: str) -> str | None:
    """Who of the sources is asked for as a voice: "an interview with Ruth Adeyemi"."""
    asked = re.search(
        r"\b(?:interview|conversation|q ?& ?a|debate|talk|letter) (?:with|by|from) ([^.,;:!?\n]+)", notes, re.I
    )
    return next((name for name in people if asked and name.split()[-1] in asked.group(1)), None)


def _add_named(notes: str, add) -> str:
    """The parts that have a name of their own ("host Dana"); returns the notes without them."""
    for pattern in _NAMED:
        for match in list(pattern.finditer(notes)):
            role, name = match.group("role").lower(), match.group("name")
            if name.lower() in kinds.ROLES or name.split()[0].lower() in _NOT_NAMES:
                continue
            add(kinds.ROLES[role], name)
            notes = notes.replace(match.group(), " ", 1)
    return notes


_NOT_NAMES = lexicon.words("""the a an and or but with as call open end make stage write focus begin start close let two
    one its their this that he she they it keep give put courtroom debate interview letter scene act no drop between
    speaks asks leads listens argues answers tells""")


def _pairs(notes: str) -> list[tuple[str, str]]:
    listed = _LIST.search(notes)
    if listed:
        names = re.split(r",? and |, | & ", listed.group("all"))
        return list(zip(names[::2], names[1::2], strict=False))
    for pattern in (_BETWEEN, _VERSUS):
        found = pattern.search(notes)
        if found:
            return [(_title(found.group("one")), _title(found.group("two")))]
    return []


def _title(words: str) -> str:
    return words.strip()[:1].upper() + words.strip()[1:]


def _pair_parts(one: str, two: str, form: Form | None) -> tuple[str, str]:
    """Which parts two names take: by their words, else by the order in which the form has them."""
    first, second = kinds.ROLES.get(one.lower()), kinds.ROLES.get(two.lower())
    asks = [name.lower().split()[-1] in kinds.ASKING for name in (one, two)]
    if any(asks):
        asker = "doubter" if form and form.chair and form.chair.role == "narrator" else "chair"
        first, second = (asker if asks[0] else "teller"), (asker if asks[1] and not asks[0] else "teller")
    if first is None and second is None:
        sides = form is None or form.doubter is not None
        return ("teller", "doubter") if sides else ("chair", "teller")
    other = {"teller": "doubter", "doubter": "teller", "chair": "teller", "narrator": "teller"}
    first = first or other[second or "teller"]
    return first, second or other[first]


def _add_roles(notes: str, add, form: Form | None) -> None:
    """Bare parts: "a Believer and a Doubter". Two of different kinds, or one that a form was asked for with."""
    said = [(kinds.ROLES[m.group(1).lower()], m.group(1)) for m in re.finditer(rf"\b({_ROLES})s?\b", notes, re.I)]
    if form is None and len({part for part, _ in said if part != "narrator"}) < 2:
        return
    for part, word in said:
        add(part, _title(word.lower() if word.isupper() else word))
