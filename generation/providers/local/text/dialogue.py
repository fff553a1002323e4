"""Podcast and drama: facts told between voices that want different things, quotes by those who said them."""

from dataclasses import dataclass, field, replace
from random import Random

from generation.providers.base import Line

from .digests import spoken_gap
from .exchange import parts_of, split_line
from .passages import Passage
from .phrases import Register, pick
from .questions import Questioner
from .reading import Reading
from .selection import Outline
from .shapes import Beat
from .telling import Section, Teller

_DOUBT = ("doubt", "threat")


@dataclass
class Cast:
    """Who holds which part. `asker` wants clarity, `teller` precision, `doubter` proof; `narrator` may be missing."""

    asker: str
    teller: str
    doubter: str | None = None
    narrator: str | None = None
    house: str | None = None
    register: Register = "plain"


@dataclass
class Talk:
    """One rendering of a dialogue. `is_wordless` leaves our own connectives out: the source is in another language."""

    reading: Reading
    outline: Outline
    cast: Cast
    seed: str
    is_drama: bool
    asks_what_is_open: bool = False
    is_wordless: bool = False
    sections: list[Section] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rng = Random(f"talk:{self.seed}")
        self._teller = Teller(self.reading, self._rng)
        self._questions = Questioner(self._rng)
        self._last = ""
        self._exchanges = 0

    def tell(self) -> tuple[list[Section], Teller]:
        """All beats in order, each as turns; ends on the source's words or on the question it leaves open."""
        filled = [(beat, passages) for beat, passages in self.outline.beats if passages]
        for index, (beat, passages) in enumerate(filled):
            lines: list[Line] = []
            for number, passage in enumerate(passages):
                lines += self._turns(
                    beat, passage, lines, is_opening=index == 0 and number == 0, is_first_of_beat=number == 0
                )
            self.sections.append(Section(beat.name, beat.mood, lines))
        if self.asks_what_is_open and self.sections:
            told = " ".join(line.text for section in self.sections for line in section.lines)
            question = spoken_gap(told)
            if question and not self.is_wordless:
                lead = self._questions.phrase("open_end", self.cast.register)
                self.sections[-1].lines.append(self._teller.link(self.cast.asker, f"{lead or ''} {question}".strip()))
        return self.sections, self._teller

    def _turns(
        self, beat: Beat, passage: Passage, before: list[Line], *, is_opening: bool, is_first_of_beat: bool
    ) -> list[Line]:
        if passage.is_quote:
            lines = self._quote_turn(passage, before, is_opening)
        elif is_opening:
            opener = self._speaker_for(passage)
            if opener != self.cast.house:
                opener = self.cast.narrator or self.cast.asker
            lines = self._spread(self._teller.say(opener, passage, self.outline.form(passage)), is_opening=True)
        elif beat.name in _DOUBT and self.cast.doubter:
            lines = self._doubt_turn(passage, is_first_of_beat)
        else:
            lines = self._told_turn(beat, passage, is_first_of_beat)
        if lines:
            self._last = lines[-1].character
        return lines

    def _speaker_for(self, passage: Passage) -> str:
        if self.cast.house and any(s.is_first_person for s in passage.sentences):
            return self.cast.house
        return self.cast.teller

    def _register(self, character: str) -> Register:
        return "blunt" if character == self.cast.doubter else self.cast.register

    def _phrase(self, character: str, cue: str) -> list[Line]:
        """The character's phrase for a cue, none where all have been said."""
        text = None if self.is_wordless else self._questions.phrase(cue, self._register(character))
        return [self._teller.link(character, text, cue=cue)] if text else []

    def _told_turn(self, beat: Beat, passage: Passage, is_first_of_beat: bool) -> list[Line]:
        form = self.outline.form(passage)
        speaker = self._speaker_for(passage)
        follows = passage.sentences[0].index == self._teller.context.last_index + 1 and not is_first_of_beat
        narrator = self.cast.narrator
        if beat.name in ("origin", "history") and narrator and is_first_of_beat and speaker != self.cast.house:
            return [self._teller.say(narrator, passage, form)]
        short = len(form.split()) <= 15 and not self.cast.house
        if follows and self._last == speaker and short and not self.is_drama:
            # The asker has read the source too and finishes the thought.
            return [self._teller.say(self.cast.asker, passage, form)]
        question: list[Line] = []
        if self._last == speaker or is_first_of_beat:
            asker = self._asker_for(beat)
            found = None if self.is_wordless or (follows and self._rng.random() < 0.4) else self._questions.ask(
                passage, form, self._register(asker), beat=beat.name, is_first_of_beat=is_first_of_beat
            )  # fmt: skip
            question = [self._teller.link(asker, found[0], cue=found[1])] if found else []
        return [*question, *self._spread(self._teller.say(speaker, passage, form))]

    def _asker_for(self, beat: Beat) -> str:
        """In a drama the doubter asks; elsewhere the sceptic takes the questions of proof and money from the host."""
        wants_proof = beat.name in ("method", "finding", "how", "next") and self._rng.random() < 0.5
        if self.cast.doubter and (self.is_drama or (wants_proof and self._last != self.cast.doubter)):
            return self.cast.doubter
        return self.cast.asker

    def _spread(self, line: Line, *, is_opening: bool = False) -> list[Line]:
        """A line with a reason, a reservation or a source as an exchange; at most four a script."""
        parts = None if self.is_wordless or self._exchanges >= 4 else parts_of(line.text)
        if parts is None:
            return [line]
        first, cue, second = parts
        answerer = self.cast.teller if is_opening and line.character == self.cast.asker else line.character
        asker = self.cast.doubter if self.cast.doubter and cue in ("source", "but") else self.cast.asker
        between = self._phrase(asker, cue) if asker != answerer else []
        if not between:
            return [line]
        self._exchanges += 1
        opening, answer = split_line(replace(line, character=answerer), (first, second))
        return [opening, *between, answer]

    def _doubt_turn(self, passage: Passage, is_first_of_beat: bool) -> list[Line]:
        doubter = self.cast.doubter or self.cast.asker
        speaker = self._speaker_for(passage)
        if speaker == self.cast.house:
            # Only the house itself may say "we".
            told = self._teller.say(speaker, passage, self.outline.form(passage))
            return [*self._phrase(doubter, "challenge"), told] if is_first_of_beat else [told]
        if self._last == doubter or (not is_first_of_beat and self._rng.random() < 0.5):
            asked = self._phrase(doubter, "doubt") if self._last != doubter else []
            return [*asked, *self._spread(self._teller.say(speaker, passage, self.outline.form(passage)))]
        line = self._teller.say(doubter, passage, self.outline.form(passage))
        if not is_first_of_beat or self._rng.random() < 0.35:
            return [line]
        opening = self._phrase(doubter, "challenge")
        answer = self._phrase(self.cast.teller, "concession") if self._rng.random() < 0.6 else []
        return [*opening, line, *answer]

    def _quote_turn(self, passage: Passage, before: list[Line], is_opening: bool) -> list[Line]:
        quote = self._teller.quote(passage, self.outline.form(passage))
        if passage.question and not is_opening:
            asked = self._teller.ask(self.cast.asker, passage)
            return [asked, quote]
        said_name = bool(before) and quote.character in before[-1].text
        host = (
            (self.cast.narrator or self.cast.asker)
            if self._last != (self.cast.narrator or self.cast.asker) or not before
            else self.cast.teller
        )
        known = self._teller.context.knows(quote.character)
        intro = self._teller.introduce(host, passage, before=not is_opening, said_name=said_name)
        if intro is None:
            return [quote]
        if is_opening:
            return [quote, intro]
        asker = self.cast.doubter or self.cast.asker
        wants = [] if known or asker == intro.character or self._rng.random() < 0.5 else self._phrase(asker, "voice")
        return [*wants, intro, quote]


def _belong_together(first: Line, second: Line) -> bool:
    """Two short sentences in one voice are one breath."""
    is_short = len(f"{first.text} {second.text}".split()) <= 26
    return first.character == second.character and bool(first.evidence) and is_short


_STORY_CUES = {"want": "story_want", "obstacle": "story_obstacle", "reversal": "story_turn", "last image": "story_end"}


def tell_story_aloud(
    reading: Reading, outline: Outline, *, host: str | None, reader: str, seed: str
) -> tuple[list[Section], Teller]:
    """A story read out: prose by `reader`, dialogue by its people; between the runs a host asks on."""
    rng = Random(f"story:{seed}")
    teller = Teller(reading, rng)
    sections: list[Section] = []
    for beat, passages in outline.beats:
        lines: list[Line] = []
        if host and beat.name in _STORY_CUES:
            cue = _STORY_CUES[beat.name]
            lines.append(teller.link(host, pick(cue, "plain", rng, ()) or "And then?", cue=cue))
        for passage in passages:
            form = outline.form(passage)
            line = teller.quote(passage, form) if passage.is_quote else teller.say(reader, passage, form)
            if lines and _belong_together(lines[-1], line):
                line = replace(
                    line, text=f"{lines[-1].text} {line.text}", evidence=lines.pop().evidence + line.evidence
                )
            lines.append(line)
        if lines:
            sections.append(Section(beat.name, beat.mood, lines))
    return sections, teller
