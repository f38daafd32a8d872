import importlib.machinery
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def launcher() -> ModuleType:
    """The launcher as a module."""
    loader = importlib.machinery.SourceFileLoader("launcher", str(ROOT / "lianxin"))
    spec = importlib.util.spec_from_loader("launcher", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose lock asks for nothing, so that preparing it needs no network."""
    shutil.copy(ROOT / "lianxin", tmp_path / "lianxin")
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).touch()
    return tmp_path


def start(checkout: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    command: list[str | Path] = [sys.executable, checkout / "lianxin", *words]
    return subprocess.run(
        command, cwd=checkout.parent, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_the_first_start_prepares_and_the_second_starts_at_once(checkout: Path) -> None:
    first, second = start(checkout, "--version"), start(checkout, "--version")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "正在准备运行环境" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout
    assert first.stdout.startswith("连心桥 lianxin ")


def test_another_lock_is_installed_again(checkout: Path) -> None:
    start(checkout, "--version")
    (checkout / "requirements.lock").write_text("# changed\n")
    assert "正在准备运行环境" in start(checkout, "--version").stderr


def test_a_missing_venv_component_is_named_with_the_remedy(checkout: Path, tmp_path: Path) -> None:
    without = tmp_path / "without"
    without.mkdir()
    (without / "ensurepip.py").write_text("raise ImportError")
    done = start(checkout, "--version", PYTHONPATH=str(without), PATH="")
    assert done.returncode == 1
    assert "sudo apt install python3-venv" in done.stderr
    assert done.stdout == ""


def test_exit_status_and_usage_pass_through(checkout: Path) -> None:
    assert start(checkout, "nonsense").returncode == 64


@pytest.mark.parametrize(
    ("words", "is_test"),
    [
        (["test"], True),
        (["test", "--all"], True),
        (["--data", "test", "up"], False),
        (["--data", "/d", "test"], True),
        (["up"], False),
        ([], False),
    ],
)
def test_only_test_asks_for_the_development_tools(launcher: ModuleType, words: list[str], is_test: bool) -> None:
    assert launcher.is_test(words) is is_test


def test_an_old_python_is_told_what_it_needs(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "version", "3.9.2 (main)")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(launcher.Trouble) as caught:
        launcher.check_python([])
    assert str(caught.value) == "需要 Python 3.11 或更新的版本，现在是 3.9.2。"


def test_the_launcher_can_be_read_by_an_old_python() -> None:
    import ast

    ast.parse((ROOT / "lianxin").read_text("utf-8"), feature_version=(3, 7))
