"""`kill -9` at a random moment of an import: what was acknowledged is there, nothing is half done, the rest follows."""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.party.rosters.files import id_number, member, roster, text_file

pytestmark = pytest.mark.sqlite_only

ROWS = 1_200
PROGRAM = [sys.executable, "-P", "-m", "lianxin"]
PREPARE = """
import sys
from lianxin.cli.preparation import setup_django
setup_django(sys.argv[1], create=True)
from lianxin.declare.actors import OPERATOR
from lianxin.orgs.actions import found_home_community
found_home_community(
    street_name="金碧街道", district_name="西山区", community_name="复兴社区",
    general_branch_name="中共复兴社区总支部委员会", kind="320", actor=OPERATOR,
)
"""
ALIKE = {
    "people": "SELECT count(*) FROM residents_person",
    "members": "SELECT count(*) FROM party_member",
    "places": "SELECT count(*) FROM party_affiliation WHERE until IS NULL",
    "found": "SELECT count(*) FROM search_searchentry WHERE kind = 'party.member'",
    "traces": "SELECT count(*) FROM audit_auditentry WHERE action = 'party.register_member'",
    "marked": "SELECT count(*) FROM party_stagedrow WHERE person_version IS NOT NULL",
}
"""Numbers that are equal at every moment, or something is half done."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a community and nobody in it."""
    data = tmp_path_factory.mktemp("kills") / "data"
    subprocess.run([sys.executable, "-c", PREPARE, str(data)], env=environment(), check=True, capture_output=True)
    return data


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster; every third person has no number, and forty-odd of those are alike to the letter."""
    headings, *_ = roster(1)
    rows = [
        member(n % 9 + 1, 身份证号码=id_number(date(1957, 7, 1 + n // 500), 2 * n % 1000 + 1) if n % 3 else None)
        for n in range(ROWS)
    ]
    return text_file(tmp_path_factory.mktemp("roster") / "花名册.csv", [headings, *rows])


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}


def kill_one(data: Path, file: Path, chance: random.Random) -> int:
    """Begin to import and end it with signal 9 at a moment that nobody chose; how many rows were acknowledged."""
    words = [*PROGRAM, "import", "roster", str(file), "--commit", "--data", str(data)]
    process = subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stderr is not None
    enough = chance.randrange(-ROWS // 10, ROWS)
    if enough < 0:
        time.sleep(chance.uniform(0.05, 1.5))
    acknowledged = 0
    while enough >= acknowledged and enough >= 0 and (line := process.stderr.readline()):
        acknowledged = max(acknowledged, *acknowledged_in(line))
    time.sleep(chance.uniform(0, 0.05))
    process.kill()
    rest = process.communicate()[1]
    return max(acknowledged, *acknowledged_in(rest))


def acknowledged_in(text: str) -> list[int]:
    return [0, 0, *(int(found) for found in re.findall(r"已入册 (\d+) / \d+", text))]


def numbers(data: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{data / 'lianxin.sqlite3'}?mode=ro", uri=True)) as database:
        return {name: int(database.execute(query).fetchone()[0]) for name, query in ALIKE.items()}


def state(data: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{data / 'lianxin.sqlite3'}?mode=ro", uri=True)) as database:
        return [row[0] for row in database.execute("SELECT state FROM party_rosterbatch ORDER BY created_at")]


def import_again(data: Path, file: Path) -> None:
    words = [*PROGRAM, "import", "roster", str(file), "--commit", "--data", str(data)]
    subprocess.run(words, env=environment(), check=True, capture_output=True)


def let_the_worker(data: Path) -> None:
    """The worker's process, until the batch is at its end."""
    words = [*PROGRAM, "worker", "--data", str(data)]
    # It works as long as its standard input is open.
    worker = subprocess.Popen(words, env=environment(), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while state(data) != ["committed"]:
            assert time.monotonic() < until, state(data)
            time.sleep(0.05)
    finally:
        worker.terminate()
        worker.communicate(timeout=30)


def one_round(prepared: Path, file: Path, data: Path, chance: random.Random, *, by_worker: bool) -> None:
    shutil.copytree(prepared, data)
    acknowledged = kill_one(data, file, chance)
    after_kill = numbers(data)
    assert set(after_kill.values()) == {after_kill["people"]}, after_kill
    assert after_kill["people"] >= acknowledged
    if by_worker and state(data):
        let_the_worker(data)
    else:
        import_again(data, file)
    assert set(state(data)) == {"committed"}
    at_the_end = numbers(data)
    assert set(at_the_end.values()) == {ROWS}, at_the_end
    verified = subprocess.run(
        [*PROGRAM, "verify", "--data", str(data)], env=environment(), check=False, capture_output=True
    )
    assert verified.returncode == 0, verified.stderr.decode()
    shutil.rmtree(data)


@pytest.mark.parametrize("by_worker", [True, False])
def test_two_kills(prepared: Path, file: Path, tmp_path: Path, *, by_worker: bool) -> None:
    one_round(prepared, file, tmp_path / "data", random.Random(), by_worker=by_worker)  # noqa: S311 (a moment, no secret)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(50))
def test_fifty_kills(prepared: Path, file: Path, tmp_path: Path, seed: int) -> None:
    one_round(prepared, file, tmp_path / "data", random.Random(seed), by_worker=seed % 2 == 0)  # noqa: S311
