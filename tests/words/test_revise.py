"""A finished script made shorter, and its connectives in another tone: nothing reworded that was a fact."""

from itertools import pairwise
from random import Random

import pytest

from generation.films.script import script_from_json, script_to_json
from generation.providers.base import Character, Line, Scene, Script, Span
from generation.providers.local.text import condense, estimate_ms, reworded


def lines(script: Script) -> list[tuple[str, str]]:
    return [(line.character, line.text) for scene in script.scenes for line in scene.lines]


@pytest.mark.parametrize("factor", [0.8, 0.67, 0.5])
def test_a_condensed_script_comes_near_its_share_and_says_nothing_new(script_of, any_mode, factor):
    script = script_of("press-release", mode=any_mode, seconds=120)
    short = condense(script, factor)
    assert set(lines(short)) < set(lines(script))
    assert abs(estimate_ms(short) - factor * estimate_ms(script)) <= 0.1 * estimate_ms(script)


def test_the_opening_the_ending_and_a_doubt_stay(script_of, any_text):
    script = script_of(any_text, seconds=90)
    short = condense(script, 0.6)
    assert lines(short)[0] == lines(script)[0]
    assert lines(short)[-1] == lines(script)[-1]
    if any(scene.beat == "doubt" for scene in script.scenes):
        assert any(scene.beat == "doubt" for scene in short.scenes)


def test_no_question_loses_its_answer_and_no_quote_its_introduction(script_of, any_text):
    script = script_of(any_text, mode="podcast", seconds=90)
    told, short = lines(script), lines(condense(script, 0.6))
    following = dict(pairwise(told))
    bare = {(line.character, line.text) for scene in script.scenes for line in scene.lines if not line.evidence}
    for at, line in enumerate(short[:-1]):
        if line in bare:
            assert short[at + 1] == following[line]


def fact(character: str, text: str, *, kind: str = "fact", weight: float = 0.3) -> Line:
    return Line(
        character=character, text=text, kind=kind, weight=weight, evidence=(Span(source_id="a", start=0, end=9),)
    )


def script_with(*told: Line) -> Script:
    scene = Scene(
        heading="", mood="calm", place="street", time_of_day="day", weather="clear", picture="a street", lines=told
    )
    return Script(
        title="Wells",
        logline="",
        characters=(Character(name="Ruth", role="quoted"), Character(name="Narrator", role="narrator")),
        scenes=(scene,),
    )


def test_of_a_very_short_script_the_ending_goes_before_the_opening():
    opening, ending = fact("Narrator", "Seven wells went dry."), fact("Narrator", "A vote is due in May.", weight=0.9)
    script = script_with(opening, ending)
    assert lines(condense(script, 0.9)) == lines(script)
    assert lines(condense(script, 0.5)) == [("Narrator", opening.text)]


def test_an_introduction_after_its_quote_leads_to_nothing():
    told = (
        fact("Ruth", "We stopped guessing.", kind="quote"), fact("Narrator", "Ruth chairs it.", kind="intro"),
        fact("Narrator", "The new well serves 312 homes and cost 48,000 pounds."),
        fact("Narrator", "A vote is due in May."),
    )  # fmt: skip
    assert [text for _, text in lines(condense(script_with(*told), 0.6))] == [told[0].text, told[1].text, told[3].text]


def test_who_no_longer_speaks_is_no_longer_cast_and_charts_go_with_their_figure(script_of):
    script = script_of("press-release", mode="podcast", seconds=120)
    short = condense(script, 0.4)
    assert {c.name for c in short.characters} == {name for name, _ in lines(short)}
    for scene in short.scenes:
        if scene.chart:
            assert any(scene.chart.display.split()[-1].strip("%.") in line.text for line in scene.lines)


def test_a_script_from_storage_condenses_too(script_of):
    script = script_of("press-release", seconds=90)
    assert condense(script_from_json(script_to_json(script)), 0.7) == condense(script, 0.7)


@pytest.mark.parametrize("factor", [0, -1, 1.2])
def test_factors_that_make_no_sense_are_refused(script_of, factor):
    with pytest.raises(ValueError, match="between 0 and 1"):
        condense(script_of("press-release"), factor)


@pytest.mark.parametrize("tone", ["formal", "playful and light", "blunt", "warm"])
def test_another_tone_changes_connectives_only_and_says_none_twice(script_of, tone):
    told = [line for scene in script_of("press-release", mode="podcast", seconds=120).scenes for line in scene.lines]
    said = {line.text for line in told}
    changed = [reworded(line, tone, Random(1), said) for line in told]
    differing = [(a, b) for a, b in zip(told, changed, strict=True) if a.text != b.text]
    assert differing
    assert all(not before.evidence and after.cue for before, after in differing)
    texts = [after.text for _, after in differing]
    assert len(set(texts) | {line.text for line in told}) == len(texts) + len({line.text for line in told})
