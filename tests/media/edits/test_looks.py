"""What an operation does to colour alone, without a film."""

import numpy as np
import pytest

from generation.media.edits.intents import Operation
from generation.media.edits.looks import _LOOKS, composed, looks_for
from generation.media.edits.vocabulary import PHRASES


def greys(kind: str, flavour: int) -> np.ndarray:
    """The mean brightness that 33 greys from black to white become."""
    table = composed(looks_for(Operation(kind), flavour))
    return np.array([table[i, i, i].mean() for i in range(len(table))])


@pytest.mark.parametrize("flavour", [0, 1, 2])
@pytest.mark.parametrize("kind", ["darken", "dusk", "storm", "night"])
def test_less_light_is_less_of_white_too(kind: str, flavour: int) -> None:
    made = greys(kind, flavour)
    assert made[-1] < 0.9
    assert made.mean() < 0.43  # of a half
    assert (np.diff(made) >= 0).all()


def test_every_look_can_be_asked_for() -> None:
    assert _LOOKS.keys() <= {phrase.kind for phrase in PHRASES}


def test_what_is_no_matter_of_colour_has_no_look() -> None:
    assert looks_for(Operation("slow"), 0) == []
