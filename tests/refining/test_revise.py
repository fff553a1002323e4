"""What each edit does to a script. Facts keep their spans, quotes their words, and nobody is left talking to nobody."""

import re
from dataclasses import replace

import pytest

from generation.providers.base import Line, Script
from generation.providers.local.text.phrases import options
from generation.stories.refining import Refined, revise, understand
from generation.stories.refining.length import seconds_of
from tests.refining.world import DURATION_MS, NARRATOR, SAVED, SCRIPT, SPARE, scene
from wire.errors import GenerationFailed


def refined(instruction: str, script: Script = SCRIPT) -> Refined:
    return revise(script, understand(instruction), duration_ms=DURATION_MS, spare=SPARE)


def lines(script: Script) -> list[Line]:
    return [line for scene in script.scenes for line in scene.lines]


def texts(script: Script) -> str:
    return "\n".join(f"{line.character}: {line.text}" for line in lines(script))


def names(script: Script) -> set[str]:
    return {c.name for c in script.characters}


EVERY_KIND = [
    "rename the host to Dana", "drop the narrator", "drop the sceptic", "drop the host", "drop the expert",
    "drop Anders Moe", "add a sceptic called Poole", "add a customer named Mia",
    "add a second narrator called Ola", "make the sceptic warmer", "make everyone more formal",
    "make the host harder", "make the expert brief", "make it a third shorter", "make it 52 seconds",
    "move scene 3 to the start", "cut scene 2", "merge scenes 1 and 2", "swap scenes 1 and 2",
    "reverse the order", "title: X", "open with a quote", "end with a figure", "change the opening",
    "more figures", "more quotes", "fewer figures", "no quotes", "no questions",
    'replace "heat network" with "warm grid"', "do not mention the eelgrass", "say more about the frost",
    "give line 2 to the host", "shorten scene 2", "set scene 2 at night", "cut line 7",
]  # fmt: skip


@pytest.mark.parametrize("instruction", EVERY_KIND)
def test_whatever_is_asked_the_script_stays_whole_and_grounded(instruction: str) -> None:
    script = refined(instruction).script
    assert script != SCRIPT
    rows = lines(script)
    assert {line.character for line in rows} == names(script), "the cast is who speaks"
    assert len(names(script)) == len(script.characters)
    assert all(scene.lines for scene in script.scenes)
    known = {line.evidence for line in (*lines(SCRIPT), *lines(SPARE))}
    assert all(line.evidence in known for line in rows)
    verbatim = {
        line.text for line in (*lines(SCRIPT), *lines(SPARE)) if line.character in ("Anders Moe", "Ruth Adeyemi")
    }
    assert all(line.text in verbatim for line in rows if line.character in ("Anders Moe", "Ruth Adeyemi"))
    source = " ".join(line.text for line in (*lines(SCRIPT), *lines(SPARE)))
    assert set(re.findall(r"\d[\d,.]*\d|\d", " ".join(line.text for line in rows))) <= set(
        re.findall(r"\d[\d,.]*\d|\d", source)
    ), "no figure that the sources do not give"
    assert all(line.evidence or not re.search(r"\d", line.text) for line in rows)


def test_the_printed_instruction() -> None:
    made = refined("rename the host to Dana and drop the narrator; make the skeptic warmer")
    assert names(made.script) == {"Dana", "Expert", "Sceptic", "Anders Moe"}
    assert [scene.heading for scene in made.script.scenes] == [scene.heading for scene in SCRIPT.scenes]
    assert "38 percent" in texts(made.script), "the narrator's facts are told by somebody else"
    assert "Let me stop you there." not in texts(made.script)
    assert "But one winter is too short to be sure." in texts(made.script), "the doubt itself stays"
    assert made.changes == (
        "Host is now Dana.",
        "Narrator is out: 2 of the lines went to others, 0 cut.",
        "Sceptic: warm.",
    )


def test_a_dropped_narrator_of_a_narrated_piece_is_followed_by_two_voices() -> None:
    only = revise(
        SCRIPT, understand("drop the host, drop the expert and drop the sceptic"), duration_ms=DURATION_MS
    ).script
    assert names(only) == {"Narrator", "Anders Moe"}
    assert names(refined("drop the narrator", only).script) == {"First voice", "Second voice", "Anders Moe"}


def test_a_dropped_quoted_voice_takes_its_introduction_along() -> None:
    script = refined("drop Anders Moe").script
    assert "Moe" not in texts(script)
    assert "What happened?" in texts(script)


def test_a_dropped_host_leaves_no_question_without_an_asker() -> None:
    script = refined("drop the host").script
    asked = [line.character for line in lines(script) if line.text.endswith("?")]
    assert "Expert" not in asked, "nobody answers their own question"


def test_a_name_is_also_changed_where_somebody_is_addressed() -> None:
    first = refined("rename the host to Dana").script
    addressed = revise(first, understand('end with "Thank you, Dana."'), duration_ms=DURATION_MS).script
    assert "Thank you, Ana." in texts(
        revise(addressed, understand("rename Dana to Ana"), duration_ms=DURATION_MS).script
    )


def test_shorter_by_a_third_keeps_opening_doubt_and_pairs() -> None:
    made = refined("make it a third shorter")
    words = len(texts(made.script).split())
    assert words <= 0.75 * len(texts(SCRIPT).split())
    assert made.duration_ms == pytest.approx(DURATION_MS * 2 / 3, abs=1)
    assert lines(made.script)[0] == lines(SCRIPT)[0]
    for before, after in zip(lines(made.script), lines(made.script)[1:], strict=False):
        assert not (before.text.endswith("?") and not after.evidence), "no question without its answer"


@pytest.mark.parametrize("spare_share", [1.0, 1.06, 1.15], ids=lambda share: f"made for {share} of what it takes")
@pytest.mark.parametrize("asked", ["make it a bit shorter", "make it slightly shorter", "a little shorter"])
def test_whoever_asks_for_less_gets_less_or_is_refused(asked: str, spare_share: float) -> None:
    """A charge for the same words would be one for nothing."""
    few = replace(SCRIPT, characters=(NARRATOR,), scenes=(scene("INT. HOME — DAY", "home", SAVED, SAVED),))
    for script, spoken_ms in ((SCRIPT, DURATION_MS), (few, round(seconds_of(few) * 1000))):
        words, told = len(texts(script).split()), ""
        try:
            words_left = len(
                texts(revise(script, understand(asked), duration_ms=round(spoken_ms * spare_share)).script).split()
            )
        except GenerationFailed as refusal:
            told, words_left = refusal.message, words
        assert words_left < words or "shortest telling" in told


def test_a_length_that_it_has_is_no_change() -> None:
    made = revise(SCRIPT, understand("make it 44 seconds"), duration_ms=DURATION_MS)
    assert made.script == SCRIPT


def test_longer_takes_unused_facts_from_the_sources() -> None:
    made = refined("make it longer")
    assert "18.6 million" in texts(made.script)
    assert made.duration_ms > DURATION_MS


def test_more_quotes_brings_the_speaker_and_the_introduction() -> None:
    script = refined("more quotes").script
    rows = [line.text for line in lines(script)]
    quote = rows.index("We would rather publish the bad days too.")
    assert rows[quote - 1] == "Listen to Ruth Adeyemi."
    assert "Ruth Adeyemi" in names(script)


def test_a_new_sceptic_tells_what_speaks_against() -> None:
    script = refined("add a doubter called Poole").script
    assert any(line.character == "Poole" and "frost" in line.text for line in lines(script))


def test_a_chart_goes_with_its_figure() -> None:
    assert SCRIPT.scenes[0].chart
    script = refined("cut the line about the heating").script
    assert all(scene.chart is None for scene in script.scenes)


def test_edits_see_what_the_ones_before_have_done() -> None:
    script = refined("rename the host to Dana; give Dana's lines to the sceptic").script
    assert "Dana" not in names(script)


def test_a_question_of_the_phrase_book_is_asked_anew_in_the_tone() -> None:
    asked = [line.text for line in lines(refined("make the host harder").script) if line.character == "Host"]
    assert "Where does it go from here?" not in " ".join(asked)
    assert set(asked) & set(options("next", "blunt"))


def test_a_tone_follows_another_without_piling_up() -> None:
    once = refined("make the host harder").script
    twice = refined("make the host warmer", once).script
    assert "Straight answer" not in texts(twice)
    assert [c.description for c in twice.characters if c.name == "Host"] == ["asks; tone: warm"]


CANNOT = [
    ("drop the pirate", "There is no “pirate” in the script"),
    ("cut scene 9", "there are 4"),
    ("cut line 99", "they run from 0 to"),
    ("rename Anders Moe to Bob", "quoted from the sources"),
    ("rename the host to Expert", "already somebody called Expert"),
    ("make Anders Moe warmer", "word for word"),
    ("replace 38 percent with 40 percent", "would change a figure"),
    ("replace kitchen with garden", "nowhere in the script"),
    ("replace forty years with fifty years", "only in a quote"),
    ('end with "We saved 77 percent."', "brings in a figure"),
    ("mention the moon landing", "The sources say nothing"),
    ("make it 9 minutes", "enough to say for about"),
    ("make it 2 seconds", "a table read has 5 to 600 s"),
    ("drop everyone", "leave nobody to speak"),
    ("add a dragon", "names no kind of speaker"),
    ("give line 4 to the host", "into another mouth"),
    ("swap scene 1 and scene 1", "one scene twice"),
    ("change it to the pump", "names no word of the script"),
]


@pytest.mark.parametrize(("instruction", "reason"), CANNOT)
def test_what_cannot_be_followed_says_why_and_names_the_part(instruction: str, reason: str) -> None:
    with pytest.raises(GenerationFailed) as failed:
        refined(f"retitle it Warm; {instruction}")
    assert reason in failed.value.message
    assert failed.value.details["part"] == re.sub(r'"(.*)"', r"“\1”", instruction)


def test_a_script_of_one_line_survives_what_can_be_done_and_refuses_the_rest() -> None:
    one = revise(SCRIPT, understand("cut scene 4, cut scene 3 and cut scene 2"), duration_ms=DURATION_MS).script
    assert len(lines(one)) == 1
    for instruction in ("cut scene 1", "drop line 0", "no figures", "shorten scene 1"):
        with pytest.raises(GenerationFailed):
            revise(one, understand(instruction), duration_ms=DURATION_MS)
    assert names(refined("rename the narrator to Ola", one).script) == {"Ola"}


def test_who_is_said_to_doubt_is_a_sceptic() -> None:
    script = refined("introduce a skeptical fisherman named Olaf who doubts the costs").script
    assert [c.role for c in script.characters if c.name == "Olaf"] == ["sceptic"]


def test_who_loses_every_line_unasked_is_named() -> None:
    changed = refined("cut it in half")
    lost = names(SCRIPT) - names(changed.script)
    assert lost
    assert all(f"{name} has no line left and is out of the cast." in changed.changes for name in lost)
    assert "out of the cast" not in " ".join(refined("drop the narrator").changes)
