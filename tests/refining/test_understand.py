"""How instructions are phrased, and what each is understood to ask for."""

import re

import pytest

from generation.stories.refining import is_fresh_start, needs_sources, understand
from wire.errors import GenerationFailed

PHRASINGS = [
    ("rename the host to Dana", "rename who=the host name=Dana"),
    ("Call the expert Professor Lind", "rename who=the expert name=Professor Lind"),
    ("change the host's name to Dana", "rename who=the host name=Dana"),
    ("change the name of the host to Dana.", "rename who=the host name=Dana"),
    ("The host should be called Dana", "rename who=The host name=Dana"),
    ("please rename Sceptic as “Mr. Poole”", "rename who=Sceptic name=Mr. Poole"),
    ("give the host the name Dana", "rename who=the host name=Dana"),
    ("drop the narrator", "drop what=the narrator"),
    ("No narrator, please.", "drop what=narrator"),
    ("without a narrator", "drop what=narrator"),
    ("make it narrator-free", "drop what=the narrator"),
    ("get rid of the sceptic entirely", "drop what=the sceptic"),
    ("the sceptic must go", "drop what=the sceptic"),
    ("cut scene 2", "drop what=scene 2"),
    ("remove the harbour scene", "drop what=the harbour scene"),
    ("delete the line about the eelgrass", "drop what=the line about the eelgrass"),
    ("add a sceptic", "add role=sceptic"),
    ("bring in a second expert named Lena", "add role=expert name=Lena"),
    ("introduce a customer called Mia who talks about bills", "add role=customer name=Mia topic=talks about bills"),
    ("add Lena as an expert", "add role=expert name=Lena"),
    ("bring back the narrator", "add role=the narrator"),
    ("make the skeptic warmer", "tone who=the skeptic tone=warmer"),
    ("make the host sound more formal", "tone who=the host degree=more tone=formal"),
    ("the expert should be less formal", "tone who=the expert degree=less tone=formal"),
    ("The narrator is too serious", "tone who=The narrator degree=too tone=serious"),
    ("soften the sceptic", "tone who=the sceptic tone=warm"),
    ("toughen up the host", "tone who=the host tone=hard"),
    ("make the sceptic more skeptical", "tone who=the sceptic degree=more tone=skeptical"),
    ("make everyone shorter-spoken", "tone who=everyone tone=shorter-spoken"),
    ("shorten the expert's answers", "tone who=the expert tone=brief"),
    ("a warmer tone", "tone tone=warmer"),
    ("make it a third shorter", "length dir=shorter amount=a third"),
    ("shorter by 20 percent", "length dir=shorter amount=20 percent"),
    ("cut it to 45 seconds", "length span=45 seconds"),
    ("Make it one minute long", "length span=one minute"),
    ("bring it down to 1:30", "length span=1:30"),
    ("keep it under two minutes", "length span=two minutes"),
    ("make it 20 seconds longer", "length dir=longer amount=20 seconds"),
    ("twice as long", "length dir=twice"),
    ("it's a bit long: shorter", None),
    ("a bit shorter", "length dir=shorter slight=a bit"),
    ("it is too long", "length dir=long"),
    ("expand it by a quarter", "length dir=expand amount=a quarter"),
    ("move scene 3 to the start", "move scene=scene 3 edge=start"),
    ("put the last scene first", "move scene=the last scene edge=first"),
    ("move the sea scene before scene 2", "move scene=the sea scene side=before other=scene 2"),
    ("start with scene 4", "move scene=scene 4 edge=start"),
    ("end with the harbour scene", "move scene=the harbour scene edge=end"),
    ("move line 3 after line 5", "move line=line 3 side=after other=line 5"),
    ("swap scenes 1 and 2", "swap scene=1 other=2"),
    ("switch the first scene and the last scene", "swap scene=the first scene other=the last scene"),
    ("reverse the order of the scenes", "reverse"),
    ("merge scenes 2 and 3", "merge scene=2 other=3"),
    ("combine scene 1 with scene 2", "merge scene=1 other=2"),
    ("shorten scene 2 by half", "shorten_scene scene=scene 2 amount=half"),
    ("set scene 2 at night", "set scene=scene 2 time=night"),
    ("make the sea scene more tense", "set scene=the sea scene mood=tense"),
    ("set scene 3 in a harbour office", "set scene=scene 3 place=a harbour office"),
    ('change the title to "A warm winter"', "title title=A warm winter"),
    ("retitle it A warm winter", "title title=A warm winter"),
    ("Title: A warm winter", "title title=A warm winter"),
    ("call it Salt and Pepper", "title title=Salt and Pepper"),
    ("open with the quote by Moe", "opening what=the quote by Moe"),
    ("change the opening", "opening"),
    ("end with a question", "ending what=a question"),
    ("give it a different ending", "ending"),
    ("more figures", "amount dir=more kind=figures"),
    ("use fewer numbers", "amount dir=fewer kind=numbers"),
    ("add another quote", "amount dir=add kind=quote"),
    ("cut down on the statistics", "amount dir=down kind=statistics"),
    ('replace "heat network" with "warm grid"', "replace old=heat network new=warm grid"),
    ("say harbour instead of port", "replace new=harbour old=port"),
    ("replace salt and pepper with sugar", "replace old=salt and pepper new=sugar"),
    ("don't mention the vote", "omit topic=the vote"),
    ("remove any mention of the vote", "omit topic=the vote"),
    ("say more about the cost", "mention topic=the cost"),
    ("focus on the frost", "mention topic=the frost"),
    ("add a line about the boiler", "mention topic=the boiler"),
    ("give line 4 to the host", "give line=line 4 who=the host"),
    ("I'd like the host to sound kinder", "tone who=the host tone=kinder"),
    ("let there be a narrator", "add role=narrator"),
    ("there should be no narrator", "drop what=narrator"),
    ("give it a narrator again", "add role=narrator"),
    ("can we lose the sea scene?", "drop what=the sea scene"),
    (
        "I want a new character, a young deckhand called Isla, who asks about the frost",
        "add role=young deckhand name=Isla topic=asks about the frost",
    ),
    ("let the sceptic read line 2", "give who=the sceptic line=line 2"),
]


def told(instruction: str) -> list[str]:
    return [
        " ".join([edit.op, *(f"{name}={value}" for name, value in edit.args.items())])
        for edit in understand(instruction)
    ]


@pytest.mark.parametrize(("instruction", "expected"), PHRASINGS)
def test_a_phrasing_is_understood(instruction: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(GenerationFailed):
            understand(instruction)
        return
    (edit,) = understand(instruction)
    op, *words = expected.split(" ", 1)
    assert edit.op == op
    assert sorted(f"{name}={value}" for name, value in edit.args.items()) == sorted(_args(words[0] if words else ""))


def _args(text: str) -> list[str]:
    """ "who=the host name=Dana" → its pairs."""
    return [part.strip() for part in re.split(r"\s(?=\w+=)", text) if part]


def test_the_printed_instruction_is_three_edits() -> None:
    assert told("rename the host to Dana and drop the narrator; make the skeptic warmer") == [
        "rename who=the host name=Dana",
        "drop what=the narrator",
        "tone who=the skeptic tone=warmer",
    ]


@pytest.mark.parametrize(
    ("instruction", "ops"),
    [
        ("rename the host to Dana and the expert to Leo", ["rename", "rename"]),
        ("drop the narrator and the sceptic", ["drop", "drop"]),
        ("make the host warmer and more formal", ["tone", "tone"]),
        ("swap scenes 1 and 2, then move scene 3 to the end", ["swap", "move"]),
        ("1. Fewer figures\n2. More quotes\n3. Open with a quote", ["amount", "amount", "opening"]),
        (
            "Could you please cut scene 2, retitle it “Warm. And dry.” and make it 45 seconds?",
            ["drop", "title", "length"],
        ),
        ("Rename the expert to Dr. Lind. Drop the narrator!", ["rename", "drop"]),
        ("make the expert colder and more cutting", ["tone", "tone"]),
        ("rename expert to Professor Lund and let there be no narrator", ["rename", "drop"]),
        ("rename Expert to Professor Lund, and let there be a narrator", ["rename", "add"]),
        ("the host is too stiff, loosen her up", ["tone", "tone"]),
    ],
)
def test_several_edits_in_one_instruction(instruction: str, ops: list[str]) -> None:
    assert [edit.op for edit in understand(instruction)] == ops


def test_a_left_out_subject_is_the_one_before() -> None:
    assert [edit.args["who"] for edit in understand("make the host warmer and more formal")] == ["the host", "the host"]


@pytest.mark.parametrize("instruction", ["make it sing", "asdf qwer", "…", "42", "drop", "translate it into Danish"])
def test_what_is_not_understood_is_named_with_what_can_be_asked(instruction: str) -> None:
    with pytest.raises(GenerationFailed) as failed:
        understand(f"drop the narrator; {instruction}" if instruction != "…" else instruction)
    assert failed.value.details["part"].strip(".")[:40] in failed.value.message
    assert "rename the host to Dana" in failed.value.details["canAsk"]
    assert "Nothing was changed" in failed.value.message


@pytest.mark.parametrize(
    "instruction",
    [
        "rename the host to Dana and make the lights purple",
        "replace port with harbour and add some fireworks",
        "call it Warm Winter and put some fireworks in",
        "add a sceptic who asks about costs and give her a hat",
    ],
)
def test_a_name_never_swallows_what_else_was_asked(instruction: str) -> None:
    with pytest.raises(GenerationFailed):
        understand(instruction)


def test_her_is_whom_the_edit_before_was_about() -> None:
    assert [edit.args["who"] for edit in understand("Dana is too stiff, loosen her up")] == ["Dana", "Dana"]
    assert [edit.args.get("who") for edit in understand("rename the host to Dana. Make her warmer")] == [
        "the host",
        "Dana",
    ]


def test_too_many_edits_are_refused() -> None:
    with pytest.raises(GenerationFailed, match="asks for 30 changes"):
        understand("; ".join(f"cut scene {n}" for n in range(1, 31)))


@pytest.mark.parametrize("text", ["and " * 900, "drop " + "a, " * 1200, "make the " * 500, "replace " * 600 + "with x"])
def test_a_long_instruction_ends_quickly_and_is_refused(text: str) -> None:
    with pytest.raises(GenerationFailed):
        understand(text[:4000])


def test_a_rewrite_from_the_sources_is_recognised() -> None:
    assert is_fresh_start("start over from the sources; drop the narrator")
    assert not is_fresh_start("drop the narrator")


def test_only_edits_that_add_facts_need_the_sources() -> None:
    assert needs_sources(understand("add a sceptic"))
    assert needs_sources(understand("make it longer"))
    assert needs_sources(understand("more figures"))
    assert not needs_sources(understand("make it a third shorter; drop the narrator; fewer quotes"))
