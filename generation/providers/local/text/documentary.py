"""Documentary: a narrator tells, and the people quoted speak for themselves."""

from random import Random

from generation.providers.base import Line

from .passages import Passage
from .reading import Reading
from .selection import Outline
from .telling import Section, Teller


def tell(
    reading: Reading, outline: Outline, *, narrators: tuple[str, ...], house_voice: str | None, seed: int
) -> tuple[list[Section], Teller]:
    """Sections in order. Two narrators take turns by section; `house_voice` says "we" for the source."""
    teller = Teller(reading, Random(seed))
    sections: list[Section] = []
    for index, (beat, passages) in enumerate(outline.beats):
        if not passages:
            continue
        narrator = narrators[index % len(narrators)]
        section = Section(beat.name, beat.mood)
        for number, passage in enumerate(passages):
            is_cold_open = not sections and number == 0 and passage.is_quote
            section.lines += _lines(teller, narrator, passage, outline, house_voice, is_cold_open, section.lines)
        sections.append(section)
    return sections, teller


def _lines(
    teller: Teller,
    narrator: str,
    passage: Passage,
    outline: Outline,
    house_voice: str | None,
    is_cold_open: bool,
    before: list[Line],
) -> list[Line]:
    form = outline.form(passage)
    if not passage.is_quote:
        first_person = house_voice and any(s.is_first_person for s in passage.sentences)
        speaker = teller.cast(house_voice, "witness") if first_person and house_voice else narrator
        return [teller.say(speaker, passage, form)]
    quote = teller.quote(passage, form)
    said_name = bool(before) and (passage.speaker or "") in before[-1].text
    intro = teller.introduce(narrator, passage, before=not is_cold_open, said_name=said_name)
    if intro is None:
        return [quote]
    return [quote, intro] if is_cold_open else [intro, quote]
