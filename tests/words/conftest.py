"""The texts that the writer is read on: the four examples that ship and seven more from other walks of life."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from generation.providers.base import Mode, Narration, Script, ScriptRequest, SourceText, Target
from generation.providers.local.text import write_script

ROOT = Path(__file__).resolve().parents[2]
FILES = {path.stem: path for folder in ("docs/examples", "tests/words/sources") for path in (ROOT / folder).iterdir()}
# Texts of another build: transcripts, recipes, tables, notices, other languages. Read in `test_invention.py` only.
ODD = {path.stem: path for path in (ROOT / "tests/words/odd").iterdir()}
EXAMPLES = ("press-release", "research-abstract", "short-story", "local-business")


cached_script = cache(write_script)  # scripts are frozen, and many tests read the same one


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "any_text" in metafunc.fixturenames:
        metafunc.parametrize("any_text", sorted(FILES))
    if "odd_text" in metafunc.fixturenames:
        metafunc.parametrize("odd_text", sorted({**FILES, **ODD}))
    if "any_mode" in metafunc.fixturenames:
        metafunc.parametrize("any_mode", ["documentary", "podcast", "drama"])


@pytest.fixture
def text_of() -> Callable[[str], SourceText]:
    def load(name: str) -> SourceText:
        return SourceText(id=f"src_{name}", text={**FILES, **ODD}[name].read_text(encoding="utf-8"))

    return load


@pytest.fixture
def script_of(text_of: Callable[[str], SourceText]) -> Callable[..., Script]:
    def write(
        name: str,
        *,
        seconds: int = 60,
        mode: Mode = "documentary",
        notes: str = "",
        seed: int = 0,
        narration: Narration = "auto",
        target: Target | None = None,
        forbidden: tuple[str, ...] = (),
    ) -> Script:
        return cached_script(
            ScriptRequest(
                sources=(text_of(name),),
                target=target or Target(),
                duration_ms=seconds * 1000,
                mode=mode,
                notes=notes,
                seed=seed,
                narration=narration,
                forbidden_words=forbidden,
            )
        )

    return write
