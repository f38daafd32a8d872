"""The suite's database is made from models; here the migrations are run for real, on the engine of this run."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from lianxin.config.after_migrate import run_steps

pytestmark = [pytest.mark.full, pytest.mark.both_engines, pytest.mark.django_db(transaction=True)]

OURS = tuple(f"{config.label}_" for config in apps.get_app_configs() if config.name.startswith("lianxin."))
Shape = dict[str, list[str]]


@pytest.fixture
def migrated(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The alias of an empty second database after ``migrate`` and the steps behind it."""
    entry = {**connection.settings_dict, "TEST": {}}
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            entry["NAME"] = str(tmp_path_factory.mktemp("migrated") / "migrated.sqlite3")
        else:
            entry["NAME"] = "lianxin_migrated"
            with connection.cursor() as cursor:
                cursor.execute("DROP DATABASE IF EXISTS lianxin_migrated")
                cursor.execute("CREATE DATABASE lianxin_migrated TEMPLATE template0")
        connections.settings["migrated"] = entry
        try:
            # Under --nomigrations this process knows no migrations; they are run where they are known.
            migrate_in_a_fresh_process(entry)
            run_steps("migrated")
            yield "migrated"
        finally:
            connections["migrated"].close()
            getattr(connections["migrated"], "close_pool", lambda: None)()
            del connections["migrated"]
            del connections.settings["migrated"]


def migrate_in_a_fresh_process(entry: dict[str, object]) -> None:
    import os
    import subprocess
    import sys

    if connection.vendor == "sqlite":
        address = f"sqlite:///{entry['NAME']}"
    else:
        address = f"postgresql://{entry['USER']}:{entry['PASSWORD']}@{entry['HOST']}:{entry['PORT']}/{entry['NAME']}"
    command = [sys.executable, "-P", "-m", "lianxin", "manage", "migrate", "--verbosity", "0"]
    environment = {**os.environ, "LIANXIN_DATABASE": address}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def shape(database: BaseDatabaseWrapper) -> Shape:
    """Each of our tables' columns (type, may be empty) and constraints (what they cover, not what they are called)."""
    found: Shape = {}
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            if not table.startswith(OURS):
                continue
            columns = database.introspection.get_table_description(cursor, table)
            constraints = database.introspection.get_constraints(cursor, table).values()
            found[table] = sorted(
                [
                    *(f"{column.name} {column.type_code} {bool(column.null_ok)}" for column in columns),
                    *(
                        f"{facts['columns']} {facts['primary_key']} {facts['unique']} {facts['index']} {facts['check']} {facts['foreign_key']}"
                        for facts in constraints
                    ),
                ]
            )
    return found


def test_migrations_build_what_the_models_say(migrated: str) -> None:
    assert shape(connections[migrated]) == shape(connection)


def test_the_steps_after_migrating_can_be_repeated(migrated: str) -> None:
    before = shape(connections[migrated])
    run_steps(migrated)
    assert shape(connections[migrated]) == before
