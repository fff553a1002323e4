"""The same ground as tests/ has (`--database`, throw-away servers), and a table of figures at the end of the run."""

import pytest

from tests.conftest import (  # noqa: F401 - hooks and fixtures, found here by their names
    django_db_modify_db_settings,
    ledger_can_be_emptied,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_runtest_makereport,
    world,
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each figure that a test gave with `record_property(name, seconds)`: how often, median and worst."""
    figures: dict[str, list[float]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if getattr(report, "when", "") == "call":
                    figures.setdefault(name, []).append(float(value))
    if figures:
        terminalreporter.section("figures")
    for name, values in sorted(figures.items()):
        median = sorted(values)[len(values) // 2]
        terminalreporter.line(f"{name:<48} {len(values):>4} ×   median {median:7.2f}   worst {max(values):7.2f}")
