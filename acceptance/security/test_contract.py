"""Every operation of the OpenAPI document, with many requests that keep to it and many that do not.

What is answered must stand in the document (status, content type, schema, headers) and must never be a fault of ours.
"""

import pytest
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.matrix.conftest import Operation, Things, operations
from tests.security.contract import hold_to_its_word, unhurried_things


@pytest.fixture
def ours(db: None, monkeypatch: pytest.MonkeyPatch) -> Things:
    return unhurried_things(monkeypatch)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", operations(), ids=str)
def test_each_answer_is_one_that_the_document_names(operation: Operation, mode: GenerationMode, ours: Things) -> None:
    try:
        hold_to_its_word(operation, ours, examples=100, mode=mode, seed=1)
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "what takes nothing cannot be asked wrongly"
