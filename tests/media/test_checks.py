"""`manage.py check` tells an operator what the kernel lacks and what the allowlist opens."""

from typing import Any

import pytest

from generation.media.sandbox import confine
from generation.projects import checks
from wire.addresses import networks


def test_a_kernel_without_help_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "landlock_version", lambda: 0)
    monkeypatch.setattr(confine, "has_seccomp", lambda: False)
    (warning,) = checks.files_can_be_confined()
    assert warning.id == "projects.W001"
    assert "Landlock" in warning.hint
    assert "seccomp" in warning.hint


def test_a_kernel_with_both_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "landlock_version", lambda: 4)
    monkeypatch.setattr(confine, "has_seccomp", lambda: True)
    assert checks.files_can_be_confined() == []


def test_an_allowlist_that_opens_this_host_is_reported(settings: Any) -> None:
    settings.STUDIO_FETCH_ALLOW = networks(["10.20.0.0/16"])
    assert checks.fetching_is_not_open_to_everything() == []
    for wide in ("127.0.0.0/8", "0.0.0.0/0", "::/0", "169.254.0.0/16"):
        settings.STUDIO_FETCH_ALLOW = networks([wide])
        assert [w.id for w in checks.fetching_is_not_open_to_everything()] == ["projects.W002"]
