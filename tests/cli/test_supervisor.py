import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxin.cli.supervisor import Child

pytestmark = pytest.mark.skipif(os.name == "nt", reason="进程信号只在类 Unix 系统上这样测试")

# A supervisor of one child that writes its number into a file whenever it starts.
PROGRAM = """
import os, sys, threading
from lianxin.cli.supervisor import Child, Supervisor
child = Child("试验", [sys.executable, "-c", {child!r}], dict(os.environ))
print("started", flush=True)
sys.exit(Supervisor([child], when_started=lambda stopping: None).run())
"""
GOOD_CHILD = """
import os, time
from lianxin.cli.supervisor import stop_with_parent
stop_with_parent()
with open({log!r}, "a") as log: log.write(f"{{os.getpid()}}\\n")
time.sleep(60)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "starts"


@pytest.fixture
def supervisor(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = textwrap.dedent(PROGRAM).format(child=GOOD_CHILD.format(log=str(log)))
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def numbers(log: Path, count: int) -> list[int]:
    """The children's process numbers once ``count`` have started."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = log.read_text().split() if log.exists() else []
        if len(found) >= count:
            return [int(number) for number in found]
        time.sleep(0.02)
    raise AssertionError(f"no {count} starts in {log}")


def is_gone(number: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_killed_child_is_started_again(supervisor: subprocess.Popen[bytes], log: Path) -> None:
    first = numbers(log, 1)[0]
    os.kill(first, signal.SIGKILL)
    assert numbers(log, 2)[1] != first


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_both_cleanly(supervisor: subprocess.Popen[bytes], log: Path, number: int) -> None:
    child = numbers(log, 1)[0]
    supervisor.send_signal(number)
    _, said = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 0
    assert said.decode("utf-8").splitlines() == ["正在停止……", "已停止。"]
    assert is_gone(child)


def test_a_killed_supervisor_takes_its_children_along(supervisor: subprocess.Popen[bytes], log: Path) -> None:
    child = numbers(log, 1)[0]
    supervisor.kill()
    assert is_gone(child)


def test_a_child_that_keeps_dying_is_started_ever_more_slowly() -> None:
    child = Child("试验", [sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ))
    pauses = []
    for _ in range(8):
        child.start()
        assert child.process is not None
        child.process.wait()
        before = time.monotonic()
        child.note_death()
        pauses.append(round(child.start_at - before, 1))
    assert pauses[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] == 10
