"""A digest's facts are the source's own characters, found and ranked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.providers.base import Fact, SourceText
from generation.providers.local.text import digest
from generation.providers.local.text.segment import flowing
from wire.errors import GenerationFailed

PARTS = [
    "# A heading",
    "PRESS RELEASE",
    "- one bullet with 3 things",
    "1. Open the lid.",
    "| a | b | c |",
    "",
    'Dr. A. B. Smith said: "We saw 4.5 million birds. All of them left."',
    "“It works,” said Mara Quill, 34, a pilot. “Mostly.”",
    "The U.S. firm paid $3.2m on 4 May 2024, e.g. for No. 5.",
    "She left at 7 p.m. He stayed.",
    "It rose from 12% to 40 per cent.",
    "Hello\r\nworld.",
    "“Unclosed quote that never ends",
    "ALL CAPS LINE ABOUT NOTHING",
    "Ünïcödé ging nach Zürich. 日本語。",
    "About Us",
    "###",
    "https://example.org/x?y=1",
    "A line with\ttabs\tin it",
    "   indented text here.",
    "Wait... what?! No.",
]


def exact(sources: tuple[SourceText, ...], facts: tuple[Fact, ...]) -> None:
    texts = {source.id: source.text for source in sources}
    for fact in facts:
        raw = texts[fact.span.source_id][fact.span.start : fact.span.end]
        assert flowing(raw, texts[fact.span.source_id]) == fact.text
        assert "\n" not in fact.text
        assert fact.text == fact.text.strip()
        assert fact.text


def test_every_span_is_exact(text_of, any_text):
    source = text_of(any_text)
    exact((source,), digest((source,)).facts)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=14),
    st.sampled_from(["\n", "\n\n", "\r\n", " "]),
    st.text(max_size=40),
)
def test_spans_stay_exact_in_any_assembly_of_texts(parts, joint, noise):
    sources = (
        SourceText(id="one", text=joint.join(parts) + noise),
        SourceText(id="two", text=noise + joint.join(reversed(parts))),
    )
    try:
        found = digest(sources)
    except GenerationFailed:
        return
    exact(sources, found.facts)
    assert found.title
    assert found.summary


def test_quotes_carry_their_speakers(text_of):
    quotes = {f.text[:24]: f.speaker for f in digest((text_of("press-release"),)).facts if f.kind == "quote"}
    assert quotes["People told us you canno"] == "Ruth Adeyemi"
    assert quotes["We moved the intake 40 m"] == "Dr Tomas Hellgren"
    assert quotes["Now it runs the radiator"] == "Anders Moe"
    assert quotes["We would rather publish "] == "Ruth Adeyemi"


def test_a_pronoun_never_gives_a_quote_to_the_wrong_person(text_of):
    quotes = {f.text[:20]: f.speaker for f in digest((text_of("sports-report"),)).facts if f.kind == "quote"}
    assert quotes["They deserved it in "] == "Renata Silva"
    assert quotes["I have practised tha"] == "Tom Ashby"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('The mayor, Ana Ruiz, said: "We will open the bridge in May."', "Ana Ruiz"),
        ('"We will open the bridge," Ana Ruiz said on Monday. "In May."', "Ana Ruiz"),
        ('According to Ana Ruiz, "the bridge will open in the month of May."', "Ana Ruiz"),
        ("‘We will open the bridge in May,’ said Ana Ruiz, the mayor.", "Ana Ruiz"),
        ('Ana Ruiz runs the port. "We will open the bridge in May," she said.', "Ana Ruiz"),
    ],
)
def test_attribution_is_read_on_either_side(text, speaker):
    quotes = [fact for fact in digest((SourceText(id="s", text=text),)).facts if fact.kind == "quote"]
    assert quotes
    assert {fact.speaker for fact in quotes} == {speaker}


def test_figures_come_with_hedge_unit_and_measure(text_of):
    figures = {fact.text for fact in digest((text_of("press-release"),)).facts if fact.kind == "figure"}
    assert {"1,240 homes", "18.6 million pounds", "40 metres"} <= figures
    assert any(figure.startswith("on average 38 percent less") for figure in figures)
    assert any(figure.startswith("about 11 percent") for figure in figures)


@pytest.mark.parametrize(
    "text",
    [
        "The hall opened in 1987 and closed in 2019 for good.",
        "Call us on 555 0178 or come to the yard today.",
        "The meeting takes place on 18 April at 7 pm.",
        "Version 4.2.1 replaces version 4.1 from today.",
        "Find us at 4 Cooper's Lane near the old market.",
    ],
)
def test_years_dates_times_versions_and_addresses_are_no_figures(text):
    assert not [fact for fact in digest((SourceText(id="s", text=text),)).facts if fact.kind == "figure"]


def test_limits_are_found_and_boilerplate_is_not_told(text_of):
    found = digest((text_of("press-release"),))
    assert any(fact.kind == "hedge" and "could not keep up" in fact.text for fact in found.facts)
    told = {fact.text for fact in found.facts if fact.kind in ("claim", "event", "definition", "hedge")}
    assert not any("press@" in text or "IMMEDIATE" in text or "employs seven" in text for text in told)


def test_a_digest_says_what_is_missing(text_of):
    assert (
        "What does it cost, and who pays for it?"
        in digest(
            (
                SourceText(
                    id="s",
                    text="Norby Ltd launched a new ferry in Elsmouth on Monday. It carries 90 cars and it"
                    " will run daily.",
                ),
            )
        ).gaps
    )
    assert digest((text_of("press-release"),)).gaps


def test_thesis_and_summary_are_the_sources_own_words(text_of):
    source = text_of("press-release")
    found = digest((source,))
    assert found.thesis.rstrip(".") in source.text
    assert found.title == "Harbour Heat Network"


def test_lines_that_were_set_are_put_together_and_the_spans_stay():
    text = (
        "The mill at Hallow Ford turned again on Monday after eleven\nyears. Its well-known wheel was re-\nbuilt with"
        " insu-\nlated bearings, and the mill-\nrace was cleaned by forty neigh-\nbours. A mill-race needs"
        ' cleaning.\n\n"We heard it before\nwe saw it," said Nora Pell, who is the mill\'s keep-\ner.\n'
    )
    found = digest((SourceText(id="s", text=text),))
    told = " ".join([found.summary, found.thesis, *(fact.text for fact in found.facts)])
    assert "\n" not in told
    assert "eleven years." in told
    assert "insulated bearings" in told
    assert "forty neighbours" in told
    assert "the mill-race was cleaned" in told
    assert "We heard it before we saw it," in told
    exact((SourceText(id="s", text=text),), found.facts)
