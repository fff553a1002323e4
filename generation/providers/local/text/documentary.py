"""Documentary: a narrator tells, and the people quoted speak for themselves."""

import re
from random import Random

from generation.providers.base import Line

from .passages import Passage, leans_on_question
from .phrases import Register, pick
from .reading import Reading
from .selection import Outline
from .shapes import Beat
from .telling import Section, Teller

_PROOF = {"bridge_doubt": "hedge", "bridge_origin": "origin", "bridge_next": "future", "bridge_how": "mechanism",
          "bridge_figure": "surprise"}  # fmt: skip
_BRIDGES = {"doubt": "bridge_doubt", "threat": "bridge_doubt", "origin": "bridge_origin", "history": "bridge_origin",
            "next": "bridge_next", "how": "bridge_how", "method": "bridge_how", "finding": "bridge_figure"}  # fmt: skip


def tell(
    reading: Reading,
    outline: Outline,
    *,
    narrators: tuple[str, ...],
    house_voice: str | None,
    seed: str,
    register: Register = "plain",
    bridges: int = 0,
) -> tuple[list[Section], Teller]:
    """Sections in order. Two narrators take turns by section; `house_voice` says "we" for the source.

    At most `bridges` movements are opened by a phrase of the narrator's own.
    """
    teller = Teller(reading, Random(seed))
    rng = Random(f"bridges:{seed}")
    filled = [(beat, passages) for beat, passages in outline.beats if passages]
    bridged = _bridged(filled, rng, bridges)
    sections: list[Section] = []
    for index, (beat, passages) in enumerate(filled):
        narrator = narrators[index % len(narrators)]
        section = Section(beat.name, beat.mood)
        cue = _BRIDGES.get(beat.name, "")
        phrase = pick(cue, register, rng, ()) if beat.name in bridged and not passages[0].is_quote else None
        if phrase:
            section.lines.append(teller.link(narrator, phrase, cue=cue))
        for number, passage in enumerate(passages):
            is_cold_open = not sections and number == 0 and passage.is_quote
            section.lines += _lines(teller, narrator, passage, outline, house_voice, is_cold_open, section.lines)
        sections.append(section)
    return sections, teller


def _proves(beat: Beat, passage: Passage) -> bool:
    """Whether what follows is what the bridge promises; a quote is introduced and needs none."""
    tag = _PROOF[_BRIDGES[beat.name]]
    if tag == "origin" and not re.search(
        r"\b(?:began|idea|founded|started|born|took over|since|grew up)\b", passage.text
    ):
        return False
    return not passage.is_quote and passage.tags.get(tag, 0.0) >= (0.9 if tag == "hedge" else 0.5)


def bridge_of(beat: Beat, passage: Passage) -> str:
    """The cue of a bridge into the movement that what follows keeps; "" where there is none."""
    cue = _BRIDGES.get(beat.name, "")
    return cue if cue and _proves(beat, passage) else ""


def _bridged(filled: list[tuple[Beat, list[Passage]]], rng: Random, count: int) -> set[str]:
    """Which movements get a phrase of their own: the doubt first, then others by chance, never two in a row."""
    names = [beat.name for beat, _ in filled]
    wanted = [beat.name for beat, told in filled[1:] if _BRIDGES.get(beat.name) and _proves(beat, told[0])]
    rng.shuffle(wanted)
    wanted.sort(key=lambda name: name not in ("doubt", "threat"))
    kept: list[str] = []
    for name in wanted:
        if len(kept) < count and all(abs(names.index(name) - names.index(other)) > 1 for other in kept):
            kept.append(name)
    return set(kept)


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
    if passage.question and not is_cold_open and leans_on_question(form):
        return [teller.ask(narrator, passage), quote]
    intro = teller.introduce(narrator, passage, before=not is_cold_open, said_name=said_name)
    if intro is None:
        return [quote]
    return [quote, intro] if is_cold_open else [intro, quote]
