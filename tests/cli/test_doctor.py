import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lianxin.kernel.crypto import Keyring

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
    assert "检索已重建：党员 84 条" in said
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = tmp_path_factory.mktemp("doctor") / "house"
    command = [sys.executable, "-P", "-m", "lianxin", "demo", "--data", str(house)]
    subprocess.run(command, capture_output=True, check=True)
    return house


@pytest.fixture
def house(demo_house: Path, tmp_path: Path) -> Path:
    """A copy of an installation to break."""
    return Path(shutil.copytree(demo_house, tmp_path / "house"))


def other_command(house: Path, *words: str) -> tuple[int, bytes, str]:
    command = [sys.executable, "-P", "-m", "lianxin", "--data", str(house), *words]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8")


def in_database(house: Path, *statements: str) -> None:
    with closing(sqlite3.connect(house / "lianxin.sqlite3")) as database, database:
        for statement in statements:
            database.execute(statement)


def test_another_installations_key_is_told_by_every_command(house: Path) -> None:
    master = house / "keys" / "master.key"
    master.unlink()
    Keyring.create(master)
    status, states, said = doctor(house)
    assert (status, states["keys"], states["key_fits"]) == (1, "ok", "bad")
    told = "这把密钥不是这份数据的：已存的密文打不开。"
    assert told in said
    for words in (["verify"], ["demo", "--json"], ["export", "members", "--format", "csv"], ["serve"], ["up"]):
        status, out, said = other_command(house, *words)
        assert (words, status, out) == (words, 1, b"")
        assert said.startswith(told)


def test_one_broken_number_is_no_foreign_key(house: Path) -> None:
    in_database(house, "UPDATE residents_person SET id_number_sealed = zeroblob(60)")
    assert doctor(house)[1]["key_fits"] == "ok"
    status, _, said = other_command(house, "verify")
    assert status == 1
    assert "residents_person" in said


def test_a_lost_key_is_asked_for_and_not_made_anew(house: Path) -> None:
    (house / "keys" / "master.key").unlink()
    status, out, said = other_command(house, "export", "members", "--format", "csv")
    assert (status, out) == (1, b"")
    assert said.startswith(f"数据库里已有数据，却找不到密钥文件 {house / 'keys' / 'master.key'}。")
    assert not (house / "keys" / "master.key").exists()


def test_a_master_key_that_is_none_is_named(house: Path) -> None:
    (house / "keys" / "master.key").write_text("xx")
    status, states, said = doctor(house)
    assert (status, states["keys"], states["key_fits"]) == (1, "ok", "bad")
    assert f"[要修] 密钥 master.key：{house / 'keys' / 'master.key'} 不是连心桥的密钥文件。" in said.splitlines()


@pytest.mark.parametrize("content", [b"", b"short", bytes(range(128, 228))])
def test_a_broken_signing_key_is_told_with_how_to_mend_it(house: Path, content: bytes) -> None:
    (house / "keys" / "django.key").write_bytes(content)
    status, states, said = doctor(house)
    assert (status, states) == (1, {"settings": "bad"})
    assert "django.key 坏了。请删掉它，再运行 lianxin up 另造一个" in said
    assert other_command(house, "verify")[0] == 1


def test_a_blank_signing_key_is_made_anew(house: Path) -> None:
    (house / "keys" / "django.key").write_bytes(b"")
    assert other_command(house, "demo")[0] == 0
    assert len((house / "keys" / "django.key").read_text("ascii")) == 87


def test_a_database_newer_than_the_program_is_left_alone(house: Path) -> None:
    in_database(
        house, "INSERT INTO django_migrations (app, name, applied) VALUES ('party', '9999_later', '2026-01-01')"
    )
    status, states, said = doctor(house)
    assert (status, states["migrations"]) == (1, "bad")
    assert "多出 1 步：party.9999_later。" in said
    for words in (["verify"], ["demo", "--json"], ["serve"], ["up"]):
        assert other_command(house, *words) == (
            1,
            b"",
            "这份数据是更新的版本建的，这个版本用不了。请换上新版本的程序，或换回升级以前的备份。\n",
        )


def test_a_missing_table_is_named(house: Path) -> None:
    in_database(house, "DROP TABLE party_datedfact")
    status, states, said = doctor(house)
    assert (status, states["migrations"]) == (1, "bad")
    assert "缺少表：party_datedfact。" in said


def test_an_empty_database_is_one_finding_and_is_filled(house: Path) -> None:
    (house / "lianxin.sqlite3").write_bytes(b"")
    status, states, _ = doctor(house)
    assert (status, [code for code, state in states.items() if state == "bad"]) == (1, ["database"])
    assert other_command(house, "demo")[0] == 0
    assert doctor(house)[0] == 0


def test_a_preparation_cut_short_is_taken_up_again(house: Path) -> None:
    (house / "lianxin.sqlite3").unlink()
    command = [sys.executable, "-P", "-m", "lianxin", "--data", str(house), "manage", "migrate", "orgs"]
    subprocess.run(command, capture_output=True, check=True)
    assert other_command(house, "demo")[0] == 0
    assert other_command(house, "verify")[0] == 0


def test_a_damaged_database_is_told_in_chinese(house: Path) -> None:
    (house / "lianxin.sqlite3").write_bytes(b"junk" * 1000)
    status, states, said = doctor(house)
    assert (status, states["database"]) == (1, "bad")
    assert "打不开：数据库文件坏了，或者不是数据库（file is not a database）。" in said
