"""The tutorial, done as it is printed: its file, its line and its test, in a package of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generation.providers.base import Provider
from generation.providers.contract import check_provider
from generation.providers.local.adapters import LOCAL
from tests.jobs.hosts import ROOT

FILE = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """What the page prints, as pip would have laid it down."""
    files = dict(FILE.findall((ROOT / "docs" / "add-a-provider.md").read_text()))
    line = files.pop("entry_point")
    info = tmp_path / "sketchy-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sketchy\nVersion: 1.0\n")
    heading, name = re.fullmatch(r'\[project\.entry-points\."(\S+)"\]\n(\S+ = ".+")\n', line).groups()  # type: ignore[union-attr]
    (info / "entry_points.txt").write_text(f"[{heading}]\n{name.replace(chr(34), '')}\n")
    for path, text in files.items():
        (tmp_path / path).write_text(text)
    return tmp_path


def run(package: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "test_sketchy.py"]
    env = {**os.environ, "PYTHONPATH": f"{package}{os.pathsep}{ROOT}"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run([*command, *options], cwd=package, env=env, capture_output=True, text=True)


def test_the_page_leads_to_a_provider_that_keeps_the_contract(package: Path) -> None:
    done = run(package)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_the_contract_sees_what_is_not_kept(package: Path) -> None:
    """A provider that hands the vendor's own errors on, whose message holds the key."""
    source = package / "sketchy.py"
    text = source.read_text()
    leak = '        assert self._connection.key == "our-key", "no"\n        return received'
    careless = text.replace("        return received", leak)
    assert careless != text
    source.write_text(careless)
    done = run(package)
    assert done.returncode == 1
    assert "AssertionError" in done.stdout


def test_the_studios_own_makers_keep_it_too(tmp_path: Path) -> None:
    cheap = ("text", "image", "sound", "music")
    check_provider(Provider(title=LOCAL.title, adapters={name: LOCAL.adapters[name] for name in cheap}), tmp_path)
