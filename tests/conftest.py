"""What every test stands on: a data folder of its own, quick password hashing, a keyring, the after-migrate steps."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase, TransactionTestCase
from pytest_django import DjangoDbBlocker

from lianxin.kernel.crypto import Keyring, set_keyring

NOT_FOR_TESTS = settings.DATABASES["default"]["NAME"]


def pytest_configure(config: pytest.Config) -> None:
    """Keep tests away from a real data folder, whatever the environment says."""
    folder = Path(tempfile.mkdtemp(prefix="lianxin-test-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    settings.DATA_DIR = folder
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    set_keyring(Keyring.create(folder / "master.key"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of one engine does not belong to a run on the other (it is left out, not skipped)."""
    sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    foreign = "postgres_only" if sqlite else "sqlite_only"
    left_out = [item for item in items if item.get_closest_marker(foreign)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A file for SQLite, so that threads meet the locks they meet in use; safe writing is not what tests wait for."""
    options = settings.DATABASES["default"]["OPTIONS"]
    test = settings.DATABASES["default"].setdefault("TEST", {})
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        test["NAME"] = str(settings.DATA_DIR / "test.sqlite3")
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    elif worker:
        test["NAME"] = f"test_{settings.DATABASES['default']['NAME']}_{worker}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database made from models, then what models cannot express (as after migrating)."""
    from lianxin.config.after_migrate import run_steps

    if connection.settings_dict["NAME"] == NOT_FOR_TESTS:
        return  # none of the chosen tests needs a database, so none was made
    with django_db_blocker.unblock():
        run_steps("default")


@pytest.fixture(autouse=True, scope="session")
def _emptying_may_pass_the_guards() -> Iterator[None]:
    """A test with real transactions is cleaned by emptying every table, which the audit trail's triggers refuse."""
    from lianxin.audit.guards import guard_trail, unguard_trail

    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # Django's inner hook

    def teardown(self: TransactionTestCase) -> None:
        if isinstance(self, TestCase):
            empty(self)
            return
        unguard_trail()
        empty(self)
        guard_trail()

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]
