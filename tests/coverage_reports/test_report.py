"""What a coverage report says: counted in the screenplay at hand, praise only with a cause."""

from dataclasses import replace

import pytest

from generation.providers.base import Line, Script
from generation.stories.coverage import coverage_report
from tests.refining.world import SCRIPT, SPARE, span
from wire.errors import GenerationFailed


def test_every_part_is_there_and_counted() -> None:
    report = coverage_report(SCRIPT)
    assert report["logline"] == SCRIPT.logline
    assert "38 percent" in report["synopsis"]
    assert "Anders Moe: “I spent forty years" in report["synopsis"] or "heat network" in report["synopsis"]
    assert report["dialogue"]["lines"] == 10
    assert report["dialogue"]["questions"] == 3
    assert sum(c["words"] for c in report["characters"]) == report["dialogue"]["words"]
    assert sum(c["share"] for c in report["characters"]) == pytest.approx(1, abs=0.01)
    assert [act["act"] for act in report["structure"]["acts"]] == ["opening", "middle", "end"]
    (turn,) = report["structure"]["turns"]
    assert (turn["entryIndex"], turn["kind"]) == (5, "doubt")
    assert len(report["pacing"]["scenes"]) == 4
    assert {mark["category"] for mark in report["marks"]} == {
        "premise", "structure", "character", "dialogue", "pacing", "grounding",
    }  # fmt: skip
    assert all(1 <= mark["mark"] <= 10 and mark["reason"] for mark in report["marks"])
    assert report["recommendation"]["verdict"] in ("pass", "consider", "recommend")
    assert report["focus"] is None


def test_different_screenplays_are_told_apart() -> None:
    one, other = coverage_report(SCRIPT), coverage_report(SPARE)
    assert one["synopsis"] != other["synopsis"]
    assert one["marks"] != other["marks"]
    assert one["recommendation"]["reason"] != other["recommendation"]["reason"]


def test_every_entry_that_is_named_exists() -> None:
    report = coverage_report(SCRIPT, "the ending")
    named = [i for part in ("strengths", "weaknesses") for finding in report[part] for i in finding["entries"]]
    assert named
    assert set(named) | set(report["focus"]["entries"]) <= set(range(10))


def flat(text: str, count: int, *, speakers: tuple[str, ...] = ("Expert",), grounded: bool = False) -> Script:
    """A script in which nothing happens: one scene of the same line."""
    lines = tuple(
        Line(character=speakers[i % len(speakers)], text=text, evidence=span(i * 50) if grounded else ())
        for i in range(count)
    )
    scene = replace(SCRIPT.scenes[0], lines=lines, chart=None)
    cast = tuple(c for c in SCRIPT.characters if c.name in speakers)
    return replace(SCRIPT, scenes=(scene,), characters=cast)


def test_nothing_is_praised_in_a_script_in_which_nothing_happens() -> None:
    report = coverage_report(flat("It is good and it is nice and it is all very pleasant indeed to everybody here.", 9))
    assert report["recommendation"]["verdict"] == "pass"
    assert not [
        finding for finding in report["strengths"] if finding["category"] in ("premise", "structure", "character")
    ]
    said = " ".join(finding["text"] for finding in report["weaknesses"])
    for weakness in (
        "is the only voice",
        "No turn was found",
        "Nothing speaks against",
        "speaks for",
        "is said 9 times",
    ):
        assert weakness in said


def test_a_figure_without_a_source_is_the_worst_of_it() -> None:
    report = coverage_report(flat("We saved 77 percent of it.", 2))
    grounding = next(mark for mark in report["marks"] if mark["category"] == "grounding")
    assert grounding["mark"] == 1
    assert "2 lines give a figure without a source" in grounding["reason"]


def test_an_unanswered_question_and_a_monologue_are_found() -> None:
    report = coverage_report(flat("And why is that so hard to say for all of us here tonight?", 1))
    assert report["pacing"]["longestMonologue"]["lastEntryIndex"] == 0
    lines = (Line(character="Host", text="Why?"), Line(character="Host", text="I will tell you.", evidence=span(1)))
    scene = replace(SCRIPT.scenes[0], lines=lines)
    report = coverage_report(replace(SCRIPT, scenes=(scene,)))
    assert report["dialogue"]["unansweredQuestions"] == [0]


FOCUS = [
    ("Focus on whether the midpoint turn is earned.", "The turn nearest the middle is entry 5"),
    ("Does the opening hook?", "It opens with Narrator"),
    ("How strong is the ending?", "It ends on a statement by Expert (entry 9)"),
    ("Is it balanced, are there objections?", "lines speak against the claim"),
    ("Does it drag?", "The longest stretch of one voice"),
    ("Are the figures right?", "all with their source"),
    ("Is the skeptic convincing?", "Sceptic has 1 of 10 lines"),
    ("What about Moe?", "Anders Moe has 1 of 10 lines"),
    ("Tell me about the eelgrass", "1 of 10 lines speak of that"),
    ("Are there enough dragons?", "No line of this screenplay speaks of that"),
]


@pytest.mark.parametrize(("prompt", "answer"), FOCUS)
def test_the_focus_is_answered_from_this_screenplay(prompt: str, answer: str) -> None:
    focus = coverage_report(SCRIPT, prompt)["focus"]
    assert focus["prompt"] == prompt
    assert answer in focus["answer"]


def test_a_script_of_one_word_and_one_of_none() -> None:
    assert coverage_report(flat("Yes.", 1))["recommendation"]["verdict"] == "pass"
    with pytest.raises(GenerationFailed, match="without lines"):
        coverage_report(replace(SCRIPT, scenes=()))


def spoken_by(*lines: tuple[str, str]) -> Script:
    """One scene of lines that stand on no source."""
    scene = replace(SCRIPT.scenes[0], lines=tuple(Line(character=name, text=text) for name, text in lines), chart=None)
    return replace(SCRIPT, scenes=(scene,))


def test_who_doubts_in_the_characters_is_not_nobody_in_the_marks() -> None:
    report = coverage_report(
        spoken_by(("Expert", "The pump heats the town."), ("Sceptic", "That sounds too smooth."), ("Sceptic", "And?"))
    )
    sceptic = next(c for c in report["characters"] if c["name"] == "Sceptic")
    assert "doubts (1 of 2 lines)" in sceptic["function"]
    told = " ".join(f"{mark['reason']}" for mark in report["marks"])
    assert "Nothing speaks against" not in told
    assert "Once something is said against the claim" in told
    assert "no doubt is voiced" not in told


def test_three_lines_fill_three_acts() -> None:
    long = "It went on and on and on until everybody in the room had long forgotten how it began, all evening long."
    for lines in (("Yes.", "No.", long), (long, "Yes.", "No."), ("Yes.", long, "No."), (long, long, long)):
        acts = coverage_report(spoken_by(*(("Expert", line) for line in lines)))["structure"]["acts"]
        assert [(act["firstEntryIndex"], act["lastEntryIndex"]) for act in acts] == [(0, 0), (1, 1), (2, 2)]
    one, two = (
        coverage_report(spoken_by(*[("Expert", "Yes, it is.")] * count))["structure"]["acts"] for count in (1, 2)
    )
    assert [act["firstEntryIndex"] for act in one] == [0, None, None]
    assert [act["firstEntryIndex"] for act in two] == [0, None, 1]
