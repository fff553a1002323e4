"""What every test stands on: the database it was asked to run on, a data folder of its own, and the shared world."""

import os
import re
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import DataError, connection, connections
from django.db.models import CharField
from django.test import TransactionTestCase

from accounts import switches
from billing import triggers
from tests.databases import drop_by_force, use_database
from tests.jobs.templates import TEMPLATES
from tests.postgres import PostgresServer
from tests.world import World

# Machines are shared: no test fails because an example took long.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

_WHOLE_KEY = re.compile(r"sh_[0-9a-f]{18}_[0-9a-f]{64}")

# The controller of a parallel run starts the server; its workers inherit the address.
SERVER_URL = "STUDIO_TEST_POSTGRES_URL"


def _require_room(field: CharField, value: object, connection: object) -> object:
    """SQLite keeps text of any length in a column that PostgreSQL holds to its own."""
    found = _prepared(field, value, connection)
    if isinstance(found, str) and field.max_length is not None and len(found) > field.max_length:
        raise DataError(f"{len(found)} characters are too long for {field.model._meta.label}.{field.name}")
    return found


_prepared = CharField.get_db_prep_save
CharField.get_db_prep_save = _require_room  # type: ignore[method-assign,assignment]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="postgres: start a PostgreSQL server and run only the tests marked `both` on it",
    )


def pytest_configure(config: pytest.Config) -> None:
    data = Path(tempfile.mkdtemp(prefix="studio-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(data, ignore_errors=True))
    if TEMPLATES not in os.environ:  # the controller of a parallel run is first
        os.environ[TEMPLATES] = str(data / "templates")
        (data / "templates").mkdir()
        config.add_cleanup(lambda: os.environ.pop(TEMPLATES))
    settings.STUDIO_DATA = data
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(data)
    for alias, folder in {"default": "files", "blobs": "blobs"}.items():
        settings.STORAGES[alias].setdefault("OPTIONS", {})["location"] = data / folder
    settings.STUDIO_ILLUSTRATE = False  # the tests of it turn it on; others need no pictures
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A thread that writes while a test holds SQLite's only write lock would wait for the test to end.
    settings.STUDIO_LAST_USED_FLUSH_S = None
    if config.getoption("database") == "postgres":
        drop_by_force()
        if SERVER_URL not in os.environ:
            server = PostgresServer()
            config.add_cleanup(server.stop)
            os.environ[SERVER_URL] = server.url
            config.add_cleanup(lambda: os.environ.pop(SERVER_URL))
        use_database(os.environ[SERVER_URL])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("database") != "postgres":
        return
    elsewhere = [item for item in items if item.get_closest_marker("both") is None]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item.get_closest_marker("both") is not None]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """No test may log a whole API key, whatever it is about."""
    report = yield
    if not report.failed and _WHOLE_KEY.search(report.caplog + report.capstderr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} logged a whole API key."
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite, a file instead of memory: threads and processes race on the locks that production has."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(settings.STUDIO_DATA / "studio.sqlite3")
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(scope="session", autouse=True)
def ledger_can_be_emptied() -> Iterator[None]:
    """Transactional tests empty the database after themselves, which the ledger's triggers refuse: lift them first.

    The flush ends with `post_migrate`, which installs them again for the next test.
    """
    empty = TransactionTestCase._fixture_teardown

    def lift_and_empty(test: TransactionTestCase) -> None:
        for alias in test._databases_names(include_mirrors=False):
            triggers.lift(connections[alias])
        empty(test)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_empty)
        yield


@pytest.fixture(autouse=True)
def switches_as_they_are_by_default() -> None:
    """What one test turned was rolled back with its rows; what a process remembers must not outlive it."""
    switches.assume({})


@pytest.fixture
def world(db: None) -> World:
    """Two tenants; with `transactional_db` beside it, in rows that other processes see."""
    return World()
