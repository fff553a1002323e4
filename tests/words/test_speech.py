"""Written sentences become spoken ones without losing a hedge, a source or the grammar."""

import pytest

from generation.providers.local.text import speech
from generation.providers.local.text.quotes import find_quotes
from generation.providers.local.text.segment import split_sentences
from generation.providers.local.text.timing import speech_ms, spoken_letters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Smith paid $3.50. She left.", 2),
        ("It opened at 7 p.m. on Monday. We came.", 2),
        ("The U.S. firm grew. No. 5 is open.", 2),
        ("J. R. Moe wrote it. He was 40.", 2),
        ("They sell bread, cake, etc. and tea.", 1),
        ('"It works. It really does," said Mara. She left.', 2),
        ("Really? Yes! Good…", 3),
        ("The path is 9.4 km long.", 1),
        ("He lives in St. Ives. It rains.", 2),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text, count):
    quotes = [(q.outer_start, q.outer_end) for q in find_quotes(text, 0, len(text))]
    assert len(split_sentences(text, 0, len(text), quotes)) == count


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("The tower (built in 1902) leans.", "The tower leans."),
        (
            "Crews dug the trench, and the council paid for the pipe.",
            "Crews dug the trench. The council paid for the pipe.",
        ),
        (
            "Sleep grew longer, although diaries are a rough measure.",
            "Sleep grew longer. But diaries are a rough measure.",
        ),
        ("The pool is warm; the hall is not heated yet.", "The pool is warm. The hall is not heated yet."),
        ("The mill — a ruin for years — turns again.", "The mill turns again."),
        ("bread, cheese and wine", "Bread, cheese and wine."),
    ],
)
def test_the_full_form_is_plain_speech(written, spoken):
    assert speech.spoken_forms(written)[0] == spoken


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("Nadia took over from Walter, who taught her to judge the heat.", "Nadia took over from Walter."),
        ("The vote, which would cost 2 million, takes place on 18 April.", "The vote takes place on 18 April."),
        ("However, the valves held.", "The valves held."),
        ("The team repaired the wall, making it safe for winter.", "The team repaired the wall."),
    ],
)
def test_the_short_form_drops_only_asides(written, short):
    assert speech.spoken_forms(written)[-1] == short


@pytest.mark.parametrize(
    "text",
    [
        "Bills fell by 38 percent, according to meter readings.",
        "The pumps work, but only above minus ten degrees.",
        "It is safe, although one winter is too short to be certain.",
        "We bake rye, wheat, and spelt bread.",
        "Sales rose by 4 percent, compared with 9 percent last year.",
    ],
)
def test_hedges_sources_and_lists_survive_shortening(text):
    kept = {word.strip(".,").lower() for word in text.split()} - {"although", "and"}
    for form in speech.spoken_forms(text):
        assert kept <= {word.strip(".,").lower() for word in form.split()} | {"but"}


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("in 2026", "in twenty twenty-six"),
        ("1,240 homes", "one thousand two hundred and forty homes"),
        ("$42", "forty-two dollars"),
        ("38 %", "thirty-eight percent"),
        ("4.2 million", "four point two million"),
        ("Dr Moe", "Doctor Moe"),
    ],
)
def test_figures_are_counted_as_they_are_heard(written, heard):
    assert abs(spoken_letters(written) - spoken_letters(heard)) <= 3  # an "and" more or less


# As long as the local narrator took, in ms.
HEARD = (
    ("The lesson is not to plant fewer trees. It is to leave them a window to the sky.", 4350),
    ("Dr Tomas Hellgren leads Norrvik Technical University's marine energy group.", 5040),
    ("The idea began in 2021, when the fuel oil depot on the quay announced that it would close.", 5450),
    ("Ruth Adeyemi, project director of the Lindhaven Heat Cooperative.", 3940),
    ("Thinning one third of the crown keeps most of the shade and lets the heat escape.", 4140),
)


@pytest.mark.parametrize(("text", "lasted"), HEARD)
def test_a_line_lasts_as_long_as_it_has_letters_to_say(text, lasted):
    assert speech_ms(text, 155) == pytest.approx(lasted, rel=0.13)


def test_pace_sets_the_length():
    text = "The network pumps sea water past a heat exchanger beneath the old ice house."
    assert speech_ms(text, 120) > speech_ms(text, 155) > speech_ms(text, 190)
