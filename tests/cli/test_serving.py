import socket
from pathlib import Path

import pytest

from lianxin.cli import serving
from lianxin.cli.locking import FolderIsBusy, FolderLock
from lianxin.cli.output import Refusal


def test_a_busy_port_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PORT_PATIENCE", 0.0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refusal, match=f"端口 {port} 正被别的程序占用"):
            serving.wait_for_port("127.0.0.1", port)
    serving.wait_for_port("127.0.0.1", port)


def test_a_host_that_is_not_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PORT_PATIENCE", 0.0)
    with pytest.raises(Refusal):
        serving.wait_for_port("192.0.2.1", 8000)


def test_one_supervisor_per_folder(tmp_path: Path) -> None:
    with FolderLock(tmp_path), pytest.raises(FolderIsBusy), FolderLock(tmp_path):
        pass
    with FolderLock(tmp_path):
        pass


def test_only_when_others_may_come_in_are_this_machines_names_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIANXIN_ALLOWED_HOSTS", "lx.test")
    alone = serving.child_environment(tmp_path, "127.0.0.1")
    open_to_all = serving.child_environment(tmp_path, "0.0.0.0")  # noqa: S104 (nothing is bound)
    assert alone["LIANXIN_ALLOWED_HOSTS"] == "lx.test"
    assert open_to_all["LIANXIN_ALLOWED_HOSTS"].split(",")[:2] == ["lx.test", "127.0.0.1"]
    assert socket.gethostname() in open_to_all["LIANXIN_ALLOWED_HOSTS"].split(",")
