import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("toy_worker.py")
STEPS = 150
PATIENCE = 60.0


class Installation:
    """A data folder with a toy job, and workers on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")},
            "LIANXIN_DATA": str(data),
            "PYTHONPATH": str(SCRIPT.parents[2] / "src"),
        }
        subprocess.run([sys.executable, str(SCRIPT), "prepare"], env=self.environment, check=True, timeout=60)

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, str(SCRIPT), "work"], env=self.environment)

    @contextmanager
    def working(self) -> Iterator[subprocess.Popen[bytes]]:
        worker = self.start()
        try:
            yield worker
        finally:
            worker.kill()
            worker.wait(PATIENCE)

    def ask(self, question: str) -> Any:  # noqa: ANN401
        with closing(sqlite3.connect(self.data / "lianxin.sqlite3", timeout=20)) as database:
            return database.execute(question).fetchone()[0]

    @property
    def state(self) -> str:
        return str(self.ask("SELECT state FROM jobs_job"))

    @property
    def written(self) -> int:
        return int(self.ask("SELECT COUNT(*) FROM toy"))


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def wait_until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def killed_again_and_again(installation: Installation, times: int, seed: int) -> None:
    moments = random.Random(seed)  # noqa: S311
    for _ in range(times):
        with installation.working() as worker:
            before = installation.written
            wait_until(lambda: installation.written > before)  # noqa: B023
            time.sleep(moments.uniform(0, 0.1))
            os.kill(worker.pid, signal.SIGKILL)
    with installation.working():
        wait_until(lambda: installation.state == "done")
    assert installation.written == STEPS
    assert installation.ask("SELECT message FROM jobs_job") == "数到 150 了。"
    assert installation.ask("SELECT done FROM jobs_job") == STEPS
    assert installation.ask("SELECT COUNT(*) FROM jobs_job") == 1


def test_a_killed_worker_loses_nothing(installation: Installation) -> None:
    killed_again_and_again(installation, times=3, seed=1)


@pytest.mark.full
def test_a_job_outlives_many_kills(installation: Installation) -> None:
    killed_again_and_again(installation, times=15, seed=2)


def test_sigterm_puts_the_job_back_at_its_next_step(installation: Installation) -> None:
    with installation.working() as worker:
        wait_until(lambda: installation.written > 3)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    assert installation.state == "waiting"
    assert 3 < installation.written < STEPS
    assert installation.ask("SELECT done FROM jobs_job") == installation.written
    assert not (installation.data / "run" / "worker.json").exists()
    with installation.working():
        wait_until(lambda: installation.state == "done")
    assert installation.written == STEPS


def test_two_workers_never_do_the_same_job(installation: Installation) -> None:
    with installation.working(), installation.working():
        wait_until(lambda: installation.state == "done")
    assert installation.written == STEPS
    assert installation.ask("SELECT attempts FROM jobs_job") == 1


@pytest.mark.parametrize("loss", ["gone", "damaged"])
def test_a_lost_queue_loses_nothing(installation: Installation, loss: str) -> None:
    for file in installation.data.glob("queue.sqlite3*"):
        file.unlink()
    if loss == "damaged":
        (installation.data / "queue.sqlite3").write_bytes(b"no database" * 100)
    with installation.working():
        wait_until(lambda: installation.state == "done")
    assert installation.written == STEPS


def test_the_worker_says_that_it_lives(installation: Installation) -> None:
    with installation.working() as worker:
        sign = installation.data / "run" / "worker.json"
        wait_until(sign.exists)
        assert f'"pid": {worker.pid}' in sign.read_text("utf-8")


def test_the_queue_holds_identifiers_only(installation: Installation) -> None:
    with closing(sqlite3.connect(installation.data / "queue.sqlite3")) as queue:
        (content,) = queue.execute("SELECT data FROM task").fetchone()
    assert installation.ask("SELECT id FROM jobs_job").encode() in content.replace(b"-", b"")
    assert "数数".encode() not in content
