"""A sample of `acceptance/security/test_contract.py`: no answer that the OpenAPI document does not foresee."""

import pytest
from schemathesis import GenerationMode

from tests.matrix.conftest import Operation, Things, operations
from tests.security.contract import hold_to_its_word, unhurried_things


@pytest.fixture
def ours(db: None, monkeypatch: pytest.MonkeyPatch) -> Things:
    return unhurried_things(monkeypatch)


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_each_answer_is_one_that_the_document_names(operation: Operation, ours: Things) -> None:
    hold_to_its_word(operation, ours, examples=3, mode=GenerationMode.POSITIVE)
