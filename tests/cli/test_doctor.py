import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite_only  # about the database file in the data folder


def doctor(data: Path, *words: str) -> tuple[int, dict[str, str], str]:
    """Exit status, state by code, and what was said."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "lianxin", "doctor", "--data", str(data), "--json", *words],
        capture_output=True,
        check=False,
    )
    answer = json.loads(done.stdout.decode("utf-8"))
    assert answer["ok"] == (done.returncode == 0)
    return done.returncode, {f["code"]: f["state"] for f in answer["findings"]}, done.stderr.decode("utf-8")


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    status, states, said = doctor(tmp_path / "none")
    assert (status, states["folder"], states["keys"], states["database"]) == (1, "bad", "bad", "bad")
    assert "怎么修：运行 lianxin up" in said
    assert not (tmp_path / "none").exists()


def test_an_empty_folder_is_looked_at_and_left_empty(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    status, states, _ = doctor(tmp_path)
    assert (status, states["python"], states["folder"], states["database"]) == (1, "ok", "ok", "bad")
    assert list(tmp_path.iterdir()) == []


def test_the_search_is_made_anew_on_request(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "lianxin", "--data", str(tmp_path / "house")]
    subprocess.run([*command, "demo"], capture_output=True, check=True)
    with sqlite3.connect(tmp_path / "house" / "lianxin.sqlite3") as database:
        database.execute("DELETE FROM search_searchentry")
    verify = [*command, "verify"]
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 1
    _, _, said = doctor(tmp_path / "house", "--rebuild-search")
    assert "检索已重建：党员 82 条" in said
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
