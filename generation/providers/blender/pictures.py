"""`draw`: a request to a rendered picture in two layers. Starts the process that imports `bpy`."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from generation.providers.base import PictureLayer, PictureRequest, PictureResult
from generation.providers.blender.read import read_scene
from generation.providers.blender.scene import OVERSCAN, SceneDescription
from generation.providers.local.pictures import draw as paint
from wire.errors import GenerationFailed, MissingModel

ROOT = Path(__file__).resolve().parents[3]
MIN_SIDE, MAX_SIDE = 64, 2560
NEAR_DEPTH = 0.8
TIMEOUT_S = 840.0
INSTALL = "make blender"
SYSTEM_LIBRARIES = "libx11-6 libxi6 libxxf86vm1 libxfixes3 libxrender1 libxkbcommon0 libsm6 libice6 libgl1 libegl1"


def draw(request: PictureRequest, folder: Path) -> PictureResult:
    """Renders the request into `folder`, as a flat PNG and layers; sides are 64 to 2560 pixels.

    The same request gives the same picture to the eye, not to the bit: some values are a level or so off.
    What is not modelled here (people, charts, other things) is drawn by the local painter, and the description says so.
    Raises MissingModel where Blender is not installed, GenerationFailed where the size is impossible or a render ended
    without a picture.
    """
    if not (MIN_SIDE <= request.width <= MAX_SIDE and MIN_SIDE <= request.height <= MAX_SIDE):
        raise GenerationFailed(
            f"Pictures are {MIN_SIDE} to {MAX_SIDE} pixels a side.", width=request.width, height=request.height
        )
    folder.mkdir(parents=True, exist_ok=True)
    wanted = read_scene(request)
    if wanted is None:
        return _painted(request, folder)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        has_near = _render(wanted, Path(scratch).resolve())
        return _layered(wanted, Path(scratch), folder, has_near=has_near)


def interpreter() -> Path:
    """The Python that has `bpy`: STUDIO_BLENDER_PYTHON, else what `make blender` sets up, else our own."""
    named = os.environ.get("STUDIO_BLENDER_PYTHON")
    if named:
        return Path(named)
    usual = ROOT / ".venv-blender" / "bin" / "python"
    return usual if usual.exists() else Path(sys.executable)


def _painted(request: PictureRequest, folder: Path) -> PictureResult:
    result = paint(request, folder)
    return replace(result, description=f"{result.description}, painted: not among what Blender has models for")


def _render(wanted: SceneDescription, folder: Path) -> bool:
    """Runs the child; True when it made a separate near layer."""
    command = [str(interpreter()), "-s", "-m", "generation.providers.blender.child", str(os.getpid()), str(folder)]
    try:
        done = subprocess.run(
            command, input=wanted.to_json(), capture_output=True, text=True, errors="replace", timeout=TIMEOUT_S,
            cwd=ROOT, env=_environment(folder), check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise _missing(f"there is no Python at {interpreter()}") from None
    except subprocess.TimeoutExpired:
        raise GenerationFailed(
            f"The render took longer than {TIMEOUT_S:g} seconds and was stopped. Ask for a smaller picture."
        ) from None
    answer = _answer(done.stdout)
    if "missing" in answer:
        raise _missing(str(answer["missing"]))
    if "near" not in answer:
        error = GenerationFailed(f"Blender ended without a picture (exit code {done.returncode}).")
        error.add_note(done.stderr[-4000:])
        raise error
    return bool(answer["near"])


def _environment(folder: Path) -> dict[str, str]:
    """No settings of a user, no keys: only what a process needs to run, and scratch folders of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    own = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "BLENDER_USER_RESOURCES", "XDG_CACHE_HOME"), str(folder))
    # With several threads the denoiser adds up in any order, and more values differ from one run to the next.
    exact = {"OIDN_NUM_THREADS": "1"}
    return {**kept, **own, **exact, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _answer(output: str) -> dict[str, Any]:
    lines = output.strip().splitlines()
    try:
        found = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _missing(cause: str) -> MissingModel:
    message = f"Blender is not installed. Run: {INSTALL}"
    if ".so" in cause:
        library = cause.partition(":")[0]
        message = f"Blender lacks a system library ({library}). Run: apt-get install {SYSTEM_LIBRARIES}"
    error = MissingModel(message, package="bpy")
    error.add_note(cause)
    return error


def _layered(wanted: SceneDescription, made: Path, folder: Path, *, has_near: bool) -> PictureResult:
    full = _read(made / "full.png", cv2.IMREAD_COLOR)
    left, top = round(wanted.width * OVERSCAN), round(wanted.height * OVERSCAN)
    flat = folder / "flat.png"
    cv2.imwrite(str(flat), full[top : top + wanted.height, left : left + wanted.width])
    far = _read(made / "far.png", cv2.IMREAD_COLOR) if has_near else full
    planes = {"far": (_with_alpha(far, np.full(far.shape[:2], 255, np.uint8)), 0.0)}
    if has_near:
        mask = _read(made / "mask.png", cv2.IMREAD_UNCHANGED)[:, :, 3]
        planes["subject"] = (_with_alpha(full, mask), NEAR_DEPTH)
    layers = []
    for name, (image, depth) in planes.items():
        path = folder / f"{name}.png"
        cv2.imwrite(str(path), image)
        layers.append(PictureLayer(path=path, depth=depth))
    return PictureResult(
        path=flat, width=wanted.width, height=wanted.height, layers=tuple(layers), overscan=OVERSCAN,
        description=wanted.in_words(),
    )  # fmt: skip


def _read(path: Path, how: int) -> np.ndarray:
    image = cv2.imread(str(path), how)
    if image is None:
        raise GenerationFailed(f"Blender ended without {path.name}. Try again.")
    return image


def _with_alpha(image: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    return np.dstack([image[:, :, :3], alpha])
