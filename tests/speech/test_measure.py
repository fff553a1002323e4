"""The ear that films are judged by: spelling is forgiven, a word that was not said is not."""

import pytest

from tests.speech.transcribe import word_error_rate


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("These are our neighbours' bills.", "These are our neighbor's bills."),
        ("It pumps sea water past a heat exchanger.", "It pumps see water pass to heat exchanger."),
        ("The harbour on the quay cost £18.6 million.", "The harbor on the key cost 18.6 million pounds."),
        ("Members of the Lindhaven cooperative voted.", "Members of the Lint Haven cooperative voted."),
        ("That is what Tomas Hellgren measured.", "That is what Thomas Helgren measured."),
    ],
)
def test_what_sounds_alike_is_heard(written: str, heard: str) -> None:
    assert word_error_rate(written, heard, names=("Lindhaven", "Tomas Hellgren")) == 0


@pytest.mark.parametrize(
    ("written", "heard", "wrong"),
    [
        ("I spent forty years on that water.", "Spent forty years on that water.", 1),
        ("It cost fifty pounds a year.", "It cost fifteen pounds a year.", 1),
        ("The pumps could keep up.", "The pumps could not keep up.", 1),
        ("They charted the currents.", "They started the currents.", 1),
        ("The water is cold.", "The waiter is called.", 2),
        ("That is what Ruth Adeyemi said.", "That is what Ruth Adami said.", 1),
        ("Engineers from Norrvik came.", "Engineers from Novic came.", 1),
        ("A quarter of Moe is a letter.", "A quarter of May is a letter.", 1),
        ("The ship left the port at nine.", "", 7),
    ],
)
def test_what_was_not_said_is_an_error(written: str, heard: str, wrong: int) -> None:
    names = ("Ruth Adeyemi", "Norrvik", "Moe")
    assert round(word_error_rate(written, heard, names=names) * len(written.split())) == wrong
