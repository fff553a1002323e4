"""What is configurable is documented, and what is documented exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("studio", "accounts", "billing", "generation", "wire")
# Names of Django settings that look like variables of the environment and are none.
NOT_FROM_ENVIRONMENT = {"STUDIO_AUTHENTICATOR"}
_VARIABLE = re.compile(r"\b(?:STUDIO_[A-Z_]+[A-Z]|DATABASE_URL|REDIS_URL)\b")


def test_every_setting_read_from_the_environment_is_documented() -> None:
    documented = set(_VARIABLE.findall((ROOT / "docs" / "settings.md").read_text()))
    named = {name for path in sources() for name in _VARIABLE.findall(path.read_text())} - NOT_FROM_ENVIRONMENT
    assert {name for name in named if not name.startswith("STUDIO_PROVIDER_")} - documented == set()


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text()):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
