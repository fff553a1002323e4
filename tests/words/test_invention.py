"""A strict reader who trusts nobody: it knows the script and the source, and nothing of how one came from the other."""

import re
from itertools import pairwise

import pytest

from generation.providers.base import Line, Script, SourceText

# Small words that carry no fact, and the two with which a speaker is introduced.
SMALL = frozenset(
    re.findall(
        r"\w+",
        """a an the and or but so yet of to in on at by for with from into as than that this these those it its
        they their them he she his her him is are was were be been has have had do does did not no here there then
        when who which what where will would can could because if while until after before again listen words back
        according release
        """,
    )
)
NUMBER = re.compile(r"[$£€¥]?\d[\d,.]*\d%?|[$£€¥]?\d%?")
HEDGED = re.compile(
    r"\b(about|roughly|around|nearly|almost|on average|at least|at most|more than|less than|fewer than|up to|some|over"
    r"|under|an estimated)\s+(?:\w+\s+){0,1}?([$£€]?\d[\d,.]*)",
    re.I,
)
DOUBTS = re.compile(r"\b(?:may|might|could|appear(?:s|ed)?|suggests?|probably|perhaps|likely|estimated)\b", re.I)


def lines_of(script: Script) -> list[Line]:
    return [line for scene in script.scenes for line in scene.lines]


def evidence_of(line: Line, source: SourceText) -> str:
    return " ".join(source.text[span.start : span.end] for span in line.evidence)


def bare(text: str) -> str:
    return re.sub(r"[^\w$£€%.,]+", " ", text.lower().replace("’", "").replace("'", "")).strip()


def numbers(text: str) -> list[str]:
    return [n.strip(".,") for n in NUMBER.findall(text)]


def test_every_figure_is_one_of_its_evidence_with_sign_and_hedge(text_of, script_of, odd_text, any_mode):
    source = text_of(odd_text)
    for line in lines_of(script_of(odd_text, mode=any_mode)):
        proof = evidence_of(line, source)
        assert set(numbers(line.text)) <= set(numbers(proof.replace("–", " "))), line
        for match in HEDGED.finditer(proof):
            number = match.group(2).rstrip(".,")
            if re.search(rf"(?<![\d,.]){re.escape(number)}(?![\d])", line.text):
                assert match.group(1).lower() in line.text.lower(), (line, match.group())


def test_every_name_is_one_of_its_evidence(text_of, script_of, odd_text, any_mode):
    source = text_of(odd_text)
    for line in lines_of(script_of(odd_text, mode=any_mode)):
        proof = evidence_of(line, source) if line.evidence else source.text
        for name in re.findall(r"(?<![.!?:] )(?<!^)\b[A-Z][\w’'-]*[a-z]\b", line.text):
            assert re.sub(r"[’']s?$", "", name).lower() in proof.lower(), line


def test_every_word_that_says_something_is_one_of_its_evidence(text_of, script_of, odd_text, any_mode):
    source = text_of(odd_text)
    for line in lines_of(script_of(odd_text, mode=any_mode)):
        if not line.evidence:
            continue
        known = set(re.findall(r"\w+", bare(evidence_of(line, source)))) | SMALL
        told = re.findall(r"\w+", bare(line.text))
        strange = [w for w in told if w not in known and w.removesuffix("s") not in known and len(w) > 2]
        # "the researchers" stand for the "we" of a study that has no voice of its own.
        assert not [w for w in strange if w not in ("researchers", "team", "example")], (strange, line)


def test_quotes_are_verbatim_and_stay_with_who_said_them(text_of, script_of, odd_text, any_mode):
    source = text_of(odd_text)
    script = script_of(odd_text, mode=any_mode)
    quoted = {c.name for c in script.characters if c.role == "quoted"}
    flat = bare(source.text).replace(",", "").replace(".", "")
    for line in lines_of(script):
        if line.character in quoted:
            for sentence in re.split(r"(?<=[.!?…]) ", line.text):
                assert bare(sentence).replace(",", "").replace(".", "") in flat, line
    for name in quoted:
        assert name.removeprefix("The ").lower() in source.text.lower()


def test_doubts_of_the_evidence_are_doubts_of_the_line(text_of, script_of, odd_text, any_mode):
    source = text_of(odd_text)
    for scene in script_of(odd_text, mode=any_mode).scenes:
        for line in scene.lines:
            if line.kind != "fact" or len(line.evidence) != 1 or not DOUBTS.search(evidence_of(line, source)):
                continue
            # An exchange may hand the doubt to the next line of the same evidence.
            told = " ".join(other.text for other in scene.lines if other.evidence == line.evidence)
            first_clause = re.split(r"[;:]|, (?:and|but|which|who|so)\b", evidence_of(line, source))[0]
            if DOUBTS.search(first_clause):
                assert DOUBTS.search(told), line


def test_connectives_say_nothing_of_their_own(text_of, script_of, odd_text, any_mode):
    source = text_of(odd_text)
    for line in lines_of(script_of(odd_text, mode=any_mode)):
        if not line.evidence:
            assert len(line.text.split()) <= 16, line
            assert not re.search(r"\d", line.text), line
            assert not re.search(r"\b(?:percent|million|thousand|hundred|dozen)\b", line.text), line
            assert not [w for w in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", line.text) if w not in source.text], line


def test_no_line_is_said_twice(script_of, odd_text, any_mode):
    facts = [(line.text, line.evidence) for line in lines_of(script_of(odd_text, mode=any_mode, seconds=180))]
    assert len(facts) == len(set(facts))


def test_an_interview_keeps_who_asks_and_who_answers(script_of):
    script = script_of("interview", mode="podcast", seconds=90)
    lines = lines_of(script)
    answered = [(q, a) for q, a in pairwise(lines) if q.text == "Do you have an apprentice?"]
    assert answered
    assert answered[0][0].character == "Host"
    assert answered[0][1].character == "Imke Valder"
    assert not any(line.text.startswith(("Q:", "A:")) for line in lines)
    first_person = [line for line in lines if re.search(r"\b(?:I|my)\b", line.text) and line.evidence]
    assert {line.character for line in first_person} == {"Imke Valder"}


def test_a_recipe_leaves_no_step_out(script_of):
    told = " ".join(line.text for line in lines_of(script_of("recipe")))
    steps = [
        "Heat the oven",
        "Rub the lemon zest",
        "Beat the butter",
        "Fold in the flour",
        "Bake for 55",
        "Pour the juice",
    ]
    assert [told.find(step) for step in steps] == sorted(told.find(step) for step in steps)
    assert told.find(steps[0]) >= 0


def test_a_memo_is_spoken_by_who_wrote_it(script_of):
    script = script_of("memo", mode="podcast")
    assert "Priya Raman" in {character.name for character in script.characters}
    assert script.title == "Loading bay two"


def test_rows_of_a_table_are_told_with_their_columns(script_of):
    told = " ".join(line.text for line in lines_of(script_of("table", seconds=90)))
    assert re.search(r"(?:410|1,150|36|0) in 2024, ", told)


def test_another_language_is_told_in_its_own_words_only(script_of, any_mode):
    script = script_of("german", mode=any_mode)
    assert all(line.evidence for line in lines_of(script))
    assert len(lines_of(script)) >= 9


@pytest.mark.parametrize("mode", ["documentary", "podcast"])
def test_nobody_else_is_meant_by_a_pronoun(script_of, mode):
    for seconds in (60, 120):
        said = " ".join(line.text for line in lines_of(script_of("profile-obituary", mode=mode, seconds=seconds)))
        assert not re.search(r"Hannah Lowry (?:was born|is survived|died|left school)", said)
