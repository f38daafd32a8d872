"""A fresh PostgreSQL database as an office would point us at it; no test database, the commands in their own processes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

pytestmark = [pytest.mark.full, pytest.mark.both_engines, pytest.mark.postgres_only]

NAME = "lianxin_fresh"
DAY = "2026-06-30"


@pytest.fixture
def server() -> Iterator[psycopg.Connection]:
    chosen = settings.DATABASES["default"]
    with psycopg.connect(
        host=chosen["HOST"],
        port=chosen["PORT"] or None,
        user=chosen["USER"],
        password=chosen["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield connection


@pytest.fixture
def fresh(server: psycopg.Connection) -> Iterator[str]:
    """The address of an empty database, dropped at the end."""
    name = sql.Identifier(NAME)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    server.execute(drop)
    server.execute(sql.SQL("CREATE DATABASE {} LOCALE 'C' ENCODING 'UTF8' TEMPLATE template0").format(name))
    chosen = settings.DATABASES["default"]
    who = quote(chosen["USER"]) + (f":{quote(chosen['PASSWORD'])}" if chosen["PASSWORD"] else "")
    yield f"postgresql://{who}@{chosen['HOST']}:{chosen['PORT'] or 5432}/{NAME}"
    server.execute(drop)


def run(data: Path, address: str, *words: str) -> bytes:
    """Standard output of a command that must succeed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
    environment = {**clean, "LIANXIN_DATABASE": address} if address else clean
    command = [sys.executable, "-P", "-m", "lianxin", "--data", str(data), *words]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (words, done.returncode) == (words, 0), done.stderr.decode()
    return done.stdout


def test_a_fresh_database_takes_everything_and_exports_what_sqlite_exports(fresh: str, tmp_path: Path) -> None:
    roster = tmp_path / "名册.csv"
    roster.write_text("姓名,性别,出生日期,入党日期\n测试员,男,1980-01-01,2010-07-01\n", "utf-8")
    exported = []
    for data, address in ((tmp_path / "postgres", fresh), (tmp_path / "sqlite", "")):
        made = run(data, address, "demo", "--json")
        assert run(data, address, "demo", "--json") == made
        (sheet,) = json.loads(run(data, address, "import", "roster", str(roster), "--commit", "--json"))["sheets"]
        assert (sheet["created"], sheet["refused"]) == (1, [])
        names = [ledger["name"] for ledger in json.loads(run(data, address, "ledgers", "--json"))]
        exported.append({name: run(data, address, "export", name, "--format", "csv", "--as-of", DAY) for name in names})
        run(data, address, "verify")
        run(data, address, "doctor")
    assert exported[0] == exported[1]
    run(tmp_path / "postgres", fresh, "demo", "--remove")
    run(tmp_path / "postgres", fresh, "verify")
