"""What every mode shares: sections of lines, how a quoted person is introduced, and the record of who speaks."""

import re
from dataclasses import dataclass, field, replace
from random import Random

from generation.providers.base import Character, Gender, Line, Mood, Role, Span

from . import lexicon
from .context import Context
from .passages import Passage
from .people import Person
from .reading import Reading
from .segment import plain

SENTENCE_PAUSE_MS = 420
LINK_PAUSE_MS = 340
# The film sets scenes apart by another half second, which makes a paragraph's pause of it.
PARAGRAPH_PAUSE_MS = 420


@dataclass
class Section:
    """Lines of one beat; scenes are cut from them. `text` keeps the words by which a scene is staged."""

    beat: str
    mood: Mood
    lines: list[Line] = field(default_factory=list)


@dataclass
class Teller:
    """Turns passages into lines in the order of telling. One per rendering; holds what listeners know by now."""

    reading: Reading
    rng: Random
    context: Context = field(init=False)
    characters: dict[str, Character] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = Context(self.reading)

    def cast(self, name: str, role: Role, gender: Gender = "neutral", description: str = "") -> str:
        """Registers a voice and gives its name back."""
        self.characters.setdefault(name, Character(name=name, role=role, gender=gender, description=description))
        return name

    def say(self, character: str, passage: Passage, form: str) -> Line:
        """A passage in a teller's voice, names put back where the sentence left its context."""
        text, extra = self.context.tell(form, passage.sentences)
        if self.reading.ban.hits(text):
            text, extra = form, ()  # a name put back for clearness is not worth a banned word
        self.recent.append(character)
        return Line(
            character=character,
            text=text,
            evidence=(*passage.evidence, *extra),
            pause_after_ms=SENTENCE_PAUSE_MS,
            kind="fact",
            weight=line_weight(passage),
        )

    def link(self, character: str, text: str, evidence: tuple[Span, ...] = (), *, cue: str = "") -> Line:
        """A line of our own that states no fact beyond its evidence."""
        self.recent.append(character)
        return Line(
            character=character,
            text=text,
            evidence=evidence,
            pause_after_ms=LINK_PAUSE_MS,
            kind="question" if text.endswith("?") else "link",
            cue=cue,
            weight=0.2,
        )

    def quote(self, passage: Passage, form: str) -> Line:
        """A quote in its speaker's own voice, verbatim."""
        name = self.voice_of(passage)
        self.recent.append(name)
        self.context.last_index = passage.last_index
        return Line(
            character=name,
            text=form,
            evidence=passage.evidence,
            pause_after_ms=SENTENCE_PAUSE_MS,
            kind="quote",
            weight=line_weight(passage),
        )

    def ask(self, character: str, passage: Passage) -> Line:
        """The interviewer's own question, verbatim, before the answer that `passage` quotes."""
        span = passage.question or passage.evidence[0]
        self.recent.append(character)
        whole = self.reading.text_of(span.source_id)
        text = plain(whole[span.start : span.end], whole)
        return Line(
            character=character,
            text=text,
            evidence=(span,),
            pause_after_ms=SENTENCE_PAUSE_MS,
            kind="question",
            weight=line_weight(passage),
        )

    def voice_of(self, passage: Passage) -> str:
        written = passage.speaker or ""
        person = self.person(written)
        if person and person.role.startswith("of-kin "):
            person = self._with_kin(person)
        if person and self.reading.ban.hits(person.role):
            person = replace(person, role="")
        if person:
            return self.cast(person.name, "quoted", person.gender, person.role)
        name = written[:1].upper() + written[1:]
        return self.cast(name, "quoted", lexicon.guess_gender(written))  # type: ignore[arg-type]

    def person(self, name: str) -> Person | None:
        return next((person for _, person in self.reading.people if person.name == name), None)

    def _with_kin(self, person: Person) -> Person:
        """ "her niece" becomes "Edith Lowry's niece" where one other person is whom the source is about."""
        whose = self._kin_of(person)
        return replace(person, role=f"{_owner(whose.name)} {person.role[7:]}" if whose else "")

    def _kin_of(self, person: Person) -> Person | None:
        others = [p for _, p in self.reading.people if p is not person]
        whose = max(others, key=lambda p: len(p.places), default=None)
        return whose if whose and len(whose.places) >= 2 else None

    def introduce(
        self, character: str, passage: Passage, *, before: bool, said_name: bool, leads: tuple[str, ...] = ()
    ) -> Line | None:
        """The line that says who is about to speak, or who just has; None where listeners know.

        `leads` are sentences to take instead of the usual ones, with `{who}` for the name and the role.
        """
        person = self.person(passage.speaker or "")
        if person is None or (self.context.knows(person.name) and (said_name or person.name in self.recent[-4:])):
            return None
        source_id = passage.evidence[0].source_id
        spans = [Span(source_id=source_id, start=person.span[0], end=person.span[1])]
        if person.role_span:
            spans.append(Span(source_id=source_id, start=person.role_span[0], end=person.role_span[1]))
        elif passage.attribution:
            spans.append(passage.attribution)
        if person.role.startswith("of-kin "):
            whose = self._kin_of(person)
            spans += [Span(source_id=source_id, start=whose.span[0], end=whose.span[1])] if whose else []
            person = self._with_kin(person)
        if self.reading.ban.hits(person.role):
            person, spans = replace(person, role=""), spans[:1]
        is_known = self.context.knows(person.name)
        text = introduction(person, is_known=is_known, before=before, rng=self.rng)
        if leads and not is_known:
            led = self.rng.choice(leads).format(who=presented(person))
            text = text if self.reading.ban.hits(led) else led
        text, extra = self.context.tell_phrase(text, passage.sentences[0])
        self.context.meet(person.name)
        return replace(self.link(character, text, (*spans, *extra)), kind="intro")


def line_weight(passage: Passage) -> float:
    """0 to 1: how much a script would miss the passage."""
    return round(min(1.0, max(0.05, 0.9 * passage.weight + 0.15 * passage.tags.get("top", 0.0))), 3)


def _owner(name: str) -> str:
    return name + ("’" if name.endswith("s") else "’s")


def introduction(person: Person, *, is_known: bool, before: bool, rng: Random) -> str:
    """One sentence of who a speaker is, from the role that the source gives."""
    name, role = person.name, person.role
    if is_known:
        return rng.choice([f"{name} again.", f"Back to {name}."]) if before else f"{name} again."
    if not role:
        return f"In the words of {name}." if before else f"That was {name}."
    if role.startswith("who "):
        return f"{name} {role[4:]}."
    role = with_article(role)
    if before:
        return rng.choice([f"{name} is {role}.", f"Listen to {name}, {role}.", f"Here is {name}, {role}."])
    return rng.choice([f"That is {name}, {role}.", f"{name} is {role}.", f"{name}, {role}."])


def presented(person: Person) -> str:
    """ "Anders Moe, a retired trawler skipper": a name with the role that the source gives, if it gives one."""
    role = person.role if not person.role or person.role.startswith("who ") else with_article(person.role)
    return f"{person.name}, {role}" if role else person.name


def with_article(role: str) -> str:
    """ "owner" → "the owner"; a role that already has its article, owner or "of" stays as it is."""
    words = role.split()
    if (
        words[0].lower() in ("a", "an", "the", "its", "our", "their")
        or words[0].endswith(("'s", "’s"))
        or words[0][0].isupper()
    ):
        return role
    return role if re.search(r"\b(?:of|at|for)\b", role) else f"the {role}"
