"""How a line is taken apart so that its first words are heard soon."""

import pytest

from generation.films.live import breath, gap_after, split_line

SENTENCES = [
    ("It rained. Then it stopped.", ["It rained.", "Then it stopped."]),
    ("Dr. Okafor waited. Nobody came.", ["Dr. Okafor waited.", "Nobody came."]),
    ("The U.S. office closed in May.", ["The U.S. office closed in May."]),
    ("“Why now?” she asked. He shrugged.", ["“Why now?” she asked.", "He shrugged."]),
    ("It cost 4.5 million. 3 of 7 paid.", ["It cost 4.5 million.", "3 of 7 paid."]),
    ("No mark at the end", ["No mark at the end"]),
]


@pytest.mark.parametrize(("text", "parts"), SENTENCES)
def test_a_line_is_taken_apart_at_its_sentences(text: str, parts: list[str]) -> None:
    assert split_line(text, is_first=False) == parts


def test_a_long_opening_begins_with_its_first_clause() -> None:
    text = "In the winter of 1968, a trawler skipper began to write down how warm the sea was each morning."
    parts = split_line(text, is_first=True)
    assert parts[0] == "In the winter of 1968,"
    assert " ".join(parts) == text


def test_a_long_opening_without_a_comma_begins_with_a_phrase() -> None:
    text = "Members of the Lindhaven Heat Cooperative paid on average thirty-one percent less than their neighbours."
    parts = split_line(text, is_first=True)
    assert 18 <= len(parts[0]) <= 48
    assert max(map(len, parts)) <= 70
    assert " ".join(parts) == text
    assert breath(parts[0]).endswith(",")


def test_short_openings_stay_whole() -> None:
    assert split_line("Seven wells went dry.", is_first=True) == ["Seven wells went dry."]


def test_pauses_fit_what_was_said() -> None:
    assert gap_after("and then") < gap_after("In 1968,") < gap_after("It rained.")
