"""Captions: short lines, calm times, no word lost, nothing torn apart that belongs together."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.media.captions import cues_from_phrases, to_srt, to_vtt
from generation.media.plan import Cue
from generation.providers.base import TimedPhrase

_WORDS = """
    a the of rain river culvert basin hectares 9.4 4,200 $42 million Ruth Okafor Dr. measured, twice. holds; storm
    extraordinarily century? no. we. “Will it hold?” 1874. cubic metres under valley upstream
"""
WORDS = st.sampled_from(_WORDS.split())


@st.composite
def speech(draw, min_pace=9.0, max_pace=19.0):
    """Phrases as a voice speaks them: so many characters a second, pauses of up to two seconds."""
    phrases, clock = [], draw(st.integers(0, 2000))
    for _ in range(draw(st.integers(1, 10))):
        text = " ".join(draw(st.lists(WORDS, min_size=1, max_size=28)))
        lasts = max(250, round(1000 * len(text) / draw(st.floats(min_pace, max_pace))))
        phrases.append(TimedPhrase(text=text, start_ms=clock, end_ms=clock + lasts))
        clock += lasts + draw(st.sampled_from([0, 0, 120, 350, 900, 2000]))
    return phrases


def spoken(seconds_a_phrase: float, *texts: str) -> list[TimedPhrase]:
    step = round(seconds_a_phrase * 1000)
    return [TimedPhrase(text=text, start_ms=n * step, end_ms=n * step + step - 100) for n, text in enumerate(texts)]


@given(speech())
@settings(max_examples=60, deadline=None)
def test_cues_keep_the_rules_and_lose_no_word(phrases):
    cues = cues_from_phrases(phrases)
    for cue in cues:
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < len(line) <= 42 for line in cue.lines)
        assert cue.end_ms - cue.start_ms <= 7000
    assert all(a.end_ms <= b.start_ms for a, b in itertools.pairwise(cues))
    said = " ".join(phrase.text for phrase in phrases).split()
    assert " ".join(line for cue in cues for line in cue.lines).split() == said


@given(speech())
@settings(max_examples=60, deadline=None)
def test_cues_last_a_second_at_least(phrases):
    assert all(cue.end_ms - cue.start_ms >= 1000 for cue in cues_from_phrases(phrases))


@given(speech())
@settings(max_examples=60, deadline=None)
def test_cues_begin_and_end_with_phrases_unless_a_phrase_is_too_long_or_a_cue_too_short(phrases):
    """Within 100 ms, for every cue whose words are whole phrases and which had no need to be held for a second."""
    starts, ends = {p.start_ms for p in phrases}, {p.end_ms for p in phrases}
    whole = {p.text for p in phrases if len(p.text) <= 60}
    for cue in cues_from_phrases(phrases):
        if " ".join(cue.lines) in whole:
            assert min(abs(cue.start_ms - start) for start in starts) <= 100
            if cue.end_ms - cue.start_ms > 1000:
                assert min(abs(cue.end_ms - end) for end in ends) <= 100


@given(
    st.lists(
        st.builds(TimedPhrase, text=st.text(max_size=200), start_ms=st.integers(0, 9000), end_ms=st.integers(0, 9000)),
        max_size=6,
    )
)
@settings(deadline=None)
def test_whatever_comes_in_cues_do_not_overlap_or_overflow(phrases):
    cues = cues_from_phrases(phrases)
    assert all(a.end_ms <= b.start_ms for a, b in itertools.pairwise(cues))
    assert all(cue.start_ms < cue.end_ms and max(map(len, cue.lines)) <= 42 for cue in cues)


@pytest.mark.parametrize(
    ("sentence", "unbroken"),
    [
        ("The new basin under the old market holds 4,200 cubic metres of rain.", "4,200 cubic"),
        ("It was measured twice in the spring by Ruth Okafor of the university.", "Ruth Okafor"),
        ("The town council has agreed to pay about $42 million for the culvert.", "$42 million"),
        ("The first stone of the mill was laid in the rain of 12 March by hand.", "12 March"),
        ("Nobody in the valley believed a word of it except for Dr. Okafor then.", "Dr. Okafor"),
    ],
)
def test_figures_keep_their_units_and_names_stay_whole(sentence, unbroken):
    (cue,) = cues_from_phrases(spoken(4, sentence))
    assert any(unbroken in line for line in cue.lines)


def test_lines_are_even_and_the_lower_one_may_be_longer():
    (cue,) = cues_from_phrases(spoken(4, "More than nine hectares of roofs drain into one culvert"))
    upper, lower = map(len, cue.lines)
    assert abs(upper - lower) <= 10


def test_a_long_phrase_is_cut_where_one_would_breathe():
    cues = cues_from_phrases(
        spoken(
            9,
            "The new basin holds enough for the worst storm of the century, "
            "which came in 1874, and for two more like it after that.",
        )
    )
    assert len(cues) == 2
    assert cues[0].lines[-1].endswith(",")
    assert cues[0].end_ms == cues[1].start_ms


def test_a_word_of_a_moment_is_held_for_a_second():
    cues = cues_from_phrases([TimedPhrase(text="No.", start_ms=500, end_ms=800)])
    assert cues == (Cue(500, 1500, ("No.",)),)


def test_a_cue_does_not_show_the_next_line_long_before_it_is_said():
    phrases = [
        TimedPhrase(text="Will it hold?", start_ms=0, end_ms=1200),
        TimedPhrase(text="Nobody knows.", start_ms=3500, end_ms=4700),
    ]
    assert [cue.lines for cue in cues_from_phrases(phrases)] == [("Will it hold?",), ("Nobody knows.",)]


def test_a_word_longer_than_a_line_comes_in_pieces():
    cues = cues_from_phrases(spoken(5, "x" * 100))
    assert "".join(line for cue in cues for line in cue.lines) == "x" * 100


class TestFiles:
    CUES = (Cue(1_000, 3_500, ("Rain & <b>wind</b> --> {sea}", "line two")), Cue(3_661_001, 3_662_500, ("Later",)))

    def test_srt(self):
        text = to_srt(self.CUES)
        assert text.startswith("1\n00:00:01,000 --> 00:00:03,500\n")
        assert "\n\n2\n01:01:01,001 --> 01:01:02,500\nLater\n" in text
        assert text.count("-->") == 2
        assert not re.search(r"<[a-z/]|\{[a-z\\]", text)

    def test_vtt(self):
        text = to_vtt(self.CUES)
        assert text.startswith("WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.500\n")
        assert "Rain &amp; &lt;b&gt;wind&lt;/b&gt; --&gt; {sea}\nline two\n" in text
        assert text.count("-->") == 2
