"""A house of its own for a drill: a data folder, the keys, a database, and the people of the table of addresses."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Say = Callable[[str], None]


@contextmanager
def house() -> Iterator[Path]:
    """Django on an empty, prepared installation below the folder that is yielded; it is removed afterwards.

    Temporary files of the process are made below the folder too, so that a drill can look through them.
    """
    folder = Path(tempfile.mkdtemp(prefix="lianxin-drill-"))
    (folder / "tmp").mkdir()
    os.environ["LIANXIN_DATA"] = str(folder / "data")
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
    os.environ.pop("LIANXIN_DATABASE", None)
    try:
        _prepare()
        yield folder
    finally:
        tempfile.tempdir = None
        shutil.rmtree(folder, ignore_errors=True)


def _prepare() -> None:
    from lianxin.cli.preparation import load_django, make_data_folder, prepare

    make_data_folder()
    load_django()
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    # Neither waiting for the disk nor slow hashing of dozens of passwords is what these drills are about.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    prepare()


class Snapshot:
    """The database as it was at one moment, to go back to as often as wanted (SQLite)."""

    def __init__(self) -> None:
        from django.db import connection

        self._file = Path(str(connection.settings_dict["NAME"]))
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self._content = self._file.read_bytes()

    def restore(self) -> None:
        """Everything written since is gone; no other thread may hold a connection."""
        from django.db import connection

        connection.close()
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        self._file.write_bytes(self._content)


def rows_of_tables(but: tuple[str, ...] = ()) -> dict[str, int]:
    """How many rows each of our tables holds, and of the register's own also the sum of their versions."""
    from django.apps import apps
    from django.db.models import Sum

    found: dict[str, int] = {}
    for model in apps.get_models():
        table = model._meta.db_table
        if not model.__module__.startswith("lianxin.") or table in but:
            continue
        rows: Any = model._base_manager
        found[table] = rows.count()
        if any(each.name == "version" for each in model._meta.fields):
            found[f"{table}.version"] = rows.aggregate(total=Sum("version"))["total"] or 0
    return found


def differences(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """By how much each figure grew."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}
