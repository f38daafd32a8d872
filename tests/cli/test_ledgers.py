import json
import os
import subprocess
import sys
from pathlib import Path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LIANXIN_DATA": str(folder)}
    return subprocess.run(
        [sys.executable, "-P", "-m", "lianxin", *words], env=environment, capture_output=True, check=False
    )


def test_json_is_a_bare_list_of_name_title_and_app(tmp_path: Path) -> None:
    done = run(tmp_path, "ledgers", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    ledgers = json.loads(done.stdout)
    assert isinstance(ledgers, list)
    assert {frozenset(ledger) for ledger in ledgers} <= {frozenset({"name", "title", "app"})}
    assert len({ledger["name"] for ledger in ledgers}) == len(ledgers)


def test_the_list_for_people_has_a_line_for_each(tmp_path: Path) -> None:
    ledgers = json.loads(run(tmp_path, "ledgers", "--json").stdout)
    lines = run(tmp_path, "ledgers").stdout.decode().splitlines()
    assert [line.split("\t")[:2] for line in lines] == [[ledger["name"], ledger["title"]] for ledger in ledgers]
