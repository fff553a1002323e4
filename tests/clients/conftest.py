"""The Python client as it is packed: its own modules, and those that are made from the OpenAPI document."""

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.jobs.hosts import ROOT

SOURCE = ROOT / "clients" / "python" / "src" / "studio_sdk"


@pytest.fixture(scope="session")
def sdk_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder from which `studio_sdk` can be imported."""
    folder = tmp_path_factory.mktemp("sdk")
    shutil.copytree(SOURCE, folder / "studio_sdk", ignore=shutil.ignore_patterns("api", "__pycache__"))
    generate = [sys.executable, str(ROOT / "clients" / "generate.py"), str(folder / "studio_sdk" / "api")]
    subprocess.run(generate, check=True, cwd=ROOT)
    return folder


@pytest.fixture(scope="session")
def sdk(sdk_path: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(sdk_path))
    yield importlib.import_module("studio_sdk")
    sys.path.remove(str(sdk_path))
