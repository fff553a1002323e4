"""Which database the tests run on, and how a process that a test starts finds the same one."""

import importlib
import os
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.utils import ConnectionHandler

import studio.settings


def use_database(url: str) -> None:
    """Point Django, which is set up already, at another database; the settings module turns the URL into options.

    pytest-django reads the settings before any conftest is loaded, and connections open lazily: replacing the
    configuration here is early enough, as long as nothing has connected.
    """
    os.environ["DATABASE_URL"] = url
    configured = importlib.reload(studio.settings).DATABASES["default"]
    settings.DATABASES["default"] = configured
    connections.databases["default"] = ConnectionHandler({"default": configured}).databases["default"]
    if hasattr(connections._connections, "default"):
        del connections["default"]


def drop_by_force() -> None:
    """Have PostgreSQL end what is still connected to a test database: a process that was killed may not have left."""

    def destroy(creation: BaseDatabaseCreation, name: str, _verbosity: int) -> None:
        with creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {creation.connection.ops.quote_name(name)} WITH (FORCE)")

    BaseDatabaseCreation._destroy_test_db = destroy  # type: ignore[method-assign]


def process_environment() -> dict[str, str]:
    """The environment in which `manage.py` works on this test's database, data folder and secrets.

    Only a transactional test's rows can be seen from another process.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "studio.settings")
    environment["STUDIO_SECRET_KEY"] = settings.SECRET_KEY
    environment["STUDIO_KEY_PEPPERS"] = ",".join(f"{n}:{pepper}" for n, pepper in settings.STUDIO_KEY_PEPPERS.items())
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        environment["STUDIO_DATA"] = str(Path(database["NAME"]).parent)
    else:
        environment["STUDIO_DATA"] = str(settings.STUDIO_DATA)
        host = quote(database["HOST"], safe="")
        environment["DATABASE_URL"] = f"postgresql://{database['USER']}@{host}/{database['NAME']}"
    return environment
