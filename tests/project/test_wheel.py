"""The product as an office installs it without a checkout: from the wheel, into an empty environment."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = "Scripts" if os.name == "nt" else "bin"

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only]


def run(*command: str | Path, cwd: Path) -> bytes:
    done = subprocess.run(command, cwd=cwd, env=clean_environment(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def clean_environment() -> dict[str, str]:
    ours = ("LIANXIN_", "DJANGO_", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of an environment that holds the locked packages and our wheel, nothing else."""
    work = tmp_path_factory.mktemp("wheel")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (work / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, work / "source" / name)
    options: list[str | Path] = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", work]
    run(sys.executable, "-m", "pip", "wheel", *options, work / "source", cwd=work)
    (wheel,) = work.glob("lianxin-*.whl")
    run(sys.executable, "-m", "venv", work / "venv", cwd=work)
    pip: list[str | Path] = [
        work / "venv" / BIN / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=work)
    run(*pip, "--no-deps", wheel, cwd=work)
    return work / "venv" / BIN


def test_the_wheel_comes_up_serves_its_pages_and_knows_its_demonstration(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path / "data"
    command: list[str | Path] = [installed / "lianxin", "up", "--data", data, "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, env=clean_environment(), stderr=subprocess.PIPE)
    try:
        page = fetch_when_ready(f"http://127.0.0.1:{port}/accounts/login/", process).decode("utf-8")
        sheets = re.findall(r'<link[^>]+href="(/static/[^"]+\.css)"', page)
        assert sheets
        for sheet in sheets:
            assert re.search(r"\.[0-9a-f]{12}\.css$", sheet), sheet
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{sheet}", timeout=10) as answer:
                assert "immutable" in answer.headers["Cache-Control"]
        demonstration = json.loads(run(installed / "lianxin", "demo", "--json", "--data", data, cwd=tmp_path))
        assert demonstration["accounts"]
        assert run(installed / "lianxin", "demo", "--json", "--data", data, cwd=tmp_path)
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=30)[1].decode("utf-8")
    assert process.returncode == 0, said


def fetch_when_ready(address: str, process: subprocess.Popen[bytes]) -> bytes:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (an address of ours)
                body: bytes = answer.read()
                return body
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(process.communicate()[1].decode("utf-8"))
