"""A wrapped source whose names are words and whose hero has a rare first name; notes that name one late sentence."""

from dataclasses import replace

from generation.providers.base import Script, ScriptRequest, SourceText, Target
from generation.providers.local.text import writer
from generation.providers.local.text.context import stands_alone
from generation.providers.local.text.digests import read_checked
from generation.providers.local.text.figures import find_figures
from generation.providers.local.text.staging import place_of, things_in

TEXT = """The Lighthouse Keeper's Radio

Elin Marsh kept the light at Skerry Point for nineteen years. On the night of 4 March 1961 her radio went silent at ten
past nine. "I heard one word before it went," she told the inquiry. "The word was 'north'."

The trawler Rosalind had left Peterhead that morning with seven men aboard. Her skipper, Tom Akers, was thirty-one and
had never lost a boat. The wind rose to 58 knots by eight o'clock, and the coastguard at Wick logged no distress call.

Marsh climbed the tower and turned the lamp by hand for six hours, because the motor had burned out. She did not know
whether anyone could see it. At half past three a flare went up two miles to the north.

"We steered by her," said Akers. "There was nothing else in the whole world." All seven men came ashore. The motor was
replaced in May 1961, at a cost of 212 pounds. Marsh was never paid for the six hours.

The inspector, Harold Pym, disagreed with the praise. "A keeper who turns a lamp by hand has failed to keep a spare," he
wrote. The board gave Marsh a reprimand and a medal on the same day.
"""
SOURCES = (SourceText(id="src_1", text=TEXT, label="lighthouse"),)


def written(mode: str, narration: str, seconds: int) -> Script:
    return writer.write_script(
        ScriptRequest(
            sources=SOURCES,
            target=Target(
                audience="general listeners", objective="tell the story", outcome="listeners want to read more"
            ),
            duration_ms=seconds * 1000,
            mode=mode,  # type: ignore[arg-type]
            narration=narration,  # type: ignore[arg-type]
            notes="Focus on Harold Pym and the reprimand. End on the medal.",
            seed=5,
        )
    )


def said(script: Script) -> str:
    return "\n".join(f"{line.character}: {line.text}" for scene in script.scenes for line in scene.lines)


def test_who_is_called_by_the_last_name_elsewhere_is_a_person_and_is_heard() -> None:
    reading = read_checked(SOURCES)
    (cast,) = reading.casts.values()
    assert (cast.people[0].name, cast.people[0].gender) == ("Elin Marsh", "female")
    assert [quote.speaker for quotes in reading.quotes.values() for quote in quotes][:2] == ["Elin Marsh"] * 2


def test_a_parliament_is_no_person() -> None:
    text = "European Parliament members met on Monday. The Parliament voted at noon. Parliament then rose for the day."
    reading = read_checked((SourceText(id="src_2", text=text),))
    assert reading.people == []


def test_what_the_notes_name_is_told() -> None:
    for mode, narration, seconds in (("drama", "suppress", 60), ("documentary", "auto", 45)):
        script = written(mode, narration, seconds)
        assert "reprimand and a medal" in said(script)


def test_a_ship_s_skipper_is_not_given_to_the_woman_named_before() -> None:
    assert "Marsh’s skipper" not in said(written("drama", "suppress", 60))


def test_names_and_times_of_day_are_no_places() -> None:
    places = {scene.place for scene in written("drama", "suppress", 60).scenes}
    assert not places & {"field", "train station", "river", "skyline"}
    assert place_of("The wind rose by eight o'clock.", "sea") == "sea"
    assert place_of("The keeper lit the lamp.", "coast") == "coast"
    assert things_in("He turned it by hand at eight o’clock") == []


def test_half_past_three_is_no_figure() -> None:
    text = "At half past three a flare went up two miles to the north."
    assert [text[f.start : f.end] for f in find_figures(text, 0, len(text))] == ["two miles"]


def test_a_conjunction_with_nothing_after_it_is_no_sentence_to_stand_alone() -> None:
    reading = read_checked((SourceText(id="src_3", text=TEXT + "\n\nBut … 1."),))
    stray = next(s for s in reading.sentences if s.text.startswith("Marsh was"))
    assert stands_alone(replace(stray, text="But …", needs_previous=True), reading) is False
