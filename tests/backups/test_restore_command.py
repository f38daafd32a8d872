"""The whole way by the command line: another data folder, the same ledgers byte for byte, the old one kept aside."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lianxin.kernel.crypto import Keyring

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only]
DAY = "2026-06-30"


def lianxin(*words: str, data: Path, typed: str = "", status: int = 0) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
    command = [sys.executable, "-P", "-m", "lianxin", *words, "--data", str(data)]
    done = subprocess.run(command, env=clean, input=typed.encode(), capture_output=True, check=False, timeout=300)
    assert done.returncode == status, done.stderr.decode()
    return done


def ledgers(data: Path) -> dict[str, bytes]:
    names = [each["name"] for each in json.loads(lianxin("ledgers", "--json", data=data).stdout)]
    assert len(names) >= 4
    return {
        name: lianxin("export", name, "--format", "csv", "--as-of", DAY, "--reveal", "核对", data=data).stdout
        for name in names
    }


def test_another_folder_gives_the_same_ledgers_and_the_old_one_is_kept_aside(tmp_path: Path) -> None:
    first, second, file = tmp_path / "first", tmp_path / "second", tmp_path / "one.backup"
    lianxin("demo", data=first)
    before = ledgers(first)
    made = json.loads(lianxin("backup", str(file), "--json", data=first).stdout)
    assert made["size"] == file.stat().st_size

    words = " ".join(Keyring.load(first / "keys" / "master.key").words())
    wrong = words.replace(words[2], "0" if words[2] != "0" else "1", 1)
    assert "第 1 组" in lianxin("restore", str(file), data=second, typed=wrong, status=1).stderr.decode()
    assert not second.exists()
    told = lianxin("restore", str(file), "--json", data=second, typed=words)
    assert json.loads(told.stdout)["ok"] is True
    assert ledgers(second) == before
    lianxin("verify", data=second)

    key = str(first / "keys" / "master.key")
    refused = lianxin("restore", str(file), "--key", key, data=second, status=1)
    assert "已经有资料" in refused.stderr.decode()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("second")] == ["second"]
    again = json.loads(lianxin("restore", str(file), "--key", key, "--replace", "--json", data=second).stdout)
    assert ledgers(second) == before
    assert ledgers(Path(again["aside"])) == before


def test_a_damaged_backup_replaces_nothing(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "one.backup"
    lianxin("demo", data=data)
    lianxin("backup", str(file), data=data)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 4
    file.write_bytes(bytes(content))
    kept = (data / "lianxin.sqlite3").read_bytes()
    key = str(data / "keys" / "master.key")
    told = lianxin("restore", str(file), "--key", key, "--replace", data=data, status=1).stderr.decode()
    assert "有损坏" in told
    assert (data / "lianxin.sqlite3").read_bytes() == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "one.backup"]
