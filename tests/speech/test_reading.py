"""What is written and what is said: figures, money, dates, units, abbreviations, addresses."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.providers.local.speech import lexicon, numbers
from generation.providers.local.speech.phonemes import VOCABULARY, phonemes, spelled
from generation.providers.local.speech.phrases import MAX_WORDS, sentences
from generation.providers.local.speech.reading import read


def said(text: str, locale: str = "en-US") -> str:
    return " ".join(piece.spoken for piece in read(text, locale))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        # money
        ("$42 million", "forty-two million dollars"),
        ("EUR 3.5m", "three point five million euros"),
        ("£1,200", "one thousand two hundred pounds"),
        ("$1.50", "one dollar and fifty cents"),
        ("£0.01", "one penny"),
        ("€2.00", "two euros"),
        ("$10–15 million", "ten to fifteen million dollars"),
        ("a $42 million round", "a forty-two million dollar round"),
        ("$5bn", "five billion dollars"),
        ("3.5 million €", "three point five million euros"),
        # figures
        ("1,234.5", "one thousand two hundred thirty-four point five"),
        ("12 000 homes", "twelve thousand homes"),
        ("12.5%", "twelve point five percent"),
        ("-3.5 °C", "minus three point five degrees Celsius"),
        ("3–5 km", "three to five kilometers"),
        ("100 km/h", "one hundred kilometers per hour"),
        ("1 kWh", "one kilowatt hour"),
        ("2,500 m²", "two thousand five hundred square meters"),
        ("2,500 m2", "two thousand five hundred square meters"),
        ("a 5-year-old", "a five year old"),
        ("12m people", "twelve million people"),
        ("the 21st century", "the twenty-first century"),
        ("2½ hours", "two and a half hours"),
        ("3/4 of them", "three quarters of them"),
        ("agent 007", "agent zero zero seven"),
        ("version 2.0.1", "version two point zero point one"),
        # dates and times
        ("in 1998, 2005 and 2024", "in nineteen ninety-eight two thousand five and twenty twenty-four"),
        ("in 1900", "in nineteen hundred"),
        ("17 May 2024", "May seventeenth twenty twenty-four"),
        ("May 17, 2024", "May seventeenth twenty twenty-four"),
        ("2024-05-17", "May seventeenth twenty twenty-four"),
        ("2019–2024", "twenty nineteen to twenty twenty-four"),
        ("the 1990s", "the nineteen nineties"),
        ("14:30", "fourteen thirty"),
        ("9:05 a.m.", "nine oh five <AM>"),
        ("7-9 pm", "seven to nine <PM>"),
        # abbreviations and capitals
        ("Dr. Moore vs. Mr. Li, e.g. here", "Doctor Moore versus Mister Li for example here"),
        ("the CEO of NASA's AI", "the <CEO> of NASA's <AI>"),
        ("NGOs and the U.S.", "<NGO>s and the <US>"),
        ("John F. Kennedy", "John <F> Kennedy"),
        ("CO2 and H2O, 5G, B2B", "<CO> two and <H> two <O> five <G> <B> two <B>"),
        ("DO NOT OPEN THE DOOR", "do not open the door"),
        ("R&D", "R and D"),
        # Roman numerals
        ("Henry VIII, Part IV and World War II", "Henry the eighth Part four and World War two"),
        ("Elizabeth I was crowned. I was there.", "Elizabeth the first was crowned I was there"),
        ("in the XIX century", "in the nineteenth century"),
        ("Super Bowl LVIII, a Type I error", "Super Bowl fifty-eight a Type one error"),
        ("This IV drip, MIX and CIVIL", "This <IV> drip <MIX> and civil"),
        # names, numbers in groups, and smaller things
        ("Siobhan's report and Dr. Okafor", "{ʃəvˈɔnz} report and Doctor {Okˈɑfɔɹ}"),
        ("call 555-1234", "call five five five one two three four"),
        ("he is 5'10\"", "he is five foot ten"),
        ("10^6", "ten to the power of six"),
        ("p. 12, 22 Mary St. and St. Ives", "page twelve twenty-two Mary Street and Saint Ives"),
        ("ISO 9001 and NATO, 1st", "<ISO> nine thousand one and nato first"),
        # addresses
        ("https://www.example.com/path", "example dot com slash path"),
        ("info@foo-bar.org", "info at foo dash bar dot org"),
        ("#42 and #winning by @ada", "number forty-two and hashtag winning by at ada"),
        ("Nordlys Energi and Ruth Moore", "Nordlys Energi and Ruth Moore"),
        ("well 🎉 done ✨", "well done"),
    ],
)  # fmt: skip
def test_written_english_is_said(written: str, spoken: str) -> None:
    assert said(written) == spoken


def test_british_voices_read_numbers_and_dates_their_way() -> None:
    assert said("105 on 3 May 2021 and 03/05/2021", "en-GB") == (
        "one hundred and five on the third of May twenty twenty-one and the third of May twenty twenty-one"
    )
    assert said("03/05/2021") == "March fifth twenty twenty-one"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("One, two; three: four.", ",;:."),
        ("He met Dr. Li. She left!", "   . !"),
        ("First line\n\nSecond line", " ¶ "),
        ("Wait… what?", "…?"),
        ("The bridge (built in 1890) stands.", " ,  ,."),
        ("It works — mostly.", " —."),
        ("Apple Inc. The rest", " .  "),
        ("5 p.m. today", "  "),
    ],
)
def test_punctuation_becomes_pauses(text: str, marks: str) -> None:
    assert "".join(piece.mark or " " for piece in read(text, "en-US")).rstrip() == marks.rstrip()


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_is_read_in_order(text: str) -> None:
    pieces = read(text, "en-US")
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    phrases = [phrase for sentence in sentences(text, pieces) for phrase in sentence.phrases]
    assert sum(len(run.spoken.split()) for phrase in phrases for run in phrase.runs) == sum(
        len(piece.spoken.split()) for piece in pieces
    )


def test_phrases_are_short_and_keep_the_text_as_written() -> None:
    text = (
        'The company, founded in 1998, raised "$42 million" from investors who had waited for nearly three years '
        "before they were finally shown the first results. Nobody (not even the founders) expected that!"
    )
    found = sentences(text, read(text, "en-US"))
    phrases = [phrase.text for sentence in found for phrase in sentence.phrases]
    assert len(found) == 2
    assert " ".join(phrases) == text
    assert all(len(phrase.split()) <= MAX_WORDS for phrase in phrases)


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_numbers_say_themselves(number: int) -> None:
    small = {word: value for value, word in enumerate(numbers._ONES)} | {
        word: 10 * value for value, word in enumerate(numbers._TENS) if word
    }
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    total = group = 0
    for word in numbers.cardinal(number).replace("-", " ").split():
        if word in scales:
            total, group = total + group * scales[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += small[word]
    assert total + group == number


def test_every_phoneme_is_one_that_the_network_knows() -> None:
    words = (
        "The little button near the worker's house measures joy and vision each European hour while fluent boys go out"
    )
    for locale in ("en-US", "en-GB"):
        assert set(phonemes(words, locale)) <= set(VOCABULARY)
        assert set(spelled("ABCDEFGHIJKLMNOPQRSTUVWXYZ", locale)) <= set(VOCABULARY)
    assert phonemes("<CEO>", "en-US") == "sˌiˌiˈO"


def test_names_are_said_as_their_bearers_say_them() -> None:
    assert all(set(symbols) <= set(VOCABULARY) for symbols in lexicon.NAMES.values())
    assert phonemes(said("Siobhan"), "en-US") == "ʃəvˈɔn"
    assert phonemes(said("Worcester's mayor", "en-GB"), "en-GB").startswith("wˈʊstəz ")


def test_the_pronoun_is_stressed_lest_it_be_swallowed() -> None:
    assert phonemes("I spent it, and I'll say I'm glad", "en-US").count("ˌI") == 3
    assert phonemes("eye", "en-GB") == "ˈI"


def test_a_doubled_r_before_a_consonant_is_one_r() -> None:
    assert phonemes("Norrvik", "en-US") == phonemes("Norvik", "en-US")
