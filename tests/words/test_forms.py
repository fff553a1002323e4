"""A brief that names a form gives the script its shape: who speaks, in which order, where. No fact is added."""

import re

import pytest

from generation.providers.base import Script, Target
from generation.providers.local.text.forms import FORMS, read_wish
from generation.providers.local.text.phrases import BOOK
from generation.providers.local.text.timing import estimate_ms
from tests.words.test_grounding import OWN_WORDS, evidence_of, numbers, words

BRIEFS = {
    "none": "",
    "courtroom": "A courtroom drama: a Believer and a Doubter argue, the Judge listens.",
    "debate": "Make this a debate between an optimist and a critic.",
    "panel": "Format: panel discussion with moderator Lee.",
    "interview": "An interview. Host Dana asks, guest Tom answers.",
    "letter": "Write it as a letter.",
    "radio play": "A radio play between a grandmother and her grandson",
    "news bulletin": "News bulletin. Focus on money.",
    "lecture": "As a lecture, in three scenes.",
    "lighthouse": "Set it in a lighthouse, with a narrator.",
}


def lines_of(script: Script) -> list[tuple[str, str]]:
    return [(line.character, line.text) for scene in script.scenes for line in scene.lines]


def shape_of(script: Script) -> tuple[object, ...]:
    """What a form decides: the form, who speaks in which order, and where."""
    own = tuple(c.name for c in script.characters if c.role != "quoted")
    return (
        script.form,
        own,
        tuple(who for who, _ in lines_of(script)),
        {s.heading.split(" — ")[0] for s in script.scenes},
    )


def test_ten_briefs_of_one_source_give_ten_shapes(script_of):
    shapes = [shape_of(script_of("press-release", notes=notes, seconds=90)) for notes in BRIEFS.values()]
    assert all(one != other for i, one in enumerate(shapes) for other in shapes[:i])
    assert [form for form, *_ in shapes] == ["", "a courtroom", "a debate", "a panel", "an interview", "a letter",
                                             "a radio play", "a news bulletin", "a lecture", ""]  # fmt: skip


@pytest.mark.parametrize("name", ["press-release", "short-story", "instruction-bread-knife"])
@pytest.mark.parametrize("brief", BRIEFS)
def test_a_form_invents_nothing(text_of, script_of, name, brief):
    source, script = text_of(name), script_of(name, notes=BRIEFS[brief], seconds=90)
    known = set(words(source.text)) | OWN_WORDS
    for line in (line for scene in script.scenes for line in scene.lines):
        assert numbers(line.text) <= numbers(evidence_of(line, source)), line
        if line.kind in ("fact", "quote"):
            assert {w.removesuffix("s") if w not in known else w for w in words(line.text)} <= known, line
        if line.kind == "intro":
            assert line.evidence, line
        if not line.evidence:
            named = {*re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", line.text)}
            assert named <= set(re.findall(r"[A-Z][a-z]+", source.text)) | {"Scene"}, line


def test_the_parts_have_the_names_that_the_brief_gives(script_of):
    cast = {c.name: c.role for c in script_of("press-release", notes=BRIEFS["courtroom"]).characters}
    assert cast.items() >= {"Believer": "expert", "Doubter": "sceptic", "Judge": "host"}.items()
    cast = {c.name: (c.role, c.gender) for c in script_of("press-release", notes=BRIEFS["interview"]).characters}
    assert (cast["Dana"][0], cast["Tom"]) == ("host", ("expert", "male"))
    podcast = script_of("press-release", mode="podcast", notes="Host Mara talks with guest Tom", seconds=90)
    assert {c.name for c in podcast.characters if c.role != "quoted"} == {"Mara", "Tom"}


def test_both_sides_speak_in_turn_and_the_doubter_tells_the_doubts(script_of):
    script = script_of("press-release", notes=BRIEFS["debate"], seconds=90)
    told = [line.character for scene in script.scenes for line in scene.lines if line.kind == "fact"]
    assert {"Optimist", "Critic"} == set(told)
    court = script_of("press-release", notes=BRIEFS["courtroom"], seconds=90)
    told = [line.character for scene in court.scenes for line in scene.lines if line.kind == "fact"]
    assert "Believer" not in told[told.index("Doubter") : -1]


def test_a_letter_has_one_voice_and_goes_to_the_audience(script_of):
    script = script_of("press-release", notes=BRIEFS["letter"], target=Target(audience="harbour families"))
    assert [c.name for c in script.characters if c.role != "quoted"] == ["Writer"]
    assert lines_of(script)[0][1].startswith("Dear harbour families, ")
    named = script_of("press-release", notes="A letter. A Believer and a Doubter.", target=Target(audience="families"))
    assert [c.name for c in named.characters if c.role != "quoted"] == ["Believer"]


def test_the_brief_sets_place_scenes_and_narrator(script_of):
    script = script_of("press-release", notes=BRIEFS["lighthouse"], mode="podcast", seconds=90)
    assert {s.heading.split(" — ")[0] for s in script.scenes} == {"INT. LIGHTHOUSE"}
    assert "narrator" in {c.role for c in script.characters}
    assert len(script_of("press-release", notes="Tell it in three scenes.", seconds=90).scenes) == 3
    silent = script_of("press-release", notes="Without a narrator.", mode="drama")
    assert "narrator" not in {c.role for c in silent.characters}
    kept = script_of("press-release", notes=BRIEFS["courtroom"], narration="include", seconds=90)
    assert "Narrator" in {who for who, _ in lines_of(kept)}
    for brief in BRIEFS.values():
        cast = script_of("press-release", notes=brief, narration="suppress", seconds=30).characters
        assert "narrator" not in {c.role for c in cast}, brief


def test_people_of_the_source_are_nobody_s_part(script_of):
    script = script_of("press-release", notes="An interview with Ruth Adeyemi.", seconds=90)
    assert {c.name: c.role for c in script.characters}["Ruth Adeyemi"] == "quoted"
    assert script.unmet == ("Ruth Adeyemi says only what the sources quote; somebody else tells the rest.",)


@pytest.mark.parametrize(
    "notes",
    [
        "Focus on the interview with Anders Moe.",
        "Mention the letter from the mayor.",
        "Trial results first, then the costs.",
        "Do not make it a debate.",
        "The panel of judges liked it; quote them.",
        "Focus on the expert view of the heat pumps.",
        "Set the tone in the first line.",
        "Avoid the court case.",
    ],
)
def test_words_for_things_in_the_source_ask_for_no_form(notes):
    wish = read_wish(notes, {"Anders Moe"})
    assert (wish.form, wish.place) == (None, "")


def test_what_nothing_in_the_source_fits_is_said(script_of):
    script = script_of("press-release", notes="Open with the penguins. Focus on yodelling. Write it as a poem.")
    assert script.unmet == (
        "Nothing in the sources fits “Open with the penguins”, so the script does not.",
        "The sources do not name “yodelling”; what comes nearest to it was taken.",
        "The brief asks for verse. The studio writes only what the sources say, in prose, so it is not one.",
    )
    story = script_of("short-story", notes="End with the lantern.")
    assert story.unmet == ("A story keeps its first and last line, so “End with the lantern” was not followed.",)
    assert script_of("press-release", notes="Open with the eelgrass. Focus on money.").unmet == ()


def test_a_form_keeps_to_the_length(script_of):
    for form in BRIEFS.values():
        spent = estimate_ms(script_of("press-release", notes=form, seconds=90), 155.0)
        assert abs(spent - 90_000) <= 4_500, form


def test_every_form_has_its_phrases():
    for form in FORMS:
        assert {f"{form.name}_open", f"{form.name}_close", f"{form.name}_again"} <= BOOK.keys()
