"""An outline told in a form: the same facts and quotes, in the turns and with the parts that the form has."""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from generation.providers.base import Line

from .. import dialogue, documentary, lexicon
from .. import form_phrases as book
from ..passages import Passage
from ..phrases import pick
from ..shapes import Beat
from ..telling import Section, Teller
from .kinds import ROLES, Form, Part

_AGAINST = ("doubt", "threat")
_SHORT_MS = 30_000  # below this a form is opened and not closed: the words are needed for what it tells
_STORY_CUES = {"want": "story_want", "obstacle": "story_obstacle", "reversal": "story_turn", "last image": "story_end"}


@dataclass(frozen=True)
class Company:
    """The parts of a form by the names they have in this script."""

    chair: str | None
    tellers: tuple[str, ...]
    doubter: str | None
    narrator: str | None

    def cast_of(self, house: str | None) -> dialogue.Cast:
        return dialogue.Cast(asker=self.chair or self.tellers[0], teller=self.tellers[0], doubter=self.doubter,
                             narrator=self.narrator, house=house)  # fmt: skip


@dataclass(frozen=True)
class _Take:
    """A movement, or what is left of it when the form took it apart. `is_against` is what the doubter tells."""

    beat: Beat
    passages: tuple[Passage, ...]
    is_against: bool


@dataclass
class FormTalk(dialogue.Talk):
    """One rendering of a form. `whom` is who a letter goes to, `is_ordered` a source whose order must stay."""

    form: Form = None  # type: ignore[assignment]  # every field after one with a default needs one
    company: Company = None  # type: ignore[assignment]
    whom: str = "reader"
    is_ordered: bool = False
    is_story: bool = False
    duration_ms: int = 60_000

    def tell(self) -> tuple[list[Section], Teller]:
        """The takes in the form's order, each opened as the form does, between its opening and its close."""
        takes = self._takes()
        self._told, self._last_take = -1, len(takes) - 1
        for number, take in enumerate(takes):
            before = takes[number - 1] if number else None
            lines = [*(self._opening() if before is None else []), *self._lead(number, take, before, len(takes))]
            for passage in take.passages:
                lines += self._passage(take, passage, lines, is_first=passage is take.passages[0], number=number)
                self._last = lines[-1].character
            self.sections.append(Section(take.beat.name, take.beat.mood, lines))
        if self.sections:
            self.sections[-1].lines += self._closing(takes)
        return self.sections, self._teller

    # ------------------------------------------------------------ the order

    def _takes(self) -> list[_Take]:
        takes = [
            _Take(beat, tuple(told), is_against=bool(self.company.doubter) and beat.name in _AGAINST)
            for beat, told in self.outline.beats
            if told
        ]
        if self.is_ordered or self.form.order == "told" or not any(take.is_against for take in takes):
            return takes
        first, last = takes[0], takes[-1]
        middle = takes[1:-1] if len(takes) > 2 and not last.is_against else takes[1:]
        pro, contra = [t for t in middle if not t.is_against], [t for t in middle if t.is_against]
        end = [last] if last not in middle and last is not first else []
        if self.form.order == "turns":
            halves = [replace(take, passages=(passage,)) for take in contra for passage in take.passages]
            pairs = [take for pair in zip_longest(pro, halves) for take in pair if take]
            return [first, *pairs, *end]
        return [first, *pro, *contra, *end]

    # ------------------------------------------------------------ what frames it

    def _says(self, character: str | None, moment: str, **words: str) -> list[Line]:
        """The form's phrase for a moment; none where the source's language or the book has none left."""
        cue = f"{self.form.name}_{moment}"
        text = None if self.is_wordless or character is None else pick(cue, "plain", self._rng, self._questions.said)
        if text is None or character is None:
            return []
        self._questions.said.add(text)
        said = text.format(**words)
        return [] if self.reading.ban.hits(said) else [self._teller.link(character, said, cue="" if words else cue)]

    @property
    def _head(self) -> str:
        return self.company.chair or self.company.narrator or self.company.tellers[0]

    def _opening(self) -> list[Line]:
        return self._says(self._head, "open", **({"whom": self.whom} if self.form.name == "letter" else {}))

    def _closing(self, takes: list[_Take]) -> list[Line]:
        lines: list[Line] = []
        doubter = self.company.doubter
        if doubter and not self.is_ordered and self.form.order != "told" and not any(take.is_against for take in takes):
            lines = [*self._says(self._head, "unopposed"), *self._phrase(doubter, "doubt")]
        return lines if self.duration_ms < _SHORT_MS else [*lines, *self._says(self._head, "close")]

    def _lead(self, number: int, take: _Take, before: _Take | None, count: int) -> list[Line]:
        """What stands before a movement: a card, a word of the side that takes over, or nothing."""
        if self.form.cards == "scene" and number < len(book.SCENES):
            return [self._teller.link(self._head, book.SCENES[number])] if self._has_words else []
        if self.is_ordered and self.form.cards != "count":
            return []
        if take.is_against and (before is None or not before.is_against):
            speaker = self.company.doubter if self.form.order == "turns" else self._head
            return self._says(speaker, "against")
        if self.form.cards == "count" and 0 < number < count - 1 and self._has_words:
            return [self._teller.link(self._head, book.COUNTS[min(number, len(book.COUNTS)) - 1])]
        if self.form.cards == "bridge" and number and not take.passages[0].is_quote:
            cue = documentary.bridge_of(take.beat, take.passages[0])
            return self._says(self._head, cue.removeprefix("bridge_")) if cue else []
        return self._side(number, before, count)

    def _side(self, number: int, before: _Take | None, count: int) -> list[Line]:
        teller = self.company.tellers[0]
        if self.form.order == "turns" and before and before.is_against:
            return self._says(teller, "back")
        if number == 1 and count > 2:
            return self._says(self._head, "report") or self._says(teller, "for")
        if number == count - 1 and number > 1:
            return self._says(teller, "last")
        return []

    @property
    def _has_words(self) -> bool:
        return not self.is_wordless

    # ------------------------------------------------------------ what it tells

    def _passage(self, take: _Take, passage: Passage, before: list[Line], *, is_first: bool, number: int) -> list[Line]:
        if passage.is_quote:
            return self._called(passage, take)
        speaker = self._who(take, passage, number)
        told = self._teller.say(speaker, passage, self.outline.form(passage))
        if self.is_story:
            asks = is_first and self.form.asks and not self.form.cards
            cue = _STORY_CUES.get(take.beat.name, "") if asks else ""
            return [*(self._phrase(self._head, cue) if cue and self._head != speaker else []), told]
        return [*self._question(take, passage, speaker, before, is_first=is_first), *self._spread(told)]

    def _who(self, take: _Take, passage: Passage, number: int) -> str:
        if self.cast.house and any(s.is_first_person for s in passage.sentences):
            return self.cast.house
        if take.is_against and self.company.doubter:
            return self.company.doubter
        if self.company.narrator and (number == 0 or take.beat.name in ("origin", "history", "image")):
            return self.company.narrator
        if self.form.name == "bulletin" and self.company.chair and number in (0, self._last_take):
            return self.company.chair
        self._told += 1
        return self.company.tellers[self._told % len(self.company.tellers)]

    def _question(
        self, take: _Take, passage: Passage, speaker: str, before: list[Line], *, is_first: bool
    ) -> list[Line]:
        asker = self.company.chair or self.company.doubter
        if self.company.doubter and not take.is_against and (asker is None or self._rng.random() < 0.4):
            asker = self.company.doubter
        if asker is None or asker in (speaker, before[-1].character if before else None) or self.is_wordless:
            return []
        if self._rng.random() >= self.form.asks:
            return []
        found = self._questions.ask(
            passage,
            self.outline.form(passage),
            self._register(asker),
            beat=take.beat.name,
            is_first_of_beat=is_first,
        )
        return [self._teller.link(asker, found[0], cue=found[1])] if found else []

    def _called(self, passage: Passage, take: _Take) -> list[Line]:
        """A quote: announced as the form does it, in its speaker's own voice, and followed up."""
        quote = self._teller.quote(passage, self.outline.form(passage))
        if self.is_story:
            return [quote]
        if passage.question:
            return [self._teller.ask(self._head, passage), quote]
        presenter = {"chair": self._head, "teller": self.company.tellers[0], "doubter": self._head}[self.form.presents]
        if take.is_against:
            presenter = self._head  # whose side a witness is on is not for the parts to say
        if self._last == quote.character:
            return [quote]
        known = self._teller.context.knows(quote.character)
        intro = None if known else self._teller.introduce(presenter, passage, before=True, said_name=False,
                                                          leads=self.form.leads)  # fmt: skip
        lead = [intro] if intro else self._says(presenter, "again", who=quote.character)
        return [*lead, quote, *self._after()]

    def _after(self) -> list[Line]:
        return self._says(self._head, "after") if self._rng.random() < 0.5 else []


def register(teller: Teller, form: Form, company: Company) -> None:
    """Puts the form's parts on the cast list, under the names that they have here."""
    if form.chair and company.chair:
        _enter(teller, company.chair, form.chair)
    for number, name in enumerate(company.tellers):
        _enter(teller, name, form.tellers[min(number, len(form.tellers) - 1)])
    if form.doubter and company.doubter:
        _enter(teller, company.doubter, form.doubter)
    if company.narrator:
        teller.cast(company.narrator, "narrator")


_TALKERS = {
    "chair": Part("Host", "host", "female", "asks what the listener would ask"),
    "teller": Part("Expert", "expert", "male", "knows the material and stays exact"),
    "doubter": Part("Doubter", "sceptic", "male", "wants proof"),
    "narrator": Part("Narrator", "narrator"),
}


def register_talkers(teller: Teller, named: dict[str, tuple[str, ...]]) -> None:
    """Puts the voices that the notes name for a talk without a form on the cast list."""
    for part, names in named.items():
        _enter(teller, names[0], _TALKERS[part])


def _enter(teller: Teller, name: str, part: Part) -> None:
    """The part on the list; who has another name than the usual one has the gender of that name."""
    is_name = name != part.name and name.lower() not in ROLES
    gender = lexicon.guess_gender(name) if is_name else part.gender
    teller.cast(name, part.role, gender, part.description)  # type: ignore[arg-type]


def audience_name(audience: str) -> str:
    """Whom a letter goes to, by the audience that the target names: "enterprise buyers", else "reader"."""
    words = re.sub(r"[^\w' -]", "", audience).strip()
    return words if 0 < len(words.split()) <= 4 else "reader"
