"""Written sentences become spoken ones without losing a hedge, a source or the grammar."""

import pytest

from generation.providers.local.text import speech
from generation.providers.local.text.quotes import find_quotes
from generation.providers.local.text.segment import split_sentences
from generation.providers.local.text.timing import speech_ms, spoken_words


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
    ("text", "heard"),
    [("in 2026", 4), ("1,240 homes", 6), ("$42", 3), ("38 percent", 3), ("4.2 million", 4), ("ten minutes", 2)],
)
def test_figures_are_counted_as_they_are_heard(text, heard):
    assert spoken_words(text) == heard


def test_pace_sets_the_length():
    text = "The network pumps sea water past a heat exchanger beneath the old ice house."
    assert speech_ms(text, 120) > speech_ms(text, 155) > speech_ms(text, 190)
