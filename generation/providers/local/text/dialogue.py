"""Podcast and drama: facts told between voices that want different things, quotes by those who said them."""

from dataclasses import dataclass, field, replace
from random import Random

from generation.providers.base import Line

from .digests import spoken_gap
from .passages import Passage
from .questions import Questioner
from .reading import Reading
from .selection import Outline
from .shapes import Beat
from .telling import Section, Teller

_DOUBT = ("doubt", "threat")
_CHALLENGES = (
    "Now the part I do not trust yet.",
    "Let me stop you there.",
    "That sounds too smooth.",
    "There has to be a but.",
)
_CONCESSIONS = ("That has to be said.", "Fair.", "That is the honest answer.")


@dataclass
class Cast:
    """Who holds which part. `asker` wants clarity, `teller` precision, `doubter` proof; `narrator` may be missing."""

    asker: str
    teller: str
    doubter: str | None = None
    narrator: str | None = None
    house: str | None = None


@dataclass
class Talk:
    """One rendering of a dialogue."""

    reading: Reading
    outline: Outline
    cast: Cast
    seed: int
    is_drama: bool
    asks_what_is_open: bool = False
    sections: list[Section] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = Random(f"talk:{self.seed}")
        self._rng = rng
        self._teller = Teller(self.reading, rng)
        self._questions = Questioner(self.reading, rng)
        self._last = ""

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
            if question:
                self.sections[-1].lines.append(self._teller.link(self.cast.asker, question))
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
            lines = [self._teller.say(opener, passage, self.outline.form(passage))]
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

    def _told_turn(self, beat: Beat, passage: Passage, is_first_of_beat: bool) -> list[Line]:
        form = self.outline.form(passage)
        speaker = self._speaker_for(passage)
        follows = passage.sentences[0].index == self._teller.context.last_index + 1 and not is_first_of_beat
        if (
            beat.name in ("origin", "history")
            and self.cast.narrator
            and is_first_of_beat
            and speaker != self.cast.house
        ):
            return [self._teller.say(self.cast.narrator, passage, form)]
        short = len(form.split()) <= 15 and not self.cast.house
        if follows and self._last == speaker and short and not self.is_drama:
            # The asker has read the source too and finishes the thought.
            return [self._teller.say(self.cast.asker, passage, form)]
        if self._last == speaker or is_first_of_beat:
            is_sceptic = self.is_drama
            question = self._questions.ask(
                passage, form, beat=beat.name, is_first_of_beat=is_first_of_beat, is_sceptic=is_sceptic
            )
            asker = self.cast.doubter if self.is_drama and self.cast.doubter else self.cast.asker
            if question and not (follows and self._rng.random() < 0.4):
                return [self._teller.link(asker, question), self._teller.say(speaker, passage, form)]
        return [self._teller.say(speaker, passage, form)]

    def _doubt_turn(self, passage: Passage, is_first_of_beat: bool) -> list[Line]:
        doubter = self.cast.doubter or self.cast.asker
        speaker = self._speaker_for(passage)
        if speaker == self.cast.house:
            # Only the house itself may say "we".
            told = self._teller.say(speaker, passage, self.outline.form(passage))
            return [self._teller.link(doubter, self._rng.choice(_CHALLENGES)), told] if is_first_of_beat else [told]
        line = self._teller.say(doubter, passage, self.outline.form(passage))
        if not is_first_of_beat or self._rng.random() < 0.35:
            return [line]
        opening = self._teller.link(doubter, self._rng.choice(_CHALLENGES))
        answer = (
            [self._teller.link(self.cast.teller, self._rng.choice(_CONCESSIONS))] if self._rng.random() < 0.6 else []
        )
        return [_joined(opening, line), *answer]

    def _quote_turn(self, passage: Passage, before: list[Line], is_opening: bool) -> list[Line]:
        quote = self._teller.quote(passage, self.outline.form(passage))
        said_name = bool(before) and quote.character in before[-1].text
        host = (
            (self.cast.narrator or self.cast.asker)
            if self._last != (self.cast.narrator or self.cast.asker) or not before
            else self.cast.teller
        )
        intro = self._teller.introduce(host, passage, before=not is_opening, said_name=said_name)
        if intro is None:
            return [quote]
        return [quote, intro] if is_opening else [intro, quote]


def _joined(first: Line, second: Line) -> Line:
    return Line(
        character=second.character,
        text=f"{first.text} {second.text}",
        evidence=second.evidence,
        pause_after_ms=second.pause_after_ms,
    )


def _belong_together(first: Line, second: Line) -> bool:
    """Two short sentences in one voice are one breath."""
    is_short = len(f"{first.text} {second.text}".split()) <= 26
    return first.character == second.character and bool(first.evidence) and is_short


_STORY_LINKS = {
    "want": ("And then somebody comes.", "What sets it going?", "So that is the picture. What happens?"),
    "obstacle": ("It cannot be that simple.", "What is in the way?", "And then?"),
    "reversal": ("And here it turns.", "What is behind it?", "Go on. I want to know."),
    "last image": ("How does it end?", "And the end?", "Read me the end."),
}


def tell_story_aloud(
    reading: Reading, outline: Outline, *, host: str | None, reader: str, seed: int
) -> tuple[list[Section], Teller]:
    """A story read out: prose by `reader`, dialogue by its people; between the runs a host asks on."""
    rng = Random(f"story:{seed}")
    teller = Teller(reading, rng)
    sections: list[Section] = []
    for beat, passages in outline.beats:
        lines: list[Line] = []
        if host and beat.name in _STORY_LINKS:
            lines.append(teller.link(host, rng.choice(_STORY_LINKS[beat.name])))
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
