from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from lianxin.config.database import database_settings
from lianxin.config.env import SettingError

DATA = Path("/data")


def test_without_an_address_sqlite_lies_in_the_data_folder() -> None:
    made = database_settings("", DATA, pool_size=4)
    assert made["NAME"] == "/data/lianxin.sqlite3"
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert made["OPTIONS"]["timeout"] == 20
    assert "synchronous=FULL" in made["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("sqlite:////srv/a%20b.sqlite3", "/srv/a b.sqlite3"),
        ("sqlite:///srv/x.sqlite3", "/srv/x.sqlite3"),
        ("sqlite:///C:/lx/x.sqlite3", "C:/lx/x.sqlite3"),
    ],
)
def test_an_sqlite_address_names_its_file(address: str, name: str) -> None:
    assert database_settings(address, DATA, pool_size=4)["NAME"] == name


def test_a_postgresql_address_is_taken_apart() -> None:
    made = database_settings("postgresql://u%40x:p%2Fw@db.test:5433/lx?sslmode=verify-full", DATA, pool_size=4)
    assert made == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "lx",
        "USER": "u@x",
        "PASSWORD": "p/w",
        "HOST": "db.test",
        "PORT": "5433",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"sslmode": "verify-full", "pool": {"min_size": 1, "max_size": 4, "timeout": 20}},
    }


@pytest.mark.parametrize(
    "address",
    ["mysql://a/b", "sqlite://host/x", "sqlite:///", "postgresql://host", "postgresql://host:abc/x", "lianxin.db"],
)
def test_other_addresses_are_refused_in_chinese(address: str) -> None:
    with pytest.raises(SettingError, match=r"^设置 LIANXIN_DATABASE "):
        database_settings(address, DATA, pool_size=4)


@pytest.mark.sqlite_only
@pytest.mark.django_db
@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("cache_size", -64000)])
def test_a_connection_has_the_pragmas(pragma: str, value: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


def test_no_request_is_wrapped_in_a_transaction() -> None:
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False
