"""A house of its own for a drill: a data folder, the keys, a database, and the people of the table of addresses."""

import logging
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


class Visitors:
    """The world of the table of addresses, and for each of its rows somebody who may go there."""

    def __init__(self) -> None:
        from tests.access.url_table import make_world, rows

        self.world: Any = make_world()
        self.table: dict[str, Any] = rows()
        self._sessions = {role: _session_of(user) for role, user in self.world.users.items()}

    def session_for(self, row: Any) -> str:  # noqa: ANN401 (a row of the table)
        """The session key of the first role to which the row applies as it says; "" where everybody may go."""
        from tests.access.url_table import PUBLIC

        if row.who == PUBLIC:
            return ""
        role = next(role for role in self.world.users if row.allows(role) and role not in row.other)
        self.world.own.reader = self.world.users[role]
        return self._sessions[role]

    def session_of(self, role: Any) -> str:  # noqa: ANN401
        """A role's own."""
        return self._sessions[role]


def client_of(session: str) -> Any:  # noqa: ANN401 (Django's test client)
    """A browser with that session, or none; a server error is an answer, not an exception."""
    from django.conf import settings
    from django.test import Client

    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _session_of(user: Any) -> str:  # noqa: ANN401
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    key: str = client.cookies[settings.SESSION_COOKIE_NAME].value
    return key


def quiet(level: int = logging.ERROR) -> None:
    """Refusals are what a drill asks for: only errors are worth a line."""
    logging.getLogger("django.request").setLevel(level)
