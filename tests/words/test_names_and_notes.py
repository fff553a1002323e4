"""A wrapped source whose names are words and whose hero has a rare first name; notes that name one late sentence."""

from dataclasses import replace

from generation.providers.base import Script, ScriptRequest, SourceText, Target
from generation.providers.local.text import writer
from generation.providers.local.text.context import stands_alone
from generation.providers.local.text.digests import read_checked
from generation.providers.local.text.figures import find_figures
from generation.providers.local.text.passages import read_passages
from generation.providers.local.text.people import read_cast
from generation.providers.local.text.positions import positions_of
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


NOTES = "Focus on Harold Pym and the reprimand. End on the medal."


def written(mode: str, narration: str, seconds: int, notes: str = NOTES, seed: int = 5) -> Script:
    return writer.write_script(
        ScriptRequest(
            sources=SOURCES,
            target=Target(
                audience="general listeners", objective="tell the story", outcome="listeners want to read more"
            ),
            duration_ms=seconds * 1000,
            mode=mode,  # type: ignore[arg-type]
            narration=narration,  # type: ignore[arg-type]
            notes=notes,
            seed=seed,
        )
    )


def texts(script: Script) -> list[str]:
    return [line.text for scene in script.scenes for line in scene.lines]


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


def test_a_line_that_wraps_between_he_and_wrote_keeps_its_speaker() -> None:
    reading = read_checked(SOURCES)
    assert [quote.speaker for quotes in reading.quotes.values() for quote in quotes][-1] == "Harold Pym"


def test_whom_the_notes_name_is_heard_and_what_they_end_on_is_last() -> None:
    for mode, narration in (("drama", "suppress"), ("documentary", "auto"), ("podcast", "auto")):
        for seconds in (20, 45, 60):
            script = written(mode, narration, seconds)
            assert "Harold Pym: A keeper who turns a lamp" in said(script), (mode, seconds)
            assert "a medal" in texts(script)[-1], (mode, seconds)


def test_what_the_notes_begin_and_close_on_stands_there() -> None:
    for mode in ("documentary", "podcast"):
        told = texts(written(mode, "auto", 45, "Open with the flare, and close on the 212 pounds.", seed=1))
        assert "a flare went up" in told[0]
        assert "212 pounds" in told[-1]


def test_positions_are_read_only_where_they_are_asked_for_and_told() -> None:
    passages = read_passages(read_checked(SOURCES), "announcement")

    def asked(notes: str) -> tuple[str, str]:
        found = positions_of(notes, passages)
        return (found.first.text if found.first else "", found.last.text if found.last else "")

    assert asked("Never end on the medal.") == ("", "")
    assert asked("End with a call to action. Start strong.") == ("", "")
    assert asked("Finish on the quote by Akers")[1].startswith("We steered by her")
    first, last = asked("begin on the trawler and end with Marsh never paid")
    assert first.startswith("The trawler Rosalind")
    assert last.startswith("Marsh was never paid")


def test_a_quote_is_not_cut_to_the_half_that_needs_the_other() -> None:
    forms = {form for p in read_passages(read_checked(SOURCES), "announcement") if p.is_quote for form in p.forms}
    assert "We steered by her. There was nothing else in the whole world." in forms
    assert "There was nothing else in the whole world." not in forms
    assert "The word was 'north'." not in forms


def test_roles_in_apposition_are_read_and_other_commas_are_not() -> None:
    def role(text: str) -> str:
        people = read_cast(text, [(0, len(text))], []).people
        return people[0].role if people else "nobody"

    assert role("Her skipper, Tom Akers, was thirty-one.") == "skipper"
    assert role("The night shift archivist, Ruth Bell, left.") == "night shift archivist"
    assert role("Nobody knew. Their old bell-ringer, Ruth Bell, left.") == "old bell-ringer"
    assert role("Ruth Bell, a retired stonecutter, left.") == "retired stonecutter"
    for text in (
        "The next morning, Ruth Bell, then thirty, left.",
        "The island, Ruth Bell, and the sea are old.",
        "Ruth Bell, the next day, left for good.",
        "Ruth Bell, the storm behind her, rowed home.",
        "The motor burned, Ruth Bell, said.",
    ):
        assert role(text) == "", text
