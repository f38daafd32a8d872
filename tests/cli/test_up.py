"""The product as people start it, killed in every way; each test has a data folder and a port of its own."""

import http.client
import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only]

PATIENCE = 20  # seconds on a machine that does much else; the promised two are measured in bench/
Start = Callable[..., "Running"]


class Running:
    """One ``lianxin up --empty``, or as ``usual`` without that word."""

    def __init__(self, data: Path, *words: str, usual: bool = False) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.data = data
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
        command = [
            sys.executable,
            "-P",
            "-m",
            "lianxin",
            "up",
            *([] if usual else ["--empty"]),
            "--data",
            str(data),
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen([*command, *words], env=clean, stderr=subprocess.PIPE, encoding="utf-8")

    def status(self) -> int | None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            link.request("GET", "/healthz")
            return link.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            link.close()

    def wait_until_ready(self, seconds: float = 60) -> float:
        """Seconds until the site answered."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            if self.status() == 200:
                return time.monotonic() - started
            assert self.process.poll() is None, self.process.communicate()[1]
            time.sleep(0.02)
        raise AssertionError("not ready")

    def children(self, word: str) -> list[psutil.Process]:
        """Our own children whose command line holds ``word``."""
        return [child for child in psutil.Process(self.process.pid).children() if word in child.cmdline()]

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=30)[1]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[Running] = []

    def start_one(*words: str, usual: bool = False) -> Running:
        running.append(Running(tmp_path / "data", *words, usual=usual))
        return running[-1]

    yield start_one
    for one in running:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.communicate(timeout=30)


def gone(processes: list[psutil.Process], seconds: float = 15) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return not list(alive)


def test_from_nothing_to_ready_and_clean_stop(start: Start) -> None:
    one = start()
    one.wait_until_ready()
    assert stat.S_IMODE(one.data.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in one.data.rglob("*")} == {0}
    assert json.loads((one.data / "run.json").read_text()) == {"site": f"http://127.0.0.1:{one.port}"}
    everybody = psutil.Process(one.process.pid).children(recursive=True)
    time.sleep(0.5)  # it says where to go a moment after it answers
    said = one.stop()
    assert one.process.returncode == 0, said
    assert f"http://127.0.0.1:{one.port}/accounts/first/" in said
    assert said.endswith("正在停止……\n已停止。\n")
    assert gone(everybody)
    assert not (one.data / "run.json").exists()


def test_a_second_start_prepares_nothing_again(start: Start) -> None:
    one = start()
    one.wait_until_ready()
    one.stop()
    before = {path: path.read_bytes() for path in (one.data / "keys").iterdir()}
    again = start()
    again.wait_until_ready()
    said = again.stop()
    assert "正在准备数据库" not in said
    assert not (one.data / "backups").exists()
    assert {path: path.read_bytes() for path in (one.data / "keys").iterdir()} == before


@pytest.mark.parametrize("word", ["web", "worker"])
def test_a_killed_part_is_back(start: Start, word: str) -> None:
    one = start()
    one.wait_until_ready()
    victim = one.children(word)[0]
    victim.kill()
    assert gone([victim])
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not (one.children(word) and one.status() == 200):
        time.sleep(0.02)
    assert one.children(word)[0].pid != victim.pid
    assert one.status() == 200
    assert one.process.poll() is None


def test_a_killed_request_process_is_back(start: Start) -> None:
    one = start()
    one.wait_until_ready()
    (victim,) = one.children("web")[0].children()
    victim.kill()
    time.sleep(0.1)
    assert one.wait_until_ready(PATIENCE) < PATIENCE


def test_a_killed_supervisor_leaves_nothing_behind_and_can_be_started_again(start: Start) -> None:
    one = start()
    one.wait_until_ready()
    everybody = psutil.Process(one.process.pid).children(recursive=True)
    one.process.kill()
    one.process.communicate()
    assert gone(everybody)
    again = start()
    again.wait_until_ready()


def test_a_second_up_on_one_folder_is_refused(start: Start) -> None:
    one = start()
    one.wait_until_ready()
    other = start()
    said = other.process.communicate(timeout=30)[1]
    assert other.process.returncode == 1
    assert said == f"数据文件夹 {one.data} 已经有一个连心桥在运行。请先停下它，或用 --data 换一个文件夹。\n"
    assert one.status() == 200


def test_a_busy_port_is_refused_before_anything_is_made(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        one = start("--port", str(port))
        said = one.process.communicate(timeout=30)[1]
    assert one.process.returncode == 1
    assert said.startswith(f"端口 {port} 正被别的程序占用")
    assert not (one.data / "lianxin.sqlite3").exists()


def test_data_without_its_key_is_refused(start: Start) -> None:
    one = start()
    one.wait_until_ready()
    one.stop()
    with closing(sqlite3.connect(one.data / "lianxin.sqlite3")) as database, database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(access_user)") if row[3]]
        values = ["2026-01-01" if name == "created_at" else "00000000000000000000000000000001" for name in columns]
        marks = ",".join("?" * len(columns))
        database.execute(f"INSERT INTO access_user ({','.join(columns)}) VALUES ({marks})", values)  # noqa: S608
    (one.data / "keys" / "master.key").unlink()
    again = start()
    said = again.process.communicate(timeout=30)[1]
    assert again.process.returncode == 1
    assert "没有另造新密钥" in said


def test_before_a_migration_the_database_is_copied(start: Start) -> None:
    one = start()
    one.wait_until_ready()
    one.stop()
    with closing(sqlite3.connect(one.data / "lianxin.sqlite3")) as database, database:
        # As if the last migration of an app of ours that changes no table were new to this database.
        database.execute("DELETE FROM django_migrations WHERE app = 'mfa'")
        database.execute("DROP TABLE mfa_authenticator")
    again = start()
    again.wait_until_ready()
    said = again.stop()
    (copy,) = (one.data / "backups").iterdir()
    assert f"升级前已备份：{copy}" in said
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    key = one.data / "keys" / "master.key"
    check = [sys.executable, "-P", "-m", "lianxin", "restore", str(copy), "--key", str(key), "--check"]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0


def test_a_demonstration_that_was_removed_does_not_come_back(start: Start, tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "lianxin", "--data", str(tmp_path / "data"), "demo"]
    subprocess.run(command, capture_output=True, check=True)
    subprocess.run([*command, "--remove"], capture_output=True, check=True)
    one = start(usual=True)
    one.wait_until_ready()
    time.sleep(0.5)  # it says where to go a moment after it answers
    said = one.stop()
    assert "示范社区" not in said
    assert f"http://127.0.0.1:{one.port}/accounts/first/" in said
