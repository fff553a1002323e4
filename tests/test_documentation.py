"""What is configurable is documented, and what is documented exists."""

import re
from pathlib import Path

from studio.discovery import library

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("studio", "accounts", "billing", "generation", "wire")
# `environ.get("X"`, `environ["X"]` and the settings file's own readers, such as `_flag("X"`.
_READ = re.compile(r"(?:environ\[|\b\w+\(\s*)\"(STUDIO_[A-Z_]+[A-Z]|DATABASE_URL|REDIS_URL)\"")
_NAMED = re.compile(r"\b(?:STUDIO_[A-Z_]+[A-Z]|DATABASE_URL|REDIS_URL)\b")


def test_every_setting_read_from_the_environment_is_documented() -> None:
    documented = set(_NAMED.findall((ROOT / "docs" / "settings.md").read_text()))
    read = {name for path in sources() for name in _READ.findall(path.read_text())}
    assert "STUDIO_DATA" in read
    assert read - documented == set()


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text()):
            if "://" not in target:
                found = (document.parent / target).resolve()
                # The reference is made when it is read: its pages are no files.
                assert found.exists() or name_of(found) in library.pages(), f"{document.name}: {target}"


def name_of(path: Path) -> str:
    """A document's name below docs/."""
    return str(path.relative_to(ROOT / "docs").with_suffix("")) if path.is_relative_to(ROOT / "docs") else ""


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
